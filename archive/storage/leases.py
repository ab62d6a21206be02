"""Who is at which work now: a lease ends with the process that holds it, however that ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

from archive.storage.disk import disk_errors, make_folder
from archive.storage.file_lock import held, is_held


class Leases(Protocol):
    """Leases by name, among all processes that share a catalog. Raises CatalogError."""

    def take(self, name: str) -> AbstractContextManager[bool]:
        """Hold `name` while the context lasts; False where another one holds it."""
        ...

    def taken(self, name: str) -> bool:
        """Does somebody hold `name` now?"""
        ...

    def drop(self, name: str) -> None:
        """There will be no such work again; by whoever holds it."""
        ...


class FileLeases:
    """On one machine: locks on the files of a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def take(self, name: str) -> Iterator[bool]:
        """Hold a lock on the file of that name while the context lasts, as `Leases.take` says."""
        make_folder(self._folder)
        path = self._path(name)
        with disk_errors(path), held(path) as mine:
            yield mine

    def taken(self, name: str) -> bool:
        """Is the file of that name locked by anybody now? As `Leases.taken` says."""
        return is_held(self._path(name))

    def drop(self, name: str) -> None:
        """Remove the file of that name, as `Leases.drop` says."""
        self._path(name).unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.lock"
