"""Markdown to blocks by way of its rendered page; the only owner of Python-Markdown. How a page is read is in `blocks`.

What the reader of the rendered page sees is what is searched: both come from `rendered`. The tree that the library
makes is read as the page that it would become, without writing that page where nothing needs it (`element_tree`);
headings and paragraphs alone go past the library (`plain_markdown`). List items keep the number
that the file prints, which Markdown alone would count anew, and notes that look like a link's definition are shown.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import ReferenceProcessor
from markdown.extensions import Extension
from markdown.extensions.sane_lists import SaneListExtension, SaneOListProcessor
from markdown.extensions.tables import TableExtension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from archive.errors import ReadError
from archive.model import Block, Notice
from archive.readers.base import Reading, check_size
from archive.readers.decoding import decode
from archive.readers.line_joining import visible
from archive.readers.markup.blocks import blocks_of
from archive.readers.markup.element_tree import is_whole, tokens_of
from archive.readers.markup.plain_markdown import blocks_of_plain
from archive.readers.markup.tokenizer import tokens

FORMAT = "md"
EDITION = 2

_INLINE = re.compile(r"[`\\\[<&*_\x02]|  \n")
"""What each of Python-Markdown's inline patterns needs at least; a test holds this equal to a full rendering."""

_MAX_BRACKETS = 3_000
_MAX_MARKS = 20_000
_MAX_UNCLOSED = 1_000
"""In one paragraph, or of raw tags in one file: beyond them the library's time grows with the square."""

_UNCLOSED = re.compile(r"<[a-zA-Z/!?][^<>]*(?=<|\Z)|<!\[")
_BLANK_LINES = re.compile("\n{4,}")
_STAR_LINE = re.compile(r"^[ ]{0,3}(?:\*[ ]*){3,}$", re.MULTILINE)
# The words that follow a figure: where emphasis begins or ends before one, its asterisks may have been a figure.
_AFTER_A_FIGURE = frozenset("余多次个名项件场条万亿千百元人户家篇份期年月日届批类处套台辆亩吨公米平％%")


def read(data: bytes, name: str, encoding: str | None = None) -> Reading:
    """The blocks of a Markdown file, soft line ends kept as LF inside their paragraph.

    Raises `ReadError` `read.undecodable`, `read.not_text`, `read.too_large`, `read.too_deep`, `read.too_long`.
    """
    check_size(data, name)
    decoded = decode(data, name, encoding)
    text = visible(decoded.text)
    plain = blocks_of_plain(text)
    if plain is not None:
        return Reading(plain, decoded.encoding)
    renderer = _Renderer(name)
    blocks = renderer.blocks(text)
    return Reading(blocks, decoded.encoding, tuple(renderer.notices()))


def rendered(text: str) -> str:
    """The html of Markdown `text`, with whatever raw html it holds: to be sanitised before a browser sees it.

    Raises `ReadError` `read.too_deep`, `read.too_long`.
    """
    return _Renderer("").html(visible(text))


