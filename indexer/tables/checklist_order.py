"""The rows of a 核查表 in another order: by name, or by what a wording's column says. They are made by `checklist`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from archive.errors import UsageError
from indexer.analysis.pinyin import readings
from indexer.tables.checklist_table import Checklist, Row, State

NAME = "name"
STATES: tuple[State, ...] = ("written", "planned", "unreadable", "absent", "missing")
"""From who wrote it to who did not; -N turns the column round: who did not write it first."""


def ordered(table: Checklist, order: str) -> Checklist:
    """The table by `order`: "" as it was made, "name" by how names are read, N by the N-th wording (from 1), -N turned.

    Rows that say the same stay as they stood. Raises UsageError("usage.bad_parameter").
    """
    if not order:
        return table
    if order in (NAME, f"-{NAME}"):
        return replace(table, rows=_sorted(table, _sound, turned=order != NAME))
    column = order.removeprefix("-")
    if not (column.isascii() and column.isdigit() and 1 <= int(column[:6]) <= len(table.wordings)):
        raise UsageError("usage.bad_parameter", name="order", value=order[:20])
    return replace(table, rows=_sorted(table, _rank(int(column) - 1), turned=order.startswith("-")))


def _sorted(table: Checklist, key: Callable[[Row], tuple[object, ...]], *, turned: bool) -> tuple[Row, ...]:
    """In a table by units the reports of which none is known stay last: they are no unit."""
    last = [row for row in table.rows if table.by == "unit" and row.unit is None]
    rows = [row for row in table.rows if row not in last]
    return (*sorted(rows, key=key, reverse=turned), *last)


def _sound(row: Row) -> tuple[str, ...]:
    return tuple(readings(character)[0] for character in row.unit or row.title)


def _rank(column: int) -> Callable[[Row], tuple[int, int]]:
    def rank(row: Row) -> tuple[int, int]:
        cell = row.cells[column]
        return STATES.index(cell.state), -cell.places

    return rank
