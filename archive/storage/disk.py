"""Care for the disk: what is acknowledged must outlast a power cut. Files and folders are synced, a file is replaced as
a whole or not at all, and the system's errors become ours.

Nobody else calls `os.fsync`, asks how full a disk is, or writes a file beside its name.
"""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, BinaryIO

from archive.errors import CatalogError

if os.name != "nt":
    import fcntl

BLOCK = 1 << 20
"""Bytes that are read at once."""
NEARLY_FULL = 1 << 20
"""Bytes: with less than this left, an I/O error of SQLite is a full disk (it grows its shared memory by 32 KB)."""
PATIENCE = 2.0
"""Seconds for which a rename that Windows refuses is tried again."""
_PAUSE = 0.05
_HELD_OPEN = (5, 32)
"""ERROR_ACCESS_DENIED and ERROR_SHARING_VIOLATION."""
PART = ".part"
"""The end of the name of a file that is not whole yet; where its writer died it stays, and may be deleted."""


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
    """Wait until the file is on the disk; on macOS also out of the drive's own cache. Raises OSError."""
    if hasattr(os, "uname") and os.uname().sysname == "Darwin":
        fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)  # type: ignore[attr-defined] # macOS only
    else:
        os.fsync(descriptor)


def sync_folder(folder: Path) -> None:
    """Wait until the names in `folder` are on the disk. Raises OSError.

    Windows has no such call: its file system logs them.
    """
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def to_disk(path: Path) -> None:
    """Wait until what others have written is on the disk: a file, or the names in a folder. Raises OSError."""
    if path.is_dir():
        sync_folder(path)
        return
    descriptor = os.open(path, os.O_RDWR)  # Windows flushes only what is open for writing
    try:
        sync_file(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def replacing(path: Path, *, lasting: bool) -> Iterator[BinaryIO]:
    """A file to be written, which takes the place of `path` as a whole at the end; on an error nothing changes.

    `lasting`: its bytes are on the disk before it has its name; the name is there for good after `sync_folder`.
    Raises OSError.
    """
    part = beside(path)
    try:
        with part.open("xb") as file:
            yield file
            file.flush()
            if lasting:
                sync_file(file.fileno())
        persistently(lambda: part.replace(path))
    except BaseException:
        with suppress(OSError):  # a remain to be cleaned; the first error is the one to tell
            part.unlink(missing_ok=True)
        raise


def write_whole(path: Path, data: bytes, *, lasting: bool) -> None:
    """Replace `path` by a file of these bytes, or change nothing; if `lasting`, for good. Raises OSError."""
    with replacing(path, lasting=lasting) as file:
        file.write(data)
    if lasting:
        to_disk(path.parent)


def put_in_place(made: Path, path: Path) -> None:
    """What is on the disk as `made`, a file or a folder, gets the name `path` for good. Raises OSError."""
    persistently(lambda: made.replace(path))
    to_disk(path.parent)


def persistently(call: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Rename or delete, again and again for so long where Windows refuses it because another program has the file open
    (an indexer, a virus scanner, a reader of ours). Raises OSError.
    """
    until = time.monotonic() + seconds
    while True:
        try:
            call()
        except OSError as problem:
            if getattr(problem, "winerror", None) not in _HELD_OPEN or time.monotonic() >= until:
                raise
            time.sleep(_PAUSE)
        else:
            return


def delete_if_possible(path: Path) -> None:
    """Delete a file that nobody needs; one that another program still holds open stays, for a later time."""
    with suppress(OSError):
        path.unlink(missing_ok=True)


def beside(path: Path, end: str = PART) -> Path:
    """A name of its own in the same folder, for what is not whole yet: of any other process's, too."""
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}{end}")


def blocks(file: IO[bytes]) -> Iterator[bytes]:
    """The rest of a file, piece by piece."""
    while block := file.read(BLOCK):
        yield block


def digest(path: Path) -> str:
    """The SHA-256 of a file, hexadecimal. Raises OSError."""
    with path.open("rb") as file:
        return copied(file)


def copied(source: IO[bytes], target: IO[bytes] | None = None) -> str:
    """Copy what is left of `source` into `target`, and the SHA-256 of it, hexadecimal. Raises what both raise."""
    found = hashlib.sha256()
    for block in blocks(source):
        found.update(block)
        if target is not None:
            target.write(block)
    return found.hexdigest()


def wipe(path: Path) -> None:
    """Write zeros over a file's bytes, on the disk. Raises CatalogError as `disk_errors`."""
    if not path.exists():
        return
    with disk_errors(path), path.open("r+b") as file:
        left = path.stat().st_size
        while left > 0:
            left -= file.write(bytes(min(left, BLOCK)))
        file.flush()
        sync_file(file.fileno())


def free(path: Path) -> int:
    """Bytes that the disk of `path`, a folder or a file in one that is there, still has. Raises OSError."""
    return shutil.disk_usage(path if path.is_dir() else path.parent).free


def size(path: Path) -> int:
    """Bytes of the whole disk of `path`. Raises OSError."""
    return shutil.disk_usage(path if path.is_dir() else path.parent).total


def nearly_full(path: Path) -> bool:
    """Too little room for SQLite's own files; False where the system does not tell."""
    try:
        return free(path) < NEARLY_FULL
    except OSError:
        return False


def is_full(problem: OSError) -> bool:
    """Did the system refuse for want of room, on the disk or in the person's share of it?"""
    return problem.errno in (errno.ENOSPC, errno.EDQUOT)


@contextmanager
def disk_errors(path: Path) -> Iterator[None]:
    """OSError as CatalogError: `disk.full`, `catalog.read_only`, `disk.failed`."""
    try:
        yield
    except OSError as problem:
        code = "disk.failed"
        if is_full(problem):
            code = "disk.full"
        elif problem.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            code = "catalog.read_only"
        raise CatalogError(code, path=str(path), problem=problem.strerror or type(problem).__name__) from problem
