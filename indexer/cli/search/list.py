"""baogao list: every report, a line each."""

from __future__ import annotations

import argparse
from pathlib import Path

from indexer.cli.arguments import Parser
from indexer.cli.terminal import DIM, Terminal
from indexer.search.citation import title_of
from indexer.workspace import Workspace

DOUBTS = ("read.guessed_encoding", "read.pages_without_text", "read.recognised")
"""What a reader noticed that makes the text itself doubtful."""


def configure(parser: Parser) -> None:
    """The contract's arguments, and the files that gave no report."""
    parser.option("--unread", action="store_true")


def run(arguments: argparse.Namespace, home: Path, terminal: Terminal) -> int:
    """Print them, one object a line under --json."""
    with Workspace(home) as workspace:
        if arguments.unread:
            return _unread(workspace, terminal)
        doubtful = {code: workspace.catalog.noticed({code}) for code in DOUBTS}
        for entry in workspace.catalog.list():
            doubts = [code for code, ids in doubtful.items() if entry.id in ids]
            if terminal.json:
                terminal.print_json({**entry.as_json(), "doubts": doubts})
                continue
            title = terminal.say("say.no_title")
            if entry.title:
                title = title_of(entry.title, entry.title_derived, entry.source)
            told = [terminal.say(f"say.doubt.{code}") for code in doubts]
            facts = (entry.unit, entry.person, entry.year, entry.period, entry.type, *told)
            known = " · ".join(str(value) for value in facts if value)
            source = terminal.paint(entry.source, DIM)
            terminal.print(f"{entry.id}  {terminal.plain(title)}  {terminal.plain(known)}  {source}")
    return 0


def _unread(workspace: Workspace, terminal: Terminal) -> int:
    for file in workspace.catalog.unread():
        if terminal.json:
            terminal.print_json(
                {"source": file.source, "location": file.location, "error": file.error.as_json(terminal.language)}
            )
        else:
            terminal.print(f"{terminal.plain(file.source)}  {terminal.about(file.error)}")
    return 0
