"""A page's tokens to blocks: what a person who reads the rendered page sees, in reading order.

Shared by html files and by rendered Markdown. What bytes a page has, and what it states about itself, is told in
`html`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from archive.errors import ReadError
from archive.model import Block
from archive.readers.line_joining import (
    joined,
    shows,
    split,
    visible,
)
from archive.readers.markup import list_markers
from archive.readers.markup.elements import CUTTING, HEADINGS, INLINE, is_hidden, is_unseen
from archive.readers.markup.form_fields import value_of
from archive.readers.markup.not_read import NotRead
from archive.readers.markup.open_elements import Hidden, Region
from archive.readers.markup.reversed_lists import MAX_INSIDE, HeldList
from archive.readers.markup.tokenizer import Tag
from archive.readers.table_blocks import Table

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
        self._lists: list[list_markers.ListCounter] = []
        self._forms: list[tuple[list[Block], int]] = []
        self._parts: list[str] = []
        self._marker = ""
        self._level: int | None = None
        self._verbatim = 0
        self._in_link = False
        self._linked = 0  # characters of the paragraph that are a link's words
        self.linked: dict[int, Block] = {}  # by identity; kept alive, or an identity might come twice
        self._articles = 0
        self.named: dict[int, Block] = {}  # blocks in an element with a name as in `NAMED`, likewise
        self._region = Region()
        self.apart: list[str] = []  # the words of forms that only ask
        self.not_read = NotRead()
        self._hidden = Hidden()
        self._held: HeldList | None = None
        self._counting_down = 0

    def take(self, token: str | Tag) -> None:
        """Take the next token: text goes on with the open block, tags begin and end blocks."""
        if self._held is not None:
            if self._held.take(token):
                self._release(self._held)
        elif isinstance(token, str):
            if not self._hidden.name:
                self._text(token)
        elif self._hidden.name:
            self._pass_over(token)
        elif token.closing:
            self._end(token.name)
        else:
            self._start(token.name, token.attributes)

    def finish(self) -> tuple[Block, ...]:
        """The blocks; elements that were never closed are."""
        while self._held is not None:
            self._counting_down += 1
            self._release(self._held)
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
        """A tag inside what is not shown."""
        place = self._hidden.take(tag)
        if place != "inside":
            self.not_read.counts["drawings"] += self._hidden.drawing_has_words
        if place == "after":
            self.take(tag)

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name in INLINE:
            if attributes and is_hidden(attributes):
                self._hidden.open(name)
        elif is_unseen(name, attributes, in_article=self._articles > 0):
            self._hide(name, attributes)
        elif name == "br":
            self._parts.append("\n")
        elif name == "a":
            self._in_link = True
        elif name in CUTTING:
            self._cut()
            if attributes or self._region.name:
                self._region.enter(name, attributes)
            self._open(name, attributes)
        elif name in ("input", "textarea"):
            self._open_field(name, attributes)
        elif name in ("img", "embed"):
            self.not_read.note(name, attributes)

    def _hide(self, name: str, attributes: Mapping[str, str]) -> None:
        if name in CUTTING:
            self._cut()
        self.not_read.note(name, attributes)
        self._hidden.open(name)

    def _open_field(self, name: str, attributes: Mapping[str, str]) -> None:
        """A field of a form that is filled in is of the text; then its form is no search box."""
        if name == "textarea":
            self._verbatim += 1
        elif value := value_of(attributes):
            self._text(value)
        if self._forms and ("readonly" in attributes or "disabled" in attributes):
            self._forms[-1] = (self._sinks[-1], -1)

    def _release(self, held: HeldList) -> None:
        """A list that counts down is over: now that its items are counted, it is read."""
        self._held = None
        self._counting_down += 1
        self._lists.append(list_markers.opened("ol", held.opening.attributes, held.items))
        for token in held.tokens:
            self.take(token)
        self._counting_down -= 1

    def _open(self, name: str, attributes: Mapping[str, str]) -> None:
        if name in HEADINGS:
            self._level = HEADINGS[name]
        elif name == "pre":
            self._verbatim += 1
        elif name in ("article", "main"):
            self._articles += 1
        elif name == "form":
            self._forms.append((self._sinks[-1], len(self._sinks[-1])))
        elif name in ("ol", "ul"):
            self._open_list(name, attributes)
        elif name == "li":
            self._marker = self._lists[-1].marker(attributes) if self._lists else ""
        else:
            self._open_in_table(name, attributes)

    def _open_list(self, name: str, attributes: Mapping[str, str]) -> None:
        counts_down = name == "ol" and "reversed" in attributes and "start" not in attributes
        if counts_down and self._counting_down < MAX_INSIDE:
            self._held = HeldList(Tag(name, attributes=attributes))
        else:
            self._lists.append(list_markers.opened(name, attributes))

    def _open_in_table(self, name: str, attributes: Mapping[str, str]) -> None:
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
        elif self._tables and name in ("thead", "tbody", "tfoot"):
            self._tables[-1].open_group()
        elif self._tables and name in ("td", "th"):
            across, down = (list_markers.integer(attributes.get(span), 1) for span in ("colspan", "rowspan"))
            self._sinks[-1] = self._tables[-1].open_cell(across, down)

    def _end(self, name: str) -> None:
        if name in INLINE:
            return
        if name == "p" or name in CUTTING:
            self._cut()
            if self._region.name:
                self._region.leave(name)
        if name == "a":
            self._in_link = False
        elif name in HEADINGS:
            self._level = None
        elif name in ("pre", "textarea"):
            self._verbatim = max(0, self._verbatim - 1)
        elif name in ("article", "main"):
            self._articles = max(0, self._articles - 1)
        else:
            self._end_holder(name)

    def _end_holder(self, name: str) -> None:
        """The end of what holds blocks of its own kind."""
        if name == "form" and self._forms:
            self._close_form()
        elif name in ("ol", "ul") and self._lists:
            self._lists.pop()
        elif name == "li":
            self._marker = ""
        elif name == "table" and self._tables:
            self._close_table()

    def _close_form(self) -> None:
        """A search box is dropped; a form that is filled in, or around the whole page as on some sites, is not."""
        sink, start = self._forms.pop()
        if start >= 0 and sink is self._sinks[-1] and sum(len(block.text) for block in sink[start:]) < _MAX_FORM:
            self.apart += [block.text for block in sink[start:]]
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
        if self._region.name:
            self.named[id(block)] = block


def blocks_of(read: Iterable[str | Tag], name: str, *, keep_lines: bool = False) -> tuple[Block, ...]:
    """The blocks of a page by its tokens. Raises `read.too_deep` for tables in tables beyond measure."""
    page = Page(name, keep_lines=keep_lines)
    for token in read:
        page.take(token)
    return page.finish()
