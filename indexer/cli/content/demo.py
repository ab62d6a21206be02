"""baogao demo: thirty invented papers to try the archive with; --remove takes them away wholly. Exit 0, 2 error."""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from indexer.cli.arguments import Parser
from indexer.cli.terminal import Progress, Terminal
from indexer.demo import collection
from indexer.demo.papers import COLLECTION, papers
from indexer.forms.form import to_json
from indexer.forms.service import DemoForm
from indexer.ingest import likenesses
from indexer.wordings.wordings import Wordings
from indexer.workspace import Workspace


def configure(parser: Parser) -> None:
    """Only the way back."""
    parser.option("--remove", action="store_true")


def run(arguments: argparse.Namespace, home: Path, terminal: Terminal) -> int:
    """Bring them in or take them away, then bring the index level; what is done already is passed over."""
    with Workspace(home, writing=True) as workspace:
        if arguments.remove:
            form = DemoForm("removed", 0, 0, collection.remove(workspace.catalog), 0, COLLECTION)
        else:
            form = _add(workspace, terminal)
            likenesses.settle(workspace)
        workspace.catch_up()
        if arguments.remove:
            Wordings(workspace.searcher, home / "index").forget()
    if terminal.json:
        terminal.print_json(to_json(form))
    elif arguments.remove:
        terminal.print(terminal.say("demo.removed", n=form.removed))
    else:
        terminal.print(terminal.say("demo.added", n=form.reports + form.unread, new=form.added, name=COLLECTION))
        if form.unread:
            terminal.print(terminal.say("demo.unread", n=form.unread))
        terminal.print(terminal.say("demo.try"))
    return 0


def _add(workspace: Workspace, terminal: Terminal) -> DemoForm:
    progress = Progress(terminal, len(papers()))
    statuses: Counter[str] = Counter()
    settings = workspace.settings
    for outcome in collection.add(workspace.catalog, jobs=settings.jobs, recognise=settings.ocr != "off"):
        statuses[outcome.status] += 1
        progress(statuses.total())
    progress.close()
    unread = statuses["failed"]
    return DemoForm("added", statuses.total() - unread, statuses["added"], 0, unread, COLLECTION)
