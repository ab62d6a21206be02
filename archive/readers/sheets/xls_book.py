"""What the sheets of an old Excel book share: formats, texts, the list of sheets ([MS-XLS], Globals Substream)."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from archive.errors import ReadError
from archive.readers.number_format.builtin import BUILTIN
from archive.readers.number_format.display import NumberFormat, number_format
from archive.readers.sheets.biff_records import BIFF5, BIFF8, BOF, EOF, Cursor, Record, records

_DATE_MODE, _FILE_PASS, _CODE_PAGE, _FORMAT, _XF, _BOUND_SHEET, _SST = 0x22, 0x2F, 0x42, 0x041E, 0xE0, 0x85, 0xFC
_CODE_PAGES: Mapping[int, str] = MappingProxyType({936: "gb18030", 950: "big5", 1200: "utf-16-le", 1252: "cp1252"})
_GENERAL = number_format("General")


@dataclass(frozen=True, slots=True)
class BoundSheet:
    """A sheet as the book lists it: its name, where its records begin in the stream, whether it is shown."""

    name: str
    start: int
    shown: bool


@dataclass(slots=True)
class Book:
    """One file; `cells`, `formulas` without a value and `hidden` cells are counted over all of its sheets."""

    name: str
    biff8: bool = True
    encoding: str = "gb18030"
    date_1904: bool = False
    texts: Sequence[str] = ()
    sheets: list[BoundSheet] = field(default_factory=list)
    cells: int = 0
    formulas: int = 0
    hidden: int = 0
    _codes: dict[int, str] = field(default_factory=dict)
    _formats: list[int] = field(default_factory=list)
    _styles: dict[int, NumberFormat] = field(default_factory=dict)

    def style(self, number: int) -> NumberFormat:
        """The number format of a cell's style."""
        found = self._styles.get(number)
        if found is None:
            form = self._formats[number] if number < len(self._formats) else 0
            code = self._codes.get(form) or BUILTIN.get(form, "General")
            found = self._styles[number] = number_format(code) if code else _GENERAL
        return found

    def string(self, record: Record, offset: int, *, short: bool = False) -> str:
        """The string at an offset of a record. Raises EOFError where it is cut off."""
        cursor = Cursor(record, offset)
        if self.biff8:
            return cursor.string(short=short)
        return cursor.take(cursor.number("<B" if short else "<H")).decode(self.encoding, "replace")

    def learn(self, record: Record) -> None:
        """Take one record of the book. Raises EOFError, struct.error where it is cut off; `import.encrypted`."""
        if record.kind == _FILE_PASS:
            raise ReadError("import.encrypted", name=self.name)
        if record.kind == _DATE_MODE:
            self.date_1904 = record.data[:1] == b"\1"
        elif record.kind == _CODE_PAGE:
            self.encoding = _CODE_PAGES.get(struct.unpack_from("<H", record.data)[0], "gb18030")
        elif record.kind == _FORMAT:
            (number,) = struct.unpack_from("<H", record.data)
            self._codes[number] = self.string(record, 2, short=not self.biff8)
        elif record.kind == _XF:
            self._formats.append(struct.unpack_from("<H", record.data, 2)[0])
        elif record.kind == _BOUND_SHEET:
            start, state = struct.unpack_from("<IB", record.data)
            self.sheets.append(BoundSheet(self.string(record, 6, short=True), start, not state & 3))
        elif record.kind == _SST:
            self.texts = _shared_texts(record)


def book_of(stream: bytes, name: str) -> Book:
    """The book in a stream. Raises `ReadError`: `import.encrypted`, `import.old_table` before Excel 95."""
    book = Book(name)
    for place, record in enumerate(records(stream)):
        if place == 0:
            version = struct.unpack_from("<H", record.data)[0] if len(record.data) > 1 else 0
            if record.kind != BOF or version not in (BIFF8, BIFF5):
                raise ReadError("import.old_table", name=name)
            book.biff8 = version == BIFF8
        elif record.kind == EOF:
            break
        else:
            book.learn(record)
    return book


def _shared_texts(record: Record) -> list[str]:
    """The texts of all cells, each once. Raises EOFError where they are cut off."""
    cursor = Cursor(record, 4)
    count = cursor.number("<I")
    texts: list[str] = []
    while len(texts) < count:
        texts.append(cursor.string())
    return texts
