"""Where the text of a page stands: its edges, the usual distance of its lines, how its paragraphs are told apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive.readers.pages.line_units import ems, first_unit
from archive.readers.pages.page_lines import Printed

STOPS = frozenset("。！？；：…!?;:")
BIGGER = 1.12
SHORT = 1.6
"""Ems: a line that ends so far before the edge has room for another character and its mark."""
WIDE_GAP = 1.45
"""Of the usual distance of two lines: where more lies between, a paragraph ends."""
_PARTED = 1.2
_PARTED_SHARE = 0.6
_INDENTED_SHARE = 0.08
_INDENT = (1.2, 4.5)
"""Ems: the indent of a paragraph."""
_USUAL = 0.15
_FEW = 4
_FULL_SHARE = 0.72
"""Of the page's width: where few lines tell the right edge of the text, it lies no further to the left."""
_LONG, _RATHER_LONG = 16, 10
"""Ems: two lines so long that end in one place tell the edge, and so do three that are shorter."""
_TITLES = 4


@dataclass(frozen=True, slots=True)
class Column:
    """`left` and `right` edge, `pitch` from line to line, `size` of most letters, all in points; `title` is the size
    of the few largest lines. `indents`: paragraphs begin with an indent; `parted`: with a gap above them.
    """

    left: float
    right: float
    pitch: float
    size: float
    title: float
    indents: bool
    parted: bool

    def is_full(self, line: Printed, after: Printed) -> bool:
        """Whether `line` reaches the right edge, or what `after` begins with could not have stood on it."""
        room = self.right - line.right
        if room < SHORT * line.size:
            return True
        return room < width_of_first(after) - 0.1 * line.size

    def is_title(self, line: Printed) -> bool:
        """Whether `line` is set in letters larger than the text's."""
        return line.size > self.size * BIGGER or line.size >= self.title


def width_of_first(line: Printed) -> float:
    """The width in points of what no line end may part at the beginning of `line`."""
    return line.first or ems(first_unit(line.text)) * line.size


def place_of(line: Printed) -> tuple[int, int]:
    """The page and the column in which a line stands."""
    return line.page, line.column


def columns_of(lines: Sequence[Printed], width: float) -> Mapping[tuple[int, int], Column]:
    """The column of each page, and of each of two on a page; one with few lines has that of the whole text."""
    wholes: dict[int, Column] = {}
    for number in {line.column for line in lines}:
        own = [line for line in lines if line.column == number]
        wholes[number] = _column(own, None, 0 if number else width)
    places: dict[tuple[int, int], list[Printed]] = {}
    for line in lines:
        places.setdefault(place_of(line), []).append(line)
    return {
        place: _column(own, wholes[place[1]], 0 if place[1] else width) if len(own) > 8 else wholes[place[1]]
        for place, own in places.items()
    }


def _column(lines: Sequence[Printed], whole: Column | None, width: float) -> Column:
    title = whole.title if whole is not None else _title_size(lines)
    size = whole.size if whole is not None else _usual_size(lines, title)
    body = [line for line in lines if line.size <= size * BIGGER and line.size * BIGGER >= size] or lines
    right = _edge((line.right for line in body), size, last=True)
    if whole is not None and right < whole.right - 3 * size:  # a page of short lines, as a table of contents
        right = whole.right
    full = [line for line in body if line.right >= right - SHORT * size]
    longest = max((line.right - line.left for line in full), default=0.0)
    if len(full) < _FEW or (longest < _LONG * size and right < width * _FULL_SHARE):  # they do not tell the edge
        right = _agreed_edge(body, size) or max(right, width * _FULL_SHARE)
    left = _left_edge(body, full, size)
    if whole is not None and abs(left - whole.left) < 3 * size:
        left = min(left, whole.left)
    first = sum(_INDENT[0] * size < line.left - left < _INDENT[1] * size for line in body)
    indents = first > len(body) * _INDENTED_SHARE if whole is None else whole.indents
    pitch = _pitch(body) or (whole.pitch if whole else 0)
    parted = _is_parted(body, right, pitch) if whole is None else whole.parted
    return Column(left, right, pitch, size, title, indents, parted)


def _left_edge(body: Sequence[Printed], full: Sequence[Printed], size: float) -> float:
    """The left edge of full lines; of all, where the full ones are the first of paragraphs of two lines."""
    whole = _edge((line.left for line in body), size, last=False)
    if len(full) < _FEW:
        return whole
    left = _edge((line.left for line in full), size, last=False)
    return whole if _INDENT[0] * size < left - whole < _INDENT[1] * size else left


def _title_size(lines: Sequence[Printed]) -> float:
    """The size of the largest letters, where few lines have it and all others are smaller; else no size at all."""
    sizes = Counter(round(line.size, 1) for line in lines)
    largest = max(sizes)
    smaller = sum(times for size, times in sizes.items() if size * BIGGER < largest)
    if sizes[largest] <= _TITLES and smaller and smaller == len(lines) - sizes[largest]:
        return largest - 0.05
    return float("inf")


def _usual_size(lines: Sequence[Printed], title: float) -> float:
    return Counter(round(line.size, 1) for line in lines if line.size < title).most_common(1)[0][0]


def _agreed_edge(lines: Sequence[Printed], size: float) -> float:
    """The right edge that at least two long lines reach exactly and none crosses; 0 where there is none."""
    right = max(line.right for line in lines)
    reaching = [line for line in lines if line.right > right - 0.5 * size]
    least = _LONG if len(reaching) == 2 else _RATHER_LONG
    if len(reaching) < 2 or any(line.right - line.left < least * size for line in reaching):
        return 0.0
    return right


def _edge(places: Iterable[float], size: float, *, last: bool) -> float:
    """The outermost place where many lines begin or end."""
    counted = Counter(round(place / (size / 2 or 1)) for place in places)
    often = [place for place, times in counted.items() if times >= max(counted.values()) * _USUAL]
    return (max(often) if last else min(often)) * (size / 2 or 1)


def _pitch(lines: Sequence[Printed]) -> float:
    """The usual distance of two lines: the smallest that is common."""
    steps = Counter(
        round(before.bottom - line.bottom)
        for before, line in pairwise(lines)
        if before.page == line.page and before.bottom > line.bottom
    )
    often = [step for step, times in steps.items() if times >= max(steps.values()) * 0.3]
    return float(min(often)) if often else 0.0


def _is_parted(lines: Sequence[Printed], right: float, pitch: float) -> bool:
    """Whether most lines that end a sentence before the edge have a gap below them."""
    after = [
        before.bottom - line.bottom > _PARTED * pitch
        for before, line in pairwise(lines)
        if before.page == line.page and before.text[-1] in STOPS and before.right < right - SHORT * before.size
    ]
    return bool(after) and sum(after) >= len(after) * _PARTED_SHARE
