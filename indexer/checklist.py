"""核查表: who has written what. Wordings × units or reports, each cell in one of five states; how a table is printed
lives in `commands`.

Absence is never claimed for what could not be read: where a file that gave no text, or pages of one, may hold the
wording, the cell says 读不出 and not 未见. A file without text belongs to the unit whose name stands in its path;
those in which no unit's name stands are told apart (`Checklist.unplaced`). As nothing of such a file is known, it
counts for every collection, whatever years its path names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from archive.catalog import Duplicate, Entry, Unread
from archive.fold import fold_text
from indexer import deadline
from indexer.answer import Json, Request
from indexer.query.model import Query
from indexer.searcher import Searcher

State = Literal["written", "planned", "absent", "missing", "unreadable"]
"""写了 · 只在打算中写 · 未见 · 未交 · 读不出"""
By = Literal["unit", "report"]

PLANS = "下步打算"
SECONDS = 600.0
"""For a whole table, where nobody has set less."""
PARTLY_READ = frozenset({"read.pages_without_text"})
"""What a reader notices where a part of a file gave no text."""
WHOLE = frozenset({"txt", "md", "html"})
"""Formats that are text throughout: no notice of theirs needs to be looked up."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A column: what is asked, as typed; `literal` takes it as one phrase without syntax."""

    text: str
    literal: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A state and the number of places (all of them; in state planned they all stand in 下步打算)."""

    state: State
    places: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A unit or a report: its reports, the paths of its files without text, a cell a wording.

    `unit` is None for reports whose unit is not known.
    """

    unit: str | None
    reports: tuple[Entry, ...]
    unread: tuple[str, ...]
    cells: tuple[Cell, ...]

    @property
    def name(self) -> str:
        """What stands at the head of the row: the unit; for a report of none its title, else its path."""
        if self.unit is not None or not self.reports:
            return self.unit or ""
        return self.reports[0].title or self.reports[0].source


@dataclass(frozen=True, slots=True)
class Checklist:
    """The table. `unplaced`: files without text that may be anybody's."""

    wordings: tuple[Wording, ...]
    rows: tuple[Row, ...]
    unplaced: tuple[str, ...]

    def count(self, state: State) -> int:
        """Rows in which any cell has that state."""
        return sum(any(cell.state == state for cell in row.cells) for row in self.rows)

    def as_json(self) -> Json:
        """The table by rows."""
        return {
            "wordings": [wording.text for wording in self.wordings],
            "rows": [
                {
                    "unit": row.unit,
                    "reports": [
                        {"id": entry.id, "title": entry.title, "source": entry.source} for entry in row.reports
                    ],
                    "unread": list(row.unread),
                    "cells": [{"state": cell.state, "places": cell.places} for cell in row.cells],
                }
                for row in self.rows
            ],
            "unplaced": list(self.unplaced),
        }


@dataclass
class _Line:
    unit: str | None
    reports: list[Entry] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def check(
    searcher: Searcher,
    wordings: Sequence[Wording],
    *,
    by: By = "unit",
    roster: Sequence[str] = (),
    year: int | None = None,
    period: str | None = None,
) -> Checklist:
    """The table of `wordings` over the reports of a collection (`year`, `period`; None: of any).

    `roster` are the units that have to hand in: each gets a row, in that order, whether it did or not. Raises
    QueryError where a wording is no query.
    """
    with deadline.limited(SECONDS):  # many questions, so the time of one does not bind them
        return _check(searcher, wordings, by, roster, {"year": year, "period": period})


