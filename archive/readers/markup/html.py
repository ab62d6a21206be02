"""A saved web page to blocks: its encoding, its own statements about itself, its text. The text's rules are in `page`.

Nothing is executed or fetched. A page's word about its encoding is checked against the bytes: templates lie.
"""

from __future__ import annotations

import codecs
import contextlib
import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from archive.errors import ReadError
from archive.model import CELL, Block, Notice
from archive.readers.base import Reading, check_size
from archive.readers.decoding import Decoded, decode
from archive.readers.markup.blocks import Page
from archive.readers.markup.navigation import without_menus
from archive.readers.markup.tokenizer import Tag, tokens

FORMAT = "html"
EDITION = 2

_CHARSET = re.compile(rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{1,40})""", re.IGNORECASE)
_CHARSET_WITHIN = 4096  # bytes; the standard asks for 1024, pages with long comments first are common
_END = Block("page_break", "")
_BELIEVED = 3
_LABEL_LENGTH = 8
_SAME = {"gb2312": "gb18030", "gbk": "gb18030", "iso8859-1": "", "ascii": "", "cp1252": ""}
_LABELS = frozenset(
    {"索引号", "主题分类", "发文机关", "成文日期", "标题", "名称", "发文字号", "文号", "发布日期", "发布机构", "主题词"}
    | {"发文日期", "生成日期", "有效性"}
)


def read(data: bytes, name: str, encoding: str | None = None) -> Reading:
    """The blocks of a page and its metadata: `title`, its `<meta name=…>` by name, and the table of 索引号, 发文机关 ….

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
            _note_meta(token, metadata)
        elif in_title and not title:
            title.append(" ".join(token.split()))
        page.take(token)
    blocks = without_menus(page.finish(), page.linked)
    if title and title[0]:
        metadata.setdefault("title", title[0])
    return Reading(blocks, decoded.encoding, notices, metadata | stated_in(blocks))


def stated_in(blocks: Sequence[Block]) -> dict[str, str]:
    """What the table above a published paper says: 发文机关, 成文日期 … each label with the cell or line after it.

    Outside a table only three labels and values in a row are believed.
    """
    stated: dict[str, str] = {}
    lines: list[tuple[str, str]] = []
    pairs = pairwise([*blocks, _END, _END])
    for block, after in pairs:
        if _label(block.text) and not _label(after.text):
            lines.append((block.text, after.text))
            next(pairs, None)
            continue
        if block.kind == "row":
            _state(stated, pairwise(block.text.split(CELL)))
        if len(lines) >= _BELIEVED:
            _state(stated, lines)
        lines.clear()
    return stated


def _state(stated: dict[str, str], pairs: Iterable[tuple[str, str]]) -> None:
    for label, value in pairs:
        key = _label(label)
        if key in _LABELS and value.strip() and not _label(value):
            stated.setdefault(key, " ".join(value.split()))


def _label(text: str) -> str | None:
    """The label that `text` is with its colon, without the blanks it is spread with; None if it is none."""
    bare = re.sub(r"\s", "", text)
    return bare[:-1] if bare[-1:] in ("：", ":") and 2 < len(bare) <= _LABEL_LENGTH else None


def _note_meta(tag: Tag, metadata: dict[str, str]) -> None:
    if tag.name == "meta" and not tag.closing:
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
