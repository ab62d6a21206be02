"""A Word file (docx, docm) to blocks, straight from its XML. The zip gate is `zip_package`.

Our own rather than a library's: python-docx leaves out insertions, footnotes, text boxes and automatic numbers, builds
the whole file in memory, and needs a binary wheel. Footnotes, text boxes and the words of drawings stand behind the
paragraph that holds them, WordArt above it; headers and footers are told apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from archive.errors import ReadError
from archive.model import Block, Notice
from archive.readers.base import Reading
from archive.readers.left_out import KINDS, left_out
from archive.readers.line_joining import shows, visible
from archive.readers.office.soft_breaks import paragraphs
from archive.readers.office.wordprocessing.docx_alt_chunks import chunk
from archive.readers.office.wordprocessing.docx_drawings import Drawings
from archive.readers.office.wordprocessing.docx_lists import integer
from archive.readers.office.wordprocessing.docx_parts import Part, Source, main_part, unread_parts
from archive.readers.office.wordprocessing.docx_styles import Styles
from archive.readers.office.wordprocessing.docx_words import CONTAINERS, UNSEEN, Words, is_placeholder, within
from archive.readers.table_blocks import Table
from archive.readers.zip_package import Element, Package

FORMAT = "docx"
EDITION = 3

_SEPARATORS = frozenset({"separator", "continuationSeparator", "continuationNotice"})
_MAX_TABLES = 64


def read(data: bytes, name: str, encoding: str | None = None) -> Reading:  # noqa: ARG001 # XML says its own
    """The blocks of a Word file. Raises `ReadError`: what `Package` raises."""
    return reading_of(Package(data, name, "docx"))


def reading_of(source: Source) -> Reading:
    """The blocks of a Word package, in a zip or not. Raises `ReadError`: what `source` raises, `read.too_deep`."""
    return _Document(source).reading()


class _Document:
    """One file on its way to blocks."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._main = Part.of(source, main_part(source))
        self._left: Counter[str] = Counter()
        self._styles = Styles(self._related("styles"), self._related("numbering"))
        self._drawings = Drawings(source, self._left)
        self._notes = {kind: self._notes_of(kind) for kind in ("footnotes", "endnotes")}
        self._depth = 0
        self._carried = ""  # the words of a paragraph that goes on in the next one

    def reading(self) -> Reading:
        blocks: list[Block] = []
        for element in self._source.subtrees(self._main.name, _outermost):
            for inner in [element] if element.name in CONTAINERS else _of_control(element):
                blocks.extend(self._blocks(inner, self._main))
        blocks.extend(self._loose())
        apart = tuple(self._apart())
        return Reading(tuple(blocks), notices=tuple(self._notices()), apart=apart)

    def _notices(self) -> Iterator[Notice]:
        comments = self._related("comments")
        if comments is not None:
            self._left["comments"] += sum(shows(comment.text()) for comment in comments.elements())
        self._left["parts"] += unread_parts(self._source, self._main)
        for kind in KINDS:
            yield from left_out(kind, self._left[kind])

    def _related(self, kind: str) -> Element | None:
        found = self._main.related(kind, self._source)
        return self._source.xml(found[0]) if found else None

    def _notes_of(self, kind: str) -> dict[str, tuple[Element, Part]]:
        """The notes by their id; separators are lines, not notes."""
        found = self._main.related(kind, self._source)
        if not found:
            return {}
        part = Part.of(self._source, found[0])
        notes = (note for note in self._source.xml(part.name).elements())
        return {
            note.attributes.get("id", ""): (note, part)
            for note in notes
            if note.attributes.get("type", "normal") not in _SEPARATORS
        }

    def _apart(self) -> Iterator[str]:
        """The words of headers and footers."""
        for kind in ("header", "footer"):
            for name in self._main.related(kind, self._source):
                part = Part.of(self._source, name)
                for element in self._source.subtrees(name, _outermost):
                    for inner in [element] if element.name in CONTAINERS else _of_control(element):
                        yield from (text for block in self._blocks(inner, part) if (text := block.text.strip()))
                yield from (block.text for block in self._loose())

    def _loose(self) -> list[Block]:
        """What was to go on in a paragraph that does not come."""
        carried, self._carried = self._carried.strip(), ""
        return [Block("paragraph", carried)] if carried else []

    def _blocks(self, element: Element, part: Part) -> list[Block]:
        if element.name == "p":
            return self._paragraph(element, part)
        before = self._loose()
        if element.name == "tbl":
            return before + self._table(element, part)
        target = part.target(element.attributes.get("id"), self._source)
        return before + list(chunk(self._source, target, self._left))

    def _paragraph(self, element: Element, part: Part) -> list[Block]:
        properties = element.find("pPr")
        words = Words(part, self._styles, self._drawings, self._left)
        words.take(element, None if properties is None else properties.value("pStyle"))
        text = self._carried + visible(words.text())
        above = [*words.above, *(block for inner in words.heads for block in self._beside(inner, part))]
        if _goes_on(properties):
            self._carried = text
            return above + self._below(words, part)
        self._carried = ""
        text = self._number(properties, text) + text
        level = self._styles.heading(properties)
        kept = [text] if level is not None else paragraphs(text)
        blocks = [_block(paragraph, level) for paragraph in kept if shows(paragraph)]
        return above + blocks + self._below(words, part)

    def _number(self, properties: Element | None, text: str) -> str:
        """The number before the paragraph. An empty one counts too, but not where nothing of it is shown."""
        mark = None if properties is None else properties.find("rPr")
        if not shows(text) and mark is not None and mark.find("vanish") is not None:
            style = None if properties is None else properties.value("pStyle")
            if self._styles.is_hidden(style, mark):
                return ""
        return self._styles.number(properties)

    def _below(self, words: Words, part: Part) -> list[Block]:
        """The words of drawings, text boxes and notes that a paragraph holds."""
        blocks = list(words.below)
        for inner in words.boxes:
            blocks += self._beside(inner, part)
        for kind, identity in words.notes:
            note = self._notes[kind].pop(identity, None)  # once, however often it is referred to
            if note is not None:
                for inner in within(note[0]):
                    blocks += self._beside(inner, note[1])
        return blocks

    def _beside(self, element: Element, part: Part) -> list[Block]:
        """What stands beside the text: it neither begins with words of the text nor carries some into it."""
        carried, self._carried = self._carried, ""
        blocks = [*self._blocks(element, part), *self._loose()]
        self._carried = carried
        return blocks

    def _table(self, element: Element, part: Part) -> list[Block]:
        self._depth += 1
        if self._depth > _MAX_TABLES:
            raise ReadError("read.too_deep", name=self._source.name, limit=_MAX_TABLES)
        table = Table()
        for row in _below(element, "tr"):
            table.open_row(_columns(row.find("trPr", "gridBefore"), 0))
            for cell in _below(row, "tc"):
                sink = table.open_cell(_columns(cell.find("tcPr", "gridSpan"), 1))
                if _is_covered(cell) and not shows(cell.text()):
                    continue
                for inner in within(cell):
                    table.holds_table = table.holds_table or inner.name == "tbl"
                    sink.extend(self._blocks(inner, part))
                sink.extend(self._loose())
        self._depth -= 1
        return list(table.blocks())


