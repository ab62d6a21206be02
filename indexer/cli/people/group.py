"""baogao group: groups of accounts; what a group may read is said of its 分库. Exit 0, 2 error."""

from __future__ import annotations

import argparse
from pathlib import Path

from archive.errors import UsageError
from indexer.accounts.group_removal import remove_group
from indexer.cli.arguments import Parser
from indexer.cli.terminal import Terminal
from indexer.workspace import Workspace

ACTIONS = ("list", "add", "remove", "put", "take")


def configure(parser: Parser) -> None:
    """An action, a group's name; for `put` and `take` accounts."""
    parser.word("action", "say.word.group.action", choices=ACTIONS, metavar="ACTION")
    parser.word("name", "say.word.group.name", nargs="?", metavar="GROUP")
    parser.word("accounts", "say.word.group.accounts", nargs="*", metavar="NAME")


def run(arguments: argparse.Namespace, home: Path, terminal: Terminal) -> int:
    """Do what `action` says."""
    action, name = arguments.action, arguments.name
    missing = [] if name or action == "list" else ["GROUP"]
    if action in ("put", "take") and not arguments.accounts:
        missing.append("NAME")
    if missing:
        problem = terminal.say("say.problem.missing", names=" ".join(missing))
        raise UsageError("usage.bad_arguments", problem=problem, command="baogao group")
    with Workspace(home, writing=True) as workspace:
        if action == "list":
            _list(workspace, terminal)
            return 0
        people = workspace.people
        if action in ("add", "remove"):
            add = action == "add"
            shown = people.groups.add(name) if add else remove_group(people, workspace.catalog.fonds, name)
            terminal.print(terminal.say(f"say.group.{action}", name=terminal.plain(shown)))
            return 0
        numbers = [people.accounts.named(one).number for one in arguments.accounts]
        change = people.groups.put if action == "put" else people.groups.take
        changed = sum(change(name, number) for number in numbers)
        terminal.print(terminal.say(f"say.group.{action}", name=terminal.plain(name), n=changed))
    return 0


def _list(workspace: Workspace, terminal: Terminal) -> None:
    for group, members in workspace.people.groups.list().items():
        if terminal.json:
            terminal.print_json({"name": group, "accounts": list(members)})
        else:
            terminal.print(terminal.plain(f"{group}  {'、'.join(members)}".rstrip()))
