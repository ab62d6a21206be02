"""Rows of a sheet to blocks: each row a passage whose cells carry their column's name.

A cell is kept as `列名：值`, as a person reads a wide sheet; rows of one cell are paragraphs, as titles and notes are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from archive.model import CELL, Block
from archive.readers.line_joining import shows, visible

_FIGURE = re.compile(r"[-+]?[\d,.]+%?|\d{4}-\d\d-\d\d.*")
_LONGEST_NAME = 40
_MIN_COLUMNS = 2


def blocks_of(rows: Iterable[Sequence[str]]) -> Iterator[Block]:
    """The blocks of one sheet. The first row of several different words and no figure names the columns below it."""
    names: list[str] = []
    for raw in rows:
        cells = [_shown(cell) for cell in raw]
        filled = [cell for cell in cells if cell]
        if not filled:
            continue
        if len(filled) == 1:
            yield Block("paragraph", filled[0])
        elif not names:
            names = cells if _names_columns(filled) else ["" for _ in cells]
            yield Block("row", CELL.join(filled))
        elif cells != names:  # a head that is printed again on each page says nothing new
            yield Block("row", CELL.join(_named(names, cells)))


def _names_columns(filled: list[str]) -> bool:
    return (
        len(filled) >= _MIN_COLUMNS
        and len(set(filled)) == len(filled)
        and not any(_FIGURE.fullmatch(cell) or len(cell) > _LONGEST_NAME for cell in filled)
    )


def _named(names: Sequence[str], cells: Sequence[str]) -> Iterator[str]:
    for place, cell in enumerate(cells):
        if cell:
            name = names[place] if place < len(names) else ""
            yield f"{name}：{cell}" if name else cell


def _shown(cell: str) -> str:
    text = visible(cell).strip()
    return text if shows(text) else ""
