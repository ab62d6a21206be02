"""baogao unread: the files that gave no text; one of them is set aside with a reason, or taken back. Exit 1 where there
is no such file.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from archive.errors import ReadError, UsageError
from indexer.cli.arguments import Parser
from indexer.cli.terminal import Terminal
from indexer.cli.unread_files import print_unread
from indexer.workspace import Workspace


def configure(parser: Parser) -> None:
    """The file, by its source or its location, and what becomes of it."""
    parser.word("file", "say.word.unread", metavar="FILE", nargs="?")
    parser.option("--reason", metavar="WORDS", default=None)
    parser.option("--back", action="store_true")


def run(arguments: argparse.Namespace, home: Path, terminal: Terminal) -> int:
    """List them, or set one aside. UsageError("usage.reason_or_back") where it is not said which."""
    if arguments.file is None:
        with Workspace(home) as workspace:
            return print_unread(workspace.catalog, terminal)
    reason = (arguments.reason or "").strip()
    if bool(reason) == arguments.back:
        raise UsageError("usage.reason_or_back")
    with Workspace(home, writing=True) as workspace:
        named = [file for file in workspace.catalog.unread() if arguments.file in (file.location, file.source)]
        if not named:
            terminal.error(ReadError("catalog.no_such_unread", name=arguments.file))
            return 1
        for file in named:
            workspace.catalog.set_aside(file.location, reason or None)
    words = "say.unread.back" if arguments.back else "say.unread.set_aside"
    if terminal.json:
        terminal.print_json({"file": arguments.file, "set_aside": reason or None})
    else:
        terminal.print(terminal.say(words, name=terminal.plain(arguments.file)))
    return 0
