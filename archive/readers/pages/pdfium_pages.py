"""The pages of a pdf to printed lines by way of pdfium. Glyphs to lines is `page_text`'s.

pdfium is not safe with threads and aborts its process when memory runs out: it runs in child processes only.
"""

from __future__ import annotations

import pypdfium2
import pypdfium2.raw as raw

from archive.errors import ReadError
from archive.readers.pages.page_lines import (
    MAX_CHARACTERS,
    MAX_PAGES,
    CannotReadError,
    Pages,
)
from archive.readers.pages.page_text import page_text
from archive.readers.pages.pdfium_glyphs import glyphs_of
from archive.readers.pages.png import png

_FEW = 40
_MOST = 0.5
"""A page with fewer characters whose greater part is a picture is a scan with a page number or a stamp upon it."""


def pages_of(data: bytes, name: str) -> Pages:
    """All pages. Raises `ReadError` `import.encrypted`, `read.too_many_pages`, `read.too_large`; CannotReadError."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as problem:
        if raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD or "password" in str(problem).lower():
            raise ReadError("import.encrypted", name=name) from problem
        raise CannotReadError(str(problem)) from problem
    try:
        return _read(document, name)
    finally:
        document.close()


def _read(document: pypdfium2.PdfDocument, name: str) -> Pages:
    if len(document) > MAX_PAGES:
        raise ReadError("read.too_many_pages", name=name, limit=MAX_PAGES)
    pages = Pages()
    for index in range(len(document)):
        try:
            page = document[index]
        except pypdfium2.PdfiumError as problem:
            raise CannotReadError(f"page {index + 1}: {problem}") from problem
        try:
            _read_page(page, index + 1, pages)
        finally:
            page.close()
        if pages.characters > MAX_CHARACTERS:
            raise ReadError("read.too_large", name=name, size=pages.characters, limit=MAX_CHARACTERS)
    return pages


def _read_page(page: pypdfium2.PdfPage, number: int, pages: Pages) -> None:
    width, height = page.get_size()
    size = (height, width) if page.get_rotation() in (90, 270) else (width, height)
    drawn = glyphs_of(page, pages)
    text = page_text(drawn.glyphs, drawn.turn, drawn.light, number, size)
    pages.widths[number], pages.heights[number] = text.width, text.height
    pages.lines += text.lines
    pages.apart += text.apart
    shown = sum(len(line.text) - line.text.count(" ") for line in text.lines)
    if shown < _FEW and _has_picture(page, 0.0 if not shown else _MOST):
        pages.pictures.append(number)


def _has_picture(page: pypdfium2.PdfPage, share: float) -> bool:
    """Whether a picture covers more than `share` of the page."""
    width, height = page.get_size()
    for picture in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = picture.get_bounds()
        if not share or abs(right - left) * abs(top - bottom) > share * width * height:
            return True
    return False


def drawn(data: bytes, number: int, longest: int) -> bytes:
    """Page `number` (from 1) as a PNG, `longest` pixels on its longer side.

    Raises CannotReadError for no such page, or one that cannot be drawn.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as problem:
        raise CannotReadError(str(problem)) from problem
    try:
        if not 1 <= number <= len(document):
            raise CannotReadError(f"no page {number}")
        page = document[number - 1]
        width, height = page.get_size()
        bitmap = page.render(scale=longest / max(width, height, 1.0), rev_byteorder=True)
        return png(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, bitmap.n_channels)
    except pypdfium2.PdfiumError as problem:
        raise CannotReadError(str(problem)) from problem
    finally:
        document.close()
