"""Markdown of headings and paragraphs alone to blocks, without the library: nearly every file, in a fifth of the time.

Where anything stands that may be more (a list, a table, emphasis, a link, code, raw html), the library has to say.
The law: what is answered here is what `markdown.read` would answer by the library; a test holds both side by side.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.model import Block, BlockKind
from archive.readers.line_joining import shows

_MARKUP = ("`", "\\", "[", "<", "&", "*", "_", "|", "\t", "  \n", "\n ", "\n>")
"""Each of Python-Markdown's patterns for what is no heading and no paragraph needs one of these, or `_LINES`."""
_LINES = re.compile(r"\n(?:[-+] |\d+\.[ ]|=+ *\n|-[- ]*\n|#{7})")
"""Items of lists, the lines below titles, rules, and more signs than a heading has."""
_COMMENT = re.compile(r"\n<!--(?!-?>)(?:(?!--).)*--> *(?=\n)")
"""A line of its own with a comment, which nobody is shown: it parts paragraphs as a blank line does."""
_PARTING = re.compile(r"\n *\n+")
_BLANKS = re.compile(" {2,}")


def blocks_of_plain(text: str) -> tuple[Block, ...] | None:
    """The blocks of visible `text`; None where it may hold more than headings and paragraphs."""
    text = f"\n\n{text}\n\n"
    if "<!--" in text:
        text = _COMMENT.sub("\n", text)
    if any(mark in text for mark in _MARKUP) or _LINES.search(text):
        return None
    return tuple(block for part in _PARTING.split(text.strip("\n")) for block in _blocks(part))


def _blocks(part: str) -> Iterator[Block]:
    """Those of lines without a blank one between them: a heading has one line, what is between headings is one."""
    if not part.startswith("#") and "\n#" not in part:
        yield from _paragraph(part)
        return
    lines: list[str] = []
    for line in part.split("\n"):
        if not line.startswith("#"):
            lines.append(line)
            continue
        yield from _paragraph("\n".join(lines))
        lines.clear()
        title = line.lstrip("#")
        yield from _shown("heading", _line(title.rstrip("#")), len(line) - len(title))
    yield from _paragraph("\n".join(lines))


def _paragraph(text: str) -> Iterator[Block]:
    return _shown("paragraph", "\n".join(map(_line, text.split("\n"))).strip() if "\n" in text else _line(text), None)


def _shown(kind: BlockKind, text: str, level: int | None) -> Iterator[Block]:
    if shows(text):
        yield Block(kind, text, level)


def _line(line: str) -> str:
    return (_BLANKS.sub(" ", line) if "  " in line else line).strip()
