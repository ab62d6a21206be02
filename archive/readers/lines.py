"""Text to lines, and lines that were broken inside a sentence to one paragraph again. Encodings live elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

PAGE_BREAK = "\f"

_LINE_END = re.compile("\r\n|[\r\x0b\x85\u2028\u2029]")
# Control characters are nobody's text; U+001F would pass for our own mark between cells.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_CONTINUES = "，。；、：！？）】〕》”’」』〉…,;:!?)"


def visible(text: str) -> str:
    """`text` with line ends as LF and without control characters (tab, line end and page break stay)."""
    return _CONTROL.sub("", _LINE_END.sub("\n", text))


def split(text: str) -> list[str]:
    """The lines of `text`, without the white space around them; blank ones are kept, empty."""
    return [line.strip() for line in visible(text).split("\n")]


def joined(lines: Iterable[str]) -> Iterator[str]:
    """The paragraphs that `lines` make, an LF at each seam."""
    paragraph: list[str] = []
    for line in filter(None, lines):
        if paragraph and line[0] not in _CONTINUES:
            yield "\n".join(paragraph)
            paragraph.clear()
        paragraph.append(line)
    if paragraph:
        yield "\n".join(paragraph)
