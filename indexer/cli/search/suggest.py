"""baogao suggest: the archive's titles, quoted terms and words that may be meant. Exit 0 some, 1 none, 2 error."""

from __future__ import annotations

import argparse
from pathlib import Path

from archive.errors import QueryError
from indexer.cli.arguments import Parser, unshielded
from indexer.cli.terminal import Terminal
from indexer.cli.value_types import count
from indexer.forms.form import ABSENT, to_json
from indexer.forms.similar import SuggestedForm, likeness_form, term_form
from indexer.guidance.correction import Corrected, correct
from indexer.search.suggest import meant
from indexer.workspace import Workspace

SENTENCE = 12
"""Characters from which on a text may be a sentence of the archive, misspelt."""


def configure(parser: Parser) -> None:
    """A beginning, and how many."""
    parser.word("text", "say.word.beginning", nargs="+", metavar="TEXT")
    parser.option("--limit", type=count, metavar="N", default=10)


def run(arguments: argparse.Namespace, home: Path, terminal: Terminal) -> int:
    """Print what begins so, sounds so or holds it; where there is nothing, what differs little from it; of a sentence
    the passages that it may be, and the terms in which it differs from them.
    """
    text = unshielded(arguments.text)
    with Workspace(home) as workspace:
        found = workspace.suggester.suggest(text, arguments.limit or 1_000_000)
        passages = _corrected(workspace, text) if len(text) > SENTENCE and not found else Corrected()
        near = list(passages.terms)
        if not found and not near:
            near = meant(workspace.suggester, workspace.searcher, text)
    if terminal.json:
        near_forms = list(map(likeness_form, passages.near)) or ABSENT
        terminal.print_json(to_json(SuggestedForm(text, list(map(term_form, found)), near, near_forms)))
        return 0 if found or near else 1
    for one in found:
        terminal.print(f"{terminal.plain(one.text)}   {one.reports}")
    if near:
        terminal.print(terminal.say("say.did_you_mean", words=terminal.plain("、".join(near))))
    for likeness in passages.near:
        share = terminal.say("say.similar", percent=min(99, int(likeness.share * 100)))
        there = likeness.text[likeness.start : likeness.end].replace("\n", "")
        terminal.print(f"  {share}  {terminal.plain(there)}")
    return 0 if found or near else 1


def _corrected(workspace: Workspace, text: str) -> Corrected:
    """Nothing of what is too long to be compared."""
    try:
        return correct(workspace.searcher, workspace.suggester, text)
    except QueryError:
        return Corrected()
