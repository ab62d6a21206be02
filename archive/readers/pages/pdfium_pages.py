"""The pages of a pdf to printed lines by way of pdfium; the only owner of pypdfium2. Lines to paragraphs: `paragraphs`.

pdfium is not safe with threads and aborts its process when memory runs out: it runs in child processes only.
"""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby

import pypdfium2
import pypdfium2.raw as raw

from archive.errors import ReadError
from archive.readers.pages.columns import gutter, in_order
from archive.readers.pages.page_lines import (
    MAX_CHARACTERS,
    MAX_PAGES,
    CannotReadError,
    Pages,
    Printed,
)
from archive.readers.pages.png import png

_SMALL = 0.8
_RAISED = 0.2
_FEW = 40
_MOST = 0.5
"""A page with fewer characters whose greater part is a picture is a scan with a page number or a stamp upon it."""
_NOTE_MARKS = frozenset("0123456789①②③④⑤⑥⑦⑧⑨⑩*[]〔〕")


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
    pages.widths[number], pages.heights[number] = page.get_size()
    text = page.get_textpage()
    try:
        glyphs = _glyphs(text, pages)
    finally:
        text.close()
    lines = _lines(_rows(glyphs), number, pages.widths[number])
    pages.lines += lines
    shown = sum(len("".join(line.text.split())) for line in lines)
    if shown < _FEW and _has_picture(page, 0.0 if not shown else _MOST):
        pages.pictures.append(number)


def _lines(rows: list[list[_Glyph]], page: int, width: float) -> list[Printed]:
    """The rows as lines, in the file's order, or down one column and then the other."""
    lines = [line for row in rows if (line := _line(row, page)) is not None]
    pieces = [piece for row in rows for piece in _pieces(row, lambda one, other: other.left - one.right > one.size)]
    place = gutter([run for piece in pieces if (run := _line(piece, page)) is not None], width)
    if place is None:
        return lines
    parted = (_pieces(row, lambda one, other: one.right <= place <= other.left) for row in rows)
    return in_order((line for pieces in parted for piece in pieces if (line := _line(piece, page)) is not None), place)


def _pieces(row: list[_Glyph], ends: Callable[[_Glyph, _Glyph], bool]) -> Iterator[list[_Glyph]]:
    """A row cut wherever `ends` says so of two glyphs that are seen."""
    piece: list[_Glyph] = []
    last: _Glyph | None = None
    for glyph in row:
        if not glyph.character.isspace():
            if last is not None and ends(last, glyph):
                yield piece
                piece = []
            last = glyph
        piece.append(glyph)
    yield piece


@dataclass(frozen=True, slots=True)
class _Glyph:
    character: str
    left: float
    right: float
    bottom: float
    size: float


def _glyphs(text: pypdfium2.PdfTextPage, pages: Pages) -> list[_Glyph]:
    """Every character with its place; pdfium's own line ends are glyphs too."""
    handle, box, glyphs = text.raw, raw.FS_RECTF(), []
    pending = 0
    count = text.count_chars()
    pages.characters += count
    for index in range(count):
        code = raw.FPDFText_GetUnicode(handle, index)
        if 0xD800 <= code < 0xDC00:
            pending = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((pending - 0xD800) << 10) + (code - 0xDC00) if pending else 0xFFFD
        pending = 0
        if not code or code > 0x10FFFF or code == 0xFFFE:
            continue
        raw.FPDFText_GetLooseCharBox(handle, index, ctypes.byref(box))
        pages.unmapped += raw.FPDFText_HasUnicodeMapError(handle, index) == 1
        size = raw.FPDFText_GetFontSize(handle, index)
        height = abs(box.top - box.bottom)  # a font of size 1 may be drawn twelve times as big
        glyphs.append(_Glyph(chr(code), box.left, box.right, box.bottom, height or size))
    return glyphs


def _rows(glyphs: list[_Glyph]) -> list[list[_Glyph]]:
    """The rows of glyphs that stand beside each other: pdfium ends a line at a raised note's mark."""
    rows: list[list[_Glyph]] = []
    for is_end, run in groupby(glyphs, key=lambda glyph: glyph.character in "\r\n"):
        row = list(run)
        if is_end:
            continue
        if rows and _is_beside(rows[-1], row):
            rows[-1] += row
        else:
            rows.append(row)
    return rows


def _is_beside(before: list[_Glyph], after: list[_Glyph]) -> bool:
    last, first = _seen(before), _seen(after)
    if not last or not first:
        return False
    one, other = last[-1], first[0]
    overlap = min(one.bottom + one.size, other.bottom + other.size) - max(one.bottom, other.bottom)
    return overlap > 0.5 * min(one.size, other.size) and -0.5 * one.size < other.left - one.right < 1.5 * one.size


def _seen(row: list[_Glyph]) -> list[_Glyph]:
    return [glyph for glyph in row if not glyph.character.isspace()]


def _line(row: list[_Glyph], page: int) -> Printed | None:
    """The row as a line, without the marks of notes; None where nothing is seen."""
    seen = _seen(row)
    if not seen:
        return None
    size = Counter(round(glyph.size, 1) for glyph in seen).most_common(1)[0][0]
    bottom = Counter(round(glyph.bottom, 1) for glyph in seen if glyph.size >= size * _SMALL).most_common(1)[0][0]
    kept = [glyph for glyph in row if not _is_note_mark(glyph, size, bottom)]
    body = _seen(kept)
    if not body:  # a line of small figures only
        kept, body = row, seen
    text = ""
    for piece in "".join(glyph.character for glyph in kept).split():
        text = f"{text} {piece}" if text else piece
    return Printed(text, page, body[0].left, max(glyph.right for glyph in body), bottom, size)


def _is_note_mark(glyph: _Glyph, size: float, bottom: float) -> bool:
    return glyph.size < size * _SMALL and glyph.bottom > bottom + size * _RAISED and glyph.character in _NOTE_MARKS


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
