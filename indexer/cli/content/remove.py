"""baogao remove: to the trash; original and versions are kept. Exit 1 where there is no such report."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from archive.catalog import Catalog
from indexer.cli.arguments import Parser
from indexer.cli.terminal import Terminal
from indexer.workspace import Workspace


def configure(parser: Parser) -> None:
    """Add the verb's word: the id of the report."""
    parser.word("id", "say.word.id", metavar="ID")


def run(arguments: argparse.Namespace, home: Path, terminal: Terminal) -> int:
    """Remove, then bring the index level."""
    return moved(arguments.id, home, terminal, lambda catalog, name: catalog.remove(name), "removed", "say.removed")


def moved(
    report_id: str, home: Path, terminal: Terminal, move: Callable[[Catalog, str], bool], status: str, words: str
) -> int:
    """Let `move` take a report to the trash or back, bring the index level, and say so: `status` or in `words`."""
    with Workspace(home, writing=True) as workspace:
        if not move(workspace.catalog, report_id):
            terminal.no_such_report(report_id)
            return 1
        workspace.catch_up()
    if terminal.json:
        terminal.print_json({"id": report_id, "status": status})
    else:
        terminal.print(terminal.say(words, id=report_id))
    return 0
