"""The glyphs of a page as pdfium finds them, each with its place, size and turn.

A page whose text is drawn turned is first turned upright, for pdfium sorts by what a screen shows and would take the
lines apart. Every call into pdfium costs as much as ten lines of Python, so each glyph makes only those it needs.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Callable, Sequence

import pypdfium2
import pypdfium2.raw as raw

from archive.readers.pages.page_lines import Pages
from archive.readers.pages.pdfium.glyphs import Drawn, Glyph
from archive.readers.pages.pdfium.watermarks import LARGE

_HYPHENS = (0x02, 0xFFFE)
"""What pdfium gives for a hyphen at a line's end."""
_BLANKS = frozenset({0x09, 0x0A, 0x0D, 0x20, 0xA0})
_LINE_END = 0x0D
_UPRIGHT = 10
"""Degrees: text so little aslant is a crooked scan's, not turned text."""
_TRANSPARENT, _PALE = 165, 150
"""Of 255: no more opacity, no less brightness has a watermark."""
_MOST_LARGE = 500
_OPTIONAL = "OC\0".encode("utf-16-le")
"""The name of the mark of a layer (ISO 32000-1, 8.11.3.2)."""
_NAME = 512
"""Code units of a layer's name, at most."""


def glyphs_of(page: pypdfium2.PdfPage, hidden: frozenset[bytes], pages: Pages) -> Drawn:
    """The glyphs of `page` but for those of `hidden` layers; how many it has, and how many of them have no reading, is
    added to `pages`.
    """
    drawn = _drawn(page, hidden, pages)
    if not drawn.glyphs or (drawn.turn - page.get_rotation()) % 360 == 0:
        return drawn
    page.set_rotation(drawn.turn)
    return _drawn(page, hidden, Pages())


def _drawn(page: pypdfium2.PdfPage, hidden: frozenset[bytes], pages: Pages) -> Drawn:
    text = page.get_textpage()
    try:
        glyphs = _glyphs(text, pages)
        if hidden:
            glyphs = [glyph for glyph in glyphs if not _is_hidden(text, glyph.number, hidden)]
        return Drawn(glyphs, main_turn(glyphs), _light(text, glyphs))
    finally:
        text.close()


def _is_hidden(text: pypdfium2.PdfTextPage, number: int, hidden: frozenset[bytes]) -> bool:
    """Whether a glyph is marked as of a hidden layer."""
    drawn = raw.FPDFText_GetTextObject(text.raw, number)
    for place in range(raw.FPDFPageObj_CountMarks(drawn) if drawn else 0):
        mark = raw.FPDFPageObj_GetMark(drawn, place)
        if _written(raw.FPDFPageObjMark_GetName, mark, unit=ctypes.c_ushort) == _OPTIONAL:
            return _written(raw.FPDFPageObjMark_GetParamBlobValue, mark, b"Name", unit=ctypes.c_ubyte) in hidden
    return False


def _written(call: Callable[..., int], *arguments: object, unit: type[ctypes.c_ushort | ctypes.c_ubyte]) -> bytes:
    """What pdfium writes into a buffer of such units."""
    buffer, size = (unit * _NAME)(), ctypes.c_ulong()
    if not call(*arguments, buffer, ctypes.sizeof(buffer), ctypes.byref(size)):
        return b""
    return bytes(buffer)[: size.value]


def _light(text: pypdfium2.PdfTextPage, glyphs: Sequence[Glyph]) -> frozenset[int]:
    """The numbers of pale glyphs among those larger than most."""
    sizes = Counter(glyph.size for glyph in glyphs)
    if len(sizes) < 2:
        return frozenset()
    usual = sizes.most_common(1)[0][0]
    large = [glyph.number for glyph in glyphs if glyph.size >= LARGE * usual]
    return frozenset(index for index in large[:_MOST_LARGE] if _is_light(text, index))


