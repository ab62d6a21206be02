"""baogao reindex: build the index anew from the catalog, beside the live one; searching goes on meanwhile."""

from __future__ import annotations

import argparse
from contextlib import suppress
from pathlib import Path

from indexer.cli.arguments import Parser
from indexer.cli.terminal import Progress, Terminal
from indexer.index import sync
from indexer.processes import forking
from indexer.workspace import Workspace

MANY = 256
"""Reports from which on processes help."""


def configure(parser: Parser) -> None:
    """No arguments of its own."""


def run(_: argparse.Namespace, home: Path, terminal: Terminal) -> int:
    """Rebuild and take over."""
    with Workspace(home, writing=True) as workspace:
        if workspace.catalog.count() > MANY:
            with suppress(OSError):  # whoever needs the processes starts them, or says why not
                forking.begin(forking.INDEXING)
        progress = Progress(terminal, 0)
        sync.rebuild(workspace.catalog, workspace.engine, progress=progress)
        progress.close()
        state = workspace.engine.state()
    if terminal.json:
        terminal.print_json({"reports": state.reports, "last_change": state.last_change})
    else:
        terminal.print(terminal.say("say.reindexed", reports=state.reports))
    return 0
