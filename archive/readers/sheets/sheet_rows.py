"""A sheet's rows to blocks: its printed title, its head of one row or several, each row a passage of its cells.

A column's name stands once in the text, in the head; below it a row carries the names of its columns beside its text,
for reading. Rows of one cell are paragraphs, as titles and notes are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import starmap
from typing import NamedTuple

from archive.model import CELL, Block, StoredValue
from archive.readers.line_joining import shows, visible
from archive.readers.sheets.sheet_head import Head, Merge, MergedCells, head_of, title_row

_NOTHING: Mapping[int, str] = {}
_NOTE = re.compile(
    r"(?:备?注|说明|填表|填报|制表|审核|合计|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)])"
)
_LONG = 40
_DEFAULT_NAME = re.compile(r"(?:sheet|工作表|表)\s*\d*", re.IGNORECASE)
_MOST_BLANK = 10
"""Empty cells for each filled one: a sheet with more of them is strewn, so its cells keep no places in their rows."""
_SMALL = 10_000


class Row(NamedTuple):
    """A row of a sheet: its number from 1, its cells as they are shown, and the values stored behind some of them."""

    number: int
    cells: Sequence[str]
    stored: Mapping[int, str] = _NOTHING


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet as a reader of its format hands it over: what is hidden is left out.

    `beside` is what stands on the sheet in no cell: text boxes, titles of charts, comments. `several`: whether the book
    shows more sheets than this, so that a cell is named with its sheet.
    """

    name: str
    rows: Iterable[Row]
    merges: Sequence[Merge] = ()
    beside: Sequence[str] = ()
    several: bool = field(default=False)


def blocks_of(sheet: Sheet) -> Iterator[Block]:
    """The blocks of one sheet, in reading order."""
    rows = [shown for row in sheet.rows if (shown := _shown_row(row)) is not None]
    beside = [text for part in sheet.beside if shows(text := visible(part).strip())]
    if not rows and not beside:
        return
    merged = MergedCells(sheet.merges)
    title = title_row(rows, merged)
    name = sheet.name.strip()
    named = bool(name) and not _DEFAULT_NAME.fullmatch(name)
    if named and title is None:
        yield Block("heading", name, 1)
    yield from _rows(sheet, rows, merged, title, name if named else "")
    for text in beside:
        yield Block("paragraph", text)


def _rows(sheet: Sheet, rows: Sequence[Row], merged: MergedCells, title: int | None, name: str) -> Iterator[Block]:
    head = head_of(rows, merged)
    layout = _Layout(sheet, rows, head)
    end = len(rows) if head is None else head.end
    for at, row in enumerate(rows):
        if len(row.cells) - row.cells.count("") > 1:
            yield layout.block(row, below_head=at >= end)
            continue
        only = next(filter(None, row.cells))
        if at == title:
            yield Block("heading", only, 1)
            if name and name not in only:
                yield Block("heading", name, 2)
        elif _stands_alone(row, merged, below_head=at >= end):
            yield Block("paragraph", only, stored=layout.stored_alone(row))
        else:
            yield layout.block(row, below_head=at >= end)


def _stands_alone(row: Row, merged: MergedCells, *, below_head: bool) -> bool:
    """Whether a row's only cell is a line of its own rather than an entry of a table."""
    place = next(at for at, cell in enumerate(row.cells) if cell)
    cell = row.cells[place]
    if not below_head or len(cell) > _LONG or _NOTE.match(cell):
        return True
    across = merged.at(row.number, place)
    return across is not None and across.right > across.left


class _Layout:
    """Which columns of a sheet are in use, so that the cells of its rows keep their places under the head."""

    def __init__(self, sheet: Sheet, rows: Sequence[Row], head: Head | None) -> None:
        self._prefix = f"{sheet.name.strip()}!" if sheet.several else ""
        used: set[int] = set()
        filled = full = 0
        for row in rows:
            filled += len(row.cells) - row.cells.count("")
            if all(row.cells):
                full = max(full, len(row.cells))
            else:
                used.update(at for at, cell in enumerate(row.cells) if cell)
        used.update(range(full))
        self._columns = sorted(used)
        self._keeps_places = len(self._columns) * len(rows) <= filled * _MOST_BLANK + _SMALL
        self._all = bool(self._columns) and self._columns[-1] == len(self._columns) - 1
        self._names: tuple[str, ...] = ()
        if head is not None and self._keeps_places:
            self._names = tuple(head.names.get(column, "") for column in self._columns)

    def block(self, row: Row, *, below_head: bool) -> Block:
        cells = self._placed(row)
        names = self._names if below_head else ()
        return Block("row", CELL.join(cells), columns=names, stored=self._stored(row) if row.stored else ())

    def stored_alone(self, row: Row) -> tuple[StoredValue, ...]:
        return tuple(self._value(0, row.number, column, value) for column, value in row.stored.items())

    def _placed(self, row: Row) -> Sequence[str]:
        if not self._keeps_places:
            return [cell for cell in row.cells if cell]
        cells = row.cells
        if not self._all:
            cells = [cells[column] if column < len(cells) else "" for column in self._columns]
        if cells[-1]:
            return cells
        end = len(cells)
        while end and not cells[end - 1]:
            end -= 1
        return cells[:end]

    def _stored(self, row: Row) -> tuple[StoredValue, ...]:
        columns = self._columns
        if not self._keeps_places:
            columns = [column for column, cell in enumerate(row.cells) if cell]
        places = {column: at for at, column in enumerate(columns)}
        return tuple(
            self._value(places[column], row.number, column, value)
            for column, value in row.stored.items()
            if column in places
        )

    def _value(self, cell: int, number: int, column: int, value: str) -> StoredValue:
        return StoredValue(cell, f"{self._prefix}{column_letters(column)}{number}", value)


def plain_sheet(rows: Iterable[tuple[int, Sequence[str]]]) -> Sheet:
    """The one sheet of a file that knows no formats, merged cells or names: csv."""
    return Sheet("", starmap(Row, rows))


def column_letters(column: int) -> str:
    """The name of a column, counted from 0: A, B … Z, AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _shown_row(row: Row) -> Row | None:
    """The row with its cells as a person sees them; None where none shows anything."""
    cells = [_shown(cell) for cell in row.cells]
    if not any(cells):
        return None
    return row if cells == row.cells else Row(row.number, cells, row.stored)


def _shown(cell: str) -> str:
    if not cell or cell.isalnum():  # as most are
        return cell
    text = visible(cell).strip()
    return text if shows(text) else ""
