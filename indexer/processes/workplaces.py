"""Folders for what children write on the way: one below another, so that the parent can clear away what they leave.

    TMP/baogao-USER/812-x7k2/lock          held by process 812 as long as it lives
    TMP/baogao-USER/812-x7k2/a81m/         the temporary folder of one child of it, and of whatever that starts
    TMP/baogao-USER/812-x7k2/a81m/…/group  a process group that a converter runs in, while it runs

A child that is killed takes no leave: its parent ends the groups that it had started and deletes its folder. A parent
that is killed leaves its folder unlocked, and the next process that makes one here clears it away.
"""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
import threading
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from archive.errors import CatalogError
from archive.readers.office import process_group

if sys.platform != "win32":
    import fcntl

LOCK = "lock"
_making = threading.Lock()
"""Threads make the folder of their process one after the other: a lock of one's own process looks free to `_left`."""


def new() -> Path:
    """An empty folder for one child. Raises CatalogError("disk.full" or "disk.failed")."""
    try:
        with _making:
            home = _of_process(os.getpid())
        return Path(tempfile.mkdtemp(dir=home))
    except OSError as problem:
        raise CatalogError("disk.failed", path=tempfile.gettempdir(), problem=problem.strerror or "") from problem


def enter(folder: Path) -> None:
    """In the child: whatever makes temporary files, here or in programs that are started, makes them there."""
    os.environ["TMPDIR"] = os.environ["TMP"] = os.environ["TEMP"] = str(folder)
    tempfile.tempdir = str(folder)


def clear(folder: Path) -> None:
    """The child is gone: end what it had started, and delete what it has left."""
    for path in folder.rglob(process_group.FILE):
        process_group.end(path)
    shutil.rmtree(folder, ignore_errors=True)


@lru_cache(maxsize=1)
def _of_process(process: int) -> Path:
    """The folder of one process, made and locked; what others have left is cleared away on the way."""
    parent = Path(tempfile.gettempdir(), f"baogao-{os.getuid() if sys.platform != 'win32' else 'user'}")
    parent.mkdir(mode=0o700, exist_ok=True)
    if sys.platform != "win32" and parent.stat().st_uid != os.getuid():  # somebody else's, who could put files there
        parent = Path(tempfile.mkdtemp(prefix="baogao-"))
    made = Path(tempfile.mkdtemp(dir=parent, prefix=f"{process}-"))
    _lock(made)
    for other in parent.iterdir():
        if other != made and _left(other):
            clear(other)
    atexit.register(_leave, process, made)
    return made


def _leave(process: int, folder: Path) -> None:
    """At the end of the process; one that was forked from it has another folder."""
    if os.getpid() == process:
        clear(folder)


def _lock(folder: Path) -> None:
    """For as long as this process lives; children that are forked do not hold it. Nobody sees it before it is held."""
    if sys.platform != "win32":
        making = folder / f"{LOCK}.new"
        descriptor = os.open(making, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        making.rename(folder / LOCK)


def _left(folder: Path) -> bool:
    """Is nobody there any more? A folder without a lock is just being made."""
    if sys.platform == "win32":
        return False
    with suppress(OSError):
        descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CLOEXEC)
        try:
            fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        else:
            return True
        finally:
            os.close(descriptor)
    return False
