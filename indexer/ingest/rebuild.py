"""The index built anew in the background, asked for by an administrator: whether it is at it, and what became of it."""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from archive.errors import ArchiveError
from archive.storage import disk
from archive.storage.file_lock import held, is_held
from indexer.index import sync
from indexer.workspace import Workspace

REBUILDING = -2
"""In place of an import's number: what `background` does then."""
RECORD, LOCK = "rebuild.json", "rebuild.lock"
TOLD = 1.0
"""Seconds between two words on how far it is."""


@dataclass(frozen=True, slots=True)
class Rebuild:
    """The last one. Times are UTC, "" for never; `problem` is an error's code, "" for none; while it lasts, `done` of
    `of` reports are in.
    """

    begun_at: str = ""
    ended_at: str = ""
    reports: int = 0
    problem: str = ""
    done: int = 0
    of: int = 0

    @property
    def progress(self) -> tuple[int, int] | None:
        """How many reports are in, and of how many; None where that is not known."""
        return (self.done, self.of) if self.of else None


def last_rebuild(home: Path) -> Rebuild:
    """What is written of the last one; an empty one where nothing is, or nothing that can be read."""
    try:
        return Rebuild(**json.loads((home / RECORD).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return Rebuild()


def rebuilding(home: Path) -> bool:
    """Is the index being built anew now, because somebody asked for it?"""
    return is_held(home / LOCK)


def rebuild(workspace: Workspace) -> Rebuild | None:
    """Build it anew beside the one that answers; None where another process is at it. What goes wrong is written down.

    Raises OSError where not even that can be written.
    """
    home = workspace.home
    with held(home / LOCK) as mine:
        if not mine:
            return None
        begun = Rebuild(begun_at=_now())
        _note(home, begun)
        told = 0.0

        def progress(done: int, of: int) -> None:
            nonlocal told
            if time.monotonic() - told >= TOLD:
                told = time.monotonic()
                _note(home, replace(begun, done=done, of=of))

        try:
            sync.rebuild(workspace.catalog, workspace.engine, progress=progress)
            done = replace(begun, ended_at=_now(), reports=workspace.engine.state().reports)
        except ArchiveError as problem:
            done = replace(begun, ended_at=_now(), problem=problem.code)
        _note(home, done)
        return done


def _note(home: Path, told: Rebuild) -> None:
    disk.write_whole(home / RECORD, json.dumps(asdict(told)).encode(), lasting=False)


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
