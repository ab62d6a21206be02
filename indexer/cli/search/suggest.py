"""baogao suggest: the archive's titles, quoted terms and words that may be meant. Exit 0 some, 1 none, 2 error."""

from __future__ import annotations

import argparse
from pathlib import Path

from indexer.cli.arguments import Parser, unshielded
from indexer.cli.terminal import Terminal
from indexer.cli.value_types import count
from indexer.forms.form import to_json
from indexer.forms.similar import SuggestedForm, term_form
from indexer.search.suggest import meant
from indexer.workspace import Workspace


def configure(parser: Parser) -> None:
    """A beginning, and how many."""
    parser.word("text", "say.word.beginning", nargs="+", metavar="TEXT")
    parser.option("--limit", type=count, metavar="N", default=10)


def run(arguments: argparse.Namespace, home: Path, terminal: Terminal) -> int:
    """Print what begins so, sounds so or holds it; where there is nothing, what differs in one character."""
    text = unshielded(arguments.text)
    with Workspace(home) as workspace:
        found = workspace.suggester.suggest(text, arguments.limit or 1_000_000)
        near = [] if found else meant(workspace.suggester, workspace.searcher, text)
    if terminal.json:
        terminal.print_json(to_json(SuggestedForm(text, list(map(term_form, found)), near)))
        return 0 if found or near else 1
    for one in found:
        terminal.print(f"{terminal.plain(one.text)}   {one.reports}")
    if near:
        terminal.print(terminal.say("say.did_you_mean", words=terminal.plain("、".join(near))))
    return 0 if found or near else 1
