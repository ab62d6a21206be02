"""winmail.dat: what Outlook wraps a mail's text and attachments into for other Outlooks ([MS-OXTNEF]).

Attributes follow each other, each with its level, tag, length, data and checksum; within some of them lie MAPI
properties. Everything else (addresses, dates, pictures of the attachments) is passed over. Linear in the file's size.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from archive.readers.containers.mail_words import raw_text
from archive.readers.containers.rtf_compression import inflated

SIGNATURE = b"\x78\x9f\x3e\x22"

_HEAD = 6  # signature and key
_BODY, _MESSAGE, _CODE_PAGE = 0x0002_800C, 0x0006_9003, 0x0006_9007
_RENDERING, _TITLE, _DATA, _PROPERTIES = 0x0006_9002, 0x0001_8010, 0x0006_800F, 0x0006_9005
_LONG_NAME, _PLAIN_BODY, _RTF_BODY, _HTML_BODY, _OBJECT = 0x3707, 0x1000, 0x1009, 0x1013, 0x3701
_FIXED = {0x01: 4, 0x02: 4, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0A: 4, 0x0B: 4, 0x14: 8, 0x40: 8, 0x48: 16}
_LONG = frozenset({0x0D, 0x1E, 0x1F, 0x102})
_UNICODE, _MANY, _NAMED = 0x1F, 0x1000, 0x8000
_MESSAGE_IN_OBJECT = 16  # the bytes of an interface's name before an embedded winmail.dat


class TnefError(ValueError):
    """The bytes are not what a winmail.dat must be."""


@dataclass(slots=True)
class Attachment:
    """A file inside: its name, "" for none, and its bytes."""

    name: str = ""
    data: bytes = b""
    nested: bool = False


@dataclass(slots=True)
class Winmail:
    """What is in it: the mail's text in the forms in which it stands (rtf inflated), and its attachments."""

    plain: str = ""
    html: bytes = b""
    rtf: bytes = b""
    attachments: list[Attachment] = field(default_factory=list)


def winmail(data: bytes, limit: int) -> Winmail:
    """What `data` holds; no text inflates beyond `limit` bytes. Raises TnefError."""
    if not data.startswith(SIGNATURE):
        raise TnefError("signature")
    found, code_page = Winmail(), "gb18030"
    for tag, value in _attributes(data):
        if tag == _CODE_PAGE and len(value) >= 4:
            code_page = f"cp{struct.unpack_from('<I', value)[0]}"
        elif tag == _BODY:
            found.plain = raw_text(value.rstrip(b"\0"), code_page)
        elif tag == _MESSAGE:
            _take_bodies(found, value, code_page, limit)
        elif tag == _RENDERING:
            found.attachments.append(Attachment())
        elif tag in (_TITLE, _DATA, _PROPERTIES) and found.attachments:
            _take(found.attachments[-1], tag, value, code_page)
    return found


def _take(attachment: Attachment, tag: int, value: bytes, code_page: str) -> None:
    if tag == _TITLE:
        attachment.name = attachment.name or raw_text(value.rstrip(b"\0"), code_page)
    elif tag == _DATA:
        attachment.data = value
    else:
        for identity, kind, one in _properties(value):
            if identity == _LONG_NAME:
                attachment.name = _text(kind, one, code_page)
            elif identity == _OBJECT and not attachment.data:
                attachment.data = one[_MESSAGE_IN_OBJECT:] if kind == 0x0D else one
                attachment.nested = attachment.data.startswith(SIGNATURE)


def _take_bodies(found: Winmail, value: bytes, code_page: str, limit: int) -> None:
    for identity, kind, one in _properties(value):
        if identity == _PLAIN_BODY:
            found.plain = _text(kind, one, code_page)
        elif identity == _HTML_BODY:
            found.html = one.rstrip(b"\0")
        elif identity == _RTF_BODY:
            found.rtf = inflated(one, limit)


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = _HEAD
    while at < len(data):
        if at + 9 > len(data):
            raise TnefError(f"attribute at {at}")
        tag, size = struct.unpack_from("<II", data, at + 1)
        end = at + 9 + size
        if end + 2 > len(data):
            raise TnefError(f"attribute at {at}")
        yield tag, data[at + 9 : end]
        at = end + 2


def _properties(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Id, type and bytes of the properties with one value; those with several hold nothing that is read."""
    at = 4
    try:
        for _ in range(struct.unpack_from("<I", data, 0)[0]):
            kind, identity = struct.unpack_from("<HH", data, at)
            at += 4
            at = _past_name(data, at) if identity >= _NAMED else at
            many, kind = bool(kind & _MANY), kind & ~_MANY
            count = 1
            if many or kind in _LONG:
                (count,) = struct.unpack_from("<I", data, at)
                at += 4
            for _ in range(count):
                size = _FIXED.get(kind)
                if size is None:
                    if kind not in _LONG:
                        raise TnefError(f"type {kind:#x}")
                    (size,) = struct.unpack_from("<I", data, at)
                    at += 4
                if at + size > len(data):
                    raise TnefError(f"property at {at}")
                if not many:
                    yield identity, kind, data[at : at + size]
                at += size + -size % 4
    except struct.error as problem:
        raise TnefError(f"property at {at}") from problem


def _past_name(data: bytes, at: int) -> int:
    (by_name,) = struct.unpack_from("<I", data, at + 16)
    if not by_name:
        return at + 24
    (size,) = struct.unpack_from("<I", data, at + 20)
    return int(at + 24 + size + -size % 4)


def _text(kind: int, value: bytes, code_page: str) -> str:
    if kind == _UNICODE:
        return value.decode("utf-16-le", "replace").rstrip("\0")
    return raw_text(value.rstrip(b"\0"), code_page)
