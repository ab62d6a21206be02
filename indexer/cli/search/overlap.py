"""baogao overlap: passages of a report or a file that stand in other reports. Exit 0 some, 1 none, 2 an error."""

from __future__ import annotations

import argparse
from pathlib import Path

from archive.errors import CatalogError
from indexer.cli.arguments import Parser
from indexer.cli.search.proof import draft_of
from indexer.cli.terminal import BOLD, DIM, Terminal
from indexer.cli.value_types import count
from indexer.forms.form import to_json
from indexer.forms.overlap import overlap_form
from indexer.overlap.shared_passages import VIEWS, Overlap, Shared, Text, overlap
from indexer.workspace import Workspace

VIEW_OPTIONS = tuple(view.replace("_", "-") for view in VIEWS)


def configure(parser: Parser) -> None:
    """A report by its id, or a file; against which reports; how many stretches are printed."""
    parser.word("report", "say.word.overlap.report", metavar="ID-or-FILE")
    parser.option("--against", choices=VIEW_OPTIONS, default="all")
    parser.option("--masked", action="store_true")
    parser.option("--limit", type=count, metavar="N", default=20)


def run(arguments: argparse.Namespace, home: Path, terminal: Terminal) -> int:
    """Compare with the archive and print."""
    with Workspace(home) as workspace:
        text = _text(workspace, arguments.report)
        view = VIEWS[VIEW_OPTIONS.index(arguments.against)]
        found = overlap(workspace.searcher, text, view=view, masked=arguments.masked)
    if terminal.json:
        terminal.print_json(to_json(overlap_form(found)))
    else:
        _print(found, arguments.limit, terminal)
    return 0 if found.total else 1


def _text(workspace: Workspace, name: str) -> Text:
    record = workspace.catalog.record(name)
    if record is not None:
        return Text(record.report, record.source, record.id)
    if name != "-" and not Path(name).exists():
        raise CatalogError("catalog.no_such_report", id=name)
    draft = draft_of(name)
    return Text(draft.report, draft.name)


def _print(found: Overlap, limit: int, terminal: Terminal) -> None:
    for one in found.stretches[: limit or None]:
        _print_shared(one, terminal)
    percent = round(found.shared * 100 / max(1, found.characters))
    terminal.print(
        terminal.say("overlap.totals", n=found.total, compared=found.compared, shared=found.shared, percent=percent)
    )
    plain = round(found.plain * 100 / max(1, found.characters))
    terminal.print(terminal.say("overlap.plain", plain=found.plain, percent=plain))
    terminal.print(terminal.say("overlap.judge"))


def _print_shared(one: Shared, terminal: Terminal) -> None:
    share = terminal.say("say.similar", percent=round(one.share * 100))
    nature = "" if one.nature == "plain" else "  " + terminal.say(f"overlap.nature.{one.nature}", n=one.reports)
    terminal.print(terminal.paint(terminal.say("overlap.same", n=one.same), BOLD) + f"  {share}{nature}")
    for sign, text in (("-", one.text), ("+", one.other_text)):
        terminal.print(f"  {sign} {terminal.plain(text.replace(chr(10), ''))}")
    terminal.print("    " + terminal.paint(one.source, DIM) + "\n")
