"""When the archive was backed up last: a note beside the catalog, for the page. Not in the backup itself."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from archive.storage import disk

NAME = "last-backup.json"


@dataclass(frozen=True, slots=True)
class BackupNote:
    """`at` in local time with its zone; `file` is the name alone."""

    at: datetime
    file: str
    reports: int


def note_backup(home: Path, target: Path, reports: int) -> None:
    """Note that `target` was written now. Raises OSError."""
    noted = {"at": datetime.now().astimezone().isoformat(timespec="seconds"), "file": target.name, "reports": reports}
    part = disk.beside(home / NAME)
    try:
        part.write_text(json.dumps(noted, ensure_ascii=False), "utf-8")
        disk.put_in_place(part, home / NAME)
    finally:
        part.unlink(missing_ok=True)


def last_backup(home: Path) -> BackupNote | None:
    """The last one that is noted; None for none, or where the note cannot be read."""
    try:
        found = json.loads((home / NAME).read_text("utf-8"))
        return BackupNote(datetime.fromisoformat(found["at"]), str(found["file"]), int(found["reports"]))
    except (OSError, ValueError, TypeError, KeyError):  # a note that is missing or damaged says nothing of a backup
        return None


def days_since_backup(home: Path) -> int | None:
    """Whole days, 0 for today; None for no backup that is known of."""
    found = last_backup(home)
    return None if found is None else max(0, (datetime.now().astimezone() - found.at.astimezone()).days)
