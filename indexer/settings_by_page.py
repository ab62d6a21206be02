"""The settings that an administrator changes on the page: when backups are made, and how many are kept. No wiring here.

They stand in a file of the program's own, below everything that the operator says: what `baogao.toml`, the environment
or a flag names is the operator's, and the page does not change it. Where backups lie is a path of the server: the page
may choose the one folder `backups` of the home, no other.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from archive.errors import UsageError

FILE = "settings-by-page.json"
NAMES = ("backup_folder", "backup_every", "backup_keep")
FOLDER = "backups"


def kept(home: Path) -> Mapping[str, object]:
    """Name -> value, as it was chosen last. Raises UsageError("settings.unreadable")."""
    path = home / FILE
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        return {name: values[name] for name in NAMES if name in values}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError) as problem:
        raise UsageError("settings.unreadable", where=str(path), problem=str(problem)) from problem


def keep(home: Path, values: Mapping[str, object]) -> None:
    """Choose these, and leave the others as they were. Raises UsageError, CatalogError("disk.…")."""
    from archive.storage import disk  # every command loads settings, and few change any

    chosen, path = {**kept(home), **values}, home / FILE
    written = json.dumps({name: chosen[name] for name in NAMES if name in chosen})
    with disk.disk_errors(path):
        disk.write_whole(path, written.encode(), lasting=True)
