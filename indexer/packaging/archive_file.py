"""Archives that are the same to the byte whenever they are made of the same files: sorted, one time, two modes.

The time is SOURCE_DATE_EPOCH (https://reproducible-builds.org/specs/source-date-epoch/), seconds since 1970.
"""

from __future__ import annotations

import gzip
import hashlib
import tarfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

LEVEL = 6
PLAIN, RUNNABLE = 0o644, 0o755
EARLIEST = 315_532_800
"""1 January 1980: the form of zip knows no earlier time."""


def packed(folder: Path, target: Path, *, epoch: int) -> Path:
    """`folder` with its own name on top, as .zip or .tar.gz by `target`'s name; the target."""
    (_zipped if target.suffix == ".zip" else _tarred)(folder, target, max(epoch, EARLIEST))
    return target


def files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Every file below `folder` by its path with `/` below the folder's parent, sorted by code points."""
    found = ((path.relative_to(folder.parent).as_posix(), path) for path in folder.rglob("*") if path.is_file())
    return iter(sorted(found))


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def runnable(path: Path) -> bool:
    """Is it a program or a script for a shell? By its first bytes: file systems of Windows keep no such mode."""
    with path.open("rb") as file:
        begin = file.read(4)
    return begin[:2] == b"#!" or (begin == b"\x7fELF" and ".so" not in path.name) or path.suffix == ".desktop"


def _zipped(folder: Path, target: Path, epoch: int) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as archive:
        for name, path in files(folder):
            entry = zipfile.ZipInfo(name, time.gmtime(epoch)[:6])
            entry.create_system = 3  # Unix: the modes mean something
            entry.external_attr = (0o100000 | (RUNNABLE if runnable(path) else PLAIN)) << 16
            stored = path.suffix == ".whl"  # a zip in itself
            entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes(), compresslevel=LEVEL)


def _tarred(folder: Path, target: Path, epoch: int) -> None:
    with (
        target.open("wb") as file,
        gzip.GzipFile("", "wb", LEVEL, file, mtime=epoch) as pressed,
        tarfile.open(fileobj=pressed, mode="w", format=tarfile.PAX_FORMAT) as archive,
    ):
        for name, path in files(folder):
            entry = tarfile.TarInfo(name)
            entry.size, entry.mtime = path.stat().st_size, epoch
            entry.mode = RUNNABLE if runnable(path) else PLAIN
            with path.open("rb") as content:
                archive.addfile(entry, content)
