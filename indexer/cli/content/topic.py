"""baogao topic: 专题, sets of reports that people make, by hand or as a kept search.

Exit 0, 1 no such topic, 2 error.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from archive.errors import CatalogError, UsageError
from indexer.cli.arguments import Parser
from indexer.cli.terminal import Terminal
from indexer.forms.form import to_json
from indexer.forms.topics import topic_form
from indexer.search.answer import Request
from indexer.search.narrowing.kept_search import address_of
from indexer.search.narrowing.topics import Kept, kept_for_topic
from indexer.workspace import Workspace

ACTIONS = ("list", "show", "save", "put", "take", "remove")


def configure(parser: Parser) -> None:
    """An action, a topic's name; for `put` and `take` reports, for `save` a search."""
    parser.word("action", "say.word.topic.action", choices=ACTIONS, metavar="ACTION")
    parser.word("name", "say.word.topic.name", nargs="?", metavar="NAME")
    parser.word("reports", "say.word.topic.reports", nargs="*", metavar="ID")
    parser.option("--search", metavar="QUERY")


def run(arguments: argparse.Namespace, home: Path, terminal: Terminal) -> int:
    """Do what `action` says."""
    action, name = arguments.action, arguments.name
    wanting = [word for word, given in (("NAME", name), ("ID", arguments.reports)) if not given]
    needed = {"list": (), "put": ("NAME", "ID"), "take": ("NAME", "ID")}.get(action, ("NAME",))
    missing = [word for word in needed if word in wanting]
    if missing:
        problem = terminal.say("say.problem.missing", names=" ".join(missing))
        raise UsageError("usage.bad_arguments", problem=problem, command="baogao topic")
    with Workspace(home, writing=action not in ("list", "show")) as workspace:
        if action == "list":
            for kept in workspace.searcher.topics.all():
                _print(kept, workspace, terminal)
            return 0
        if action in ("save", "put"):
            _keep(arguments, workspace, terminal)
            return 0
        try:
            kept = workspace.searcher.topics.known(name)
        except CatalogError as none:
            terminal.error(none)
            return 1
        if action == "show":
            _show(kept, workspace, terminal)
        elif action == "take":
            gone = workspace.catalog.topics.take(kept.name, arguments.reports)
            terminal.print(terminal.say("say.topic.taken", name=terminal.plain(kept.name), n=gone))
        else:
            workspace.catalog.topics.remove(kept.name)
            terminal.print(terminal.say("say.topic.removed", name=terminal.plain(kept.name)))
    return 0


def _keep(arguments: argparse.Namespace, workspace: Workspace, terminal: Terminal) -> None:
    topics = workspace.catalog.topics
    if arguments.action == "save":
        search = None
        if arguments.search is not None:
            wanted = Request(arguments.search)
            workspace.searcher.read(wanted)  # what is no query is told now
            search = kept_for_topic(address_of(wanted))
        kept = topics.save(arguments.name, search)
        terminal.print(terminal.say("say.topic.saved", name=terminal.plain(kept.name)))
        return
    unknown = [one for one in arguments.reports if workspace.catalog.record(one) is None]
    if unknown:
        raise CatalogError("catalog.no_such_report", id=unknown[0][:80])
    new = topics.put(arguments.name, arguments.reports)
    terminal.print(terminal.say("say.topic.put", name=terminal.plain(arguments.name.strip()), n=new))


def _show(kept: Kept, workspace: Workspace, terminal: Terminal) -> None:
    """Its reports, an id a line with the source; as JSON the topic with their ids."""
    ids = workspace.searcher.topics.of(kept.name)
    if terminal.json:
        terminal.print_json({**to_json(topic_form(kept, len(ids))), "ids": sorted(ids)})
        return
    for entry in workspace.catalog.list():
        if entry.id in ids:
            terminal.print(f"{entry.id}  {terminal.plain(entry.title or '')}  {terminal.plain(entry.source)}")


def _print(kept: Kept, workspace: Workspace, terminal: Terminal) -> None:
    count = workspace.searcher.topics.count(kept.name)
    if terminal.json:
        terminal.print_json(to_json(topic_form(kept, count)))
        return
    told = terminal.say("web.reports", r="–" if count is None else count)
    units = terminal.say("checklist.roster.units", n=len(kept.roster.units)) if kept.roster else ""
    terminal.print("  ".join(filter(None, (terminal.plain(kept.name), told, units, terminal.plain(kept.search)))))
