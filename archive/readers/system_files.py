"""What lies in shared folders and is nobody's paper: what people deleted, what systems keep for themselves, locks.

A file server shows none of it, but a walk through its folders does, and so do zips packed from them. It is passed over
and counted, so that nobody misses a file in silence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from archive.errors import ReadError

CODE = "import.system_files"
"""Of the summary that stands for all that was passed over in one folder, zip or upload."""

FOLDERS = frozenset(
    {
        # What people deleted: Synology; Windows, on every drive; QNAP; Windows XP; macOS and the desktops of Linux.
        *("#recycle", "$recycle.bin", "@recycle", "recycler", ".trash", ".trashes"),
        # States of long ago: Synology; NetApp for Linux and Windows; QNAP; ZFS; btrfs.
        *("#snapshot", ".snapshot", "~snapshot", "@recently-snapshot", ".zfs", ".snapshots"),
        # Thumbnails and what else a system notes beside the files: Synology; QNAP; macOS; Windows; Linux.
        *("@eadir", ".@__thumb", "__macosx", "system volume information", "lost+found"),
    }
)
"""Names of folders, in lower case."""
_FOLDER = re.compile(r"\.trash-\d+$")
FILES = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r"})
"""Names of files, in lower case. What begins with a dot is hidden anyway: ._name, .DS_Store, LibreOffice's locks."""
_LOCK = "~$"
"""Word and WPS put it before the name of a file that somebody has open."""
_NAMED = 8
"""So many different names are told."""


def is_system_folder(name: str) -> bool:
    """Is it one of those, or hidden?"""
    lower = name.lower()
    return lower.startswith(".") or lower in FOLDERS or _FOLDER.match(lower) is not None


def is_system_file(name: str) -> bool:
    """The same of a file's own name."""
    return name.startswith((".", _LOCK)) or name.lower() in FILES


def first_of(path: str) -> str | None:
    """The first part of a path (by `/`) that is such a folder or file, with what is above it; None for a paper."""
    parts = path.split("/")
    for place, name in enumerate(parts[:-1], 1):
        if is_system_folder(name):
            return "/".join(parts[:place]) + "/"
    return path if is_system_file(parts[-1]) else None


@dataclass(slots=True)
class PassedOver:
    """What was passed over in one place, by paths; folders end with `/` and count once, whatever is in them."""

    paths: set[str] = field(default_factory=set)

    def has(self, path: str) -> bool:
        """Is the file at `path` passed over? It is then counted."""
        found = first_of(path)
        if found is not None:
            self.paths.add(found)
        return found is not None

    def summary(self, name: str) -> ReadError | None:
        """What is told of the folder or zip called `name`; None where nothing was passed over."""
        return summary_of(name, sorted(self.paths)) if self.paths else None


def summary_of(name: str, paths: Sequence[str]) -> ReadError:
    """The error that stands for all of `paths`."""
    folders = sum(path.endswith("/") for path in paths)
    names = sorted({path.rstrip("/").rpartition("/")[2] for path in paths})
    told = ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")
    return ReadError(CODE, name=name, folders=folders, files=len(paths) - folders, names=told)
