"""baogao restore: an archive from a backup, into a home that does not exist or is empty. Exit 2 where it cannot be."""

from __future__ import annotations

import argparse
from pathlib import Path

from indexer.cli.arguments import Parser
from indexer.cli.terminal import Terminal
from indexer.maintenance import backup
from indexer.workspace import Workspace


def configure(parser: Parser) -> None:
    """Add the verb's word: the backup to restore from."""
    parser.word("file", "say.word.backup", metavar="FILE", type=Path)


def run(arguments: argparse.Namespace, home: Path, terminal: Terminal) -> int:
    """Restore, then build the index."""
    reports = backup.restore(arguments.file, home)
    with Workspace(home, writing=True) as workspace:
        workspace.catch_up()
    if terminal.json:
        terminal.print_json({"home": str(home), "reports": reports})
    else:
        terminal.print(terminal.say("say.restored", reports=reports, home=terminal.plain(str(home))))
    return 0
