"""Scans recognised in a sandbox with larger limits, page by page; page pictures drawn in one.

What is recognised how is told in `archive.readers.ocr.scan`; what a file says without it in `parser_pool`.
"""

from __future__ import annotations

import json
import logging
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec

from archive.errors import ArchiveError, ReadError
from archive.model import Report
from archive.readers.ocr import engine
from archive.readers.registry import suffix_of
from indexer.processes import sandbox
from indexer.processes.wire_format import Parsed, received, sent

PAGE_SECONDS = 240
"""For one page, waiting and processor alike; it takes some 4 of them on an idle machine."""
LIMITS = sandbox.Limits(memory=4096 * sandbox.MEGABYTE, wall=float(PAGE_SECONDS))
"""1 GiB of addresses is too little for the models: they need 1.3, and 0.9 of real memory."""
TIFF_PAGES = 100
DRAWING = sandbox.Limits(answer=64 * sandbox.MEGABYTE)
SHOWN = 1600
"""Pixels of the longer side of a page's picture as it is shown."""
_RECOGNISABLE = frozenset({".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp"})
_PROGRESS = b"#"

_AT_ONCE = threading.BoundedSemaphore(min(4, os.cpu_count() or 1))
"""Each takes 0.9 GB of memory: many processors do not mean as much of it."""

_log = logging.getLogger(__name__)

_UNREAD = frozenset({"read.needs_ocr", "read.unreadable_text_layer"})
"""The page is a picture, or as good as one: what it says can be recognised."""

Told = Callable[[int, int], None]


def pages_to_recognise(name: str, parsed: Parsed) -> int:
    """How many pages of the file, read as `parsed`, are pictures that can be recognised on this machine."""
    suffix = suffix_of(name)
    if suffix not in _RECOGNISABLE or engine.available() is None:
        return 0
    if suffix == ".pdf" and find_spec("pypdfium2") is None:  # nothing here draws its pages
        return 0
    if isinstance(parsed, Report):
        counts = [notice.evidence["count"] for notice in parsed.notices if notice.code == "read.pages_without_text"]
    else:
        counts = [parsed.evidence.get("pages", 1)] if parsed.code in _UNREAD else []
    return int(str(counts[0])) if counts else 0


def recognised(data: bytes, name: str, folder: str, pages: int, told: Told) -> Parsed:
    """The report of a scan of so many pages, or the error that stands for it; `told` hears how far it is.

    Raises StoppedError, and ValueError, KeyError, TypeError, CatalogError for nonsense.
    """
    limits = limits_for(name, pages)
    answer = b""
    with _AT_ONCE:
        for piece in sandbox.run(_recognise, data, name, folder, limits=limits):
            if piece[:1] == _PROGRESS:
                done, total = json.loads(piece[1:])
                told(int(done), int(total))
            else:
                answer = piece
    return received(answer)


def limits_for(name: str, pages: int) -> sandbox.Limits:
    """What a scan of so many pages may use; how many pictures a tiff holds is not known before."""
    most = max(pages, TIFF_PAGES) if suffix_of(name) in (".tif", ".tiff") else pages
    return replace(LIMITS, processor=PAGE_SECONDS * (most + 1))


def _recognise(data: bytes, name: str, folder: str) -> Iterator[bytes]:
    """In the child: how far it is, then the report or the error that stands for it."""
    from archive.ingest import ingest_scan  # in the process that recognises

    steps = ingest_scan(data, name, folder=folder)
    try:
        while True:
            yield _PROGRESS + json.dumps(next(steps)).encode()
    except StopIteration as end:
        yield sent(end.value)
    except ArchiveError as error:
        yield sent(error)


def picture_of(data: bytes, name: str, page: int) -> bytes:
    """Page `page` of a pdf, or a picture of a file of pictures, as a PNG. Raises `ReadError("read.no_picture")`."""
    try:
        (answer,) = sandbox.run(_draw, data, suffix_of(name), page, limits=DRAWING)
    except sandbox.StoppedError as stopped:
        _log.warning("drawing page %d of a %s was stopped (%s)", page, suffix_of(name), stopped.reason)
        raise ReadError("read.no_picture", name=name, page=page) from stopped
    return answer


def _draw(data: bytes, suffix: str, page: int) -> Iterator[bytes]:
    """In the child, where alone pdfium may run; without it, or without Pillow (no wheel), there is no picture."""
    library = import_module(
        f"archive.readers.{'pages.pdfium.pdfium_pages' if suffix == '.pdf' else 'ocr.image_frames'}"
    )
    yield library.drawn(data, page, SHOWN)
