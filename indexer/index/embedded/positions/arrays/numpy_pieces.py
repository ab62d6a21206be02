"""Pieces of texts with numpy: what `PieceArrays` asks for."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from indexer.index.embedded.positions.arrays.piece_protocol import Screened
from indexer.index.embedded.positions.arrays.text_protocol import Ints

_FACTOR = 0x9E3779B97F4A7C15
"""Odd, and its bits are spread evenly: the golden ratio in 64 bits."""
_SHIFT = np.uint64(42)
"""The upper 22 bits of a hash are looked up first: nearly every place of a text ends there."""


class NumpyPieces:
    """Pieces of texts, with numpy."""

    def pieces(self, text: str, length: int) -> frozenset[str]:
        many = len(text) - length + 1
        if many <= 0:
            return frozenset()
        if "\0" in text:  # numpy's strings end before it
            return frozenset([text[at : at + length] for at in range(many)])
        each = np.ndarray((many,), f"<U{length}", _encoded(text), strides=(4,))
        return frozenset(each.tolist())

    def screened(self, text: str, length: int) -> Screened:
        hashes = np.sort(_hashed(text, length))
        return Screened(hashes, int(np.count_nonzero(_turns(hashes))))

    def shared_at_most(self, one: Screened, other: Screened) -> int:
        fewer, more = (one, other) if len(one.hashes) <= len(other.hashes) else (other, one)
        if not len(fewer.hashes):
            return 0
        at = np.minimum(more.hashes.searchsorted(fewer.hashes), len(more.hashes) - 1)
        return int(np.count_nonzero(more.hashes[at] == fewer.hashes))

    def sought(self, wordings: Collection[str], length: int) -> _Sought:
        return _Sought(frozenset(wordings), length)


class _Sought:
    """Takes the hashes of all places of a text at once; what has the hash of a wording is compared with it."""

    def __init__(self, wordings: frozenset[str], length: int) -> None:
        self._wordings, self._length = wordings, length
        hashes = np.sort(_hashed("".join(wordings), length)[::length])
        self._hashes = hashes[_turns(hashes)]
        self._likely = np.zeros(1 << (64 - int(_SHIFT)), bool)
        self._likely[self._hashes >> _SHIFT] = True

    def standing_in(self, text: str) -> frozenset[str]:
        hashes = _hashed(text, self._length)
        places = np.flatnonzero(self._likely[hashes >> _SHIFT])
        if not len(places):
            return frozenset()
        some = hashes[places]
        at = np.minimum(self._hashes.searchsorted(some), len(self._hashes) - 1)
        found = places[self._hashes[at] == some].tolist()
        return self._wordings.intersection([text[place : place + self._length] for place in found])


def _hashed(text: str, length: int) -> Ints:
    """Of each place of a text with `length` characters from it on: their polynomial in 64 bits."""
    return _polynomials(np.frombuffer(_encoded(text), "<u4").astype(np.uint64), length)


def _polynomials(codes: Ints, length: int) -> Ints:
    """Made of those of half the length, two behind each other."""
    if length == 1:
        return codes
    half = length // 2
    halves = _polynomials(codes, half)
    whole = halves[: max(0, len(halves) - half)] * np.uint64(pow(_FACTOR, half, 1 << 64))
    whole += halves[half:]
    if length % 2:
        whole = whole[:-1] * np.uint64(_FACTOR)
        whole += codes[length - 1 :]
    return whole


def _turns(numbers: Ints) -> Ints:
    """Where a number differs from the one before it; the first always does."""
    found = np.ones(len(numbers), bool)
    np.not_equal(numbers[1:], numbers[:-1], out=found[1:])
    return found


def _encoded(text: str) -> bytes:
    return text.encode("utf-32-le", "surrogatepass")
