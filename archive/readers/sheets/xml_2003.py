"""A book in the XML of Excel 2003 (`urn:schemas-microsoft-com:office:spreadsheet`) to blocks; programs still export it.

After Microsoft's XML Spreadsheet Reference. It is one file, most often named .xls or .xml.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from archive.errors import ReadError
from archive.model import Block
from archive.readers.base import Reading, check_size
from archive.readers.left_out import left_out
from archive.readers.number_format.date_letters import serial_of
from archive.readers.number_format.display import NumberFormat, number_format
from archive.readers.registry import CONTAINERS, FORMATS
from archive.readers.sheets.sheet_head import Merge
from archive.readers.sheets.sheet_rows import Row, Sheet, blocks_of
from archive.readers.sheets.xlsx_sheet import MAX_CELLS, MAX_COLUMNS, header_lines, shown_and_stored, whole
from archive.readers.zip_package import Element, subtrees

FORMAT = "xls"
EDITION = 2

_NAMED: Mapping[str, str] = MappingProxyType(
    {
        "General Number": "General",
        "General Date": "yyyy/m/d h:mm",
        "Long Date": 'yyyy"年"m"月"d"日"',
        "Medium Date": "d-mmm-yy",
        "Short Date": "yyyy/m/d",
        "Long Time": "h:mm:ss",
        "Medium Time": "h:mm AM/PM",
        "Short Time": "h:mm",
        "Currency": "¥#,##0.00;¥-#,##0.00",
        "Euro Currency": "[$€-2] #,##0.00",
        "Fixed": "0.00",
        "Standard": "#,##0.00",
        "Percent": "0.00%",
        "Scientific": "0.00E+00",
        "Yes/No": '"Yes";"Yes";"No"',
        "True/False": '"True";"True";"False"',
        "On/Off": '"On";"On";"Off"',
    }
)
_TAKEN = frozenset({"Style", "ExcelWorkbook", "Worksheet"})
_CHUNK = 1 << 16


def read(data: bytes, name: str, encoding: str | None = None) -> Reading:  # noqa: ARG001 # XML says its own
    """The rows of all sheets that are shown. Raises `ReadError`: `read.unknown_format` for other XML, `read.damaged`,
    `read.too_large`, `read.too_deep`, `read.has_doctype`.
    """
    check_size(data, name)
    if b"schemas-microsoft-com:office:spreadsheet" not in data[:_CHUNK]:
        raise ReadError("read.unknown_format", name=name, known=", ".join(sorted({*FORMATS, *CONTAINERS})))
    book = _Book(name)
    chunks = (data[place : place + _CHUNK] for place in range(0, len(data), _CHUNK))
    sheets = [sheet for element in subtrees(chunks, name, _wanted) if (sheet := book.take(element)) is not None]
    blocks: list[Block] = []
    for sheet in sheets:
        blocks += blocks_of(Sheet(sheet.name, sheet.rows, sheet.merges, sheet.comments, several=len(sheets) > 1))
    notices = (*left_out("formulas", book.formulas), *left_out("hidden_cells", book.hidden))
    return Reading(tuple(blocks), notices=notices, apart=tuple(dict.fromkeys(book.apart)))


def _wanted(name: str) -> str:
    return "take" if name in _TAKEN else "below"


@dataclass(slots=True)
class _Sheet:
    name: str
    rows: list[Row] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)


class _Book:
    def __init__(self, name: str) -> None:
        self._name = name
        self._formats: dict[str, NumberFormat] = {}
        self._date_1904 = False
        self._cells = 0
        self.formulas = 0
        self.hidden = 0
        self.apart: list[str] = []

    def take(self, element: Element) -> _Sheet | None:
        """A style, the book's settings, or a sheet: that is given back where it is shown."""
        if element.name == "Style":
            code = element.value("NumberFormat", attribute="Format") or "General"
            self._formats[element.attributes.get("ID", "")] = number_format(_NAMED.get(code, code))
        elif element.name == "ExcelWorkbook":
            self._date_1904 = element.find("Date1904") is not None
        else:
            return self._sheet(element)
        return None

    def _sheet(self, element: Element) -> _Sheet | None:
        sheet = _Sheet(element.attributes.get("Name", ""))
        visible = element.find("WorksheetOptions", "Visible")
        hidden_columns: set[int] = set()
        for table in (child for child in element.elements() if child.name == "Table"):
            hidden_columns |= _hidden_columns(table)
            sheet.rows += self._rows(table, sheet)
        if visible is not None and visible.text().strip() != "SheetVisible":
            self.hidden += sum(1 for row in sheet.rows for cell in row.cells if cell)
            return None
        for row in sheet.rows if hidden_columns else ():
            for column in hidden_columns.intersection(range(len(row.cells))):
                self.hidden += bool(row.cells[column])
                row.cells[column] = ""  # type: ignore[index] # made as a list below
        for part in ("Header", "Footer"):
            words = element.value("WorksheetOptions", "PageSetup", part, attribute="Data") or ""
            self.apart += header_lines(words)
        return sheet

    def _rows(self, table: Element, sheet: _Sheet) -> Iterator[Row]:
        number = 0
        for element in table.elements():
            if element.name != "Row":
                continue
            number = max(number + 1, whole(element.attributes.get("Index")))
            row = self._row(element, number, sheet)
            if element.attributes.get("Hidden") == "1":
                self.hidden += sum(1 for cell in row.cells if cell)
            else:
                yield row
            number += whole(element.attributes.get("Span"))

    def _row(self, element: Element, number: int, sheet: _Sheet) -> Row:
        cells: list[str] = []
        stored: dict[int, str] = {}
        column = -1
        for cell in element.elements():
            if cell.name != "Cell":
                continue
            column = max(column + 1, whole(cell.attributes.get("Index")) - 1)
            if column >= MAX_COLUMNS:
                break
            cells += [""] * (column + 1 - len(cells))
            cells[column], kept = self._value(cell)
            if kept is not None:
                stored[column] = kept
            across, down = (whole(cell.attributes.get(f"Merge{way}")) for way in ("Across", "Down"))
            if across or down:
                sheet.merges.append(Merge(number, column, number + down, column + across))
            if (comment := cell.find("Comment", "Data")) is not None:
                sheet.comments.append(comment.text())
            column += across
        self._cells += len(cells)
        if self._cells > MAX_CELLS:
            raise ReadError("read.too_large", name=self._name, size=self._cells, limit=MAX_CELLS)
        return Row(number, cells, stored)

    def _value(self, cell: Element) -> tuple[str, str | None]:
        data = cell.find("Data")
        text = "" if data is None else data.text()
        if data is None or not text:
            self.formulas += "Formula" in cell.attributes and (data is None or data.attributes.get("Type") != "String")
            return "", None
        form = self._formats.get(cell.attributes.get("StyleID", "Default")) or number_format("General")
        kind = data.attributes.get("Type", "String")
        if kind == "Boolean":
            return ("TRUE" if text.strip() == "1" else "FALSE"), None
        number = _number(text) if kind == "Number" else None
        if kind == "DateTime":
            number = serial_of(text.strip(), date_1904=self._date_1904)
        if number is not None:
            return shown_and_stored(form, number, date_1904=self._date_1904)
        shown = form.text(text)
        return shown, (text if shown.strip() != text.strip() else None)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _hidden_columns(table: Element) -> set[int]:
    hidden: set[int] = set()
    column = -1
    for element in table.elements():
        if element.name == "Column":
            column = max(column + 1, whole(element.attributes.get("Index")) - 1)
            span = min(whole(element.attributes.get("Span")), MAX_COLUMNS)
            if element.attributes.get("Hidden") == "1":
                hidden.update(range(column, column + span + 1))
            column += span
    return hidden
