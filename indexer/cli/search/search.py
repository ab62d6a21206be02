"""baogao search: reports and marked passages in the terminal. Exit 0 found, 1 none, 2 error."""

from __future__ import annotations

import argparse
from pathlib import Path

from indexer.cli.arguments import Parser, unshielded
from indexer.cli.search.not_found import (
    tell_copies,
    tell_doubts,
    tell_lesson,
    tell_stored,
    tell_writings,
    with_help,
    writings,
)
from indexer.cli.terminal import (
    BOLD,
    DIM,
    Terminal,
)
from indexer.cli.value_types import count
from indexer.query.help import TOPICS
from indexer.rights.person import Archive, as_seen
from indexer.search.answer import (
    MODES,
    SHOWINGS,
    SORTS,
    Answer,
    Found,
    MarkedPassage,
    Request,
    Tally,
)
from indexer.search.citation import checks_told, part_told, title_of, year_told
from indexer.search.highlight import pieces, windows
from indexer.workspace import Workspace

CONTEXT = 40


def configure(parser: Parser) -> None:
    """Add the verb's words and options: the query, filters, paging, form."""
    parser.word("query", "say.word.query", nargs="+", metavar="QUERY")
    parser.option("-F", "--fixed", action="store_true")
    parser.option("-l", "--sources", action="store_true")
    parser.option("-c", "--count", action="store_true")
    parser.option("-C", "--context", type=count, metavar="N", default=CONTEXT)
    parser.option("--limit", type=count, metavar="N", default=20)
    parser.option("--page", type=count, metavar="N", default=1)
    parser.option("--passages", type=count, metavar="N", default=3)
    parser.option("--mode", choices=MODES, default="standard")
    parser.option("--ignore-punctuation", action="store_true")
    parser.option("--across", action="store_true")
    parser.option("--sort", choices=SORTS, default="relevance")
    parser.option("--copies", choices=SHOWINGS, default="show")
    parser.option("--topic", action="append", metavar="NAME")
    parser.option("--export", metavar="FILE", type=Path)
    parser.epilog = _syntax(parser.terminal)
    parser.option("--as", dest="seen_by", metavar="NAME")


def run(arguments: argparse.Namespace, home: Path, terminal: Terminal) -> int:
    """Search, and print the reports with their marked passages."""
    listing = arguments.sources or arguments.count
    request = Request(
        query=unshielded(arguments.query),
        mode=arguments.mode,
        sort=arguments.sort,
        page=max(1, arguments.page),
        limit=0 if listing else arguments.limit,
        passages=arguments.passages,
        literal=arguments.fixed,
        ignore_punctuation=arguments.ignore_punctuation,
        across=arguments.across,
        copies=arguments.copies,
        filters={"topic": tuple(arguments.topic)} if arguments.topic else {},
    )
    with Workspace(home) as workspace:
        seen = as_seen(workspace, arguments.seen_by)
        if arguments.export is not None:
            return _export(seen, request, arguments.export, terminal)
        if listing:
            return _list(seen, request, arguments.count, terminal)
        answer = seen.searcher.search(request)
        if terminal.json:
            terminal.print_json(with_help(seen, answer))
        else:
            _print(answer, arguments.context, terminal)
            tell_writings(writings(seen.searcher, answer), terminal)
            tell_lesson(seen, answer, terminal)
        if not answer.total_reports:
            tell_stored(seen.searcher, request, terminal)
            tell_doubts(seen.searcher, terminal)
    return 0 if answer.listed else 1


def _export(seen: Archive, request: Request, path: Path, terminal: Terminal) -> int:
    """The whole answer into a file; what is printed otherwise is not."""
    from indexer.export import answer_file, spreadsheet  # loaded for those who ask for a file

    made = answer_file.file(seen.searcher, request, path.suffix.lower().lstrip("."), terminal.say)
    spreadsheet.save(path, made.data)
    figures = {"r": made.head.listed_reports, "p": made.head.listed_passages}
    terminal.print(terminal.say("export.saved", path=terminal.plain(str(path)), **figures))
    return 0 if made.head.total_reports or made.head.also_reports else 1


