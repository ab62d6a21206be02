"""The words of a mail: headers and bodies as text, in whatever charset they stand, declared or not.

RFC 2047 says how a header declares its charset, RFC 6532 allows raw UTF-8. Old Chinese programs send raw GB18030,
declare GB2312 for it, declare US-ASCII or ISO-8859-1 for anything, and cut characters between two encoded words.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import quopri
import re
from email.message import Message
from email.policy import Compat32

from archive.text.private_use import GB18030_2022

_ENCODED = re.compile(r"=\?([^?\s]*)\?([bBqQ])\?([^?]*)\?=")
_BETWEEN = re.compile(r"(\?=)[ \t\r\n]+(?==\?[^?\s]*\?[bBqQ]\?)")
_FOLD = re.compile(r"\r?\n[ \t]*")
_GB = re.compile(r"gb|936|^unknown-8bit$", re.IGNORECASE)
_LATIN = re.compile(r"8859-?1$|8859-15$|latin-?1$|1252$", re.IGNORECASE)
_HAN = re.compile("[\u4e00-\u9fff]")
_LEAST_HAN = 0.5
"""Of the characters beyond ASCII, where bytes that call themselves Latin are Chinese."""
_BYTES = 1.8
"""Bytes beyond ASCII a character beyond it: GB2312 has two, UTF-8 three."""


class RawHeaders(Compat32):
    """Headers as text that keeps what was sent raw, where the standard library has a mark of doubt a byte."""

    def header_fetch_parse(self, name: str, value: str) -> str:  # noqa: ARG002 # the library names it so
        """The header's value; its encoded words stay encoded."""
        return raw_text(value.encode("utf-8", "surrogateescape"))


def raw_text(raw: bytes, charset: str | None = None) -> str:
    """Bytes by the charset that they state, where it fits, else by what fits; a mark of doubt for each byte that no
    charset knows.
    """
    return decoded(raw, charset) or raw.decode("utf-8", "replace")


def decoded(raw: bytes, charset: str | None) -> str | None:
    """The same; None where nothing fits."""
    stated = (charset or "").strip("'\" ").lower()
    if _GB.search(stated):
        stated = "gb18030"  # GB2312 stands for all of it
    if _LATIN.search(stated):
        chinese = _fitting(raw, ("utf-8", "gb18030"))
        if chinese is not None and _is_chinese(chinese, raw):
            return chinese
    return _fitting(raw, (stated or "utf-8", "utf-8", "gb18030"))


def _is_chinese(text: str, raw: bytes) -> bool:
    """Whether bytes that call themselves Latin are Chinese. In Latin words, letters beyond ASCII stand alone."""
    beyond = [one for one in text if one > "\x7f"]
    high = sum(byte > 0x7F for byte in raw)
    return len(beyond) > 1 and len(_HAN.findall(text)) >= len(beyond) * _LEAST_HAN and high >= len(beyond) * _BYTES


def _fitting(raw: bytes, codecs: tuple[str, ...]) -> str | None:
    for codec in codecs:
        with contextlib.suppress(UnicodeError, LookupError, ValueError):  # the next one is tried
            text = raw.decode(codec)
            if isinstance(text, str):
                return text.translate(GB18030_2022) if codec == "gb18030" else text
    return None


def header_words(value: str | None) -> str:
    """A header's words: encoded ones (RFC 2047) decoded, adjoining ones of one charset together, since characters may
    be cut between them; all else as it stands.
    """
    if value is None:
        return ""
    pieces: list[str] = []
    waiting: tuple[str, bytes] | None = None
    end = 0
    joined = _BETWEEN.sub(r"\1", _FOLD.sub(" ", str(value)))
    for word in _ENCODED.finditer(joined):
        charset, raw = word[1].partition("*")[0].lower(), _bytes_of(word[2], word[3])
        if waiting is not None and waiting[0] == charset and word.start() == end:
            waiting = charset, waiting[1] + raw
        else:
            pieces += [raw_text(waiting[1], waiting[0])] if waiting else []
            pieces.append(joined[end : word.start()])
            waiting = charset, raw
        end = word.end()
    pieces += [raw_text(waiting[1], waiting[0])] if waiting else []
    return "".join((*pieces, joined[end:])).replace("\r", "").replace("\n", "")


def file_name(part: Message) -> str:
    """What an attachment is called: by RFC 2231 or, as many programs write it, in encoded words or raw; "" for none."""
    for header, name in (("content-disposition", "filename"), ("content-type", "name")):
        found = part.get_param(name, header=header)
        if isinstance(found, tuple):  # RFC 2231: charset, language, and a text in which each byte is a character
            return header_words(raw_text(str(found[2]).encode("latin-1", "replace"), found[0]))
        if isinstance(found, str) and found:
            return header_words(found.strip('"'))
    return ""


def _bytes_of(way: str, words: str) -> bytes:
    raw = words.encode("utf-8", "replace")
    if way in "qQ":
        return quopri.decodestring(raw, header=True)
    try:
        return base64.b64decode(raw + b"=" * (-len(raw) % 4))
    except (binascii.Error, ValueError):
        return raw
