"""All rows of one store into another, in the order of the schema, so that every reference finds what it refers to.

A table's columns stand in the same order in every store: each was made by the same steps.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from archive.catalog.database import SCHEMA, Database, Row
from archive.catalog.sqlite import Sqlite

BATCH = 200

TABLES = tuple(
    table for number in sorted(SCHEMA) for table in re.findall(r"CREATE TABLE (?:IF NOT EXISTS )?(\w+)", SCHEMA[number])
)


def to_file(source: Database, target: Path) -> None:
    """Into a new local catalog's file, in one transaction."""
    store = Sqlite(target, read_only=False, lock_seconds=1.0)
    try:
        with store.transaction():
            for table in TABLES:
                for row in source.rows(f"SELECT * FROM {table}"):  # noqa: S608 # a name from the schema
                    put(store, table, row)
    finally:
        store.close()


def put(target: Database, table: str, row: Row) -> None:
    """One row as it is."""
    target.execute(f"INSERT INTO {table} VALUES ({','.join('?' * len(row))})", row)  # noqa: S608 # as above


def batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    """The rows in handfuls."""
    while batch := list(islice(rows, BATCH)):
        yield batch


Progress = Callable[[int, int], None]
