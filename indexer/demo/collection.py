"""The invented papers in an archive: brought in, counted, taken away wholly. They, and nothing else, have a place that
begins with `PLACE`, which no file and no upload has.

Both ways may be broken off anywhere and called again: what is there is passed over, what is left is done.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from archive.catalog import Arrival, Catalog, Duplicate, Entry, Outcome, Roster
from indexer.demo.papers import COLLECTION, UNITS, YEAR, Paper, papers
from indexer.ingest.import_log import ImportLog
from indexer.ingest.pipeline import Candidate, Pipeline

PLACE = "demo:"
FOLDER = "样例（虚构）"
"""The first folder of the path shown: nobody takes them for real."""


def is_demo(location: str) -> bool:
    """Is that the place of an invented paper?"""
    return location.startswith(PLACE)


def add(catalog: Catalog, *, jobs: int = 1, recognise: bool = True) -> Iterator[Outcome]:
    """Bring them in, and keep the roster of their collection; each outcome when it is safe. Raises CatalogError."""
    if catalog.rosters.get(COLLECTION) is None:
        catalog.rosters.save(Roster(COLLECTION, UNITS, YEAR))
    found = sorted(papers(), key=lambda paper: paper.name.endswith(".png"))  # what takes seconds comes last
    candidates = list(map(_candidate, found))
    with ImportLog(catalog.imports, "command", FOLDER, expected=len(candidates)) as recorder:
        intake = Pipeline(catalog, {}, jobs=jobs, recognise=recognise)
        for _, outcome in recorder.recorded(intake.run(candidates)):
            yield outcome


def count(catalog: Catalog) -> int:
    """How many are there, those without text and those in the trash too; and one for a roster alone."""
    gone = sum(is_demo(entry.location) for entry in catalog.list(removed=True))
    return len(_entries(catalog)) + gone + len(_others(catalog)) or int(_roster(catalog) is not None)


def remove(catalog: Catalog) -> int:
    """Take them all away for good, with the roster as it was made; how many reports that were.

    A person's file with the same bytes becomes the report; a merge with a person's report is undone, and what readers
    clipped stays theirs. Raises CatalogError.
    """
    _come_apart(catalog)
    for entry in list(catalog.list(removed=True)):
        if is_demo(entry.location):
            catalog.restore(entry.id)
    copies = {copy.id: copy for copy in catalog.duplicates() if not is_demo(copy.location)}
    entries = _entries(catalog)
    for entry in entries:
        _take(catalog, entry, copies)
    for place in _others(catalog):
        catalog.forget(place)
    if _roster(catalog) == UNITS:
        catalog.rosters.remove(COLLECTION)
    catalog.clean()  # a removal that was killed leaves bytes that nothing refers to
    return len(entries)


def _take(catalog: Catalog, entry: Entry, copies: Mapping[str, Duplicate]) -> None:
    copy, record = copies.get(entry.id), catalog.record(entry.id)
    if copy is None or record is None:
        catalog.remove(entry.id)
        catalog.purge(entry.id)
        return
    data = catalog.original(entry.id)
    # Out of the trash it comes back at the other place; broken off between the two, the next call does it.
    catalog.remove(entry.id)
    catalog.add([Arrival(copy.location, copy.source, data, hashlib.sha256(data).hexdigest(), record.report)])


def _come_apart(catalog: Catalog) -> None:
    for pair in catalog.near.merged():
        if any(catalog.source(name).startswith(f"{FOLDER}/") for name in (pair.one, pair.other)):
            catalog.near.apart(pair.one, pair.other)


def _entries(catalog: Catalog) -> list[Entry]:
    return [entry for entry in catalog.list() if is_demo(entry.location)]


def _others(catalog: Catalog) -> list[str]:
    """The places of those that are no report: without text, or with the bytes of a report."""
    places = [*(file.location for file in catalog.unread()), *(copy.location for copy in catalog.duplicates())]
    return [place for place in places if is_demo(place)]


def _roster(catalog: Catalog) -> tuple[str, ...] | None:
    kept = catalog.rosters.get(COLLECTION)
    return None if kept is None else kept.units


def _candidate(paper: Paper) -> Candidate:
    source = f"{FOLDER}/{paper.unit}/{paper.name}"
    return Candidate(Path(source), source, named=True, data=paper.data, place=PLACE + source)
