"""A 核查表 as a table of words, for csv, Excel and paper: its states said, and what makes it evidence. How a cell got
its state is told in `checklist`.
"""

from __future__ import annotations

from collections.abc import Iterator

from archive.text.enumeration import enumerated
from indexer.export.answer_file import Say, copies_said, scope
from indexer.export.record_lines import program
from indexer.export.spreadsheet import Table
from indexer.tables.checklist_table import (
    STATES,
    Cell,
    Checklist,
    Row,
    State,
    Turnout,
)


def sheet_of(table: Checklist, say: Say, head: tuple[tuple[str, str], ...] = (), record: tuple[str, ...] = ()) -> Table:
    """A line a row; files that may be anybody's at the end, so that they travel with the table. `record`: the lines by
    which it can be verified.
    """
    names = [say("say.matrix.name"), *((say("export.column.title"),) if table.by == "report" else ())]
    columns = (*names, *(wording.text for wording in table.wordings), say("say.matrix.files"))
    return Table(say("checklist.title"), columns, list(_rows(table, say)), head, record, say("record.lines"))


def _rows(table: Checklist, say: Say) -> Iterator[list[str | int | None]]:
    report = table.by == "report"
    for row in table.rows:
        files = [*(entry.source for entry in row.reports), *row.unread]
        name: list[str | int | None] = [row.unit, row.title if row.reports else ""] if report else [name_of(row, say)]
        yield [*name, *(said(cell, say) for cell in row.cells), "、".join(files)]
    if table.unplaced:
        empty = "" if not report else None
        blank = [empty for _ in range(len(table.wordings) + report)]
        yield [say("say.matrix.whose"), *blank, "、".join(table.unplaced)]


def name_of(row: Row, say: Say) -> str:
    """What stands at the head of a unit's row; of reports whose unit is not known how many there are."""
    return row.unit if row.unit is not None else say("checklist.no_unit", n=len(row.reports))


def said(cell: Cell, say: Say) -> str:
    """A state in words, as they stand in tables."""
    return say(f"say.state.{cell.state}", n=cell.places)


def head_of(
    table: Checklist, turnout: Turnout, say: Say, *, unread: int, set_aside: int, at: str, collection: str = ""
) -> tuple[tuple[str, str], ...]:
    """What makes a table evidence: of which reports it was made, when, who handed in, and who has not written what."""
    when = f"{table.year or ''}{table.period or ''}" or say("checklist.any_time")
    lines = [
        (say("checklist.collection"), f"{collection} {when}".strip() if collection else when),
        (say("export.scope"), scope(table.reports, unread, set_aside, table.partly_or_older, at, say)),
        (say("export.mode"), mode(table, say)),
    ]
    if table.hiding:
        lines.append((say("export.copies"), copies_said(table.copies, say)))
    if table.roster:
        lines.append((say("checklist.turnout"), turnout_said(turnout, say)))
    for column, wording in enumerate(table.wordings):
        lines.append((say("checklist.who", q=wording.text), "；".join(_who(table, column, say))))
    lines.append((say("export.program"), f"baogao {program()}"))
    return tuple(lines)


def mode(table: Checklist, say: Say) -> str:
    """How the wordings were taken: 精确; those that were taken as one phrase are counted."""
    literal = sum(wording.literal for wording in table.wordings)
    words = say("web.mode.standard")
    return words + say("export.list") + say("checklist.literal.n", n=literal) if literal else words


def turnout_said(turnout: Turnout, say: Say) -> str:
    """应交 a 家，已交 b，未交 c，读不出 d，待核对 e."""
    names = ("due", "came", "missing", "unreadable", "doubtful")
    return say("checklist.turnout.value", **{name: len(getattr(turnout, name)) for name in names})


def who_said(table: Checklist, turnout: Turnout, say: Say, *, at: str = "") -> str:
    """谁没写 in whole sentences, a line a wording, to be pasted into a notice; who has not handed in stands first."""
    lines = []
    if turnout.missing:
        missing = say("checklist.who.missing", n=len(turnout.missing), unit=say("checklist.count.unit"))
        lines.append(missing + say("checklist.names", names=enumerated(turnout.missing)) + say("checklist.stop"))
    for column, wording in enumerate(table.wordings):
        told = [words for state, words in _told(table, column, say) if state not in ("written", "missing")]
        said_so = say("checklist.semicolon").join(told) or say("checklist.who.everyone")
        lines.append(say("checklist.who.line", q=wording.text, told=said_so))
    if at:
        aside = say("export.scope.set_aside", n=table.set_aside) if table.set_aside else ""
        lines.append(say("checklist.scope", n=table.reports, at=at) + aside + say("checklist.stop"))
    return "\n".join(lines)


def _who(table: Checklist, column: int, say: Say) -> Iterator[str]:
    """The states of a wording with who has them; what was written is only counted."""
    return (words for _, words in _told(table, column, say))


def _told(table: Checklist, column: int, say: Say) -> Iterator[tuple[State, str]]:
    unit = say(f"checklist.count.{table.by}")
    for state in STATES:
        names = table.names(column, state)
        if names:
            who = "" if state == "written" else say("checklist.names", names=enumerated(names))
            yield state, say(f"checklist.who.{state}", n=len(names), unit=unit) + who
        if table.by == "unit" and (more := table.without_unit_in(column, state)):
            reports = say("checklist.count.report")
            yield state, say(f"checklist.who.{state}", n=more, unit=reports) + say("checklist.no_unit.names")
