"""A saved web page to blocks: its encoding, its own statements about itself, its text. The text's rules are in `page`.

Nothing is executed or fetched. A page's word about its encoding is checked against the bytes: templates lie.
"""

from __future__ import annotations

import codecs
import contextlib
import re

from archive.errors import ReadError
from archive.model import Notice
from archive.readers.base import Reading, check_size
from archive.readers.decoding import Decoded, decode
from archive.readers.markup.blocks import Page
from archive.readers.markup.furniture import without_furniture
from archive.readers.markup.navigation import without_menus
from archive.readers.markup.record import stated_in
from archive.readers.markup.tokenizer import Tag, tokens

FORMAT = "html"
EDITION = 3

_CHARSET = re.compile(rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{1,40})""", re.IGNORECASE)
_CHARSET_WITHIN = 4096  # bytes; the standard asks for 1024, pages with long comments first are common
_SAME = {"gb2312": "gb18030", "gbk": "gb18030", "iso8859-1": "", "ascii": "", "cp1252": ""}


def read(data: bytes, name: str, encoding: str | None = None) -> Reading:
    """The blocks of a page and its metadata: `title`, its `<meta name=…>` by name, the record of 索引号, 发文机关 ….

    `apart` are menus, the way to the page, bars and links beside the text, the foot, and that record.

    Raises `ReadError`: `read.undecodable`, `read.not_text`, `read.too_large`, `read.too_deep`.
    """
    check_size(data, name)
    decoded, notices = _decoded(data, name, encoding)
    page = Page(name)
    metadata: dict[str, str] = {}
    title: list[str] = []
    in_title = False
    for token in tokens(decoded.text):
        if isinstance(token, Tag):
            in_title = token.name == "title" and not token.closing
            if token.name == "meta":
                _note_meta(token, metadata)
        elif in_title and not title:
            title.append(" ".join(token.split()))
        page.take(token)
    shown, menus = without_menus(page.finish(), page.linked)
    blocks, furniture = without_furniture(shown, page.linked, page.named)
    if title and title[0]:
        metadata.setdefault("title", title[0])
    notices += page.not_read.notices("".join(title), [block.text for block in blocks])
    return Reading(blocks, decoded.encoding, notices, metadata | stated_in(shown), (*page.apart, *menus, *furniture))


def _note_meta(tag: Tag, metadata: dict[str, str]) -> None:
    key, value = tag.attributes.get("name", "").strip(), " ".join(tag.attributes.get("content", "").split())
    if key and value:
        metadata.setdefault(key, value)


def _decoded(data: bytes, name: str, encoding: str | None) -> tuple[Decoded, tuple[Notice, ...]]:
    stated = _CHARSET.search(data[:_CHARSET_WITHIN])
    if encoding is not None or stated is None or data.startswith((codecs.BOM_UTF8, b"\xff\xfe", b"\xfe\xff")):
        return decode(data, name, encoding), ()
    word = stated[1].decode("ascii")
    try:
        codec = codecs.lookup(word).name
    except LookupError:
        codec = ""
    return _against_the_bytes(data, name, word, _SAME.get(codec, codec))


def _against_the_bytes(data: bytes, name: str, word: str, codec: str) -> tuple[Decoded, tuple[Notice, ...]]:
    """What the bytes are, when the page says `word`: its word holds for encodings that bytes cannot prove."""
    if codec not in ("", "utf-8", "gb18030") and not _is_utf8(data):
        with contextlib.suppress(ReadError):  # then the word is wrong, and the bytes are asked
            return decode(data, name, codec), ()
    decoded = decode(data, name)
    if codec in ("", decoded.encoding) or data.isascii():
        return decoded, ()
    return decoded, (Notice("read.wrong_charset", {"stated": word, "encoding": decoded.encoding}),)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
