"""baogao worker: takes up what came in through the page and waits for its import; any number on any machine. Exit 0."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from archive.errors import ArchiveError, CatalogError
from indexer.cli.arguments import Parser
from indexer.cli.terminal import Terminal
from indexer.cli.value_types import count
from indexer.ingest.abandonment import give_up
from indexer.ingest.background import BackgroundImport
from indexer.ingest.upload_spool import UploadSpool
from indexer.workspace import Workspace

MEGABYTE = 1 << 20
LOOK = 0.5
"""Seconds between two looks at what waits."""
PATIENCE = 5.0
"""Seconds until a catalog that could not be reached is asked again."""


def configure(parser: Parser) -> None:
    """--once: what waits now, and no more. --give-up: nothing is taken up, an import that stopped is given up."""
    parser.option("--once", action="store_true")
    parser.option("--give-up", metavar="N", type=count, default=None)


def run(arguments: argparse.Namespace, home: Path, terminal: Terminal) -> int:
    """Import after import, until told to end; what is interrupted, another worker takes up."""
    with Workspace(home, writing=True) as workspace:
        if arguments.give_up is not None:
            freed = give_up(workspace.catalog, UploadSpool(home), arguments.give_up)
            size = f"{freed / MEGABYTE:.1f} MB"
            terminal.print(terminal.say("say.worker.gave_up", number=arguments.give_up, size=size))
            return 0
        while True:
            try:
                for number in _waiting(workspace):
                    terminal.print(terminal.say("say.worker.takes", number=number), flush=True)
                    _bring(workspace, number, terminal)
            except CatalogError as problem:  # a database that is started again is no reason to stay away
                if arguments.once or problem.code != "catalog.unreachable":
                    raise
                terminal.error(problem)
                time.sleep(PATIENCE)
            if arguments.once:
                return 0
            time.sleep(LOOK)


def _bring(workspace: Workspace, number: int, terminal: Terminal) -> None:
    try:
        BackgroundImport(workspace, number).run()
    except ArchiveError as problem:  # it stands in that import's record; the others' files wait
        terminal.error(problem)


def _waiting(workspace: Workspace) -> list[int]:
    """Imports without an end whose files lie here, the oldest first; who is at one of them holds it."""
    incoming = UploadSpool(workspace.home)
    unended = workspace.catalog.imports.unended()
    return [number for number in unended if incoming.waiting(number) or incoming.is_closed(number)]
