"""A Word file (docx, docm) to blocks, straight from its XML. The zip gate is `zip_package`; lists are `docx_styles`.

Our own rather than a library's: python-docx leaves out insertions, footnotes, text boxes and automatic numbers, builds
the whole file in memory, and needs a binary wheel. Insertions are text and deletions are not; hidden text is not shown.
Footnotes and text boxes stand behind the paragraph that holds them; headers and footers are told apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import dirname, join, normpath

from archive.errors import ReadError
from archive.model import Block
from archive.readers.base import Reading
from archive.readers.line_joining import (
    joined,
    shows,
    split,
    visible,
)
from archive.readers.office.docx_styles import Styles
from archive.readers.table_blocks import Table
from archive.readers.zip_package import Element, Package

FORMAT = "docx"

_UNSEEN = frozenset({"del", "moveFrom", "delText", "instrText", "delInstrText", "fldData", "annotationRef"}) | {
    *("pPr", "rPr", "sdtPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "rt", "Fallback", "docPartObj")
}
_CONTAINERS = frozenset(["p", "tbl"])
_BREAKS = frozenset(["page", "column"])
_NOTES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}
_SPECIAL = {"tab": "\t", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_OFF = ("0", "false", "off", "none")
_MAX_TABLES = 64


def read(data: bytes, name: str, encoding: str | None = None) -> Reading:  # noqa: ARG001 # XML says its own
    """The blocks of a Word file. Raises `ReadError`: what `Package` raises."""
    package = Package(data, name, "docx")
    return _Document(package, name).reading()


class _Document:
    """One file on its way to blocks."""

    def __init__(self, package: Package, name: str) -> None:
        self._package = package
        self._name = name
        self._main = _main_part(package, name)
        self._related = _relations(package, self._main)
        self._styles = Styles(self._part("styles"), self._part("numbering"))
        self._notes = {kind: self._notes_of(kind) for kind in ("footnotes", "endnotes")}
        self._depth = 0
        self._carried = ""  # the words of a paragraph whose end was deleted: they begin the next one

    def reading(self) -> Reading:
        blocks: list[Block] = []
        for element in self._package.subtrees(self._main, _outermost):
            blocks.extend(self._blocks(element))
        if self._carried:
            blocks.append(Block("paragraph", self._carried))
        return Reading(tuple(blocks), apart=tuple(self._apart()))

    def _part(self, kind: str) -> Element | None:
        found = next((target for of, target in self._related if of == kind and target in self._package), None)
        return None if found is None else self._package.xml(found)

    def _notes_of(self, kind: str) -> dict[str, Element]:
        """The notes by their id; separators are lines, not notes."""
        root = self._part(kind)
        if root is None:
            return {}
        return {note.attributes.get("id", ""): note for note in root.elements() if "type" not in note.attributes}

    def _apart(self) -> Iterator[str]:
        """The words of headers and footers."""
        for kind, target in self._related:
            if kind in ("header", "footer") and target in self._package:
                for paragraph in self._package.subtrees(target, _outermost):
                    yield from (text for block in self._blocks(paragraph) if (text := block.text.strip()))

    def _blocks(self, element: Element) -> list[Block]:
        return self._table(element) if element.name == "tbl" else self._paragraph(element)

    def _paragraph(self, element: Element) -> list[Block]:
        properties = element.find("pPr")
        words = _Words()
        words.take(element)
        text = visible("".join(words.parts))
        number = self._styles.number(properties) if shows(self._carried + text) else ""
        text = self._carried + number + text
        behind = [block for inner in self._behind(words) for block in self._blocks(inner)]
        self._carried = ""
        if properties is not None and properties.find("rPr", "del") is not None:
            self._carried = text
            return behind
        level = self._styles.heading(properties)
        kept = [text] if level is not None or "\n" not in text else joined(split(text))
        blocks = [self._block(paragraph, level) for paragraph in kept if shows(paragraph)]
        return blocks + behind

    @staticmethod
    def _block(text: str, level: int | None) -> Block:
        shown = "\n".join(line for part in text.split("\n") if (line := part.strip()))
        return Block("paragraph" if level is None else "heading", shown, level)

    def _behind(self, words: _Words) -> Iterator[Element]:
        """Paragraphs and tables of the notes and boxes that a paragraph holds."""
        yield from words.boxes
        for kind, identity in words.notes:
            note = self._notes[kind].pop(identity, None)  # once, however often it is referred to
            if note is not None:
                yield from _within(note)

    def _table(self, element: Element) -> list[Block]:
        self._depth += 1
        if self._depth > _MAX_TABLES:
            raise ReadError("read.too_deep", name=self._name, limit=_MAX_TABLES)
        table = Table()
        for row in _below(element, "tr"):
            table.open_row()
            for cell in _below(row, "tc"):
                sink = table.open_cell()
                for inner in _within(cell):
                    table.holds_table = table.holds_table or inner.name == "tbl"
                    sink.extend(self._blocks(inner))
        self._depth -= 1
        return list(table.blocks())


class _Words:
    """The words of one paragraph, the notes it refers to and the boxes it anchors."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.notes: list[tuple[str, str]] = []
        self.boxes: list[Element] = []

    def take(self, element: Element) -> None:
        """What is in `element`, in order."""
        for child in element.elements():
            if child.name == "t":
                self.parts.append(child.text())
            elif child.name == "r":
                if not _is_hidden(child):
                    self.take(child)
            elif child.name == "txbxContent":
                self.boxes.extend(_within(child))
            elif child.name in _NOTES:
                self.notes.append((_NOTES[child.name], child.attributes.get("id", "")))
            elif child.name == "AlternateContent":
                self.take(child.find("Choice") or child.find("Fallback") or child)
            elif child.name not in _UNSEEN:
                self.parts.append(_special(child))
                self.take(child)


