"""Tables on an OFD's page: what stands side by side in several lines. Their rows keep their cells apart (`CELL`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count, pairwise

from archive.model import CELL
from archive.readers.line_joining import begins_anew
from archive.readers.pages.page_lines import Printed
from archive.readers.pages.paragraphs import seam

_OVERLAP = 0.3
"""Of the letters' size: so much of a gap must lie below the gap of the row above."""
_WRAPPED = 1.6
_SHORT = 0.4


def with_tables(parted: Sequence[Sequence[Printed]], wide: Sequence[Sequence[Printed]]) -> Iterator[Printed]:
    """The lines of a page, and the rows of its tables as one each. `parted` are the rows of pieces that a small gap
    parts, `wide` the same rows of those that only a wide one does.
    """
    numbers = count(1)
    start = 0
    while start < len(wide):
        end, table = max((_table(parted, start, near=True), _table(wide, start, near=False)), key=lambda one: one[0])
        for row in table:
            block = row[0].page << 20 | next(numbers)
            yield replace(row[0], text=CELL.join(cell.text for cell in row), right=row[-1].right, block=block)
        if not table:
            end = start + 1
            last = wide[start][-1]
            yield from wide[start][:-1]
            alone = len(wide[start]) > 1 and last.right - last.left < _SHORT * (last.right - wide[start][0].left)
            yield replace(last, block=last.page << 20 | next(numbers)) if alone else last
        start = end


def _table(found: Sequence[Sequence[Printed]], start: int, *, near: bool) -> tuple[int, list[list[Printed]]]:
    """The table whose first row is at `start`: where it ends, and its rows, second lines put to their cells; none where
    too few rows are alike. With `near` cells may stand near each other, if the gaps of the rows lie over each other.
    """
    table = [list(found[start])]
    columns = len(table[0])
    if columns < 2 or (near and columns == 2 and begins_anew(table[0][0].text)):
        return start, []
    end = start + 1
    while end < len(found):
        row = found[end]
        if _goes_on(row, table[-1]):
            for piece in row:
                place = _cell_above(piece, table[-1])
                cell = table[-1][place]
                table[-1][place] = replace(cell, text=seam(cell.text, piece.text), bottom=piece.bottom)
        elif _is_below(row, table[-1]) if near else len(row) > 1:
            table.append(list(row))
        else:
            break
        end += 1
    enough = 3 if near and columns == 2 else 2
    return (end, table) if len(table) >= enough else (start, [])


def _is_below(row: Sequence[Printed], above: Sequence[Printed]) -> bool:
    """Whether a row has the cells of the one above: as many, with the gaps in the same places."""
    if len(row) != len(above):
        return False
    gaps = zip(pairwise(above), pairwise(row), strict=True)
    return all(
        min(one[1].left, other[1].left) - max(one[0].right, other[0].right) > _OVERLAP * row[0].size
        for one, other in gaps
    )


def _goes_on(row: Sequence[Printed], above: Sequence[Printed]) -> bool:
    """Whether a row holds second lines of cells of the one above: near below it, and none of its first cell."""
    low = min(cell.bottom for cell in above)
    if len(row) >= len(above) or low - row[0].bottom > _WRAPPED * row[0].size:
        return False
    return all(_cell_above(piece, above) for piece in row)


def _cell_above(piece: Printed, above: Sequence[Printed]) -> int:
    """The place of the cell that a piece stands under; 0, the place of the first, where it is under no other."""
    under = (place for place, cell in enumerate(above) if place and abs(piece.left - cell.left) < 0.5 * piece.size)
    return next(under, 0)
