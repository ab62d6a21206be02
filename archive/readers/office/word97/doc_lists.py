"""The numbered lists of a binary Word file, which stand in its table stream beside the text.

After [MS-DOC] 2.9.131 (PlfLst), 2.9.147 (LSTF), 2.9.150 (LVLF), 2.9.130 (PlfLfo) and 2.9.133 (LFOLVL).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from archive.readers.office.rendering.list_counting import LEVELS, Counting, Level, List, Use
from archive.readers.office.rendering.number_formats import FORM_OF_CODE
from archive.readers.office.word97.doc_operands import table_part

_LISTS, _USES = 73, 74
_LSTF, _LVLF, _LFO = 28, 28, 16
_SUFFIXES = {0: "tab", 1: "space", 2: "nothing"}
_NO_STYLE = 0xFFF


def lists(document: bytes, table: bytes) -> Counting:
    """The lists of a file, by their places in PlfLfo from 1. Raises struct.error where they are cut off."""
    listed = table_part(document, table, _LISTS)
    if len(listed) < 2 + _LSTF:
        return Counting({}, {})
    (start, length) = struct.unpack_from("<II", document, 0x9A + 8 * _LISTS)
    levels = _levels(table, start + length)
    found: dict[str, List] = {}
    for number in range(min(struct.unpack_from("<H", listed)[0], (len(listed) - 2) // _LSTF)):
        entry = listed[2 + number * _LSTF :][:_LSTF]
        identity, *styles = struct.unpack_from("<i4x9H", entry)
        single = bool(entry[26] & 1)
        own = {level: next(levels) for level in range(1 if single else LEVELS)}
        found[str(identity)] = List({level: _bound(what, styles[level]) for level, what in own.items()})
    return Counting(found, dict(_uses(table_part(document, table, _USES), found)))


def _bound(level: Level, style: int) -> Level:
    if style == _NO_STYLE:
        return level
    return Level(level.start, level.form, level.text, level.suffix, level.legal, level.restart, str(style))


def _levels(table: bytes, place: int) -> Iterator[Level]:
    """The levels one after the other, as they stand behind PlfLst."""
    while True:
        level, place = _level(table, place)
        yield level


def _level(data: bytes, place: int) -> tuple[Level, int]:
    """A level, and where the next thing stands."""
    start, code, bits = struct.unpack_from("<iBB", data, place)
    follows, of_characters, of_paragraph, restart = (
        data[place + 15],
        data[place + 24],
        data[place + 25],
        data[place + 26],
    )
    place += _LVLF + of_characters + of_paragraph
    (letters,) = struct.unpack_from("<H", data, place)
    text = data[place + 2 : place + 2 + 2 * letters].decode("utf-16-le", "replace")
    shown = "".join(f"%{ord(letter) + 1}" if letter < "\x09" else letter for letter in text)
    level = Level(
        start,
        FORM_OF_CODE.get(code, "decimal"),
        shown,
        _SUFFIXES.get(follows, "tab"),
        bool(bits & 0x04),
        restart if bits & 0x08 else None,
    )
    return level, place + 2 + 2 * letters


def _uses(data: bytes, found: dict[str, List]) -> Iterator[tuple[str, Use]]:
    """The lists as paragraphs name them; each may override levels of the one that it stands for."""
    if len(data) < 4:
        return
    count = min(struct.unpack_from("<I", data)[0], (len(data) - 4) // _LFO)
    place = 4 + count * _LFO
    for number in range(count):
        identity, overrides = struct.unpack_from("<i8xB", data, 4 + number * _LFO)
        of = found.get(str(identity))
        use = Use(str(identity), {} if of is None else dict(of.levels))
        place += 4
        for _ in range(overrides):
            place = _override(data, place, use)
        yield str(number + 1), use


def _override(data: bytes, place: int, use: Use) -> int:
    """Takes an override into `use`; returns where the next one stands."""
    start, bits = struct.unpack_from("<iI", data, place)
    level, place = bits & 0xF, place + 8
    if bits & 0x20:
        own, place = _level(data, place)
        use.levels = {**use.levels, level: own}
        start = own.start
    if bits & 0x10:
        use.restarts[level] = start
    return place
