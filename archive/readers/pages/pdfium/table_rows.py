"""The rows of a table on a page without its rules: pieces of lines below each other, cells set over two lines.

Most programs draw a table cell by cell: the lines of a cell follow each other, then the pen goes up and to the right.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from archive.readers.pages.pdfium.glyphs import Piece, is_beside

_PITCH = (0.9, 2.0)
"""Ems from a line of a cell to the next, at least and at most."""
_LINES = 8
"""Of a cell, at most: more are a paragraph."""
_NEAR = 4.0
"""Ems between two rows of one table, for each line of the upper one."""
_SAME = 0.6
_LEVEL = 0.4
_ALIKE = 1.3


@dataclass(slots=True)
class Row:
    """What a reader sees side by side: `cells` of one or more lines each. `is_table`: a cell has several lines, or rows
    near it have the same columns.
    """

    cells: list[list[Piece]]
    is_table: bool = False

    @property
    def first(self) -> Piece:
        """The piece that was drawn first."""
        return self.cells[0][0]

    @property
    def right(self) -> float:
        """Where its last cell ends."""
        return max(piece.right for piece in self.cells[-1])


def table_rows(pieces: Sequence[Piece]) -> list[Row]:
    """The rows, in the order of drawing: each line one of its own, but for those of a table with their cells whole."""
    found: list[Row] = []
    for cell in _cells(pieces):
        row = found[-1] if found else None
        beside = next((part for part in (cell, cell[:1]) if row is not None and _is_of(row, part)), None)
        if row is not None and beside is not None:
            row.cells.append(beside)
            cell = cell[len(beside) :]
        if cell:
            found.append(Row([cell]))
    single = [line for row in found for line in ([row] if len(row.cells) > 1 else _lines(row.cells[0]))]
    for row in single:
        row.is_table = any(len(cell) > 1 for cell in row.cells)
    _mark_tables(single)
    return single


def _lines(cell: Sequence[Piece]) -> list[Row]:
    return [Row([[piece]]) for piece in cell]


def _cells(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Pieces drawn one below the other and set alike: the lines of a cell, or of a paragraph."""
    cell: list[Piece] = []
    before: Piece | None = None  # the cell
    for piece, after in zip_longest(pieces, pieces[1:]):
        goes_on = cell and not _is_label(cell[-1]) and _is_below(cell[-1], piece) and _is_set_alike(cell[-1], piece)
        if cell and (not goes_on or (_begins_row(piece, after) and not _rises(before, cell[0], piece))):
            yield from _whole(cell)
            before, cell = cell[-1], []
        cell.append(piece)
    if cell:
        yield from _whole(cell)


def _is_label(piece: Piece) -> bool:
    return piece.glyphs[-1].character in "：:"


def _rises(before: Piece | None, first: Piece, last: Piece) -> bool:
    """Whether a cell set from `first` to `last` ends beside the piece drawn before it: it is set to the row's foot."""
    if (
        before is None
        or _is_label(before)
        or first.left < before.right
        or first.glyphs[0].bottom <= before.glyphs[0].bottom
    ):
        return False
    return is_beside(before.glyphs[0], last.glyphs[0])


def _begins_row(piece: Piece, after: Piece | None) -> bool:
    """Whether the piece drawn next stands to the right of `piece`."""
    return after is not None and after.left >= piece.right and is_beside(piece.glyphs[-1], after.glyphs[0])


def _whole(cell: list[Piece]) -> Iterator[list[Piece]]:
    if len(cell) <= _LINES:
        yield cell
    else:
        yield from ([piece] for piece in cell)


def _is_of(row: Row, cell: Sequence[Piece]) -> bool:
    return _stands_right_of(row, cell) and any(_is_level(other, cell) for other in row.cells)


def _stands_right_of(row: Row, cell: Sequence[Piece]) -> bool:
    """Whether `cell` begins where the row's last cell has ended."""
    one, other = row.cells[-1][0].glyphs[0], cell[0].glyphs[0]
    alike = max(one.size, other.size) < _ALIKE * min(one.size, other.size)
    begins = min(piece.left for piece in cell) > row.right - 0.5 * one.size
    return begins and (alike or (len(cell) == 1 and is_beside(one, other)))


def _is_level(one: Sequence[Piece], other: Sequence[Piece]) -> bool:
    """Whether two cells are of one row: their first lines stand beside each other, or their middles do."""
    top, below = one[0].glyphs[0], other[0].glyphs[0]
    if is_beside(top, below) and (len(one) == len(other) == 1 or abs(top.bottom - below.bottom) < _LEVEL * top.size):
        return True
    if len(one) == 1 and _rises(one[0], other[0], other[-1]):
        return True
    middles = [(cell[0].glyphs[0].bottom + cell[-1].glyphs[0].bottom) / 2 for cell in (one, other)]
    return len(one) != len(other) and abs(middles[0] - middles[1]) < _LEVEL * top.size


def _is_below(above: Piece, below: Piece, most: float = _PITCH[1]) -> bool:
    one, other = above.glyphs[0], below.glyphs[0]
    return _PITCH[0] < (one.bottom - other.bottom) / one.size < most and abs(one.size - other.size) < 0.2 * one.size


def _is_set_alike(one: Piece, other: Piece) -> bool:
    """Whether two pieces begin in one line or have one middle."""
    size = one.glyphs[0].size
    return (
        abs(one.left - other.left) < _SAME * size
        or abs(one.left + one.right - other.left - other.right) < 2 * _SAME * size
    )


def _mark_tables(rows: Sequence[Row]) -> None:
    """Tells the rows that have the columns of a row near them."""
    edge = max((row.right for row in rows), default=0.0)
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
    if len(row.cells) > 2 or after is None or row.right < edge - 3 * size:
        return False
    return (
        len(after.cells) == 1
        and after.first.left < row.cells[-1][0].left - size
        and _is_below(row.first, after.first, 2.5)
    )


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
