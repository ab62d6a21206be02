"""What a drawing in a Word file shows: WordArt, SmartArt, charts; pictures and embedded files are counted.

After ECMA-376 part 1, 20.4 (drawings in text), 21.2 (charts), 21.4 (diagrams), and part 4, 19.1 (VML). A drawing has no
place in the line: its words stand beside the paragraph that holds it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from archive.errors import ReadError
from archive.model import CELL, Block
from archive.readers.line_joining import shows, visible
from archive.readers.office.rendering.picture_size import EMU, POINT, holds_text
from archive.readers.office.wordprocessing.docx_parts import Part, Source
from archive.readers.zip_package import Element

_LENGTH = re.compile(r"(?:^|;)\s*(width|height)\s*:\s*([0-9.]{1,9})\s*(pt|in|cm|mm|px)?", re.IGNORECASE)
_UNITS = {"pt": POINT, "in": 25.4, "cm": 10.0, "mm": 1.0, "px": 25.4 / 96, "": POINT}
_WITHOUT_WORDS = frozenset({"pres", "parTrans", "sibTrans", "doc"})
_BOXES = frozenset({"txbxContent", "txBody"})
_EQUATION = "Equation"


class Drawings:
    """The drawings of one package; `left` counts what they show and nobody reads."""

    def __init__(self, source: Source, left: Counter[str]) -> None:
        self._source = source
        self._left = left

    def words(self, drawing: Element, part: Part) -> Iterator[Block]:
        """The words of WordArt, SmartArt and charts in a `w:drawing`, `w:pict` or `w:object` of `part`."""
        drawn = list(_shown(drawing))
        names = {element.name for element in drawn}
        for element in drawn:
            if element.name == "textpath":
                yield from _lines(element.attributes.get("string", "").split("\n"))
            elif element.name == "relIds":
                yield from self._diagram(part.target(element.attributes.get("dm"), self._source))
            elif element.name == "chart" and "id" in element.attributes:
                yield from self._chart(part.target(element.attributes["id"], self._source))
        self._count(drawing, drawn, names)

    def _count(self, drawing: Element, drawn: list[Element], names: set[str]) -> None:
        if "control" in names:
            self._left["form_fields"] += 1
        elif names & {"OLEObject", "objectEmbed", "objectLink"}:
            of = next((element for element in drawn if element.name == "OLEObject"), drawing)
            embedded = of.attributes.get("Type", "Embed") == "Embed" and "objectLink" not in names
            equation = of.attributes.get("ProgID", "").startswith(_EQUATION)
            self._left["embedded_files" if embedded and not equation else "objects"] += 1
        elif "contentPart" in names:  # ink
            self._left["objects"] += 1
        elif names & {"blip", "imagedata"} and _is_large(drawn):
            self._left["pictures"] += 1

    def _diagram(self, name: str | None) -> Iterator[Block]:
        root = self._part(name)
        for point in () if root is None else (element for element in root.walk() if element.name == "pt"):
            if point.attributes.get("type") not in _WITHOUT_WORDS:
                yield from _lines(_paragraphs(point))

    def _chart(self, name: str | None) -> Iterator[Block]:
        """Titles, then the names of the columns, then each series."""
        root = self._part(name)
        if root is None:
            return
        columns: list[str] = []
        rows: list[list[str]] = []
        for element in root.walk():
            if element.name == "rich":
                yield from _lines(_paragraphs(element))
            elif element.name == "title":
                yield from _lines(_points(element.find("tx", "strRef")))
            elif element.name == "ser":
                columns = columns or _points(element.find("cat"))
                rows.append(
                    _points(element.find("tx")) + (_points(element.find("val")) if _is_labelled(element) else [])
                )
        for row in (columns, *rows):
            if shown := [visible(words) for words in row if shows(words)]:
                yield Block("row", CELL.join(shown))

    def _part(self, name: str | None) -> Element | None:
        if name is None:
            self._left["objects"] += 1
            return None
        try:
            return self._source.xml(name)
        except ReadError as error:
            if error.code != "read.damaged":
                raise
            self._left["objects"] += 1
            return None


def boxes(drawing: Element) -> Iterator[Element]:
    """The text boxes of a drawing, outermost first: what they hold is paragraphs and tables."""
    for element in _shown(drawing):
        yield from (child for child in element.elements() if child.name in _BOXES)


def is_word_art(drawing: Element) -> bool:
    """Whether the drawing is letters drawn as a picture, as red heads of papers are."""
    warps = (element for element in _shown(drawing) if element.name == "prstTxWarp")
    return any(warp.attributes.get("prst") not in (None, "textNoShape") for warp in warps)


def _shown(element: Element) -> Iterator[Element]:
    """A drawing and what is below it, but for its text boxes and what stands in for it in older programs."""
    yield element
    is_choice = element.name == "AlternateContent" and element.find("Choice") is not None
    for child in element.elements():
        if child.name not in _BOXES and not (is_choice and child.name == "Fallback"):
            yield from _shown(child)


def _lines(lines: Iterator[str] | list[str]) -> Iterator[Block]:
    for line in lines:
        if shows(text := visible(line).strip()):
            yield Block("paragraph", text)


def _paragraphs(element: Element) -> Iterator[str]:
    for paragraph in element.walk():
        if paragraph.name == "p":
            yield "".join(_runs(paragraph))


def _runs(element: Element) -> Iterator[str]:
    for child in element.walk():
        if child.name == "t":
            yield child.text()
        elif child.name == "br":
            yield "\n"


def _points(element: Element | None) -> list[str]:
    return [] if element is None else [value.text() for value in element.walk() if value.name == "v"]


def _is_labelled(series: Element) -> bool:
    labels = series.find("dLbls")
    return labels is not None and labels.value("showVal") == "1"


def _is_large(drawn: list[Element]) -> bool:
    for element in drawn:
        if element.name == "extent":
            return holds_text(*(_int(element.attributes.get(side)) * EMU for side in ("cx", "cy")))
        if element.name in ("shape", "rect", "image") and "style" in element.attributes:
            sides = {
                side.lower(): float(size.strip(".") or 0) * _UNITS[unit.lower()]
                for side, size, unit in _styled(element)
            }
            return holds_text(sides.get("width", 0), sides.get("height", 0))
    return False


def _styled(element: Element) -> list[tuple[str, str, str]]:
    found = _LENGTH.findall(element.attributes["style"])
    return [(side, size if size.count(".") < 2 else "0", unit) for side, size, unit in found]


def _int(value: str | None) -> int:
    return int(value) if value is not None and value.isdecimal() and len(value) < 12 else 0
