"""In which reports words stand: gathered report by report, given back word by word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple, Protocol


class WordPostings(NamedTuple):
    """A word and its reports: how many, the first and the last number, how often it counts at most and in all.

    `data`: the numbers, ascending, and the counts, as `indexer.index.embedded.words.posting_blocks` packs them.
    """

    word: bytes
    reports: int
    first: int
    last: int
    most: int
    total: int
    data: bytes


class PostingPool(Protocol):
    """Postings that are being gathered."""

    @property
    def size(self) -> int:
        """How many there are."""
        ...

    def put(self, number: int, words: Mapping[bytes, int]) -> None:
        """How often each word counts for a report; numbers ascend, of each word."""
        ...

    def posted(self) -> Iterator[WordPostings]:
        """All of it, the words ascending by their bytes; nothing is put in afterwards."""
        ...


class PostingArrays(Protocol):
    """Gathers postings by the million."""

    def posting_pool(self) -> PostingPool:
        """A pool without postings."""
        ...
