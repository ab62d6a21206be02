"""baogao mcp: the archive's tools for an assistant that starts this command (MCP over standard input and output).

Nothing is built, and nothing is written but the record of who asked what, where there are accounts: an index that is a
little behind is answered around, exactly; one that is far behind or missing is told as the error `index.behind`.
"""

from __future__ import annotations

import argparse
import sys
from contextlib import closing, suppress
from functools import cache, partial
from pathlib import Path

from archive.errors import ArchiveError, CatalogError
from archive.people.audit_chain import Deed, what_of
from indexer.assistants.stdio import serve
from indexer.assistants.tool import Caller, Json
from indexer.audit.recorder import Recorder
from indexer.cli.arguments import Parser
from indexer.cli.operator import operator
from indexer.cli.terminal import Terminal
from indexer.rights.person import as_seen
from indexer.rights.view import View
from indexer.search.answer import Request
from indexer.search.searcher import Searcher
from indexer.wordings.wordings import Wordings
from indexer.workspace import Workspace


def configure(parser: Parser) -> None:
    """The address at which the pages are served, where links lead; by default that of `baogao serve` here."""
    parser.option("--address", metavar="URL", default=None)
    parser.option("--as", dest="seen_by", metavar="NAME")


def run(arguments: argparse.Namespace, home: Path, terminal: Terminal) -> int:
    """Answer until the input ends."""
    with Workspace(home, looking=True) as workspace, closing(Recorder(home, workspace.settings)) as recorder:
        host, port = workspace.settings.host, workspace.settings.port
        named = f"[{host}]" if ":" in host else host
        address = (arguments.address or f"http://{named}:{port}").rstrip("/")
        seen = as_seen(workspace, arguments.seen_by)
        searcher = seen.searcher
        wordings = Wordings(searcher, home / "index", keeping=False)
        view = seen.key if isinstance(seen, View) else ""
        asked = partial(_record, recorder, view, {"as": arguments.seen_by} if arguments.seen_by else {})
        prepare = cache(partial(_prepare, searcher))
        caller = Caller(searcher, terminal.language, address, lambda: wordings, asked, prepare=prepare)
        serve(sys.stdin.buffer, sys.stdout.buffer, caller)
    return 0


def _prepare(searcher: Searcher) -> None:
    """Load what the first question of a process loads. Where it takes long, most of it is there nevertheless."""
    with suppress(ArchiveError):  # whatever is wrong, the question itself will say
        searcher.tally(Request("报告", literal=True, limit=0))


def _record(recorder: Recorder, view: str, whose: Json, question: Json, outcome: str) -> None:
    """Raises CatalogError("audit.unwritable"): where people share an archive, nothing is answered unrecorded."""
    what = what_of({**whose, **question})
    done = "done" if outcome == "answered" else outcome
    try:
        recorder.record(Deed("search", "mcp", operator().who, "assistant", view=view, what=what, outcome=done))
    except CatalogError as problem:
        raise CatalogError("audit.unwritable", problem=problem.code) from problem
