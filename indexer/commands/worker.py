"""baogao worker: takes up what came in through the page and waits for its import; any number on any machine. Exit 0."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from archive.errors import ArchiveError
from indexer.bringing import Bringing
from indexer.commands.arguments import Parser
from indexer.commands.terminal import Terminal
from indexer.incoming import Incoming
from indexer.workspace import Workspace

LOOK = 0.5
"""Seconds between two looks at what waits."""


def configure(parser: Parser) -> None:
    """--once: what waits now, and no more."""
    parser.option("--once", action="store_true")


def run(arguments: argparse.Namespace, home: Path, terminal: Terminal) -> int:
    """Import after import, until told to end; what is interrupted, another worker takes up."""
    with Workspace(home, writing=True) as workspace:
        while True:
            for number in _waiting(workspace):
                terminal.print(terminal.say("say.worker.takes", number=number), flush=True)
                try:
                    Bringing(workspace, number).run()
                except ArchiveError as problem:  # it stands in that import's record; the others' files wait
                    terminal.error(problem)
            if arguments.once:
                return 0
            time.sleep(LOOK)


def _waiting(workspace: Workspace) -> list[int]:
    """Imports without an end whose files lie here, the oldest first; who is at one of them holds it."""
    incoming = Incoming(workspace.home)
    found = reversed(workspace.catalog.imports.list())
    return [
        each.number
        for each in found
        if each.ended_at is None and (incoming.waiting(each.number) or incoming.is_closed(each.number))
    ]
