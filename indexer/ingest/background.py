"""Imports in the background: takes in what waits in `upload_spool`, in a process of its own, so that pages stay quick.

`python -m indexer.ingest.background HOME NUMBER`. All state lies in the home: a process that is killed leaves an import
that anyone may take up again, and one that finds it held by another leaves at once.
"""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import FrameType

from archive.catalog import Outcome, Unread
from archive.errors import ArchiveError, EngineError, ReadError
from archive.readers.system_files import first_of, summary_of
from indexer import settings as settings_room
from indexer.comparison import equal_texts
from indexer.ingest import likenesses
from indexer.ingest.comparing_process import COMPARING
from indexer.ingest.import_log import ImportLog
from indexer.ingest.pipeline import (
    NOT_KEPT,
    Candidate,
    Pipeline,
    again,
)
from indexer.ingest.rebuild import REBUILDING, rebuild
from indexer.ingest.reread import REREADING, read_again
from indexer.ingest.upload_spool import UploadSpool, Waiting
from indexer.logs import context, faults
from indexer.logs.configuration import configure, watch_threads
from indexer.workspace import Workspace

PATIENCE = 120.0
"""Seconds without a new file after which whoever sent them is taken to have gone."""
INTERNAL = 70
"""The exit status after a bug: EX_SOFTWARE of sysexits.h."""
LOOK = 0.2
FRESH = 0.7
"""Seconds after which outcomes are written down: somebody is watching."""
LEVEL = 128
"""New reports after which the index is brought level."""
PLACE = "page:"
"""Before the place of a file that came through the page: it has no path that we know."""

AT_ONCE = 4
"""Imports that one serving process lets run at the same time."""

_turns = threading.BoundedSemaphore(AT_ONCE)
_log = logging.getLogger(__name__)


def start(home: Path, number: int) -> None:
    """Let a process of its own bring in import `number`; return at once. What is too many waits for its turn."""
    threading.Thread(target=_brought_in, args=(home, number), name=f"import-{number}", daemon=True).start()


