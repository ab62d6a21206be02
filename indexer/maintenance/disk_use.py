"""How much of the disk an archive takes, by what it is for. Looking is bounded: what was not counted whole says so."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.storage import disk
from indexer.maintenance.backup_schedule import folder_of
from indexer.settings import Settings

SECONDS = 2.0
"""After which no more files are counted: a shared disk may take long for each."""
KINDS = ("catalog", "originals", "index", "people", "waiting", "backups", "others")
"""What the files of a home are for; `waiting`: what has come and is not imported yet."""
_FILES = {"catalog.db": "catalog", "people.db": "people"}
_FOLDERS = {"originals": "originals", "index": "index", "incoming": "waiting"}


@dataclass(frozen=True, slots=True)
class Used:
    """The files of one kind. `whole`: are they all counted?"""

    kind: str
    bytes: int = 0
    files: int = 0
    whole: bool = True


@dataclass(frozen=True, slots=True)
class DiskUse:
    """All of a home, and the bytes of its disk; None where the system does not tell."""

    used: tuple[Used, ...]
    free: int | None
    size: int | None

    @property
    def nearly_full(self) -> bool:
        """Less than a tenth left, and less than ten gigabytes."""
        return self.free is not None and self.size is not None and self.free < min(self.size // 10, 10 << 30)


def disk_use(home: Path, settings: Settings, *, seconds: float = SECONDS) -> DiskUse:
    """What lies in the home, and in its folder for backups wherever that is."""
    until = time.monotonic() + seconds
    backups = folder_of(home, settings)
    found = {kind: Used(kind) for kind in KINDS}
    for path in _entries(home):
        kind = _FOLDERS.get(path.name) or _FILES.get(path.name.partition("-")[0], "others")
        if path != backups:
            found[kind] = _added(found[kind], path, until, apart=backups)
    if backups is not None:
        found["backups"] = _added(found["backups"], backups, until)
    free, size = _room(home)
    return DiskUse(tuple(found.values()), free, size)


def _added(so_far: Used, path: Path, until: float, *, apart: Path | None = None) -> Used:
    total, files = so_far.bytes, so_far.files
    for size in _sizes(path, apart):
        total, files = total + size, files + 1
        if time.monotonic() > until:
            return Used(so_far.kind, total, files, whole=False)
    return Used(so_far.kind, total, files, so_far.whole)


def _sizes(path: Path, apart: Path | None) -> Iterator[int]:
    """Of the file, or of all files below the folder; what goes meanwhile or may not be read is not there."""
    try:
        if not path.is_dir():
            yield path.lstat().st_size
            return
    except OSError:
        return
    for folder, folders, names in os.walk(path):
        folders[:] = [name for name in folders if Path(folder, name) != apart]
        for name in names:
            try:
                yield os.lstat(Path(folder, name)).st_size
            except OSError:
                continue


def _entries(home: Path) -> list[Path]:
    try:
        return sorted(home.iterdir())
    except OSError:
        return []


def _room(home: Path) -> tuple[int | None, int | None]:
    try:
        return disk.free(home), disk.size(home)
    except OSError:
        return None, None
