"""Files read: bytes to blocks (headings, paragraphs, rows, page breaks), a module a format; `registry` finds it."""

from archive.readers.base import (
    Container,
    Member,
    Reader,
    Reading,
)

__all__ = ["Container", "Member", "Reader", "Reading"]
