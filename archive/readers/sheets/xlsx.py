"""An Excel file to blocks, sheet by sheet, straight from its XML. The gate is `zip_package`, rows are `sheet_rows`'.

Values are those that Excel computed and stored, written as the number format of their cell shows them.
Our own rather than openpyxl's reader, which inflates without counting.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from posixpath import join, normpath

from archive.errors import ReadError
from archive.model import Block, Notice
from archive.readers.base import Reading
from archive.readers.left_out import left_out
from archive.readers.number_format.builtin import BUILTIN
from archive.readers.number_format.display import NumberFormat, number_format
from archive.readers.sheets.sheet_rows import Sheet, blocks_of
from archive.readers.sheets.xlsx_beside import Beside
from archive.readers.sheets.xlsx_sheet import Workbook, Worksheet, text_of, whole
from archive.readers.zip_package import Element, Package

FORMAT = "xlsx"
EDITION = 2

_TRUE = ("1", "true")


def read(data: bytes, name: str, encoding: str | None = None) -> Reading:  # noqa: ARG001 # XML says its own
    """The rows of all sheets that are shown. Raises `ReadError`: what `Package` raises, `read.too_large`,
    `import.old_table` for the binary form (xlsb).
    """
    return _Book(_opened(data, name)).reading()


def lines(data: bytes, name: str) -> Iterator[tuple[int, list[str]]]:
    """The filled rows of the first sheet that has any, hidden or not, each with its number from 1. Raises as `read`."""
    return _Book(_opened(data, name)).first_lines()


def _opened(data: bytes, name: str) -> Package:
    package = Package(data, name, "xlsx")
    if "xl/workbook.bin" in package:
        raise ReadError("import.old_table", name=name)
    if "xl/workbook.xml" not in package:
        raise ReadError("read.wrong_format", name=name, expected="xlsx", found="zip")
    return package


class _Book:
    """One file: its shared texts, its formats, its sheets in order."""

    def __init__(self, package: Package) -> None:
        self._package = package
        texts = [text_of(item) for item in self._parts("xl/sharedStrings.xml", "si")]
        self._book = package.xml("xl/workbook.xml")
        date_1904 = self._book.value("workbookPr", attribute="date1904") in _TRUE
        self._workbook = Workbook(package, texts, self._read_formats(), date_1904=date_1904)

    def reading(self) -> Reading:
        """All sheets that are shown; what is hidden or not read is named."""
        blocks: list[Block] = []
        apart: list[str] = []
        shown = [sheet for sheet in self._sheets() if sheet[2]]
        beside = Beside(self._package)
        for name, part, visible in self._sheets():
            worksheet = Worksheet(self._workbook, part)
            rows = worksheet.rows(hidden=False)
            if not visible:
                self._workbook.hidden += sum(1 for row in rows for cell in row.cells if cell.strip())
                continue
            words = beside.words(part)
            beside.count(worksheet)
            blocks += blocks_of(Sheet(name, rows, worksheet.merges, words, several=len(shown) > 1))
            apart += worksheet.apart
        return Reading(tuple(blocks), notices=self._notices(beside), apart=tuple(dict.fromkeys(apart)))

    def _notices(self, beside: Beside) -> tuple[Notice, ...]:
        return (
            *left_out("formulas", self._workbook.formulas),
            *left_out("hidden_cells", self._workbook.hidden),
            *beside.notices(),
        )

    def first_lines(self) -> Iterator[tuple[int, list[str]]]:
        """The filled rows of the first sheet that has any, each with its number from 1."""
        for _, part, _ in self._sheets():
            found = False
            for row in Worksheet(self._workbook, part).stream(hidden=True):
                if any(cell.strip() for cell in row.cells):
                    found = True
                    yield row.number, list(row.cells)
            if found:
                return

    def _sheets(self) -> Iterator[tuple[str, str, bool]]:
        """Name, part, and whether it is shown, of each sheet."""
        relations = {
            relation.attributes.get("Id", ""): relation.attributes.get("Target", "")
            for root in self._parts("xl/_rels/workbook.xml.rels", "Relationships")
            for relation in root.elements()
        }
        for sheet in (self._book.find("sheets") or Element("", {})).elements():
            target = relations.get(sheet.attributes.get("id", ""), "")
            part = normpath(target if target.startswith("/") else join("/xl", target)).lstrip("/")
            if part in self._package:
                shown = sheet.attributes.get("state", "visible") == "visible"
                yield sheet.attributes.get("name", ""), part, shown

    def _parts(self, part: str, wanted: str) -> Iterator[Element]:
        if part in self._package:
            yield from self._package.subtrees(part, lambda name: "take" if name == wanted else "below")

    def _read_formats(self) -> Sequence[NumberFormat]:
        """The number format of each cell style."""
        for root in self._parts("xl/styles.xml", "styleSheet"):
            codes = {
                whole(form.attributes.get("numFmtId")): form.attributes.get("formatCode", "")
                for form in (root.find("numFmts") or Element("", {})).elements()
            }
            styles = (root.find("cellXfs") or Element("", {})).elements()
            numbers = [whole(style.attributes.get("numFmtId")) for style in styles]
            return [number_format(codes.get(number) or BUILTIN.get(number, "General")) for number in numbers]
        return []
