"""An OpenDocument text to blocks, straight from its XML. The zip gate is `zip_package`.

Deleted text stands apart in such files and is not read; automatic numbers are written out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from archive.errors import ReadError
from archive.model import Block
from archive.readers.base import Reading
from archive.readers.left_out import KINDS, left_out
from archive.readers.line_joining import shows, visible
from archive.readers.office.opendocument.odt_lists import OUTLINE, Counts, ListStyles
from archive.readers.office.opendocument.odt_styles import TextStyles
from archive.readers.office.rendering.picture_size import POINT, holds_text
from archive.readers.office.rendering.symbol_fonts import drawn
from archive.readers.office.soft_breaks import paragraphs
from archive.readers.table_blocks import Table
from archive.readers.zip_package import Element, Package

FORMAT = "odt"
EDITION = 3

_UNSEEN = frozenset(
    {"tracked-changes", "annotation", "annotation-end", "forms", "variable-decls", "sequence-decls", "ruby-text"}
    | {"user-field-decls", "index-title-template", "table-of-content-source", "script", "note-citation", "settings"}
    | {"desc", "title", "binary-data", "event-listeners", "hidden-text", "hidden-paragraph"}
)
_BLOCKS = frozenset({"p", "h", "table", "list", "section", "frame"})
_MAX_TABLES = 64
_MAX_SPACES = 1_000
_STYLES = frozenset({"automatic-styles", "styles", "font-face-decls"})
_FIELDS = frozenset({"text", "textarea", "listbox", "combobox", "formatted-text", "password", "file"})
_SPAN = re.compile("[1-9][0-9]{0,4}")
_LENGTH = re.compile(r"([0-9.]{1,12})(cm|mm|in|pt)")
_MILLIMETRES = {"cm": 10.0, "mm": 1.0, "in": 25.4, "pt": POINT}


def read(data: bytes, name: str, encoding: str | None = None) -> Reading:  # noqa: ARG001 # XML says its own
    """The blocks of an odt. Raises `ReadError`: what `Package` raises."""
    package = Package(data, name, "odt")
    if "content.xml" not in package:
        raise ReadError("read.wrong_format", name=name, expected="odt", found="zip")
    if "META-INF/manifest.xml" in package and _is_encrypted(package.xml("META-INF/manifest.xml")):
        raise ReadError("import.encrypted", name=name)
    text = _Text(name, package)
    if "styles.xml" in package:
        for element in package.subtrees("styles.xml", lambda found: "take" if found in _STYLES else "below"):
            text.take(element)
    for element in package.subtrees("content.xml", _wanted):
        text.take(element)
    notices = tuple(notice for kind in KINDS for notice in left_out(kind, text.left[kind]))
    return Reading(tuple(text.blocks), notices=notices, apart=tuple(_apart(package, text)))


def _wanted(name: str) -> str:
    if name in _BLOCKS or name in _STYLES or name in ("annotation", "forms"):
        return "take"
    return "skip" if name in _UNSEEN else "below"


def _is_encrypted(manifest: Element) -> bool:
    return any(element.name == "encryption-data" for element in manifest.walk())


def _apart(package: Package, text: _Text) -> Iterator[str]:
    """The words of headers and footers, which stand with the page styles."""
    if "styles.xml" in package:
        wanted = {"header", "footer", "header-first", "footer-first", "header-left", "footer-left"}
        for element in package.subtrees("styles.xml", lambda name: "take" if name in wanted else "below"):
            for paragraph in element.walk():
                if paragraph.name in ("p", "h") and (words := text.words(paragraph, [])).strip():
                    yield words.strip()


class _Text:
    """The blocks of one text so far; `left` counts what is not read."""

    def __init__(self, name: str, package: Package) -> None:
        self.blocks: list[Block] = []
        self.left: Counter[str] = Counter()
        self._sink = self.blocks
        self._name = name
        self._package = package
        self._tables = 0
        self._lists = ListStyles()
        self._styles = TextStyles()
        self._outline = Counts(OUTLINE)

    def take(self, element: Element) -> None:
        """The next block, or what wraps some."""
        if element.name in ("p", "h"):
            self._paragraph(element, self._number_of_heading(element))
        elif element.name == "table":
            self._table(element)
        elif element.name == "list":
            self._list(element)
        elif element.name in _STYLES:
            self._lists.learn(element)
            self._styles.learn(element)
        elif element.name == "section" and element.attributes.get("display") == "none":
            return
        elif element.name in _UNSEEN:
            self._count(element)
        else:
            self._note_drawing(element)
            for child in element.elements():
                self.take(child)

    def _number_of_heading(self, element: Element) -> str:
        """The number of a heading outside of lists, which the outline style gives."""
        level = element.attributes.get("outline-level", "")
        if element.name != "h" or element.attributes.get("is-list-header") == "true" or not level.isdigit():
            return ""
        if self._styles.list_style(element.attributes.get("style-name")) == "":
            return ""
        restart = element.attributes.get("restart-numbering") == "true"
        start = element.attributes.get("start-value", "1") if restart else None
        return self._lists.number(self._outline, OUTLINE, int(level[:2]) - 1, start)

    def _paragraph(self, element: Element, number: str) -> None:
        behind: list[Element] = []
        text = visible(number + self.words(element, behind))
        level = int(found) if (found := element.attributes.get("outline-level", "")).isdigit() else None
        heading = element.name == "h"
        for piece in [text] if heading else paragraphs(text):
            shown = "\n".join(line.strip() for line in piece.split("\n")).strip()
            if shows(shown):
                self._sink.append(Block("heading", shown, level or 1) if heading else Block("paragraph", shown))
        for inner in behind:
            self.take(inner)

    def _list(self, element: Element) -> None:
        style = element.attributes.get("style-name", "")
        counts, goes_on = self._lists.open(element, style)
        self._items(element, 0, style, counts, goes_on=goes_on)

    def _items(self, element: Element, level: int, style: str, counts: Counts, *, goes_on: bool) -> None:
        """The items of a list, or of one inside an item; a list that does not go on begins anew."""
        if not goes_on:
            counts.begin(level)
        for place, item in enumerate(element.elements()):
            numbered = item.name == "list-item"
            first = goes_on and place == 0
            own = item.attributes.get("style-override", style)
            for child in item.elements():
                if child.name == "list":
                    inner = child.attributes.get("style-name", style)
                    more = first or child.attributes.get("continue-numbering") == "true"
                    self._items(child, level + 1, inner, counts, goes_on=more)
                elif child.name in ("p", "h"):
                    start = item.attributes.get("start-value")
                    self._paragraph(child, self._lists.number(counts, own, level, start) if numbered else "")
                    numbered = first = False
                else:
                    self.take(child)

    def _table(self, element: Element) -> None:
        self._tables += 1
        if self._tables > _MAX_TABLES:
            raise ReadError("read.too_deep", name=self._name, limit=_MAX_TABLES)
        table, outer = Table(), self._sink
        for row in _below(element, "table-row"):
            table.open_row()
            for cell in _below(row, "table-cell"):
                across, down = (_spanned(cell, f"number-{what}-spanned") for what in ("columns", "rows"))
                self._sink = table.open_cell(across, down)
                for child in cell.elements():
                    table.holds_table = table.holds_table or child.name == "table"
                    self.take(child)
        self._sink = outer
        self._tables -= 1
        self._sink.extend(table.blocks())

    def words(self, element: Element, behind: list[Element], font: str | None = None) -> str:
        """The words of a paragraph; notes and frames in it are put `behind`."""
        family = "paragraph" if element.name in ("p", "h") else "text"
        if self._styles.hides(family, element.attributes.get("style-name")):
            return ""
        font = self._styles.font(family, element.attributes.get("style-name")) or font
        parts: list[str] = []
        for child in element.inside:
            if isinstance(child, str):
                parts.append(drawn(font or "", " ".join(child.split("\n"))))
            elif child.name == "s":
                count = child.attributes.get("c", "1")
                parts.append(" " * min(int(count) if count.isdigit() else 1, _MAX_SPACES))
            elif child.name in ("tab", "line-break"):
                parts.append("\t" if child.name == "tab" else "\n")
            elif child.name in ("note", "frame", "custom-shape", "text-box"):
                behind.append(child)
            elif child.name in _UNSEEN:
                self._count(child)
            else:
                parts.append(self.words(child, behind, font))
        return "".join(parts)

    def _count(self, element: Element) -> None:
        """What is not read: a remark, the fields of a form."""
        if element.name == "annotation":
            self.left["comments"] += shows(element.text())
        elif element.name == "forms":
            self.left["form_fields"] += sum(child.name in _FIELDS for child in element.walk())

    def _note_drawing(self, element: Element) -> None:
        """An embedded file, or a picture large enough to hold text, in a frame."""
        if element.name != "frame":
            return
        inside = {child.name: child for child in element.elements()}
        if "object" in inside or "object-ole" in inside:
            embedded = inside.get("object", inside.get("object-ole"))
            self.left["objects" if embedded is not None and self._is_drawn(embedded) else "embedded_files"] += 1
        elif "image" in inside and holds_text(*(_length(element.attributes.get(side)) for side in ("width", "height"))):
            self.left["pictures"] += 1

    def _is_drawn(self, embedded: Element) -> bool:
        """Whether an embedded object is a chart or an equation, not a file of its own."""
        part = embedded.attributes.get("href", "").removeprefix("./").rstrip("/") + "/content.xml"
        if part not in self._package:
            return False
        kinds = ("chart", "math")
        return any(True for _ in self._package.subtrees(part, lambda name: "take" if name in kinds else "below"))


def _length(value: str | None) -> float:
    found = _LENGTH.fullmatch(value or "")
    return float(found[1]) * _MILLIMETRES[found[2]] if found is not None and found[1].count(".") < 2 else 0.0


def _spanned(cell: Element, attribute: str) -> int:
    stated = cell.attributes.get(attribute, "")
    return int(stated) if _SPAN.fullmatch(stated) else 1


def _below(element: Element, wanted: str) -> Iterator[Element]:
    for child in element.elements():
        if child.name == wanted:
            yield child
        elif child.name not in ("table", "p", "h", "list") and child.name not in _UNSEEN:
            yield from _below(child, wanted)
