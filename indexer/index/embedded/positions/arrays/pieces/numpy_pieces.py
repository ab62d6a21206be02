"""Pieces of texts with numpy: what `PieceArrays` asks for."""

from __future__ import annotations

from functools import cache

import numpy as np

from indexer.index.embedded.positions.arrays.numpy_stretches import changes
from indexer.index.embedded.positions.arrays.pieces.numpy_polynomials import polynomials
from indexer.index.embedded.positions.arrays.pieces.piece_protocol import Screened, Shared
from indexer.index.embedded.positions.arrays.pieces.plain_pieces import letters_of
from indexer.index.embedded.positions.arrays.text_protocol import Ints

_HALF, _LARGEST = np.uint64(32), (1 << 32) - 1
"""Bits of a number, of which two make one of 64 bits."""
_CODE = 16
"""Bits of most code points."""


class NumpyPieces:
    """Pieces of texts, with numpy."""

    def shared(self, one: str, other: str, length: int) -> Shared:
        numbers = _numbered(np.frombuffer(_encoded(one + other), "<u4").astype(np.uint64), length)
        pieces = _different(numbers[: max(0, len(one) - length + 1)])
        others = _different(numbers[len(one) :])
        if not len(pieces) or not len(others):
            return Shared(len(pieces), len(others), 0)
        at = np.minimum(others.searchsorted(pieces), len(others) - 1)
        return Shared(len(pieces), len(others), int(np.count_nonzero(others[at] == pieces)))

    def screened(self, text: str, length: int) -> Screened:
        hashes = np.sort(polynomials(_letters(text).astype(np.uint64), length, np.uint64))
        return Screened(hashes, int(np.count_nonzero(changes(hashes))))

    def shared_at_most(self, one: Screened, other: Screened) -> int:
        fewer, more = (one, other) if len(one.hashes) <= len(other.hashes) else (other, one)
        if not len(fewer.hashes):
            return 0
        at = np.minimum(more.hashes.searchsorted(fewer.hashes), len(more.hashes) - 1)
        return int(np.count_nonzero(more.hashes[at] == fewer.hashes))


@cache
def _is_letter() -> Ints:
    """Of each code point of the first plane."""
    return np.fromiter((chr(code).isalnum() for code in range(1 << _CODE)), bool, 1 << _CODE)


def _letters(text: str) -> Ints:
    """The code points of its letters and digits: what `letters_of` takes ten times as long for."""
    codes = np.frombuffer(_encoded(text), "<u4")
    if len(codes) and int(codes.max()) >> _CODE:
        return np.frombuffer(_encoded(letters_of(text)), "<u4")
    return codes[_is_letter().take(codes)]


def _numbered(codes: Ints, length: int) -> Ints:
    """Of each place of a text with `length` characters from it on a number, the same for the same characters alone.

    Pieces of half the length have numbers below 2^32, as there are not more of them than places; two of these, one
    behind the other, are one number.
    """
    if length == 1:
        return codes
    if length * _CODE <= 64 and not (codes >> np.uint64(_CODE)).any():
        whole = codes
        for step in range(1, length):
            whole = (whole[:-1] << np.uint64(_CODE)) | codes[step:]
        return whole
    half = length // 2
    whole = _ranked(_numbered(codes, half))
    whole = (whole[: max(0, len(whole) - half)] << _HALF) | whole[half:]
    if length % 2:
        whole = (_ranked(whole)[:-1] << _HALF) | codes[length - 1 :]
    return whole


def _ranked(numbers: Ints) -> Ints:
    """The numbers by their order, which takes fewer bits; code points, and pairs of them, need not be."""
    if not len(numbers) or int(numbers.max()) <= _LARGEST:
        return numbers
    return _different(numbers).searchsorted(numbers).astype(np.uint64)


def _different(numbers: Ints) -> Ints:
    """The numbers, each once, ascending."""
    ordered = np.sort(numbers)
    return ordered[changes(ordered)]


def _encoded(text: str) -> bytes:
    return text.encode("utf-32-le", "surrogatepass")
