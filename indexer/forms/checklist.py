"""The forms of tables: `matrix --json`, `/api/checklist`, `register --json`, `roster --json`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from archive import messages
from archive.catalog.rosters import Roster
from archive.catalog.values import Value
from indexer.forms.form import ABSENT, Absent, Spread
from indexer.forms.report import NamedReportForm
from indexer.search.answer import Showing
from indexer.tables import receipts, record_verification
from indexer.tables.checklist_table import STATES, By, Cell, Checklist, Row, State, Turnout
from indexer.tables.register import Plan, Problem


@dataclass(frozen=True, slots=True)
class TurnoutForm:
    """Who handed in: names of units, in order."""

    due: Sequence[str]
    came: Sequence[str]
    missing: Sequence[str]
    unreadable: Annotated[Sequence[str], "Among those that came."]
    doubtful: Annotated[Sequence[str], "Among those that came: a person should look at unit, year or period first."]


@dataclass(frozen=True, slots=True)
class StatesForm:
    """Who has which state for a wording."""

    wording: str
    written: Annotated[Sequence[str], "写了"]
    planned: Annotated[Sequence[str], "只在打算中写"]
    absent: Annotated[Sequence[str], "未见"]
    missing: Annotated[Sequence[str], "未交"]
    unreadable: Annotated[Sequence[str], "读不出"]
    no_unit: Annotated[Mapping[str, int], "Reports whose unit is not known, by state; they are among no names."]


@dataclass(frozen=True, slots=True)
class HoldingForm:
    """A report that holds places, and how many."""

    id: str
    places: int


@dataclass(frozen=True, slots=True)
class CellForm:
    """A state, the number of places, and where they stand."""

    state: State
    places: int
    reports: Sequence[HoldingForm]


@dataclass(frozen=True, slots=True)
class ChecklistRowForm:
    """A unit or a report; the unit is null where it is not known."""

    unit: str | None
    due: bool
    reports: Sequence[NamedReportForm]
    unread: Annotated[Sequence[str], "Its files that gave no text."]
    cells: Annotated[Sequence[CellForm], "One a wording."]


@dataclass(frozen=True, slots=True)
class HidingForm:
    """What a table left out as a copy, each cell by itself."""

    mode: Showing
    hidden_reports: int
    hidden_matches: int
    unknown: Annotated[int, "Reports that count and may be copies: their texts were not compared yet."]


@dataclass(frozen=True, slots=True)
class ChecklistForm:
    """The table by rows, and for each wording who has which state."""

    by: By
    year: int | None
    period: str | None
    reports: Annotated[int, "Reports that it was made of."]
    partly_read: Annotated[int, "Of them not read whole."]
    older: Annotated[int, "Of them read by an earlier edition of their reader."]
    set_aside: Annotated[int, "Files of the archive without text that were set aside with a reason."]
    wordings: Sequence[str]
    turnout: TurnoutForm
    states: Sequence[StatesForm]
    rows: Sequence[ChecklistRowForm]
    no_unit: Annotated[int, "Reports whose unit is not known: by units one row with unit null holds them."]
    copies: Annotated[HidingForm, "Where of a unit's equal texts in several formats one counts."]
    unplaced: Annotated[Sequence[str], "Files without text that may be anybody's."]
    at: Annotated[str | Absent, "When it was made; of the address only."] = ABSENT


@dataclass(frozen=True, slots=True)
class FilledForm:
    """A field of a report that a register fills otherwise."""

    id: str
    source: str
    field: str
    before: Value | None
    after: Value


@dataclass(frozen=True, slots=True)
class RegisterProblemForm:
    """What keeps a register from being taken, and what its message is made of."""

    code: str
    message: str
    evidence: Spread


@dataclass(frozen=True, slots=True)
class RegisterForm:
    """What a register would change or has changed."""

    rows: int
    changes: Sequence[FilledForm]
    problems: Sequence[RegisterProblemForm]


@dataclass(frozen=True, slots=True)
class RosterForm:
    """The units of a collection, in order."""

    name: str
    year: int | None
    period: str | None
    saved_at: str
    units: Sequence[str]


@dataclass(frozen=True, slots=True)
class HandedInForm:
    """A report that was handed in: its own date, and when it was imported (UTC)."""

    id: str
    title: str | None
    source: str
    date: str | None
    added_at: str


@dataclass(frozen=True, slots=True)
class ReceiptForm:
    """A unit with what came of it."""

    unit: str
    state: receipts.State
    due: Annotated[bool, "Does it stand in the roster?"]
    reports: Sequence[HandedInForm]
    unread: Annotated[Sequence[str], "Its files that gave no text."]


@dataclass(frozen=True, slots=True)
class ReceiptsForm(RosterForm):
    """The roster with who has handed in."""

    at: Annotated[str, "When it was looked up."]
    turnout: TurnoutForm
    rows: Sequence[ReceiptForm]
    unplaced: Annotated[Sequence[str], "Files without text that may be anybody's."]


@dataclass(frozen=True, slots=True)
class RostersForm:
    """All rosters, the latest year first."""

    rosters: Sequence[RosterForm]


@dataclass(frozen=True, slots=True)
class DifferenceForm:
    """What the archive says otherwise than a record: of which report (its number), total or row."""

    what: record_verification.What
    of: str
    before: str | None
    now: str | None


@dataclass(frozen=True, slots=True)
class VerifiedForm:
    """Does the archive still give what a record says?"""

    same: bool
    program: Annotated[str, "The version that wrote the record."]
    at: Annotated[str, "When the record was made."]
    reports: int
    differences: Sequence[DifferenceForm]


def verified_form(
    found: Sequence[record_verification.Difference], *, program: str, at: str, reports: int
) -> VerifiedForm:
    """The outcome of the verification of a record that `program` made `at` some time of so many reports."""
    told = [DifferenceForm(one.what, one.of, one.before, one.now) for one in found]
    return VerifiedForm(not found, program, at, reports, told)


def checklist_form(table: Checklist, turnout: Turnout | None = None, at: str | Absent = ABSENT) -> ChecklistForm:
    """The table; `turnout` where more is known of it than the table knows."""
    return ChecklistForm(
        by=table.by,
        year=table.year,
        period=table.period,
        reports=table.reports,
        partly_read=table.partly,
        older=table.older,
        set_aside=table.set_aside,
        wordings=[wording.text for wording in table.wordings],
        turnout=_turnout(table.turnout() if turnout is None else turnout),
        states=[
            StatesForm(
                wording.text,
                **{state: table.names(column, state) for state in STATES},
                no_unit={state: n for state in STATES if (n := _without_unit(table, column, state))},
            )
            for column, wording in enumerate(table.wordings)
        ],
        rows=[_row(row) for row in table.rows],
        no_unit=table.without_unit,
        copies=_hiding(table),
        unplaced=table.unplaced,
        at=at,
    )


def _hiding(table: Checklist) -> HidingForm:
    copies = table.copies
    return HidingForm("hide" if table.hiding else "show", copies.reports, copies.matches, copies.unknown)


def _without_unit(table: Checklist, column: int, state: State) -> int:
    return table.without_unit_in(column, state) if table.by == "unit" else 0


def register_form(plan: Plan, language: str) -> RegisterForm:
    """What a table would do, its problems with their messages."""
    changes = [
        FilledForm(change.report.id, change.report.source, change.field, change.before, change.after)
        for change in plan.changes
    ]
    return RegisterForm(plan.rows, changes, [_problem(problem, language) for problem in plan.problems])


def roster_form(roster: Roster) -> RosterForm:
    """The roster as JSON shows it, found by its name."""
    return RosterForm(roster.name, roster.year, roster.period, roster.saved_at, roster.units)


def receipts_form(found: receipts.Receipts) -> ReceiptsForm:
    """Who has handed in, as JSON shows it."""
    roster = found.roster
    return ReceiptsForm(
        name=roster.name,
        year=roster.year,
        period=roster.period,
        saved_at=roster.saved_at,
        units=roster.units,
        at=found.at,
        turnout=_turnout(found.turnout),
        rows=[_receipt(row) for row in found.rows],
        unplaced=found.unplaced,
    )


def _receipt(row: receipts.Receipt) -> ReceiptForm:
    reports = [HandedInForm(one.id, one.title, one.source, one.date, one.added_at) for one in row.reports]
    return ReceiptForm(row.unit, row.state, row.due, reports, row.unread)


def _turnout(turnout: Turnout) -> TurnoutForm:
    return TurnoutForm(turnout.due, turnout.came, turnout.missing, turnout.unreadable, turnout.doubtful)


def _row(row: Row) -> ChecklistRowForm:
    reports = [NamedReportForm(entry.id, entry.title, entry.source) for entry in row.reports]
    return ChecklistRowForm(row.unit, row.due, reports, row.unread, [_cell(cell) for cell in row.cells])


def _cell(cell: Cell) -> CellForm:
    return CellForm(cell.state, cell.places, [HoldingForm(name, count) for name, count in cell.where])


def _problem(problem: Problem, language: str) -> RegisterProblemForm:
    return RegisterProblemForm(
        problem.code, messages.text(problem.code, language, **problem.evidence), problem.evidence
    )
