"""Opening the catalog of a home: made where there is none, on SQLite or PostgreSQL, never another archive's."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from archive.catalog.base import Catalog
from archive.catalog.sql.catalog import SqlCatalog
from archive.catalog.stores.sqlite import Sqlite
from archive.errors import CatalogError
from archive.storage.disk import disk_errors, make_folder, write_whole

if TYPE_CHECKING:
    from archive.catalog.stores.postgresql import Postgresql

MARKER = ".baogao"
"""Says that a folder is a home: without it a lost catalog.db would look like an archive that never was."""


def open_catalog(
    home: Path, *, read_only: bool = False, lock_seconds: float = 30.0, address: str = "", password: str = ""
) -> Catalog:
    """The catalog of `home`, which is made where there is none, unless `read_only`.

    `address`: of a PostgreSQL database that holds the catalog; the home then holds the originals, for all who share it.
    `lock_seconds` is how long a writer waits for another one. Raises CatalogError: `home.missing` (read-only and not
    there), `home.not_a_folder`, `catalog.missing` (a home that lost it), `catalog.newer_schema`, and what every
    method of the catalog raises.
    """
    database, marker = home / "catalog.db", home / MARKER
    if home.exists() and not home.is_dir():
        raise CatalogError("home.not_a_folder", home=str(home))
    if address:
        return _shared(home, address, password, read_only=read_only, lock_seconds=lock_seconds)
    if not database.exists():
        if marker.exists():
            raise CatalogError("catalog.missing", path=str(database))
        if read_only:
            raise CatalogError("home.missing", home=str(home))
    elif marker.exists() and not database.stat().st_size:
        raise CatalogError("catalog.damaged", path=str(database), problem="empty")
    if read_only:
        return _reading(home, lock_seconds)
    make_folder(home)
    catalog = SqlCatalog(home, Sqlite(database, read_only=False, lock_seconds=lock_seconds))
    try:
        _mark(marker)
    except BaseException:
        catalog.close()
        raise
    return catalog


def identity(home: Path) -> str:
    """What tells this archive from all others, so that nobody's index is taken for ours; "" where it has none."""
    try:
        lines = (home / MARKER).read_text(encoding="utf-8").split()
    except (OSError, UnicodeDecodeError):
        return ""
    return lines[3] if len(lines) == 4 else ""


def _reading(home: Path, lock_seconds: float) -> Catalog:
    """A reader cannot read an older schema, so it is brought up to date first."""
    database = home / "catalog.db"
    try:
        return SqlCatalog(home, Sqlite(database, read_only=True, lock_seconds=lock_seconds))
    except CatalogError as problem:
        if problem.code != "catalog.older_schema":
            raise
    Sqlite(database, read_only=False, lock_seconds=lock_seconds).close()
    return SqlCatalog(home, Sqlite(database, read_only=True, lock_seconds=lock_seconds))


def _shared(home: Path, address: str, password: str, *, read_only: bool, lock_seconds: float) -> Catalog:
    """The catalog on PostgreSQL; the home is marked as the archive's, so that no other one's originals get mixed in."""
    from archive.catalog.stores.postgresql import Postgresql, without_secret  # an extra: not everybody has it

    known = without_secret(address)
    database = Postgresql(known, read_only=read_only, lock_seconds=lock_seconds, password=password)
    try:
        if not read_only:
            make_folder(home)
            _mark(home / MARKER, database.identity)
        _check_identity(home, database)
    except BaseException:
        database.close()
        raise
    return SqlCatalog(home, database)


def _check_identity(home: Path, database: Postgresql) -> None:
    if identity(home) != database.identity:
        raise CatalogError("catalog.other_archive", home=str(home), path=database.place)


def _mark(marker: Path, identity: str = "") -> None:
    """After the catalog is there, never before."""
    if marker.exists():
        return
    with disk_errors(marker):
        write_whole(marker, f"baogao home 1\n{identity or secrets.token_hex(8)}\n".encode(), lasting=True)
