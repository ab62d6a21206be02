"""The records of an old Excel book, in order, and the strings in them. What a record means lives elsewhere.

After [MS-XLS], 2.1.4 (records), 2.5.293 (strings of BIFF8, whose characters may go on in a record Continue). BIFF5, of
Excel 95, has the same records with strings in a code page.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

BOF, EOF, CONTINUE = 0x0809, 0x000A, 0x003C
BIFF8, BIFF5 = 0x0600, 0x0500

_HIGH, _EXTENDED, _RICH = 1, 4, 8


class Record(NamedTuple):
    """A record: its number, its bytes, and those of each Continue behind it."""

    kind: int
    data: bytes
    more: tuple[bytes, ...] = ()


def records(stream: bytes, start: int = 0, end: int | None = None) -> Iterator[Record]:
    """The records of [start, end) of a stream; of the last one as much as is there."""
    place, end = start, len(stream) if end is None else end
    while place + 4 <= end:
        kind, size = struct.unpack_from("<HH", stream, place)
        data = stream[place + 4 : place + 4 + size]
        place += 4 + size
        more: list[bytes] = []
        while place + 4 <= end:
            following, size = struct.unpack_from("<HH", stream, place)
            if following != CONTINUE:
                break
            more.append(stream[place + 4 : place + 4 + size])
            place += 4 + size
        yield Record(kind, data, tuple(more))


class Cursor:
    """Reads on over a record and what continues it. Raises EOFError where nothing is left."""

    def __init__(self, record: Record, offset: int = 0) -> None:
        self._pieces = (record.data, *record.more)
        self._piece, self._place = 0, offset

    def take(self, count: int) -> bytes:
        """So many bytes, over seams between records."""
        out = self._pieces[self._piece][self._place : self._place + count]
        self._place += len(out)
        while len(out) < count:
            self._next()
            out += (piece := self._pieces[self._piece][: count - len(out)])
            self._place = len(piece)
        return out

    def skip(self, count: int) -> None:
        """Pass over so many bytes."""
        left = len(self._pieces[self._piece]) - self._place
        while count > left:
            count -= left
            self._next()
            left = len(self._pieces[self._piece])
        self._place += count

    def number(self, form: str) -> int:
        """A number of this form of `struct`."""
        (value,) = struct.unpack(form, self.take(struct.calcsize(form)))
        return int(value)

    def string(self, *, short: bool = False) -> str:
        """A string of BIFF8: its length in characters (one byte if `short`), flags, characters, and what is dropped:
        runs of fonts, and the readings of Chinese characters.
        """
        length = self.number("<B" if short else "<H")
        flags = self.number("<B")
        runs = self.number("<H") if flags & _RICH else 0
        extended = self.number("<I") if flags & _EXTENDED else 0
        text = self.characters(length, wide=bool(flags & _HIGH))
        self.skip(4 * runs + extended)
        return text

    def characters(self, length: int, *, wide: bool) -> str:
        """So many characters of two bytes or one; behind each seam a byte of flags says which."""
        out: list[str] = []
        while True:
            size = 2 if wide else 1
            left = (len(self._pieces[self._piece]) - self._place) // size
            taken = min(length, left)
            raw = self._pieces[self._piece][self._place : self._place + taken * size]
            out.append(raw.decode("utf-16-le" if wide else "latin-1", "replace"))
            self._place += taken * size
            length -= taken
            if not length:
                return "".join(out)
            self._next()
            wide = bool(self.number("<B") & _HIGH)

    def _next(self) -> None:
        if self._piece + 1 >= len(self._pieces):
            raise EOFError
        self._piece, self._place = self._piece + 1, 0


def rk_number(rk: int) -> float:
    """A number in its short form ([MS-XLS] 2.5.218): 30 bits of a whole number or a double, perhaps in hundredths."""
    if rk & 2:
        value = float((rk >> 2) - (1 << 30 if rk & 0x80000000 else 0))
    else:
        (value,) = struct.unpack("<d", b"\0\0\0\0" + struct.pack("<I", rk & 0xFFFFFFFC))
    return value / 100 if rk & 1 else float(value)
