"""Postings gathered in plain Python: what `PostingArrays` asks for."""

from __future__ import annotations

import sys
from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import partial

from indexer.index.embedded.positions.arrays.words.posting_protocol import WordPostings
from indexer.index.embedded.words.posting_blocks import packed

_HIGH = 1 if sys.byteorder == "little" else 0
"""Which half of a number of 64 bits comes first: the upper one, or (0) the lower one."""


class PlainPostings:
    """Postings gathered, in plain Python."""

    def posting_pool(self) -> _Pool:
        return _Pool()


class _Pool:
    """Grouped by word at once, so that words are sorted and not millions of postings; each is one number of 64 bits."""

    def __init__(self) -> None:
        self.size = 0
        self._of_words: defaultdict[bytes, array[int]] = defaultdict(partial(array, "Q"))

    def put(self, number: int, words: Mapping[bytes, int]) -> None:
        self.size += len(words)
        of_words, high = self._of_words, number << 32
        for word, times in words.items():
            of_words[word].append(high | times)

    def posted(self) -> Iterator[WordPostings]:
        for word in sorted(self._of_words):
            halves = array("I", self._of_words[word].tobytes())
            numbers, times = halves[_HIGH::2], halves[1 - _HIGH :: 2]
            most, total = max(times), sum(times)
            yield WordPostings(word, len(numbers), numbers[0], numbers[-1], most, total, packed(numbers, times))
