"""An OpenDocument sheet to blocks, straight from its XML: its cells carry the text that they show (ODF 1.2, 9).

The value behind, `office:value`, is kept beside where it differs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from archive.errors import ReadError
from archive.model import Block
from archive.readers.base import Reading
from archive.readers.left_out import left_out
from archive.readers.sheets.sheet_head import Merge
from archive.readers.sheets.sheet_rows import Row, Sheet, blocks_of
from archive.readers.sheets.xlsx_sheet import MAX_CELLS, MAX_COLUMNS, whole
from archive.readers.zip_package import Element, Package

FORMAT = "ods"
EDITION = 2

_HIDDEN = ("collapse", "filter")
_CELLS = ("table-cell", "covered-table-cell")
_VALUES = ("value", "date-value", "time-value")
_SHAPES = frozenset({"custom-shape", "frame", "text-box", "rect", "ellipse", "caption", "g", "shapes"})
_MOST_SPACES = 1_000


def read(data: bytes, name: str, encoding: str | None = None) -> Reading:  # noqa: ARG001 # XML says its own
    """The rows of all sheets that are shown. Raises `ReadError`: what `Package` raises, `read.too_large`."""
    package = Package(data, name, "ods")
    if "content.xml" not in package:
        raise ReadError("read.wrong_format", name=name, expected="ods", found="zip")
    manifest = package.xml("META-INF/manifest.xml") if "META-INF/manifest.xml" in package else Element("", {})
    if any(element.name == "encryption-data" for element in manifest.walk()):
        raise ReadError("import.encrypted", name=name)
    book = _Book(name)
    for element in package.subtrees("content.xml", lambda name: "take" if name in ("table", "style") else "below"):
        book.take(element)
    blocks: list[Block] = []
    for sheet in book.sheets:
        blocks += blocks_of(Sheet(sheet.name, sheet.rows, sheet.merges, sheet.beside, several=len(book.sheets) > 1))
    notices = (
        *left_out("hidden_cells", book.hidden),
        *left_out("formulas", book.formulas),
        *left_out("objects", book.objects),
        *left_out("pictures", book.pictures),
    )
    return Reading(tuple(blocks), notices=notices, apart=tuple(_apart(package)))


def _apart(package: Package) -> Iterator[str]:
    """The words of headers and footers, which stand with the page styles."""
    if "styles.xml" in package:
        wanted = ("header", "footer")
        for element in package.subtrees("styles.xml", lambda name: "take" if name in wanted else "below"):
            yield from (words for part in element.walk() if part.name == "p" and (words := _words(part).strip()))


@dataclass(slots=True)
class _Sheet:
    name: str
    rows: list[Row] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    hidden_columns: set[int] = field(default_factory=set)
    columns: int = 0


class _Book:
    def __init__(self, name: str) -> None:
        self._name = name
        self._unseen: set[str] = set()
        self._cells = 0
        self.sheets: list[_Sheet] = []
        self.hidden = self.formulas = self.objects = self.pictures = 0

    def take(self, element: Element) -> None:
        """A style, which may hide a sheet, or a sheet."""
        if element.name == "style":
            if element.value("table-properties", attribute="display") == "false":
                self._unseen.add(element.attributes.get("name", ""))
            return
        sheet = _Sheet(element.attributes.get("name", ""))
        self._rows(element, sheet, 0)
        if element.attributes.get("style-name", "") in self._unseen:
            self.hidden += sum(1 for row in sheet.rows for cell in row.cells if cell)
        else:
            self.sheets.append(sheet)

    def _rows(self, element: Element, sheet: _Sheet, number: int) -> int:
        """Take the rows below, groups and heads of tables included; the number of the last one."""
        for child in element.elements():
            if child.name == "table-row":
                number = self._row(child, sheet, number)
            elif child.name == "table-column":
                self._column(child, sheet)
            elif child.name in _SHAPES:
                self._shape(child, sheet)
            elif child.name.startswith("table-"):
                number = self._rows(child, sheet, number)
        return number

    def _column(self, element: Element, sheet: _Sheet) -> None:
        count = min(max(whole(element.attributes.get("number-columns-repeated"), 1), 1), MAX_COLUMNS)
        if element.attributes.get("visibility") in _HIDDEN:
            sheet.hidden_columns.update(range(sheet.columns, min(sheet.columns + count, MAX_COLUMNS)))
        sheet.columns += count

    def _row(self, element: Element, sheet: _Sheet, number: int) -> int:
        times = max(whole(element.attributes.get("number-rows-repeated"), 1), 1)
        cells, stored = self._row_cells(element, sheet, number + 1)
        if any(cells):
            hidden = element.attributes.get("visibility") in _HIDDEN
            self._count(len(cells) * times)
            for place in range(times):
                if hidden:
                    self.hidden += sum(map(bool, cells))
                else:
                    sheet.rows.append(Row(number + 1 + place, cells, stored))
        return number + times

    def _row_cells(self, element: Element, sheet: _Sheet, number: int) -> tuple[list[str], dict[int, str]]:
        cells: list[str] = []
        stored: dict[int, str] = {}
        column = 0
        for cell in element.elements():
            if cell.name not in _CELLS or column >= MAX_COLUMNS:
                continue
            times = min(max(whole(cell.attributes.get("number-columns-repeated"), 1), 1), MAX_COLUMNS - column)
            shown, kept = self._value(cell, sheet)
            if shown or kept:
                cells += [""] * (column - len(cells)) + [shown] * times
                self.hidden += self._hide(cells, column, sheet)
                stored |= {place: kept for place in range(column, column + times) if kept and cells[place]}
            self._merge(cell, sheet, number, column)
            column += times
        return cells, stored

    def _hide(self, cells: list[str], start: int, sheet: _Sheet) -> int:
        hidden = [at for at in range(start, len(cells)) if at in sheet.hidden_columns and cells[at]]
        for at in hidden:
            cells[at] = ""
        return len(hidden)

    def _merge(self, cell: Element, sheet: _Sheet, number: int, column: int) -> None:
        across, down = (whole(cell.attributes.get(f"number-{way}-spanned"), 1) for way in ("columns", "rows"))
        if across > 1 or down > 1:
            sheet.merges.append(Merge(number, column, number + down - 1, column + across - 1))

    def _count(self, cells: int) -> None:
        self._cells += cells
        if self._cells > MAX_CELLS:
            raise ReadError("read.too_large", name=self._name, size=self._cells, limit=MAX_CELLS)

    def _value(self, cell: Element, sheet: _Sheet) -> tuple[str, str | None]:
        paragraphs = []
        for child in cell.elements():
            if child.name == "p":
                paragraphs.append(_words(child))
            elif child.name == "annotation":
                sheet.beside.append("\n".join(_words(part) for part in child.elements() if part.name == "p"))
            elif child.name in _SHAPES:
                self._shape(child, sheet)
        shown = "\n".join(paragraphs).strip()
        value = next((cell.attributes[name] for name in _VALUES if name in cell.attributes), None)
        self.formulas += not shown and value is None and "formula" in cell.attributes and not _is_text(cell)
        return shown, (value if value is not None and value != shown else None)

    def _shape(self, shape: Element, sheet: _Sheet) -> None:
        for part in shape.walk():
            if part.name == "p" and (words := _words(part).strip()):
                sheet.beside.append(words)
            self.objects += part.name == "object"
        if shape.name == "frame" and shape.find("object") is None:
            self.pictures += shape.find("image") is not None


def _is_text(cell: Element) -> bool:
    return cell.attributes.get("value-type") == "string"


def _words(element: Element) -> str:
    """The words of a paragraph."""
    parts: list[str] = []
    for child in element.inside:
        if isinstance(child, str):
            parts.append(" ".join(child.split("\n")))
        elif child.name == "s":
            parts.append(" " * min(whole(child.attributes.get("c"), 1), _MOST_SPACES))
        elif child.name in ("tab", "line-break"):
            parts.append("\t" if child.name == "tab" else "\n")
        elif child.name not in ("annotation", "ruby-text", *_SHAPES):
            parts.append(_words(child))
    return "".join(parts)
