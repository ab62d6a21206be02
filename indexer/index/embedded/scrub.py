"""Reads the files in force again, piece by piece, and compares them with what was written. Writes and heals nothing.

A disk may alter bytes by itself, without a new time of the file: nobody notices at opening. Whoever has time walks
these rounds; between two pieces nothing is held, so that no writer waits longer than for one of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from archive.errors import EngineError
from archive.storage import disk
from indexer.index.embedded import generations

if TYPE_CHECKING:
    from indexer.index.embedded.positions.store import PositionStore
    from indexer.index.embedded.reader import Stores

Harm = tuple[Path, str]
PIECE = 128
"""Pages that are read in some milliseconds."""


def rounds(folder: Path, stores: Stores) -> Iterator[Harm | None]:
    """None for each piece that is sound, or is being written; the harm for one that is not, and then no more.

    Ends where other files have taken over. Raises EngineError where the store cannot be read.
    """
    for piece in _pieces(folder, stores):
        yield piece
        if piece is not None:
            return


def _pieces(folder: Path, stores: Stores) -> Iterator[Harm | None]:
    if stores.positions is not None:
        yield from _pages(folder, stores.positions)
    found = generations.manifest(folder / stores.words, hashes=False)
    if found is None:
        if _in_force(folder, words=stores.words):
            yield folder / stores.words, "manifest"
        return
    for name, (_, digest) in found.files.items():
        yield from _file(folder, stores.words, name, digest)


def _pages(folder: Path, store: PositionStore) -> Iterator[Harm | None]:
    first = 0
    while _in_force(folder, store=store.path.name):
        try:
            with generations.looking(folder):
                altered = store.altered(first, PIECE)
        except EngineError as problem:
            if problem.code != "index.locked":
                raise
            yield None  # somebody writes: this piece later
            continue
        if altered is None:
            return
        yield (store.path, "checksum") if altered else None
        first += PIECE


def _file(folder: Path, words: str, name: str, digest: str) -> Iterator[Harm | None]:
    path, found = folder / words / name, hashlib.sha256()
    try:
        with path.open("rb") as file:
            for piece in disk.blocks(file):
                found.update(piece)
                yield None
    except OSError as problem:
        if _in_force(folder, words=words):
            yield path, problem.strerror or str(problem)
        return
    if found.hexdigest() != digest:
        yield path, "checksum"


def _in_force(folder: Path, *, store: str = "", words: str = "") -> bool:
    names = generations.current(folder)
    return names is not None and (names.grams == store or names.words == words)
