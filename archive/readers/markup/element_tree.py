"""A tree of elements to the tokens that its page would give, without writing the page and reading it again.

The text of an element may hold entities (`&nbsp;`, `&#12288;`): the page would show the character, so its tokens do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from xml.etree.ElementTree import Element

from archive.readers.markup.elements import VOID
from archive.readers.markup.tokenizer import Tag

_BARE_AMPERSAND = re.compile(r"&(?!(?:#[0-9]+|#x[0-9a-f]+|[0-9a-z]+);)", re.IGNORECASE)
"""One that begins no entity: where a page is written it becomes `&amp;`, so it is the character itself."""
_PLACEHOLDER = "\x02"
"""Begins what the library puts in only where the page is written."""


def is_whole(root: Element) -> bool:
    """Whether the tree holds all that its page will: elements and text, nothing that is put in later."""
    return all(
        isinstance(element.tag, str)
        and _PLACEHOLDER not in (element.text or "")
        and _PLACEHOLDER not in (element.tail or "")
        and not any(value is None or _PLACEHOLDER in value for value in element.attrib.values())
        for element in root.iter()
    )


def tokens_of(root: Element) -> Iterator[str | Tag]:
    """The tokens inside `root`, in the order of the page; nothing recurses, however deep the tree is."""
    if root.text:
        yield _character_data(root.text)
    waiting: list[Element | str | Tag] = list(reversed(root))
    while waiting:
        item = waiting.pop()
        if not isinstance(item, Element):
            yield item
            continue
        yield Tag(item.tag, attributes={name: _character_data(value) for name, value in item.items()})
        if item.text:
            yield _character_data(item.text)
        if item.tail:
            waiting.append(_character_data(item.tail))
        if item.tag not in VOID:
            waiting.append(Tag(item.tag, closing=True))
        waiting.extend(reversed(item))


def _character_data(text: str) -> str:
    return unescape(_BARE_AMPERSAND.sub("&amp;", text)) if "&" in text else text
