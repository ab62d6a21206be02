"""The runs of an OFD's page to lines in the order of reading: by their place, whatever order they have in the file.

A line goes from left to right, the lines from top to bottom; vertical text has its columns from right to left, and is
read as if the page were turned. What stands side by side in several lines is a table: its rows keep their cells apart.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import count, pairwise

from archive.model import CELL
from archive.readers.line_joining import begins_anew
from archive.readers.pages.columns import gutter, in_order, rows
from archive.readers.pages.ofd_package import Box
from archive.readers.pages.ofd_text import Run
from archive.readers.pages.page_lines import Printed
from archive.readers.pages.paragraphs import seam

MILLIMETRE = 72 / 25.4

Frame = tuple[int, bool]
"""How text lies: by how many degrees its letters are turned, and whether they stand below each other."""

_BLANK = 0.5
"""Of the letters' size: such a gap in a line is a blank."""
_CELL = 3.0
"""Such a gap parts two things."""
_NEAR_CELL = 1.2
"""Such a gap parts the cells of a table if it stands at the same place in each row."""
_SAME_PLACE = 0.3
_WRAPPED = 1.6
_SHORT = 0.4


def frames_of(runs: Sequence[Run]) -> dict[Frame, list[Run]]:
    """The runs by how they lie, the commonest first. A letter alone lies as the most beside it do."""
    weights: Counter[Frame] = Counter()
    for run in runs:
        if run.vertical is not None:
            weights[_angle(run), run.vertical] += len(run.text)
    lonely: dict[int, list[Run]] = {}
    for run in runs:
        if run.vertical is None:
            lonely.setdefault(_angle(run), []).append(run)
    found: dict[Frame, list[Run]] = {}
    stand_below = {angle: _stand_below(own, weights, angle) for angle, own in lonely.items()}
    for run in runs:
        angle = _angle(run)
        vertical = stand_below[angle] if run.vertical is None else run.vertical
        found.setdefault((angle, vertical), []).append(run)
    return dict(sorted(found.items(), key=lambda item: -sum(len(run.text) for run in item[1])))


def lines_of(runs: Iterable[Run], frame: Frame, page: int, box: Box) -> list[Printed]:
    """The lines that runs of one frame make on a page, from top to bottom; `box` is the page's."""
    pieces = [_piece(run, frame, page, box) for run in runs]
    parted = [row for row in map(_parted, rows(pieces)) if row]
    width = size_of(frame, box)[0]
    wide = [_joined(row, _CELL) for row in parted]
    place = gutter([piece for row in wide for piece in row], width)
    if place is not None:
        return in_order((piece for row in wide for piece in row), place)
    return list(_with_tables(parted, wide))


def size_of(frame: Frame, box: Box) -> tuple[float, float]:
    """The width and height of a page in points, as text of a frame sees it."""
    turned = (frame[0] % 180 == 90) != frame[1]
    width, height = (box[3], box[2]) if turned else (box[2], box[3])
    return width * MILLIMETRE, height * MILLIMETRE


def _angle(run: Run) -> int:
    """The angle of a run; to a quarter turn where it nearly is one."""
    quarter = round(run.angle / 90) * 90
    return quarter % 360 if abs(run.angle - quarter) <= 5 else run.angle


def _stand_below(lonely: Sequence[Run], weights: Counter[Frame], angle: int) -> bool:
    """Whether letters that are objects of their own stand below each other: as the other text does, else by how many
    touch the next one on either side.
    """
    below, beside = weights[angle, True], weights[angle, False]
    if max(below, beside) > len(lonely):
        return below > beside
    across = Counter[tuple[int, int]]((round(run.top / run.size), round(run.left / run.size)) for run in lonely)
    right = sum((top, left + 1) in across for top, left in across)
    down = sum((top + 1, left) in across for top, left in across)
    return down + below > 1.5 * (right + beside)


def _piece(run: Run, frame: Frame, page: int, box: Box) -> Printed:
    """A run as a piece of a line; in points from the lower left corner of the page, turned so that it is read."""
    cosine, sine = math.cos(math.radians(frame[0])), math.sin(math.radians(frame[0]))
    corners = [(x, y) for x in (box[0], box[0] + box[2]) for y in (box[1], box[1] + box[3])]
    left = min(x * cosine + y * sine for x, y in corners)
    across = [y * cosine - x * sine for x, y in corners]
    if frame[1]:
        low, high, bottom = run.top - min(across), run.bottom - min(across), run.left - left
    else:
        low, high, bottom = run.left - left, run.right - left, max(across) - run.bottom
    return Printed(run.text, page, low * MILLIMETRE, high * MILLIMETRE, bottom * MILLIMETRE, run.size * MILLIMETRE)


def _parted(row: Sequence[Printed]) -> list[Printed]:
    """A row's pieces without what is printed twice to look bold, joined where no blank is between."""
    kept: list[Printed] = []
    for piece in row:
        if any(_is_shadow(piece, before) for before in kept[-3:]):
            continue
        kept.append(piece)
    gap = _spacing(kept)
    return _joined(kept, _NEAR_CELL, unblanked=gap)


def _is_shadow(piece: Printed, before: Printed) -> bool:
    return piece.text == before.text and abs(piece.left - before.left) < _SAME_PLACE * piece.size


def _spacing(row: Sequence[Printed]) -> float:
    """The gap between the letters of a line that is spread over the page, as a head is; 0 where it is none."""
    if len(row) < 3 or any(len(piece.text) > 1 or piece.text.isascii() for piece in row):
        return 0.0
    gaps = [after.left - before.right for before, after in pairwise(row)]
    return max(gaps) if max(gaps) - min(gaps) < 0.3 * row[0].size and max(gaps) < _CELL * row[0].size else 0.0


def _joined(row: Sequence[Printed], apart: float, *, unblanked: float = 0.0) -> list[Printed]:
    """The pieces of a row with those put together that stand nearer than `apart`, of their size."""
    found: list[Printed] = []
    for piece in row:
        before = found[-1] if found else None
        gap = piece.left - before.right if before is not None else math.inf
        if before is None or not (-piece.size < gap < apart * piece.size or 0 < gap <= unblanked):
            found.append(piece)
            continue
        blank = " " if gap > max(_BLANK * piece.size, unblanked) else ""
        size = max(before, piece, key=lambda one: len(one.text)).size
        text = before.text + blank + piece.text
        found[-1] = replace(before, text=text, right=max(before.right, piece.right), size=size)
    return found


def _with_tables(parted: Sequence[Sequence[Printed]], wide: Sequence[Sequence[Printed]]) -> Iterator[Printed]:
    """Lines, and the rows of tables as one each."""
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
        min(one[1].left, other[1].left) - max(one[0].right, other[0].right) > _SAME_PLACE * row[0].size
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
