"""How processes are started: forked from one that has loaded what they need, where the system can, else begun anew.

A program has one such process. What it loads is told by whoever starts it first: an import, an index, a sandbox.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from multiprocessing.context import ForkServerContext, SpawnContext
from pathlib import Path

from archive.readers.registry import is_plain
from indexer.processes.signals import undisturbed

INDEXING = (
    "rjieba",  # loading it loads its dictionary
    "indexer.index.embedded.bulk_build",
    "indexer.index.embedded.word_store",
)
"""What those need that make an index."""
TOGETHER = (
    *("indexer.ingest.parser_pool", "archive.ingest", "archive.readers.text", "archive.readers.markup.markdown"),
    *INDEXING,
)
"""What those need that read plain files and make an index of them."""
APART = (
    "indexer.ingest.parser_pool",
    "archive.ingest",
    "archive.readers.office.docx",
    "archive.readers.sheets.xls",
    "archive.readers.sheets.xlsx",
    "archive.readers.pages.pdf",
    "archive.readers.pages.pdfium.pdfium_pages",
)
"""What a sandbox needs."""
MANY, LOOKED_AT = 24, 2_000
"""Plain files beyond which they are read in processes; files of a folder whose names are looked at to tell."""


def context(modules: Sequence[str]) -> ForkServerContext | SpawnContext:
    """In which processes are started that need these modules; one that cannot be loaded is left to them."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    found = multiprocessing.get_context("forkserver")
    found.set_forkserver_preload(["__main__", *modules])
    return found


def begin_for(paths: Iterable[Path]) -> None:
    """Let what an import of these files and folders needs be loaded already, while this process does something else;
    nothing where the files are few, or none of them plain. Raises OSError.
    """
    names = list(islice(chain.from_iterable(map(_names, paths)), LOOKED_AT))
    plain = sum(map(is_plain, names))
    if plain <= MANY:
        return
    begin(TOGETHER if 2 * plain > len(names) else (*TOGETHER, *APART))


def begin(modules: Sequence[str]) -> None:
    """Let these modules be loaded already. Raises OSError."""
    if isinstance(context(modules), ForkServerContext):
        from multiprocessing import forkserver

        with undisturbed():
            forkserver.ensure_running()


def _names(path: Path) -> Iterator[str]:
    if path.is_dir():
        for _, _, names in os.walk(path):
            yield from names
