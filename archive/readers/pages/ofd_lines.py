"""The runs of an OFD's page to lines in the order of reading: by their place, whatever order they have in the file.

A line goes from left to right, the lines from top to bottom; vertical text has its columns from right to left, and is
read as if the page were turned. Tables are told in `ofd_tables`.
"""

from __future__ import annotations

import math
from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from archive.readers.pages.columns import gutter, in_order, rows
from archive.readers.pages.ofd_package import Box
from archive.readers.pages.ofd_tables import with_tables
from archive.readers.pages.ofd_text import Run
from archive.readers.pages.page_lines import Printed

MILLIMETRE = 72 / 25.4

Frame = tuple[int, bool]
"""How text lies: by how many degrees its letters are turned, and whether they stand below each other."""

_SMALL = 0.75
_FEW_LETTERS = 3
_BLANK = 0.5
"""Of the letters' size: such a gap in a line is a blank."""
_CELL = 3.0
"""Such a gap parts two things."""
_NEAR_CELL = 1.2
"""Such a gap parts the cells of a table if it stands at the same place in each row."""
_SAME_PLACE = 0.3


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
    parted = [row for row in map(_parted, _rows(pieces)) if row]
    place = gutter([piece for row in parted for piece in row], size_of(frame, box)[0])
    if place is not None:
        return in_order((line for row in parted for line in _sides(row, place)), place)
    return list(with_tables(parted, [_joined(row, _CELL) for row in parted]))


def _rows(pieces: Sequence[Printed]) -> list[list[Printed]]:
    """The pieces that stand beside each other, from the top; raised and lowered letters in the row that they touch."""
    usual = median(piece.size for piece in pieces) if pieces else 0.0
    small = [piece for piece in pieces if piece.size < _SMALL * usual and len(piece.text) <= _FEW_LETTERS]
    if not small or len(small) == len(pieces):
        return rows(pieces)
    set_apart = {id(piece) for piece in small}
    found = rows(piece for piece in pieces if id(piece) not in set_apart)
    heights = [-row[0].bottom for row in found]
    order = sorted(range(len(found)), key=heights.__getitem__)
    ranked = [heights[place] for place in order]
    alone: list[Printed] = []
    for piece in small:
        at = bisect_left(ranked, -(piece.bottom + piece.size / 2))
        near = (found[order[place]] for place in range(at, min(at + 2, len(order))))
        row = next((row for row in near if _touches(piece, row)), None)
        if row is None:
            alone.append(piece)
        else:
            insort(row, piece, key=lambda one: one.left)
    return sorted([*found, *rows(alone)], key=lambda row: -(row[0].bottom + row[0].size / 2)) if alone else found


def _touches(small: Printed, row: Sequence[Printed]) -> bool:
    """Whether a small letter stands at one of a row's pieces, within its height."""
    at = bisect_left(row, small.left, key=lambda one: one.left)
    for piece in row[max(0, at - 1) : at + 1]:
        within = piece.bottom - 0.3 * piece.size < small.bottom + small.size / 2 < piece.bottom + 1.2 * piece.size
        beside = max(small.left - piece.right, piece.left - small.right)
        if within and piece.size > small.size and beside < 0.5 * piece.size:
            return True
    return False


def _sides(row: Sequence[Printed], place: float) -> Iterator[Printed]:
    """A row's pieces on either side of a gutter, each side as one line."""
    left = [piece for piece in row if piece.right <= place]
    for side in (left, row[len(left) :]):
        yield from _joined(side, math.inf)


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
        blank = " " if gap > max(_BLANK * max(before.size, piece.size), unblanked) else ""
        size = max(before, piece, key=lambda one: len(one.text)).size
        text = before.text + blank + piece.text
        found[-1] = replace(before, text=text, right=max(before.right, piece.right), size=size)
    return found
