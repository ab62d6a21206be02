"""What a 核查表 shows on the page: its rows with signs, words and links to the places. No searching, no markup."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import url_for

from archive.catalog import Entry
from archive.text.fold import fold_text
from indexer.tables.checklist_table import (
    Cell,
    Checklist,
    Row,
    State,
    Wording,
)
from web.charts.heat_map import shade, shade_limits

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
    """The answer to 谁没写 for one wording: for each state how many, and who."""

    wording: str
    states: tuple[tuple[State, int, tuple[str, ...], tuple[str, ...]], ...]

    @property
    def everyone(self) -> bool:
        """Did all write it that came and could be read?"""
        states = {state for state, *_ in self.states}
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
        found.append(Who(wording.text, tuple(states)))
    return found


def lines_of(table: Checklist, rows: Iterable[Row]) -> list[Line]:
    """The rows as they are shown."""
    counts = [cell.places for row in table.rows for cell in row.cells if cell.state == "written"]
    limits = shade_limits(counts)
    return [_line(table, row, limits) for row in rows]


def _line(table: Checklist, row: Row, limits: Sequence[int]) -> Line:
    single = row.reports[0] if len(row.reports) == 1 else None
    known = f"{single.year or ''}{_later(single.period)}" if single and table.by == "report" else ""
    return Line(
        name=row.title if table.by == "report" else row.name,
        href=url_for("reports.show", report_id=single.id) if single else "",
        below=" · ".join(filter(None, (row.unit if table.by == "report" and row.reports else "", known))),
        outside=bool(table.roster) and not row.due,
        reports=row.reports,
        reports_href="" if single else _listed(table, row),
        unread=row.unread,
        cells=tuple(
            Shown(
                cell.state,
                SIGNS[cell.state],
                cell.places,
                _href(table, row, cell, wording),
                shade(cell.places, limits) if cell.state == "written" else 0,
            )
            for cell, wording in zip(row.cells, table.wordings, strict=True)
        ),
    )


def _later(period: str | None) -> str:
    return period if period and period != "年度" else ""


def _href(table: Checklist, row: Row, cell: Cell, wording: Wording) -> str:
    """Where the places of a cell are read: in the report, or where several have them, in the results of just these."""
    asked = {"q": wording.text, "literal": "1" if wording.literal else None}
    if not cell.where:
        return ""
    if len(cell.where) > 1 and (units := _units(row, {name for name, _ in cell.where})):
        return url_for("search.results", **asked, unit=units, year=table.year, period=table.period)  # type: ignore[arg-type]
    return url_for("reports.show", report_id=cell.where[0][0], at=1, _anchor="m1", **asked)  # type: ignore[arg-type]


def _units(row: Row, ids: set[str]) -> list[str]:
    """The units by which a search finds the reports of a row; none where it would not find them all."""
    units = {entry.unit for entry in row.reports if entry.id in ids}
    wanted = fold_text(row.unit or "")
    if not wanted or any(unit is None or wanted not in fold_text(unit) for unit in units):
        return []
    return sorted(unit for unit in units if unit)


def _listed(table: Checklist, row: Row) -> str:
    units = _units(row, {entry.id for entry in row.reports})
    if not units:
        return ""
    return url_for("listing.index", unit=units, year=table.year, period=table.period)
