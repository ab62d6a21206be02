"""The pages of a pdf to printed lines by way of pdfium. Glyphs to lines is `page_text`'s.

pdfium is not safe with threads and aborts its process when memory runs out: it runs in child processes only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager

import pypdfium2
import pypdfium2.raw as raw

from archive.errors import ReadError
from archive.readers.pages.page_lines import (
    MAX_CHARACTERS,
    MAX_PAGES,
    CannotReadError,
    Pages,
    Printed,
)
from archive.readers.pages.pdfium.page_text import page_text
from archive.readers.pages.pdfium.pdf_layers import without_hidden
from archive.readers.pages.pdfium.pdfium_annotations import count_of_document, has_annotations, lay_down
from archive.readers.pages.pdfium.pdfium_glyphs import glyphs_of
from archive.readers.pages.png import png

_FEW = 40
_MOST = 0.5
"""A page with fewer characters whose greater part is a picture is a scan with a page number or a stamp upon it."""


def pages_of(data: bytes, name: str) -> Pages:
    """All pages. Raises `ReadError` `import.encrypted`, `read.too_many_pages`, `read.too_large`; CannotReadError."""
    layers = without_hidden(data)
    data = layers.data
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as problem:
        if raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD or "password" in str(problem).lower():
            raise ReadError("import.encrypted", name=name) from problem
        raise CannotReadError(str(problem)) from problem
    form = None
    try:
        if document.get_formtype() != raw.FORMTYPE_NONE:
            form = pypdfium2.PdfDocument(data)
            form.init_forms()
        return _read(document, form, layers.hidden, name)
    except pypdfium2.PdfiumError as problem:
        raise CannotReadError(str(problem)) from problem
    finally:
        document.close()
        if form is not None:
            form.close()


def _read(
    document: pypdfium2.PdfDocument, form: pypdfium2.PdfDocument | None, hidden: frozenset[bytes], name: str
) -> Pages:
    if len(document) > MAX_PAGES:
        raise ReadError("read.too_many_pages", name=name, limit=MAX_PAGES)
    pages = Pages()
    count_of_document(document, pages)
    for index in range(len(document)):
        with ExitStack() as opened:
            page = opened.enter_context(_page(document, index))
            filled = opened.enter_context(_page(form, index)) if form is not None and has_annotations(page) else None
            laid, drawn = lay_down(page, filled, index + 1, pages)
            if not drawn:
                _read_page(page, index + 1, laid, hidden, pages)
        if drawn:
            with _page(document, index) as page:
                _read_page(page, index + 1, laid, hidden, pages)
        if pages.characters > MAX_CHARACTERS:
            raise ReadError("read.too_large", name=name, size=pages.characters, limit=MAX_CHARACTERS)
    return pages


@contextmanager
def _page(document: pypdfium2.PdfDocument, index: int) -> Iterator[pypdfium2.PdfPage]:
    try:
        page = document[index]
    except pypdfium2.PdfiumError as problem:
        raise CannotReadError(f"page {index + 1}: {problem}") from problem
    try:
        yield page
    finally:
        page.close()


def _read_page(
    page: pypdfium2.PdfPage, number: int, laid: Sequence[Printed], hidden: frozenset[bytes], pages: Pages
) -> None:
    width, height = page.get_size()
    size = (height, width) if page.get_rotation() in (90, 270) else (width, height)
    drawn = glyphs_of(page, hidden, pages)
    text = page_text(drawn, number, size, laid)
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
