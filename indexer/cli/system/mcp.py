"""baogao mcp: the archive's tools for an assistant that starts this command (MCP over standard input and output).

Nothing is built and nothing is written: an index that is a little behind is answered around, exactly; one that is far
behind or missing is told as the error `index.behind`.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from indexer.assistants.stdio import serve
from indexer.assistants.tool import Caller
from indexer.cli.arguments import Parser
from indexer.cli.terminal import Terminal
from indexer.rights.person import as_seen
from indexer.wordings.wordings import Wordings
from indexer.workspace import Workspace


def configure(parser: Parser) -> None:
    """The address at which the pages are served, where links lead; by default that of `baogao serve` here."""
    parser.option("--address", metavar="URL", default=None)
    parser.option("--as", dest="seen_by", metavar="NAME")


def run(arguments: argparse.Namespace, home: Path, terminal: Terminal) -> int:
    """Answer until the input ends."""
    with Workspace(home, looking=True) as workspace:
        host, port = workspace.settings.host, workspace.settings.port
        named = f"[{host}]" if ":" in host else host
        address = (arguments.address or f"http://{named}:{port}").rstrip("/")
        searcher = as_seen(workspace, arguments.seen_by).searcher
        # No folder: what is counted for 提法 is kept in memory alone.
        wordings = Wordings(searcher)
        caller = Caller(searcher, terminal.language, address, lambda: wordings)
        serve(sys.stdin.buffer, sys.stdout.buffer, caller)
    return 0
