"""Scans to blocks: pictures, and the pages of a pdf that are pictures, recognised and set as printed pages are.

What recognises is `engine`'s; how lines become paragraphs is told in `paragraphs`. Each passage keeps its lines with
their confidence, so that nobody takes recognised text for text that was typed.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import replace
from statistics import median

from archive.errors import ReadError
from archive.model import Notice
from archive.readers.base import Reading
from archive.readers.line_joining import shows
from archive.readers.ocr import engine, picture
from archive.readers.ocr.recognised import Recognised, Sheet
from archive.readers.pages import pdf
from archive.readers.pages.columns import gutter, in_order, rows
from archive.readers.pages.page_lines import CannotReadError, Pages, Printed
from archive.readers.pages.paragraphs import seam
from archive.readers.registry import suffix_of

LONGEST = 2000
"""Pixels of a page's longer side, as it is drawn for a recogniser."""
_SAME_SIZE = 0.22
_BLANK = 3.0
"""Of the letters' size: pieces of a line that stand closer are one line."""

Steps = Generator[tuple[int, int], None, Pages]
"""How many of how many pages are done, before each."""


def read(data: bytes, name: str) -> Generator[tuple[int, int], None, Reading]:
    """The text of a picture, or of a pdf whose pages are pictures, with `read.recognised` among its notices.

    Returned, after how many of how many pages are done was yielded before each. Raises `ReadError`: what the file's
    own reader raises, `read.empty` where nothing was recognised.
    """
    pages = yield from (_pictures(data, name) if suffix_of(name) != ".pdf" else _pdf(data, name))
    recognised = sorted({line.page for line in pages.lines if line.confidence is not None})
    if not any(shows(line.text) for line in pages.lines):
        raise ReadError("read.unreadable_text_layer" if pages.damaged else "read.empty", name=name)
    reading = pdf.reading_of(pages, name)
    listed = ", ".join(map(str, recognised[:20]))
    notice = Notice("read.recognised", {"count": len(recognised), "pages": listed, "with": engine.available()})
    return replace(reading, notices=(notice, *_under_seals(pages), *reading.notices))


def _under_seals(pages: Pages) -> tuple[Notice, ...]:
    """That lines lie under a seal: what stands there is for a person to read."""
    listed = ", ".join(map(str, sorted(set(pages.under_seals))[:20]))
    count = len(pages.under_seals)
    return (Notice("read.under_seal", {"count": count, "pages": listed}),) if count else ()


def _pictures(data: bytes, name: str) -> Steps:
    picture.check(data, name)
    pages = Pages()
    yield 0, 1
    for number, sheet in enumerate(engine.recogniser().sheets(data, name), 1):
        yield number, number
        pages.widths[number], pages.heights[number] = sheet.width, sheet.height
        _take(sheet, number, 1.0, pages)
    return pages


def _pdf(data: bytes, name: str) -> Steps:
    """The pages with text as they are, those that are pictures recognised."""
    from archive.readers.pages.pdfium.pdfium_pages import (
        drawn,  # without pdfium no page can be drawn, and nothing asks for one
    )

    pages = pdf.pages_of(data, name)
    scanned, pages.pictures = pages.pictures, []
    # A page number or a stamp above a scan is in its picture too.
    pages.lines = [line for line in pages.lines if line.page not in set(scanned)]
    for done, number in enumerate(scanned):
        yield done, len(scanned)
        try:
            picture_of_page = drawn(data, number, LONGEST)
        except CannotReadError:
            pages.pictures.append(number)
            continue
        for sheet in engine.recogniser().sheets(picture_of_page, name):
            _take(sheet, number, max(pages.widths[number], pages.heights[number]) / LONGEST, pages)
    pages.lines.sort(key=lambda line: line.page)
    return pages


def _take(sheet: Sheet, number: int, scale: float, pages: Pages) -> None:
    """The lines of a picture; `scale` is points a pixel. A picture without any stays listed as one."""
    lines = lines_of(sheet, number, scale)
    pages.lines += lines
    pages.under_seals += [number for line in sheet.lines if line.under_seal and shows(line.text)]
    pages.characters += sum(len(line.text) for line in lines)
    if not lines:
        pages.pictures.append(number)


def lines_of(sheet: Sheet, page: int, scale: float = 1.0) -> list[Printed]:
    """The lines of a recognised picture in reading order, pieces of one line joined, sizes evened out."""
    pieces = _even(
        [_printed(line, page, sheet.height, scale) for line in sheet.lines if shows(line.text)],
    )
    place = gutter(pieces, sheet.width * scale)
    if place is not None:
        return in_order(pieces, place)
    return [line for row in rows(pieces) for line in _joined(row)]


def _printed(line: Recognised, page: int, height: float, scale: float) -> Printed:
    """Sizes by the width, where the characters tell it: a box's height depends on which characters are in it."""
    cells = sum(0.5 if character.isascii() else 1.0 for character in line.text)
    tall = line.bottom - line.top
    size = (line.right - line.left) / cells if cells >= 6 else tall * 0.85
    size = min(max(size, tall * 0.6), tall * 1.2)
    return Printed(
        line.text.strip(),
        page,
        line.left * scale,
        line.right * scale,
        (height - (line.top + line.bottom) / 2) * scale - size * scale / 2,
        size * scale,
        confidence=line.confidence,
    )


def _even(lines: list[Printed]) -> list[Printed]:
    """Letters of nearly the usual size have it: a recogniser's boxes waver."""
    if not lines:
        return lines
    usual = median(line.size for line in lines)
    return [
        replace(line, size=usual, bottom=line.bottom + (line.size - usual) / 2)
        if abs(line.size - usual) <= _SAME_SIZE * usual
        else line
        for line in lines
    ]


def _joined(row: list[Printed]) -> Iterator[Printed]:
    """Pieces of one line, between which a blank was seen."""
    line = row[0]
    for piece in row[1:]:
        if piece.left - line.right > _BLANK * max(line.size, piece.size):
            yield line
            line = piece
            continue
        confidence = min(line.confidence or 0.0, piece.confidence or 0.0)
        line = replace(line, text=seam(line.text, piece.text), right=piece.right, confidence=confidence)
    yield line
