"""A mail to its members: what is written in it, as a file named by its subject, and each file attached to it.

Mails attached to the mail are opened with it. Addresses and other headers are not kept.
"""

from __future__ import annotations

import contextlib
import email
from collections.abc import Iterator
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.policy import compat32
from pathlib import Path

from archive.errors import ReadError
from archive.readers.base import Member, check_size
from archive.readers.containers.member_names import clean, distinct
from archive.readers.line_joining import shows

MAX_PARTS = 1_000
_SUBJECT_LENGTH = 80
_BROKEN = (MessageError, ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError)
"""What the standard library raises on damaged mails; it promises only the first."""


def members(source: Path | bytes, name: str) -> Iterator[Member]:
    """The mail's own text and its attachments. Raises `ReadError`: `read.damaged`, `read.empty`, `read.too_large`,
    `read.too_many_parts`.
    """
    data = source if isinstance(source, bytes) else source.read_bytes()
    check_size(data, name)
    try:
        mail = email.message_from_bytes(data, policy=compat32)
        if not mail.keys():
            raise ReadError("read.wrong_format" if data.strip() else "read.empty", name=name, expected="eml", found="?")
        yield from _members(mail, name)
    except _BROKEN as problem:
        raise ReadError("read.damaged", name=name, problem=str(problem)) from problem


def _members(mail: Message, name: str) -> Iterator[Member]:
    plain: list[str] = []
    pages: list[str] = []
    attached: list[tuple[str, bytes]] = []
    for number, part in enumerate(mail.walk()):
        if number > MAX_PARTS:
            raise ReadError("read.too_many_parts", name=name, limit=MAX_PARTS)
        if part.is_multipart():
            continue
        body, file_name = part.get_payload(decode=True), _file_name(part)
        if not isinstance(body, bytes):
            continue
        if file_name:
            attached.append((file_name, body))
        elif part.get_content_type() == "text/plain":
            plain.append(_text(body, part))
        elif part.get_content_type() == "text/html":
            pages.append(_text(body, part))
    taken: set[str] = set()
    yield from _written(mail, plain, pages, taken)
    for file_name, body in attached:
        yield Member(distinct(clean(file_name), taken), body)
    if not taken:
        raise ReadError("read.empty", name=name)


def _written(mail: Message, plain: list[str], pages: list[str], taken: set[str]) -> Iterator[Member]:
    """The mail's own words: the plain text, and the page only where there is none (they say the same)."""
    subject = clean(_words(mail.get("Subject")))[:_SUBJECT_LENGTH].replace("/", "_").strip(". ") or "_"
    text, page = "\n\n".join(filter(shows, plain)), "".join(pages)
    if shows(text):
        yield Member(distinct(f"{subject}.txt", taken), text.encode("utf-8", "replace"))
    elif shows(page):
        yield Member(distinct(f"{subject}.html", taken), page.encode("utf-8", "replace"))


def _file_name(part: Message) -> str:
    return _words(part.get_filename())


def _words(header: object) -> str:
    """A header's words, encoded as RFC 2047 says or sent as plain bytes of GB18030, as old programs did."""
    if header is None:
        return ""
    pieces = []
    for words, charset in decode_header(str(header)):
        raw = words if isinstance(words, bytes) else words.encode("utf-8", "surrogateescape")
        pieces.append(_decoded(raw, charset))
    return "".join(pieces).replace("\r", "").replace("\n", "")


def _text(body: bytes, part: Message) -> str:
    charset = part.get_content_charset()
    return _decoded(body, charset)


def _decoded(raw: bytes, charset: str | None) -> str:
    """By the stated charset where it fits (GB2312 stands for all of GB18030), else by what fits."""
    stated = "gb18030" if (charset or "").lower() in ("gb2312", "gbk", "unknown-8bit") else charset
    for codec in (stated, "utf-8", "gb18030"):
        with contextlib.suppress(UnicodeError, LookupError):  # the next one is tried
            return raw.decode(codec or "utf-8")
    return raw.decode("utf-8", "replace")
