"""Printed lines to paragraphs: what a typesetter broke is joined again, over page ends too.

From 18 to 48 of 100 lines of printed laws break inside a sentence. A line goes on in the next one where it is full (it
reaches the right edge of the column) and the next begins no paragraph: where a text indents its paragraphs the indent
decides, else the end of a sentence does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive.model import CELL, Block, ScanLine
from archive.readers.line_joining import begins_anew, shows
from archive.readers.pages.page_lines import Printed

_STOPS = frozenset("。！？；：…!?;:")
_NEVER_FIRST = frozenset("，。；、：！？,;:!?）】〕》〉”’」』")
_COMMAS = frozenset("，、（《“‘〔")
_WIDE_GAP = 1.45
"""Of the usual distance of two lines: where more lies between, a paragraph ends."""
_BIGGER = 1.12
_INDENTED_SHARE = 0.08
_USUAL = 0.15
_FEW = 4
_FULL_SHARE = 0.72
"""Of the page's width: where few lines tell the right edge of the text, it lies no further to the left."""


@dataclass(frozen=True, slots=True)
class Column:
    """Where the text of a page stands: its edges, the distance of its lines, and whether paragraphs are indented."""

    left: float
    right: float
    pitch: float
    size: float
    indents: bool


def paragraphs(lines: Sequence[Printed], widths: Mapping[int, float]) -> Iterator[Block]:
    """The paragraphs that `lines` make, each with the page it begins on; `widths` of the pages by number, if known."""
    shown = [line for line in lines if shows(line.text)]
    flow = [line for line in shown if not line.block] or shown
    columns = _columns(flow, max(widths.values(), default=0.0))
    text, page = "", 0
    scan: list[ScanLine] = []
    for before, line in pairwise([None, *shown]):
        assert line is not None
        if before is not None and _continues(before, line, columns):
            text = seam(text, line.text)
        else:
            if text:
                yield _block(text, page, scan)
            text, page = line.text, line.page
            scan.clear()
        if line.confidence is not None:
            scan.append(ScanLine(len(text) - len(line.text), line.confidence, line.page))
    if text:
        yield _block(text, page, scan)


def _block(text: str, page: int, scan: Sequence[ScanLine]) -> Block:
    return Block("row" if CELL in text else "paragraph", text, page=page, scan=tuple(scan))


def _continues(before: Printed, line: Printed, columns: Mapping[tuple[int, int], Column]) -> bool:
    """Whether `line` goes on in the paragraph of the line `before`."""
    if before.block or line.block:
        return before.block == line.block
    return _goes_on(before, line, columns[_place(before)], columns[_place(line)])


def seam(before: str, after: str) -> str:
    """Two pieces of a line or paragraph as one: only Latin words and figures are kept apart by a blank."""
    apart = before[-1:].isascii() and after[:1].isascii() and before[-1:].isalnum() and after[:1].isalnum()
    return f"{before} {after}" if apart else before + after


def _goes_on(before: Printed, line: Printed, column: Column, next_column: Column) -> bool:
    if line.text[0] in _NEVER_FIRST:
        return True
    if max(before.size, line.size) > min(before.size, line.size) * _BIGGER or _is_far_below(before, line, column):
        return False
    if _is_title(before, column) and _is_title(line, column):
        return _is_same_title(before, line)
    indent, next_indent = before.left - column.left, line.left - next_column.left
    if next_indent < -line.size or before.right > column.right + 2 * before.size:
        return False  # one of them is not of this column
    if before.right < column.right - 1.6 * before.size:
        return before.text[-1] in _COMMAS and next_indent <= line.size and not begins_anew(line.text)
    ended = before.text[-1] in _STOPS
    if next_indent > 1.2 * line.size:
        return abs(indent - next_indent) < line.size and not ended and not begins_anew(line.text)
    return column.indents or not ended


def _is_far_below(before: Printed, line: Printed, column: Column) -> bool:
    distance = before.bottom - line.bottom
    return before.page == line.page and column.pitch > 0 and distance > max(column.pitch, line.size) * _WIDE_GAP


def _is_title(line: Printed, column: Column) -> bool:
    return line.size > column.size * _BIGGER


def _is_same_title(before: Printed, line: Printed) -> bool:
    """Whether two lines in big letters are one title: it is set in the middle of the page."""
    apart = abs(before.left + before.right - line.left - line.right) / 2
    return (
        before.page == line.page and apart < line.size and before.text[-1] not in _STOPS and not begins_anew(line.text)
    )


def _place(line: Printed) -> tuple[int, int]:
    return line.page, line.column


def _columns(lines: Sequence[Printed], width: float) -> dict[tuple[int, int], Column]:
    """The column of each page, and of each of two on a page; one with few lines has that of the whole text."""
    wholes: dict[int, Column] = {}
    for number in {line.column for line in lines}:
        own = [line for line in lines if line.column == number]
        wholes[number] = _column(own, None, 0 if number else width)
    places: dict[tuple[int, int], list[Printed]] = {}
    for line in lines:
        places.setdefault(_place(line), []).append(line)
    return {
        place: _column(own, wholes[place[1]], 0 if place[1] else width) if len(own) > 8 else wholes[place[1]]
        for place, own in places.items()
    }


def _column(lines: Sequence[Printed], whole: Column | None, width: float) -> Column:
    size = _most_common(line.size for line in lines) if whole is None else whole.size
    body = [line for line in lines if line.size <= size * _BIGGER and line.size * _BIGGER >= size] or lines
    right = _edge((line.right for line in body), size, last=True)
    if whole is not None and right < whole.right - 3 * size:  # a page of short lines, as a table of contents
        right = whole.right
    full = [line for line in body if line.right >= right - 1.6 * size]
    if len(full) < _FEW:  # too few to know the edge from them
        right = max(right, width * _FULL_SHARE)
    left = _edge((line.left for line in (full if len(full) > 3 else body)), size, last=False)
    if whole is not None and abs(left - whole.left) < 3 * size:
        left = min(left, whole.left)
    first = sum(1.2 * size < line.left - left < 4.5 * size for line in body)
    indents = first > len(body) * _INDENTED_SHARE if whole is None else whole.indents
    return Column(left, right, _pitch(body) or (whole.pitch if whole else 0), size, indents)


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


def _most_common(values: Iterable[float]) -> float:
    return Counter(round(value, 1) for value in values).most_common(1)[0][0]
