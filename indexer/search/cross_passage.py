"""跨段: where a wording runs over the end of a passage that does not end a sentence. Never part of the exact totals.

The ends of such passages, and what stands around them, lie in a file beside the index, made from the catalog
(`indexer.index.embedded.seam_file`). What has changed since the file was made is read from the catalog itself. It is
derived; nothing is lost with it.
"""

from __future__ import annotations

import shutil
import tempfile
import threading
import weakref
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from archive.catalog import ReadCatalog
from archive.errors import EngineError
from archive.storage.disk import disk_errors
from archive.text.fold import fold_passages
from indexer import deadline
from indexer.document import Place
from indexer.index.embedded import seam_file
from indexer.index.embedded.seam_file import SeamFile
from indexer.index.embedded.seams import LONGEST, Seam, over, seams_of

FILE = "seams.bin"
RENEWED = 5000
"""Changes since the file was made from which on it is made anew."""


def places_over(passages: Sequence[str], text: str) -> list[tuple[Place, ...]]:
    """The places over passage ends, in order, each in pieces: one a passage."""
    found = []
    for seam in seams_of(passages):
        at = over(seam, text)
        if at is not None:
            start = seam.length - seam.left + at
            found.append(tuple(_pieces(passages, seam.passage, start, len(text))))
    return found


def _pieces(passages: Sequence[str], number: int, start: int, length: int) -> Iterator[Place]:
    while length:
        end = min(len(passages[number - 1]), start + length)
        if end > start:
            yield Place(number, start, end)
        length -= end - start
        number, start = number + 1, 0


class CrossPassages:
    """The seams of one catalog. `path` is where they are kept; where that cannot be, or None is given, they are in a
    folder that goes with this object. Threads may share it.
    """

    def __init__(self, catalog: ReadCatalog, path: Path | None = None) -> None:
        self._catalog = catalog
        self._path = path
        self._apart: Path | None = None
        self._guard = threading.Lock()
        self._held: SeamFile | None = None
        self._upto = -1
        self._changed: dict[str, tuple[Seam, ...]] = {}

    def ends(self, text: str) -> dict[str, list[int]]:
        """Live reports in which the folded wording runs over a passage's end -> which passages' (from 1, ascending).

        Raises CatalogError as `disk_errors` where seams can be kept nowhere.
        """
        if not 2 <= len(text) <= LONGEST or "\n" in text:
            return {}
        held, changed = self._level()
        try:
            kept = list(held.running_over(text))
        except EngineError:  # the disk has altered it
            held, changed = self._level(without=held)
            kept = list(held.running_over(text))
        found: dict[str, list[int]] = {}
        for name, passage in kept:
            if name not in changed:
                found.setdefault(name, []).append(passage)
        for name, seams in changed.items():
            if passages := [seam.passage for seam in seams if over(seam, text) is not None]:
                found[name] = passages
        return found

    def _level(self, without: SeamFile | None = None) -> tuple[SeamFile, Mapping[str, tuple[Seam, ...]]]:
        """The file, which is not `without`, and what has changed since it was made, both as of now."""
        last = self._catalog.last_change()
        with self._guard:
            held = self._held if self._held is not without else None
            if held is None or not _is_recent(held, last):
                held = self._read() if without is None else None  # another process may have made it
            if held is None or not _is_recent(held, last):
                with deadline.suspended():
                    held, self._upto = self._made(last), -1
            if held is not self._held or self._upto < held.change:
                self._held, self._upto, self._changed = held, held.change, {}
            if self._upto != last:
                self._changed = {**self._changed, **self._since(self._upto)}
                self._upto = last
            return held, self._changed

    def _since(self, after: int) -> dict[str, tuple[Seam, ...]]:
        gone: dict[str, tuple[Seam, ...]] = {change.id: () for change in self._catalog.changes(after=after)}
        texts = self._catalog.texts(list(gone))
        return {**gone, **{name: tuple(seams_of(fold_passages(passages))) for name, passages in texts}}

    def _made(self, last: int) -> SeamFile:
        if self._path is not None:
            try:
                seam_file.write(self._path, self._catalog.texts(), last)
                return SeamFile(self._path)
            except (OSError, EngineError):  # it is full, or must not be written: elsewhere, for as long as this lasts
                self._path = None
        with disk_errors(Path(tempfile.gettempdir())):
            if self._apart is None:
                self._apart = Path(tempfile.mkdtemp(prefix="baogao-seams-"))
                weakref.finalize(self, shutil.rmtree, self._apart, ignore_errors=True)
            seam_file.write(self._apart / FILE, self._catalog.texts(), last)
            return SeamFile(self._apart / FILE)

    def _read(self) -> SeamFile | None:
        if self._path is None:
            return None
        try:
            return SeamFile(self._path)
        except (OSError, EngineError):  # none yet, or not ours
            return None


def _is_recent(held: SeamFile, last: int) -> bool:
    """Was it made of this catalog, not so long ago?"""
    return held.change <= last <= held.change + RENEWED
