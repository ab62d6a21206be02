"""baogao export: reports as texts with all that is known of them, into a new folder. Exit 0, 1 none, 2 error."""

from __future__ import annotations

import argparse
from pathlib import Path

from archive.catalog.values import Filter
from indexer.cli.arguments import Parser, query_safe, unshielded
from indexer.cli.terminal import Progress, Terminal
from indexer.cli.value_types import year
from indexer.export import folder
from indexer.export.report_text import FORMS
from indexer.search.answer import Request
from indexer.workspace import Workspace

FILTERS = ("unit", "year", "period", "type")


def configure(parser: Parser) -> None:
    """The folder, and which reports."""
    parser.word("folder", "say.word.export.folder", metavar="DIR", type=Path)
    parser.option("--query", metavar="QUERY")
    parser.option("--id", action="append", metavar="ID", default=[])
    parser.option("--unit", metavar="NAME")
    parser.option("--year", type=year, metavar="YYYY")
    parser.option("--period", metavar="NAME")
    parser.option("--type", metavar="NAME")
    parser.option("--topic", action="append", metavar="NAME", default=[])
    parser.option("--form", choices=FORMS, default="txt")
    parser.option("--originals", action="store_true")


def run(arguments: argparse.Namespace, home: Path, terminal: Terminal) -> int:
    """Choose the reports, write them, tell what was written and how faithfully."""
    with Workspace(home) as workspace:
        asked, ids = _chosen(workspace, arguments)
        if not ids:
            terminal.err.write(terminal.say("export.nothing") + "\n")
            return 1
        progress = Progress(terminal, len(ids))
        made = folder.export(
            workspace.catalog,
            ids,
            arguments.folder,
            form=arguments.form,
            originals=arguments.originals,
            asked=asked,
            told=progress,
        )
        progress.close()
    path = terminal.plain(str(arguments.folder))
    if terminal.json:
        kept = {"reports": made.reports, "bytes": made.bytes, "kept": dict(made.kept), "path": str(arguments.folder)}
        terminal.print_json(kept)
        return 0
    terminal.print(terminal.say("export.written", n=made.reports, mb=f"{made.bytes / 1e6:.1f}", path=path))
    if made.kept["folded"]:
        terminal.print(terminal.say("export.folded", n=made.kept["folded"]))
    if made.kept["changed"]:
        terminal.print(terminal.say("export.changed", n=made.kept["changed"]))
    return 0


def _chosen(workspace: Workspace, arguments: argparse.Namespace) -> tuple[dict[str, object], list[str]]:
    """How they are chosen, and their ids in the order of the list: by fields, ids, a query; all that is said holds."""
    values = {name: value for name in FILTERS if (value := getattr(arguments, name)) is not None}
    where: Filter = {"year_known" if name == "year" else name: value for name, value in values.items()}
    asked: dict[str, object] = {**values}
    ids = [entry.id for entry in workspace.catalog.list(where)]
    if arguments.id:
        asked["id"] = arguments.id
        ids = [name for name in ids if name in set(arguments.id)]
    if arguments.topic:
        asked["topic"] = arguments.topic
        held = workspace.searcher.topics.resolved({"topic": tuple(arguments.topic)})["topic"]
        ids = [name for name in ids if name in held]
    if arguments.query is not None:
        asked["query"] = query = unshielded(query_safe([arguments.query]))
        found = {row.card.id for row in workspace.searcher.tally(Request(query, limit=0)).rows}
        ids = [name for name in ids if name in found]
    return asked, ids
