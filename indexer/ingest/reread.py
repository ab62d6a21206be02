"""Reports to be read once more because this machine can read more than it could: pages that were only pictures.

Files that gave no report at all are `intake.again`'s.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from archive.catalog import Catalog
from archive.errors import CatalogError, ReadError
from archive.readers.ocr import engine
from indexer.ingest.pipeline import Candidate

PICTURES = frozenset({"read.pages_without_text"})


def with_pictures(catalog: Catalog) -> tuple[str, ...]:
    """The ids of reports with pages that gave no text, where such pages can be recognised by now."""
    return tuple(sorted(catalog.noticed(PICTURES))) if engine.available() else ()


def reread(catalog: Catalog, ids: tuple[str, ...]) -> Iterator[Candidate]:
    """The reports from their kept originals, one by one."""
    for record in catalog.records(ids):
        error, data = None, b""
        try:
            data = catalog.original(record.id)
        except CatalogError as problem:
            error = ReadError("read.unreadable", name=record.source, problem=problem.message("en"))
        place = record.location
        yield Candidate(Path(place), record.source, named=True, data=data, error=error, place=place, anew=True)
