"""A file of named sections that is written once and read slice by slice, with a checksum for each page of 16 KiB.

    header      MAGIC, 16 bytes
    sections    one after the other, each at a multiple of 8; numbers are little-endian
    directory   JSON: {"sections": {name: [offset, length, code]}, "about": what the writer wants to be remembered}
    sums        CRC-32 of each page of all that stands before them
    trailer     32 bytes: offset and size of the directory, offset of the sums, CRC-32 of sums and trailer, END

How long a page is, a power of two, the number of sums tells. A page is compared with its sum before its first use in a
process; what the disk alters later, a walk over all pages finds (`altered`). Everything is written by `write` of
memoryviews and read by `pread`: no maps, so that every call can fail in a test as it can on a disk.
"""

from __future__ import annotations

import json
import os
import struct
import threading
import weakref
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from archive.errors import EngineError
from archive.storage import disk

MAGIC, END = b"baogao positions", b"end!"
PAGE = 1 << 14
"""Bytes of a page as it is written: what a question reads are short slices, and all of a page is read and summed at its
first use.
"""
NEAR, MOST = 1 << 13, 1 << 20
"""Bytes between two slices that are read at once, and of such a reading."""
WIDTHS = {"B": 1, "H": 2, "I": 4, "Q": 8}
"""Bytes of a number, by its code as in the module struct."""
_TRAILER = struct.Struct("<QQQI4s")
_SUMMED = 24
"""Bytes of the trailer that its own sum covers."""

Write = Callable[[memoryview], None]
Read = Callable[[int, int, int], bytes]
"""Descriptor, size, offset: as many bytes as the system gives at once."""


class Section(NamedTuple):
    """`length` numbers of the kind `code`, from byte `offset` on."""

    offset: int
    length: int
    code: str


