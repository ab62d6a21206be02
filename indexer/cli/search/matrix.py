"""baogao batch --matrix: wordings × units or reports as text, JSON, CSV or a workbook. Exit 0, 2 for a wrong wording.

Which state a cell has is decided in `indexer.tables.checklist`.
"""

from __future__ import annotations

import argparse
import csv
from pathlib import Path

from archive.catalog.rosters import known, units_of
from archive.text.enumeration import enumerated
from indexer.cli.arguments import Parser
from indexer.cli.terminal import BOLD, Terminal
from indexer.cli.value_types import lines_of, year
from indexer.export import spreadsheet
from indexer.export.answer_file import copies_said
from indexer.export.printed_record import now
from indexer.forms.checklist import checklist_form
from indexer.forms.form import to_json
from indexer.tables.checklist import (
    Checklist,
    Row,
    Wording,
    check,
)
from indexer.tables.checklist_sheet import name_of, said, sheet_of, who_said
from indexer.tables.record_verification import checklist_record
from indexer.workspace import Workspace


def configure(parser: Parser) -> None:
    """The options that make a table, and which reports it takes."""
    parser.option("--matrix", action="store_true")
    parser.option("--by", choices=("unit", "report"), default="unit")
    parser.option("--roster", metavar="FILE")
    parser.option("--collection", metavar="NAME")
    parser.option("--year", type=year, metavar="YYYY")
    parser.option("--period", metavar="NAME")
    parser.option("--xlsx", metavar="FILE", type=Path)
    parser.option("--who", action="store_true")
    parser.option("--topic", metavar="NAME")


def run(arguments: argparse.Namespace, queries: list[str], home: Path, terminal: Terminal) -> int:
    """Make the table and print it, or write it to a workbook."""
    wordings = [Wording(query.strip(), arguments.fixed) for query in queries]
    units = units_of(lines_of(arguments.roster)) if arguments.roster else ()
    with Workspace(home) as workspace:
        kept = known(workspace.catalog.rosters, arguments.collection) if arguments.collection else None
        table = check(
            workspace.searcher,
            wordings,
            by=arguments.by,
            roster=units or (kept.units if kept else ()),
            year=arguments.year or (kept.year if kept else None),
            period=arguments.period or (kept.period if kept else None),
            hiding=arguments.copies == "hide",
            topic=arguments.topic,
        )
        record = checklist_record(workspace.catalog, table, now()) if arguments.xlsx else ()
    if arguments.xlsx:
        spreadsheet.write(arguments.xlsx, sheet_of(table, terminal.say, record=record))
    if terminal.json:
        terminal.print_json(to_json(checklist_form(table)))
    elif arguments.csv:
        csv.writer(terminal.out, lineterminator="\n").writerows(sheet_of(table, terminal.say).lines())
    elif arguments.who or not arguments.xlsx:
        _print_table(table, terminal, whole=not arguments.who)
    if table.older:
        terminal.err.write(terminal.say("checklist.older", n=table.older) + "\n")
    if table.set_aside:
        terminal.err.write(terminal.say("say.not_found.set_aside", n=table.set_aside) + "\n")
    if table.unplaced:
        files = terminal.plain("、".join(table.unplaced[:5]))
        terminal.err.write(terminal.say("say.matrix.unplaced", n=len(table.unplaced), files=files) + "\n")
    return 0


def _print_table(table: Checklist, terminal: Terminal, *, whole: bool) -> None:
    """All rows, or only who has not written what, in sentences."""
    if not whole:
        for line in who_said(table, table.turnout(), terminal.say, at=now()).splitlines():
            terminal.print(terminal.plain(line))
        return
    for row in table.rows:
        _print(row, table, terminal)
    if table.roster:
        _print_turnout(table, terminal)
    if table.hiding:
        terminal.print(copies_said(table.copies, terminal.say))


def _print(row: Row, table: Checklist, terminal: Terminal) -> None:
    name = row.title if table.by == "report" else name_of(row, terminal.say)
    terminal.print(terminal.paint(terminal.plain(name), BOLD))
    for wording, cell in zip(table.wordings, row.cells, strict=True):
        terminal.print(f"  {terminal.plain(wording.text)}   {said(cell, terminal.say)}")


def _print_turnout(table: Checklist, terminal: Terminal) -> None:
    turnout = table.turnout()
    figures = {name: len(getattr(turnout, name)) for name in ("due", "came", "missing", "unreadable")}
    terminal.print(terminal.say("say.turnout", **figures))
    if turnout.missing:
        terminal.print("  " + terminal.say("say.turnout.missing", names=terminal.plain(enumerated(turnout.missing))))
