"""baogao watch: follow folders until told to end (Ctrl+C, SIGTERM: exit 0). Exit 2 usage or environment."""

from __future__ import annotations

import argparse
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from archive.errors import ArchiveError, UsageError
from indexer.cli.arguments import Parser
from indexer.cli.terminal import Terminal
from indexer.forms.form import to_json
from indexer.forms.imports import OutcomeForm
from indexer.forms.problem import problem_form
from indexer.forms.report import notice_forms
from indexer.ingest.watch_folders import FolderWatch, Followed
from indexer.workspace import Workspace

QUIET = ("unchanged", "skipped")


def configure(parser: Parser) -> None:
    """Folders; without any, those of the setting `watch`."""
    parser.word("folders", "say.word.folders", nargs="*", metavar="DIR", type=Path)
    parser.option("--polling", action="store_true")
    parser.option("--once", action="store_true")


def run(arguments: argparse.Namespace, home: Path, terminal: Terminal) -> int:
    """Bring the archive level with the folders, and keep it so; `--once` ends when nothing is left to do."""
    with Workspace(home, writing=True) as workspace:
        folders = [folder.absolute() for folder in arguments.folders or workspace.settings.watched]
        if not folders:
            raise UsageError("usage.nothing_to_watch")
        for folder in folders:
            if folder.exists() and not folder.is_dir():
                raise UsageError("usage.not_a_folder", path=str(folder))

        def told(what: Path | ArchiveError) -> None:
            words = what.message(terminal.language) if isinstance(what, ArchiveError) else _missing(what, terminal)
            terminal.err.write(terminal.plain(words) + "\n")
            terminal.err.flush()

        following = FolderWatch(workspace, folders, told, quiet=workspace.settings.watch_quiet)
        terminal.err.write(terminal.say("watch.begun", folders="、".join(map(str, folders))) + "\n")
        terminal.err.flush()
        with _ended_by_signals() as stop:
            for followed in (
                _until_level(following, stop) if arguments.once else following.run(stop, polling=arguments.polling)
            ):
                _print(followed, terminal)
    return 0


def _until_level(following: FolderWatch, stop: threading.Event) -> Iterator[Followed]:
    yield from following.look(stop)
    while following.waits and not stop.wait(following.quiet / 4):
        yield from following.look(stop)


def _missing(folder: Path, terminal: Terminal) -> str:
    return terminal.say("watch.missing", path=str(folder))


@contextmanager
def _ended_by_signals() -> Iterator[threading.Event]:
    """An event that Ctrl+C and SIGTERM set: the file under way is finished, or taken back. A second one is hard."""
    stop = threading.Event()
    before: dict[int, Callable[[int, FrameType | None], object] | int | None] = {}

    def end(number: int, frame: FrameType | None) -> None:
        if stop.is_set():
            handler = before[number]
            if callable(handler):
                handler(number, frame)
        stop.set()

    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    for number in (signal.SIGINT, signal.SIGTERM):
        before[number] = signal.signal(number, end)
    try:
        yield stop
    finally:
        for known, handler in before.items():
            signal.signal(known, handler)


def _print(followed: Followed, terminal: Terminal) -> None:
    if terminal.json:
        error = problem_form(followed.error, terminal.language) if followed.error else None
        notices = notice_forms(followed.notices)
        row = OutcomeForm(followed.source, followed.location, followed.kind, followed.id, error, notices)
        terminal.print_json(to_json(row), flush=True)
    elif followed.kind not in QUIET:
        about = terminal.about(followed.error) if followed.error else followed.id or ""
        status = terminal.say(f"say.status.{followed.kind}")
        terminal.print(f"{status}  {terminal.plain(followed.source)}  {about}", flush=True)
        for notice in followed.notices:
            terminal.print("      " + terminal.plain(terminal.say(notice.code, **notice.evidence)), flush=True)