def main_turn(glyphs: Sequence[Glyph]) -> int:
    """The turn of most glyphs, in quarters."""
    if not glyphs:
        return 0
    turn = Counter(glyph.turn for glyph in glyphs).most_common(1)[0][0]
    return round(turn / 90) % 4 * 90


def _glyphs(text: pypdfium2.PdfTextPage, pages: Pages) -> list[Glyph]:
    handle, glyphs, count = text.raw, [], text.count_chars()
    box, matrix, x, y = raw.FS_RECTF(), raw.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
    box_at, matrix_at, x_at, y_at = map(ctypes.byref, (box, matrix, x, y))
    unicode_of, box_of, origin_of = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox, raw.FPDFText_GetCharOrigin
    is_unmapped = raw.FPDFText_HasUnicodeMapError
    pages.characters += count
    pending, spaced = 0, False
    size, turn, line = 0.0, 0, math.nan
    before = (math.nan, math.nan)
    for index in range(count):
        code = unicode_of(handle, index)
        if code in _BLANKS:
            spaced, line = spaced or code > _LINE_END, math.nan
            continue
        if 0xD800 <= code < 0xE000:
            if code < 0xDC00:
                pending = code
                continue
            code = 0x10000 + ((pending - 0xD800) << 10) + (code - 0xDC00) if pending else 0xFFFD
        pending = 0
        if code in _HYPHENS:
            code = 0x2D
        pages.unmapped += is_unmapped(handle, index) == 1
        if code < 0x20 or 0x7F <= code < 0xA0 or code & 0xFFFE == 0xFFFE or code > 0x10FFFF:
            pages.unmapped += 1  # a number that is no character
            continue
        character = chr(code)
        if code > 0xFF and character.isspace():
            spaced, line = True, math.nan
            continue
        origin_of(handle, index, x_at, y_at)
        box_of(handle, index, box_at)
        if y.value != line or not 0.75 * size < box.top - box.bottom < 1.3 * size:
            raw.FPDFText_GetMatrix(handle, index, matrix_at)
            size = raw.FPDFText_GetFontSize(handle, index) * math.hypot(matrix.c, matrix.d)
            turn = _turn(matrix)
            line = math.nan if turn else y.value
        if turn:
            glyphs.append(_turned(character, box, x.value, y.value, size, turn, spaced, index))
        else:
            left = box.left if (x.value, y.value) == before else x.value  # glyphs of one ActualText share their origin
            glyphs.append(Glyph(character, left, box.right, y.value, size, 0, spaced, index))
        before = x.value, y.value
        spaced = False
    return glyphs


def _turn(matrix: raw.FS_MATRIX) -> int:
    if matrix.b == 0 and matrix.a > 0:
        return 0
    degrees = round(math.degrees(math.atan2(matrix.b, matrix.a))) % 360
    quarter = round(degrees / 90) * 90
    return quarter % 360 if abs(degrees - quarter) <= _UPRIGHT else degrees


def _turned(
    character: str, box: raw.FS_RECTF, x: float, y: float, size: float, turn: int, spaced: bool, index: int
) -> Glyph:
    """The glyph in the frame of its turn; how far it reaches is told by its box, which stands along the page."""
    along, across = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    left, bottom = x * along + y * across, y * along - x * across
    corners = [u * along + v * across for u in (box.left, box.right) for v in (box.bottom, box.top)]
    right = max(corners) if turn % 90 == 0 else left + size
    return Glyph(character, left, right, bottom, size, turn, spaced, index)


def _is_light(text: pypdfium2.PdfTextPage, index: int) -> bool:
    """Whether a glyph is drawn as a watermark is: half transparent, or pale."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not raw.FPDFText_GetFillColor(text.raw, index, *map(ctypes.byref, (red, green, blue, alpha))):
        return False
    brightness = 0.3 * red.value + 0.59 * green.value + 0.11 * blue.value
    return alpha.value <= _TRANSPARENT or brightness >= _PALE
