"""baogao near: reports that may be drafts of one another; people decide. Exit 0, 1 where there is no such report."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from archive.errors import CatalogError
from indexer.cli.arguments import Parser
from indexer.cli.operator import operator
from indexer.cli.terminal import DIM, Progress, Terminal
from indexer.comparison import equal_texts, near_duplicates
from indexer.forms.form import to_json
from indexer.forms.imports import named_pair_form
from indexer.search.citation import title_of
from indexer.workspace import Workspace


def configure(parser: Parser) -> None:
    """One decision at a time; without one the pairs are listed."""
    group = parser.options.add_mutually_exclusive_group()
    group.add_argument("--merge", nargs=2, metavar=("ID", "OTHER"), help=parser.terminal.say("say.option.merge"))
    group.add_argument("--apart", nargs=2, metavar=("ID", "OTHER"), help=parser.terminal.say("say.option.apart"))
    group.add_argument("--merge-equal", action="store_true", help=parser.terminal.say("say.option.merge_equal"))
    group.add_argument("--undo", nargs="+", metavar="ID", help=parser.terminal.say("say.option.undo"))


def run(arguments: argparse.Namespace, home: Path, terminal: Terminal) -> int:
    """Decide or list; reports that were not compared yet are, before they are listed."""
    with Workspace(home, writing=True) as workspace:
        try:
            if arguments.merge_equal:
                return _merge_equal(workspace, terminal)
            if arguments.merge or arguments.apart or arguments.undo:
                return _decide(arguments, workspace, terminal)
            _compare(workspace, terminal)
            _list(workspace, terminal)
        except CatalogError as problem:
            if problem.code != "catalog.no_such_report":
                raise
            terminal.error(problem)
            return 1
    return 0


def _decide(arguments: argparse.Namespace, workspace: Workspace, terminal: Terminal) -> int:
    pairs = workspace.catalog.near
    if arguments.undo:
        return _undo(arguments.undo, workspace, terminal)
    if arguments.merge:
        kept, other = arguments.merge
        pairs.merge(kept, other, by=operator())
        told, row = terminal.say("say.near.merged", kept=kept, other=other), {"kept": kept, "merged": other}
    else:
        one, other = arguments.apart
        pairs.apart(one, other)
        told, row = terminal.say("say.near.apart", one=one, other=other), {"one": one, "other": other}
    workspace.catch_up()
    terminal.print_json(row) if terminal.json else terminal.print(told)
    return 0


def _undo(ids: Sequence[str], workspace: Workspace, terminal: Terminal) -> int:
    """Each that was merged; 1 where one of them was not."""
    undone = workspace.catalog.near.undo_all(ids)
    workspace.catch_up()
    for name in undone:
        terminal.print_json({"undone": name}) if terminal.json else terminal.print(
            terminal.say("say.near.undone", id=name)
        )
    for name in dict.fromkeys(ids):
        if name not in undone:
            terminal.no_such_report(name)
    return 0 if set(undone) == set(ids) else 1


def _merge_equal(workspace: Workspace, terminal: Terminal) -> int:
    done = equal_texts.merge_equal(workspace.catalog, operator())
    workspace.catch_up()
    if terminal.json:
        for kept, other in done.pairs:
            terminal.print_json({"kept": kept, "merged": other})
        return 0
    for kept, other in done.pairs:
        terminal.print(terminal.say("say.near.merged", kept=kept, other=other))
    undo = terminal.say("say.near.undo_equal", edit=done.edit) if done.edit else ""
    terminal.print(terminal.say("near.done.merge_equal", n=len(done.pairs)) + undo)
    if done.left:
        terminal.print(terminal.say("say.near.equal_left", n=done.left))
    return 0


def _compare(workspace: Workspace, terminal: Terminal) -> None:
    workspace.catch_up()
    progress = Progress(terminal, 0)
    near_duplicates.compare(workspace.catalog, workspace.engine, progress=progress)
    progress.close()


def _list(workspace: Workspace, terminal: Terminal) -> None:
    pairs = workspace.catalog.near.open()
    if not pairs and not terminal.json:
        terminal.print(terminal.say("say.near.none"))
    for pair in pairs:
        records = {record.id: record for record in workspace.catalog.records((pair.one, pair.other))}
        if len(records) < 2:  # one of them has gone meanwhile
            continue
        if terminal.json:
            terminal.print_json(to_json(named_pair_form(pair, records)))
            continue
        terminal.print(terminal.say("near.percent", p=pair.percent))
        for record in records.values():
            head = record.report.masthead
            title = terminal.plain(title_of(head.title, head.title_derived, record.source))
            terminal.print(f"  {record.id}  {title}  {terminal.paint(record.source, DIM)}")
