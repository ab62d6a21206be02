"""baogao roster: 应交名单, the units that have to hand in for a collection, and who of them has.

Exit 0, 1 no such roster, 2 error.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from archive.catalog import Catalog, Roster
from archive.catalog.rosters import known
from archive.errors import CatalogError, UsageError
from archive.text.enumeration import enumerated
from indexer.cli.arguments import Parser
from indexer.cli.terminal import Terminal
from indexer.cli.value_types import lines_of, year
from indexer.export import spreadsheet
from indexer.forms.checklist import receipts_form, roster_form
from indexer.forms.form import to_json
from indexer.tables.checklist_sheet import turnout_said
from indexer.tables.receipts import Receipts, receipts, sheet_of
from indexer.tables.record_verification import roster_record
from indexer.workspace import Workspace

ACTIONS = ("list", "show", "save", "remove")


def configure(parser: Parser) -> None:
    """An action, a collection's name, for `save` a file of units."""
    parser.word("action", "say.word.roster.action", choices=ACTIONS, metavar="ACTION")
    parser.word("name", "say.word.roster.name", nargs="?", metavar="NAME")
    parser.word("file", "say.word.roster.file", nargs="?", metavar="FILE")
    parser.option("--year", type=year, metavar="YYYY")
    parser.option("--period", metavar="NAME")
    parser.option("--units", action="store_true")
    parser.option("--xlsx", metavar="FILE", type=Path)


def run(arguments: argparse.Namespace, home: Path, terminal: Terminal) -> int:
    """Do what `action` says."""
    wanted = {"list": (), "show": ("name",), "save": ("name", "file"), "remove": ("name",)}[arguments.action]
    missing = [name.upper() for name in wanted if getattr(arguments, name) is None]
    if missing:
        problem = terminal.say("say.problem.missing", names=" ".join(missing))
        raise UsageError("usage.bad_arguments", problem=problem, command="baogao roster")
    with Workspace(home, writing=arguments.action in ("save", "remove")) as workspace:
        rosters = workspace.catalog.rosters
        if arguments.action == "list":
            for roster in rosters.all():
                _print_line(roster, terminal)
            return 0
        if arguments.action == "save":
            units = tuple(lines_of(arguments.file))
            kept = rosters.save(Roster(arguments.name, units, arguments.year, arguments.period))
            terminal.print(terminal.say("say.roster.saved", name=terminal.plain(kept.name), n=len(kept.units)))
            return 0
        try:
            roster = known(rosters, arguments.name)
        except CatalogError as none:
            terminal.error(none)
            return 1
        if arguments.action == "remove":
            rosters.remove(roster.name)
            terminal.print(terminal.say("say.roster.removed", name=terminal.plain(roster.name)))
        elif arguments.units:
            for unit in roster.units:
                terminal.print(terminal.plain(unit))
        else:
            _show(receipts(workspace.searcher, roster), workspace.catalog, arguments.xlsx, terminal)
    return 0


def _show(found: Receipts, catalog: Catalog, xlsx: Path | None, terminal: Terminal) -> None:
    """Who has handed in: as JSON, as a workbook, or a line a group and a line a unit."""
    if xlsx is not None:
        spreadsheet.write(xlsx, sheet_of(found, terminal.say, roster_record(catalog, found)))
    if terminal.json:
        terminal.print_json(to_json(receipts_form(found)))
    elif xlsx is None:
        terminal.print(turnout_said(found.turnout, terminal.say))
        for row in found.rows:
            state = terminal.say(row.words) + ("" if row.due else terminal.say("checklist.outside"))
            files = [*(one.title or one.source for one in row.reports), *row.unread]
            terminal.print("  ".join(filter(None, map(terminal.plain, (row.unit, state, "、".join(files))))))
        if found.turnout.missing:
            terminal.print(terminal.say("say.turnout.missing", names=terminal.plain(enumerated(found.turnout.missing))))
    if found.unplaced:
        named = terminal.plain("、".join(found.unplaced[:5]))
        terminal.err.write(terminal.say("say.matrix.unplaced", n=len(found.unplaced), files=named) + "\n")


def _print_line(roster: Roster, terminal: Terminal) -> None:
    if terminal.json:
        terminal.print_json(to_json(roster_form(roster)))
    else:
        when = f"{roster.year or ''}{roster.period or ''}"
        name = terminal.plain(roster.name)
        terminal.print(terminal.say("say.roster.line", name=name, n=len(roster.units), when=when).rstrip())
