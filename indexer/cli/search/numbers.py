"""baogao numbers: the figures that stand with a wording, by measure and year. Exit 0 found, 1 none, 2 an error."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from indexer.cli.arguments import Parser, unshielded
from indexer.cli.search.not_found import tell_doubts
from indexer.cli.terminal import BOLD, DIM, Terminal
from indexer.cli.value_types import count
from indexer.forms.form import to_json
from indexer.numbers.answer import FigurePlace, Group, Numbers, numbers_of
from indexer.numbers.numbers_form import numbers_form
from indexer.rights.person import as_seen
from indexer.workspace import Workspace

LINES = 20
"""Figures of a measure that are printed; --limit 0 prints all."""
AROUND = 30
"""Code points beside a figure that are printed."""


def configure(parser: Parser) -> None:
    """The wording; more words are one wording."""
    parser.word("wording", "say.word.numbers", nargs="+", metavar="WORDING")
    parser.option("--limit", type=count, metavar="N", default=LINES)
    parser.option("--as", dest="seen_by", metavar="NAME")


def run(arguments: argparse.Namespace, home: Path, terminal: Terminal) -> int:
    """Read the sentences and print."""
    with Workspace(home) as workspace:
        seen = as_seen(workspace, arguments.seen_by)
        found = numbers_of(seen.searcher, unshielded(arguments.wording))
        if terminal.json:
            terminal.print_json(to_json(numbers_form(found)))
        else:
            _tell(found, arguments.limit, terminal)
            if not found.total_reports:
                tell_doubts(seen.searcher, terminal)
        return 0 if found.figures else 1


def _tell(found: Numbers, limit: int, terminal: Terminal) -> None:
    totals = {"r": found.total_reports, "m": found.total_matches, "n": found.figures, "named": found.named}
    terminal.print(terminal.say("say.numbers.head", wording=terminal.paint(found.wording, BOLD), **totals))
    if found.is_sample:
        terminal.print(terminal.say("numbers.sample", r=found.reports, m=found.matches))
    for group in found.groups:
        if group.named:
            _tell_figures(group, group.named, limit, terminal)
    beside = [group for group in found.groups if group.beside]
    if beside:
        terminal.print(terminal.say("say.numbers.beside"))
    for group in beside:
        _tell_figures(group, group.beside, limit, terminal)


def _tell_figures(group: Group, places: Sequence[FigurePlace], limit: int, terminal: Terminal) -> None:
    measure = group.measure or terminal.say("numbers.no_measure")
    code = "numbers.change" if group.change else "numbers.level"
    terminal.print(terminal.paint(terminal.say(code, measure=measure, n=len(places)), BOLD))
    for one in places[: limit or None]:
        terminal.print(_line(one, terminal))
    if limit and len(places) > limit:
        terminal.print("  " + terminal.say("say.numbers.more", n=len(places) - limit))


def _line(one: FigurePlace, terminal: Terminal) -> str:
    """Year, what it is of, the figure in its words, the source."""
    year = terminal.say("say.term.unknown") if one.year is None else str(one.year)
    figure, text = one.figure, one.text
    before, there, after = (
        terminal.plain(piece.replace("\n", ""))
        for piece in (
            text[max(0, figure.start - AROUND) : figure.start],
            text[figure.start : figure.end],
            text[figure.end : figure.end + AROUND],
        )
    )
    of = terminal.plain(one.object) or terminal.say("numbers.no_object")
    unsure = "" if figure.object_sure or not one.object else terminal.say("numbers.unsure")
    return (
        f"  {year}  {of}{unsure}  {before}{terminal.marked(there)}{after}\n"
        f"    {terminal.paint(terminal.plain(one.citation), DIM)}"
    )
