"""Radicals that fonts of pdfs give for whole characters (⼀ for 一, ⻓ for 长), read as those characters.

The codes are U+2E80 to U+2FDF, and Unicode calls them compatibility equivalents. A text keeps them as its file has them
and the search folds them; who reads a title, a number or a heading asks `ideographs` first.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from archive.model import Passage
from archive.text.fold import RADICALS

_RADICAL = re.compile("[\u2e80-\u2fdf]")
_SIMPLIFIED = {"\u2f3e": "户", **dict(zip(RADICALS[::2], RADICALS[1::2], strict=True))}
"""⼾ is the door of simplified fonts too, where Unicode names the traditional one."""


def ideographs(text: str) -> str:
    """`text` with each radical as its character, one for one: every offset stays."""
    return _RADICAL.sub(_ideograph, text)


def _ideograph(found: re.Match[str]) -> str:
    radical = found[0]
    plain = _SIMPLIFIED.get(radical) or unicodedata.normalize("NFKC", radical)
    return plain if len(plain) == 1 else radical


def in_ideographs(passages: tuple[Passage, ...]) -> tuple[Passage, ...]:
    """The passages as masthead and outline read them: with characters where a pdf's font gives radicals."""
    return tuple(
        passage if (text := ideographs(passage.text)) == passage.text else replace(passage, text=text)
        for passage in passages
    )
