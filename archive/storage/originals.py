"""The bytes as they came, each once, by SHA-256: HOME/originals/ab/abcd…. Who refers to them is the catalog's matter.

An original has its name only when it is whole and on the disk: temporary file in the same folder, write, fsync,
rename, fsync of the folder. What an interrupted import leaves is unreferenced and can be cleaned away.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from archive.errors import CatalogError
from archive.storage.disk import PART, disk_errors, make_folder, replacing, sync_file, sync_folder

THREADS = 4
"""Files written at once: a disk gathers their fsyncs. Where an fsync costs nothing it is a tenth quicker than one."""
FOLDERS = 256


class Originals:
    """The originals below `root`. Every method raises CatalogError: `disk.full`, `disk.failed`, `catalog.read_only`."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, sha256: str) -> Path:
        """Where the original with this hash lies, if it is kept."""
        return self.root / sha256[:2] / sha256

    def keep(self, contents: Iterable[tuple[str, bytes]]) -> tuple[str, ...]:
        """Keep originals, given as (hash, bytes); on return all are on the disk under their names. Those that are new.

        On an error what was new is taken back: a disk that is full gets its room again.
        """
        wanted = dict(contents)
        folders = sorted({self.path(sha256).parent for sha256 in wanted})
        for folder in folders:
            make_folder(folder)
        new: list[str] = []
        try:
            with ThreadPoolExecutor(min(THREADS, len(wanted) or 1)) as threads:
                every = list(wanted.items())
                _finish(threads.submit(self._keep_some, every[n::THREADS], new) for n in range(THREADS))
                _finish(threads.submit(_sync_names, folders[n::THREADS]) for n in range(THREADS))
        except BaseException:
            self.drop(new)
            raise
        return tuple(new)

    def drop(self, needless: Iterable[str]) -> None:
        """Delete originals that nothing refers to, as far as the disk lets: what stays is for `clean`."""
        for sha256 in needless:
            with suppress(OSError):
                self.path(sha256).unlink(missing_ok=True)

    def read(self, sha256: str) -> bytes:
        """The bytes, verified. Raises CatalogError("catalog.original_missing") or ("catalog.original_damaged")."""
        path = self.path(sha256)
        with disk_errors(path):
            try:
                data = path.read_bytes()
            except FileNotFoundError as problem:
                raise CatalogError("catalog.original_missing", sha256=sha256, path=str(path)) from problem
        if hashlib.sha256(data).hexdigest() != sha256:
            raise CatalogError("catalog.original_damaged", sha256=sha256, path=str(path))
        return data

    def names(self) -> Iterator[str]:
        """The hashes of all originals that are kept."""
        for path in self._files():
            if not path.name.endswith(PART):
                yield path.name

    def clean(self, referenced: Collection[str]) -> int:
        """Delete all but `referenced`, and what interrupted imports left; how many. Only while nobody else writes."""
        needless = [path for path in self._files() if path.name not in referenced]
        for path in needless:
            with disk_errors(path):
                path.unlink(missing_ok=True)
        return len(needless)

    def _files(self) -> Iterator[Path]:
        with disk_errors(self.root):
            folders = sorted(self.root.iterdir()) if self.root.is_dir() else []
        for folder in folders:
            with disk_errors(folder):
                yield from sorted(folder.iterdir()) if folder.is_dir() else ()

    def _keep_some(self, contents: Iterable[tuple[str, bytes]], new: list[str]) -> None:
        for sha256, data in contents:
            self._keep_one(sha256, data, new)

    def _keep_one(self, sha256: str, data: bytes, new: list[str]) -> None:
        path = self.path(sha256)
        with disk_errors(path):
            if _holds(path, data):
                _sync_existing(path)
                return
            with replacing(path, lasting=True) as file:
                file.write(data)
                known = path.exists()
            if not known:
                new.append(sha256)


def _finish(tasks: Iterable[Future[None]]) -> None:
    """Wait for all, then raise what one of them raised."""
    for task in list(tasks):
        task.result()


def _sync_names(folders: Iterable[Path]) -> None:
    for folder in folders:
        with disk_errors(folder):
            sync_folder(folder)


def _holds(path: Path, data: bytes) -> bool:
    """True where the original is there and undamaged: a damaged one is written anew."""
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except FileNotFoundError:
        return False


def _sync_existing(path: Path) -> None:
    """An original that an interrupted import left may never have reached the disk."""
    with path.open("rb") as file:
        if os.name != "nt":  # Windows flushes only files that are open for writing; its rename wrote this one through
            sync_file(file.fileno())
