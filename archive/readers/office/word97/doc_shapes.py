"""Drawings of a binary Word file: the words of WordArt, and pictures large enough to hold text.

After [MS-ODRAW] 2.2.14 (OfficeArtSpContainer) and [MS-DOC] 2.9.253 (Spa), 2.9.190 (PICF).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from archive.readers.office.rendering.picture_size import TWIP, holds_text
from archive.readers.office.word97.doc_operands import table_part

_ANCHORS, _HEAD_ANCHORS, _DRAWINGS = 40, 41, 50
_SHAPE, _IDENTITY, _PROPERTIES = 0xF004, 0xF00A, 0xF00B
_WORD_ART, _PICTURE = 0x00C0, 0x0104
_SPA = 26
_MAX_DEPTH = 32
_PICF = 0x44
_NAMED = 0x66


@dataclass(frozen=True, slots=True)
class Shape:
    """What a shape shows: the words of WordArt, and whether it is a picture that may hold text."""

    words: str = ""
    is_large_picture: bool = False


def anchored(document: bytes, table: bytes, *, in_heads: bool = False) -> Mapping[int, Shape]:
    """The shapes of the text, or of headers and footers, by the places (in characters) that they are anchored at."""
    art = {identity: (words, picture) for identity, words, picture in _drawn(table_part(document, table, _DRAWINGS))}
    listed = table_part(document, table, _HEAD_ANCHORS if in_heads else _ANCHORS)
    count = max(0, (len(listed) - 4) // (4 + _SPA))
    found = {}
    for number in range(count):
        (place,) = struct.unpack_from("<I", listed, 4 * number)
        identity, left, top, right, bottom = struct.unpack_from("<5i", listed, 4 * (count + 1) + _SPA * number)
        words, picture = art.get(identity, ("", False))
        found[place] = Shape(words, picture and holds_text(abs(right - left) * TWIP, abs(bottom - top) * TWIP))
    return found


def inline(data: bytes, place: int) -> Shape:
    """The picture in the line that stands at `place` of the data stream."""
    if not 0 <= place <= len(data) - _PICF:
        return Shape()
    size, header, form = struct.unpack_from("<ihh", data, place)
    width, height, across, down = struct.unpack_from("<hhHH", data, place + 0x1C)
    art = data[place + header : place + size] if header > 0 else b""
    if form == _NAMED and art:
        art = art[1 + art[0] :]
    found = list(_drawn(art))
    words = next((words for _, words, _ in found if words), "")
    is_picture = not found or any(picture for _, _, picture in found)
    large = holds_text(abs(width) * across / 1000 * TWIP, abs(height) * down / 1000 * TWIP)
    return Shape(words, is_picture and not words and large)


def _drawn(data: bytes) -> Iterator[tuple[int, str, bool]]:
    """Each shape's identity, the words of its WordArt, and whether it is a picture."""
    place = 0
    while place + 8 <= len(data):
        version, kind, size = struct.unpack_from("<HHI", data, place)
        if not 0xF000 <= kind <= 0xF200:  # a byte that tells the text from the heads stands between two drawings
            place += 1
            continue
        if version & 0xF == 0xF:
            yield from _shapes(data, place, place + 8 + size, 0)
        place += 8 + size


def _shapes(data: bytes, place: int, end: int, depth: int) -> Iterator[tuple[int, str, bool]]:
    (kind,) = struct.unpack_from("<H", data, place + 2)
    inner, end = place + 8, min(end, len(data))
    identity, words, picture = 0, "", False
    while inner + 8 <= end:
        version, inner_kind, size = struct.unpack_from("<HHI", data, inner)
        if version & 0xF == 0xF and depth < _MAX_DEPTH:
            yield from _shapes(data, inner, inner + 8 + size, depth + 1)
        elif inner_kind == _IDENTITY and size >= 4:
            (identity,) = struct.unpack_from("<i", data, inner + 8)
        elif inner_kind == _PROPERTIES:
            words, picture = _properties(data[inner + 8 : inner + 8 + size], version >> 4)
        inner += 8 + size
    if kind == _SHAPE:
        yield identity, words, picture


def _properties(data: bytes, count: int) -> tuple[str, bool]:
    """WordArt's words, and whether there is a picture; long values stand behind all properties, in their order."""
    words, picture, behind = "", False, 6 * count
    for number in range(min(count, len(data) // 6)):
        code, value = struct.unpack_from("<HI", data, 6 * number)
        if code & 0x3FFF == _PICTURE:
            picture = value != 0
        if code & 0x8000:
            if code & 0x3FFF == _WORD_ART:
                words = data[behind : behind + value].decode("utf-16-le", "replace").rstrip("\0")
            behind += value
    return words, picture
