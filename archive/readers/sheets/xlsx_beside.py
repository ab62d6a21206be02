"""What stands on an Excel sheet in no cell: comments, text boxes, SmartArt, charts. What of it is not read is counted.

After ECMA-376 part 1, 18.7 (comments), 20.5 (drawings), 21.2 (charts).
"""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import basename, dirname, join, normpath

from archive.model import Notice
from archive.readers.left_out import left_out
from archive.readers.sheets.xlsx_sheet import Worksheet, text_of, whole
from archive.readers.zip_package import Element, Package

_LARGE = 1_800_000, 900_000
"""Width and height in EMU (360,000 a centimetre) from which a picture may hold text."""
_MOST_PARTS = 200
"""Drawings and charts that are opened for one file."""


class Beside:
    """The words beside the cells, sheet by sheet, and what was counted on the way."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._pictures = 0
        self._objects = 0
        self._embedded = 0
        self._controls = 0
        self._opened = 0

    def words(self, part: str) -> list[str]:
        """The comments, text boxes and chart titles of the sheet in this part."""
        related = list(self._related(part))
        threads = [target for kind, target in related if kind == "threadedComment"]
        words: list[str] = []
        for kind, target in related:
            if kind == "drawing":
                words += self._drawing(target)
        for kind, target in related:
            if kind == "threadedComment" or (kind == "comments" and not threads):
                words += self._comments(target)
        return words

    def count(self, worksheet: Worksheet) -> None:
        """Add what the sheet itself names: embedded files and controls."""
        self._embedded += len(worksheet.embedded)
        self._controls += len(worksheet.controls)

    def notices(self) -> tuple[Notice, ...]:
        """What was not read of all this."""
        return (
            *left_out("pictures", self._pictures),
            *left_out("objects", self._objects),
            *left_out("embedded_files", self._embedded),
            *left_out("form_fields", self._controls),
        )

    def _related(self, part: str) -> Iterator[tuple[str, str]]:
        """The kind and the part of each relation of a part inside the file."""
        relations = join(dirname(part), "_rels", f"{basename(part)}.rels")
        if relations in self._package:
            for relation in self._package.xml(relations).elements():
                target = normpath(join("/", dirname(part), relation.attributes.get("Target", ""))).lstrip("/")
                if relation.attributes.get("TargetMode") != "External" and target in self._package:
                    yield basename(relation.attributes.get("Type", "")), target

    def _may_open(self) -> bool:
        self._opened += 1
        return self._opened <= _MOST_PARTS

    def _comments(self, part: str) -> Iterator[str]:
        wanted = ("comment", "threadedComment")
        for comment in self._package.subtrees(part, lambda name: "take" if name in wanted else "below"):
            text = comment.find("text")
            if text is not None:
                words = text_of(text) if any(text.elements()) else text.text()
                yield words.strip()

    def _drawing(self, part: str) -> Iterator[str]:
        if not self._may_open():
            self._objects += 1
            return
        anchors = ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor")
        for anchor in self._package.subtrees(part, lambda name: "take" if name in anchors else "below"):
            for element in _seen(anchor):
                if element.name == "txBody":
                    yield from _paragraphs(element)
                elif element.name == "pic" and _is_large(element):
                    self._pictures += 1
        for kind, target in self._related(part):
            if kind in ("chart", "diagramData", "chartEx"):
                yield from self._words_of(target)

    def _words_of(self, part: str) -> Iterator[str]:
        """The words of a chart (titles, labels: what it draws of the cells stands there) or of a SmartArt."""
        if not self._may_open():
            self._objects += 1
            return
        bodies = ("rich", "t") if "chart" in part else ("t",)
        for body in self._package.subtrees(part, lambda name: "take" if name in bodies else "below"):
            yield from _paragraphs(body)


def _seen(element: Element) -> Iterator[Element]:
    """The element and all below it, but for what stands there for programs that know less."""
    yield element
    for child in element.elements():
        if child.name != "Fallback":
            yield from _seen(child)


def _paragraphs(body: Element) -> Iterator[str]:
    for paragraph in body.elements():
        if paragraph.name == "p":
            words = "".join(
                "\n" if run.name == "br" else run.text() for run in paragraph.walk() if run.name in ("t", "br")
            )
            if words.strip():
                yield words.strip()


def _is_large(picture: Element) -> bool:
    extent = picture.find("spPr", "xfrm", "ext") or Element("", {})
    return all(whole(extent.attributes.get(side)) >= least for side, least in zip(("cx", "cy"), _LARGE, strict=True))
