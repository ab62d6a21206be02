"""The property lists of binary Word files (grpprl): each property's code to its value.

After [MS-DOC] 2.6.1 (Sprm): three bits of the code tell how long the value is.
"""

from __future__ import annotations

import struct

IN_TABLE = 0x2416
ROW_END = 0x2417
OUTLINE = 0x2640
LIST = 0x460B
LIST_LEVEL = 0x260A
DELETED = 0x0800
HIDDEN = 0x083C
CHARACTER_STYLE = 0x4A30
FONT = 0x4A4F
SYMBOL = 0x6A09
PICTURE = 0x6A03
TABLE_DEFINITION = 0xD608
_TABS = 0xC615
_SIZES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}


def operands(body: bytes) -> dict[int, int]:
    """Each property with its value; those of varying length have none, but the definition of a row (`edges`)."""
    found: dict[int, int] = {}
    place = 0
    while place + 2 < len(body):
        (code,) = struct.unpack_from("<H", body, place)
        place += 2
        kind = code >> 13
        if kind == 6:
            if code == _TABS and body[place] == 255:
                break
            if code == TABLE_DEFINITION and place + 2 <= len(body):
                size = struct.unpack_from("<H", body, place)[0] + 1
                found[code] = int.from_bytes(body[place + 2 : place + size], "little")
            else:
                size = body[place] + 1
            place += size
            continue
        size = _SIZES[kind]
        found[code] = int.from_bytes(body[place : place + size], "little")
        place += size
    return found


def edges(definition: int) -> list[int]:
    """Where a row begins and where each of its cells ends, in twips, by the value of its `TABLE_DEFINITION`.

    [MS-DOC] 2.9, TDefTableOperand: a byte that counts the cells, then two bytes for each edge, one more than cells.
    """
    cells = definition & 0xFF
    told = (definition >> 8 & (1 << 16 * (cells + 1)) - 1).to_bytes(2 * (cells + 1), "little")
    return [*struct.unpack(f"<{cells + 1}h", told)]


def table_part(document: bytes, table: bytes, index: int) -> bytes:
    """The piece of the table stream that entry `index` of the header's list names ([MS-DOC] 2.5.6, FibRgFcLcb97)."""
    place = 0x9A + 8 * index
    if len(document) < place + 8:
        return b""
    start, length = struct.unpack_from("<II", document, place)
    return table[start : start + length]
