"""An old Excel or WPS book (.xls, .et) to blocks, straight from its records. What only bears the name is read as it is.

Our own rather than calamine: that gives values without their number formats, and a cell is what it shows. Programs that
export tables save pages, XML of Excel 2003, new books and plain text under this name; Excel opens them by their bytes.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from importlib import import_module
from typing import cast

from archive.errors import ReadError
from archive.model import Block
from archive.readers.base import Reader, Reading, check_size
from archive.readers.left_out import left_out
from archive.readers.office.compound_file import SIGNATURE, BrokenFileError, CompoundFile
from archive.readers.sheets.biff_records import records
from archive.readers.sheets.sheet_rows import Sheet, blocks_of
from archive.readers.sheets.xls_book import Book, BoundSheet, book_of
from archive.readers.sheets.xls_sheet import XlsSheet

FORMAT = "xls"
EDITION = 2

_STREAMS = ("Workbook", "WORKBOOK", "Book", "BOOK")
_ENCRYPTED = "EncryptedPackage"
_HEAD = 4096
_OTHERS = (b"ID;", b"TABLE\r\n0,1", b"%PDF", b"{\\rtf")
"""How texts begin that are no csv: SYLK, DIF, pdf, RTF."""


def read(data: bytes, name: str, encoding: str | None = None) -> Reading:
    """The rows of all sheets that are shown. Raises `ReadError`: `read.empty`, `read.damaged`, `read.too_large`,
    `import.encrypted`, `import.old_table` for what no reader here knows, and what the reader of the true format raises.
    """
    check_size(data, name)
    if not data:
        raise ReadError("read.empty", name=name)
    if not data.startswith(SIGNATURE):
        return _true_reader(data, name).read(data, name, encoding)
    stream, embedded = _opened(data, name)
    book = _book(stream, name)
    blocks: list[Block] = []
    apart: list[str] = []
    pictures = controls = 0
    shown = sum(sheet.shown for sheet in book.sheets)
    for bound, sheet in _sheets(book, stream):
        rows = sheet.rows(hidden=not bound.shown)
        if not bound.shown:
            book.hidden += sum(1 for row in rows for cell in row.cells if cell)
            continue
        blocks += blocks_of(Sheet(bound.name, rows, sheet.merges, sheet.beside, several=shown > 1))
        apart += sheet.apart
        pictures += sheet.pictures
        controls += sheet.controls
    notices = (
        *left_out("formulas", book.formulas),
        *left_out("hidden_cells", book.hidden),
        *left_out("pictures", pictures),
        *left_out("embedded_files", embedded),
        *left_out("form_fields", controls),
    )
    return Reading(tuple(blocks), notices=notices, apart=tuple(dict.fromkeys(apart)))


def lines(data: bytes, name: str) -> Iterator[tuple[int, list[str]]]:
    """The filled rows of the first sheet that has any, hidden or not, each with its number from 1. Raises as `read`."""
    check_size(data, name)
    stream, _ = _opened(data, name)
    for _, sheet in _sheets(_book(stream, name), stream):
        if rows := [row for row in sheet.rows(hidden=True) if any(cell.strip() for cell in row.cells)]:
            return ((row.number, list(row.cells)) for row in rows)
    return iter(())


def _true_reader(data: bytes, name: str) -> Reader:
    """The reader for what the bytes are. Raises `import.old_table` where none knows them."""
    head = data[:_HEAD].lstrip(b"\xef\xbb\xbf \r\n\t")
    if data.startswith(b"PK\x03\x04"):
        module = "sheets.ods" if data[30:38] == b"mimetype" else "sheets.xlsx"
    elif head[:1] == b"<":
        module = "sheets.xml_2003" if b"schemas-microsoft-com:office:spreadsheet" in head else "markup.html"
    elif head.startswith(b"MIME-Version:"):
        module = "markup.mht"
    elif not head.startswith(_OTHERS) and b"\0" not in head and (b"\t" in head or b"," in head):
        module = "sheets.csv"
    else:
        raise ReadError("import.old_table", name=name)
    return cast("Reader", import_module(f"archive.readers.{module}"))


def _opened(data: bytes, name: str) -> tuple[bytes, int]:
    """The stream of the book, and how many files are embedded. Raises `ReadError` as `read`."""
    try:
        file = CompoundFile(data)
    except BrokenFileError as problem:
        raise ReadError("import.old_table", name=name) from problem
    if _ENCRYPTED in file:
        raise ReadError("import.encrypted", name=name)
    stream = next((file.stream(stream) for stream in _STREAMS if stream in file), b"")
    if not stream:
        raise ReadError("import.old_table", name=name)
    return stream, sum(entry.startswith("MBD") for entry in file.names())


def _book(stream: bytes, name: str) -> Book:
    try:
        return book_of(stream, name)
    except (EOFError, struct.error) as problem:
        raise ReadError("read.damaged", name=name, problem="a record of the book is cut off") from problem


def _sheets(book: Book, stream: bytes) -> Iterator[tuple[BoundSheet, XlsSheet]]:
    """Each sheet once: none is read again because two names point to it, and all together no more than the stream."""
    starts = sorted({sheet.start for sheet in book.sheets})
    ends = dict(zip(starts, [*starts[1:], len(stream)], strict=False))  # of a book without sheets there is no start
    for sheet in book.sheets:
        if (end := ends.pop(sheet.start, None)) is not None:
            yield sheet, XlsSheet(book, records(stream, sheet.start, end))
