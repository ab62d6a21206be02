"""An OpenDocument text to blocks, straight from its XML. The zip gate is `zip_package`.

Deleted text stands apart in such files and is not read; automatic numbers are written out.
"""

from __future__ import annotations

from collections.abc import Iterator

from archive.errors import ReadError
from archive.model import Block
from archive.readers.base import Reading
from archive.readers.line_joining import (
    joined,
    shows,
    split,
    visible,
)
from archive.readers.office.opendocument.odt_lists import ListStyles
from archive.readers.table_blocks import Table
from archive.readers.zip_package import Element, Package

FORMAT = "odt"

_UNSEEN = frozenset(
    {"tracked-changes", "annotation", "annotation-end", "forms", "variable-decls", "sequence-decls", "ruby-text"}
    | {"user-field-decls", "index-title-template", "table-of-content-source", "script", "note-citation", "settings"}
    | {"desc", "title", "binary-data", "event-listeners"}
)
_BLOCKS = frozenset({"p", "h", "table", "list"})
_MAX_TABLES = 64
_MAX_SPACES = 1_000


def read(data: bytes, name: str, encoding: str | None = None) -> Reading:  # noqa: ARG001 # XML says its own
    """The blocks of an odt. Raises `ReadError`: what `Package` raises."""
    package = Package(data, name, "odt")
    if "content.xml" not in package:
        raise ReadError("read.wrong_format", name=name, expected="odt", found="zip")
    if "META-INF/manifest.xml" in package and _is_encrypted(package.xml("META-INF/manifest.xml")):
        raise ReadError("import.encrypted", name=name)
    text = _Text(name)
    for element in package.subtrees("content.xml", _wanted):
        text.take(element)
    return Reading(tuple(text.blocks), apart=tuple(_apart(package)))


def _wanted(name: str) -> str:
    if name in _BLOCKS or name in ("automatic-styles", "styles"):
        return "take"
    return "skip" if name in _UNSEEN else "below"


def _is_encrypted(manifest: Element) -> bool:
    return any(element.name == "encryption-data" for element in manifest.walk())


def _apart(package: Package) -> Iterator[str]:
    """The words of headers and footers, which stand with the page styles."""
    if "styles.xml" in package:
        wanted = {"header", "footer", "header-first", "footer-first", "header-left", "footer-left"}
        for element in package.subtrees("styles.xml", lambda name: "take" if name in wanted else "below"):
            for paragraph in element.walk():
                if paragraph.name in ("p", "h") and (words := _words(paragraph, [])).strip():
                    yield words.strip()


class _Text:
    """The blocks of one text so far."""

    def __init__(self, name: str) -> None:
        self.blocks: list[Block] = []
        self._sink = self.blocks
        self._name = name
        self._tables = 0
        self._lists = ListStyles()

    def take(self, element: Element) -> None:
        """The next block, or what wraps some."""
        if element.name in ("p", "h"):
            self._paragraph(element, "")
        elif element.name == "table":
            self._table(element)
        elif element.name == "list":
            self._list(element, 0, element.attributes.get("style-name", ""))
        elif element.name in ("automatic-styles", "styles"):
            self._lists.learn(element)
        elif element.name not in _UNSEEN:
            for child in element.elements():
                self.take(child)

    def _paragraph(self, element: Element, number: str) -> None:
        behind: list[Element] = []
        text = visible(_words(element, behind))
        level = int(found) if (found := element.attributes.get("outline-level", "")).isdigit() else None
        heading = element.name == "h"
        pieces = [text] if heading or "\n" not in text else joined(split(text))
        for piece in pieces:
            shown = "\n".join(line.strip() for line in piece.split("\n")).strip()
            if shows(shown):
                words = number + shown
                self._sink.append(Block("heading", words, level or 1) if heading else Block("paragraph", words))
                number = ""
        for inner in behind:
            self.take(inner)

    def _list(self, element: Element, level: int, style: str) -> None:
        if element.attributes.get("continue-numbering") != "true" and not element.attributes.get("continue-list"):
            self._lists.restart(style, level)
        for item in element.elements():
            number = self._lists.number(style, level) if item.name == "list-item" else ""
            for child in item.elements():
                if child.name == "list":
                    self._list(child, level + 1, child.attributes.get("style-name", style))
                elif child.name in ("p", "h"):
                    self._paragraph(child, number)
                    number = ""
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
                self._sink = table.open_cell()
                for child in cell.elements():
                    table.holds_table = table.holds_table or child.name == "table"
                    self.take(child)
        self._sink = outer
        self._tables -= 1
        self._sink.extend(table.blocks())


def _words(element: Element, behind: list[Element]) -> str:
    """The words of a paragraph; notes and frames in it are put `behind`."""
    parts: list[str] = []
    for child in element.inside:
        if isinstance(child, str):
            parts.append(" ".join(child.split("\n")))
        elif child.name == "s":
            count = child.attributes.get("c", "1")
            parts.append(" " * min(int(count) if count.isdigit() else 1, _MAX_SPACES))
        elif child.name in ("tab", "line-break"):
            parts.append("\t" if child.name == "tab" else "\n")
        elif child.name in ("note", "frame", "custom-shape", "text-box"):
            behind.append(child)
        elif child.name not in _UNSEEN:
            parts.append(_words(child, behind))
    return "".join(parts)


def _below(element: Element, wanted: str) -> Iterator[Element]:
    for child in element.elements():
        if child.name == wanted:
            yield child
        elif child.name not in ("table", "p", "h", "list") and child.name not in _UNSEEN:
            yield from _below(child, wanted)
