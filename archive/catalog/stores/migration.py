"""A home's catalog from its own file to a shared database, and back. The originals stay where they are, in the home."""

from __future__ import annotations

from pathlib import Path

from archive.catalog.stores import transfer
from archive.catalog.stores.sqlite import Sqlite
from archive.catalog.stores.transfer import Progress
from archive.errors import CatalogError
from archive.storage.disk import disk_errors, put_in_place, to_disk

PART = "catalog.db-moving"


def to_database(home: Path, identity: str, address: str, password: str, progress: Progress | None = None) -> int:
    """The file's rows into the database at `address`; how many reports. The file stays as it was.

    Nobody can change the source meanwhile. Raises CatalogError, among them "catalog.not_empty".
    """
    from archive.catalog.stores.postgresql import Postgresql, without_secret  # an extra

    source = Sqlite(home / "catalog.db", read_only=False, lock_seconds=5.0)
    try:
        known = without_secret(address)
        target = Postgresql(known, read_only=False, lock_seconds=5.0, password=password, identity=identity)
        try:
            if target.identity != identity:
                raise CatalogError("catalog.other_archive", home=str(home), path=target.place)
            with source.transaction():
                return transfer.move(source, target, progress)
        finally:
            target.close()
    finally:
        source.close()


def to_file(home: Path, address: str, password: str, progress: Progress | None = None) -> int:
    """The database's rows into the home's own file, which takes its place when all is in it; how many reports."""
    from archive.catalog.stores.postgresql import Postgresql, without_secret  # an extra

    place = home / "catalog.db"
    if place.exists():
        raise CatalogError("catalog.not_empty", path=str(place))
    source = Postgresql(without_secret(address), read_only=False, lock_seconds=5.0, password=password)
    try:
        target = Sqlite(home / PART, read_only=False, lock_seconds=5.0)
        try:
            with source.transaction():
                moved = transfer.move(source, target, progress)
        finally:
            target.close()
    finally:
        source.close()
    log = home / f"{PART}-wal"
    if log.exists() and log.stat().st_size:
        raise CatalogError("catalog.move_incomplete", table=log.name, path=str(log))
    for left in (log, home / f"{PART}-shm"):
        left.unlink(missing_ok=True)
    with disk_errors(place):
        to_disk(home / PART)
        put_in_place(home / PART, place)
    return moved
