"""baogao register: 登记表 to a file and back in. Exit 0, 1 where the table is wrong (nothing is changed), 2 error."""

from __future__ import annotations

import argparse
from pathlib import Path

from archive.errors import UsageError
from indexer.cli.arguments import Parser
from indexer.cli.operator import operator
from indexer.cli.terminal import Terminal
from indexer.export import spreadsheet
from indexer.forms.checklist import register_form
from indexer.forms.form import to_json
from indexer.tables import register
from indexer.tables.table_reader import rows_of
from indexer.workspace import Workspace

ACTIONS = ("export", "import")


def configure(parser: Parser) -> None:
    """An action and a file."""
    parser.word("action", "say.word.register.action", choices=ACTIONS, metavar="ACTION")
    parser.word("file", "say.word.register.file", metavar="FILE")
    parser.option("--preview", action="store_true")


def run(arguments: argparse.Namespace, home: Path, terminal: Terminal) -> int:
    """Write the table, or take one."""
    path = Path(arguments.file)
    if arguments.action == "export":
        with Workspace(home) as workspace:
            table = list(register.rows(workspace.catalog))
        spreadsheet.write(path, spreadsheet.Table(terminal.say("register.title"), tuple(table[0]), table[1:]))
        terminal.print(terminal.say("register.exported", n=len(table) - 1, path=terminal.plain(str(path))))
        return 0
    return _import(path, arguments.preview, home, terminal)


def _import(path: Path, preview: bool, home: Path, terminal: Terminal) -> int:
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise UsageError("usage.unreadable_file", path=str(path), problem=problem.strerror or "") from problem
    lines = rows_of(data, path.name)
    with Workspace(home, writing=not preview) as workspace:
        plan = register.plan(workspace.catalog, lines)
        if not preview and plan.corrections():
            workspace.catalog.edit_all(plan.corrections(), by=operator(), kind="register")
            workspace.catch_up()
    _print(plan, preview, terminal)
    return 1 if plan.problems else 0


def _print(plan: register.Plan, preview: bool, terminal: Terminal) -> None:
    if terminal.json:
        terminal.print_json(to_json(register_form(plan, terminal.language)))
        return
    for problem in plan.problems:
        terminal.err.write(terminal.plain(terminal.say(problem.code, **problem.evidence)) + "\n")
    if preview:
        for change in plan.changes:
            before = terminal.say("register.unset") if change.before is None else change.before
            name = terminal.say(f"say.field.{change.field}")
            line = terminal.say(
                "register.change", source=change.report.source, field=name, before=before, after=change.after
            )
            terminal.print(terminal.plain(line))
    code = "register.refused" if plan.problems else "register.preview" if preview else "register.imported"
    reports = len({change.report.id for change in plan.changes})
    figures = {"rows": plan.rows, "n": len(plan.changes), "reports": reports, "problems": len(plan.problems)}
    terminal.print(terminal.say(code, **figures))
