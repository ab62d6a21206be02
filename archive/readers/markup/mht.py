"""A web page saved as one file (MHT, MHTML; Word's 单个文件网页) to blocks: the page is read, its pictures are not.

After RFC 2557 and RFC 2387: a mail whose parts are the page and what it shows. Nothing outside of it is fetched.
"""

from __future__ import annotations

import codecs
import email
from collections.abc import Iterator
from dataclasses import replace
from email.errors import MessageError
from email.message import Message
from email.policy import compat32

from archive.errors import ReadError
from archive.readers.base import Reading, check_size
from archive.readers.left_out import left_out
from archive.readers.line_joining import shows
from archive.readers.markup import html

FORMAT = "mht"
EDITION = 2

MAX_PARTS = 2_000
_WORD_HEADERS = ("header.htm", "header.html")
_BROKEN = (MessageError, ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError)
"""What the standard library raises on damaged mails; it promises only the first."""
_SAME = {"gb2312": "gb18030", "gbk": "gb18030", "iso8859-1": "", "ascii": "", "cp1252": ""}


def read(data: bytes, name: str, encoding: str | None = None) -> Reading:
    """The blocks and the metadata of the page; the running heads that Word keeps in a page of their own stand apart.

    Raises `ReadError`: `read.empty`, `read.damaged`, `read.wrong_format`, `read.too_many_parts`, and what the reader
    of pages raises.
    """
    check_size(data, name)
    if not data.strip():
        raise ReadError("read.empty", name=name)
    pages = _pages(data, name)
    if not pages:
        raise ReadError("read.wrong_format", name=name, expected="mht", found="?")
    reading = _page(*pages[0], name, encoding)
    apart: list[str] = []
    frames = 0
    for body, part in pages[1:]:
        if shows(body.decode("latin-1")):
            texts = [block.text for block in _page(body, part, name, encoding).blocks if block.text]
            if _file_name(part) in _WORD_HEADERS:
                apart += texts
            else:
                frames += bool(texts)
    return replace(reading, apart=(*reading.apart, *apart), notices=(*reading.notices, *left_out("parts", frames)))


def _pages(data: bytes, name: str) -> list[tuple[bytes, Message]]:
    """The parts that are pages, the one that is opened first."""
    try:
        mail = email.message_from_bytes(data.lstrip(), policy=compat32)
        found = list(_html_parts(mail, name))
        start = str(mail.get_param("start") or "").strip("<> ")
    except _BROKEN as problem:
        raise ReadError("read.damaged", name=name, problem=str(problem)) from problem
    named = [page for page in found if start and str(page[1].get("Content-ID", "")).strip("<> ") == start]
    first = (named or found)[:1]
    return first + [page for page in found if page not in first]


def _html_parts(mail: Message, name: str) -> Iterator[tuple[bytes, Message]]:
    for number, part in enumerate(mail.walk()):
        if number > MAX_PARTS:
            raise ReadError("read.too_many_parts", name=name, limit=MAX_PARTS)
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            body = part.get_payload(decode=True)
            if isinstance(body, bytes):
                yield body, part


def _page(body: bytes, part: Message, name: str, encoding: str | None) -> Reading:
    """A page by the encoding that the caller knows, that its part states, or that the page itself tells."""
    return html.read(body, name, encoding or _fitting(body, part))


def _fitting(body: bytes, part: Message) -> str | None:
    """The stated encoding where the bytes are in it."""
    try:
        codec = codecs.lookup(part.get_content_charset() or "").name
        codec = _SAME.get(codec, codec)
        body.decode(codec or "ascii")
    except (LookupError, UnicodeError, *_BROKEN):
        return None
    return codec or None


def _file_name(part: Message) -> str:
    return str(part.get("Content-Location", "")).replace("\\", "/").rpartition("/")[2].lower()
