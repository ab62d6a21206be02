"""The CRCs of the pages of the grams' file, kept beside it: SQLite's pages have none, so a flipped bit would be obeyed.

    grams-000001.db-sums    a line of JSON (for which tick of the store, the file's size and time), the CRCs, their CRC

Over the file lies SQLite's write-ahead log, whose format is fixed (sqlite.org/fileformat2.html, section 4).
"""

from __future__ import annotations

import json
import struct
import zlib
from array import array
from dataclasses import dataclass
from pathlib import Path

_WAL_HEADER, _FRAME_HEADER = 32, 24
_PAGES_AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class PageSums:
    """The CRCs of the pages as of `tick`; `stamp` is the file's size and time when that was known to hold."""

    tick: int
    stamp: tuple[int, int]
    crcs: array[int]


def read(path: Path) -> PageSums | None:
    """The sums of the grams' file `path`; None where there are none to rely on."""
    try:
        head, _, rest = path.with_name(f"{path.name}-sums").read_bytes().partition(b"\n")
        body, own = rest[:-4], rest[-4:]
        if zlib.crc32(head + body) != int.from_bytes(own, "little"):
            return None
        kept = json.loads(head)
        return PageSums(kept["tick"], (kept["size"], kept["time"]), array("I", body))
    except (OSError, ValueError, KeyError):
        return None


def stamp(path: Path) -> tuple[int, int]:
    """Changes whenever the file does, as far as the file system tells."""
    status = path.stat()
    return status.st_size, status.st_mtime_ns


def of_file(path: Path) -> array[int]:
    """The CRC of every page as the store sees it: of the file, and over it of the log."""
    crcs = array("I")
    with path.open("rb") as file:
        declared = int.from_bytes(file.read(18)[16:18], "big")
        size = 65536 if declared == 1 else max(declared, 512)
        file.seek(0)
        while block := file.read(size * _PAGES_AT_ONCE):
            view = memoryview(block)
            crcs.extend(zlib.crc32(view[start : start + size]) for start in range(0, len(block), size))
    return _with_log(path, crcs)


def _with_log(path: Path, crcs: array[int]) -> array[int]:
    """`crcs` brought up to date by the transactions in the write-ahead log."""
    try:
        log = path.with_name(f"{path.name}-wal").read_bytes()
    except FileNotFoundError:
        return crcs
    if len(log) < _WAL_HEADER:
        return crcs
    size, salts = int.from_bytes(log[8:12], "big"), log[16:24]
    changed: dict[int, int] = {}
    now, pages = array("I", crcs), len(crcs)
    for start in range(_WAL_HEADER, len(log) - _FRAME_HEADER - size + 1, _FRAME_HEADER + size):
        number, after = struct.unpack_from(">II", log, start)
        if log[start + 8 : start + 16] != salts:
            break
        data = start + _FRAME_HEADER
        changed[number] = zlib.crc32(log[data : data + size])
        if after:  # the last frame of a transaction tells the file's size in pages
            pages = after
            _put(now, changed)
            changed.clear()
    return now[:pages]


def _put(crcs: array[int], changed: dict[int, int]) -> None:
    for number, crc in sorted(changed.items()):
        if number > len(crcs):
            crcs.extend([0] * (number - len(crcs)))
        crcs[number - 1] = crc
