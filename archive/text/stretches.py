"""The way back from a folded text to the original, for a text too long to keep two offsets a character.

A text is cut before plain characters (Han and Latin letters), which every manner of folding keeps whatever stands
beside them: so the folds of its stretches, one behind the other, are the fold of the whole.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping
from typing import NamedTuple

from archive.model import Span
from archive.text.dropped import Dropped, only_dropping
from archive.text.fold import Folded, fold, fold_text, fold_verbatim, verbatim
from archive.text.punctuation import drop_punctuation, without_punctuation

STRETCH = 256
"""Code points of the original that a stretch holds at least."""
WHOLE = 1 << 14
"""Code points of a text up to which it is looked at as a whole whether characters are only dropped."""
_PLAIN = re.compile("[A-Za-z\u4e00-\u9fff]")
_TEXT_ALONE: Mapping[Callable[[str], Folded], Callable[[str], str]] = {
    fold: fold_text,
    verbatim: fold_verbatim,
    without_punctuation: drop_punctuation,
}
"""What gives the same text without the way back, ten times quicker."""


class _Stretch(NamedTuple):
    """Code points [begins, after) of the original; they fold to [offset, end) of the fold of the whole."""

    begins: int
    after: int
    offset: int
    end: int
    way: Folded | Dropped

    @classmethod
    def of(cls, begins: int, after: int, offset: int, way: Folded | Dropped) -> _Stretch:
        """The stretch that begins at code point `offset` of the fold of the whole."""
        return cls(begins, after, offset, offset + way.size, way)

    def original(self, start: int, end: int) -> Span:
        """As `Folded.original`, both in offsets of the whole."""
        span = self.way.original(start - self.offset, end - self.offset)
        return Span(span.start + self.begins, span.end + self.begins) if self.begins else span


def way_back(text: str, folding: Callable[[str], Folded]) -> Callable[[int, int], Span]:
    """`Stretches.original` of a text, in the quickest way that there is for it."""
    whole = only_dropping(text) if folding is fold and len(text) <= WHOLE else None
    return Stretches(text, folding).original if whole is None else whole.original


_BEFORE = _Stretch.of(0, 0, 0, Dropped(0, ()))
"""Before the first one."""


class Stretches:
    """The fold of one text, stretch by stretch, as far as it is asked for: what is asked must come in order."""

    def __init__(self, text: str, folding: Callable[[str], Folded], size: int = STRETCH) -> None:
        self._text = text
        self._folding = folding
        self._size = size
        self._current = _BEFORE
        self._cut = self._count = 0  # a cut before a plain character, and what is folded before it

    def original(self, start: int, end: int) -> Span:
        """The original's span that folds to [start, end), which is not empty; `start` is never below an earlier one.

        Raises ValueError for a span that does not lie in the folded text.
        """
        first = self._current
        if start >= first.end:
            self._current = first = self._holding(start, first)
        if end <= first.end:
            return first.original(start, end)
        last = self._holding(end - 1, first)  # the next span may begin before this one ends
        return Span(first.original(start, start + 1).start, last.original(end - 1, end).end)

    def folded(self, start: int) -> int:
        """How many folded characters begin before code point `start` of the original; never below an earlier one."""
        cut = start
        while cut > self._cut and not _PLAIN.match(self._text, cut):
            cut -= 1
        self._count += len(self._fold(self._text[self._cut : cut]))
        self._cut = cut
        if cut == start:
            return self._count
        plain = _PLAIN.search(self._text, start)
        around = self._folding(self._text[cut : plain.start() if plain else len(self._text)])
        return self._count + bisect_left(around.starts, start - cut)

    def _fold(self, text: str) -> str:
        quickly = _TEXT_ALONE.get(self._folding)
        return quickly(text) if quickly else self._folding(text).text

    def _quickly(self, text: str) -> Dropped | None:
        return only_dropping(text) if self._folding is fold else None

    def _holding(self, offset: int, stretch: _Stretch) -> _Stretch:
        """The stretch from `stretch` on in which `offset` lies, else the last; of those between only the length."""
        if offset < stretch.end:
            return stretch
        begins, passed = stretch.after, stretch.end
        while begins < len(self._text):
            plain = _PLAIN.search(self._text, begins + self._size)
            after = plain.start() if plain else len(self._text)
            text = self._text[begins:after]
            last = after == len(self._text)  # of most texts the only one: it is not folded twice
            way = self._quickly(text)
            count = way.size if way is not None else 0 if last else len(self._fold(text))
            if last or offset < passed + count:
                return _Stretch.of(begins, after, passed, way or self._folding(text))
            begins, passed = after, passed + count
        return stretch
