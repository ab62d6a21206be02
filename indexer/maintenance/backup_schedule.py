"""Backups by a schedule: made, restored on trial, and the oldest taken away. What became of the last stands beside the
catalog, for the page and the terminal.

A backup that nobody ever restored is a hope: each is restored into a folder beside it, verified as `restore` verifies,
and deleted again. Settings: `backup_folder`, `backup_every` (hours), `backup_keep`; an administrator may change them on
the page while the service runs.
"""

from __future__ import annotations

import json
import logging
import re
import shutil
import threading
import time
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from archive.errors import ArchiveError, UsageError
from archive.storage import disk
from archive.storage.file_lock import held, is_held
from indexer.maintenance import backup
from indexer.maintenance.backup_record import note_backup
from indexer.settings import Settings, chosen
from indexer.workspace import Workspace

RECORD = "scheduled-backup.json"
LOCK = "scheduled-backup.lock"
WANTED = "scheduled-backup.wanted"
NAMED = re.compile(r"baogao-\d{8}-\d{6}\.zip")
TRIAL = ".trial"
LOOK_SECONDS = 5.0
"""Between two looks at whether one is due, or wanted now."""
AGAIN = timedelta(hours=1)
"""After which one that failed is tried again, or sooner where they are made oftener."""
ROOM = 1.1
"""Of the bytes of the originals and the catalog: what a trial needs on the disk."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Scheduled:
    """The last one. Times are local, ISO 8601 with their zone, "" for never; `problem` is an error's code, "" for none.

    `trial`: "restored", "failed", or "no_room" where the disk had none for it; "" before it was tried.
    """

    begun_at: str = ""
    ended_at: str = ""
    file: str = ""
    bytes: int = 0
    reports: int = 0
    problem: str = ""
    told: str = ""
    trial: str = ""


def last_scheduled(home: Path) -> Scheduled:
    """What is written of the last one; an empty one where nothing is, or nothing that can be read."""
    try:
        return Scheduled(**json.loads((home / RECORD).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return Scheduled()


def folder_of(home: Path, settings: Settings) -> Path | None:
    """Where backups go, relative names below the home; None where none are to be made."""
    return (home / Path(settings.backup_folder).expanduser()) if settings.backup_folder else None


def running(home: Path) -> bool:
    """Is one being made now?"""
    return is_held(home / LOCK)


def next_at(home: Path, settings: Settings) -> datetime | None:
    """When the next is due, local time; None where there is no schedule. A past moment: as soon as somebody looks."""
    if folder_of(home, settings) is None or not settings.backup_every:
        return None
    last = last_scheduled(home)
    begun = _moment(last.begun_at)
    if begun is None:
        return datetime.now().astimezone()
    every = timedelta(hours=settings.backup_every)
    return begun + (min(every, AGAIN) if last.problem else every)


def ask_for_one(home: Path) -> None:
    """Have the service make one now. Raises OSError."""
    (home / WANTED).touch()


def begin(home: Path, settings: Settings) -> None:
    """Keep the schedule in a thread of its own, which ends with the process; one of several processes calls this."""
    threading.Thread(target=_for_ever, args=(home, settings), name="backups", daemon=True).start()


def is_due(home: Path, settings: Settings) -> bool:
    """Is it time, or does somebody want one? Never where there is no folder for them."""
    if folder_of(home, settings) is None:
        return False
    when = next_at(home, settings)
    return (home / WANTED).exists() or (when is not None and when <= datetime.now().astimezone())


def make(home: Path, settings: Settings) -> Scheduled | None:
    """Make one, try it, take the oldest away; None where another process is at it. What goes wrong is in the note.

    Raises OSError where not even that can be written.
    """
    folder = folder_of(home, settings)
    assert folder is not None
    with held(home / LOCK) as mine:
        if not mine:
            return None
        (home / WANTED).unlink(missing_ok=True)
        begun = Scheduled(begun_at=_now())
        _note(home, begun)
        try:
            made = _made(home, settings, folder, begun)
        except (ArchiveError, OSError) as problem:
            code = problem.code if isinstance(problem, ArchiveError) else "backup.folder"
            _log.error("scheduled backup: %s", code)
            made = replace(begun, ended_at=_now(), problem=code, told=str(problem))
        _note(home, made)
        return made


def _made(home: Path, settings: Settings, folder: Path, begun: Scheduled) -> Scheduled:
    folder.mkdir(parents=True, exist_ok=True)
    _sweep(folder)
    target = folder / f"baogao-{datetime.now().astimezone():%Y%m%d-%H%M%S}.zip"
    with Workspace(home, settings=settings) as workspace:
        saved = backup.save(workspace.catalog, home, target, settings)
    made = replace(begun, file=target.name, bytes=target.stat().st_size, reports=saved.reports)
    _note(home, made)
    tried = replace(_tried(made, target), ended_at=_now())
    if not tried.problem:
        with suppress(OSError):  # the backup is there; only the first page does not know of it
            note_backup(home, target, saved.reports)
        _keep(folder, settings.backup_keep)
    _log.info("scheduled backup", extra={"fields": {"reports": saved.reports, "trial": tried.trial}})
    return tried


def _tried(made: Scheduled, target: Path) -> Scheduled:
    """Restore it into a folder beside it, which is deleted again."""
    place = target.with_name(target.name + TRIAL)
    try:
        if disk.free(target) < ROOM * backup.size_of(target):
            return replace(made, trial="no_room")
        found = backup.restore(target, place)
        if found != made.reports:
            told = f"{found} / {made.reports}"
            return replace(made, trial="failed", problem="backup.trial_differs", told=told)
    except ArchiveError as problem:
        return replace(made, trial="failed", problem=problem.code, told=str(problem))
    finally:
        shutil.rmtree(place, ignore_errors=True)
    return replace(made, trial="restored")


def _keep(folder: Path, most: int) -> None:
    """Delete the oldest of ours, so that `most` are left (0: all stay)."""
    ours = sorted(path for path in folder.iterdir() if NAMED.fullmatch(path.name))
    for path in ours[: len(ours) - most] if most else ():
        disk.delete_if_possible(path)


def _sweep(folder: Path) -> None:
    """What a trial left that was killed."""
    for path in folder.iterdir():
        if path.name.endswith(TRIAL) and NAMED.fullmatch(path.name.removesuffix(TRIAL)):
            shutil.rmtree(path, ignore_errors=True)


def _for_ever(home: Path, settings: Settings) -> None:
    while True:
        try:
            wanted = chosen(home, settings)
            if is_due(home, wanted):
                make(home, wanted)
        except (OSError, UsageError) as problem:
            _log.error("scheduled backup: %s", problem)
            time.sleep(AGAIN.total_seconds())
        time.sleep(LOOK_SECONDS)


def _note(home: Path, scheduled: Scheduled) -> None:
    disk.write_whole(home / RECORD, json.dumps(asdict(scheduled), ensure_ascii=False).encode(), lasting=False)


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")


def _moment(at: str) -> datetime | None:
    try:
        return datetime.fromisoformat(at).astimezone() if at else None
    except ValueError:
        return None
