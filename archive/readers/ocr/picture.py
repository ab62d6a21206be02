"""A picture of a page: its text is not read here, so its state is that it needs recognition, which is `scan`'s."""

from __future__ import annotations

from archive.errors import ReadError
from archive.readers.base import Reading, check_size

FORMAT = "picture"
EDITION = 2

_SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"BM", b"II+\0", b"MM\0+")


def read(data: bytes, name: str, encoding: str | None = None) -> Reading:  # noqa: ARG001 # no text, no encoding
    """Raises `ReadError`: `read.needs_ocr` for a picture, and what `check` raises."""
    check(data, name)
    raise ReadError("read.needs_ocr", name=name, pages=1)


def check(data: bytes, name: str) -> None:
    """Raises `ReadError` `read.wrong_format`, `read.empty`, `read.too_large` for what is no picture."""
    check_size(data, name)
    if not data:
        raise ReadError("read.empty", name=name)
    if not data.startswith(_SIGNATURES):
        raise ReadError("read.wrong_format", name=name, expected="png / jpg / tiff", found="?")
