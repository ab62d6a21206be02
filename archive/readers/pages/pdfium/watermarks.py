"""What is drawn across or behind the text of a page and is not part of it: watermarks, and the round text of seals.

The words are kept apart, never lost: they are of no sentence and no title.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import groupby

from archive.readers.pages.pdfium.glyphs import Glyph, Piece

LARGE = 1.6
"""Times the size of most letters of the page."""
_HUGE = 3.0
_CROSSED = 2
_MOST = 200
"""A page with more large pieces is a poster: each would be compared with every other."""


def without_slanting(glyphs: Sequence[Glyph]) -> tuple[list[Glyph], list[str]]:
    """The glyphs that stand in quarters of a turn, and the words of the others.

    A letter between two slanting ones, as on top of a seal, is of their words.
    """
    if all(glyph.turn % 90 == 0 for glyph in glyphs):
        return list(glyphs), []
    straight: list[Glyph] = []
    words: list[str] = []
    runs = [list(run) for _, run in groupby(glyphs, key=lambda glyph: glyph.turn)]
    slants = [run[0].turn % 90 != 0 for run in runs]
    in_words = False
    for place, run in enumerate(runs):
        beside = slants[place - 1 : place] + slants[place + 1 : place + 2]
        if not slants[place] and not (len(run) == 1 and all(beside) and beside):
            straight += run
            in_words = False
            continue
        text = "".join(glyph.character for glyph in run)
        if in_words:
            words[-1] += text
        else:
            words.append(text)
        in_words = True
    return straight, words


def without_marks(pieces: Sequence[Piece], light: Collection[int], usual: float) -> tuple[list[Piece], list[str]]:
    """The pieces that are text, and the words of those that are pale, or large and with text upon them.

    `light` are the numbers of pale glyphs, `usual` the size of most letters of the page in points.
    """
    large = sum(piece.glyphs[0].size >= LARGE * usual for piece in pieces)
    if not 0 < large <= _MOST:
        return list(pieces), []
    kept: list[Piece] = []
    words: list[str] = []
    for piece in pieces:
        if piece.glyphs[0].size >= LARGE * usual and _is_mark(piece, pieces, light, usual):
            words.append("".join(glyph.character for glyph in piece.glyphs))
        else:
            kept.append(piece)
    return kept, words


def _is_mark(piece: Piece, pieces: Sequence[Piece], light: Collection[int], usual: float) -> bool:
    size, pale = piece.glyphs[0].size, piece.glyphs[0].number in light
    crossed = sum(_crosses(piece, other) for other in pieces if other.glyphs[0].size < size)
    return (pale and (crossed > 0 or size >= _HUGE * usual)) or (size >= _HUGE * usual and crossed >= _CROSSED)


def _crosses(mark: Piece, other: Piece) -> bool:
    one, text = mark.glyphs[0], other.glyphs[0]
    if other.right <= mark.left or other.left >= mark.right:
        return False
    return (
        min(one.bottom + 0.8 * one.size, text.bottom + 0.8 * text.size) - max(one.bottom, text.bottom) > 0.3 * text.size
    )
