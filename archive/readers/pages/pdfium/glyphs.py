"""Drawn glyphs of a page and the pieces of lines that they make: values and geometry, no library.

A frame is the page turned so that its text runs from left to right: all places here are in points of such a frame.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from archive.readers.pages.line_units import first_unit
from archive.readers.pages.page_lines import Printed

_SMALL = 0.8
_RAISED = 0.2
_NOTE_MARKS = frozenset("0123456789①②③④⑤⑥⑦⑧⑨⑩*[]〔〕")
_KERNED = 0.7
"""Ems: a mark may be set so far into the room of the next character."""
APART = 1.0
"""Ems: glyphs of one line further apart than this are two pieces: cells of a row, or the two sides of a gutter."""


class Glyph(NamedTuple):
    """A character with its place: from `left` to `right`, its baseline at `bottom`, the font's size as drawn.

    `turn` are the degrees, counter-clockwise, by which it is drawn turned; places are in the frame of that turn.
    `spaced` is whether a blank stands before it, `number` its place in the library's page of text.
    """

    character: str
    left: float
    right: float
    bottom: float
    size: float
    turn: int
    spaced: bool
    number: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """The glyphs of a page in the order of drawing, the turn (0, 90, 180, 270) of most of them, and the numbers of the
    large ones that are pale.
    """

    glyphs: list[Glyph]
    turn: int
    light: frozenset[int]


@dataclass(frozen=True, slots=True)
class Piece:
    """Glyphs that follow each other on one baseline without a wide gap."""

    glyphs: Sequence[Glyph]

    @property
    def left(self) -> float:
        """Where its first glyph begins."""
        return self.glyphs[0].left

    @property
    def right(self) -> float:
        """Where its last glyph ends."""
        return self.glyphs[-1].right


def pieces(glyphs: Iterable[Glyph]) -> Iterator[Piece]:
    """The pieces, in the order of drawing."""
    piece: list[Glyph] = []
    for glyph in glyphs:
        if piece and not _follows(piece[-1], glyph):
            yield Piece(piece)
            piece = []
        piece.append(glyph)
    if piece:
        yield Piece(piece)


def _follows(last: Glyph, glyph: Glyph) -> bool:
    if last.bottom == glyph.bottom and last.size == glyph.size:
        return glyph.left > last.left and -_KERNED * last.size < glyph.left - last.right < APART * last.size
    return is_beside(last, glyph) and -_KERNED * last.size < glyph.left - last.right < APART * max(
        last.size, glyph.size
    )


def is_beside(one: Glyph, other: Glyph) -> bool:
    """Whether two glyphs stand on one line: a raised mark does, and a larger letter."""
    overlap = min(one.bottom + one.size, other.bottom + other.size) - max(one.bottom, other.bottom)
    return overlap > 0.5 * min(one.size, other.size)


def rows(parts: Iterable[Piece]) -> Iterator[list[Piece]]:
    """Pieces drawn one after the other, from left to right on one line, as rows."""
    row: list[Piece] = []
    for piece in parts:
        if row and not _goes_right(row[-1], piece):
            yield row
            row = []
        row.append(piece)
    if row:
        yield row


def _goes_right(before: Piece, piece: Piece) -> bool:
    last, first = before.glyphs[-1], piece.glyphs[0]
    return is_beside(last, first) and first.left > last.right - 0.5 * last.size


def line(row: Sequence[Piece], page: int) -> Printed:
    """The row as a printed line, without the marks of notes."""
    glyphs = [glyph for piece in row for glyph in piece.glyphs]
    sizes = Counter(round(glyph.size, 1) for glyph in glyphs)
    size = glyphs[0].size if len(sizes) == 1 else sizes.most_common(1)[0][0]
    bottom = glyphs[0].bottom
    body: Sequence[Glyph] = glyphs
    if len(sizes) > 1:
        bottom = Counter(round(glyph.bottom, 1) for glyph in glyphs if glyph.size >= size * _SMALL).most_common(1)[0][0]
        body = _without_note_marks(glyphs, size, bottom)
    text = _text(body)
    unit = body[: len(first_unit(text).replace(" ", ""))]
    first = max((glyph.right for glyph in unit), default=0.0) - body[0].left
    right = body[-1].right if len(row) == 1 else max(glyph.right for glyph in body)
    return Printed(text, page, body[0].left, right, bottom, size, first=first)


def _text(glyphs: Sequence[Glyph]) -> str:
    """The characters, a blank where one is drawn or a gap as wide as one is left."""
    kept: list[str] = []
    right = glyphs[0].right
    for glyph in glyphs:
        if (glyph.spaced or glyph.left - right > APART * glyph.size) and kept:
            kept.append(" ")
        kept.append(glyph.character)
        right = glyph.right
    return "".join(kept)


def _without_note_marks(glyphs: Sequence[Glyph], size: float, bottom: float) -> Sequence[Glyph]:
    """The glyphs without raised marks behind a word, which would run into figures; the one that begins a note stays."""
    first = next((at for at, glyph in enumerate(glyphs) if not _is_note_mark(glyph, size, bottom)), 0)
    kept = [glyph for glyph in glyphs[first:] if not _is_note_mark(glyph, size, bottom)]
    if first and kept:
        kept[0] = kept[0]._replace(spaced=True)
    return [*glyphs[:first], *kept]


def _is_note_mark(glyph: Glyph, size: float, bottom: float) -> bool:
    return glyph.size < size * _SMALL and glyph.bottom > bottom + size * _RAISED and glyph.character in _NOTE_MARKS
