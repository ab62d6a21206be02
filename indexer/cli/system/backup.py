"""baogao backup: the whole archive in one file, while it is in use. Exit 2 where that is not possible.

`--scheduled` makes one as the service does by its schedule, with a trial, and exits 1 where that goes wrong.
"""

from __future__ import annotations

import argparse
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from archive.errors import UsageError
from indexer import settings as settings_room
from indexer.cli.arguments import Parser
from indexer.cli.terminal import Terminal
from indexer.maintenance import backup, backup_record, backup_schedule
from indexer.workspace import Workspace


def configure(parser: Parser) -> None:
    """Add the verb's word: the file to write, or that it is one of the schedule."""
    parser.word("file", "say.word.backup", nargs="?", metavar="FILE", type=Path)
    parser.option("--scheduled", action="store_true")
    parser.options.add_argument("--last", action="store_true", help=parser.terminal.say("say.option.last_backup"))


def run(arguments: argparse.Namespace, home: Path, terminal: Terminal) -> int:
    """Write the whole archive but for its index into one zip file."""
    if arguments.scheduled or arguments.last:
        return _scheduled(arguments.last, home, terminal)
    if arguments.file is None:
        raise UsageError("backup.which_file")
    with Workspace(home) as workspace:
        saved = backup.save(workspace.catalog, home, arguments.file, workspace.settings)
        with suppress(OSError):  # the backup is on the disk; only the page does not know of it
            backup_record.note_backup(home, arguments.file, saved.reports)
    if terminal.json:
        terminal.print_json({"file": str(arguments.file), "reports": saved.reports, "originals": saved.originals})
    else:
        path = terminal.plain(str(arguments.file))
        terminal.print(terminal.say("say.backed_up", reports=saved.reports, originals=saved.originals, path=path))
    return 0


def _scheduled(only_last: bool, home: Path, terminal: Terminal) -> int:
    settings = settings_room.load(home)
    if only_last:
        found: backup_schedule.Scheduled | None = backup_schedule.last_scheduled(home)
    elif backup_schedule.folder_of(home, settings) is None:
        raise UsageError("backup.no_folder")
    else:
        with Workspace(home, settings=settings) as workspace:
            assert workspace.catalog  # raises where there is no archive
        try:
            found = backup_schedule.make(home, settings)
        except OSError as problem:
            raise UsageError("audit.unwritten", path=str(home), problem=problem.strerror or "") from problem
    if found is None:
        raise UsageError("backup.running")
    if terminal.json:
        terminal.print_json(asdict(found))
    elif not found.begun_at:
        terminal.print(terminal.say("backup.last.none"))
    elif found.problem:
        terminal.print(terminal.say("backup.last.failed", at=found.begun_at, problem=terminal.plain(found.told)))
    else:
        trial = terminal.say(f"backup.trial.{found.trial or 'none'}")
        terminal.print(
            terminal.say("backup.last.made", at=found.begun_at, file=found.file, reports=found.reports, trial=trial)
        )
    return 1 if found.problem or not found.begun_at else 0
