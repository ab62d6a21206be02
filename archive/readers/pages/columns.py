"""Two columns on a page: whether there are, and the order in which a person reads them. Paragraphs are `paragraphs`'s.

Prose in columns fills its lines up to the gutter; the cells of a table do not. So a table stays row by row.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from archive.readers.pages.page_lines import Printed

_ROWS = 5
"""So many rows must have the gap."""
_MIDDLE = (0.36, 0.64)
"""The share of the page's width between which a gutter lies."""
_GAP = 1.2
_FULL = 0.55
"""The share of a column's lines that reach its edge, in prose."""


def gutter(runs: Sequence[Printed], width: float) -> float | None:
    """The place between two columns of prose, from the left; None where the page has one column, or a table.

    `runs` are the pieces of lines that stand apart from each other by more than a blank.
    """
    gaps = [gap for row in rows(runs) if (gap := _gap(row, width)) is not None]
    if len(gaps) < _ROWS:
        return None
    place = median((left + right) / 2 for left, right in gaps)
    if sum(left <= place <= right for left, right in gaps) < 0.9 * len(gaps):
        return None
    sides = [run for run in runs if not _crosses(run, place)]
    if 2 * (len(runs) - len(sides)) > len(gaps):  # 第十条 and a wide blank before the words of each article
        return None
    left = [run for run in sides if run.right <= place]
    right = [run for run in sides if run.left >= place]
    return place if _is_prose(left) and _is_prose(right) else None


def in_order(lines: Iterable[Printed], place: float) -> list[Printed]:
    """The lines of one page with the gutter at `place`: down the left column, then the right; a line across both
    columns ends what stands above it. Each line knows its column: 0 across, 1 left, 2 right.
    """
    ordered: list[Printed] = []
    columns: tuple[list[Printed], list[Printed]] = ([], [])
    for row in rows(lines):
        for line in row:
            if _crosses(line, place):
                ordered += [*columns[0], *columns[1], line]
                columns = ([], [])
            else:
                side = int(line.left + line.right > 2 * place)
                columns[side].append(replace(line, column=side + 1))
    return [*ordered, *columns[0], *columns[1]]


def rows(lines: Iterable[Printed]) -> list[list[Printed]]:
    """The lines that stand beside each other, from the top, each row from the left."""
    found: list[list[Printed]] = []
    for line in sorted(lines, key=lambda line: -(line.bottom + line.size / 2)):
        if found and _is_beside(found[-1][0], line):
            found[-1].append(line)
        else:
            found.append([line])
    return [sorted(row, key=lambda line: line.left) for row in found]


def _is_beside(one: Printed, other: Printed) -> bool:
    apart = abs(one.bottom + one.size / 2 - other.bottom - other.size / 2)
    return apart < 0.5 * min(one.size, other.size)


def _gap(row: Sequence[Printed], width: float) -> tuple[float, float] | None:
    """The gap of a row that lies nearest to the middle of the page."""
    gaps = [(one.right, other.left) for one, other in pairwise(row) if other.left - one.right > _GAP * one.size * 0.5]
    inside = [gap for gap in gaps if _MIDDLE[0] * width < sum(gap) / 2 < _MIDDLE[1] * width]
    return min(inside, key=lambda gap: abs(sum(gap) - width), default=None)


def _crosses(line: Printed, place: float) -> bool:
    return line.left < place - line.size and line.right > place + line.size


def _is_prose(lines: Sequence[Printed]) -> bool:
    if len(lines) < _ROWS:
        return False
    edge = sorted(line.right for line in lines)[-max(1, len(lines) // 10)]
    return sum(line.right > edge - 2 * line.size for line in lines) >= _FULL * len(lines)
