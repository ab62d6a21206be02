"""baogao show: one report, whole. Exit 1 where there is none of that id."""

from __future__ import annotations

import argparse
from pathlib import Path

from archive.doubts import is_doubtful, to_check
from archive.model import CELL, Passage, Record
from indexer.cli.arguments import Parser
from indexer.cli.terminal import BOLD, DIM, Terminal
from indexer.forms.form import to_json
from indexer.forms.report import report_form
from indexer.search.citation import checks_told, part_told, title_of, year_told
from indexer.workspace import Workspace


def configure(parser: Parser) -> None:
    """Add the verb's word: the id of the report."""
    parser.word("id", "say.word.id", metavar="ID")
    parser.option("--outline", action="store_true")


def run(arguments: argparse.Namespace, home: Path, terminal: Terminal) -> int:
    """Print one report: its face, its outline, its passages."""
    with Workspace(home) as workspace:
        record = workspace.catalog.record(arguments.id)
    if record is None:
        terminal.no_such_report(arguments.id)
        return 1
    if terminal.json:
        terminal.print_json(to_json(report_form(record)))
    elif arguments.outline:
        _print_outline(record, terminal)
    else:
        _print(record, terminal)
    return 0


def _print_outline(record: Record, terminal: Terminal) -> None:
    for section in record.report.sections:
        if section.heading:
            told = section.part and part_told(section.part, section.part_confidence, terminal.say)
            part = f"  〔{told}〕" if told else ""
            terminal.print("  " * (section.level - 1) + terminal.plain(section.heading) + terminal.paint(part, DIM))


def _print(record: Record, terminal: Terminal) -> None:
    head = record.report.masthead
    terminal.print(terminal.paint(title_of(head.title, head.title_derived, record.source), BOLD))
    for name in ("unit", "person", "year", "period", "type", "date", "number", "addressee"):
        value = getattr(head, name)
        if value is None and name == "year":
            value = year_told(head, terminal.say) or None
        if value is not None:
            origin = head.evidence[name].origin if name in head.evidence else ""
            doubt = terminal.say("web.badge.check") if is_doubtful(head, name) else ""
            terminal.print(
                f"  {terminal.say(f'say.field.{name}')}  {terminal.plain(str(value))}  "
                + terminal.paint("  ".join(filter(None, (origin and terminal.say(f"say.origin.{origin}"), doubt))), DIM)
            )
    if told := checks_told(to_check(head), terminal.say):
        terminal.print(f"  {told}")
    terminal.print("  " + terminal.paint(f"{record.location}  {record.id}  v{record.version}", DIM))
    terminal.print()
    for passage in record.report.passages:
        terminal.print(terminal.paint(f"{passage.number:>4} ", DIM) + _words(passage, terminal))


def _words(passage: Passage, terminal: Terminal) -> str:
    """The text; before a cell, in the colour of what is not the text, the name of its column."""
    if not any(passage.columns):
        return terminal.plain(passage.text.replace("\n", "").replace(CELL, " │ "))
    return " │ ".join(
        (terminal.paint(f"{terminal.plain(name)}：", DIM) if name else "") + terminal.plain(cell.replace("\n", ""))
        for name, cell in passage.named_cells()
    )
