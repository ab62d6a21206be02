"""What one serving process does when nobody asks it to: keeps the index level, reads it again, heals it, and has
reports that an earlier edition of their reader read, read again.

A disk may alter bytes by itself, without a new time of the file; an index that has seen many changes is worn. Both are
seen to here, at low priority and in a small share of the time, beside the index that answers. What was found is told
in the log and, through a file beside the index, by `/health` of every process.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from archive.errors import ArchiveError, EngineError
from archive.storage import disk
from indexer.audit.recorder import Recorder
from indexer.index.embedded.engine import EmbeddedEngine
from indexer.ingest import background, reread
from indexer.maintenance import rebuild_process
from indexer.processes.allocator import give_back
from indexer.settings import Settings
from indexer.workspace import Workspace

SHARE = 0.05
"""Of the time, in which it reads; the rest it waits."""
PAUSE = 600.0
"""Seconds between two rounds over the whole index."""
AGAIN = 30.0
"""Seconds after which it tries again what was not possible."""
TOLD = 1.0
"""Seconds between two words on how far it is."""
NICE = 10
"""Steps of priority below the threads that answer, where a thread can have its own."""
FILE = "upkeep.json"

_log = logging.getLogger(__name__)

Wait = Callable[[float], object]
"""Waits so many seconds."""


@dataclass(frozen=True, slots=True)
class Account:
    """What became of it: the end of the last whole round (UTC), what is damaged, how often and when it was healed,
    whether pieces of the index are to be merged for which the disk has too little room, and of how many reports so many
    are in the index that is being built anew (None: none is).
    """

    verified_at: str | None = None
    damaged: str | None = None
    healed: int = 0
    healed_at: str | None = None
    merge_waits_for_room: bool = False
    rebuilding: tuple[int, int] | None = None

    def as_json(self) -> dict[str, object]:
        """Every field by its name."""
        return asdict(self)


def account_of(home: Path) -> Account:
    """As the process that does it has written down; an empty one where there is none to read."""
    try:
        kept = json.loads((home / "index" / FILE).read_text(encoding="utf-8"))
        done = kept.pop("rebuilding", None)
        return Account(**kept, rebuilding=None if done is None else (int(done[0]), int(done[1])))
    except (OSError, ValueError, TypeError, AttributeError, LookupError):
        return Account()


def begin(home: Path, settings: Settings) -> None:
    """In a thread of its own, which ends with the process; only one of several processes calls this."""
    threading.Thread(target=_for_ever, args=(home, settings), name="upkeep", daemon=True).start()


def once(workspace: Workspace, wait: Wait = time.sleep) -> Account:
    """One round: bring the index level, read all of it, heal what is damaged; one of an earlier program goes on
    answering while its successor is built. Raises ArchiveError where it cannot.
    """
    account = replace(account_of(workspace.home), rebuilding=None)
    kept = isinstance(workspace.engine, EmbeddedEngine) and workspace.catalog.last_change() > 0
    state = workspace.engine.state()
    if kept and state.outdated:
        _log.info("the index is of an earlier version; its successor is built")
        _rebuilt(workspace, account, only_if_stale=True)
    lost = kept and not state.fingerprint
    harm = "it cannot be read, or is of another version" if lost else None
    if harm is None:
        rebuild_process.level(workspace)
        harm = _harm(workspace, wait)
    if harm is None:
        account = replace(account, verified_at=_now(), damaged=None, merge_waits_for_room=_merged(workspace))
    else:
        _log.error("the index is damaged and is built anew: %s", harm)
        _keep(workspace.home, replace(account, damaged=harm))
        _rebuilt(workspace, replace(account, damaged=harm), only_if_stale=lost)
        _log.warning("the index has been built anew")
        account = replace(account, damaged=None, healed=account.healed + 1, healed_at=_now())
    _keep(workspace.home, account)
    return account


def _for_ever(home: Path, settings: Settings) -> None:
    if sys.platform == "linux":
        with suppress(OSError):  # a service may be forbidden to (systemd: SystemCallFilter)
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)
    told, tried = "", frozenset[str]()
    while True:
        try:
            with Workspace(home, writing=True, settings=settings) as workspace:
                tried = _read_again(workspace, tried)
                _keep_record(home, settings)
                healed = account_of(home).healed
                pause = PAUSE if once(workspace).healed == healed else AGAIN
            told = ""
        except ArchiveError as problem:  # another writes for long, the disk is full: told once, tried again
            if problem.code != told:
                _log.warning("%s: %s", problem.code, problem)
            told, pause = problem.code, AGAIN
        give_back()
        time.sleep(pause)


def _keep_record(home: Path, settings: Settings) -> None:
    recorder = Recorder(home, settings)
    try:
        recorder.keep_up()
    finally:
        recorder.close()


def _read_again(workspace: Workspace, tried: frozenset[str]) -> frozenset[str]:
    """Have reports of earlier editions read again, each once while this process lives: some cannot be. All tried."""
    ids = reread.older(workspace.catalog, recognise=workspace.settings.ocr != "off")
    if not tried.issuperset(ids):
        background.start(workspace.home, reread.REREADING)
    return tried.union(ids)


def _harm(workspace: Workspace, wait: Wait) -> str | None:
    """The first damage of the files in force."""
    engine = workspace.engine
    if not isinstance(engine, EmbeddedEngine):
        return None
    begun = time.perf_counter()
    try:
        for harm in engine.patrol():
            if harm is not None:
                return f"{harm[0].name} ({harm[1]})"
            wait((time.perf_counter() - begun) * (1 / SHARE - 1))
            begun = time.perf_counter()
    except EngineError as problem:
        if problem.code != "index.damaged":
            raise
        return str(problem.evidence["problem"])
    return None


def _merged(workspace: Workspace) -> bool:
    """Merge the pieces of the index that should be one; whether some wait for room on the disk."""
    engine = workspace.engine
    if not isinstance(engine, EmbeddedEngine):
        return False
    while engine.merge():
        pass
    return engine.waits_for_room()


def _rebuilt(workspace: Workspace, account: Account, *, only_if_stale: bool) -> None:
    """Build the index anew, and write down meanwhile how far it is."""
    told = 0.0

    def progress(done: int, reports: int) -> None:
        nonlocal told
        if time.monotonic() - told >= TOLD:
            told = time.monotonic()
            _keep(workspace.home, replace(account, rebuilding=(done, reports)))

    progress(0, workspace.catalog.counts().reports)
    try:
        rebuild_process.rebuilt(
            workspace, workspace.catalog, workspace.engine, progress=progress, only_if_stale=only_if_stale
        )
    finally:
        _keep(workspace.home, account)


def _keep(home: Path, account: Account) -> None:
    path = home / "index" / FILE
    with suppress(OSError):  # a full disk: it is only what is told
        disk.write_whole(path, json.dumps(account.as_json()).encode(), lasting=False)


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
