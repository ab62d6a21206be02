"""Which passages of a segment hold several texts. Of a frequent one, that many questions ask for, it is remembered as a
bit a passage: then no place of it is looked at again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from indexer.index.embedded.positions.arrays.protocol import Arrays, Ints
from indexer.index.embedded.positions.arrays.stretch_protocol import Spans
from indexer.lru_cache import LruCache

FREQUENT = 16
"""A text is frequent that may stand once in so many passages, or more often."""
CHEAP = 8
"""Finding the passages of so many places takes as long as asking whether one given passage holds a text."""
ROOM = 8 << 20
"""Bytes of the rows that are remembered of a segment."""


class Lookup(NamedTuple):
    """How texts are looked for in a segment: all places, the numbers of the stretches with a place, at most how many
    places there are, the passages of places (`Segment`).
    """

    places: Callable[[str], Ints]
    holding: Callable[[str, Spans], Ints]
    most: Callable[[str], int]
    passages: Callable[[Ints], Ints]


class PassageRows:
    """The rows of one segment, whose passages begin at `starts`. Threads may share them."""

    def __init__(self, k: Arrays, starts: Ints, end: int) -> None:
        self._k, self._starts, self._end = k, starts, end
        self._rows: LruCache[str, Ints] = LruCache(ROOM, len)

    def with_all(self, texts: Sequence[str], lookup: Lookup) -> Ints:
        """The numbers of the passages in which all of the folded texts stand, ascending."""
        (most, first), *others = sorted((lookup.most(text), text) for text in texts)
        found = self._holding(first, most, lookup)
        for many, text in others:
            if not len(found):
                break
            found = self._among(found, text, many, lookup)
        return found

    def _holding(self, text: str, most: int, lookup: Lookup) -> Ints:
        row = self._rows.get(text)
        if row is not None:
            return self._k.of_bits(row)
        numbers = lookup.passages(lookup.places(text))
        if self._is_frequent(most):
            self._rows.put(text, self._k.bit_row(numbers, len(self._starts)))
        return numbers

    def _among(self, numbers: Ints, text: str, most: int, lookup: Lookup) -> Ints:
        row = self._rows.get(text)
        if row is None and self._is_frequent(most) and CHEAP * len(numbers) > most:
            self._holding(text, most, lookup)
            row = self._rows.get(text)
        if row is not None:
            return self._k.with_bit(row, numbers)
        passages = self._k.numbered(self._starts, numbers, self._end)
        return self._k.picked(numbers, lookup.holding(text, passages))

    def _is_frequent(self, most: int) -> bool:
        return FREQUENT * most > len(self._starts)
