"""The pages of a pdf to lines by way of pypdf, the second try: for machines without pdfium and files it refuses.

The only owner of pypdf, which tells lines but not places: their widths stand for the right edge, so paragraphs are
told less surely.
"""

from __future__ import annotations

import io
import logging
import unicodedata

from pypdf import PageObject, PdfReader
from pypdf.errors import FileNotDecryptedError, PyPdfError

from archive.errors import ReadError
from archive.readers.pages.page_lines import (
    MAX_CHARACTERS,
    MAX_PAGES,
    CannotReadError,
    Pages,
    Printed,
)

_LINE = 12.0
"""Points: stands for the size of a letter and the distance of lines, which are not told."""
BROKEN = (
    *(PyPdfError, ArithmeticError, AssertionError, AttributeError, LookupError),
    *(NotImplementedError, OSError, RecursionError, TypeError, ValueError),
)
"""What pypdf raises on damaged files; it promises only the first, so the tests feed it such files."""

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it logs a line for every flaw of a file


def pages_of(data: bytes, name: str) -> Pages:
    """All pages. Raises `ReadError` `import.encrypted`, `read.too_many_pages`, `read.too_large`; CannotReadError."""
    try:
        return _read(PdfReader(io.BytesIO(data)), name)
    except FileNotDecryptedError as problem:
        raise ReadError("import.encrypted", name=name) from problem
    except BROKEN as problem:
        raise CannotReadError(f"{type(problem).__name__}: {problem}"[:200]) from problem


def _read(reader: PdfReader, name: str) -> Pages:
    if reader.is_encrypted and not reader.decrypt(""):
        raise ReadError("import.encrypted", name=name)
    if len(reader.pages) > MAX_PAGES:
        raise ReadError("read.too_many_pages", name=name, limit=MAX_PAGES)
    pages = Pages()
    for number, page in enumerate(reader.pages, 1):
        _read_page(page, number, pages)
        if pages.characters > MAX_CHARACTERS:
            raise ReadError("read.too_large", name=name, size=pages.characters, limit=MAX_CHARACTERS)
    return pages


def _read_page(page: PageObject, number: int, pages: Pages) -> None:
    text = page.extract_text()
    pages.characters += len(text)
    lines = [line for raw in text.split("\n") if (line := " ".join(raw.split()))]
    pages.heights[number] = _LINE * (len(lines) + 1)
    for place, line in enumerate(lines):
        bottom = _LINE * (len(lines) - place)
        pages.lines.append(Printed(line, number, 0.0, _width(line) * _LINE / 2, bottom, _LINE))
    if not lines and _has_picture(page):
        pages.pictures.append(number)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)


def _has_picture(page: PageObject) -> bool:
    resources = page.get("/Resources")
    return resources is not None and "/XObject" in resources.get_object()
