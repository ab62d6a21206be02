"""A mail to its members: what is written in it, as a file named by its subject, and each file attached to it.

Mails attached to the mail are opened with it, and so is winmail.dat. Addresses and other headers are not kept.
"""

from __future__ import annotations

import email
import mimetypes
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.errors import MessageError
from email.message import Message
from pathlib import Path

from archive.errors import ReadError
from archive.readers import base
from archive.readers.base import Member, check_size
from archive.readers.containers.mail_words import RawHeaders, decoded, file_name, header_words
from archive.readers.containers.member_names import clean, distinct
from archive.readers.containers.tnef import TnefError, Winmail, winmail
from archive.readers.line_joining import shows

MAX_PARTS = 1_000
MAX_DEPTH = 3
"""Mails within mails: so many are opened."""
_SUBJECT_LENGTH = 80
_TNEF = ("application/ms-tnef", "application/vnd.ms-tnef")
_TAG = re.compile(r"<(?:style|script)\b.*?</(?:style|script)\s*>|<[^>]*>|&\w+;|\s+", re.IGNORECASE | re.DOTALL)
_POORER = 2
"""A page with more than so many times the plain text's characters says more than it."""
_BROKEN = (MessageError, ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError)
"""What the standard library raises on damaged mails; it promises only the first."""

MARK = "\ufeff"
"""Before a page that was decoded here: whatever encoding it states, it is UTF-8 now."""


@dataclass(slots=True)
class _Found:
    """What stands in one mail, in order."""

    plain: list[str | bytes] = field(default_factory=list)
    pages: list[str | bytes] = field(default_factory=list)
    attached: list[tuple[str, bytes]] = field(default_factory=list)
    wrapped: list[bytes] = field(default_factory=list)
    mails: list[Message] = field(default_factory=list)


def members(source: Path | bytes, name: str) -> Iterator[Member]:
    """The mail's own text and its attachments. Raises `ReadError`: `read.damaged`, `read.empty`, `read.too_large`,
    `read.too_many_parts`.
    """
    data = source if isinstance(source, bytes) else source.read_bytes()
    check_size(data, name)
    try:
        mail = email.message_from_bytes(data, policy=RawHeaders())
        if not mail.keys():
            raise ReadError("read.wrong_format" if data.strip() else "read.empty", name=name, expected="eml", found="?")
        if sum(1 for _ in mail.walk()) > MAX_PARTS:
            raise ReadError("read.too_many_parts", name=name, limit=MAX_PARTS)
        yield from _members(mail, name, 1)
    except _BROKEN as problem:
        raise ReadError("read.damaged", name=name, problem=str(problem)) from problem


def _members(mail: Message, name: str, depth: int) -> Iterator[Member]:
    found = _Found()
    _collect(mail, found)
    taken: set[str] = set()
    subject = subject_of(mail)
    yield from _written(found, subject, taken)
    for file, body in found.attached:
        yield Member(distinct(clean(file), taken), body)
    for body in found.wrapped:
        yield from _unwrapped(body, found, subject, taken)
    for inner in found.mails:
        place = distinct(f"{subject_of(inner)}.eml", taken)
        if depth == MAX_DEPTH:
            yield Member(place, b"", ReadError("read.too_deep", name=place, limit=MAX_DEPTH))
            continue
        for member in _members(inner, place, depth + 1):
            yield Member(f"{place}!/{member.name}", member.data, member.error)
    if not taken:
        raise ReadError("read.empty", name=name)


def _collect(part: Message, found: _Found) -> None:
    """The parts in their order; of alternatives the one that says the most."""
    kind, file = part.get_content_type(), file_name(part)
    payload = part.get_payload()
    if kind == "message/rfc822":
        found.mails += _inner(part)
    elif kind == "multipart/alternative" and isinstance(payload, list):
        _choose([one for one in payload if isinstance(one, Message)], found)
    elif isinstance(payload, list):
        for one in payload:
            if isinstance(one, Message):
                _collect(one, found)
    else:
        _collect_leaf(part, kind, file, found)


