"""One worksheet of an Excel file: its rows as shown, its merged cells, what it hides (ECMA-376 part 1, 18.3)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from archive.errors import ReadError
from archive.readers.number_format.date_letters import serial_of
from archive.readers.number_format.display import NumberFormat, number_format
from archive.readers.sheets.sheet_head import Merge
from archive.readers.sheets.sheet_rows import Row
from archive.readers.zip_package import Element, Package

MAX_COLUMNS = 16_384
MAX_CELLS = 5_000_000
MAX_MERGES = 100_000
_TRUE = ("1", "true")
_TAKEN = frozenset({"row", "cols", "mergeCells", "headerFooter", "oleObject", "control"})
_SKIPPED = frozenset({"conditionalFormatting", "dataValidations", "extLst", "hyperlinks", "Fallback"})
_REFERENCE = re.compile("([A-Z]{1,3})([0-9]{1,7})")
_WHOLE = re.compile("[0-9]{1,9}")
_SHORT_WHOLE = 11
_HEADER_CODES = re.compile(r'&(?:"[^"]*"|K[0-9A-F]{6}|K\d\d[+-]\d{3}|\d{1,3}|[BIUSEXYPNDTFAZGHO])', re.IGNORECASE)
_HEADER_PARTS = re.compile("&[LCR]", re.IGNORECASE)
_GENERAL = number_format("General")


@dataclass(slots=True)
class Workbook:
    """What the sheets of a book share, and what was counted over all of them."""

    package: Package
    texts: Sequence[str]
    formats: Sequence[NumberFormat]
    date_1904: bool
    cells: int = 0
    formulas: int = 0
    hidden: int = 0
    _columns: dict[str, int] = field(default_factory=dict)
    _styles: dict[str, NumberFormat] = field(default_factory=dict)

    def style(self, number: str) -> NumberFormat:
        """The number format of a cell's style."""
        found = self._styles.get(number)
        if found is None:
            place = whole(number)
            found = self.formats[place] if place < len(self.formats) else _GENERAL
            self._styles[number] = found
        return found

    def column(self, reference: str, default: int) -> int:
        """The column of a cell, from 0."""
        letters = reference.rstrip("0123456789")
        column = self._columns.get(letters)
        if column is None:
            column = self._columns[letters] = column_of(letters) if 0 < len(letters) <= 3 else -1
        return default if column < 0 else column


