"""An OFD (GB/T 33190-2016, the layout format of Chinese official papers) to blocks: its lines as a pdf's are.

The zip gate is `package`; running heads and paragraphs are told where those of a pdf are. Glyphs without a character
and pages that are pictures make the same states as in a pdf.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from posixpath import dirname, join, normpath

from archive.errors import ReadError
from archive.readers.base import Reading
from archive.readers.pages.page_lines import (
    MAX_CHARACTERS,
    MAX_PAGES,
    Pages,
    Printed,
)
from archive.readers.pages.pdf import reading_of
from archive.readers.zip_package import Element, Package

FORMAT = "ofd"

_MILLIMETRE = 72 / 25.4
_SAME_LINE = 0.4
_FIGURES = re.compile(r"[-+]?[0-9]*\.?[0-9]+(?:[eE][-+]?[0-9]{1,3})?")


def read(data: bytes, name: str, encoding: str | None = None) -> Reading:  # noqa: ARG001 # XML says its own
    """The paragraphs of an OFD. Raises `ReadError`: what `Package` raises, and the states of a pdf."""
    package = Package(data, name, "ofd")
    if "OFD.xml" not in package:
        raise ReadError("read.wrong_format", name=name, expected="ofd", found="zip")
    pages = Pages()
    for part in _page_parts(package, name):
        number = len(pages.heights) + 1
        if number > MAX_PAGES:
            raise ReadError("read.too_many_pages", name=name, limit=MAX_PAGES)
        _read_page(package, part, number, pages)
        if pages.characters > MAX_CHARACTERS:
            raise ReadError("read.too_large", name=name, size=pages.characters, limit=MAX_CHARACTERS)
    return reading_of(pages, name)


def _page_parts(package: Package, name: str) -> Iterator[str]:
    """The pages' parts, of all documents in the file, in order."""
    for body in package.xml("OFD.xml").elements():
        root = body.find("DocRoot")
        if root is None:
            continue
        document = _resolved("", root.text())
        listed = package.xml(document).find("Pages")
        for page in () if listed is None else listed.elements():
            part = _resolved(dirname(document), page.attributes.get("BaseLoc", ""))
            if part not in package:
                raise ReadError("read.damaged", name=name, problem=f"no page {part}")
            yield part


def _resolved(folder: str, place: str) -> str:
    place = place.strip()
    return normpath(place if place.startswith("/") else join("/", folder, place)).lstrip("/")


def _read_page(package: Package, part: str, number: int, pages: Pages) -> None:
    pages.heights[number] = 297 * _MILLIMETRE
    before = len(pages.lines)
    pictures = False
    for element in package.subtrees(part, _wanted):
        if element.name == "PhysicalBox":
            box = _figures(element.text())
            pages.heights[number] = (box[3] if len(box) == 4 else 297) * _MILLIMETRE
            pages.widths[number] = (box[2] if len(box) == 4 else 210) * _MILLIMETRE
        elif element.name == "TextObject":
            line = _line(element, number, pages.heights[number])
            if line is not None:
                pages.characters += len(line.text)
                _add(pages.lines, before, line)
        else:
            pictures = True
    if pictures and len(pages.lines) == before:
        pages.pictures.append(number)


def _wanted(name: str) -> str:
    return "take" if name in ("TextObject", "ImageObject", "PhysicalBox") else "below"


def _line(element: Element, page: int, height: float) -> Printed | None:
    """A piece of text with its place: the boundary's corner and the first glyph in it."""
    text = "".join(code.text() for code in element.elements() if code.name == "TextCode")
    text = " ".join(text.split())
    if not text:
        return None
    box = _figures(element.attributes.get("Boundary", ""))
    left, top, width, tall = box if len(box) == 4 else (0.0, 0.0, 0.0, 0.0)
    size = min(next(iter(_figures(element.attributes.get("Size", ""))), tall) or 1.0, tall or 1000.0)
    bottom = height - (top + tall) * _MILLIMETRE
    return Printed(text, page, left * _MILLIMETRE, (left + width) * _MILLIMETRE, bottom, size * _MILLIMETRE)


def _add(lines: list[Printed], first: int, line: Printed) -> None:
    """A line of its own, or the rest of the one before: some programs write each word apart."""
    before = lines[-1] if len(lines) > first else None
    if before is None or abs(before.bottom - line.bottom) > _SAME_LINE * line.size:
        lines.append(line)
        return
    gap = line.left - before.right
    if not -line.size < gap < 3 * line.size:
        lines.append(line)
        return
    text = before.text + (" " if gap > 0.5 * line.size else "") + line.text
    lines[-1] = Printed(text, line.page, before.left, max(before.right, line.right), before.bottom, before.size)


def _figures(text: str) -> list[float]:
    return [float(figure) for figure in _FIGURES.findall(text[:200])]
