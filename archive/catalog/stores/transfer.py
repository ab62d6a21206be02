"""All rows of one store into another, in the order of the schema, so that every reference finds what it refers to.

A table's columns stand in the same order in every store: each was made by the same steps. What was begun and broken off
goes on: small tables are copied anew, versions of reports, nearly all of the bytes, from the last whole report on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from itertools import groupby, islice
from pathlib import Path

from archive.catalog.stores.database import SCHEMA, Database, Row, Schema
from archive.catalog.stores.sqlite import Sqlite
from archive.errors import CatalogError

# ruff: noqa: S608 # names of tables are the schema's; every value is bound

BATCH = 200
"""Reports a transaction."""
REPORTS, LARGE = "reports", "versions"

Progress = Callable[[int, int], None]
"""Called with how many rows of versions are done, and of how many."""


def tables(schema: Schema) -> tuple[str, ...]:
    """The names of a schema's tables, in the order in which its steps make them."""
    return tuple(
        table
        for _, step in sorted(schema.steps.items())
        for table in re.findall(r"CREATE TABLE (?:IF NOT EXISTS )?(\w+)", step)
    )


def to_file(source: Database, target: Path, schema: Schema) -> None:
    """Into a new local file, in one transaction."""
    store = Sqlite(target, read_only=False, lock_seconds=1.0, schema=schema)
    try:
        with store.transaction():
            for table in tables(schema):
                _put(store, table, source.rows(f"SELECT * FROM {table} ORDER BY 1"))  # a record only grows at its end
    finally:
        store.close()


def move(source: Database, target: Database, progress: Progress | None = None) -> int:
    """Everything of `source`, which nobody changes meanwhile, into `target`; how many reports.

    Raises CatalogError("catalog.not_empty") where the target holds reports that the source does not hold so.
    """
    _check(source, target)
    _move_reports(source, target)
    _move_versions(source, target, progress)
    _move_others(source, target)
    for table in tables(SCHEMA):
        if _count(source, table) != _count(target, table):
            raise CatalogError("catalog.move_incomplete", table=table, path=target.place)
    return _count(target, REPORTS)


def _check(source: Database, target: Database) -> None:
    held = target.rows("SELECT id, change FROM reports")
    if not set(source.rows("SELECT id, change FROM reports")).issuperset(held):
        raise CatalogError("catalog.not_empty", path=target.place)


def _move_reports(source: Database, target: Database) -> None:
    """All at once; where those of a move that was broken off are others, its versions go too."""
    rows = source.rows("SELECT * FROM reports")
    if sorted(map(repr, rows)) != sorted(map(repr, target.rows("SELECT * FROM reports"))):
        with target.transaction():
            target.execute("DELETE FROM versions")
            target.execute("DELETE FROM reports")
            _put(target, REPORTS, rows)


def _move_others(source: Database, target: Database) -> None:
    others = [table for table in tables(SCHEMA) if table not in (REPORTS, LARGE)]
    with target.transaction():
        for table in reversed(others):
            target.execute(f"DELETE FROM {table}")
        for table in others:
            _put(target, table, source.rows(f"SELECT * FROM {table}"))


def _move_versions(source: Database, target: Database, progress: Progress | None) -> None:
    last = target.rows("SELECT coalesce(max(report), 0) FROM versions")[0][0]
    total, done = _count(source, LARGE), _count(target, LARGE)
    asked = "SELECT * FROM versions WHERE report > ? ORDER BY report, version"
    with closing(source.stream(asked, (last,))) as rows:
        for batch in _handfuls(list(of_report) for _, of_report in groupby(rows, key=lambda row: row[0])):
            versions = [row for of_report in batch for row in of_report]
            with target.transaction():
                _put(target, LARGE, versions)
            done += len(versions)
            if progress is not None:
                progress(done, total)


def _handfuls(reports: Iterable[list[Row]]) -> Iterator[list[list[Row]]]:
    waiting = iter(reports)
    while batch := list(islice(waiting, BATCH)):
        yield batch


def _put(target: Database, table: str, rows: Iterable[Row]) -> None:
    for row in rows:
        target.execute(f"INSERT INTO {table} VALUES ({','.join('?' * len(row))})", row)


def _count(store: Database, table: str) -> int:
    return int(store.rows(f"SELECT count(*) FROM {table}")[0][0])
