"""The quotation marks of the query language, and a wording put into such marks so that it is read back as it was.

Which characters fold away is the business of `archive.text.fold`; what a quoted wording means, of the parser.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

CLOSING: Mapping[str, str] = {"“": "”", "「": "」", "『": "』", "‘": "’", '"': '"', "＂": "＂"}
"""The mark that closes, by the one that opens; in this order they are tried for a wording that holds marks itself."""

GAP = re.compile(r"(?:…|\.\.\.)+")
"""A gap inside quotation marks: none to eight characters of one clause."""

_LINE_BREAKS = re.compile("[\n\r\x0b\x0c\x85\u2028\u2029]")
_MARKS_AS_TITLE = str.maketrans(
    {**dict.fromkeys("“‘「『", "《"), **dict.fromkeys("”’」』", "》"), '"': None, "＂": None}
)
_DOTS_AS_TEXT = str.maketrans({"…": "⋯", ".": "．"})


def closing_at(text: str, start: int) -> int:
    """Where the quotation that opens at `start` closes, the same kind nested; -1 where it stays open."""
    opening = text[start]
    closing = CLOSING[opening]
    if opening == closing:
        return text.find(closing, start + 1)
    depth = 0
    for at in range(start, len(text)):
        depth += (text[at] == opening) - (text[at] == closing)
        if depth == 0:
            return at
    return -1


def in_quotes(typed: str) -> str:
    """`typed` in the first quotation marks that it does not upset; reading it back folds to the same text.

    Dots that would be a gap are written as dots that fold alike.
    """
    return _quoted(_without_gaps(typed))


def with_gaps(pieces: Sequence[str]) -> str:
    """The pieces in quotation marks, with a gap between each two."""
    return _quoted("…".join(map(_without_gaps, pieces)))


def _without_gaps(typed: str) -> str:
    inner = _LINE_BREAKS.sub("", typed)
    return inner.translate(_DOTS_AS_TEXT) if GAP.search(inner) else inner


def _quoted(inner: str) -> str:
    """Line breaks are left out (both folds drop them). A wording that upsets every kind of marks gets title marks for
    its own, which fold away alike.
    """
    for opening, closing in CLOSING.items():
        quoted = opening + inner + closing
        if closing_at(quoted, 0) == len(quoted) - 1:
            return quoted
    return f"“{inner.translate(_MARKS_AS_TITLE)}”"