def _collect_leaf(part: Message, kind: str, file: str, found: _Found) -> None:
    body = part.get_payload(decode=True)
    if not isinstance(body, bytes):
        return
    if kind in _TNEF or file.lower() == "winmail.dat":
        found.wrapped.append(body)
    elif file:
        found.attached.append((file, body))
    elif kind in ("text/plain", "text/html"):
        text = decoded(body, part.get_content_charset())
        (found.plain if kind == "text/plain" else found.pages).append(body if text is None else text)
    elif body.strip():  # nobody named it, and it is there all the same
        found.attached.append((f"{kind.partition('/')[0]}{mimetypes.guess_extension(kind) or '.bin'}", body))


def _choose(ways: list[Message], found: _Found) -> None:
    """RFC 2046, 5.1.4: they say the same, the last most faithfully. The plain text is the shortest way to read it;
    where it only says that there is a page, the page is.
    """
    each: list[_Found] = []
    for way in ways:
        one = _Found()
        _collect(way, one)
        each.append(one)
    plain = [text for one in each for text in one.plain]
    pages = [text for one in each for text in one.pages]
    said, shown = sum(map(_length, plain)), sum(map(_length, pages))
    if said * _POORER >= shown:
        found.plain += plain
    else:
        found.pages += pages
    for one in each:
        found.attached += one.attached
        found.wrapped += one.wrapped
        found.mails += one.mails


def _length(text: str | bytes) -> int:
    return len(text) if isinstance(text, bytes) else len(_TAG.sub("", text))


def _inner(part: Message) -> list[Message]:
    """The mail in a part. RFC 2046 forbids to encode it; some do."""
    payload = part.get_payload()
    inner = [one for one in payload if isinstance(one, Message)] if isinstance(payload, list) else []
    if len(inner) == 1 and not inner[0].keys():
        shell = Message(policy=part.policy)
        shell["Content-Transfer-Encoding"] = str(part.get("Content-Transfer-Encoding", ""))
        shell.set_payload(inner[0].get_payload())
        raw = shell.get_payload(decode=True)
        return [email.message_from_bytes(raw, policy=RawHeaders())] if isinstance(raw, bytes) else []
    return inner


def _written(found: _Found, subject: str, taken: set[str]) -> Iterator[Member]:
    """The mail's own words; bytes that no charset fits go as they are, and their reader says so."""
    for suffix, pieces, between in ((".txt", found.plain, "\n\n"), (".html", found.pages, "\n")):
        raw = [piece for piece in pieces if isinstance(piece, bytes)]
        text = between.join(piece for piece in pieces if isinstance(piece, str) and shows(piece))
        if shows(text):
            page = MARK + text if suffix == ".html" else text
            yield Member(distinct(subject + suffix, taken), page.encode("utf-8", "replace"))
        for piece in raw:
            yield Member(distinct(subject + suffix, taken), piece)


def _unwrapped(body: bytes, found: _Found, subject: str, taken: set[str]) -> Iterator[Member]:
    """What is in a winmail.dat: its attachments; its text only where the mail has none of its own, since that is it."""
    try:
        inner = winmail(body, base.MAX_BYTES)
    except TnefError as problem:
        name = distinct("winmail.dat", taken)
        yield Member(name, b"", ReadError("read.damaged", name=name, problem=str(problem)))
        return
    if not found.plain and not found.pages:
        yield from _wrapped_text(inner, subject, taken)
    for one in inner.attachments:
        if one.nested:
            name = distinct(clean(one.name or "winmail.dat"), taken)
            yield Member(name, b"", ReadError("read.too_deep", name=name, limit=1))
        elif one.data:
            yield Member(distinct(clean(one.name or "winmail.bin"), taken), one.data)


def _wrapped_text(inner: Winmail, subject: str, taken: set[str]) -> Iterator[Member]:
    if shows(inner.plain):
        yield Member(distinct(f"{subject}.txt", taken), inner.plain.encode("utf-8", "replace"))
    elif inner.html:
        yield Member(distinct(f"{subject}.html", taken), inner.html)
    elif inner.rtf:
        yield Member(distinct(f"{subject}.rtf", taken), inner.rtf)


def subject_of(mail: Message) -> str:
    """The subject, fit for a file's name; `_` for none."""
    subject = clean(header_words(mail.get("Subject")))[:_SUBJECT_LENGTH]
    return subject.replace("/", "_").strip(". ") or "_"
