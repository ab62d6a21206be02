"""baogao kwic: every place on a line, the wording in the middle (逐处). Exit 0 found, 1 none, 2 error."""

from __future__ import annotations

import argparse
import unicodedata
from pathlib import Path

from indexer.cli.arguments import Parser, unshielded
from indexer.cli.search.not_found import tell_copies, tell_doubts
from indexer.cli.terminal import DIM, Terminal
from indexer.cli.value_types import count
from indexer.forms.concordance import line_form
from indexer.forms.form import to_json
from indexer.rights.person import as_seen
from indexer.search.answer import MODES, SHOWINGS, SORTS, Request
from indexer.search.citation import part_told, title_of, year_told
from indexer.search.concordance import (
    CONTEXT,
    ORDERS,
    Concordance,
    Line,
    concordance,
    lines,
)
from indexer.workspace import Workspace


def configure(parser: Parser) -> None:
    """As `search`, and how the lines are sorted; `--sort` is the order of the reports."""
    parser.word("query", "say.word.query", nargs="+", metavar="QUERY")
    parser.option("--order", choices=ORDERS, default="left")
    parser.option("-F", "--fixed", action="store_true")
    parser.option("-C", "--context", type=count, metavar="N", default=CONTEXT)
    parser.option("--limit", type=count, metavar="N", default=0)
    parser.option("--mode", choices=MODES, default="standard")
    parser.option("--ignore-punctuation", action="store_true")
    parser.option("--sort", choices=SORTS, default="relevance")
    parser.option("--topic", action="append", metavar="NAME")
    parser.option("--copies", choices=SHOWINGS, default="show")
    parser.option("--as", dest="seen_by", metavar="NAME")


def run(arguments: argparse.Namespace, home: Path, terminal: Terminal) -> int:
    """Look for it and print; --json gives a line a place."""
    request = Request(
        query=unshielded(arguments.query),
        mode=arguments.mode,
        sort=arguments.sort,
        limit=0,
        literal=arguments.fixed,
        ignore_punctuation=arguments.ignore_punctuation,
        copies=arguments.copies,
        filters={"topic": tuple(arguments.topic)} if arguments.topic else {},
    )
    with Workspace(home) as workspace:
        seen = as_seen(workspace, arguments.seen_by)
        found = concordance(seen.searcher, request, arguments.order)
        last = arguments.limit or None
        for line in lines(seen.searcher, found, 0, last, context=arguments.context):
            if terminal.json:
                terminal.print_json(to_json(line_form(line)))
            else:
                _print(line, arguments.context, terminal)
        if not found.spots:
            tell_doubts(seen.searcher, terminal)
    if not terminal.json:
        _print_totals(found, terminal)
    return 0 if found.spots else 1


def _print(line: Line, context: int, terminal: Terminal) -> None:
    left, right = (terminal.plain(side) for side in (line.left, line.right))
    card = line.card
    about = title_of(card.title, card.title_derived, card.source)
    known = (
        year_told(card, terminal.say),
        part_told(line.part or "", line.part_confidence, terminal.say),
        about,
        card.unit or card.person or "",
    )
    source = "  ".join(terminal.plain(word) for word in known if word)
    pads = " " * (2 * context - columns(left)), " " * (2 * context - columns(right))
    terminal.print(f"{pads[0]}{left}{terminal.marked(line.term)}{right}{pads[1]}  {terminal.paint(source, DIM)}")


def columns(text: str) -> int:
    """The width of a text in a terminal; quotation marks and dashes take two columns in Chinese ones."""
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)


def _print_totals(found: Concordance, terminal: Terminal) -> None:
    terminal.print(
        terminal.say("say.totals", reports=found.total_reports, matches=found.total_matches)
        + "   "
        + terminal.say("say.understood", query=terminal.plain(found.understood))
    )
    tell_copies(found.request, found.copies, terminal)
    for code, words in (("say.kwic.before", found.before), ("say.kwic.after", found.after)):
        if words:
            told = " · ".join(f"{terminal.plain(word)} {places}" for word, places in words)
            terminal.print(terminal.say(code, words=told))
    if found.left_out:
        terminal.print(terminal.say("say.kwic.left_out", n=len(found.spots)))
