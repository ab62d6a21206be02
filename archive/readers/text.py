"""Plain text to blocks: one non-blank line is one paragraph. How bytes decode and lines join lives beside.

A paragraph is kept without the white space around it: the indent of two ideographic spaces is layout, and
offsets count in the text that is kept.
"""

from __future__ import annotations

from collections.abc import Iterator

from archive.model import Block, Notice
from archive.readers.base import Reading, check_size
from archive.readers.decoding import Decoded, decode
from archive.readers.line_joining import (
    PAGE_BREAK,
    joined,
    split,
    visible,
)

FORMAT = "txt"
EDITION = 2


def read(data: bytes, name: str, encoding: str | None = None) -> Reading:
    """The blocks of a plain text. Raises `ReadError` `read.undecodable`, `read.not_text`, `read.too_large`."""
    check_size(data, name)
    decoded = decode(data, name, encoding)
    return Reading(tuple(_blocks(decoded.text)), decoded.encoding, doubts(decoded, encoding))


def doubts(decoded: Decoded, stated: str | None) -> tuple[Notice, ...]:
    """What a person should look at: an encoding that was guessed and that few files have."""
    if stated is not None or decoded.encoding != "big5hkscs":
        return ()
    return (Notice("read.guessed_encoding", {"encoding": "Big5"}),)


def _blocks(text: str) -> Iterator[Block]:
    for number, page in enumerate(text.split(PAGE_BREAK)):
        if number:
            yield Block("page_break", "")
        for paragraph in joined(split(visible(page))):
            yield Block("paragraph", paragraph)
