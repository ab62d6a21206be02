"""The styles and fonts of a binary Word file: what a style says of its paragraphs and characters.

After [MS-DOC] 2.9.271 (STSH), 2.9.260 (STD) and 2.9.68 (FFN).
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field

from archive.readers.office.word97.doc_operands import operands, table_part

_STYLES, _FONTS = 1, 15
_NO_STYLE = 0xFFF
_PARAGRAPH, _CHARACTER, _LIST = 1, 2, 4
_BASES = 20
_NAME_IN_FONT = 39


@dataclass(frozen=True, slots=True)
class DocStyle:
    """One style: `built_in` is its number among Word's own, of which 1 to 9 are the headings."""

    built_in: int
    base: int
    paragraph: Mapping[int, int] = field(default_factory=dict)
    characters: Mapping[int, int] = field(default_factory=dict)


class StyleSheet:
    """The styles of one file by their numbers; bases are followed `_BASES` steps."""

    def __init__(self, document: bytes, table: bytes) -> None:
        self._styles = _styles(table_part(document, table, _STYLES))

    def paragraph(self, style: int, code: int) -> int | None:
        """What the style says of the property `code` of its paragraphs; None for nothing."""
        return next((one.paragraph[code] for one in self.chain(style) if code in one.paragraph), None)

    def characters(self, style: int, code: int) -> int | None:
        """What the style says of the property `code` of its characters; None for nothing."""
        return next((one.characters[code] for one in self.chain(style) if code in one.characters), None)

    def chain(self, style: int) -> list[DocStyle]:
        """The style and what it is based on."""
        found: list[DocStyle] = []
        while style in self._styles and len(found) < _BASES:
            found.append(self._styles[style])
            style = found[-1].base
        return found


def fonts(document: bytes, table: bytes) -> list[str]:
    """The names of the fonts by their numbers."""
    data = table_part(document, table, _FONTS)
    place, names = 4, []
    while place < len(data):
        size = data[place]
        name = data[place + 1 + _NAME_IN_FONT : place + 1 + size].decode("utf-16-le", "replace")
        names.append(name.partition("\0")[0])
        place += size + 1
    return names


def _styles(data: bytes) -> dict[int, DocStyle]:
    if len(data) < 8:
        return {}
    header, count, base = struct.unpack_from("<HHH", data, 0)
    place, found = header + 2, {}
    for number in range(count):
        if place + 2 > len(data):
            break
        (size,) = struct.unpack_from("<H", data, place)
        style = _style(data[place + 2 : place + 2 + size], base)
        if style is not None:
            found[number] = style
        place += 2 + size + size % 2
    return found


def _style(data: bytes, base: int) -> DocStyle | None:
    if len(data) < max(base, 10) + 2:
        return None
    built_in, kind_and_base, counts = struct.unpack_from("<HHH", data, 0)
    kind = kind_and_base & 0xF
    (letters,) = struct.unpack_from("<H", data, base)
    place = base + 2 + 2 * letters + 2
    lists: list[bytes] = []
    for _ in range(min(counts & 0xF, 3)):
        place += place % 2
        if place + 2 > len(data):
            break
        (size,) = struct.unpack_from("<H", data, place)
        lists.append(data[place + 2 : place + 2 + size])
        place += 2 + size
    paragraph = operands(lists[0][2:]) if lists and kind in (_PARAGRAPH, _LIST) else {}
    of_characters = lists[1:2] if kind == _PARAGRAPH else lists[:1] if kind == _CHARACTER else []
    characters = operands(of_characters[0]) if of_characters else {}
    return DocStyle(built_in & 0xFFF, kind_and_base >> 4, paragraph, characters)