class PageFileWriter:
    """Writes a file from its beginning to its end. Raises OSError; what is not finished is no page file."""

    def __init__(self, path: Path, *, lasting: bool = True) -> None:
        self.path = path
        self._lasting = lasting
        self._descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o644)
        self._sections: dict[str, Section] = {}
        self._sums = bytearray()
        self._running = 0
        self.size = 0

    def begin(self) -> None:
        """The header, before anything else."""
        self._put(memoryview(MAGIC))

    @contextmanager
    def section(self, name: str, code: str) -> Iterator[Write]:
        """A section that is written inside, piece by piece; nothing else is written meanwhile."""
        self._align()
        begin = self.size
        yield self._put
        self._sections[name] = Section(begin, (self.size - begin) // WIDTHS[code], code)

    def loose(self, data: memoryview) -> int:
        """Bytes that belong to no section; the offset at which they stand."""
        self._align()
        begin = self.size
        self._put(data)
        return begin

    def finish(self, about: Mapping[str, object]) -> None:
        """Directory, sums, trailer; `lasting`: on the disk when it returns."""
        self._align()
        directory = json.dumps({"sections": self._sections, "about": about}, ensure_ascii=False).encode()
        directory_at = self.size
        self._put(memoryview(directory))
        if self.size % PAGE:
            self._end_page()
        sums = bytes(self._sums)
        numbers = struct.pack("<QQQ", directory_at, len(directory), self.size)
        own = zlib.crc32(sums + numbers)
        self._write(memoryview(sums + numbers + struct.pack("<I4s", own, END)))
        if self._lasting:
            disk.sync_file(self._descriptor)

    def close(self) -> None:
        """Close the file, finished or given up."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def _align(self) -> None:
        if self.size % 8:
            self._put(memoryview(bytes(8 - self.size % 8)))

    def _put(self, data: memoryview) -> None:
        data = data.cast("B")
        at = 0
        while at < len(data):
            piece = data[at : at + PAGE - (self.size + at) % PAGE]
            self._running = zlib.crc32(piece, self._running)
            at += len(piece)
            if (self.size + at) % PAGE == 0:
                self._end_page()
        self._write(data)
        self.size += len(data)

    def _end_page(self) -> None:
        self._sums += self._running.to_bytes(4, "little")
        self._running = 0

    def _write(self, data: memoryview) -> None:
        while data:
            data = data[os.write(self._descriptor, data) :]


class PageFile:
    """A finished file, open for reading. Threads may share it; it is closed when nobody holds it any more.

    Raises FileNotFoundError where there is none, EngineError("index.damaged") where it is not as it was written.
    """

    def __init__(self, path: Path, read: Read | None = None) -> None:
        self.path = path
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        self.close = weakref.finalize(self, os.close, descriptor)
        self._descriptor, self._read = descriptor, read or reading()
        try:
            self._open()
        except BaseException:
            self.close()
            raise

    def _open(self) -> None:
        try:
            size = os.fstat(self._descriptor).st_size
        except OSError as problem:
            raise self.damaged(problem.strerror or "fstat") from problem
        tail = self._bytes(max(0, size - _TRAILER.size), min(size, _TRAILER.size))
        if len(tail) < _TRAILER.size:
            raise self.damaged("size")
        directory_at, length, end, crc, mark = _TRAILER.unpack(tail)
        pages, rest = divmod(size - end - _TRAILER.size, 4)
        page = 1
        while pages > 0 and page * pages < end:
            page *= 2
        if mark != END or rest or -(-end // page) != pages or directory_at + length != end:
            raise self.damaged("trailer")
        sums = self._bytes(end, 4 * pages)
        if zlib.crc32(sums + tail[:_SUMMED]) != crc:
            raise self.damaged("sums")
        self.size = end
        self.pages, self._page = pages, page
        self._sums = sums
        self._sound = bytearray(pages)
        known = json.loads(self.read(directory_at, length))
        self.sections = {name: Section(*values) for name, values in known["sections"].items()}
        self.about: Mapping[str, Any] = known["about"]

    def in_place(self) -> bool:
        """Is it still this file that lies at its path?"""
        try:
            return os.path.samestat(os.fstat(self._descriptor), self.path.stat())
        except OSError:
            return False

    def read(self, offset: int, size: int) -> bytes:
        """`size` bytes from `offset` on, of pages that are sound."""
        if size <= 0:
            return b""
        page = self._page
        first, last = offset // page, (offset + size - 1) // page
        if self._sound[first] if first == last else self._sound.find(0, first, last + 1) < 0:
            return self._bytes(offset, size)
        begin = first * page
        data = self._bytes(begin, min((last + 1) * page, self.size) - begin)
        self._prove(first, data)
        return data[offset - begin : offset - begin + size]

    def read_each(self, spans: Sequence[tuple[int, int]]) -> bytes:
        """Several slices, (offset, size) ascending, one behind the other: those that lie near are read at once."""
        found: list[bytes] = []
        near: list[tuple[int, int]] = []
        begin = stop = 0
        for offset, size in spans:
            if near and (offset - stop > NEAR or offset - begin > MOST):
                data = self.read(begin, stop - begin)
                found += [data[one:other] for one, other in near]
                near = []
            if not near:
                begin = offset
            stop = offset + size
            near.append((offset - begin, stop - begin))
        data = self.read(begin, stop - begin)
        found += [data[one:other] for one, other in near]
        return b"".join(found)

    def part(self, name: str, first: int = 0, last: int | None = None) -> bytes:
        """The numbers [first, last) of a section, all of it where `last` is None."""
        section = self.sections[name]
        width = WIDTHS[section.code]
        stop = section.length if last is None else last
        return self.read(section.offset + first * width, (stop - first) * width)

    def altered(self, first: int, count: int) -> bool:
        """Is any of `count` pages from number `first` on not as it was written? They are read again."""
        begin, stop = first * self._page, min((first + count) * self._page, self.size)
        try:
            self._prove(first, self._bytes(begin, stop - begin), again=True)
        except EngineError:
            return True
        return False

    def _prove(self, first: int, data: bytes, *, again: bool = False) -> None:
        view, page = memoryview(data), self._page
        for at in range(0, len(view), page):
            number = first + at // page
            if again or not self._sound[number]:
                kept = int.from_bytes(self._sums[4 * number : 4 * number + 4], "little")
                if zlib.crc32(view[at : at + page]) != kept:
                    raise self.damaged("checksum")
                self._sound[number] = 1

    def _bytes(self, offset: int, size: int) -> bytes:
        """Exactly `size` bytes: a system may give fewer at once."""
        try:
            data = self._read(self._descriptor, size, offset)
            while len(data) < size:
                more = self._read(self._descriptor, size - len(data), offset + len(data))
                if not more:
                    raise self.damaged("short")
                data += more
        except OSError as problem:
            raise self.damaged(problem.strerror or str(problem)) from problem
        return data

    def damaged(self, problem: str) -> EngineError:
        """The error that says so."""
        return EngineError("index.damaged", path=str(self.path), problem=problem)


def reading() -> Read:
    """`os.pread`; where the system has none (Windows), to seek and to read, one thread at a time."""
    return os.pread if hasattr(os, "pread") else seeking()


def seeking() -> Read:
    """Reads by `lseek` and `read` under a lock."""
    guard = threading.Lock()

    def read(descriptor: int, size: int, offset: int) -> bytes:
        with guard:
            os.lseek(descriptor, offset, os.SEEK_SET)
            return os.read(descriptor, size)

    return read


@contextmanager
def page_file(path: Path, *, lasting: bool = True) -> Iterator[PageFileWriter]:
    """A file that is written inside and finished there; on an error it is gone. Not `lasting`: no power cut is outlived
    by what is soon deleted.
    """
    writer = PageFileWriter(path, lasting=lasting)
    try:
        writer.begin()
        yield writer
    except BaseException:
        writer.close()
        with suppress(OSError):
            path.unlink(missing_ok=True)
        raise
    finally:
        writer.close()
