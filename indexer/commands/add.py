"""baogao add: import files and folders. Exit 0 all, 1 some failed (listed), 2 usage or environment, nothing touched."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from archive.catalog import Outcome
from archive.errors import UsageError
from archive.model import Notice
from indexer.commands.arguments import Parser
from indexer.commands.terminal import Progress, Terminal
from indexer.commands.values import year
from indexer.intake import Candidate, Intake, walk
from indexer.workspace import Workspace

GIVEN = ("unit", "person", "year", "period")
QUIET = ("unchanged", "skipped")
"""Outcomes that are counted but not listed one by one for people."""


def configure(parser: Parser) -> None:
    """The contract's arguments."""
    parser.word("paths", "say.word.paths", nargs="+", metavar="PATH", type=Path)
    parser.option("--unit", metavar="NAME")
    parser.option("--person", metavar="NAME")
    parser.option("--year", type=year, metavar="YYYY")
    parser.option("--period", metavar="NAME")
    parser.option("--encoding", metavar="NAME")
    parser.option("--jobs", type=int, metavar="N", default=None)


def run(arguments: argparse.Namespace, home: Path, terminal: Terminal) -> int:
    """Import, telling each outcome when its file is safe; then bring the index level."""
    check_encoding(arguments.encoding)
    candidates = walk(arguments.paths)
    given = {name: value for name in GIVEN if (value := getattr(arguments, name)) is not None}
    counted: Counter[str] = Counter()
    with Workspace(home, writing=True) as workspace:
        jobs = workspace.settings.jobs if arguments.jobs is None else arguments.jobs
        noticed: dict[str, Sequence[Notice]] = {}
        intake = Intake(
            workspace.catalog,
            given,
            arguments.encoding,
            jobs,
            lambda candidate, notices: noticed.update({candidate.location: notices}),
        )
        progress = Progress(terminal, len(candidates))
        for done, (candidate, outcome) in enumerate(intake.run(candidates), start=1):
            counted[outcome.status] += 1
            _print(candidate, outcome, noticed.pop(candidate.location, ()), terminal)
            progress(done)
        progress.close()
        indexing = Progress(terminal, 0)
        workspace.catch_up(indexing)
        indexing.close()
    if not terminal.json:
        _summary(counted, terminal)
    return 1 if counted["failed"] else 0


def check_encoding(name: str | None) -> None:
    """UsageError where Python knows no such encoding."""
    try:
        "".encode(name or "utf-8")
    except LookupError as problem:
        raise UsageError("usage.unknown_encoding", name=name) from problem


def _print(candidate: Candidate, outcome: Outcome, notices: Sequence[Notice], terminal: Terminal) -> None:
    if terminal.json:
        error = outcome.error.as_json(terminal.language) if outcome.error else None
        row = {
            "source": candidate.source,
            "location": candidate.location,
            "status": outcome.status,
            "id": outcome.id,
            "error": error,
            "notices": [{"code": notice.code, **notice.evidence} for notice in notices],
        }
        terminal.print_json(row, flush=True)
    elif outcome.status not in QUIET:
        status = terminal.say(f"say.status.{outcome.status}")
        about = outcome.error.message(terminal.language) if outcome.error else outcome.id or ""
        terminal.print(f"{status}  {terminal.plain(candidate.source)}  {terminal.plain(about)}", flush=True)
        for notice in notices:
            terminal.print("      " + terminal.plain(terminal.say(notice.code, **notice.evidence)), flush=True)


def _summary(counted: Counter[str], terminal: Terminal) -> None:
    numbers = {
        status: counted[status] for status in ("added", "updated", "unchanged", "duplicate", "skipped", "failed")
    }
    terminal.print(terminal.say("import.done", total=sum(counted.values()), **numbers))
