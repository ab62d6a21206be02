"""baogao edits: 最近修改, and undoing one. Exit 0, 1 where there is no such change or nothing of it was undone."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from archive.catalog import Edit, EditedReport
from archive.catalog.edits import REPORT
from archive.errors import CatalogError, UsageError
from archive.model import MASTHEAD_FIELDS
from indexer.cli.arguments import Parser
from indexer.cli.operator import operator
from indexer.cli.terminal import DIM, Terminal
from indexer.cli.value_types import count
from indexer.forms.edits import edit_form, one_edit_form, undone_form
from indexer.forms.form import to_json
from indexer.search.page import Page
from indexer.workspace import Workspace

SHOWN = 20


def configure(parser: Parser) -> None:
    """A number shows one change; --undo takes it back."""
    parser.word("number", "say.word.edit", nargs="?", type=count, metavar="NUMBER")
    parser.options.add_argument("--undo", action="store_true", help=parser.terminal.say("say.option.undo_edit"))
    parser.options.add_argument(
        "--limit", type=count, metavar="N", default=SHOWN, help=parser.terminal.say("say.option.limit_edits")
    )


def run(arguments: argparse.Namespace, home: Path, terminal: Terminal) -> int:
    """List, show or undo."""
    if arguments.undo and arguments.number is None:
        raise UsageError("usage.undo_which")
    with Workspace(home, writing=arguments.undo) as workspace:
        if arguments.number is None:
            for edit in workspace.catalog.edits.recent(limit=arguments.limit):
                terminal.print_json(to_json(edit_form(edit))) if terminal.json else _print(edit, terminal)
            return 0
        try:
            if arguments.undo:
                return _undo(arguments.number, workspace, terminal)
            return _show(arguments.number, workspace, terminal)
        except CatalogError as problem:
            if problem.code not in ("catalog.no_such_edit", "catalog.edit_undone"):
                raise
            terminal.error(problem)
            return 1


def _show(number: int, workspace: Workspace, terminal: Terminal) -> int:
    edits = workspace.catalog.edits
    edit = edits.get(number)
    if edit is None:
        raise CatalogError("catalog.no_such_edit", number=number)
    reports = edits.reports(number)
    if terminal.json:
        terminal.print_json(to_json(one_edit_form(edit, Page(1, 0, len(reports)), reports)))
        return 0
    _print(edit, terminal)
    for one in reports:
        terminal.print(f"  {one.report}  {terminal.paint(terminal.plain(one.source), DIM)}  {_changes(one, terminal)}")
    return 0


def _undo(number: int, workspace: Workspace, terminal: Terminal) -> int:
    done = workspace.catalog.edits.undo(number, operator())
    workspace.catch_up()
    if terminal.json:
        terminal.print_json(to_json(undone_form(number, done)))
    else:
        left = len(done.left_alone)
        code = "edits.all_changed" if not done.restored else "edits.undone_but" if left else "edits.undone"
        terminal.print(terminal.say(code, n=done.restored, left=left))
        for one in workspace.catalog.edits.left_alone(number) if done.restored else ():
            fields = terminal.say("edits.separator").join(_field(name, terminal) for name in one.left_alone)
            terminal.print(terminal.say("edits.left", source=terminal.plain(one.source or one.report), fields=fields))
    return 0 if done.restored else 1


def _print(edit: Edit, terminal: Terminal) -> None:
    who = f" {edit.by.who}" if edit.by.who else ""
    way = terminal.say(f"edits.way.{edit.by.way or 'none'}")
    what = terminal.say(f"edits.kind.{edit.kind}")
    told = terminal.say("edits.reports", n=edit.reports)
    undone = "  " + terminal.say("edits.is_undone", at=edit.undone_at) if edit.undone_at else ""
    fields = _counted(edit.fields, terminal)
    terminal.print(
        f"{edit.number:>4}  {edit.at}  {way}{terminal.plain(who)}  {what}  {told}  {fields}{undone}".rstrip()
    )


def _counted(fields: Mapping[str, int], terminal: Terminal) -> str:
    return terminal.say("edits.separator").join(
        f"{_field(name, terminal)} {fields[name]}" for name in MASTHEAD_FIELDS if name in fields
    )


def _changes(one: EditedReport, terminal: Terminal) -> str:
    if one.into:
        return terminal.say("edits.into", id=one.into)
    return terminal.say("edits.separator").join(
        terminal.plain(
            terminal.say(
                "edits.change",
                field=_field(name, terminal),
                before=_value(one.before[name], terminal),
                after=_value(one.after.get(name), terminal),
            )
        )
        for name in one.before
    )


def _value(value: str | int | None, terminal: Terminal) -> str:
    return terminal.say("register.unset") if value is None else str(value)


def _field(name: str, terminal: Terminal) -> str:
    return terminal.say("edits.report" if name == REPORT else f"say.field.{name}")
