"""A workbook as Excel 97 to 2003 wrote it (.xls): one sheet of words. [MS-XLS] records in an [MS-CFB] compound file."""

from __future__ import annotations

import struct
from collections.abc import Sequence

_SECTOR = 512
_LEAST = 4096
"""Bytes below which a stream would lie in the mini stream ([MS-CFB] 2.2, Mini Stream Cutoff Size)."""
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_BOF, _EOF, _BOUND_SHEET, _FORMAT_RUN, _LABEL = 0x0809, 0x000A, 0x0085, 0x00E0, 0x0204
_GLOBALS, _WORKSHEET = 5, 0x10


def workbook(rows: Sequence[Sequence[str]], title: str = "Sheet1") -> bytes:
    """The bytes of a workbook whose only sheet has these cells; short: its sectors are listed in the header alone."""
    cells = b"".join(_label(row, column, words) for row, line in enumerate(rows) for column, words in enumerate(line))
    head = _begin(_GLOBALS) + _record(_FORMAT_RUN, bytes(20))
    place = len(head) + len(_bound(title, 0)) + 4
    return _compound(head + _bound(title, place) + _record(_EOF) + _begin(_WORKSHEET) + cells + _record(_EOF))


def _record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _begin(kind: int) -> bytes:
    return _record(_BOF, struct.pack("<HHHHII", 0x0600, kind, 0, 0, 0, 0))


def _bound(title: str, place: int) -> bytes:
    """BoundSheet8: where the sheet begins, its state (shown), its name."""
    words = title.encode("utf-16-le")
    return _record(_BOUND_SHEET, struct.pack("<IBBBB", place, 0, 0, len(title), 1) + words)


def _label(row: int, column: int, words: str) -> bytes:
    """Label: a cell and its words, two bytes a character."""
    coded = words.encode("utf-16-le")
    return _record(_LABEL, struct.pack("<HHHHB", row, column, 0, len(coded) // 2, 1) + coded)


def _compound(data: bytes) -> bytes:
    """A compound file with the one stream `Workbook`: its sectors, then the directory, then the table of sectors."""
    data = data.ljust(_LEAST, b"\0")
    count = -(-len(data) // _SECTOR)
    tables = -(-(count + 2) // 127)
    chain = [*range(1, count), _END, _END, *[_FAT] * tables]
    fat = struct.pack(f"<{len(chain)}I", *chain).ljust(tables * _SECTOR, b"\xff")
    header = bytearray(_SECTOR)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIIIII", header, 44, tables, count, 0, _LEAST, _END, 0, _END, 0, 0)
    listed = [count + 1 + at for at in range(tables)]
    struct.pack_into("<109I", header, 76, *listed, *[_FREE] * (109 - tables))
    entries = _entry("Root Entry", 5, 1, _END, 0) + _entry("Workbook", 2, _FREE, 0, len(data))
    return bytes(header) + data.ljust(count * _SECTOR, b"\0") + entries.ljust(_SECTOR, b"\0") + fat


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    coded = (name + "\0").encode("utf-16-le")
    head = struct.pack("<64sHBBIII", coded, len(coded), kind, 1, _FREE, _FREE, child)
    return head + bytes(36) + struct.pack("<IQ", start, size)
