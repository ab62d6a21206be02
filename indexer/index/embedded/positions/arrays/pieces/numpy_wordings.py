"""Wordings looked for in many texts with numpy: what `WordingArrays` asks for.

Of every place of a text a hash of 32 bits is made, and a table of one byte a hash's upper bits says where a wording may
stand. Of those places, a few in a hundred, a hash of 64 bits finds the wording, and its characters decide.
"""

from __future__ import annotations

import secrets
from array import array
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise

import numpy as np

from indexer.index.embedded.positions.arrays.numpy_stretches import changes
from indexer.index.embedded.positions.arrays.pieces.numpy_polynomials import polynomials
from indexer.index.embedded.positions.arrays.pieces.wording_protocol import Telling
from indexer.index.embedded.positions.arrays.text_protocol import Ints

_SPREAD = 0x85EBCA6B
"""Odd, and its bits are spread evenly: by it the upper bits of a hash depend on every character."""
_BITS, _FEWEST, _MOST = 4, 12, 23
"""Bits of the table's number beyond those of how many wordings there are, and the fewest and most in all."""
_GROUPS = 1024
"""Texts whose wordings are counted at once."""
_HALF, _LOWER = np.uint64(32), np.uint64((1 << 32) - 1)


class NumpyWordings:
    """Wordings looked for, with numpy."""

    texts_at_once = 32_768

    def sought(self, telling: Telling) -> _Sought:
        return _Sought(telling)


class _Sought:
    """What was found are numbers of 64 bits: above a wording's number, below that of a text that holds it."""

    def __init__(self, telling: Telling) -> None:
        self._telling = telling
        self._numbers, self._ends = array("Q"), array("Q", [0])
        self._characters = bytearray()
        self._found = array("Q")

    def take(self, number: int, wordings: Sequence[str]) -> None:
        self._numbers.append(number)
        self._characters += _encoded("".join(wordings))
        self._ends.append(self._ends[-1] + len(wordings))

    def look_in(self, number: int, text: str) -> None:
        held = self._held
        found = self._wordings.standing_in(_codes(_encoded(text)))
        found = found[held[found] <= self._telling.common]
        held[found] += 1
        self._found.frombytes(((found.astype(np.uint64) << _HALF) | np.uint64(number)).tobytes())

    def sharing(self) -> Iterator[tuple[int, Sequence[int]]]:
        found, numbers, ends = map(_numbers, (self._found, self._numbers, self._ends))
        found.sort()
        for first in range(0, len(numbers), _GROUPS):
            some = numbers[first : first + _GROUPS]
            others = self._others(found, some, ends[first : first + len(some) + 1])
            yield from zip(some.tolist(), others, strict=True)

    @cached_property
    def _wordings(self) -> _Wordings:
        return _Wordings(_codes(self._characters).reshape(-1, self._telling.length))

    @cached_property
    def _held(self) -> Ints:
        """How many texts hold each wording, as far as that is counted."""
        return np.zeros(self._wordings.different, np.int64)

    def _others(self, found: Ints, numbers: Ints, ends: Ints) -> list[list[int]]:
        """Of each of some texts, whose wordings end at `ends`, the others that hold enough of them."""
        telling, groups = self._telling, np.arange(len(numbers))
        wordings = self._wordings.numbers[int(ends[0]) : int(ends[-1])]
        sizes = np.diff(ends).astype(np.int64)
        ranks = np.arange(len(wordings)) - np.repeat(ends[:-1].astype(np.int64) - int(ends[0]), sizes)
        held = self._held[wordings]
        held[(held < 2) | (held > telling.common)] = 0
        texts = found[_spread(found.searchsorted(wordings.astype(np.uint64) << _HALF), held)] & _LOWER
        of_group = np.repeat(np.repeat(groups, sizes), held)
        others = texts != numbers[of_group]
        alive = np.zeros(len(numbers), bool)
        alive[of_group[others & np.repeat(ranks < telling.first, held)]] = True
        others &= alive[of_group]
        pairs = (of_group[others].astype(np.uint64) << _HALF) | texts[others]
        pairs, firsts, times = np.unique(pairs, return_index=True, return_counts=True)
        of_pair = (pairs >> _HALF).astype(np.int64)
        enough = np.flatnonzero(times >= telling.share * sizes[of_pair])
        ordered = enough[np.lexsort((firsts[enough], -times[enough], of_pair[enough]))]
        borders = of_pair[ordered].searchsorted(np.arange(len(numbers) + 1)).tolist()
        listed = (pairs[ordered] & _LOWER).tolist()
        return [listed[begin:end] for begin, end in pairwise(borders)]


