"""Bytes to text, strictly: which encoding a file is in, and a named error where none fits. Formats live elsewhere.

Order: a byte order mark; UTF-16 without one where NUL bytes say so; UTF-8; UTF-16 where its stops say so; GB18030
(which holds GBK and GB2312), with what its edition of 2022 took out of the private area; Big5.
GB18030 gives characters for nearly any bytes, so what it gives must also look like Chinese writing.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
import warnings
from collections import Counter
from dataclasses import dataclass

from archive.errors import ReadError
from archive.text.private_use import GB18030_2022

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with UTF-16's
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_COMMON = re.compile("[，。、的\n 0-9\u3000]")
_WRITING = re.compile("[\t\n\r\x20-\x7e\u2000-\u9fff\uff00-\uffef]")
# ， 。 、 in UTF-16, either order: FF is in no text of GB18030 or Big5, and 01 and 02 are controls.
_WIDE_STOPS = re.compile(b"\x0c\xff|\xff\x0c|[\x01\x02]\x30|\x30[\x01\x02]")
# One of eight Han characters of a traditional text, and one of a hundred where bytes of another kind pass for Big5.
_OFTEN = re.compile("[的一是不在有國會為這中人大年工作報與業議員務及發]")
_OFTEN_SHARE = 12
_CONTROL_FEW = 8
_CONTROL_SHARE = 0.02
_ALIEN_SHARE = 0.05
# What Big5, broken UTF-8 and other bytes become when they are taken for GB18030, and reports hardly ever hold:
# kana, Greek, Cyrillic, bopomofo, box drawing. Unassigned and private characters are found by category.
_ALIEN = re.compile("[\u0370-\u052f\u2500-\u257f\u3040-\u30ff\u3105-\u312f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text, and the codec that gave it."""

    text: str
    encoding: str


def decode(data: bytes, name: str, encoding: str | None = None) -> Decoded:
    """The text of `data`, by `encoding` alone where it is given.

    Raises `read.undecodable` with the byte offset, `read.not_text` for a binary file, `read.unknown_encoding`.
    """
    decoded = _given(data, name, encoding) if encoding is not None else _found(data, name)
    if decoded.encoding != "gb18030":
        return decoded
    return Decoded(decoded.text.translate(GB18030_2022), decoded.encoding)


def _found(data: bytes, name: str) -> Decoded:
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return _checked(_strict(data[len(mark) :], name, codec, len(mark)), name)
    return _checked(_guessed(data, name), name)


def _given(data: bytes, name: str, encoding: str) -> Decoded:
    try:
        codec = codecs.lookup(encoding).name
        "".encode(codec)  # raises for codecs that are not of text, as hex
    except (LookupError, ValueError) as problem:
        raise ReadError("read.unknown_encoding", name=name, encoding=encoding) from problem
    decoded = _strict(data, name, codec, 0)
    return _checked(Decoded(decoded.text.removeprefix("\ufeff"), codec), name)


def _strict(data: bytes, name: str, codec: str, before: int) -> Decoded:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # unicode_escape's, when somebody asks for it
            text = data.decode(codec)
    except UnicodeDecodeError as problem:
        raise _undecodable(name, before + problem.start, codec) from problem
    except UnicodeError as problem:  # a few codecs give no place
        raise _undecodable(name, before, codec) from problem
    if _SURROGATE.search(text):  # utf-7 and its like let halves of characters through
        raise _undecodable(name, before, codec)
    return Decoded(text, codec)


def _guessed(data: bytes, name: str) -> Decoded:
    if b"\0" in data:
        wide = _wide(data)
        if wide is not None:
            return _strict(data, name, wide, 0)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as problem:
        wide = _wide(data) if _WIDE_STOPS.search(data) else None
        if wide is not None:
            return _strict(data, name, wide, 0)
        if _binary(data):
            raise ReadError("read.not_text", name=name) from problem
        if _mostly_utf8(data):
            raise _undecodable(name, problem.start, "utf-8") from problem
    return _chinese(data, name)


def _chinese(data: bytes, name: str) -> Decoded:
    """By GB18030, where what it gives looks like writing, else by what does. Raises `read.undecodable`."""
    try:
        decoded = _strict(data, name, "gb18030", 0)
    except ReadError:
        guess = _traditional(data) or _bare(data)
        if guess is None:
            raise
        return guess
    place = _noise(decoded.text.translate(GB18030_2022))
    if place is not None:
        guess = _traditional(data) or _bare(data)
        if guess is not None:
            return guess
        raise _undecodable(name, len(decoded.text[:place].encode("gb18030")), "gb18030")
    return decoded


def _traditional(data: bytes) -> Decoded | None:
    """Big5, where it gives the commonest words of traditional Chinese: most bytes are some Big5."""
    try:
        text = data.decode("big5hkscs")
    except UnicodeDecodeError:
        return None
    han = sum("\u4e00" <= character <= "\u9fff" for character in text)
    often = len(_OFTEN.findall(text))
    return Decoded(text, "big5hkscs") if often * _OFTEN_SHARE >= han > 0 and _noise(text) is None else None


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: the byte order that gives the commonest characters, if all of it looks like writing."""
    if len(data) % 2:
        return None
    text, codec = max(((data.decode(order, "replace"), order) for order in ("utf-16-le", "utf-16-be")), key=_looks)
    return codec if len(_WRITING.findall(text)) * 10 >= len(text) * 9 else None


def _looks(decoded: tuple[str, str]) -> tuple[int, int]:
    """How much a text looks like writing: its commonest characters first."""
    return len(_COMMON.findall(decoded[0])), len(_WRITING.findall(decoded[0]))


def _bare(data: bytes) -> Decoded | None:
    """UTF-16 without a mark, a line end or a stop, where every character of it is a common one or Han: a heading."""
    wide = _wide(data)
    text = data.decode(wide, "replace") if wide is not None else ""  # half a character is no writing
    han = sum("\u4e00" <= character <= "\u9fff" for character in text)
    return Decoded(text, wide) if wide is not None and han and han + len(_COMMON.findall(text)) == len(text) else None


def _binary(data: bytes) -> bool:
    return len(_CONTROL.findall(data.decode("latin-1").translate(_HIGH))) > _CONTROL_FEW + len(data) * _CONTROL_SHARE


_HIGH = dict.fromkeys(range(0x80, 0x100))


def _mostly_utf8(data: bytes) -> bool:
    """Whether more characters than not are UTF-8: then it is UTF-8 with damage, not another encoding."""
    text = data.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    return sum(c > "\x7f" for c in text) - wrong > wrong


def _noise(text: str) -> int | None:
    """Where the first alien character stands if there are too many of them to be Chinese writing."""
    counted = Counter(c for c in text if c > "\x7f")
    alien = {c for c in counted if _ALIEN.match(c) or unicodedata.category(c) in ("Cn", "Co", "Cc")}
    if sum(counted[c] for c in alien) <= counted.total() * _ALIEN_SHARE:
        return None
    return next(place for place, c in enumerate(text) if c in alien)


def _checked(decoded: Decoded, name: str) -> Decoded:
    if len(_CONTROL.findall(decoded.text)) > _CONTROL_FEW + len(decoded.text) * _CONTROL_SHARE:
        raise ReadError("read.not_text", name=name)
    return decoded


def _undecodable(name: str, offset: int, encoding: str) -> ReadError:
    return ReadError("read.undecodable", name=name, offset=offset, encoding=encoding)
