"""Care for the disk: what is acknowledged must outlast a power cut. Files and folders are synced, a file is replaced as
a whole or not at all, and the system's errors become ours.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.errors import CatalogError

if os.name != "nt":
    import fcntl


def make_folder(folder: Path) -> None:
    """Make `folder` and those above it, each on the disk. Raises CatalogError as `disk_errors`."""
    with disk_errors(folder):
        if folder.is_dir():
            return
        if not folder.parent.is_dir():
            make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
    sync_folder(folder.parent)


def sync_file(descriptor: int) -> None:
    """Wait until the file is on the disk; on macOS also out of the drive's own cache."""
    if hasattr(os, "uname") and os.uname().sysname == "Darwin":
        fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)  # type: ignore[attr-defined] # macOS only
    else:
        os.fsync(descriptor)


def sync_folder(folder: Path) -> None:
    """Wait until the names in `folder` are on the disk. Windows has no such call: its file system logs them."""
    if os.name == "nt":
        return
    with disk_errors(folder):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def disk_errors(path: Path) -> Iterator[None]:
    """OSError as CatalogError."""
    try:
        yield
    except OSError as problem:
        code = "disk.failed"
        if problem.errno in (errno.ENOSPC, errno.EDQUOT):
            code = "disk.full"
        elif problem.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            code = "catalog.read_only"
        raise CatalogError(code, path=str(path), problem=problem.strerror or type(problem).__name__) from problem
