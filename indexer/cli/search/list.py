"""baogao list: every report, a line each."""

from __future__ import annotations

import argparse
from pathlib import Path

from archive.doubts import to_check
from archive.readers import editions
from archive.readers.left_out import PARTLY_READ, PREFIX
from indexer.cli.arguments import Parser
from indexer.cli.terminal import DIM, Terminal
from indexer.cli.unread_files import print_unread
from indexer.forms.form import to_json
from indexer.forms.report import entry_form
from indexer.rights.person import as_seen
from indexer.search.citation import checks_told, title_of, year_told
from indexer.workspace import Workspace

DOUBTS = frozenset({"read.guessed_encoding"}) | PARTLY_READ
"""What a reader noticed that makes the text itself doubtful."""
OLDER = "read.older"
"""A doubt of its own: an earlier edition of the reader gave the text."""


def configure(parser: Parser) -> None:
    """The contract's arguments, and the files that gave no report."""
    parser.option("--unread", action="store_true")
    parser.option("--topic", metavar="NAME")
    parser.option("--as", dest="seen_by", metavar="NAME")


def run(arguments: argparse.Namespace, home: Path, terminal: Terminal) -> int:
    """Print them, one object a line under --json."""
    with Workspace(home) as workspace:
        seen = as_seen(workspace, arguments.seen_by)
        if arguments.unread:
            return print_unread(seen.catalog, terminal)
        doubtful = seen.catalog.noticed(DOUBTS)
        older = frozenset(editions.older(seen.catalog.editions()))
        checks = {name: to_check(head) for name, _, head in seen.catalog.mastheads()}
        held = seen.searcher.topics.of(arguments.topic) if arguments.topic else None
        for entry in seen.catalog.list():
            if held is not None and entry.id not in held:
                continue
            doubts = [*sorted(doubtful.get(entry.id, ())), *([OLDER] if entry.id in older else [])]
            if terminal.json:
                terminal.print_json(to_json(entry_form(entry, doubts, checks.get(entry.id, ()))))
                continue
            title = terminal.say("say.no_title")
            if entry.title:
                title = title_of(entry.title, entry.title_derived, entry.source)
            told = dict.fromkeys(terminal.say(_said(code)) for code in doubts)
            facts = (entry.unit, entry.person, year_told(entry, terminal.say), entry.period, entry.type, *told)
            known = " · ".join(
                str(value) for value in (*facts, checks_told(checks.get(entry.id, ()), terminal.say)) if value
            )
            source = terminal.paint(entry.source, DIM)
            terminal.print(f"{entry.id}  {terminal.plain(title)}  {terminal.plain(known)}  {source}")
    return 0


def _said(doubt: str) -> str:
    """The message of a doubt: all that was left out is one."""
    return f"say.doubt.{PREFIX.rstrip('.') if doubt.startswith(PREFIX) else doubt}"
