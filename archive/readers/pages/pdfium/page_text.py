"""The lines of one page from its glyphs: turned upright, without watermarks, in columns or rows, in reading order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from archive.readers.pages.columns import gutter, in_order
from archive.readers.pages.page_lines import ASIDE, Printed
from archive.readers.pages.paragraphs import seam
from archive.readers.pages.pdfium.glyphs import Drawn, Glyph, Piece, line, pieces, rows
from archive.readers.pages.pdfium.reading_order import by_place
from archive.readers.pages.pdfium.table_rows import Row, table_rows
from archive.readers.pages.pdfium.watermarks import without_marks, without_slanting

_BLOCKS = 100_000
"""More rows than any page has: numbers of blocks are told apart by it."""
_DOWN = 270
"""The turn whose frame is that of text set in columns from top to bottom, from the right."""
_ASCENT = 0.88
_FEW = 4


@dataclass(frozen=True, slots=True)
class PageText:
    """The lines of a page in reading order, its size as it is read, and the words that are not of its text."""

    lines: list[Printed]
    width: float
    height: float
    apart: list[str]


def page_text(drawn: Drawn, number: int, size: tuple[float, float], laid: Sequence[Printed]) -> PageText:
    """The text of page `number`; `size` is its width and height as the file says them, before any turn. `laid` are
    lines that stand upon it besides what is drawn.
    """
    turn = drawn.turn
    straight, apart = without_slanting(drawn.glyphs)
    own = [glyph for glyph in straight if glyph.turn == turn]
    others = [glyph for glyph in straight if glyph.turn != turn]
    if turn == 0 and _is_set_downwards(own):
        own = sorted(map(_set_down, own + [glyph for glyph in others if glyph.turn == _DOWN]), key=_down_order)
        others = [glyph for glyph in others if glyph.turn != _DOWN]
        turn = _DOWN
    width, height = size if turn in (0, 180) else (size[1], size[0])
    usual = _usual_size(own)
    parts, marks = without_marks(list(pieces(_shifted(own, turn, size))), drawn.light, usual)
    lines = _lines(parts, number, width, laid if turn == 0 else ())
    for run_turn, run in groupby(others, key=lambda glyph: glyph.turn):
        aside, more = without_marks(list(pieces(_shifted(run, run_turn, size))), drawn.light, usual)
        marks += more
        lines += [replace(line(row, number), column=ASIDE + run_turn // 90) for row in rows(aside)]
    if turn != 0:
        lines += [replace(upon, column=ASIDE) for upon in laid]
    return PageText(lines, width, height, apart + marks)


def _lines(parts: Sequence[Piece], number: int, width: float, laid: Sequence[Printed]) -> list[Printed]:
    place = gutter([line([piece], number) for piece in parts], width)
    if place is not None:
        return in_order([*(line(row, number) for row in _parted(rows(parts), place)), *laid], place)
    found = [_row_line(row, number, count) for count, row in enumerate(table_rows(parts), 1)]
    return by_place([*found, *laid])


def _parted(found: Iterable[Sequence[Piece]], place: float) -> Iterable[Sequence[Piece]]:
    """The rows, cut at the gutter at `place`."""
    for row in found:
        cut = next((at for at, (one, other) in enumerate(pairwise(row), 1) if one.right <= place <= other.left), None)
        if cut is None:
            yield row
        else:
            yield row[:cut]
            yield row[cut:]


def _row_line(row: Row, number: int, count: int) -> Printed:
    if all(len(cell) == 1 for cell in row.cells):
        made = line([piece for cell in row.cells for piece in cell], number)
    else:
        cells = [[line([piece], number) for piece in cell] for cell in row.cells]
        top = max(cell[0].bottom for cell in cells)
        made = replace(cells[0][0], text=" ".join(map(_cell_text, cells)), right=row.right, bottom=top)
    return replace(made, block=number * _BLOCKS + count) if row.is_table else made


def _cell_text(cell: Sequence[Printed]) -> str:
    text = ""
    for printed in cell:
        text = seam(text, printed.text)
    return text


def _shifted(glyphs: Iterable[Glyph], turn: int, size: tuple[float, float]) -> Iterable[Glyph]:
    """The glyphs with places from the lower left corner of the page as it is read."""
    along, across = {0: (0.0, 0.0), 90: (0.0, size[0]), 180: size, _DOWN: (size[1], 0.0)}[turn]
    if not along and not across:
        return glyphs
    return (
        glyph._replace(left=glyph.left + along, right=glyph.right + along, bottom=glyph.bottom + across)
        for glyph in glyphs
    )


def _usual_size(glyphs: Sequence[Glyph]) -> float:
    return Counter(glyph.size for glyph in glyphs).most_common(1)[0][0] if glyphs else 1.0


def _is_set_downwards(glyphs: Sequence[Glyph]) -> bool:
    """Whether most characters stand below the one before: text in columns from top to bottom."""
    down = across = 0
    for one, other in pairwise(glyphs):
        step = one.bottom - other.bottom
        if one.bottom == other.bottom:
            across += 1
        elif abs(one.left - other.left) < 0.6 * one.size and 0.7 < abs(step) / (one.size or 1.0) < 2:
            down += 1
    return down >= _FEW and down > across


def _set_down(glyph: Glyph) -> Glyph:
    """The glyph in the frame of text that runs down."""
    if glyph.turn == _DOWN:
        return glyph
    left = -(glyph.bottom + _ASCENT * glyph.size)
    return glyph._replace(left=left, right=left + glyph.size, bottom=glyph.left, turn=_DOWN, spaced=False)


def _down_order(glyph: Glyph) -> tuple[float, float]:
    return -round(glyph.bottom / (glyph.size or 1.0)), glyph.left
