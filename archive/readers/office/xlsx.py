"""An Excel file to blocks, sheet by sheet, straight from its XML. The zip gate is `package`; rows are `sheet`'s.

Values are those that Excel computed and stored, written as a person sees them: dates as dates, shares in per cent.
Our own rather than openpyxl's reader, which inflates without counting.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from posixpath import join, normpath

from archive.errors import ReadError
from archive.model import Block
from archive.readers.base import Reading
from archive.readers.sheet_rows import blocks_of
from archive.readers.zip_package import Element, Package

FORMAT = "xlsx"

MAX_COLUMNS = 16_384
MAX_CELLS = 5_000_000
_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_PER_CENT = {9: 0, 10: 2}
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_DATE_LETTERS = re.compile("[ymdhs年月日]", re.IGNORECASE)
_REFERENCE = re.compile("([A-Z]{1,3})([0-9]+)")
_DEFAULT_NAME = re.compile(r"(?:sheet|工作表)\s*\d*", re.IGNORECASE)
_LAST_SERIAL = 2_958_465  # 9999-12-31


def read(data: bytes, name: str, encoding: str | None = None) -> Reading:  # noqa: ARG001 # XML says its own
    """The rows of all sheets. Raises `ReadError`: what `Package` raises, `read.too_large`."""
    package = Package(data, name, "xlsx")
    if "xl/workbook.xml" not in package:
        raise ReadError("read.wrong_format", name=name, expected="xlsx", found="zip")
    return Reading(tuple(_Workbook(package).blocks()))


def lines(data: bytes, name: str) -> Iterator[tuple[int, list[str]]]:
    """The filled rows of the first sheet that has any, each with its number from 1. Raises as `read`."""
    package = Package(data, name, "xlsx")
    if "xl/workbook.xml" not in package:
        raise ReadError("read.wrong_format", name=name, expected="xlsx", found="zip")
    return _Workbook(package).first_lines()


class _Workbook:
    """One file: its shared texts, its formats, its sheets in order."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._texts = [_text_of(item) for item in self._parts("xl/sharedStrings.xml", "si")]
        self._formats = self._read_formats()
        self._book = package.xml("xl/workbook.xml")
        self._epoch = _epoch(self._book)
        self._cells = 0

    def blocks(self) -> Iterator[Block]:
        """All sheets, each under its name where it has been given one."""
        for title, part in self._sheets():
            rows = list(blocks_of(self._rows(part)))
            if rows and not _DEFAULT_NAME.fullmatch(title.strip()):
                yield Block("heading", title.strip() or "_", 1)
            yield from rows

    def first_lines(self) -> Iterator[tuple[int, list[str]]]:
        """The filled rows of the first sheet that has any, each with its number from 1."""
        for _, part in self._sheets():
            found = False
            for number, cells in self._numbered(part):
                if any(cell.strip() for cell in cells):
                    found = True
                    yield number, cells
            if found:
                return

    def _sheets(self) -> Iterator[tuple[str, str]]:
        relations = {
            relation.attributes.get("Id", ""): relation.attributes.get("Target", "")
            for root in self._parts("xl/_rels/workbook.xml.rels", "Relationships")
            for relation in root.elements()
        }
        for sheet in (self._book.find("sheets") or Element("", {})).elements():
            target = relations.get(sheet.attributes.get("id", ""), "")
            part = normpath(target if target.startswith("/") else join("/xl", target)).lstrip("/")
            if part in self._package:
                yield sheet.attributes.get("name", ""), part

    def _parts(self, part: str, wanted: str) -> Iterator[Element]:
        if part in self._package:
            yield from self._package.subtrees(part, lambda name: "take" if name == wanted else "below")

    def _read_formats(self) -> list[tuple[int, str]]:
        """The number format of each cell style: its number, and its code where the file defines it."""
        for root in self._parts("xl/styles.xml", "styleSheet"):
            codes = {
                _int(form.attributes.get("numFmtId")): form.attributes.get("formatCode", "")
                for form in (root.find("numFmts") or Element("", {})).elements()
            }
            styles = (root.find("cellXfs") or Element("", {})).elements()
            numbers = [_int(style.attributes.get("numFmtId")) for style in styles]
            return [(number, codes.get(number, "")) for number in numbers]
        return []

    def _rows(self, part: str) -> Iterator[list[str]]:
        return (cells for _, cells in self._numbered(part))

    def _numbered(self, part: str) -> Iterator[tuple[int, list[str]]]:
        number = 0
        for row in self._parts(part, "row"):
            number = max(number + 1, _int(row.attributes.get("r")))  # empty rows may be left out
            cells: list[str] = []
            for cell in row.elements():
                place = _column(cell.attributes.get("r", ""), len(cells))
                if place >= MAX_COLUMNS:
                    continue
                cells += [""] * (place + 1 - len(cells))
                cells[place] = self._value(cell)
            self._cells += len(cells)
            if self._cells > MAX_CELLS:
                raise ReadError("read.too_large", name=self._package.name, size=self._cells, limit=MAX_CELLS)
            yield number, cells

    def _value(self, cell: Element) -> str:
        kind = cell.attributes.get("t", "n")
        if kind == "inlineStr":
            return _text_of(cell.find("is") or cell)
        found = cell.find("v")
        value = "" if found is None else found.text()
        if kind == "s":
            index = _int(value, -1)
            return self._texts[index] if 0 <= index < len(self._texts) else ""
        if kind == "b":
            return "TRUE" if value == "1" else "FALSE"
        if kind == "n" and value:
            return self._number(value, _int(cell.attributes.get("s")))
        return value

    def _number(self, value: str, style: int) -> str:
        try:
            number = float(value)
        except ValueError:
            return value
        form, code = self._formats[style] if 0 <= style < len(self._formats) else (0, "")
        bare = _QUOTED.sub("", code)
        if form in _DATES or (code and "General" not in code and _DATE_LETTERS.search(bare)):
            return self._date(number, value)
        if form in _PER_CENT or "%" in bare:
            figures = _PER_CENT.get(form, len(bare.partition(".")[2].partition("%")[0]))
            return f"{number * 100:.{min(figures, 10)}f}%"
        return f"{number:.15g}" if "e" not in f"{number:.15g}" else value

    def _date(self, serial: float, value: str) -> str:
        if not 0 <= serial <= _LAST_SERIAL:
            return value
        moment = self._epoch + timedelta(minutes=round(serial * 1440))  # 8:30 is stored as 0.35416666…
        if serial < 1:
            return f"{moment:%H:%M}"
        return f"{moment.year:04}-{moment:%m-%d}" if serial == int(serial) else f"{moment.year:04}-{moment:%m-%d %H:%M}"


def _epoch(book: Element) -> datetime:
    """The day before day 1; two days early, since Excel counts a 29 February 1900 (day 60) that never was."""
    year_1904 = book.value("workbookPr", attribute="date1904") in ("1", "true")
    return datetime(1904, 1, 1) if year_1904 else datetime(1899, 12, 30)  # noqa: DTZ001 # sheets know no zones


def _text_of(item: Element) -> str:
    """The words of a shared or inline text, without the readings over its characters."""
    return "".join(
        child.text() if child.name == "t" else _text_of(child) for child in item.elements() if child.name in ("t", "r")
    )


def _column(reference: str, default: int) -> int:
    """The column of a cell, from 0."""
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        return default
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1


def _int(value: str | None, default: int = 0) -> int:
    return int(value) if value is not None and re.fullmatch("[0-9]{1,9}", value) else default
