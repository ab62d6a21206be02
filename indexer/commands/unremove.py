"""baogao unremove: back from the trash, with its id and its versions. Exit 1 where there is no such report."""

from __future__ import annotations

import argparse
from pathlib import Path

from indexer.commands.arguments import Parser
from indexer.commands.terminal import Terminal
from indexer.workspace import Workspace


def configure(parser: Parser) -> None:
    """The contract's argument."""
    parser.word("id", "say.word.id", metavar="ID")


def run(arguments: argparse.Namespace, home: Path, terminal: Terminal) -> int:
    """Take back, then bring the index level."""
    with Workspace(home, writing=True) as workspace:
        if not workspace.catalog.restore(arguments.id):
            terminal.no_such_report(arguments.id)
            return 1
        workspace.catch_up()
    if terminal.json:
        terminal.print_json({"id": arguments.id, "status": "restored"})
    else:
        terminal.print(terminal.say("say.unremoved", id=arguments.id))
    return 0
