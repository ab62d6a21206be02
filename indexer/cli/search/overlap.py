"""baogao overlap: passages of a report or a file that stand in other reports. Exit 0 some, 1 none, 2 an error."""

from __future__ import annotations

import argparse
from pathlib import Path

from archive.errors import CatalogError, UsageError
from indexer.cli.arguments import Parser
from indexer.cli.search.proof import draft_of
from indexer.cli.terminal import BOLD, DIM, Progress, Terminal
from indexer.cli.value_types import count
from indexer.forms.form import to_json
from indexer.forms.overlap import overlap_form, survey_form
from indexer.overlap.shared_passages import VIEWS, Overlap, Shared, Text, overlap
from indexer.overlap.survey import Survey
from indexer.rights.person import Archive, as_seen
from indexer.workspace import Workspace

VIEW_OPTIONS = tuple(view.replace("_", "-") for view in VIEWS)


def configure(parser: Parser) -> None:
    """A report by its id, or a file; against which reports; how many stretches are printed."""
    parser.word("report", "say.word.overlap.report", nargs="?", metavar="ID-or-FILE")
    parser.option("--whole", action="store_true")
    parser.option("--against", choices=VIEW_OPTIONS, default="all")
    parser.option("--masked", action="store_true")
    parser.option("--limit", type=count, metavar="N", default=20)
    parser.option("--as", dest="seen_by", metavar="NAME")


def run(arguments: argparse.Namespace, home: Path, terminal: Terminal) -> int:
    """Compare with the archive and print."""
    view = VIEWS[VIEW_OPTIONS.index(arguments.against)]
    if arguments.whole == bool(arguments.report):
        raise UsageError("overlap.one_or_whole")
    if arguments.whole and arguments.seen_by is not None:
        raise CatalogError("catalog.whole_only")
    if arguments.whole:
        return _whole(home, Survey(home / "index", view, masked=arguments.masked), arguments.limit, terminal)
    with Workspace(home) as workspace:
        seen = as_seen(workspace, arguments.seen_by)
        text = _text(seen, arguments.report)
        found = overlap(seen.searcher, text, view=view, masked=arguments.masked)
    if terminal.json:
        terminal.print_json(to_json(overlap_form(found)))
    else:
        _print(found, arguments.limit, terminal)
    return 0 if found.total else 1


def _whole(home: Path, survey: Survey, limit: int, terminal: Terminal) -> int:
    """Survey every report, going on where the last run ended, and print those that share most."""
    with Workspace(home) as workspace:
        progress = Progress(terminal, 0)
        try:
            if not survey.run(workspace, progress):
                raise UsageError("overlap.running")
        finally:
            progress.close()
        form = survey_form(survey, workspace.engine.cards(), workspace.catalog.last_change())
    if terminal.json:
        terminal.print_json(to_json(form))
    else:
        for row in form.reports[: limit or None]:
            beside = f"  → {row.beside.title or row.beside.id}" if row.beside else ""
            told = f"{row.plain * 100 / max(1, row.characters):5.1f}%  {row.title or row.id}{beside}"
            terminal.print(terminal.plain(told))
        terminal.print(terminal.say("overlap.surveyed", n=form.done, total=form.total))
    return 0 if any(row.plain for row in form.reports) else 1


def _text(seen: Archive, name: str) -> Text:
    record = seen.catalog.record(name)
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
