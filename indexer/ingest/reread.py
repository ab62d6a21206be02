"""Reports to be read once more from their kept originals: an earlier edition of their reader gave their text, or pages
that were only pictures can be recognised by now.

What is left to do is asked of the catalog each time, so whoever is stopped in the middle goes on where it was. Files
that gave no report at all are `pipeline.again`'s.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator
from pathlib import Path

from archive.catalog import Catalog
from archive.catalog.imports import Import
from archive.errors import CatalogError, ReadError
from archive.model import Record
from archive.readers import editions
from archive.readers.ocr import engine
from indexer.ingest.import_log import ImportLog
from indexer.ingest.pipeline import Candidate, Pipeline
from indexer.workspace import Workspace

PICTURES = frozenset({"read.pages_without_text"})
RECOGNISED = frozenset({"read.recognised"})
SELF_DECODED = frozenset({"txt", "md", "csv"})
"""Formats that say nothing of their encoding: the one that gave the text may have been given by a person."""
REREADING = -1
"""In place of an import's number, what is held while old reports are read again: two processes would do it twice."""
LEVEL = 128
"""Reports after which the index is brought level."""

_log = logging.getLogger(__name__)


def with_pictures(catalog: Catalog) -> tuple[str, ...]:
    """The ids of reports with pages that gave no text, where such pages can be recognised by now."""
    return tuple(sorted(catalog.noticed(PICTURES))) if engine.available() else ()


def older(catalog: Catalog, *, recognise: bool = True) -> tuple[str, ...]:
    """The ids of reports that an earlier edition of their reader has read, in order of arrival.

    Recognised ones only where they can be recognised again (`recognise` off: never): else their text would be lost.
    """
    ids = editions.older(catalog.editions())
    if recognise and engine.available():
        return tuple(ids)
    scans = catalog.noticed(RECOGNISED)
    return tuple(one for one in ids if one not in scans)


def reread(catalog: Catalog, ids: Collection[str]) -> Iterator[Candidate]:
    """The reports from their kept originals, one by one; a file from a zip or mail has an original of its own."""
    for record in catalog.records(ids):
        error, data = None, b""
        try:
            data = catalog.original(record.id)
        except CatalogError as problem:
            error = ReadError("read.unreadable", name=record.source, problem=problem.message("en"))
        place = record.location
        yield Candidate(
            Path(place),
            record.source,
            named=True,
            data=data,
            error=error,
            place=place,
            anew=True,
            encoding=_encoding(record),
        )


def read_again(workspace: Workspace) -> None:
    """Read all reports of earlier editions again, unless another process is about it; an import's record tells of it.

    A record that was broken off goes on. Raises CatalogError; what was read until then is kept.
    """
    catalog, recognise = workspace.catalog, workspace.settings.ocr != "off"
    with catalog.imports.holding(REREADING) as mine:
        ids = older(catalog, recognise=recognise) if mine else ()
        if not ids:
            return
        begun = _broken_off(catalog)
        with ImportLog(
            catalog.imports, "reread", "", expected=len(ids), number=begun.number if begun else None
        ) as recorder:
            if begun is not None:
                catalog.imports.expect(begun.number, begun.files + len(ids))
            intake = Pipeline(catalog, {}, jobs=1, recognise=recognise)
            for number, (_, outcome) in enumerate(recorder.recorded(intake.run(reread(catalog, ids))), 1):
                if outcome.error is not None:
                    _log.warning("report %s stays as it was read before: %s", outcome.id, outcome.error.code)
                if number % LEVEL == 0:
                    workspace.catch_up()
        workspace.catch_up()


def _broken_off(catalog: Catalog) -> Import | None:
    """The last record of such a reading that has no end; nobody runs it, as whoever does holds `REREADING`."""
    found = (catalog.imports.get(number) for number in reversed(catalog.imports.unended()))
    return next((one for one in found if one is not None and one.way == "reread"), None)


def _encoding(record: Record) -> str | None:
    """What decodes the original again: the codec of the last time, but for one that was only guessed."""
    report = record.report
    guessed = any(notice.code == "read.guessed_encoding" for notice in report.notices)
    return report.encoding if report.format in SELF_DECODED and not guessed else None
