"""What stands above the rows of a sheet: its printed title, and the head that names its columns. No blocks are made.

A head is one row, or several where merged cells say so: 人手 over 在编 and 编外, 单位 beside both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

_FIGURE = re.compile(r"[-+]?[\d,.]+%?|\d{4}[-/]\d\d?[-/]\d\d?.*")
_ENTRY = re.compile(r"[^（(]{1,10}[:：]")
"""A word with what is filled in behind it: 填报单位：水利站."""
_VALUES = frozenset(str.split("男 女 汉 汉族 是 否 有 无 √ ×"))
"""What is filled in and names no column: 姓名 | 张三 | 性别 | 男 is a form, not a head."""
_LONGEST_NAME = 40
_MIN_COLUMNS = 2
_DEEPEST = 4
"""Rows of a head, at most."""
_SAMPLE, _ABOVE, _WIDE = 20, 6, 0.6
"""Rows by which a table's width is judged; rows that may stand above its head; how much of the width a head covers."""
_TOP = 12
"""Rows above a table among which its title is looked for."""
_TITLE_FROM, _TITLE_TO = 4, 120
_NO_TITLE = re.compile(
    r"(?:附件|附表|附)[0-9一二三四五六七八九十—-]*[:：]?|.*[。；;:：]|[^（(]{0,8}[:：].*|.*(?:机密|秘密|绝密).*"
)


class Merge(NamedTuple):
    """Merged cells: rows from 1, columns from 0, all of them inside."""

    top: int
    left: int
    bottom: int
    right: int


class HeadRow(Protocol):
    """What is asked of a row here."""

    @property
    def number(self) -> int:
        """Its number in the sheet, from 1."""
        ...

    @property
    def cells(self) -> Sequence[str]:
        """Its cells as shown, "" for an empty one."""
        ...


class MergedCells:
    """The merged cells of one sheet, by their first cell."""

    def __init__(self, merges: Sequence[Merge]) -> None:
        self._first = {(merge.top, merge.left): merge for merge in merges}

    def at(self, row: int, column: int) -> Merge | None:
        """What is merged with this cell as the first."""
        return self._first.get((row, column))

    def __bool__(self) -> bool:
        return bool(self._first)


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a table: it ends before row `end` of the sheet's filled rows; the name of each column, from 0."""

    end: int
    names: Mapping[int, str]


def title_row(rows: Sequence[HeadRow], merged: MergedCells) -> int | None:
    """The place of the title among the filled rows: a line above a table, merged over it rather than not."""
    above = [at for at in range(min(_table(rows), _TOP)) if _is_title(_only(rows[at]))] if _has_table(rows) else []
    wide = (at for at in above if _is_wide(rows[at], merged))
    return next(wide, above[0] if above else None)


def head_of(rows: Sequence[HeadRow], merged: MergedCells) -> Head | None:
    """The head of the sheet's table: its first wide row, if that is of several different words and no figure.

    Narrow rows above it, and entries such as 填报单位：水利站, are passed over.
    """
    first = _table(rows)
    width = max((_count(row) for row in rows[first : first + _SAMPLE]), default=0)
    for start in range(first, min(first + _ABOVE, len(rows))):
        row = rows[start]
        filled = [(column, cell) for column, cell in enumerate(row.cells) if cell]
        covered = sum(len(_reach(merge)) if (merge := merged.at(row.number, at)) else 1 for at, _ in filled)
        if covered < width * _WIDE or any(_ENTRY.match(cell) for _, cell in filled):
            continue
        names = [cell for column, cell in filled if not _is_across(row.number, column, merged)]
        if not _names_columns(names, len(filled)):
            return None
        end = start + _depth(rows, start, merged)
        return Head(end, _names(rows[start:end], merged))
    return None


def _has_table(rows: Sequence[HeadRow]) -> bool:
    return _table(rows) < len(rows)


def _table(rows: Sequence[HeadRow]) -> int:
    """The place of the first row with several cells; how many rows there are for none."""
    return next((at for at, row in enumerate(rows) if sum(map(bool, row.cells)) > 1), len(rows))


def _count(row: HeadRow) -> int:
    return sum(map(bool, row.cells))


def _only(row: HeadRow) -> str:
    return next(filter(None, row.cells), "")


def _is_title(text: str) -> bool:
    return _TITLE_FROM <= len(text) <= _TITLE_TO and not _NO_TITLE.fullmatch(text)


def _is_wide(row: HeadRow, merged: MergedCells) -> bool:
    place = next((column for column, cell in enumerate(row.cells) if cell), 0)
    return _is_across(row.number, place, merged)


def _is_across(row: int, column: int, merged: MergedCells) -> bool:
    found = merged.at(row, column)
    return found is not None and found.right > found.left


def _names_columns(cells: Sequence[str], count: int) -> bool:
    """Whether they name columns; `count` with those over several columns, of which a year may be one."""
    return (
        count >= _MIN_COLUMNS
        and len(set(cells)) == len(cells)
        and not any(_FIGURE.fullmatch(cell) or cell in _VALUES or len(cell) > _LONGEST_NAME for cell in cells)
    )


def _depth(rows: Sequence[HeadRow], start: int, merged: MergedCells) -> int:
    """How many filled rows the head has: as far down as its cells are merged, one more below a name over several."""
    first = rows[start]
    found = [merge for column in range(len(first.cells)) if (merge := merged.at(first.number, column))]
    if not found:
        return 1
    last = max(merge.bottom for merge in found)
    deeper = (
        merge.bottom
        for row in rows[start + 1 : start + _DEEPEST]
        if row.number <= last
        for column in range(len(row.cells))
        if (merge := merged.at(row.number, column))
    )
    last = max((last, *deeper))
    depth = 1
    while start + depth < len(rows) and depth < _DEEPEST and rows[start + depth].number <= last:
        depth += 1
    across = any(merge.right > merge.left for merge in found)
    if depth == 1 and across and start + 1 < len(rows) and _fits_below(rows[start + 1], found):
        return 2
    return 1 if depth == _DEEPEST and last - first.number >= _DEEPEST else depth


def _fits_below(row: HeadRow, merges: Sequence[Merge]) -> bool:
    """Whether the row names what stands below the merged cells: a word, no figure, in each of their columns."""
    below = [row.cells[at] if at < len(row.cells) else "" for at in _columns(merges)]
    return bool(below) and all(cell and not _FIGURE.fullmatch(cell) for cell in below)


def _columns(merges: Sequence[Merge]) -> list[int]:
    return [column for merge in merges if merge.right > merge.left for column in _reach(merge)]


def _reach(merge: Merge) -> range:
    return range(merge.left, min(merge.right, merge.left + 255) + 1)


def _names(rows: Sequence[HeadRow], merged: MergedCells) -> Mapping[int, str]:
    """For each column what stands above it, from the top: 人手 在编."""
    names: dict[int, list[str]] = {}
    for row in rows:
        for column, name in _spread(row, merged):
            parts = names.setdefault(column, [])
            if name not in parts:
                parts.append(name)
    return {column: " ".join(parts) for column, parts in names.items()}


def _spread(row: HeadRow, merged: MergedCells) -> Iterator[tuple[int, str]]:
    for column, cell in enumerate(row.cells):
        if cell:
            merge = merged.at(row.number, column)
            name = cell.replace("\n", "")
            for place in _reach(merge) if merge else (column,):
                yield place, name
