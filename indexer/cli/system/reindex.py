"""baogao reindex: build the index anew from the catalog, beside the live one; searching goes on meanwhile."""

from __future__ import annotations

import argparse
from pathlib import Path

from indexer.cli.arguments import Parser
from indexer.cli.terminal import Progress, Terminal
from indexer.index import sync
from indexer.workspace import Workspace


def configure(parser: Parser) -> None:
    """No arguments of its own."""


def run(_: argparse.Namespace, home: Path, terminal: Terminal) -> int:
    """Rebuild and take over."""
    with Workspace(home, writing=True) as workspace:
        progress = Progress(terminal, 0)
        sync.rebuild(workspace.catalog, workspace.engine, progress=progress)
        progress.close()
        state = workspace.engine.state()
    if terminal.json:
        terminal.print_json({"reports": state.reports, "last_change": state.last_change})
    else:
        terminal.print(terminal.say("say.reindexed", reports=state.reports))
    return 0