class _Renderer:
    """One rendering: Python-Markdown keeps state, so each has its own."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._masks = _Masks()
        self._markdown = Markdown(extensions=[TableExtension(), _AsPrinted(), _Shortcut(name, self._masks)])

    def html(self, text: str) -> str:
        if sum(1 for _ in _UNCLOSED.finditer(text)) > _MAX_UNCLOSED:
            raise ReadError("read.too_long", name=self._name, limit=_MAX_UNCLOSED)
        try:
            html = self._markdown.convert(_BLANK_LINES.sub("\n\n\n", text))
        except RecursionError as problem:
            raise ReadError("read.too_deep", name=self._name, limit=sys.getrecursionlimit()) from problem
        self._masks.found += [line[0].strip() for line in _STAR_LINE.finditer(text)]
        return html

    def blocks(self, text: str) -> tuple[Block, ...]:
        """What a person sees of the page of `text`. Raises as `html`."""
        written = self._markdown.serializer
        tree: list[Element] = []

        def kept(root: Element) -> str:
            if self._markdown.htmlStash.html_counter or not is_whole(root):
                return str(written(root))  # raw html comes into the page only when it is written
            tree.append(root)
            return "<div></div>"

        self._markdown.serializer = kept
        html = self.html(text)
        return blocks_of(tokens_of(tree[0]) if tree else tokens(html), self._name, keep_lines=True)

    def notices(self) -> Iterator[Notice]:
        if self._masks.found:
            evidence = {"count": len(self._masks.found), "first": self._masks.found[0]}
            yield Notice("read.masks_as_emphasis", evidence)


class _Shortcut(Extension):
    """Keeps the inline patterns away from text without markup (they take most of the time), and looks for masks."""

    def __init__(self, name: str, masks: _Masks) -> None:
        super().__init__()
        self._name = name
        self._masks = masks

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the library's name)
        md.parser = _InPieces(md)
        md.treeprocessors.register(_Plain(self._name), "plain", 25)  # before "inline", 20
        md.treeprocessors.register(self._masks, "masks", 15)  # after it


class _InPieces(BlockParser):
    """Takes the blocks of a long file a thousand at a time: each is taken off the front of a list, which copies it."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.blockprocessors, self.state = md.parser.blockprocessors, md.parser.state

    def parseBlocks(self, parent: Element, blocks: list[str]) -> None:  # noqa: N802 (the library's name)
        for start in range(0, len(blocks), 1000):
            super().parseBlocks(parent, blocks[start : start + 1000])


class _Plain(Treeprocessor):
    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    def run(self, root: Element) -> None:
        for element in root.iter():
            element.text = self._guarded(element.text)
            element.tail = self._guarded(element.tail)

    def _guarded(self, text: str | None) -> str | None:
        if not text or isinstance(text, AtomicString):
            return text
        if not _INLINE.search(text):
            return AtomicString(text)
        if text.count("[") > _MAX_BRACKETS:
            raise ReadError("read.too_long", name=self._name, limit=_MAX_BRACKETS)
        if len(text) > _MAX_MARKS and len(_INLINE.findall(text)) > _MAX_MARKS:
            raise ReadError("read.too_long", name=self._name, limit=_MAX_MARKS)
        return text


class _Masks(Treeprocessor):
    """Emphasis whose asterisks may have stood for figures: `召开**次会议，走访**户`."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.tag in ("em", "strong"):
                words, after = "".join(element.itertext()), element.tail or ""
                if words[:1] in _AFTER_A_FIGURE or after[:1] in _AFTER_A_FIGURE:
                    self.found.append(words + after[:1])


class _AsPrinted(SaneListExtension):
    """What the library would take from the reader: the file's own numbers, and notes that look like definitions."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the library's name)
        super().extendMarkdown(md)
        md.parser.blockprocessors.register(_PrintedList(md.parser), "olist", 40)
        md.parser.blockprocessors.register(_Definitions(md.parser), "reference", 15)


class _Definitions(ReferenceProcessor):
    """`[1]: http://…` defines a link and is not shown; `[1]:注释` is a note, whose words must not vanish."""

    def run(self, parent: Element, blocks: list[str]) -> bool:
        found = self.RE.search(blocks[0])
        return found is not None and found[2].isascii() and bool(super().run(parent, blocks))


class _PrintedList(SaneOListProcessor):
    def __init__(self, parser: BlockParser) -> None:
        super().__init__(parser)
        self._number = re.compile(r"[ ]{0,3}(\d+)\.[ ]")

    def run(self, parent: Element, blocks: list[str]) -> None:
        numbers = [found[1] for line in blocks[0].split("\n") if (found := self._number.match(line))]
        super().run(parent, blocks)
        items = parent if parent.tag in ("ol", "ul") else parent[-1]
        for item, number in zip(items[-len(numbers) :], numbers, strict=True):
            item.set("value", number)
