"""What a typesetter does not break at a line's end: a number, a Latin word, a character with the mark behind it.

The rules are those of JIS X 4051 and CLREQ (行首行尾禁则): a closing mark begins no line, an opening one ends none.
"""

from __future__ import annotations

import re
import unicodedata

_OPENING = "（《“‘〔【「『〈［｛([{"
_CLOSING = "，。、；：！？）》”’〕】」』〉］｝…—％%,.;:!?)]}·"
_UNIT = re.compile(
    f"[{re.escape(_OPENING)}]*(?:[A-Za-z0-9][A-Za-z0-9.,:/+_@&#=~\\-]*|.)[{re.escape(_CLOSING)}]*", re.DOTALL
)


def first_unit(text: str) -> str:
    """The characters with which `text` begins that no line end may part."""
    found = _UNIT.match(text[:200])
    return found[0] if found else ""


def ems(text: str) -> float:
    """About how wide `text` is set, in ems: a Han character is one wide, a Latin letter or figure a half."""
    return sum(1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.5 for character in text)
