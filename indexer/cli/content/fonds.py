"""baogao fonds: 分库 (全宗), the parts of an archive that rights are given on, and which reports lie in each.

Exit 0, 2 error.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from archive.catalog import Catalog, Fonds
from archive.errors import UsageError
from indexer.cli.arguments import Parser
from indexer.cli.terminal import Terminal
from indexer.forms.form import to_json
from indexer.forms.topics import FondsForm, MovedForm
from indexer.workspace import Workspace

ACTIONS = ("list", "add", "rename", "move")


def configure(parser: Parser) -> None:
    """An action, a key; for `add` and `rename` a name, for `move` reports."""
    parser.word("action", "say.word.fonds.action", choices=ACTIONS, metavar="ACTION")
    parser.word("key", "say.word.fonds.key", nargs="?", metavar="KEY")
    parser.word("rest", "say.word.fonds.rest", nargs="*", metavar="NAME|ID")


def run(arguments: argparse.Namespace, home: Path, terminal: Terminal) -> int:
    """Do what `action` says; whoever moves a report to 全库 writes "" as its key."""
    action, key, rest = arguments.action, arguments.key, arguments.rest
    given = {"KEY": key is not None, "NAME|ID": bool(rest)}
    wanting = [] if action == "list" else [name for name, there in given.items() if not there]
    if wanting:
        problem = terminal.say("say.problem.missing", names=" ".join(wanting))
        raise UsageError("usage.bad_arguments", problem=problem, command="baogao fonds")
    with Workspace(home, writing=action != "list") as workspace:
        register = workspace.catalog.fonds
        if action == "list":
            for one in (Fonds("", terminal.say("fonds.whole")), *register.all()):
                _print(one, workspace.catalog, terminal)
        elif action == "move":
            moved = register.move(rest, key)
            workspace.catch_up()
            if terminal.json:
                terminal.print_json(to_json(MovedForm(key, list(moved))))
            else:
                terminal.print(terminal.say("say.fonds.moved", n=len(moved), key=terminal.plain(key)))
        else:
            change = register.add if action == "add" else register.rename
            _print(change(key, " ".join(rest)), workspace.catalog, terminal)
    return 0


def _print(one: Fonds, catalog: Catalog, terminal: Terminal) -> None:
    reports = catalog.count({"fonds": one.key})
    if terminal.json:
        terminal.print_json(to_json(FondsForm(one.key, one.name, reports)))
    else:
        told = terminal.say("web.reports", r=reports)
        terminal.print(f"{terminal.plain(one.key) or '—'}  {terminal.plain(one.name)}  {told}")