def _brought_in(home: Path, number: int) -> None:
    with _turns:
        subprocess.run(  # our own interpreter and module
            [sys.executable, "-m", "indexer.ingest.background", str(home), str(number)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            check=False,  # what went wrong stands in the record
        )


class BackgroundImport:
    """One import, file by file, until no more will come."""

    def __init__(self, workspace: Workspace, number: int, *, patience: float = PATIENCE) -> None:
        self._workspace = workspace
        self._catalog = workspace.catalog
        self._incoming = UploadSpool(workspace.home)
        self._number = number
        self._patience = patience
        self._written = time.monotonic()
        self._done: dict[int, bool] = {}
        self._known: set[tuple[int, str]] = set()
        self._unread: dict[str, Unread] = {}

    def run(self) -> None:
        """Bring everything in, then level the index. Raises what stops the import; it is written down before."""
        told = self._catalog.imports.get(self._number)
        if told is None or told.ended_at is not None:
            return
        recorder = ImportLog(self._catalog.imports, told.way, told.source, number=self._number)
        with recorder:
            told = self._catalog.imports.get(self._number)
            if not recorder.mine or told is None or told.ended_at is not None:
                recorder.mine = False  # another process has it, or has just done it
                return
            files = self._catalog.imports.files(self._number)
            self._known = {(file.place, file.name) for file in files}
            new = self._rounds(recorder, dict(told.given), told.fonds)
            self._level(len(new))
            equal_texts.digest(self._catalog)  # whoever sees that it is done may hide copies
        self._incoming.drop(self._number)
        with suppress(EngineError):  # they stay listed as not compared
            likenesses.settle(self._workspace, seconds=likenesses.IN_BACKGROUND)

    def _rounds(self, recorder: ImportLog, given: dict[str, str | int], fonds: str) -> list[str]:
        """Where there are fonds, whoever brought a file learns of no other's copy of it than those beside it."""
        new: list[str] = []
        readable = frozenset({fonds}) if self._catalog.fonds.all() else None
        level = 0
        settings = self._workspace.settings
        for files in self._arriving():
            intake = Pipeline(
                self._catalog,
                given,
                None,
                settings.jobs,
                recognise=settings.ocr != "off",
                fonds=fonds,
                readable=readable,
            )
            waiting = {file.path: file for file in files}
            if any(file.again for file in files):
                self._unread = {one.location: one for one in self._catalog.unread()}
            for candidate, outcome in intake.run(map(self._candidate, files)):
                new += self._enter(recorder, waiting[candidate.path], candidate, outcome)
                if len(new) - level >= LEVEL:
                    level = self._level(len(new))
            self._write(recorder)
        return new

    def _level(self, new: int) -> int:
        """Let the index see the `new` reports so far: what it lacks, every search would have to read from the texts."""
        with suppress(EngineError):  # another process holds it
            self._workspace.catch_up()
        return new

    def _arriving(self) -> Iterator[list[Waiting]]:
        """What waits, and then what has come meanwhile, until no more will. Raises ReadError("import.incomplete")."""
        idle = time.monotonic()
        while True:
            closed = self._incoming.is_closed(self._number)
            files = list(self._incoming.waiting(self._number))
            if files:
                yield files
                idle = time.monotonic()
            elif closed:
                return
            elif time.monotonic() - idle > self._patience:
                raise ReadError("import.incomplete", patience=round(self._patience))
            else:
                time.sleep(LOOK)

    def _candidate(self, file: Waiting) -> Candidate:
        if file.again:
            found = self._unread.get(file.again)
            gone = ReadError("read.unreadable", name=file.name, problem="no longer listed")
            known = again(self._catalog, found) if found else Candidate(file.path, file.name, named=True, error=gone)
            return replace(known, path=file.path)
        system = first_of(file.name)
        error = summary_of(file.name, [system]) if system else None
        if error is None and not file.whole:
            error = ReadError("import.half", name=file.name)
        place = f"{PLACE}{self._number}/{file.place}/{file.name}"
        return Candidate(
            file.path, file.name, named="/" not in file.name, place=place, error=error, data=b"" if error else None
        )

    def _enter(self, recorder: ImportLog, file: Waiting, candidate: Candidate, outcome: Outcome) -> list[str]:
        """Note an outcome; the ids of reports that are new by it."""
        secret = outcome.error is not None and outcome.error.code in NOT_KEPT
        self._done[file.place] = self._done.get(file.place, False) or secret
        if outcome.status == "unchanged" and not file.again:
            outcome = replace(outcome, status="added")  # its place is this import's alone: it was added before a kill
        if (file.place, "" if secret else candidate.source) not in self._known:
            recorder.enter(candidate, outcome, file.place)
        if time.monotonic() - self._written > FRESH:
            self._write(recorder, but=file.place)
        return [outcome.id] if outcome.id and outcome.status in ("added", "updated") else []

    def _write(self, recorder: ImportLog, but: int = 0) -> None:
        """Outcomes into the record, then their files away; `but`: more may come out of that one."""
        self._written = time.monotonic()
        if not recorder.flush():
            return
        for place in [place for place in self._done if place != but]:
            self._incoming.forget(self._number, place, wiped=self._done.pop(place))


def main(arguments: list[str]) -> int:
    """One import, by the command line of `start`."""
    home, number = arguments
    signal.signal(signal.SIGTERM, _end)
    if hasattr(signal, "pthread_sigmask"):  # a process that serves may have blocked them for itself
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM, signal.SIGINT})
    if hasattr(os, "nice"):
        with suppress(OSError):  # a service may be forbidden to (systemd: SystemCallFilter)
            os.nice(5)  # readers come first
    with context.whole_process("import", int(number)):
        try:
            _bring(Path(home), int(number))
        except ArchiveError as problem:
            _log.error("stopped: %s: %s", problem.code, problem)  # the code and its evidence say it all
            return 1
        except Exception as error:  # noqa: BLE001 # a bug: the record has its number, the log its trace
            faults.recorded(error)
            return INTERNAL
        except KeyboardInterrupt:
            return 130
    return 0


def _bring(home: Path, number: int) -> None:
    settings = settings_room.load(home)
    configure(settings, home, role="import")
    watch_threads()
    with Workspace(home, writing=True, settings=settings) as workspace:
        if number == COMPARING:
            likenesses.settle(workspace, seconds=likenesses.IN_BACKGROUND)
        elif number == REREADING:
            read_again(workspace)
            likenesses.settle(workspace, seconds=likenesses.IN_BACKGROUND)
        elif number == REBUILDING:
            rebuild(workspace)
        else:
            BackgroundImport(workspace, number).run()


def _end(_: int, __: FrameType | None) -> None:
    sys.exit(143)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
