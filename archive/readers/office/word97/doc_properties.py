"""What a binary Word file says about stretches of its text: ends of rows, headings, lists, deleted and hidden words.

After [MS-DOC] 2.6 and 2.9: properties stand in pages of 512 bytes, by places in the file.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

_PAGE = 512
_IN_TABLE = 0x2416
_ROW_END = 0x2417
_OUTLINE = 0x2640
_LIST = 0x460B
_DELETED = 0x0800
_HIDDEN = 0x083C
_TABLE_DEFINITION = 0xD608
_TABS = 0xC615
_SIZES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_HEADINGS = range(1, 10)


@dataclass(slots=True)
class Stretches:
    """Values that hold from one place in the file to the next."""

    _starts: list[int] = field(default_factory=list)
    _found: list[tuple[int, dict[int, int], int]] = field(default_factory=list)

    def add(self, start: int, end: int, properties: dict[int, int], style: int) -> None:
        """Properties of [start, end); stretches come in order."""
        if not self._starts or start >= self._starts[-1]:
            self._starts.append(start)
            self._found.append((end, properties, style))

    def at(self, place: int) -> tuple[dict[int, int], int]:
        """The properties at `place`, and its style's number."""
        index = bisect_right(self._starts, place) - 1
        if index < 0 or place >= self._found[index][0]:
            return {}, 0
        return self._found[index][1], self._found[index][2]


class Properties:
    """The properties of one file's paragraphs and characters."""

    def __init__(self, document: bytes, table: bytes) -> None:
        self._paragraphs = Stretches()
        self._characters = Stretches()
        for page in _pages(document, table, 0x102):
            self._read(page, self._paragraphs, 13)
        for page in _pages(document, table, 0xFA):
            self._read(page, self._characters, 1)

    @staticmethod
    def _read(page: bytes, into: Stretches, entry: int) -> None:
        count = page[_PAGE - 1]
        if (count + 1) * 4 + count * entry > _PAGE:
            return
        places = struct.unpack_from(f"<{count + 1}I", page, 0)
        for index in range(count):
            offset = page[(count + 1) * 4 + index * entry] * 2
            properties, style = _paragraph(page, offset) if entry > 1 else (_character(page, offset), 0)
            into.add(places[index], places[index + 1], properties, style)

    def in_table(self, place: int) -> bool:
        """Whether the paragraph that ends at `place` stands in a table."""
        return self._paragraphs.at(place)[0].get(_IN_TABLE, 0) != 0

    def ends_row(self, place: int) -> bool:
        """Whether the mark at `place` ends a table's row."""
        return self._paragraphs.at(place)[0].get(_ROW_END, 0) != 0

    def heading(self, place: int) -> int | None:
        """The level of heading of the paragraph at `place`."""
        properties, style = self._paragraphs.at(place)
        level = properties.get(_OUTLINE)
        if level is not None:
            return level + 1 if level + 1 in _HEADINGS else None
        return style if style in _HEADINGS else None

    def is_listed(self, place: int) -> bool:
        """Whether Word prints a number or bullet before the paragraph at `place`."""
        return self._paragraphs.at(place)[0].get(_LIST, 0) != 0

    def is_unseen(self, place: int) -> bool:
        """Whether the character at `place` is deleted or hidden."""
        properties = self._characters.at(place)[0]
        return bool(properties.get(_DELETED) or properties.get(_HIDDEN))


def _pages(document: bytes, table: bytes, pointer: int) -> Iterator[bytes]:
    """The pages that the list at `pointer` of the header names."""
    if len(document) < pointer + 8:
        return
    start, length = struct.unpack_from("<II", document, pointer)
    listed = table[start : start + length]
    count = (len(listed) - 4) // 8
    for index in range(max(count, 0)):
        (number,) = struct.unpack_from("<I", listed, (count + 1) * 4 + index * 4)
        page = document[number * _PAGE : (number + 1) * _PAGE]
        if len(page) == _PAGE:
            yield page


def _paragraph(page: bytes, offset: int) -> tuple[dict[int, int], int]:
    if not offset or offset + 3 >= _PAGE:
        return {}, 0
    length = page[offset] * 2 - 1
    if length < 0:
        offset += 1
        length = page[offset] * 2
    body = page[offset + 1 : offset + 1 + length]
    return (_operands(body[2:]), struct.unpack_from("<H", body)[0]) if len(body) >= 2 else ({}, 0)


def _character(page: bytes, offset: int) -> dict[int, int]:
    return _operands(page[offset + 1 : offset + 1 + page[offset]]) if offset else {}


def _operands(body: bytes) -> dict[int, int]:
    """Each property with its value; those of varying length have none."""
    found: dict[int, int] = {}
    place = 0
    while place + 2 < len(body):
        (code,) = struct.unpack_from("<H", body, place)
        place += 2
        kind = code >> 13
        if kind == 6:
            if code == _TABS and body[place] == 255:
                break
            wide = code == _TABLE_DEFINITION
            place += (
                struct.unpack_from("<H", body, place)[0] + 1 if wide and place + 2 <= len(body) else body[place] + 1
            )
            continue
        size = _SIZES[kind]
        found[code] = int.from_bytes(body[place : place + size], "little")
        place += size
    return found
