"""baogao saved: 常用检索 of the terminal, which has a notebook of its own, and what is new in them.

Exit 0 new places (`list`, `run`), or done; 1 none; 2 an error.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from archive.catalog.notebooks import TERMINAL, SavedSearch
from archive.errors import CatalogError, UsageError
from indexer.cli.arguments import Parser, unshielded
from indexer.cli.terminal import BOLD, DIM, Terminal
from indexer.forms.form import to_json
from indexer.forms.notebook import SavedSearchForm
from indexer.search.answer import MODES, Request
from indexer.search.citation import title_of
from indexer.search.narrowing.kept_search import address_of
from indexer.search.narrowing.new_places import NewPlaces, as_of_now, places_of
from indexer.workspace import Workspace

ACTIONS = ("list", "add", "run", "remove")


def configure(parser: Parser) -> None:
    """An action; for `add` a query, for `run` and `remove` the names of searches."""
    parser.word("action", "say.word.saved.action", choices=ACTIONS, metavar="ACTION")
    parser.word("words", "say.word.saved.words", nargs="*", metavar="QUERY-or-NAME")
    parser.option("--name", metavar="NAME")
    parser.option("--mode", choices=MODES, default="standard")
    parser.option("-F", "--fixed", action="store_true")
    parser.option("--topic", action="append", metavar="NAME")


def run(arguments: argparse.Namespace, home: Path, terminal: Terminal) -> int:
    """Do what `action` says."""
    if arguments.action in ("add", "remove") and not arguments.words:
        missing = "QUERY" if arguments.action == "add" else "NAME"
        problem = terminal.say("say.problem.missing", names=missing)
        raise UsageError("usage.bad_arguments", problem=problem, command="baogao saved")
    with Workspace(home, writing=arguments.action != "list") as workspace:
        if arguments.action == "add":
            return _add(arguments, workspace, terminal)
        mine = workspace.catalog.notebooks.of(TERMINAL)
        chosen = _chosen(mine.searches(), arguments.words)
        if arguments.action == "remove":
            for search in chosen:
                mine.forget_search(search.number)
                terminal.print(terminal.say("say.saved.removed", name=terminal.plain(search.name)))
            return 0
        found = [as_of_now(workspace.searcher, search) for search in chosen]
        for one in found:
            _print(one, workspace, terminal, reports=arguments.action == "run")
            if arguments.action == "run" and one.now is not None:  # what could not be counted was not seen either
                mine.visited(one.search.number, one.now)
        if not found and not terminal.json:
            terminal.print(terminal.say("say.saved.none"))
        return 0 if any(one.new for one in found) else 1


def _add(arguments: argparse.Namespace, workspace: Workspace, terminal: Terminal) -> int:
    """What is found now counts as seen. A query that cannot be asked is told, and not kept."""
    query = unshielded(arguments.words)
    filters = {"topic": tuple(arguments.topic)} if arguments.topic else {}
    wanted = Request(query, mode=arguments.mode, literal=arguments.fixed, filters=filters)
    workspace.searcher.read(wanted)
    address = address_of(wanted)
    seen = places_of(workspace.searcher, address) or {}
    name = (arguments.name or query).strip()[:100]
    workspace.catalog.notebooks.of(TERMINAL).save_search(name, address, seen)
    terminal.print(terminal.say("say.saved.added", name=terminal.plain(name), r=len(seen), m=sum(seen.values())))
    return 0


def _chosen(searches: Sequence[SavedSearch], names: Sequence[str]) -> list[SavedSearch]:
    """Those named, all where none is. Raises CatalogError("catalog.no_such_search")."""
    unknown = [name for name in names if name not in {search.name for search in searches}]
    if unknown:
        raise CatalogError("catalog.no_such_search")
    return [search for search in searches if not names or search.name in names]


def _print(one: NewPlaces, workspace: Workspace, terminal: Terminal, *, reports: bool) -> None:
    search = one.search
    if terminal.json:
        form = SavedSearchForm(
            search.number,
            search.name,
            "/search?" + search.address,
            one.reports,
            one.places,
            one.new,
            search.seen_at,
            False,
        )
        terminal.print_json({**to_json(form), **({"fresh": dict(one.fresh)} if reports else {})})
        return
    told = terminal.say("web.saved.cannot")
    if one.now is not None:
        told = terminal.say("web.totals", r=one.reports, m=one.places)
        told += "  " + terminal.say("web.saved.new", n=one.new)
    terminal.print(f"{terminal.paint(terminal.plain(search.name), BOLD)}  {told}")
    if not reports:
        return
    for name, card in sorted(workspace.searcher.engine.cards(one.fresh).items()):
        title = terminal.plain(title_of(card.title, card.title_derived, card.source))
        terminal.print(f"  {name}  {title}  +{one.fresh[name]}  {terminal.paint(terminal.plain(card.source), DIM)}")
