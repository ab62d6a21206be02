"""One sheet of an old Excel book: its cells as shown, merged cells, what it hides, its comments, text boxes and charts.

After [MS-XLS], Worksheet Substream; a chart's substream lies inside it.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from archive.errors import ReadError
from archive.readers.sheets.biff_records import BOF, EOF, Cursor, Record, rk_number
from archive.readers.sheets.sheet_head import Merge
from archive.readers.sheets.sheet_rows import Row
from archive.readers.sheets.xls_book import Book
from archive.readers.sheets.xlsx_sheet import MAX_CELLS, MAX_MERGES, header_lines, shown_and_stored

MAX_COLUMNS = 256
_ERRORS: Mapping[int, str] = MappingProxyType(
    {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
)
_CHART_TEXT, _SERIES, _SERIES_TEXT = 0x1025, 0x1003, 0x100D
_PICTURE, _CONTROLS = 8, frozenset({7, 11, 12, 14, 16, 17, 18, 20})
_EMPTY, _FLAGS = 3, 14
"""Of a formula's value: an empty text; where the flags stand that ask for computing."""
_ANCHOR = b"\x00\x00\x10\xf0\x12\x00\x00\x00"
_LARGE = 2, 4
"""Columns and rows that a picture covers from which it may hold text."""


class XlsSheet:
    """The records of one sheet taken in; then `rows`, `merges`, `beside`, `apart` and the counts are known."""

    def __init__(self, book: Book, found: Iterable[Record]) -> None:
        self._book = book
        self._cells: dict[int, dict[int, tuple[str, str | None]]] = {}
        self._hidden_rows: set[int] = set()
        self._hidden_columns: list[tuple[int, int]] = []
        self._waiting: tuple[int, int, int] | None = None
        self._anchor = (0, 0)
        self._names_a_chart = False
        self.merges: list[Merge] = []
        self.beside: list[str] = []
        self.apart: list[str] = []
        self.pictures = 0
        self.controls = 0
        self._read(found)

    def _read(self, found: Iterable[Record]) -> None:
        cells = self._takers()
        charts = {kind: cells[kind] for kind in (_CHART_TEXT, _SERIES, _SERIES_TEXT)}
        depth = 0
        for record in found:
            depth += (record.kind == BOF) - (record.kind == EOF)
            if depth <= 0:
                return
            take = (cells if depth == 1 else charts).get(record.kind)
            if take is not None:
                try:
                    take(record)
                except (EOFError, struct.error, IndexError) as problem:
                    raise ReadError(
                        "read.damaged", name=self._book.name, problem=f"record {record.kind:#x}"
                    ) from problem

    def _takers(self) -> Mapping[int, Callable[[Record], None]]:
        """What takes which record."""
        takers: dict[int, Callable[[Record], None]] = {
            0x0203: self._number,
            0x027E: self._rk,
            0x00BD: self._many_rk,
            0x00FD: self._shared_text,
            0x0204: self._label,
            0x00D6: self._label,
            0x0205: self._truth,
            0x0006: self._formula,
            0x0207: self._string,
            0x0208: self._row_info,
            0x007D: self._column_info,
            0x00E5: self._merged,
            0x0014: self._header,
            0x0015: self._header,
            _CHART_TEXT: self._chart_part,
            _SERIES: self._chart_part,
            _SERIES_TEXT: self._chart_text,
        }
        if self._book.biff8:
            takers |= {0x01B6: self._text_box, 0x00EC: self._drawing, 0x005D: self._object}
        return takers

    def rows(self, *, hidden: bool = False) -> list[Row]:
        """The rows that are shown; with `hidden` all. What is left out is counted in the book."""
        rows = []
        for number in sorted(self._cells):
            cells = self._cells[number]
            if not hidden and number in self._hidden_rows:
                self._book.hidden += sum(1 for shown, _ in cells.values() if shown)
                continue
            rows.append(self._row(number, cells, hidden=hidden))
        return rows

    def _row(self, number: int, cells: Mapping[int, tuple[str, str | None]], *, hidden: bool) -> Row:
        line = [""] * (max(cells) + 1)
        stored: dict[int, str] = {}
        for column, (shown, kept) in cells.items():
            if not hidden and any(first <= column <= last for first, last in self._hidden_columns):
                self._book.hidden += bool(shown)
                continue
            line[column] = shown
            if kept is not None:
                stored[column] = kept
        return Row(number + 1, line, stored)

    def _put(self, row: int, column: int, shown: str, kept: str | None = None) -> None:
        if column >= MAX_COLUMNS or not (shown or kept):
            return
        line = self._cells.setdefault(row, {})
        if column not in line:
            self._book.cells += column + 1 if not line else 1
            if self._book.cells > MAX_CELLS:
                raise ReadError("read.too_large", name=self._book.name, size=self._book.cells, limit=MAX_CELLS)
        line[column] = (shown, kept)

    def _put_number(self, row: int, column: int, style: int, value: float) -> None:
        form = self._book.style(style)
        self._put(row, column, *shown_and_stored(form, value, date_1904=self._book.date_1904))

    def _put_text(self, row: int, column: int, style: int, text: str) -> None:
        form = self._book.style(style)
        shown = form.text(text)
        self._put(row, column, shown, text if shown.strip() != text.strip() else None)

    def _number(self, record: Record) -> None:
        row, column, style, value = struct.unpack_from("<HHHd", record.data)
        self._put_number(row, column, style, value)

    def _rk(self, record: Record) -> None:
        row, column, style, rk = struct.unpack_from("<HHHI", record.data)
        self._put_number(row, column, style, rk_number(rk))

    def _many_rk(self, record: Record) -> None:
        row, column = struct.unpack_from("<HH", record.data)
        for place in range(4, len(record.data) - 7, 6):
            style, rk = struct.unpack_from("<HI", record.data, place)
            self._put_number(row, column + (place - 4) // 6, style, rk_number(rk))

    def _shared_text(self, record: Record) -> None:
        row, column, style, place = struct.unpack_from("<HHHI", record.data)
        if place < len(self._book.texts):
            self._put_text(row, column, style, self._book.texts[place])

    def _label(self, record: Record) -> None:
        row, column, style = struct.unpack_from("<HHH", record.data)
        self._put_text(row, column, style, self._book.string(record, 6))

    def _truth(self, record: Record) -> None:
        row, column, _, value, is_error = struct.unpack_from("<HHHBB", record.data)
        self._put(row, column, _ERRORS.get(value, "") if is_error else ("TRUE" if value else "FALSE"))

    def _formula(self, record: Record) -> None:
        """A formula with the value that Excel kept: a double, or, where the last bytes say so, something else."""
        row, column, style = struct.unpack_from("<HHH", record.data)
        value = record.data[6:14]
        if value[6:8] != b"\xff\xff":
            self._put_number(row, column, style, struct.unpack("<d", value)[0])
        elif value[0] == 0:
            self._waiting = row, column, style
        elif value[0] == _EMPTY and len(record.data) > _FLAGS and record.data[_FLAGS] & 3:
            self._book.formulas += 1  # to be computed when the file is opened, as programs without Excel leave it
        elif value[0] in (1, 2):
            self._truth(Record(0, struct.pack("<HHHBB", row, column, style, value[2], value[0] == 2)))

    def _string(self, record: Record) -> None:
        """The text that a formula gave, in a record of its own behind it."""
        if self._waiting is not None:
            self._put_text(*self._waiting, self._book.string(record, 0))
            self._waiting = None

    def _row_info(self, record: Record) -> None:
        row, flags = struct.unpack_from("<H10xH", record.data)
        if flags & 0x20:
            self._hidden_rows.add(row)

    def _column_info(self, record: Record) -> None:
        first, last, _, _, flags = struct.unpack_from("<HHHHH", record.data)
        if flags & 1:
            self._hidden_columns.append((first, last))

    def _merged(self, record: Record) -> None:
        (count,) = struct.unpack_from("<H", record.data)
        for place in range(2, min(2 + 8 * count, len(record.data) - 7), 8):
            top, bottom, left, right = struct.unpack_from("<HHHH", record.data, place)
            if len(self.merges) < MAX_MERGES:
                self.merges.append(Merge(top + 1, left, bottom + 1, right))

    def _header(self, record: Record) -> None:
        if record.data:
            self.apart += header_lines(self._book.string(record, 0, short=not self._book.biff8))

    def _text_box(self, record: Record) -> None:
        """The text of a comment or a box stands in the records that continue this one."""
        (length,) = struct.unpack_from("<H", record.data, 10)
        if length and record.more:
            cursor = Cursor(Record(0, record.more[0], record.more[1:]))
            self.beside.append(cursor.characters(length, wide=bool(cursor.number("<B") & 1)))

    def _drawing(self, record: Record) -> None:
        """Over how many columns and rows the object behind this record reaches ([MS-ODRAW], client anchor)."""
        place = record.data.rfind(_ANCHOR)
        self._anchor = (0, 0)
        if place >= 0:
            _, left, _, top, _, right, _, bottom = struct.unpack_from("<HHHHHHHH", record.data, place + 8)
            self._anchor = right - left + 1, bottom - top + 1

    def _object(self, record: Record) -> None:
        kind = struct.unpack_from("<H", record.data, 4)[0]
        self.pictures += kind == _PICTURE and all(map(int.__ge__, self._anchor, _LARGE))
        self.controls += kind in _CONTROLS

    def _chart_part(self, record: Record) -> None:
        self._names_a_chart = record.kind == _CHART_TEXT

    def _chart_text(self, record: Record) -> None:
        """A title of a chart or an axis. The names of series stand in cells."""
        if self._names_a_chart:
            self.beside.append(self._book.string(record, 2, short=True))
