"""The files of Whoosh 2.7 that an index of words needs, read without Whoosh: which segments there are, their documents'
ids, and where a word's postings lie.

Whoosh's own reader takes 80 ms to import with what it brings along, 13 MiB, and a copy of each file in memory. Here
only what a question needs is read. Formats: whoosh/index.py (TOC), filedb/filetables.py (OrderedHashReader), columns.py
(VarBytesColumn), codec/whoosh3.py (W3TermInfo, W3LeafMatcher). Objects are read by an unpickler that knows plain values
and a segment's attributes, no class and none of its code.
"""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import re
import struct
import sys
import weakref
import zlib
from array import array
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

from indexer.index.embedded.positions.page_file import reading
from indexer.index.embedded.words.posting_blocks import ARRAYS, unpacked

Postings = tuple["array[int]", "array[int]"]
"""Numbers of documents within a segment, ascending, and how often a word counts for each."""

_TOC_NAME = re.compile("_MAIN_([0-9]+)[.]toc")
_TOC_VERSION = -111
_BYTE_ORDER = -12345
_BLOCK_MAGIC = b"W3Bl"
_LENGTHS = struct.Struct("!ii")
_SLOT = struct.Struct("!Iq")
_TABLE = struct.Struct("!qi")
_TABLES = 256
_ENTRY = 128
"""Bytes that hold nearly every entry of a word."""
_EXTENT = struct.Struct("!BfIBBfIIqi")
_INT = struct.Struct("!i")


@dataclass(frozen=True, slots=True)
class SegmentName:
    """A segment as the table of contents names it: how its files begin, its documents, the numbers of deleted ones."""

    stem: str
    documents: int
    deleted: frozenset[int]


class FormatError(ValueError):
    """The file is none that Whoosh 2.7 writes."""


def segments(folder: Path) -> list[SegmentName]:
    """Those that the latest table of contents names. Raises FileNotFoundError where there is none, FormatError."""
    names = [found for path in folder.iterdir() if (found := _TOC_NAME.fullmatch(path.name))]
    if not names:
        raise FileNotFoundError(str(folder))
    latest = max(names, key=lambda found: int(found[1]))
    file = io.BytesIO((folder / latest[0]).read_bytes())
    for _ in range(3):  # the sizes of numbers on the machine that wrote it
        _varint(file)
    if _INT.unpack(file.read(4))[0] != _BYTE_ORDER or _INT.unpack(file.read(4))[0] != _TOC_VERSION:
        raise FormatError(latest[0])
    for _ in range(3):  # Whoosh's version
        _varint(file)
    file.seek(_varint(file), io.SEEK_CUR)  # the schema
    file.seek(8, io.SEEK_CUR)  # the number of this table, and one that is free
    return [_segment(vars(one)) for one in _Values(file).load()]


def _segment(known: dict[str, Any]) -> SegmentName:
    stem = f"{known['indexname']}_{known['segid']}"
    return SegmentName(stem, known["_doccount"], frozenset(known["_deleted"] or ()))


def _varint(file: io.BytesIO) -> int:
    value = shift = 0
    while True:
        byte = file.read(1)[0]
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value
        shift += 7


_PLAIN: dict[tuple[str, str], type] = {
    ("collections", "defaultdict"): defaultdict,
    **{(module, kind.__name__): kind for module in ("builtins", "__builtin__") for kind in (set, int)},
}


class _Object:
    """Attributes without code: what stands in for each class of Whoosh's."""


