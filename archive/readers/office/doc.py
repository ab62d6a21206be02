"""A binary Word file (.doc, and .wps as WPS writes it) to blocks, after [MS-DOC]; older forms are converted.

Such names are also given to files of other formats (docx, rtf, XML, web pages): what the bytes are decides. Automatic
numbers are not in the text of this format: they are counted as Word counts them.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from importlib import import_module
from typing import cast

from archive.errors import ReadError
from archive.readers.base import Reader, Reading, check_size
from archive.readers.left_out import KINDS, left_out
from archive.readers.office.compound_file import SIGNATURE, BrokenFileError, CompoundFile
from archive.readers.office.converters import converted
from archive.readers.office.word97.doc_properties import Properties
from archive.readers.office.word97.doc_shapes import anchored
from archive.readers.office.word97.doc_text import Character, Text
from archive.readers.office.word_kinds import kind_of

FORMAT = "doc"
EDITION = 3

_MAGIC = 0xA5EC
_WORD_97 = 0xC1
_ENCRYPTED, _SECOND_TABLE = 0x0100, 0x0200
_CLX = 0x1A2
_COUNTS = 0x4C
_COMPRESSED = 0x40000000
_COMMENT = "\x05"
_STORIES = ("notes", "heads", "macros", "comments", "ends", "boxes", "boxes of heads")
"""What stands behind the text, in order ([MS-DOC] 2.3)."""


def read(data: bytes, name: str, encoding: str | None = None) -> Reading:
    """The blocks of a .doc or .wps. Raises `ReadError`: `read.damaged`, `import.encrypted`, `import.old_format`, and
    what the reader of the format raises that the bytes are of.
    """
    check_size(data, name)
    other = kind_of(data)
    if other is not None:
        return cast("Reader", import_module(f"archive.readers.{other}")).read(data, name, encoding)
    if not data.startswith(SIGNATURE):
        raise ReadError("read.wrong_format" if data else "read.empty", name=name, expected="doc", found="?")
    try:
        file = CompoundFile(data)
        if "EncryptedPackage" in file:
            raise ReadError("import.encrypted", name=name)
        document = file.stream("WordDocument")
        if len(document) < _CLX + 8 or struct.unpack_from("<H", document, 2)[0] < _WORD_97:
            return converted(data, name)
        return _read(file, document, name)
    except (BrokenFileError, struct.error, IndexError) as problem:
        raise ReadError("read.damaged", name=name, problem=str(problem)) from problem


def _read(file: CompoundFile, document: bytes, name: str) -> Reading:
    (magic, flags) = struct.unpack_from("<H8xH", document, 0)
    if magic != _MAGIC:
        raise BrokenFileError("no Word text")
    if flags & _ENCRYPTED:
        raise ReadError("import.encrypted", name=name)
    table = file.stream("1Table" if flags & _SECOND_TABLE else "0Table")
    characters = list(_characters(document, table))
    lengths = struct.unpack_from("<8i", document, _COUNTS)
    body = lengths[0]
    if min(lengths) < 0 or body > len(characters):
        raise BrokenFileError("text shorter than announced")
    shapes = {
        characters[place].place: shape for place, shape in anchored(document, table).items() if place < len(characters)
    }
    text = Text(Properties(document, table), shapes, file.stream("Data"))
    blocks = list(text.blocks(characters[:body]))
    apart: list[str] = []
    start = body
    for part, length in zip(_STORIES, lengths[1:], strict=True):
        piece = characters[start : start + length]
        start += length
        if part in ("notes", "ends", "boxes"):
            blocks += text.blocks(piece)
        elif part in ("heads", "boxes of heads"):
            apart += [block.text for block in text.blocks(piece)]
        elif part == "comments":
            text.left["comments"] += sum(letter.text == _COMMENT for letter in piece)
    apart += [shape.words for shape in anchored(document, table, in_heads=True).values() if shape.words]
    notices = tuple(notice for kind in KINDS for notice in left_out(kind, text.left[kind]))
    return Reading(tuple(blocks), notices=notices, apart=tuple(apart))


def _characters(document: bytes, table: bytes) -> Iterator[Character]:
    """The text in order, each character with its place in the file: pieces stand anywhere after quick saves."""
    for length, place, compressed in _pieces(document, table):
        width = 1 if compressed else 2
        raw = document[place : place + length * width]
        if compressed:
            letters = raw.decode("cp1252", "replace")
        else:  # halves of characters beyond the basic plane stay two, so that places fit; paragraphs join them
            letters = "".join(map(chr, struct.unpack(f"<{len(raw) // 2}H", raw[: len(raw) // 2 * 2])))
        yield from (Character(letter, place + order * width) for order, letter in enumerate(letters))


def _pieces(document: bytes, table: bytes) -> list[tuple[int, int, bool]]:
    """Length in characters, place in the file, and whether one byte is one character."""
    start, length = struct.unpack_from("<II", document, _CLX)
    clx, place = table[start : start + length], 0
    while place < len(clx) and clx[place] == 1:
        place += 3 + struct.unpack_from("<H", clx, place + 1)[0]
    if place >= len(clx) or clx[place] != 2:
        raise BrokenFileError("no piece table")
    body = clx[place + 5 :]
    count = (struct.unpack_from("<I", clx, place + 1)[0] - 4) // 12
    borders = struct.unpack_from(f"<{count + 1}I", body, 0)
    pieces = []
    for index in range(count):
        (where,) = struct.unpack_from("<I", body, (count + 1) * 4 + index * 8 + 2)
        long = borders[index + 1] - borders[index]
        if not 0 <= long <= len(document):
            raise BrokenFileError("piece table")
        compressed = bool(where & _COMPRESSED)
        pieces.append((long, (where & (_COMPRESSED - 1)) // (2 if compressed else 1), compressed))
    return pieces
