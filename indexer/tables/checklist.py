"""核查表: who has written what. Wordings × units or reports, each cell in one of five states; how a table is printed
lives in `cli`.

Absence is never claimed for what could not be read: where a file that gave no text, or pages of one, may hold the
wording, the cell says 读不出 and not 未见. A file without text belongs to the unit whose name stands in its path;
those in which no unit's name stands are told apart (`Checklist.unplaced`). As nothing of such a file is known, it
counts for every collection, whatever years its path names.

A report that names no unit belongs to a unit of the roster whose name stands in its path. All others are one group,
which is no unit and counted in reports: what a folder happens to be called is no unit's name.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from archive.catalog import Duplicate, Entry, Unread
from archive.text.fold import fold_text
from indexer import deadline
from indexer.query.model import Query
from indexer.search.answer import Copies, Request
from indexer.search.partly_read import PartlyRead
from indexer.search.searcher import Searcher
from indexer.tables.checklist_line import Line, Once, Places
from indexer.tables.checklist_table import (
    By,
    Cell,
    Checklist,
    Row,
    State,
    Wording,
)

__all__ = ["By", "Cell", "Checklist", "Row", "State", "Wording", "check"]

PLANS = "下步打算"
NO_UNIT = ""
"""In place of a unit's name: the group of those of which none is known."""
SECONDS = 600.0
"""For a whole table, where nobody has set less."""


def check(
    searcher: Searcher,
    wordings: Sequence[Wording],
    *,
    by: By = "unit",
    roster: Sequence[str] = (),
    year: int | None = None,
    period: str | None = None,
    hiding: bool = False,
    topic: str | None = None,
) -> Checklist:
    """The table of `wordings` over the reports of a collection (`year`, `period`; None: of any) or of a `topic`.

    `roster` are the units that have to hand in: each gets a row, in that order, whether it did or not.
    `hiding`: of a unit's equal texts in several formats one counts. Raises QueryError where a wording is no query.
    """
    with deadline.limited(SECONDS):  # many questions, so the time of one does not bind them
        return _check(searcher, wordings, by, list(dict.fromkeys(roster)), year, period, hiding, topic)


def _check(
    searcher: Searcher,
    wordings: Sequence[Wording],
    by: By,
    roster: Sequence[str],
    year: int | None,
    period: str | None,
    hiding: bool,
    topic: str | None,
) -> Checklist:
    asked = [searcher.read(Request(one.text, literal=one.literal)).typed for one in wordings]
    known: dict[str, str | int] = {} if year is None else {"year": year}
    entries = list(searcher.catalog.list(known if period is None else {**known, "period": period}))
    if topic:
        held = searcher.topics.of(topic)
        entries = [entry for entry in entries if entry.id in held]
    files = list(searcher.catalog.unread())
    unread = [file for file in files if file.set_aside is None]
    lines, unplaced = _lines(entries, list(searcher.catalog.duplicates()), unread, roster, by)
    counts = [_counts(searcher, wording) for wording in wordings]
    found = _found(searcher, asked, counts, {entry.id for entry in entries})
    partly = searcher.partly_read()
    once = Once(searcher, [entry.id for entry in entries]) if hiding else None
    if once and by == "report":
        lines = once.rows(lines, found)
    rows = tuple(
        Row(
            line.unit,
            tuple(line.reports),
            tuple(line.unread),
            tuple(_cell(line, once.places(line, places) if once else places, partly) for places in found),
            line.due,
            _unread(line, partly),
        )
        for line in lines
    )
    return Checklist(
        tuple(wordings),
        rows,
        tuple(unplaced),
        by=by,
        roster=tuple(roster),
        year=year,
        period=period,
        reports=len(entries),
        partly=sum(entry.id in partly.noticed for entry in entries),
        older=sum(entry.id in partly.older for entry in entries),
        partly_or_older=sum(entry.id in partly for entry in entries),
        hiding=hiding,
        copies=once.copies if once else Copies(),
        set_aside=len(files) - len(unread),
        topic=topic,
    )


