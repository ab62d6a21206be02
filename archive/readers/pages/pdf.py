"""A pdf to blocks: lines of its pages, without running heads, as paragraphs with their page. Libraries are used in
`pdfium_pages` and `pypdf_pages`; how lines become paragraphs is told in `paragraphs`.

Nothing in a pdf is executed or followed: scripts, embedded files and launch actions are not looked at.
"""

from __future__ import annotations

from importlib import import_module
from typing import cast

from archive.errors import ReadError
from archive.model import Notice
from archive.readers.base import Reading, check_size
from archive.readers.left_out import left_out
from archive.readers.line_joining import shows
from archive.readers.pages.page_lines import CannotReadError, Pages
from archive.readers.pages.paragraphs import paragraphs
from archive.readers.pages.running_heads import without_running_heads
from archive.readers.pages.text_layer import set_aside_damaged

FORMAT = "pdf"
EDITION = 2
"""Of how a pdf is read: what an older one read may be read anew."""

_LIBRARIES = ("pdfium.pdfium_pages", "pypdf_pages")
_HEAD = 1024  # the mark must stand within so many bytes (ISO 32000, annex H.3)


def read(data: bytes, name: str, encoding: str | None = None) -> Reading:  # noqa: ARG001 # fonts say how codes read
    """The paragraphs of a pdf. Raises `ReadError`: `read.wrong_format`, `read.damaged`, `import.encrypted`,
    `read.too_many_pages`, `read.too_large`, `read.needs_ocr`, `read.unreadable_text_layer`.
    """
    return reading_of(pages_of(data, name), name)


def reading_of(pages: Pages, name: str) -> Reading:
    """The paragraphs of printed pages. Raises `ReadError`: `read.empty`, `read.needs_ocr`,
    `read.unreadable_text_layer`.
    """
    _check_text(pages, name)
    lines, apart = without_running_heads(pages.lines, pages.heights)
    behind = tuple(dict.fromkeys(pages.apart))
    return Reading(tuple(paragraphs(lines, pages.widths)), notices=_notices(pages), apart=apart + behind)


def pages_of(data: bytes, name: str) -> Pages:
    """The printed pages, by the first library that takes the file. Raises `ReadError` as `read` does before it looks
    for text.
    """
    check_size(data, name)
    if data and b"%PDF" not in data[:_HEAD]:
        raise ReadError("read.wrong_format", name=name, expected="pdf", found="?")
    problems: list[str] = []
    for library in _LIBRARIES:
        try:
            reader = import_module(f"archive.readers.pages.{library}")
        except ImportError as problem:
            problems.append(str(problem))
            continue
        try:
            pages = cast("Pages", reader.pages_of(data, name))
        except CannotReadError as problem:
            problems.append(str(problem))
            continue
        set_aside_damaged(pages)
        return pages
    raise ReadError("read.damaged" if data else "read.empty", name=name, problem="; ".join(problems))


def _check_text(pages: Pages, name: str) -> None:
    scanned = frozenset(pages.pictures)
    if not any(shows(line.text) for line in pages.lines if line.page not in scanned):  # a page number is no text
        if pages.damaged:
            raise ReadError("read.unreadable_text_layer", name=name, pages=len(pages.pictures))
        if pages.pictures:
            raise ReadError("read.needs_ocr", name=name, pages=len(pages.pictures))
        raise ReadError("read.empty", name=name)


def _notices(pages: Pages) -> tuple[Notice, ...]:
    notices = [notice for kind, count in sorted(pages.left_out.items()) for notice in left_out(kind, count)]
    if pages.pictures:
        listed = ", ".join(map(str, pages.pictures[:20]))
        notices.append(Notice("read.pages_without_text", {"count": len(pages.pictures), "pages": listed}))
    return tuple(notices)
