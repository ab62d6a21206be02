"""baogao edit: correct what was read, for good. Exit 1 where there is no such report."""

from __future__ import annotations

import argparse
from pathlib import Path

from archive.errors import UsageError
from archive.model import MASTHEAD_FIELDS
from indexer.cli.arguments import Parser
from indexer.cli.operator import operator
from indexer.cli.terminal import Terminal
from indexer.forms.form import to_json
from indexer.forms.report import report_form
from indexer.workspace import Workspace


def configure(parser: Parser) -> None:
    """One option a field; an empty value clears it, --reset FIELD goes back to what was read."""
    parser.word("id", "say.word.id", metavar="ID")
    for name in MASTHEAD_FIELDS:
        parser.option(f"--{name}", metavar="VALUE", default=None)
    parser.option("--reset", metavar="FIELD", action="append", choices=MASTHEAD_FIELDS, default=[])


def run(arguments: argparse.Namespace, home: Path, terminal: Terminal) -> int:
    """Correct, then bring the index level."""
    typed = {name: getattr(arguments, name) for name in MASTHEAD_FIELDS if getattr(arguments, name) is not None}
    if not typed and not arguments.reset:
        raise UsageError("usage.nothing_to_edit", known=" ".join(f"--{name}" for name in MASTHEAD_FIELDS))
    with Workspace(home, writing=True) as workspace:
        if workspace.catalog.record(arguments.id) is None:
            terminal.no_such_report(arguments.id)
            return 1
        corrections = {name: value or None for name, value in typed.items()}
        record = workspace.catalog.edit(arguments.id, corrections, reset=tuple(arguments.reset), by=operator())
        workspace.catch_up()
    if terminal.json:
        terminal.print_json(to_json(report_form(record)))
    else:
        terminal.print(terminal.say("edit.saved" if typed else "edit.reset"))
    return 0
