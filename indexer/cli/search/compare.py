"""baogao compare: two reports, or two versions of one, side by side. Exit 0 the same, 1 not, 2 an error (as diff)."""

from __future__ import annotations

import argparse
from pathlib import Path

from archive.errors import CatalogError
from archive.model import Record
from indexer.cli.arguments import Parser
from indexer.cli.terminal import (
    BOLD,
    DIM,
    MARK,
    Terminal,
)
from indexer.comparison.side_by_side import (
    KINDS,
    Comparison,
    Row,
    compare,
)
from indexer.forms.comparison import comparison_form
from indexer.forms.form import to_json
from indexer.search.citation import title_of
from indexer.workspace import Workspace

SIGNS = {"same": " ", "changed": "~", "moved": ">", "moved_away": "<", "added": "+", "dropped": "-"}


def configure(parser: Parser) -> None:
    """Two reports by ID, or by ID.VERSION."""
    parser.word("left", "say.word.left", metavar="LEFT")
    parser.word("right", "say.word.right", metavar="RIGHT")
    parser.option("--all", action="store_true")
    parser.option("--numbers", action="store_true")


def run(arguments: argparse.Namespace, home: Path, terminal: Terminal) -> int:
    """Lay them side by side and print what differs, or everything."""
    with Workspace(home) as workspace:
        left, right = (_record(workspace, name) for name in (arguments.left, arguments.right))
    found = compare(left, right)
    if terminal.json:
        terminal.print_json(to_json(comparison_form(found)))
    else:
        _print(found, terminal, everything=arguments.all, figures=arguments.numbers)
    return 0 if found.equal else 1


def _record(workspace: Workspace, name: str) -> Record:
    report_id, _, version = name.partition(".")
    number = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else None
    record = workspace.catalog.record(report_id, number) if number or not version else None
    if record is None:
        code = "catalog.no_such_version" if version else "catalog.no_such_report"
        raise CatalogError(code, id=report_id, version=version)
    return record


def _print(found: Comparison, terminal: Terminal, *, everything: bool, figures: bool) -> None:
    for sign, record in (("-", found.left), ("+", found.right)):
        head = record.report.masthead
        title = title_of(head.title, head.title_derived, record.source)
        terminal.print(
            f"{sign * 3} " + terminal.paint(title, BOLD) + terminal.paint(f"  {record.id}.{record.version}", DIM)
        )
    if found.equal:
        terminal.print(terminal.say("reading.compare.identical" if found.identical else "reading.compare.equal"))
    for row in found.rows:
        if row.figures_differ if figures else everything or row.kind != "same":
            numbers = f"{row.left or '':>4} {row.right or '':>4}"
            terminal.print(f"{SIGNS[row.kind]} {terminal.paint(numbers, DIM)}  {_said(row, terminal)}")
    counts = (
        terminal.say(f"web.compare.kind.{kind}") + f" {found.counts[kind]}" for kind in KINDS if kind != "moved_away"
    )
    terminal.print(" · ".join(counts))


def _said(row: Row, terminal: Terminal) -> str:
    """What is the same plainly; [-of the left-] and {+of the right+} where they differ."""
    said = []
    for piece in row.pieces:
        if piece.same:
            said.append(terminal.plain(piece.right))
            continue
        gone = terminal.paint(f"[-{piece.left}-]", DIM) if piece.left else ""
        come = terminal.paint(f"{{+{piece.right}+}}", MARK) if piece.right else ""
        said.append(gone + come)
    return "".join(said)
