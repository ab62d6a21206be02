"""What a binary Word file says about stretches of its text: ends of rows, headings, lists, deleted and hidden words.

After [MS-DOC] 2.6 and 2.9: properties stand in pages of 512 bytes, by places in the file.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from archive.readers.office.rendering.list_counting import LEVELS
from archive.readers.office.rendering.symbol_fonts import drawn, is_private, symbol
from archive.readers.office.word97.doc_lists import lists
from archive.readers.office.word97.doc_operands import (
    CHARACTER_STYLE,
    DELETED,
    FONT,
    HIDDEN,
    IN_TABLE,
    LIST,
    LIST_LEVEL,
    OUTLINE,
    PICTURE,
    ROW_END,
    SYMBOL,
    TABLE_DEFINITION,
    edges,
    operands,
)
from archive.readers.office.word97.doc_styles import StyleSheet, fonts

_PAGE = 512
_HEADINGS = range(1, 10)
_LAST_LIST = 0x7FE
_AS_STYLE, _OPPOSITE = 0x80, 0x81


@dataclass(slots=True)
class Stretches:
    """Values that hold from one place in the file to the next."""

    _starts: list[int] = field(default_factory=list)
    _found: list[tuple[int, dict[int, int], int]] = field(default_factory=list)
    _start: int = 0
    _end: int = 0
    _last: tuple[dict[int, int], int] = field(default_factory=lambda: ({}, 0))

    def add(self, start: int, end: int, properties: dict[int, int], style: int) -> None:
        """Properties of [start, end); stretches come in order."""
        if not self._starts or start >= self._starts[-1]:
            self._starts.append(start)
            self._found.append((end, properties, style))

    def at(self, place: int) -> tuple[dict[int, int], int]:
        """The properties at `place`, and its style's number."""
        if self._start <= place < self._end:  # the next character has the same properties, as nearly always
            return self._last
        index = bisect_right(self._starts, place) - 1
        if index < 0 or place >= self._found[index][0]:
            return {}, 0
        self._start = self._starts[index]
        self._end = min([self._found[index][0], *self._starts[index + 1 : index + 2]])
        self._last = self._found[index][1], self._found[index][2]
        return self._last


class Properties:
    """The properties of one file's paragraphs and characters, by places in the file. `number` counts."""

    def __init__(self, document: bytes, table: bytes) -> None:
        self._paragraphs = Stretches()
        self._characters = Stretches()
        for page in _pages(document, table, 0x102):
            self._read(page, self._paragraphs, 13)
        for page in _pages(document, table, 0xFA):
            self._read(page, self._characters, 1)
        self._styles = StyleSheet(document, table)
        self._fonts = fonts(document, table)
        self._lists = lists(document, table)

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
        return self._paragraphs.at(place)[0].get(IN_TABLE, 0) != 0

    def ends_row(self, place: int) -> bool:
        """Whether the mark at `place` ends a table's row."""
        return self._paragraphs.at(place)[0].get(ROW_END, 0) != 0

    def cell_starts(self, place: int) -> list[int]:
        """Where the cells of the row that ends at `place` begin, in twips; none where the file tells it elsewhere."""
        definition = self._paragraphs.at(place)[0].get(TABLE_DEFINITION, 0)
        return edges(definition)[:-1]

    def heading(self, place: int) -> int | None:
        """The level of heading of the paragraph at `place`."""
        level, style = self._of_paragraph(place, OUTLINE)
        if level is not None:
            return level + 1 if level + 1 in _HEADINGS else None
        chain = self._styles.chain(style)
        return next((one.built_in for one in chain if one.built_in in _HEADINGS), style if style in _HEADINGS else None)

    def number(self, place: int) -> str:
        """The number that Word prints before the paragraph that ends at `place`, "" for none: asked for once each."""
        identity, style = self._of_paragraph(place, LIST)
        if not identity or identity > _LAST_LIST:
            return ""
        level, _ = self._of_paragraph(place, LIST_LEVEL)
        if level is None:
            level = self._lists.level_of_style(str(identity), str(style)) or 0
        return self._lists.number(str(identity), min(level, LEVELS - 1))

    def is_deleted(self, place: int) -> bool:
        """Whether the character at `place` was deleted while changes were tracked."""
        return bool(self._characters.at(place)[0].get(DELETED))

    def is_unseen(self, place: int, mark: int) -> bool:
        """Whether the character at `place` is deleted or hidden; `mark` is the place of its paragraph's end.

        Hidden text is a toggle ([MS-DOC] 2.9.343): 80 is as the paragraph's style has it, 81 the opposite.
        """
        properties = self._characters.at(place)[0]
        if properties.get(DELETED):
            return True
        hidden = bool(self._styles.characters(self._paragraphs.at(mark)[1], HIDDEN))
        of_style = properties.get(CHARACTER_STYLE)
        for value in (None if of_style is None else self._styles.characters(of_style, HIDDEN), properties.get(HIDDEN)):
            if value is not None:
                hidden = hidden != (value == _OPPOSITE) if value >= _AS_STYLE else bool(value)
        return hidden

    def drawn(self, place: int, text: str) -> str | None:
        """The character `text` at `place` as its font draws it; None for a sign of a font that is not known."""
        properties = self._characters.at(place)[0]
        stated = properties.get(SYMBOL)
        if stated is not None:
            code = stated >> 16
            found = symbol(self._font(stated & 0xFFFF), code)
            return found if found is not None or is_private(chr(code)) else visible_character(code)
        font = properties.get(FONT)
        return text if font is None else drawn(self._font(font), text)

    def picture(self, place: int) -> int | None:
        """Where the picture at `place` stands in the data stream."""
        return self._characters.at(place)[0].get(PICTURE)

    def _font(self, number: int) -> str:
        return self._fonts[number] if number < len(self._fonts) else ""

    def _of_paragraph(self, place: int, code: int) -> tuple[int | None, int]:
        """A property of the paragraph at `place`, its own or its style's, and the style's number."""
        properties, style = self._paragraphs.at(place)
        value = properties.get(code)
        return (self._styles.paragraph(style, code) if value is None else value), style


def visible_character(code: int) -> str | None:
    """The character with that code; None for halves of one."""
    return None if 0xD800 <= code < 0xE000 else chr(code)


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
    return (operands(body[2:]), struct.unpack_from("<H", body)[0]) if len(body) >= 2 else ({}, 0)


def _character(page: bytes, offset: int) -> dict[int, int]:
    return operands(page[offset + 1 : offset + 1 + page[offset]]) if offset else {}
