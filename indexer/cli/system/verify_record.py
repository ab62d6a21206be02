"""baogao verify-record: does the archive still give what an exported record says?

Exit 0 the same, 1 where anything differs, 2 error.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from archive.errors import UsageError
from indexer.cli.arguments import Parser
from indexer.cli.terminal import Terminal
from indexer.forms.checklist import verified_form
from indexer.forms.form import to_json
from indexer.tables.record_verification import record_in, verify
from indexer.workspace import Workspace


def configure(parser: Parser) -> None:
    """Add the verb's word: the file with the record."""
    parser.word("file", "say.word.record", metavar="FILE", type=Path)


def run(arguments: argparse.Namespace, home: Path, terminal: Terminal) -> int:
    """Read its lines, ask again, tell every difference."""
    path: Path = arguments.file
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise UsageError("usage.unreadable_file", path=str(path), problem=problem.strerror or "") from problem
    record = record_in(data, path.name)
    with Workspace(home) as workspace:
        found = verify(workspace.searcher, record)
    if terminal.json:
        form = verified_form(found, program=record.program, at=record.at, reports=len(record.references))
        terminal.print_json(to_json(form))
        return 1 if found else 0
    about = {"name": terminal.plain(path.name), "program": terminal.plain(record.program), "at": record.at}
    if not found:
        terminal.print(terminal.say("record.same", n=len(record.references), **about))
        return 0
    terminal.print(terminal.say("record.differs", n=len(found), **about))
    for one in found:
        said = terminal.say(f"record.what.{one.what}", of=one.of, before=one.before or "—", now=one.now or "—")
        terminal.print("  " + terminal.plain(said))
    return 1
