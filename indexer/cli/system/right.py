"""baogao right: which groups may read, edit or manage a 分库. Exit 0, 1 nothing to revoke, 2 error."""

from __future__ import annotations

import argparse
from pathlib import Path

from archive.catalog.fonds import RIGHTS
from archive.errors import UsageError
from indexer.cli.arguments import Parser
from indexer.cli.terminal import Terminal
from indexer.forms.form import to_json
from indexer.forms.topics import GrantForm
from indexer.workspace import Workspace

ACTIONS = ("list", "grant", "revoke")


def configure(parser: Parser) -> None:
    """An action, a group, the key of a fonds, and for `grant` the right."""
    parser.word("action", "say.word.right.action", choices=ACTIONS, metavar="ACTION")
    parser.word("group", "say.word.right.group", nargs="?", metavar="GROUP")
    parser.word("key", "say.word.fonds.key", nargs="?", metavar="KEY")
    parser.word("right", "say.word.right.right", nargs="?", choices=RIGHTS, metavar="RIGHT")


def run(arguments: argparse.Namespace, home: Path, terminal: Terminal) -> int:
    """Do what `action` says; 全库 has the key ""."""
    action, group, key, right = arguments.action, arguments.group, arguments.key, arguments.right
    given = {"GROUP": group, "KEY": key, "RIGHT": right if action == "grant" else ""}
    missing = [] if action == "list" else [name for name, word in given.items() if word is None]
    if missing:
        problem = terminal.say("say.problem.missing", names=" ".join(missing))
        raise UsageError("usage.bad_arguments", problem=problem, command="baogao right")
    with Workspace(home, writing=action != "list") as workspace:
        register = workspace.catalog.fonds
        done = True
        if action == "grant":
            register.grant(group, key, right)
        elif action == "revoke":
            done = register.revoke(group, key)
        for grant in register.grants():
            if terminal.json:
                terminal.print_json(to_json(GrantForm(grant.group, grant.fonds, grant.right)))
            else:
                may = terminal.say(f"rights.{grant.right}")
                terminal.print(f"{terminal.plain(grant.group)}  {terminal.plain(grant.fonds) or '—'}  {may}")
    return 0 if done else 1