def _block(text: str, level: int | None) -> Block:
    shown = "\n".join(line for part in text.split("\n") if (line := part.strip()))
    return Block("paragraph" if level is None else "heading", shown, level)


def _goes_on(properties: Element | None) -> bool:
    """Whether the paragraph has no end of its own: its mark was deleted or moved away, or it is a drop capital."""
    if properties is None:
        return False
    frame = properties.find("framePr")
    if frame is not None and frame.attributes.get("dropCap", frame.attributes.get("drop-cap")) in ("drop", "margin"):
        return True
    mark = properties.find("rPr")
    return mark is not None and any(
        child.name in ("del", "moveFrom") or child.attributes.get("type") == "Word.Deletion"
        for child in mark.elements()
    )


def _columns(stated: Element | None, default: int) -> int:
    return default if stated is None else integer(stated.attributes.get("val"), default)


def _is_covered(cell: Element) -> bool:
    """Whether the cell is part of the one above it: Word prints no number in it."""
    merged = cell.find("tcPr", "vMerge")
    return merged is not None and merged.attributes.get("val", "continue") == "continue"


def _outermost(name: str) -> str:
    if name in CONTAINERS or name == "sdt":
        return "take"
    return "skip" if name in UNSEEN else "below"


def _of_control(control: Element) -> Iterator[Element]:
    """The paragraphs, tables and chunks of a content control that has been filled in."""
    return iter(()) if is_placeholder(control) else within(control)


def _below(element: Element, wanted: str) -> Iterator[Element]:
    """The rows of a table or cells of a row, whatever wraps them; what was deleted is none."""
    for child in element.elements():
        if child.name == wanted:
            if child.find("trPr", "del") is None and child.find("tcPr", "cellDel") is None:
                yield child
        elif child.name not in UNSEEN and child.name not in CONTAINERS and not is_placeholder(child):
            yield from _below(child, wanted)
