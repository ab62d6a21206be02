"""The order in which a person reads the lines of a page, where the file draws them in another.

What is drawn from top to bottom stays as it was drawn: the cells of a table, text set around a picture. Only what was
drawn later though it stands higher up is set in its place.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, islice, pairwise

from archive.readers.pages.page_lines import Printed
from archive.readers.pages.paragraphs import seam

_LABEL = frozenset("：:")
_FAR = 15.0
"""Ems from a label to its value, at most."""
_BESIDE = 20
_MOST = 60
"""More blocks in one place than so many are a table or a drawing: pairs of them are not looked at."""


def by_place(lines: Sequence[Printed]) -> list[Printed]:
    """The lines of one page from top to bottom, each label (…：) with the value that was drawn beside it later."""
    blocks = list(_blocks(lines))
    if len(blocks) > 1:
        blocks = list(_blocks(_with_values(lines)))
    return [line for group in _groups(blocks) for line in _within(group)]


def _with_values(lines: Sequence[Printed]) -> list[Printed]:
    """The lines, where a label ends one and a value stands to its right, as one line."""
    order = sorted(range(len(lines)), key=lambda number: lines[number].bottom)
    bottoms = [lines[number].bottom for number in order]
    taken: dict[int, int] = {}
    for number, line in enumerate(lines):
        if line.text[-1] in _LABEL and not line.block:
            near = bisect_left(bottoms, line.bottom - 0.5 * line.size)
            beside = (at for at in islice(order, near, near + _BESIDE) if _is_value(line, lines[at]))
            value = min(beside, key=lambda at: lines[at].left, default=None)
            if value is not None and value != number + 1 and value not in taken:
                taken[value] = number
    values = {number: lines[value] for value, number in taken.items()}
    return [
        replace(line, text=seam(line.text, values[number].text), right=values[number].right)
        if number in values
        else line
        for number, line in enumerate(lines)
        if number not in taken
    ]


def _is_value(label: Printed, line: Printed) -> bool:
    apart = abs(line.bottom - label.bottom)
    return apart < 0.5 * label.size and -0.5 * label.size < line.left - label.right < _FAR * label.size


def _blocks(lines: Sequence[Printed]) -> Iterator[list[Printed]]:
    """Runs of lines of which each stands below the one before."""
    block: list[Printed] = []
    for before, line in pairwise([None, *lines]):
        assert line is not None
        if before is not None and line.bottom > before.bottom - 0.3 * line.size:
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _groups(blocks: Sequence[list[Printed]]) -> list[list[list[Printed]]]:
    """Blocks that stand beside each other, in the order of drawing; the groups from top to bottom."""
    ordered = sorted(range(len(blocks)), key=lambda number: -blocks[number][0].bottom)
    groups: list[list[int]] = []
    low = 0.0
    for number in ordered:
        block = blocks[number]
        if groups and block[0].bottom + 0.3 * block[0].size > low:
            groups[-1].append(number)
            low = min(low, block[-1].bottom)
        else:
            groups.append([number])
            low = block[-1].bottom
    return [[blocks[number] for number in sorted(group)] for group in groups]


def _within(group: Sequence[list[Printed]]) -> list[Printed]:
    drawn = [line for block in group for line in block]
    if len(group) < 2 or len(group) > _MOST:
        return drawn
    by_height = sorted(drawn, key=lambda line: -line.bottom)
    if not any(above.bottom - below.bottom < 0.5 * min(above.size, below.size) for above, below in pairwise(by_height)):
        return by_height
    sides = [(min(line.left for line in block), max(line.right for line in block)) for block in group]
    if all(one[1] <= other[0] or other[1] <= one[0] for one, other in combinations(sides, 2)):
        return [line for _, block in sorted(zip(sides, group, strict=True), key=lambda side: side[0]) for line in block]
    return drawn
