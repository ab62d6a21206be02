"""What a 核查表 shows on the page: its rows with signs, words and links to the places. No searching, no markup."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from flask import url_for

from archive.catalog import Entry
from indexer.search.facets import MOST_VALUES
from indexer.tables.checklist_sheet import name_of
from indexer.tables.checklist_table import (
    Cell,
    Checklist,
    Row,
    State,
    Wording,
)
from web.charts.heat_map import shade, shade_limits
from web.http.language import say
from web.http.urls import UNKNOWN

SIGNS: dict[State, str] = {"absent": "○", "planned": "◐", "unreadable": "⚠", "written": "●", "missing": "－"}
"""A second sign beside word and colour (ui.md 3.5)."""
NAMED = 12
"""Names in a line of 谁没写; the rest opens."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell: its state, its sign, and where its places are read; "" where there is nothing to read.

    `shade`: how dark it is among those of its table that are written, from 1; 0 for every other state.
    """

    state: State
    sign: str
    places: int
    href: str
    shade: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A row: the name at its head, what stands below it, its reports and the files without text."""

    name: str
    href: str
    below: str
    outside: bool
    reports: tuple[Entry, ...]
    reports_href: str
    unread: tuple[str, ...]
    cells: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Who:
    """The answer to 谁没写 for one wording: for each state how many, and who; and how many reports without a unit."""

    wording: str
    states: tuple[tuple[State, int, tuple[str, ...], tuple[str, ...]], ...]
    without_unit: tuple[tuple[State, int], ...] = ()

    @property
    def everyone(self) -> bool:
        """Did all write it that came and could be read?"""
        states = {state for state, *_ in (*self.states, *self.without_unit)}
        return "written" in states and states.isdisjoint(("absent", "planned"))


def who_of(table: Checklist) -> list[Who]:
    """For each wording who has which state, the names in two parts: those shown, and the rest."""
    found = []
    for column, wording in enumerate(table.wordings):
        states = []
        for state in SIGNS:
            names = table.names(column, state)
            if names:
                states.append((state, len(names), names[:NAMED], names[NAMED:]))
        more = [(state, table.without_unit_in(column, state)) for state in SIGNS] if table.by == "unit" else []
        found.append(Who(wording.text, tuple(states), tuple((state, n) for state, n in more if n)))
    return found


def lines_of(table: Checklist, rows: Iterable[Row]) -> list[Line]:
    """The rows as they are shown."""
    counts = [cell.places for row in table.rows for cell in row.cells if cell.state == "written"]
    limits = shade_limits(counts)
    narrowing = Narrowing(table)
    return [_line(narrowing, row, limits) for row in rows]


def _line(narrowing: Narrowing, row: Row, limits: Sequence[int]) -> Line:
    table = narrowing.table
    single = row.reports[0] if len(row.reports) == 1 else None
    known = f"{single.year or ''}{_later(single.period)}" if single and table.by == "report" else ""
    return Line(
        name=row.title if table.by == "report" else name_of(row, say),
        href=url_for("reports.show", report_id=single.id) if single else "",
        below=" · ".join(filter(None, (row.unit if table.by == "report" and row.reports else "", known))),
        outside=bool(table.roster) and not row.due and row.unit is not None,
        reports=row.reports,
        reports_href="" if single else narrowing.listed(row),
        unread=row.unread,
        cells=tuple(
            Shown(
                cell.state,
                SIGNS[cell.state],
                cell.places,
                _href(narrowing, cell, column, wording),
                shade(cell.places, limits) if cell.state == "written" else 0,
            )
            for column, (cell, wording) in enumerate(zip(row.cells, table.wordings, strict=True))
        ),
    )


def _later(period: str | None) -> str:
    return period if period and period != "年度" else ""


def _href(narrowing: Narrowing, cell: Cell, column: int, wording: Wording) -> str:
    """Where just the places of a cell are read: in the report, or where several have them, in the results of these."""
    asked = {"q": wording.text, "literal": "1" if wording.literal else None}
    if not cell.where:
        return ""
    if len(cell.where) == 1:
        return url_for("reports.show", report_id=cell.where[0][0], at=1, _anchor="m1", **asked)  # type: ignore[arg-type]
    found = narrowing.to({name for name, _ in cell.where}, narrowing.holders[column])
    copies = "hide" if narrowing.table.hiding else None
    return url_for("search.results", **asked, copies=copies, **found) if found else ""  # type: ignore[arg-type]


class Narrowing:
    """The filters by which a search or a list finds certain reports of a table and no others."""

    def __init__(self, table: Checklist) -> None:
        self.table = table
        self._units = {entry.id: entry.unit for row in table.rows for entry in row.reports}
        self.holders = [self._all(table, column) for column in range(len(table.wordings))]

    @staticmethod
    def _all(table: Checklist, column: int) -> set[str]:
        return {name for row in table.rows for name, _ in row.cells[column].where}

    def to(self, ids: Collection[str], among: Collection[str]) -> dict[str, object]:
        """The filters for `ids` of those `among` which are found without them; {} where they would be too many.

        By units, and the collection's year, as its papers are about it, and period. Where the units are those of other
        reports too (a copy that another unit handed in, a unit that a path alone names), by the reports themselves.
        """
        units = {self._units[name] for name in ids}
        if len(units) <= MOST_VALUES and {name for name in among if self._units[name] in units} == set(ids):
            when = {"year_about": self.table.year, "period": self.table.period}
            return {"unit": sorted(UNKNOWN if unit is None else unit for unit in units), **when}
        return {"id": sorted(ids)} if len(ids) <= MOST_VALUES else {}

    def listed(self, row: Row) -> str:
        """The list of a row's reports; "" where none shows just these."""
        found = self.to({entry.id for entry in row.reports}, self._units) if row.reports else {}
        return url_for("listing.index", **found) if "unit" in found else ""  # type: ignore[arg-type]
