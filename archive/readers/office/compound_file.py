"""A compound file (OLE2), as .doc and .wps are, to its streams. What a stream means lives elsewhere.

After [MS-CFB]. Chains of sectors are followed no further than the file is long, so none goes in a circle.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_END = 0xFFFFFFFA
"""From here on a sector's number is a mark: end of chain, free, or the table's own."""
_ENTRY = 128
_IN_HEADER = 109


class BrokenFileError(Exception):
    """Not a sound compound file."""


class CompoundFile:
    """The streams of one file, by name. Raises BrokenFileError."""

    def __init__(self, data: bytes) -> None:
        if not data.startswith(SIGNATURE) or len(data) < 512:
            raise BrokenFileError("no header")
        self._data = data
        (shift, mini_shift) = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise BrokenFileError("sector size")
        self._size, self._mini_size = 1 << shift, 1 << mini_shift
        self._count = len(data) // self._size
        (directory, _, self._cutoff, mini_fat) = struct.unpack_from("<IIII", data, 48)
        self._fat = self._read_fat()
        self._mini_fat = _numbers(self._chain(mini_fat))
        self._entries = self._read_directory(self._chain(directory))
        start, size = self._entries.get("Root Entry", (_END, 0))
        self._mini = self._chain(start)[:size]

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def names(self) -> tuple[str, ...]:
        """The names of all streams and storages."""
        return tuple(self._entries)

    def stream(self, name: str) -> bytes:
        """The bytes of a stream; empty where there is none."""
        start, size = self._entries.get(name, (_END, 0))
        if size >= self._cutoff:
            return self._chain(start)[:size]
        pieces: list[bytes] = []
        while start < _END and len(pieces) * self._mini_size < size:
            place = start * self._mini_size
            pieces.append(self._mini[place : place + self._mini_size])
            start = self._mini_fat[start] if start < len(self._mini_fat) else _END
        return b"".join(pieces)[:size]

    def _sector(self, number: int) -> bytes:
        place = (number + 1) * self._size
        return self._data[place : place + self._size]

    def _read_fat(self) -> list[int]:
        listed = list(struct.unpack_from(f"<{_IN_HEADER}I", self._data, 76))
        (more,) = struct.unpack_from("<I", self._data, 68)
        for _ in range(self._count):
            if more >= _END:
                break
            numbers = _numbers(self._sector(more))
            if not numbers:
                break
            listed += numbers[:-1]
            more = numbers[-1]
        fat: list[int] = []
        for number in listed[: self._count + 1]:
            if number < _END:
                fat += _numbers(self._sector(number))
        return fat

    def _chain(self, start: int) -> bytes:
        pieces: list[bytes] = []
        while start < _END and len(pieces) <= self._count:
            pieces.append(self._sector(start))
            start = self._fat[start] if start < len(self._fat) else _END
        return b"".join(pieces)

    def _read_directory(self, data: bytes) -> dict[str, tuple[int, int]]:
        """All entries by name. Of two with one name the one at the root counts: a file inside has streams as well."""
        entries: dict[int, tuple[str, tuple[int, int]]] = {}
        links: dict[int, tuple[int, int, int]] = {}
        for number, place in enumerate(range(0, len(data) - _ENTRY + 1, _ENTRY)):
            (length, kind) = struct.unpack_from("<HB", data, place + 64)
            if kind in (1, 2, 5) and 2 <= length <= 64:
                name = data[place : place + length - 2].decode("utf-16-le", "replace")
                start, size = struct.unpack_from("<II", data, place + 116)
                entries[number] = name, (start, min(size, len(self._data)))
                links[number] = struct.unpack_from("<III", data, place + 68)
        named: dict[str, tuple[int, int]] = {}
        for number in (*_at_root(links), *entries):
            name, where = entries[number]
            named.setdefault(name, where)
        return named


def _at_root(links: Mapping[int, tuple[int, int, int]]) -> Iterator[int]:
    """The entries directly in the root: the tree of left and right neighbours below its child, each once."""
    seen: set[int] = set()
    waiting = [links[0][2]] if 0 in links else []
    while waiting:
        number = waiting.pop()
        if number in links and number not in seen:
            seen.add(number)
            yield number
            waiting += links[number][:2]


def _numbers(data: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4]))