def _check(
    searcher: Searcher,
    wordings: Sequence[Wording],
    by: By,
    roster: Sequence[str],
    known: Mapping[str, str | int | None],
) -> Checklist:
    asked = [searcher.read(Request(one.text, literal=one.literal)).typed for one in wordings]
    entries = list(searcher.catalog.list({name: value for name, value in known.items() if value is not None}))
    unread = list(searcher.catalog.unread())
    lines, unplaced = _lines(entries, list(searcher.catalog.duplicates()), unread, roster, by)
    counts = [_counts(searcher, wording) for wording in wordings]
    found = _found(searcher, asked, counts, {entry.id for entry in entries})
    partly = frozenset(_partly_read(searcher, [entry.id for entry in entries if entry.format not in WHOLE]))
    return Checklist(
        tuple(wordings),
        tuple(
            Row(
                line.unit,
                tuple(line.reports),
                tuple(line.unread),
                tuple(_cell(line, places, partly) for places in found),
            )
            for line in lines
        ),
        tuple(unplaced),
    )


def _lines(
    entries: Sequence[Entry], copies: Iterable[Duplicate], unread: Iterable[Unread], roster: Sequence[str], by: By
) -> tuple[list[_Line], list[str]]:
    """The rows with what belongs to each, and the paths of the files without text that belong to none."""
    names = _Names([*roster, *(entry.unit for entry in entries if entry.unit)] if by == "unit" else list(roster))
    lines: dict[str, _Line] = {unit: _Line(unit) for unit in roster}
    for entry in entries:
        unit = names.of_report(entry, roster)
        key = f"report {entry.id}" if by == "report" or unit is None else unit
        lines.setdefault(key, _Line(unit)).reports.append(entry)
    _add_copies(lines, {entry.id: entry for entry in entries}, copies, names, by)
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
    lines: dict[str, _Line], entries: Mapping[str, Entry], copies: Iterable[Duplicate], names: _Names, by: By
) -> None:
    """A unit that handed in another's report, letter for letter, has handed in: the catalog keeps one for both."""
    for copy in copies:
        entry, unit = entries.get(copy.id), names.in_path(copy.source) or names.in_path(copy.location)
        if entry is None or unit is None:
            continue
        if not any(line.unit == unit and entry in line.reports for line in lines.values()):
            key = f"copy {copy.location}" if by == "report" else unit
            lines.setdefault(key, _Line(unit)).reports.append(entry)


class _Names:
    """The names of units: which of them a report or a path bears; of several the longest."""

    def __init__(self, units: Sequence[str]) -> None:
        by_fold = {fold_text(unit): unit for unit in reversed(units)}
        self._longest_first = sorted(by_fold.items(), key=lambda pair: -len(pair[0]))

    def of_report(self, entry: Entry, roster: Sequence[str]) -> str | None:
        """Its unit, as the roster writes it where that stands there; of an unknown unit what its path says."""
        if entry.unit is None:
            return self.in_path(entry.source)
        folded = fold_text(entry.unit)
        return next((unit for name, unit in self._longest_first if unit in roster and name in folded), entry.unit)

    def in_path(self, path: str) -> str | None:
        """The unit whose name stands in a path."""
        folded = fold_text(path)
        return next((unit for name, unit in self._longest_first if len(name) > 1 and name in folded), None)


def _counts(searcher: Searcher, wording: Wording) -> Mapping[str, int]:
    tally = searcher.tally(Request(wording.text, literal=wording.literal, sort="matches"))
    return {row.card.id: row.matches for row in tally.rows}


Places = Mapping[str, tuple[int, int]]
"""Report id -> how many places, and how many of these stand in 下步打算; reports that do not answer are left out."""


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


def _partly_read(searcher: Searcher, ids: Sequence[str]) -> Iterator[str]:
    """The reports of which some pages gave no text."""
    for record in searcher.catalog.records(ids):
        if any(notice.code in PARTLY_READ for notice in record.report.notices):
            yield record.id


def _cell(line: _Line, places: Places, partly: frozenset[str]) -> Cell:
    here = [places[entry.id] for entry in line.reports if entry.id in places]
    total, planned = sum(count for count, _ in here), sum(count for _, count in here)
    unread = bool(line.unread) or any(entry.id in partly for entry in line.reports)
    if here and (total > planned or total == 0):
        return Cell("written", total)
    if unread:
        return Cell("unreadable", total)
    if here:
        return Cell("planned", total)
    return Cell("absent" if line.reports else "missing")
