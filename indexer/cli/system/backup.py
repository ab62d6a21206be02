"""baogao backup: the whole archive in one file, while it is in use. Exit 2 where that is not possible."""

from __future__ import annotations

import argparse
from contextlib import suppress
from pathlib import Path

from indexer.audit.recorder import Recorder
from indexer.cli.arguments import Parser
from indexer.cli.terminal import Terminal
from indexer.maintenance import backup, backup_record
from indexer.workspace import Workspace


def configure(parser: Parser) -> None:
    """Add the verb's word: the file to write."""
    parser.word("file", "say.word.backup", metavar="FILE", type=Path)


def run(arguments: argparse.Namespace, home: Path, terminal: Terminal) -> int:
    """Write the whole archive but for its index into one zip file."""
    with Workspace(home) as workspace:
        recorder = Recorder(home, workspace.settings, read_only=True)
        try:
            last = recorder.audit.last() if recorder.exists else None
        finally:
            recorder.close()
        saved = backup.save(workspace.catalog, home, arguments.file, last)
        with suppress(OSError):  # the backup is on the disk; only the page does not know of it
            backup_record.note_backup(home, arguments.file, saved.reports)
    if terminal.json:
        terminal.print_json({"file": str(arguments.file), "reports": saved.reports, "originals": saved.originals})
    else:
        path = terminal.plain(str(arguments.file))
        terminal.print(terminal.say("say.backed_up", reports=saved.reports, originals=saved.originals, path=path))
    return 0
