"""A page's tokens to blocks: what a person who reads the rendered page sees, in reading order.

Shared by html files and by rendered Markdown. What bytes a page has, and what it states about itself, is told in
`html`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from archive.errors import ReadError
from archive.model import Block
from archive.readers.line_joining import (
    joined,
    shows,
    split,
    visible,
)
from archive.readers.markup.tokenizer import Tag, tokens
from archive.readers.table_blocks import Table


def _names(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_NOT_SHOWN = _names(
    "script style template noscript head title iframe object svg canvas math audio video map nav select option button "
    "textarea datalist dialog rt rp rtc"
)
_RUBY = _names("rb rt rp rtc")
_SITE_FRAME = _names("header footer aside")
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_CUTTING = _HEADINGS.keys() | _names(
    "address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption figure footer "
    "form header hgroup hr html legend li main menu nav ol p pre section summary table tbody td tfoot th thead tr ul "
    "title head"
)
_ENCLOSING = _names(
    "article aside body center div dl fieldset footer form header html main nav ol ruby section table ul"
)
_ENDED_BY_NEXT = _names("li td th tr dt dd option")
_VOID = _names("area base br col embed hr img input link meta param source track wbr")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPACE = re.compile("[ \t\n\r\f]+")
_SOFT = "\x1d"  # a line end of the source inside a paragraph; no file can hold it: `visible` drops it
_MAX_TABLES = 64
_MAX_FORM = 300


class Page:
    """Takes a page's tokens one after the other and keeps its blocks.

    `keep_lines`: a line end in the source stays one inside its paragraph (Markdown); else it is a blank.
    """

    def __init__(self, name: str, *, keep_lines: bool = False) -> None:
        self.blocks: list[Block] = []
        self._name = name
        self._soft = _SOFT if keep_lines else " "
        self._sinks = [self.blocks]
        self._tables: list[Table] = []
        self._lists: list[int | None] = []
        self._forms: list[tuple[list[Block], int]] = []
        self._parts: list[str] = []
        self._marker = ""
        self._level: int | None = None
        self._verbatim = 0
        self._in_link = False
        self._linked = 0  # characters of the paragraph that are a link's words
        self.linked: dict[int, Block] = {}  # by identity; kept alive, or an identity might come twice
        self._articles = 0
        self._unseen = ""  # the element that is not shown, and what is open inside it
        self._inside: Counter[str] = Counter()

    def take(self, token: str | Tag) -> None:
        """The next token."""
        if isinstance(token, str):
            if not self._unseen:
                self._text(token)
        elif self._unseen:
            self._pass_over(token)
        elif token.closing:
            self._end(token.name)
        else:
            self._start(token.name, token.attributes)

    def finish(self) -> tuple[Block, ...]:
        """The blocks; elements that were never closed are."""
        while self._tables:
            self._close_table()
        self._cut()
        return tuple(self.blocks)

    def _text(self, text: str) -> None:
        shown = visible(text)
        if not self._parts and not shown.strip():  # what stands between two blocks
            return
        if self._in_link:
            self._linked += len("".join(shown.split()))
        self._parts.append(shown if self._verbatim else _SPACE.sub(self._blank, shown))

    def _blank(self, found: re.Match[str]) -> str:
        return self._soft if "\n" in found[0] else " "

    def _pass_over(self, tag: Tag) -> None:
        """A tag inside what is not shown, which ends with its end tag, or where a browser sees its end without one."""
        inside = self._inside
        if self._ends_without_tag(tag):
            self._unseen = ""
            self.take(tag)
        elif not tag.closing:
            inside[tag.name] += tag.name not in _VOID
        elif inside[tag.name]:
            inside[tag.name] -= 1
        elif tag.name == self._unseen:
            self._unseen = ""

    def _ends_without_tag(self, tag: Tag) -> bool:
        if tag.closing:  # the end of something that was open before
            return tag.name != self._unseen and not self._inside[tag.name] and tag.name in _ENCLOSING
        if self._unseen == "p":
            return tag.name in _CUTTING
        if self._unseen in _RUBY and tag.name in _RUBY:  # a reading ends with its end tag or where the next one begins
            return True
        return tag.name == self._unseen and tag.name in _ENDED_BY_NEXT and not any(self._inside[n] for n in _ENCLOSING)

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        if self._is_unseen(name, attributes):
            if name in _CUTTING:
                self._cut()
            self._unseen = name
            self._inside.clear()
        elif name == "br":
            self._parts.append("\n")
        elif name == "a":
            self._in_link = True
        elif name in _CUTTING:
            self._cut()
            self._open(name, attributes)

    def _is_unseen(self, name: str, attributes: Mapping[str, str]) -> bool:
        if name in _VOID or name in ("html", "body"):
            return False
        if name in _NOT_SHOWN or "hidden" in attributes or _HIDDEN.search(attributes.get("style", "")):
            return True
        return name in _SITE_FRAME and not self._articles

    def _open(self, name: str, attributes: Mapping[str, str]) -> None:
        if name in _HEADINGS:
            self._level = _HEADINGS[name]
        elif name == "pre":
            self._verbatim += 1
        elif name in ("article", "main"):
            self._articles += 1
        elif name == "form":
            self._forms.append((self._sinks[-1], len(self._sinks[-1])))
        elif name in ("ol", "ul"):
            self._lists.append(_number(attributes.get("start"), 1) if name == "ol" else None)
        elif name == "li":
            self._open_item(attributes)
        else:
            self._open_in_table(name)

    def _open_item(self, attributes: Mapping[str, str]) -> None:
        counter = self._lists[-1] if self._lists else None
        if counter is not None:
            number = _number(attributes.get("value"), counter)
            self._marker = f"{number}. "
            self._lists[-1] = number + 1

    def _open_in_table(self, name: str) -> None:
        if name == "table":
            if len(self._tables) == _MAX_TABLES:
                raise ReadError("read.too_deep", name=self._name, limit=_MAX_TABLES)
            if self._tables:
                self._tables[-1].holds_table = True
            self._tables.append(Table())
            self._sinks.append(self._sinks[-1])
        elif self._tables and name == "tr":
            self._tables[-1].open_row()
            self._sinks[-1] = self._sinks[-2]
        elif self._tables and name in ("td", "th"):
            self._sinks[-1] = self._tables[-1].open_cell()

    def _end(self, name: str) -> None:
        if name == "p" or name in _CUTTING:
            self._cut()
        if name == "a":
            self._in_link = False
        elif name in _HEADINGS:
            self._level = None
        elif name == "pre":
            self._verbatim = max(0, self._verbatim - 1)
        elif name in ("article", "main"):
            self._articles = max(0, self._articles - 1)
        elif name == "form" and self._forms:
            self._close_form()
        elif name in ("ol", "ul") and self._lists:
            self._lists.pop()
        elif name == "li":
            self._marker = ""
        elif name == "table" and self._tables:
            self._close_table()

    def _close_form(self) -> None:
        """A search box is dropped; a form around the whole page, which some sites have, is not."""
        sink, start = self._forms.pop()
        if sink is self._sinks[-1] and sum(len(block.text) for block in sink[start:]) < _MAX_FORM:
            del sink[start:]

    def _close_table(self) -> None:
        self._cut()
        table = self._tables.pop()
        self._sinks.pop()
        self._sinks[-1].extend(table.blocks())

    def _cut(self) -> None:
        """The paragraph is over: what was collected becomes blocks."""
        if not self._parts:
            return
        text = "".join(self._parts)
        is_link = 0 < self._linked == len("".join(text.split()))
        self._parts.clear()
        self._linked = 0
        if self._level is not None:
            self._add("\n".join(line.text for line in split(text)), is_link=is_link)
            return
        for paragraph in joined(split(text)) if "\n" in text else (text,):
            self._add(paragraph, is_link=is_link)

    def _add(self, text: str, *, is_link: bool) -> None:
        shown = "\n".join(line.strip() for line in text.replace(_SOFT, "\n").split("\n")).strip()
        if not shows(shown):
            return
        block = Block("heading" if self._level else "paragraph", self._marker + shown, self._level)
        self._marker = ""
        self._sinks[-1].append(block)
        if is_link:
            self.linked[id(block)] = block


def blocks_of(html: str, name: str, *, keep_lines: bool = False) -> tuple[Block, ...]:
    """The blocks of the page `html`. Raises `read.too_deep` for tables in tables beyond measure."""
    page = Page(name, keep_lines=keep_lines)
    for token in tokens(html):
        page.take(token)
    return page.finish()


def _number(value: str | None, default: int) -> int:
    return int(value) if value is not None and re.fullmatch("-?[0-9]{1,6}", value.strip()) else default
