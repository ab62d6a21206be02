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
from pypdf.generic import ArrayObject, DictionaryObject, TextStringObject

from archive.errors import ReadError
from archive.readers.pages.page_lines import (
    ASIDE,
    MAX_CHARACTERS,
    MAX_PAGES,
    CannotReadError,
    Pages,
    Printed,
)

_LINE = 12.0
"""Points: stands for the size of a letter and the distance of lines, which are not told."""
_SHOWN = frozenset({"/FreeText", "/Widget"})
_NO_REMARK = _SHOWN | {"/Link", "/Popup", "/Stamp", "/Watermark", "/FileAttachment"}
_NEVER_SHOWN = 2 | 32
"""Flags of an annotation: hidden, and not on screens (ISO 32000-1, table 165)."""
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
    pages.left_out["embedded_files"] += len(reader.attachments)
    for number, page in enumerate(reader.pages, 1):
        _read_page(page, number, pages)
        if pages.characters > MAX_CHARACTERS:
            raise ReadError("read.too_large", name=name, size=pages.characters, limit=MAX_CHARACTERS)
    return pages


def _read_page(page: PageObject, number: int, pages: Pages) -> None:
    text = _text(page)
    pages.characters += len(text)
    lines = [line for raw in text.split("\n") if (line := " ".join(raw.split()))]
    pages.heights[number] = _LINE * (len(lines) + 1)
    for place, line in enumerate(lines):
        bottom = _LINE * (len(lines) - place)
        pages.lines.append(Printed(line, number, 0.0, _width(line) * _LINE / 2, bottom, _LINE))
    if not lines and _has_picture(page):
        pages.pictures.append(number)
    _read_annotations(page, number, pages)


def _text(page: PageObject) -> str:
    """The page's text. What is printed a second time upon itself, as programs do for bold, is told once."""
    pieces: list[str] = []
    printed: set[tuple[str, int, int]] = set()

    def take(text: str, outer: list[float], inner: list[float], _font: object, _size: float) -> None:
        words, column, row = text.strip(), round(outer[4] + inner[4]), round(outer[5] + inner[5])
        near = {(words, column + x, row + y) for x in (-1, 0, 1) for y in (-1, 0, 1)}
        if words and near & printed:
            return
        printed.add((words, column, row))
        pieces.append(text)

    page.extract_text(visitor_text=take)
    return "".join(pieces)


def _read_annotations(page: PageObject, number: int, pages: Pages) -> None:
    """Values of a form and free texts, behind the page's lines; remarks and files are counted."""
    for reference in page.get("/Annots", ArrayObject()).get_object() or ():
        found = reference.get_object()
        if not isinstance(found, DictionaryObject) or int(found.get("/F", 0)) & _NEVER_SHOWN:
            continue
        kind = found.get("/Subtype")
        shown = found.get("/V" if kind == "/Widget" else "/Contents") if kind in _SHOWN else None
        if isinstance(shown, TextStringObject):
            texts = [" ".join(line.split()) for line in shown.splitlines()]
            pages.lines += [Printed(line, number, 0.0, 0.0, 0.0, _LINE, column=ASIDE) for line in texts if line]
        pages.left_out["embedded_files"] += kind == "/FileAttachment"
        pages.left_out["comments"] += kind not in _NO_REMARK and bool(found.get("/Contents"))


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)


def _has_picture(page: PageObject) -> bool:
    resources = page.get("/Resources")
    return resources is not None and "/XObject" in resources.get_object()