def _special(element: Element) -> str:
    if element.name == "br":
        return "" if element.attributes.get("type") in _BREAKS else "\n"
    if element.name == "sym":
        code = element.attributes.get("char", "")
        return "" if len(code) != 4 or code[0] in "FfEe" else _character(code)  # a symbol font's own signs
    return _SPECIAL.get(element.name, "")


def _character(code: str) -> str:
    try:
        point = int(code, 16)
    except ValueError:
        return ""
    return "" if 0xD800 <= point < 0xE000 else chr(point)


def _is_hidden(run: Element) -> bool:
    hidden = run.find("rPr", "vanish")
    return hidden is not None and hidden.attributes.get("val", "1") not in _OFF


def _outermost(name: str) -> str:
    if name in _CONTAINERS:
        return "take"
    return "skip" if name in _UNSEEN else "below"


def _within(element: Element) -> Iterator[Element]:
    """The outermost paragraphs and tables inside `element`, whatever wraps them."""
    for child in element.elements():
        if child.name in _CONTAINERS:
            yield child
        elif child.name not in _UNSEEN:
            yield from _within(child)


def _below(element: Element, wanted: str) -> Iterator[Element]:
    """The rows of a table or cells of a row, whatever wraps them; a row that was deleted is none."""
    for child in element.elements():
        if child.name == wanted:
            if child.find("trPr", "del") is None:
                yield child
        elif child.name not in _UNSEEN and child.name not in _CONTAINERS:
            yield from _below(child, wanted)


def _main_part(package: Package, name: str) -> str:
    """The part with the text. Raises `read.wrong_format` where the package is something else."""
    for kind, target in _relations(package, ""):
        if kind == "officeDocument":
            if not target.endswith(".xml") or "word" not in target:
                raise ReadError("read.wrong_format", name=name, expected="docx", found=_kind(package))
            return target
    if "word/document.xml" in package:
        return "word/document.xml"
    raise ReadError("read.wrong_format", name=name, expected="docx", found=_kind(package))


def _kind(package: Package) -> str:
    kinds = {"xl/": "xlsx", "ppt/": "pptx", "OFD.xml": "ofd", "content.xml": "odt"}
    return next((kind for mark, kind in kinds.items() if any(part.startswith(mark) for part in package.parts())), "zip")


def _relations(package: Package, part: str) -> list[tuple[str, str]]:
    """What a part refers to inside the package: kind and name. Outside addresses are never looked at."""
    folder, _, file = part.rpartition("/")
    rels = join(folder, "_rels", f"{file}.rels")
    if rels not in package:
        return []
    return [
        (relation.attributes.get("Type", "").rpartition("/")[2], _target(dirname(part), relation))
        for relation in package.xml(rels).elements()
        if relation.attributes.get("TargetMode") != "External"
    ]


def _target(folder: str, relation: Element) -> str:
    target = relation.attributes.get("Target", "")
    return normpath(target if target.startswith("/") else join("/", folder, target)).lstrip("/")
