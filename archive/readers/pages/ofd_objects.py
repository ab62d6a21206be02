"""What stands on a page of an OFD: its own objects, those of its templates, its annotations (GB/T 33190—2016, 7, 8, 13,
15). Text objects become runs (`ofd_text`); of pictures and paths it is kept how much of the page they take.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from archive.errors import ReadError
from archive.readers.pages.ofd_package import (
    Box,
    Document,
    annotation_parts,
    box_of,
    figures,
    resources,
)
from archive.readers.pages.ofd_text import SAME, Matrix, Run, object_matrix, runs_of
from archive.readers.zip_package import Element, Package

MAX_DEPTH = 64
"""Objects inside objects: blocks of a page and graphic units together."""
MAX_AGAIN = 200_000
"""Objects of templates and graphic units in a document, as often as they are drawn."""

_OBJECTS = frozenset({"TextObject", "ImageObject", "CompositeObject"})
_NO = ("false", "0")


@dataclass(slots=True)
class Drawn:
    """What one page or one annotation draws: runs; pictures as resource and area in square millimetres; paths."""

    runs: list[Run] = field(default_factory=list)
    pictures: list[tuple[str, float]] = field(default_factory=list)
    paths: int = 0


@dataclass(slots=True)
class PageDrawn:
    """A page: its box, what it and its templates draw, and what each annotation does, by its type."""

    box: Box
    content: Drawn = field(default_factory=Drawn)
    annotations: list[tuple[str, Drawn]] = field(default_factory=list)


class DocumentReader:
    """Reads the pages of one document. `comments` and `missing` are counted: remarks of annotations, and templates,
    annotations and graphic units that the package does not hold.
    """

    def __init__(self, package: Package, document: Document) -> None:
        self.comments = 0
        self.missing = 0
        self._package = package
        self._document = document
        self._templates: dict[str, Drawn] = {}
        self._units: dict[str, Element] = {}
        self._resources = list(document.resources)
        self._annotations = annotation_parts(package, document)
        self._again = 0

    def pages(self) -> Iterator[PageDrawn]:
        """The pages in order. Raises `ReadError`: what `Package` raises, `read.too_many_parts`, `read.too_deep`."""
        for number, part in self._document.pages:
            page = PageDrawn(self._document.box)
            for template in self._content(part, page):
                drawn = self._template(template)
                self._count(len(drawn.runs))
                page.content.runs[:0] = drawn.runs
                page.content.pictures += drawn.pictures
                page.content.paths += drawn.paths
            for listed in self._annotations.get(number, ()):
                page.annotations += self._annotated(listed)
            yield page

    def _content(self, part: str, page: PageDrawn) -> list[str]:
        """Reads a page's own objects into `page`; the ids of its templates."""
        templates: list[str] = []

        def wanted(name: str) -> str:
            page.content.paths += name == "PathObject"
            if name in _OBJECTS or name in ("Template", "Area", "PageRes"):
                return "take"
            return "below" if name in ("Page", "Content", "Layer", "PageBlock") else "skip"

        for element in self._package.subtrees(part, wanted):
            if element.name == "Template":
                templates.append(element.attributes.get("TemplateID", ""))
            elif element.name == "Area":
                page.box = box_of(element) or page.box
            elif element.name == "PageRes":
                folder = part.rpartition("/")[0]
                holder = Element("Page", {}, [element])
                self._resources += resources(self._package, holder, folder, self._document.folder)
            else:
                self._draw(element, SAME, page.content, 0, ())
        return templates

    def _template(self, identity: str) -> Drawn:
        """What a template draws, read once."""
        if identity not in self._templates:
            part = self._document.templates.get(identity, "")
            page = PageDrawn(self._document.box)
            if part not in self._package:
                self.missing += 1
            else:
                self._content(part, page)
            self._templates[identity] = page.content
        return self._templates[identity]

    def _annotated(self, part: str) -> Iterator[tuple[str, Drawn]]:
        """What the annotations in `part` draw, each with its type; those that are not shown draw nothing."""
        if part not in self._package:
            self.missing += 1
            return
        for element in self._package.subtrees(part, lambda name: "take" if name == "Annot" else "below"):
            remark = element.find("Remark")
            self.comments += remark is not None and bool(remark.text().strip())
            appearance = element.find("Appearance")
            if appearance is None or element.attributes.get("Visible", "").strip() in _NO:
                continue
            drawn = Drawn()
            place = figures(appearance.attributes.get("Boundary"))
            corner: Matrix = (1.0, 0.0, 0.0, 1.0, place[0], place[1]) if len(place) == 4 else SAME
            for child in appearance.elements():
                self._draw(child, corner, drawn, 0, ())
            yield element.attributes.get("Type", ""), drawn

    def _draw(self, element: Element, outer: Matrix, drawn: Drawn, depth: int, units: tuple[str, ...]) -> None:
        """Draws an object in the space `outer`; `units` are the graphic units that it is part of."""
        self._count(len(units) > 0)
        if depth > MAX_DEPTH:
            raise ReadError("read.too_deep", name=self._package.name, limit=MAX_DEPTH)
        if element.attributes.get("Visible", "").strip() in _NO:
            return
        if element.name == "TextObject":
            drawn.runs += runs_of(element, outer, drawn=_has_colour(element))
        elif element.name == "ImageObject":
            drawn.pictures.append((element.attributes.get("ResourceID", ""), _area(element, outer)))
        elif element.name == "PathObject":
            drawn.paths += 1
        elif element.name == "CompositeObject":
            self._compose(element, outer, drawn, depth, units)
        elif element.name in ("PageBlock", "Layer"):
            for child in element.elements():
                self._draw(child, outer, drawn, depth + 1, units)

    def _compose(self, element: Element, outer: Matrix, drawn: Drawn, depth: int, units: tuple[str, ...]) -> None:
        identity = element.attributes.get("ResourceID", "")
        unit = self._unit(identity)
        content = unit.find("Content") if unit is not None else None
        if content is None or identity in units:  # one that holds itself cannot be drawn
            self.missing += 1
            return
        inner = Drawn()
        matrix = object_matrix(element, outer)
        for child in content.elements():
            self._draw(child, matrix, inner, depth + 1, (*units, identity))
        if not _has_colour(element):
            inner.runs = [replace(run, drawn=False) for run in inner.runs]
        drawn.runs += inner.runs
        drawn.pictures += inner.pictures
        drawn.paths += inner.paths

    def _unit(self, identity: str) -> Element | None:
        """A graphic unit of the resources, which are looked through when the first is asked for."""
        while identity not in self._units and self._resources:
            for unit in self._package.subtrees(self._resources.pop(), _is_unit):
                self._units.setdefault(unit.attributes.get("ID", ""), unit)
        return self._units.get(identity)

    def _count(self, objects: int) -> None:
        self._again += objects
        if self._again > MAX_AGAIN:
            raise ReadError("read.too_many_parts", name=self._package.name, limit=MAX_AGAIN)


def _is_unit(name: str) -> str:
    if name == "CompositeGraphicUnit":
        return "take"
    return "below" if name in ("Res", "CompositeGraphicUnits") else "skip"


def _has_colour(element: Element) -> bool:
    """Whether anything of an object is painted: neither wholly transparent nor without filling and outline."""
    if figures(element.attributes.get("Alpha"))[:1] == [0.0]:
        return False
    filled = element.attributes.get("Fill", "true").strip() not in _NO
    outlined = element.attributes.get("Stroke", "false").strip() not in ("", *_NO)
    colour = element.find("FillColor")
    clear = colour is not None and figures(colour.attributes.get("Alpha"))[:1] == [0.0]
    return (filled and not clear) or outlined


def _area(element: Element, outer: Matrix) -> float:
    box = figures(element.attributes.get("Boundary"))
    a, b, c, d, _, _ = outer
    return abs((a * d - b * c) * box[2] * box[3]) if len(box) == 4 else 0.0
