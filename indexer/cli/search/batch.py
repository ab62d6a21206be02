"""baogao batch: many queries at once, for each its totals and all its reports. Exit 0, 2 where one is wrong."""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

from archive.errors import ArchiveError, QueryError
from indexer.cli.arguments import Parser
from indexer.cli.search import matrix
from indexer.cli.search.not_found import copies_said, tell_doubts
from indexer.cli.terminal import Terminal
from indexer.cli.value_types import lines_of
from indexer.forms.answer import tally_form
from indexer.forms.form import to_json
from indexer.forms.problem import FailedQueryForm, problem_form
from indexer.search.answer import MODES, SHOWINGS, Request, Tally
from indexer.workspace import Workspace


class _Table(Protocol):
    def writerow(self, row: Iterable[object], /) -> object: ...


def configure(parser: Parser) -> None:
    """Add the verb's words and options: the file of queries, the form of the answer."""
    parser.word("file", "say.word.batch", metavar="FILE")
    parser.option("-F", "--fixed", action="store_true")
    parser.option("--csv", action="store_true")
    parser.option("--mode", choices=MODES, default="standard")
    parser.option("--ignore-punctuation", action="store_true")
    parser.option("--copies", choices=SHOWINGS, default="show")
    matrix.configure(parser)


def run(arguments: argparse.Namespace, home: Path, terminal: Terminal) -> int:
    """Answer line by line; a query that is wrong is answered in its place and the run ends with 2."""
    if arguments.matrix:
        return matrix.run(arguments, [query for _, query in _queries(arguments.file)], home, terminal)
    wrong = absent = False
    table = csv.writer(terminal.out, lineterminator="\n") if arguments.csv else None
    if table:
        table.writerow(("query", "total_reports", "total_matches", "id", "source", "matches"))
    with Workspace(home) as workspace:
        for line, query in _queries(arguments.file):
            try:
                request = Request(
                    query,
                    mode=arguments.mode,
                    literal=arguments.fixed,
                    ignore_punctuation=arguments.ignore_punctuation,
                    limit=0,
                    copies=arguments.copies,
                )
                tally = workspace.searcher.tally(request)
            except QueryError as error:
                wrong = True
                _print_error(query, line, error, terminal, table=bool(table))
                continue
            _print(query, tally, terminal, table, hiding=arguments.copies == "hide")
            absent = absent or not tally.rows
        if absent:
            tell_doubts(workspace.searcher, terminal)
    return 2 if wrong else 0


def _queries(name: str) -> Iterator[tuple[int, str]]:
    """(line number, query) for each line that is not blank; the whole is decoded before the first is answered."""
    for number, line in enumerate(lines_of(name), start=1):
        if line.strip():
            yield number, line


def _print(query: str, tally: Tally, terminal: Terminal, table: _Table | None, *, hiding: bool) -> None:
    if table:
        for row in tally.listed:
            table.writerow((query, tally.total_reports, tally.total_matches, row.card.id, row.card.source, row.matches))
        if not tally.listed:
            table.writerow((query, 0, 0, "", "", ""))
    elif terminal.json:
        terminal.print_json(to_json(tally_form(query, tally, hiding=hiding)))
    else:
        totals = terminal.say("say.totals", reports=tally.total_reports, matches=tally.total_matches)
        also = "   " + terminal.say("say.also_loose", reports=len(tally.also)) if tally.also else ""
        hidden = "   " + copies_said(tally.copies, terminal) if hiding else ""
        terminal.print(f"{terminal.plain(query)}   {totals}{also}{hidden}")
        for row in tally.listed:
            terminal.print(f"  {terminal.plain(row.card.source)}:{row.matches}")


def _print_error(query: str, line: int, error: ArchiveError, terminal: Terminal, table: bool) -> None:
    if terminal.json and not table:
        terminal.print_json(to_json(FailedQueryForm(query, problem_form(error, terminal.language))))
    terminal.error(error, line=line)