def _lines(
    entries: Sequence[Entry], copies: Iterable[Duplicate], unread: Iterable[Unread], roster: Sequence[str], by: By
) -> tuple[list[Line], list[str]]:
    """The rows with what belongs to each, and the paths of the files without text that belong to none."""
    names = _Names([*roster, *(entry.unit for entry in entries if entry.unit)] if by == "unit" else list(roster))
    lines: dict[str, Line] = {unit: Line(unit, due=True) for unit in roster}
    due = frozenset(roster)
    for entry in entries:
        unit = names.of_report(entry, due)
        key = f"report {entry.id}" if by == "report" else unit or NO_UNIT
        lines.setdefault(key, Line(unit, unit in due)).reports.append(entry)
    if NO_UNIT in lines:  # what is no unit stands behind those that are
        lines[NO_UNIT] = lines.pop(NO_UNIT)
    _add_copies(lines, {entry.id: entry for entry in entries}, copies, names, by, due)
    if by == "report":  # a unit of the roster has a row of its own only where nothing came
        came = {line.unit for line in lines.values() if line.reports}
        lines = {key: line for key, line in lines.items() if line.reports or line.unit not in came}
    unplaced: list[str] = []
    for file in unread:
        unit = names.in_path(file.source) or names.in_path(file.location)
        owners = [line for line in lines.values() if unit is not None and line.unit == unit]
        for line in owners:
            line.unread.append(file.source)
        if not owners:
            unplaced.append(file.source)
    return list(lines.values()), unplaced


def _add_copies(
    lines: dict[str, Line],
    entries: Mapping[str, Entry],
    copies: Iterable[Duplicate],
    names: _Names,
    by: By,
    due: Collection[str],
) -> None:
    """A unit that handed in another's report, letter for letter, has handed in: the catalog keeps one for both."""
    for copy in copies:
        entry, unit = entries.get(copy.id), names.in_path(copy.source) or names.in_path(copy.location)
        if entry is None or unit is None:
            continue
        if not any(line.unit == unit and entry in line.reports for line in lines.values()):
            key = f"copy {copy.location}" if by == "report" else unit
            lines.setdefault(key, Line(unit, unit in due)).reports.append(entry)


class _Names:
    """The names of units: which of them a report or a path bears; of several the longest."""

    def __init__(self, units: Sequence[str]) -> None:
        by_fold = {fold_text(unit): unit for unit in reversed(units)}
        self._longest_first = sorted(by_fold.items(), key=lambda pair: -len(pair[0]))
        self._as_due: dict[str, str] = {}

    def of_report(self, entry: Entry, due: Collection[str]) -> str | None:
        """Its unit, as the roster `due` writes it where that stands there; of an unknown unit what its path says."""
        if entry.unit is None:
            return self.in_path(entry.source, due)
        known = self._as_due.get(entry.unit)
        if known is None:
            folded = fold_text(entry.unit)
            named = (unit for name, unit in self._longest_first if name in folded and unit in due)
            known = self._as_due[entry.unit] = next(named, entry.unit)
        return known

    def in_path(self, path: str, among: Collection[str] | None = None) -> str | None:
        """The unit whose name stands in a path, one of `among` where that is given."""
        folded = fold_text(path)
        units = (unit for name, unit in self._longest_first if len(name) > 1 and name in folded)
        return next((unit for unit in units if among is None or unit in among), None)


def _counts(searcher: Searcher, wording: Wording) -> Mapping[str, int]:
    tally = searcher.tally(Request(wording.text, literal=wording.literal, sort="matches"))
    return {row.card.id: row.matches for row in tally.rows}


def _found(
    searcher: Searcher, asked: Sequence[Query], counts: Sequence[Mapping[str, int]], ids: set[str]
) -> list[Places]:
    """For each wording its places. Of all reports that answer any, each is read once."""
    found: list[dict[str, tuple[int, int]]] = [
        {name: (count, 0) for name, count in one.items() if name in ids} for one in counts
    ]
    wanted = {name for one in found for name in one}
    for document in searcher.documents(wanted, outlined=True):
        for query, places in zip(asked, found, strict=True):
            if document.id in places and any(turn.part == PLANS for turn in document.outline or ()):
                spans = query.spans(document) or ()
                planned = sum(document.part(place.passage, place.start) == PLANS for place in spans)
                places[document.id] = len(spans), planned
    return list(found)


def _unread(line: Line, partly: PartlyRead) -> bool:
    """May the row hold more than could be read?"""
    return bool(line.unread) or any(entry.id in partly for entry in line.reports)


def _cell(line: Line, places: Places, partly: PartlyRead) -> Cell:
    here = [(entry.id, *places[entry.id]) for entry in line.reports if entry.id in places]
    total, planned = sum(count for _, count, _ in here), sum(count for _, _, count in here)
    where = tuple((name, count) for name, count, _ in here)
    if here and (total > planned or total == 0):
        return Cell("written", total, where)
    if _unread(line, partly):
        return Cell("unreadable", total, where)
    if here:
        return Cell("planned", total, where)
    return Cell("absent" if line.reports else "missing")
