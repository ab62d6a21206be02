"""Postings gathered with numpy: what `PostingArrays` asks for.

They lie in columns in the order in which they came; sorted are numbers of 64 bits: above the word's place among all
words, below the place in the columns.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np

from indexer.index.embedded.positions.arrays.numpy_stretches import changes
from indexer.index.embedded.positions.arrays.text_protocol import Ints
from indexer.index.embedded.positions.arrays.words.posting_protocol import WordPostings
from indexer.index.embedded.words.posting_blocks import ONES

STRETCH = 1 << 19
"""Postings that are laid at once, some sixty bytes each."""
_HALF, _LOWER = np.uint64(32), np.uint64((1 << 32) - 1)
_WIDTHS = {1: b"B", 2: b"H", 4: b"I"}
"""How posting blocks name numbers of so many bytes."""


class NumpyPostings:
    """Postings gathered, with numpy."""

    def posting_pool(self) -> _Pool:
        return _Pool()


class _Words(dict[bytes, int]):
    """A word's number, in the order in which they come first."""

    def __missing__(self, word: bytes) -> int:
        number = self[word] = len(self)
        return number


class _Pool:
    def __init__(self) -> None:
        self._known = _Words()
        self._words, self._times = array("I"), array("I")
        self._numbers, self._sizes = array("I"), array("I")
        """Of each report, and how many words it has."""

    @property
    def size(self) -> int:
        return len(self._times)

    def put(self, number: int, words: Mapping[bytes, int]) -> None:
        self._words.extend(map(self._known.__getitem__, words))
        self._times.extend(words.values())
        self._numbers.append(number)
        self._sizes.append(len(words))

    def posted(self) -> Iterator[WordPostings]:
        words = sorted(self._known)
        keys = self._keys(words)
        numbers, sizes, times = map(_viewed, (self._numbers, self._sizes, self._times))
        numbers = np.repeat(numbers, sizes)
        begin = 0
        while begin < len(keys):
            last = (keys[min(begin + STRETCH, len(keys)) - 1] >> _HALF) + np.uint64(1)
            stop = int(keys.searchsorted(last << _HALF)) if last <= _LOWER else len(keys)
            places = (keys[begin:stop] & _LOWER).astype(np.int64)
            yield from _laid(words, keys[begin:stop] >> _HALF, numbers[places], times[places])
            begin = stop

    def _keys(self, words: list[bytes]) -> Ints:
        ranks = np.empty(len(words), np.uint64)
        ranks[np.fromiter(map(self._known.__getitem__, words), np.int64, len(words))] = np.arange(len(words))
        ranks <<= _HALF
        known, keys = _viewed(self._words), np.arange(len(self._words), dtype=np.uint64)
        for begin in range(0, len(keys), STRETCH):
            keys[begin : begin + STRETCH] |= ranks[known[begin : begin + STRETCH]]
        del known
        self._words, self._known = array("I"), _Words()  # they take as much as sorting does
        keys.sort()
        return keys


def _viewed(column: array[int]) -> Ints:
    return np.frombuffer(column, np.uint32) if column else np.empty(0, np.uint32)


class _Column(NamedTuple):
    """Numbers as bytes, in each width that they are asked for in."""

    numbers: Ints
    laid: dict[int, bytes]

    def part(self, begin: int, stop: int, width: int) -> bytes:
        """Some of them, little-endian."""
        found = self.laid.get(width)
        if found is None:
            found = self.laid[width] = self.numbers.astype(f"<u{width}").tobytes()
        return found[begin * width : stop * width]


def _laid(words: list[bytes], ranks: Ints, numbers: Ints, times: Ints) -> Iterator[WordPostings]:
    """Word by word what stands one behind the other."""
    firsts = np.flatnonzero(changes(ranks))
    most = np.maximum.reduceat(times, firsts).tolist()
    total = np.add.reduceat(times.astype(np.uint64), firsts).tolist()
    begins = firsts.tolist()
    stops = [*begins[1:], len(ranks)]
    columns = _Column(numbers, {}), _Column(times, {})
    heads = zip(ranks[firsts].tolist(), begins, stops, most, total, strict=True)
    edges = zip(numbers[firsts].tolist(), numbers[np.array(stops) - 1].tolist(), strict=True)
    for (rank, begin, stop, largest, whole), (first, last) in zip(heads, edges, strict=True):
        data = _packed(columns, begin, stop, last, largest)
        yield WordPostings(words[rank], stop - begin, first, last, largest, whole, data)


def _packed(columns: tuple[_Column, _Column], begin: int, stop: int, last: int, most: int) -> bytes:
    """A word's numbers and counts as bytes, as `posting_blocks.packed` lays them."""
    width = _width(last)
    numbers = columns[0].part(begin, stop, width)
    if most == 1:
        return _WIDTHS[width] + bytes((ONES,)) + numbers
    wide = _width(most)
    return _WIDTHS[width] + _WIDTHS[wide] + numbers + columns[1].part(begin, stop, wide)


def _width(most: int) -> int:
    return 1 if most < 1 << 8 else 2 if most < 1 << 16 else 4
