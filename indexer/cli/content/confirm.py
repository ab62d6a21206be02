"""baogao confirm: 全部无误, for reports by ids or all that filters leave. Exit 0, 1 where there is no such report."""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from archive.catalog.values import Filter
from archive.doubts import to_check
from archive.errors import CatalogError, UsageError
from archive.model import MASTHEAD_FIELDS
from indexer.cli.arguments import Parser
from indexer.cli.operator import operator
from indexer.cli.terminal import DIM, Terminal
from indexer.forms.edits import ConfirmedForm, confirmed_form
from indexer.forms.form import to_json
from indexer.workspace import Workspace

FILTERS = ("unit", "person", "year", "period", "type")


def configure(parser: Parser) -> None:
    """Ids, or filters, or --all: nobody confirms a whole archive by leaving something out."""
    parser.word("ids", "say.word.ids", nargs="*", metavar="ID")
    for name in FILTERS:
        parser.option(f"--{name}", metavar="VALUE", default=None)
    for name in ("all", "preview"):
        parser.options.add_argument(
            f"--{name}", action="store_true", help=parser.terminal.say(f"say.option.confirm_{name}")
        )


def run(arguments: argparse.Namespace, home: Path, terminal: Terminal) -> int:
    """Confirm what is doubtful, or say what that would be."""
    where: Filter = {
        "year_known" if name == "year" else name: getattr(arguments, name)
        for name in FILTERS
        if getattr(arguments, name) is not None
    }
    if not (arguments.ids or where or arguments.all) or (arguments.ids and (where or arguments.all)):
        raise UsageError("usage.nothing_to_confirm")
    with Workspace(home, writing=not arguments.preview) as workspace:
        ids = arguments.ids or [entry.id for entry in workspace.catalog.list(where)]
        heads = {name: head for name, _, head in workspace.catalog.mastheads(ids)}
        missing = next((name for name in ids if name not in heads), None)
        if missing is not None:
            terminal.no_such_report(missing)
            return 1
        doubts = {name: fields for name in dict.fromkeys(ids) if (fields := to_check(heads[name]))}
        if arguments.preview:
            _preview(doubts, workspace, terminal)
            return 0
        try:
            done = workspace.catalog.confirm(doubts, by=operator())
        except CatalogError as problem:
            if problem.code != "catalog.no_such_report":
                raise
            terminal.error(problem)
            return 1
        workspace.catch_up()
    if terminal.json:
        terminal.print_json(to_json(confirmed_form(done)))
    else:
        code = "confirm.none" if done.edit is None else "say.confirmed"
        terminal.print(terminal.say(code, n=done.reports, values=done.values, number=done.edit))
    return 0


def _preview(doubts: dict[str, tuple[str, ...]], workspace: Workspace, terminal: Terminal) -> None:
    if terminal.json:
        values = sum(map(len, doubts.values()))
        terminal.print_json(to_json(ConfirmedForm(None, len(doubts), values, ())))
        return
    for entry in workspace.catalog.entries(doubts):
        separator = terminal.say("edits.separator")
        fields = separator.join(
            f"{terminal.say(f'say.field.{name}')} {getattr(entry, name) or terminal.say('register.unset')}"
            for name in doubts[entry.id]
        )
        terminal.print(f"{entry.id}  {terminal.plain(fields)}  {terminal.paint(terminal.plain(entry.source), DIM)}")
    counted = Counter(name for fields in doubts.values() for name in fields)
    told = terminal.say("edits.separator").join(
        f"{terminal.say(f'say.field.{name}')} {counted[name]}" for name in MASTHEAD_FIELDS if counted[name]
    )
    terminal.print(terminal.say("confirm.preview", n=len(doubts), values=counted.total(), fields=told or "—"))