def _syntax(terminal: Terminal) -> str:
    """What a query may hold, for the help: an example and below it what it means."""
    lines = [terminal.say("say.syntax")]
    for topic in TOPICS:
        lines += [f"  {topic.example}", f"      {topic.meaning[terminal.language]}"]
    return "\n".join(lines)


def _list(seen: Archive, request: Request, with_counts: bool, terminal: Terminal) -> int:
    tally = seen.searcher.tally(request)
    if not tally.rows:
        tell_doubts(seen.searcher, terminal)
    if request.copies == "hide" and not terminal.json:
        tell_copies(request, tally.copies, terminal, err=True)
    if terminal.json:
        _list_json(tally, terminal)
    else:
        for row in tally.listed:
            source = terminal.plain(row.card.source)
            terminal.print(f"{source}:{row.matches}" if with_counts else source)
    return 0 if tally.listed else 1


def _list_json(tally: Tally, terminal: Terminal) -> None:
    from indexer.forms.answer import row_form  # loaded for those who ask for JSON
    from indexer.forms.form import to_json

    for row in tally.listed:
        terminal.print_json(to_json(row_form(row.card, row.matches)))


def _print(answer: Answer, context: int, terminal: Terminal) -> None:
    loose = answer.request.mode == "loose"
    if loose and answer.reports:
        terminal.print(terminal.say("say.loose.exact") + "\n")
    for found in answer.reports:
        _print_report(found, context, terminal, with_places=True)
    if loose and answer.also.reports:
        terminal.print(terminal.say("say.loose.apart") + "\n")
        for found in answer.also.reports:
            _print_report(found, context, terminal, with_places=False)
    also = "   " + terminal.say("say.also_loose", reports=answer.also.total_reports) if loose else ""
    terminal.print(
        terminal.say("say.totals", reports=answer.total_reports, matches=answer.total_matches)
        + also
        + "   "
        + terminal.say("say.understood", query=terminal.plain(answer.understood))
    )
    tell_copies(answer.request, answer.copies, terminal)
    if answer.pages > 1 or (answer.listed and not answer.reports and not (loose and answer.also.reports)):
        terminal.print(terminal.say("say.pages", page=answer.request.page, pages=answer.pages))
    across = answer.across
    if across.total_reports:
        told = terminal.say("say.across", reports=across.total_reports, matches=across.total_matches)
        terminal.print(told + "\n")
        for found in across.reports:
            _print_report(found, context, terminal, with_places=False)
    if answer.also.total_reports and not loose:
        terminal.print(terminal.say("say.also", reports=answer.also.total_reports))


def _print_report(found: Found, context: int, terminal: Terminal, with_places: bool) -> None:
    card = found.card
    title = title_of(card.title, card.title_derived, card.source)
    checks = checks_told(found.to_check, terminal.say)
    known = (card.unit, card.person, year_told(card, terminal.say), card.period, card.type, checks)
    about = " · ".join(terminal.plain(str(value)) for value in known if value)
    places = "  " + terminal.say("say.places", matches=found.matches) if with_places else ""
    terminal.print(terminal.paint(title, BOLD) + ("  " + about if about else "") + places)
    terminal.print("  " + terminal.paint(f"{card.source}  {card.id}", DIM))
    for passage in found.passages:
        _print_passage(passage, context, terminal)
    if with_places and found.more:
        terminal.print("    " + terminal.say("say.more", matches=found.more))
    terminal.print()


def _print_passage(passage: MarkedPassage, context: int, terminal: Terminal) -> None:
    shown: tuple[str, ...] | None = None
    for window in windows(passage, context):
        first = window.marks[0]
        if first.path != shown:
            part = first.part and part_told(first.part, first.part_confidence, terminal.say)
            where = "  ".join(filter(None, (" › ".join(first.path), f"〔{part}〕" if part else "")))
            if where:
                terminal.print("  " + terminal.paint(where, DIM))
            shown = first.path
        before = "…" if window.start else ""
        after = "…" if window.end < len(passage.text) else ""
        text = "".join(
            terminal.marked(piece.replace("\n", "")) if mark else terminal.plain(piece.replace("\n", ""))
            for piece, mark in pieces(passage.text, window)
        )
        terminal.print(f"    {before}{text}{after}")
