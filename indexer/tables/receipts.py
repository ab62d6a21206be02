"""收件情况: who has handed in for a collection (期次), without any wording asked. Who belongs to whom is decided as in
a 核查表: by `checklist`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from archive.catalog import Entry, ReadCatalog, Roster
from archive.doubts import to_check
from archive.text.enumeration import enumerated
from indexer.export.answer_file import Say
from indexer.export.printed_record import now
from indexer.export.record_lines import program
from indexer.export.spreadsheet import Table
from indexer.search.searcher import Searcher
from indexer.tables.checklist import check
from indexer.tables.checklist_sheet import turnout_said
from indexer.tables.checklist_table import Checklist, Row, Turnout

State = Literal["missing", "unreadable", "doubtful", "came"]
"""未交 · 读不出 · 待核对 · 已交. What cannot be read has come, and so has what a person should look at."""
STATES: tuple[State, ...] = get_args(State)
COLUMNS = ("unit", "state", "reports", "date", "added", "unread")


@dataclass(frozen=True, slots=True)
class Receipt:
    """A unit with what came of it: reports, and the paths of files without text. `due`: it stands in the roster."""

    unit: str
    state: State
    reports: tuple[Entry, ...]
    unread: tuple[str, ...]
    due: bool

    @property
    def words(self) -> str:
        """The code of its state in words: of a unit whose papers were read in part that is said."""
        partly = self.state == "unreadable" and self.reports and not self.unread
        return "roster.state.partly" if partly else f"roster.state.{self.state}"


@dataclass(frozen=True, slots=True)
class Receipts:
    """Everyone of the roster in its order, then those outside it. `unplaced`: files without text that may be anybody's;
    `at` the local time, to the minute.
    """

    roster: Roster
    turnout: Turnout
    rows: tuple[Receipt, ...]
    unplaced: tuple[str, ...]
    at: str

    @property
    def due(self) -> tuple[Receipt, ...]:
        """The rows of the roster."""
        return tuple(row for row in self.rows if row.due)

    @property
    def outside(self) -> tuple[Receipt, ...]:
        """Units that handed in and are not in the roster."""
        return tuple(row for row in self.rows if not row.due)


def receipts(searcher: Searcher, roster: Roster) -> Receipts:
    """Who of `roster` handed in for its year and period. Raises CatalogError."""
    table = check(searcher, (), roster=roster.units, year=roster.year, period=roster.period)
    turnout = table.turnout(_doubtful(searcher.catalog, roster, table))
    rows = tuple(_receipt(row, turnout) for row in table.rows if row.unit is not None)
    return Receipts(roster, turnout, rows, table.unplaced, now())


def _doubtful(catalog: ReadCatalog, roster: Roster, table: Checklist) -> set[str]:
    """The ids of reports whose unit, or the year or period that was asked for, a person should look at first."""
    asked = {"unit", *(("year",) if roster.year else ()), *(("period",) if roster.period else ())}
    ids = {entry.id for row in table.rows for entry in row.reports}
    return {name for name, _, head in catalog.mastheads(ids) if asked & set(to_check(head))}


def _receipt(row: Row, turnout: Turnout) -> Receipt:
    states: dict[State, bool] = {
        "missing": not row.came,
        "unreadable": row.partly,
        "doubtful": row.name in turnout.doubtful,
        "came": True,
    }
    return Receipt(row.name, next(state for state in STATES if states[state]), row.reports, row.unread, row.due)


def sheet_of(found: Receipts, say: Say, record: tuple[str, ...] = ()) -> Table:
    """A line a report, and one for each unit of which nothing came. `record`: the lines by which it can be verified."""
    roster = found.roster
    head = [
        (say("checklist.collection"), f"{roster.name} {when(roster)}".strip()),
        (say("roster.at"), found.at),
        (say("checklist.turnout"), turnout_said(found.turnout, say)),
        (say("export.program"), f"baogao {program()}"),
    ]
    if found.turnout.missing:
        head.append((say("roster.state.missing"), enumerated(found.turnout.missing)))
    if found.unplaced:
        head.append((say("say.matrix.whose"), "、".join(found.unplaced)))
    rows = [line for row in found.rows for line in _lines(row, say)]
    columns = tuple(say(f"roster.column.{name}") for name in COLUMNS)
    return Table(say("roster.title"), columns, rows, tuple(head), record, say("record.lines"))


def _lines(row: Receipt, say: Say) -> list[list[str | int | None]]:
    state = say(row.words) + ("" if row.due else say("checklist.outside"))
    unread = "、".join(row.unread)
    return [[row.unit, state, one.title or one.source, one.date, one.added_at[:10], unread] for one in row.reports] or [
        [row.unit, state, None, None, None, unread]
    ]


def when(roster: Roster) -> str:
    """Of which reports: year and period, "" for any."""
    return f"{roster.year or ''}{roster.period or ''}"