class _Wordings:
    """Different wordings by number, ascending by their hashes."""

    def __init__(self, characters: Ints) -> None:
        """`characters`: the code points of a wording in each row, of which some may be the same."""
        length = characters.shape[1]
        # With factors that nobody knows beforehand no texts can be made whose wordings have one hash.
        self._factors = np.array([secrets.randbits(64) | 1 for _ in range(length)], np.uint64)
        hashes = self._hashed(characters)
        order = np.argsort(hashes)
        hashes, self._characters = hashes[order], characters
        differ = changes(hashes)
        differ[1:] |= (characters[order[1:]] != characters[order[:-1]]).any(axis=1)
        self._hashes, self._where = hashes[differ], order[differ]
        self.numbers = np.empty(len(order), np.int64)
        """Of each row the number of its wording."""
        self.numbers[order] = np.cumsum(differ) - 1
        self.different = len(self._hashes)
        bits = min(max(_FEWEST, self.different.bit_length() + _BITS), _MOST)
        self._shift = np.uint32(32 - bits)
        self._likely = np.zeros(1 << bits, bool)
        if self.different:
            every = polynomials(characters.reshape(-1), length, np.uint32)[::length]
            self._likely[_bucket(every, self._shift)] = True

    def standing_in(self, codes: Ints) -> Ints:
        """The numbers of those that stand in a text of these code points, each once."""
        length = self._characters.shape[1]
        places = np.flatnonzero(self._likely.take(_bucket(polynomials(codes, length, np.uint32), self._shift)))
        if not len(places):
            return places
        windows = np.lib.stride_tricks.sliding_window_view(codes, length)[places]
        hashes = self._hashed(windows)
        at = self._hashes.searchsorted(hashes)
        found = []
        while len(at):
            known = np.flatnonzero(self._hashes.take(at, mode="clip") == hashes)
            known = known[at[known] < self.different]
            windows, hashes, at = windows[known], hashes[known], at[known]
            found.append(at[(self._characters[self._where[at]] == windows).all(axis=1)])
            at = at + 1  # where another wording of the same hash would stand
        ordered = np.sort(np.concatenate(found))
        return ordered[changes(ordered)]

    def _hashed(self, rows: Ints) -> Ints:
        """Of each row the sum of its code points by the factors, in 64 bits."""
        hashes = np.zeros(len(rows), np.uint64)
        for at, factor in enumerate(self._factors):
            hashes += rows[:, at].astype(np.uint64) * factor
        return hashes


def _bucket(hashes: Ints, shift: np.uint32) -> Ints:
    return (hashes * np.uint32(_SPREAD)) >> shift


def _spread(begins: Ints, sizes: Ints) -> Ints:
    """The numbers from each beginning on, so many of each."""
    ends = np.cumsum(sizes)
    return np.arange(ends[-1] if len(ends) else 0) + np.repeat(begins - ends + sizes, sizes)


def _numbers(held: array[int]) -> Ints:
    return np.frombuffer(held, np.uint64) if held else np.empty(0, np.uint64)


def _codes(encoded: bytes | bytearray) -> Ints:
    return np.frombuffer(encoded, "<u4") if encoded else np.empty(0, "<u4")


def _encoded(text: str) -> bytes:
    return text.encode("utf-32-le", "surrogatepass")