class _Values(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> type:
        if (module, name) in _PLAIN:
            return _PLAIN[module, name]
        if module.startswith(("whoosh.", "indexer.index.embedded.word_store")):
            return _Object
        raise FormatError(f"{module}.{name}")


class _File:
    """Bytes of an open file, by `pread`: no map, so that a disk that fails is an error and not a signal."""

    def __init__(self, path: Path) -> None:
        self._read = reading()
        self._descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        self.size = os.fstat(self._descriptor).st_size
        self.close = weakref.finalize(self, os.close, self._descriptor)

    def bytes(self, at: int, size: int) -> bytes:
        """All `size` of them. Raises FormatError where the file is shorter."""
        data = self._read(self._descriptor, size, at)
        while len(data) < size and (more := self._read(self._descriptor, size - len(data), at + len(data))):
            data += more
        if len(data) < size:
            raise FormatError("the file ends too early")
        return data


class SegmentFiles:
    """An open segment: the ids of its documents, and the postings of its words. Threads may share it."""

    def __init__(self, folder: Path, name: SegmentName) -> None:
        ids = folder / f"{name.stem}.id.col"
        self.ids = list(_column(ids.read_bytes(), name.documents)) if name.documents else []
        self._terms = _File(folder / f"{name.stem}.trm")
        self._postings = _File(folder / f"{name.stem}.pst")
        self._tables, field = _directory(self._terms)
        self._field = None if field is None else struct.pack("!H", field)

    def postings(self, word: bytes) -> Iterator[Postings]:
        """Block by block; none where no document has the word."""
        extent = None if self._field is None else self._extent(self._field + word)
        if extent is None:
            return
        data = self._postings.bytes(*extent)
        if not data.startswith(_BLOCK_MAGIC):
            raise FormatError("no block of postings")
        at = len(_BLOCK_MAGIC)
        while at < len(data):
            ends = at + _INT.size + abs(_INT.unpack_from(data, at)[0])
            yield _block(data[at + _INT.size : ends])
            at = ends

    def _extent(self, key: bytes) -> tuple[int, int] | None:
        """Where the postings of a key begin, and how many bytes they are."""
        terms, wanted = self._terms, _hash(key)
        start, slots = self._tables[wanted & 0xFF]
        first = (wanted >> 8) % slots if slots else 0
        for step in range(slots):
            slot = terms.bytes(start + (first + step) % slots * _SLOT.size, _SLOT.size)
            known, at = _SLOT.unpack(slot)
            if not at:
                return None
            if known == wanted:
                entry = terms.bytes(at, min(_ENTRY, terms.size - at))
                length, size = _LENGTHS.unpack_from(entry)
                if _LENGTHS.size + length + size > len(entry):
                    entry = terms.bytes(at, _LENGTHS.size + length + size)
                if entry[_LENGTHS.size : _LENGTHS.size + length] == key:
                    begins, size = _EXTENT.unpack_from(entry, _LENGTHS.size + length)[-2:]
                    return begins, size
        return None

    def close(self) -> None:
        """Let go of the files."""
        self._terms.close()
        self._postings.close()


def _hash(key: bytes) -> int:
    return int.from_bytes(hashlib.md5(key, usedforsecurity=False).digest()[-4:], "big")


def _directory(terms: _File) -> tuple[list[tuple[int, int]], int | None]:
    """Where the hash tables begin and how many slots each has; the number of the field of words, None without words."""
    if terms.bytes(0, 5) != b"HSH3\0":  # hashed by MD5
        raise FormatError("no table of terms")
    ends = terms.size - _INT.size
    size = _INT.unpack(terms.bytes(ends, _INT.size))[0]
    before = ends - size - _TABLES * _TABLE.size
    data = terms.bytes(before, ends - before)
    fields = _Values(io.BytesIO(data[_TABLES * _TABLE.size :])).load()["fieldmap"]
    return [_TABLE.unpack_from(data, at * _TABLE.size) for at in range(_TABLES)], fields.get("words")


def _block(data: bytes) -> Postings:
    file = io.BytesIO(data)
    size, _, _, compression, *_ = _Values(file).load()
    rest = data[file.tell() :]
    if compression == ARRAYS:
        return unpacked(rest, size)
    # As Whoosh itself writes it, and earlier versions of the codec here did.
    differences, weights, _ = _Values(io.BytesIO(zlib.decompress(rest) if compression else rest)).load()
    if weights is None or isinstance(weights, float):
        weights = (weights or 1.0,) * size
    return array("I", accumulate(differences)), array("I", map(int, weights))


def _column(data: bytes, size: int) -> Iterator[str]:
    """The values of a column of strings."""
    ends, code = len(data) - 1, chr(data[-1])
    if code == "X":  # a large column tells where each value begins, too
        code = chr(data[-3])
        ends -= 2 + size * array(chr(data[-2])).itemsize
    lengths = array(code)
    lengths.frombytes(data[ends - size * lengths.itemsize : ends])
    if sys.byteorder == "little":
        lengths.byteswap()
    at = 0
    for length in lengths:
        yield data[at : at + length].decode()
        at += length