class Worksheet:
    """One sheet. `merges`, `apart` (headers, footers), `embedded` and `controls` are known once its rows are read."""

    def __init__(self, book: Workbook, part: str) -> None:
        self._book = book
        self.part = part
        self.merges: list[Merge] = []
        self.apart: list[str] = []
        self.embedded: set[str] = set()
        self.controls: set[str] = set()
        self._hidden_columns: list[tuple[int, int]] = []

    def rows(self, *, hidden: bool) -> list[Row]:
        """All rows that are shown; with `hidden` those too that are not."""
        return list(self.stream(hidden=hidden))

    def stream(self, *, hidden: bool) -> Iterator[Row]:
        """The same one by one. Raises `ReadError`: `read.too_large` for more than `MAX_CELLS`."""
        number = 0
        for element in self._book.package.subtrees(self.part, _wanted):
            if element.name != "row":
                self._take(element)
                continue
            number = max(number + 1, whole(element.attributes.get("r")))  # empty rows may be left out
            row = self._row(element, number)
            if hidden:
                yield row
            elif element.attributes.get("hidden") in _TRUE:
                self._book.hidden += sum(1 for cell in row.cells if cell)
            else:
                yield self._without_hidden(row) if self._hidden_columns else row

    def _take(self, element: Element) -> None:
        if element.name == "mergeCells":
            self.merges = list(_merges(element))
        elif element.name == "cols":
            self._hidden_columns = [
                (whole(column.attributes.get("min"), 1) - 1, whole(column.attributes.get("max"), 1))
                for column in element.elements()
                if column.attributes.get("hidden") in _TRUE
            ]
        elif element.name == "headerFooter":
            self.apart += [text for child in element.elements() for text in header_lines(child.text())]
        else:
            known = self.embedded if element.name == "oleObject" else self.controls
            known.add(element.attributes.get("shapeId", str(len(known))))

    def _without_hidden(self, row: Row) -> Row:
        cells = list(row.cells)
        for start, end in self._hidden_columns:
            self._book.hidden += sum(1 for cell in cells[start:end] if cell)
            cells[start:end] = [""] * len(cells[start:end])
        return Row(row.number, cells, {at: value for at, value in row.stored.items() if at < len(cells) and cells[at]})

    def _row(self, element: Element, number: int) -> Row:
        book = self._book
        cells: list[str] = []
        stored: dict[int, str] = {}
        for cell in element.elements():
            place = book.column(cell.attributes.get("r", ""), len(cells))
            if place >= MAX_COLUMNS:
                continue
            if place >= len(cells):
                cells += [""] * (place + 1 - len(cells))
            shown, kept = self._value(cell)
            cells[place] = shown
            if kept is not None:
                stored[place] = kept
        book.cells += len(cells)
        if book.cells > MAX_CELLS:
            raise ReadError("read.too_large", name=book.package.name, size=book.cells, limit=MAX_CELLS)
        return Row(number, cells, stored)

    def _value(self, cell: Element) -> tuple[str, str | None]:
        """What a cell shows, and what it keeps where that differs."""
        kind = cell.attributes.get("t", "n")
        if kind == "inlineStr":
            return self._text(text_of(cell.find("is") or cell), cell)
        value = formula = None
        for child in cell.elements():
            if child.name == "v":
                value = child.text()
            elif child.name == "f":
                formula = child
        if value:
            return self._kept(kind, value, cell)
        self._book.formulas += formula is not None and kind != "str"
        return "", None

    def _kept(self, kind: str, value: str, cell: Element) -> tuple[str, str | None]:
        if kind == "s":
            index = whole(value, -1)
            return self._text(self._book.texts[index], cell) if 0 <= index < len(self._book.texts) else ("", None)
        if kind == "b":
            return ("TRUE" if value == "1" else "FALSE"), None
        form = {"n": self._number, "str": self._text, "d": self._date}.get(kind)
        return (value, None) if form is None else form(value, cell)

    def _format(self, cell: Element) -> NumberFormat:
        style = cell.attributes.get("s")
        return _GENERAL if style is None else self._book.style(style)

    def _text(self, text: str, cell: Element) -> tuple[str, str | None]:
        form = self._format(cell)
        if form.is_plain:
            return text, None
        shown = form.text(text)
        return shown, (text if shown.strip() != text.strip() else None)

    def _number(self, value: str, cell: Element) -> tuple[str, str | None]:
        form = self._format(cell)
        if form.is_plain and len(value) <= _SHORT_WHOLE and value.isdecimal() and value[0] != "0":
            return value, None
        try:
            number = float(value)
        except ValueError:
            return value, None
        return shown_and_stored(form, number, date_1904=self._book.date_1904)

    def _date(self, value: str, cell: Element) -> tuple[str, str | None]:
        """A day in ISO 8601, as the strict form of the standard may write it."""
        serial = serial_of(value, date_1904=self._book.date_1904)
        if serial is None:
            return value, None
        return shown_and_stored(self._format(cell), serial, date_1904=self._book.date_1904)


@lru_cache(maxsize=16_384)  # days and shares stand again and again
def shown_and_stored(form: NumberFormat, number: float, *, date_1904: bool) -> tuple[str, str | None]:
    """What a cell of this format shows of a number, and the number in its plain form where that differs."""
    shown = form.number(number, date_1904=date_1904).strip()
    stored = form.stored(number, date_1904=date_1904)
    return shown, (stored if stored != shown else None)


def header_lines(text: str) -> list[str]:
    """The words of a header or footer without its codes (ECMA-376 part 1, 18.3.1.46), its three parts apart."""
    parts = (_HEADER_CODES.sub("", part).replace("&&", "&").strip() for part in _HEADER_PARTS.split(text))
    return [part for part in parts if part]


def text_of(item: Element) -> str:
    """The words of a shared or inline text, without the readings over its characters."""
    return "".join(
        child.text() if child.name == "t" else text_of(child) for child in item.elements() if child.name in ("t", "r")
    )


def merge_of(reference: str) -> Merge | None:
    """`A1:C2` as merged cells; None where it is no range."""
    first, _, last = reference.partition(":")
    corners = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last)
    if corners[0] is None or corners[1] is None:
        return None
    return Merge(int(corners[0][2]), column_of(corners[0][1]), int(corners[1][2]), column_of(corners[1][1]))


def column_of(letters: str) -> int:
    """The number of a column, from 0; -1 for what names none."""
    column = 0
    for letter in letters:
        if not "A" <= letter <= "Z":
            return -1
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1


def whole(value: str | None, default: int = 0) -> int:
    """A whole number of an attribute; `default` for anything else."""
    return int(value) if value is not None and _WHOLE.fullmatch(value) else default


def _wanted(name: str) -> str:
    return "take" if name in _TAKEN else "skip" if name in _SKIPPED else "below"


def _merges(element: Element) -> Iterator[Merge]:
    for number, cell in enumerate(element.elements()):
        found = merge_of(cell.attributes.get("ref", ""))
        if found is not None and number < MAX_MERGES:
            yield found
