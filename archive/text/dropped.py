"""The way back through a fold that only drops characters: where these stand tells it, and nothing is folded.

That is how nearly every passage of a report folds: each character becomes one, but for blanks and quotation marks,
which leave nothing behind. A closing mark before an opening one leaves the end of a cell: such a text is left to
`archive.text.fold`, and so is one with a dash or anything else that is not told here.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from archive.model import Span
from archive.text.fold import CLOSING, OPENING, STRAIGHT

BLANKS = " \u3000\r\n" + STRAIGHT
"""What leaves nothing behind, whatever stands beside it."""
KEPT = (
    "0-9A-Za-z\u4e00-\u9fff\uff10-\uff19\uff21-\uff3a\uff41-\uff5a。，；：、！？（）·〇【】〔〕％．×"
    r"!#$%&()*+,./:;<=>?@\[\\\]\^_`{|}"
)
"""Ranges and characters, as in a regular expression, that become exactly one other, whatever stands beside them."""
_SIMPLE = re.compile(f"[{KEPT}{BLANKS}{OPENING}{CLOSING}]*")
_DROPPED = re.compile(f"[{BLANKS}{OPENING}{CLOSING}]")
_PAIR = re.compile(f"[{CLOSING}][{BLANKS}{CLOSING}]*[{OPENING}]")


class Dropped(NamedTuple):
    """A folded text of `size` code points; `before[i]` of them stand before dropped character number i."""

    size: int
    before: Sequence[int]

    def original(self, start: int, end: int) -> Span:
        """As `Folded.original`. Raises ValueError for a span that does not lie in the folded text."""
        if not 0 <= start <= end <= self.size:
            raise ValueError(f"[{start}, {end}) is not in a text of {self.size}")
        before, last = self.before, end - 1
        if start < end:
            return (
                Span(start + bisect_right(before, start), end + bisect_right(before, last))
                if before
                else Span(start, end)
            )
        # An empty span lies at the next character that is kept, or behind the last one.
        at = start + bisect_right(self.before, start if start < self.size else last) if self.size else 0
        return Span(at, at)


def only_dropping(text: str) -> Dropped | None:
    """The way back through `fold` of a text, where that only drops characters; None elsewhere."""
    if _SIMPLE.fullmatch(text) is None:
        return None
    before = list(accumulate(map(len, _DROPPED.split(text))))  # what is kept up to each, and up to the end
    before.pop()
    if len(before) > 1 and _PAIR.search(text) is not None:
        return None
    return Dropped(len(text) - len(before), before)
