"""The smallest stretch of a passage that holds all wordings which stand in it, of many passages at once, with numpy."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from indexer.index.embedded.positions.arrays.numpy_stretches import changes, those
from indexer.index.embedded.positions.arrays.stretch_protocol import Ints, Spans, Windows
from indexer.index.wording_nearness import share, worth

_LENGTH, _NUMBER = 12, 3
"""Bits of a wording's length and of its number: with its start they fit one number, by which all are sorted."""
_NEVER = 1 << 40


class NumpyWindows:
    """Puts the windows of all passages side by side, with numpy."""

    def windows(self, wordings: Sequence[Spans], stretches: Spans) -> Windows:
        starts, ends, numbers = _sorted(wordings)
        group = stretches.starts.searchsorted(starts.astype(np.uint32), "right") - 1
        heads = changes(group).nonzero()[0]
        tails = np.concatenate((heads[1:], (len(starts),)))
        sizes = tails - heads
        held = np.bitwise_or.reduceat(1 << numbers, heads)
        first, complete = _firsts(numbers, heads.repeat(sizes), len(wordings), held.repeat(sizes))
        length = np.where(complete, ends - starts.take(first), _NEVER)
        least = np.minimum.reduceat(length, heads)
        smallest = (length == least.repeat(sizes)).nonzero()[0]
        smallest = those(smallest, changes(group.take(smallest)))
        begin, end = starts.take(first.take(smallest)), ends.take(smallest)
        outer, last = starts.take(heads), ends.take(tails - 1)
        whole = last - outer <= least  # nothing is smaller than from the first to the last
        begin, end = np.where(whole, outer, begin), np.where(whole, last, end)
        return Windows(held, sizes, Spans(begin.astype(np.uint32), end.astype(np.uint32)))

    def worths(
        self, windows: Windows, lengths: Sequence[int], sentences: tuple[Ints, Ints], prose: Ints
    ) -> list[float]:
        held = windows.held
        inside, count = np.zeros(len(held), np.int64), np.zeros(len(held), np.int64)
        for number, length in enumerate(lengths):
            bit = held >> number & 1
            inside += length * bit
            count += bit
        starts, ends = windows.smallest.starts.astype(np.int64), windows.smallest.ends.astype(np.int64)
        gap = np.maximum(0, ends - starts - inside) / np.maximum(1, count - 1)
        shares = np.array([share(one, len(lengths)) for one in range(len(lengths) + 1)]).take(count)
        alone = count / np.maximum(1, windows.places)
        found: list[float] = worth(shares, gap, sentences[0] == sentences[1], prose, alone).tolist()
        return found

    def leading(self, owners: Ints, most: int) -> Ints:
        index = np.arange(len(owners))
        heads = changes(owners).nonzero()[0]
        sizes = np.concatenate((heads[1:], (len(owners),))) - heads
        if sizes.max(initial=0) <= most:
            return index
        return index[index - heads.repeat(sizes) < most]


def _sorted(wordings: Sequence[Spans]) -> tuple[Ints, Ints, Ints]:
    """Starts, ends and numbers of the wordings of all spans, by their starts, then by their ends."""
    codes = [
        (((one.starts.astype(np.int64) << _LENGTH) | (one.ends - one.starts)) << _NUMBER) | number
        for number, one in enumerate(wordings)
    ]
    every = np.sort(np.concatenate(codes))
    starts = every >> (_LENGTH + _NUMBER)
    return starts, starts + ((every >> _NUMBER) & ((1 << _LENGTH) - 1)), every & ((1 << _NUMBER) - 1)


def _firsts(numbers: Ints, base: Ints, wordings: int, held: Ints) -> tuple[Ints, Ints]:
    """For the window that ends with each span where it begins at the latest, and whether it holds all of `held`."""
    index = np.arange(len(numbers))
    first, seen = index.copy(), np.zeros(len(numbers), np.int64)
    for number in range(wordings):
        last = np.maximum.accumulate(np.where(numbers == number, index, -1))
        inside = last >= base
        first = np.where(inside, np.minimum(first, last), first)
        seen |= inside.astype(np.int64) << number
    return first, seen == held
