"""baogao similar: the passages nearest to a sentence, differences marked. Exit 0 found, 1 none, 2 error."""

from __future__ import annotations

import argparse
from pathlib import Path

from archive.model import CELL
from indexer.cli.arguments import Parser, unshielded
from indexer.cli.terminal import (
    BOLD,
    DIM,
    MARK,
    Terminal,
)
from indexer.cli.value_types import count
from indexer.forms.form import to_json
from indexer.forms.similar import likeness_form
from indexer.rights.person import as_seen
from indexer.search.citation import year_told
from indexer.search.similar import Likeness, Piece, similar
from indexer.workspace import Workspace


def configure(parser: Parser) -> None:
    """A sentence, and how many answers."""
    parser.word("sentence", "say.word.sentence", nargs="+", metavar="SENTENCE")
    parser.option("--limit", type=count, metavar="N", default=10)
    parser.option("--as", dest="seen_by", metavar="NAME")


def run(arguments: argparse.Namespace, home: Path, terminal: Terminal) -> int:
    """Look for it and print; --json gives a line an answer."""
    with Workspace(home) as workspace:
        seen = as_seen(workspace, arguments.seen_by)
        found = similar(seen.searcher, unshielded(arguments.sentence), limit=arguments.limit or 1_000_000)
    for likeness in found:
        if terminal.json:
            terminal.print_json(to_json(likeness_form(likeness)))
        else:
            _print(likeness, terminal)
    if not found and not terminal.json:
        terminal.print(terminal.say("say.similar.none"))
    return 0 if found else 1


def _print(likeness: Likeness, terminal: Terminal) -> None:
    card = likeness.card
    title = f"［{card.title}］" if card.title_derived else f"《{card.title}》" if card.title else card.source
    about = " · ".join(str(value) for value in (card.unit, year_told(card, terminal.say)) if value)
    share = terminal.say("say.similar", percent=round(likeness.share * 100))
    terminal.print(f"{terminal.paint(title, BOLD)}  {terminal.plain(about)}  {share}")
    terminal.print("  " + terminal.paint(" › ".join(likeness.path) or card.source, DIM))
    terminal.print("    " + "".join(_said(piece, likeness.text, terminal) for piece in likeness.pieces) + "\n")


def _said(piece: Piece, text: str, terminal: Terminal) -> str:
    """What is the same plainly; [-of the sentence-] and {+of the passage+} where they differ."""
    there = text[piece.start : piece.end].replace("\n", "").replace(CELL, " │ ")
    if piece.tag == "same":
        return terminal.plain(there)
    gone = terminal.paint(f"[-{piece.sentence}-]", DIM) if piece.tag in ("changed", "missing") else ""
    come = terminal.paint(f"{{+{there}+}}", MARK) if piece.tag in ("changed", "added") else ""
    return gone + come
