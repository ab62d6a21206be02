"""HTML text to tokens in one pass: pieces of text and tags. What they mean for a report is told in `page`.

After the tokenizer of the HTML standard, as far as text needs it. Our own, because the one in the standard library
changed between Python releases and takes quadratic time on some broken pages, and a tree of a library loses the whole
text of a page that nests too deep, in silence. Nothing here recurses or scans a stretch twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape

_NAME = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
_ATTRIBUTE = re.compile(r"[\s/]*(?:(>)|([^\s/>][^\s/>=]*)(?:\s*=\s*(?:([\"'])|([^\s>]*)))?)")
_RAW_TEXT = frozenset({"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "noscript"})
_RAW_END = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in _RAW_TEXT}
_UNESCAPED = frozenset({"script", "style", "xmp", "iframe", "noembed", "noframes", "noscript"})


@dataclass(frozen=True, slots=True)
class Tag:
    """A start tag with its attributes (names in lower case), or an end tag."""

    name: str
    closing: bool = False
    attributes: Mapping[str, str] = field(default_factory=dict)


def tokens(html: str) -> Iterator[str | Tag]:
    """The text (entities resolved) and tags of `html` in order; comments, doctypes and instructions are dropped.

    A tag or comment that the end of the page cuts off takes the rest with it, as in a browser.
    """
    place = 0
    while place < len(html):
        start = html.find("<", place)
        if start != place:
            yield unescape(html[place:] if start < 0 else html[place:start])
        if start < 0:
            return
        named = _NAME.match(html, start)
        if named is None:
            place = _after_mark(html, start)
            if place == start + 1:
                yield "<"
            continue
        place, attributes = _attributes(html, named.end())
        name = named[2].lower()
        if place < 0:
            return
        yield Tag(name, named[1] == "/", attributes)
        if name in _RAW_TEXT and not named[1]:
            ending = _RAW_END[name].search(html, place)
            raw = html[place : ending.start() if ending else len(html)]
            place += len(raw)
            yield raw if name in _UNESCAPED else unescape(raw)


def _after_mark(html: str, start: int) -> int:
    """Where to go on behind a `<` that opens no tag: behind the comment it opens, or the `<` itself is text."""
    if html.startswith(("<!-->", "<!--->"), start):
        return html.index(">", start) + 1
    if html.startswith("<!--", start):
        end, length = html.find("-->", start + 4), 3
    elif html.startswith(("<!", "<?", "</"), start):
        end, length = html.find(">", start), 1
    else:
        return start + 1
    return len(html) if end < 0 else end + length


def _attributes(html: str, place: int) -> tuple[int, dict[str, str]]:
    """The attributes that begin at `place`, and the place behind the tag; -1 where the page ends inside it."""
    attributes: dict[str, str] = {}
    if html.startswith(">", place):  # as most often
        return place + 1, attributes
    while True:
        found = _ATTRIBUTE.match(html, place)
        if found is None:
            return -1, attributes
        place = found.end()
        if found[1]:
            return place, attributes
        value = found[4] or ""
        if found[3]:
            end = html.find(found[3], place)
            if end < 0:
                return -1, attributes
            value, place = html[place:end], end + 1
        attributes.setdefault(found[2].lower(), unescape(value))
