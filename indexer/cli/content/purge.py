"""baogao purge: a report of the trash deleted for good. Exit 1 where there is none, or where the title typed is not
its own.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from archive.catalog import Entry
from archive.errors import UsageError
from indexer.cli.arguments import Parser
from indexer.cli.content.remove import moved
from indexer.cli.terminal import Terminal
from indexer.wordings.wordings import Wordings
from indexer.workspace import Workspace


def configure(parser: Parser) -> None:
    """The report, and the confirmation where nobody sits at a terminal."""
    parser.word("id", "say.word.id", metavar="ID")
    parser.option("--yes", action="store_true")


def run(arguments: argparse.Namespace, home: Path, terminal: Terminal) -> int:
    """Ask for the title, delete, then bring the index level; no derived file keeps a phrase of it.

    Raises UsageError("usage.unconfirmed") where nobody can be asked.
    """
    if not arguments.yes:
        with Workspace(home) as workspace:
            entry = next((one for one in workspace.catalog.list(removed=True) if one.id == arguments.id), None)
        if entry is None:
            terminal.no_such_report(arguments.id)
            return 1
        if not _confirmed(entry, terminal):
            return 1
    code = moved(arguments.id, home, terminal, lambda catalog, name: catalog.purge(name), "purged", "say.purged")
    if code == 0:
        with Workspace(home) as workspace:
            Wordings(workspace.searcher, home / "index").forget()
    return code


def _confirmed(entry: Entry, terminal: Terminal) -> bool:
    if not sys.stdin.isatty():
        raise UsageError("usage.unconfirmed", id=entry.id)
    title = entry.title or entry.source
    terminal.err.write(terminal.say("say.purge.ask", title=terminal.plain(title)))
    terminal.err.flush()
    if sys.stdin.readline().strip() == title:
        return True
    terminal.err.write(terminal.say("say.purge.not") + "\n")
    return False
