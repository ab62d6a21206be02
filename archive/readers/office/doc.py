"""A binary Word file (.doc, and .wps as WPS writes it) to blocks, after [MS-DOC]; older forms are converted.

Such names are also given to files of other formats (docx, rtf, web pages): what the bytes are decides. Automatic
numbers are not in the text of this format; where a file has some, a notice says so.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import cast

from archive.errors import ReadError
from archive.model import Block, Notice
from archive.readers.base import Reader, Reading, check_size
from archive.readers.line_joining import (
    joined,
    shows,
    split,
    visible,
)
from archive.readers.office.compound_file import SIGNATURE, BrokenFileError, CompoundFile
from archive.readers.office.converters import converted
from archive.readers.office.word97.doc_properties import Properties
from archive.readers.office.word_kinds import kind_of
from archive.readers.table_blocks import Table

FORMAT = "doc"

_MAGIC = 0xA5EC
_WORD_97 = 0xC1
_ENCRYPTED, _SECOND_TABLE = 0x0100, 0x0200
_CLX = 0x1A2
_COUNTS = 0x4C
_COMPRESSED = 0x40000000
_DROPPED = dict.fromkeys([*range(0x07), 0x08, 0x1F, *range(0x0E, 0x13)])
_SPECIAL = {**_DROPPED, 0x0B: "\n", 0x1E: "-", 0x0C: "", 0xA0: " "}
_ENDS = "\r\x07\x0c"
_CELL_END = "\x07"
_FIELD, _RESULT, _FIELD_END = "\x13", "\x14", "\x15"


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
    text = _Text(Properties(document, table))
    blocks = list(text.blocks(characters[:body]))
    start = body
    apart: list[str] = []
    for part, length in zip(("notes", "heads", "macros", "comments", "ends", "boxes"), lengths[1:], strict=False):
        piece = characters[start : start + length]
        start += length
        if part in ("notes", "ends", "boxes"):
            blocks += text.blocks(piece)
        elif part == "heads":
            apart += [block.text for block in text.blocks(piece)]
    notices = (Notice("read.numbers_missing", {"count": text.listed}),) if text.listed else ()
    return Reading(tuple(blocks), notices=notices, apart=tuple(apart))


@dataclass(frozen=True, slots=True)
class _Character:
    text: str
    place: int


def _characters(document: bytes, table: bytes) -> Iterator[_Character]:
    """The text in order, each character with its place in the file: pieces stand anywhere after quick saves."""
    for length, place, compressed in _pieces(document, table):
        width = 1 if compressed else 2
        raw = document[place : place + length * width]
        if compressed:
            letters = raw.decode("cp1252", "replace")
        else:  # halves of characters beyond the basic plane stay two, so that places fit; paragraphs join them
            letters = "".join(map(chr, struct.unpack(f"<{len(raw) // 2}H", raw[: len(raw) // 2 * 2])))
        yield from (_Character(letter, place + order * width) for order, letter in enumerate(letters))


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


class _Text:
    """Characters to blocks; `listed` counts paragraphs with numbers that are not in the text."""

    def __init__(self, properties: Properties) -> None:
        self._properties = properties
        self.listed = 0

    def blocks(self, characters: Sequence[_Character]) -> Iterator[Block]:
        """Paragraphs, and rows where cells end."""
        rows: list[list[list[Block]]] = []
        row: list[list[Block]] = []
        cell: list[Block] = []
        letters: list[str] = []
        for character in _results(characters):
            if character.text not in _ENDS:
                if not self._properties.is_unseen(character.place):
                    letters.append(character.text)
                continue
            paragraph = list(self._paragraph("".join(letters), character.place))
            letters.clear()
            if character.text != _CELL_END and not self._properties.in_table(character.place):
                yield from Table(rows).blocks()
                rows = []
                yield from paragraph
                continue
            cell += paragraph
            if character.text == _CELL_END and self._properties.ends_row(character.place):
                rows.append(row)
                row, cell = [], []
            elif character.text == _CELL_END:
                row.append(cell)
                cell = []
        yield from Table([*rows, [*row, cell]] if row or cell else rows).blocks()
        yield from self._paragraph("".join(letters), -1)

    def _paragraph(self, raw: str, place: int) -> Iterator[Block]:
        whole = raw.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        text = visible(whole.translate(_SPECIAL))
        level = self._properties.heading(place)
        if shows(text):
            self.listed += self._properties.is_listed(place)
        for piece in [text] if level is not None or "\n" not in text else joined(split(text)):
            shown = "\n".join(line.strip() for line in piece.split("\n")).strip()
            if shows(shown):
                yield Block("paragraph" if level is None else "heading", shown, level)


def _results(characters: Sequence[_Character]) -> Iterator[_Character]:
    """What is seen of fields: their results, not their instructions."""
    instructions = 0
    depth: list[bool] = []
    for character in characters:
        if character.text == _FIELD:
            depth.append(True)
            instructions += 1
        elif character.text == _RESULT and depth:
            instructions -= depth[-1]
            depth[-1] = False
        elif character.text == _FIELD_END and depth:
            instructions -= depth.pop()
        elif not instructions:
            yield character
