"""Opening the people of a home: a file of their own, or a schema of their own beside a catalog on PostgreSQL.

Apart from the catalog, so that a copy of the archive carries no password's hash and no record of who asked what.
"""

from __future__ import annotations

from pathlib import Path

from archive.catalog.stores.database import Database, Schema, steps_of
from archive.catalog.stores.sqlite import Sqlite
from archive.errors import CatalogError
from archive.storage.disk import disk_errors, make_folder

FILE = "people.db"
PEOPLE = Schema("people", 0x62617065, steps_of("archive.people"))
"""“bape” in the header of the file; the schema's name on PostgreSQL."""

PRIVATE = 0o600
"""Hashes and a record are for the owner of the home alone; SQLite gives its companion files the same mode."""


def open_people(
    home: Path, *, read_only: bool = False, lock_seconds: float = 30.0, address: str = "", password: str = ""
) -> Database:
    """The database of the people of `home`, made where there is none, unless `read_only`.

    `address`: of the PostgreSQL database that holds the catalog. Raises CatalogError as `open_catalog` does; read-only
    and not there yet is "home.missing".
    """
    if address:
        from archive.catalog.stores.postgresql import Postgresql, without_secret  # an extra: not everybody has it

        known = without_secret(address)
        return Postgresql(known, read_only=read_only, lock_seconds=lock_seconds, password=password, schema=PEOPLE)
    path = home / FILE
    if not path.exists():
        if read_only:
            raise CatalogError("home.missing", home=str(home))
        make_folder(home)
        with disk_errors(path):
            path.touch(mode=PRIVATE)
    try:
        return Sqlite(path, read_only=read_only, lock_seconds=lock_seconds, schema=PEOPLE)
    except CatalogError as problem:
        if not read_only or problem.code != "catalog.older_schema":
            raise
    # A reader cannot read an older schema, so it is brought up to date first.
    Sqlite(path, read_only=False, lock_seconds=lock_seconds, schema=PEOPLE).close()
    return Sqlite(path, read_only=True, lock_seconds=lock_seconds, schema=PEOPLE)
