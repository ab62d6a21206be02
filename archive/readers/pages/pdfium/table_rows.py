"""The rows of a table on a page without its rules: pieces of lines below each other, cells set over two lines.

Most programs draw a table cell by cell: the lines of a cell follow each other, then the pen goes up and to the right.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from archive.readers.pages.pdfium.glyphs import Piece, is_beside

_CELL_PITCH = 1.75
"""Ems from a line of a cell to the next, at most."""
_CELL_LINES = 4
_NEAR = 4.0
"""Ems between two rows of one table, for each line of the upper one."""
_SAME = 0.6


@dataclass(slots=True)
class Row:
    """Pieces that a reader sees beside each other: `cells` of one or more lines each. `is_table`: rows near it have the
    same columns.
    """

    cells: list[list[Piece]]
    is_table: bool = field(default=False)

    @property
    def first(self) -> Piece:
        """The piece that was drawn first."""
        return self.cells[0][0]

    @property
    def last(self) -> Piece:
        """The piece that was drawn last."""
        return self.cells[-1][-1]


def table_rows(rows: Iterable[Sequence[Piece]]) -> list[Row]:
    """The rows, each a line where it is not of a table; those of a table with their cells whole."""
    found: list[Row] = []
    for pieces in rows:
        row = Row([[piece] for piece in pieces])
        if found and _goes_on_below(found[-1], row):
            found[-1].cells[-1].append(row.first)
            found[-1].cells += row.cells[1:]
            found[-1].is_table = True
        elif (open_cell := _open_cell(found, row)) is not None:
            cell = [part for earlier in found[open_cell + 1 :] for part in earlier.cells[0]]
            del found[open_cell + 1 :]
            found[-1].cells[-1] += cell
            found[-1].cells += row.cells
            found[-1].is_table = found[-1].is_table or bool(cell)
        else:
            found.append(row)
    _mark_tables(found)
    return found


def _goes_on_below(row: Row, after: Row) -> bool:
    """Whether the last cell of `row`, one of several, goes on in the line drawn next: it was full."""
    if len(row.cells) < 2 or len(row.cells[-1]) >= _CELL_LINES:
        return False
    above, below = row.last, after.first
    return _is_below(above, below) and _overlaps(above, below) and above.right - above.left >= below.right - below.left


def _open_cell(found: Sequence[Row], row: Row) -> int | None:
    """The row that `row` stands beside, to the right of its last cell and of the lines drawn since, if any."""
    piece = row.first
    for back in range(1, min(_CELL_LINES, len(found)) + 1):
        earlier = found[-back]
        if piece.left < earlier.last.right:
            return None
        lines = [part.glyphs[0].bottom for part in earlier.cells[-1]]
        lines += [part.last.glyphs[0].bottom for part in found[len(found) - back + 1 :]]
        size = piece.glyphs[0].size
        middle = (max(lines) + min(lines)) / 2
        if is_beside(earlier.first.glyphs[0], piece.glyphs[0]) or (
            len(lines) > 1 and abs(middle - piece.glyphs[0].bottom) < 0.3 * size
        ):
            return len(found) - back
        if len(earlier.cells) > 1 or (back < len(found) and not _is_below(found[-back - 1].last, earlier.first)):
            return None
    return None


def _is_below(above: Piece, below: Piece, most: float = _CELL_PITCH) -> bool:
    one, other = above.glyphs[0], below.glyphs[0]
    return 0.9 < (one.bottom - other.bottom) / one.size < most and abs(one.size - other.size) < 0.2 * one.size


def _overlaps(one: Piece, other: Piece) -> bool:
    """Whether two pieces are set below each other in one cell: both to the left, or both in its middle."""
    size = one.glyphs[0].size
    return (
        abs(one.left - other.left) < _SAME * size
        or abs(one.left + one.right - other.left - other.right) < 2 * _SAME * size
    )


def _mark_tables(rows: Sequence[Row]) -> None:
    """Tells the rows that have the columns of a row near them."""
    edge = max((row.last.right for row in rows), default=0.0)
    before: Row | None = None
    for row, after in zip_longest(rows, rows[1:]):
        if len(row.cells) < 2:
            continue
        if _is_prose(row, after, edge):
            before = None
            continue
        if before is not None and _is_near(before, row) and _has_columns_of(before, row):
            before.is_table = row.is_table = True
        before = row


def _is_prose(row: Row, after: Row | None, edge: float) -> bool:
    """Whether a label with a wide blank behind it (第十条) begins a paragraph that goes on below the label."""
    size = row.first.glyphs[0].size
    if len(row.cells) > 2 or after is None or row.last.right < edge - 3 * size:
        return False
    return len(after.cells) == 1 and after.first.left < row.last.left - size and _is_below(row.first, after.first, 2.5)


def _is_near(above: Row, below: Row) -> bool:
    size = above.first.glyphs[0].size
    lines = max(len(cell) for cell in above.cells)
    return 0 < above.first.glyphs[0].bottom - below.first.glyphs[0].bottom < _NEAR * size * lines


def _has_columns_of(one: Row, other: Row) -> bool:
    """Whether a cell behind the first of one row begins, ends or stands in the middle where one of the other does."""
    size = one.first.glyphs[0].size
    return any(
        abs(a[0].left - b[0].left) < _SAME * size
        or abs(a[0].right - b[0].right) < _SAME * size
        or abs(a[0].left + a[0].right - b[0].left - b[0].right) < _SAME * size
        for a in one.cells[1:]
        for b in other.cells[1:]
    )
