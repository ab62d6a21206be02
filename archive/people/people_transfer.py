"""The people of a home from its own file into a shared database, or back: in one transaction, the record unbroken.

The record is append-only on both sides: what the target has of it already must be the beginning of the source's, and
only the rest is sent. So a home may move there and back, and a move that was broken off is begun again.
"""

from __future__ import annotations

from collections.abc import Iterator

from archive.catalog.stores.database import Database, Row
from archive.catalog.stores.transfer import tables
from archive.errors import CatalogError
from archive.people.audit import Audit
from archive.people.opening import PEOPLE

# ruff: noqa: S608 # names of tables are the schema's; every value is bound

AUDIT, PRUNED = "audit", "audit_pruned"
BATCH = 1_000
"""Lines of the record that are held at a time."""


def move(source: Database, target: Database) -> None:
    """Everything of `source`, which nobody changes meanwhile. Raises CatalogError("catalog.not_empty") where the target
    has a record that the source does not continue.
    """
    with source.transaction(), target.transaction():
        last = Audit(target).last()
        if last.number:
            known = f"SELECT hash FROM {AUDIT} WHERE number = ?1 UNION SELECT hash FROM {PRUNED} WHERE number = ?1"
            if source.rows(known, (last.number,)) != [(last.hash,)]:
                raise CatalogError("catalog.not_empty", path=target.place)
        _replace_others(source, target)
        gone = target.rows(f"SELECT coalesce(max(number), 0) FROM {PRUNED}")[0][0]
        for row in source.rows(f"SELECT * FROM {PRUNED} WHERE number > ? ORDER BY number", (gone,)):
            _put(target, PRUNED, row)
        for row in _lines_after(source, last.number):
            _put(target, AUDIT, row)
        target.execute(f"DELETE FROM {AUDIT} WHERE number <= (SELECT coalesce(max(number), 0) FROM {PRUNED})")
        for table in tables(PEOPLE):
            if _count(source, table) != _count(target, table):
                raise CatalogError("catalog.move_incomplete", table=table, path=target.place)


def _replace_others(source: Database, target: Database) -> None:
    others = [table for table in tables(PEOPLE) if table not in (AUDIT, PRUNED)]
    for table in reversed(others):
        target.execute(f"DELETE FROM {table}")
    for table in others:
        for row in source.rows(f"SELECT * FROM {table}"):
            _put(target, table, row)


def _lines_after(source: Database, number: int) -> Iterator[Row]:
    while rows := source.rows(f"SELECT * FROM {AUDIT} WHERE number > ? ORDER BY number LIMIT ?", (number, BATCH)):
        yield from rows
        number = int(rows[-1][0])


def _put(target: Database, table: str, row: Row) -> None:
    target.execute(f"INSERT INTO {table} VALUES ({','.join('?' * len(row))})", row)


def _count(store: Database, table: str) -> int:
    return int(store.rows(f"SELECT count(*) FROM {table}")[0][0])
