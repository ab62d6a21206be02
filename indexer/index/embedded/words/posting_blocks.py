"""A block of a word's postings as bytes: the numbers of reports, ascending, and how often the word counts for each.

Two codes of numbers (of the module array: B, H or I), then the numbers and the counts, little-endian; no counts where
each is 1 (code "1"). Numbers stand as they are, not as differences: what is read needs no adding up, and within a
segment of 65,536 reports two bytes are enough.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Sequence

ARRAYS = 16
"""Where Whoosh's block says how its data are compressed: a number that Whoosh itself never uses."""

ONES = ord("1")


def packed(numbers: Sequence[int], counts: Sequence[int]) -> bytes:
    """Both in the fewest bytes a number."""
    of_numbers = _narrow(numbers[-1], numbers)
    most = max(counts)
    if most == 1:
        return bytes((ord(of_numbers.typecode), ONES)) + of_numbers.tobytes()
    of_counts = _narrow(most, counts)
    return bytes((ord(of_numbers.typecode), ord(of_counts.typecode))) + of_numbers.tobytes() + of_counts.tobytes()


def unpacked(data: bytes, size: int) -> tuple[array[int], array[int]]:
    """The numbers and the counts of a block of `size` postings. Raises ValueError where the bytes are others."""
    numbers = array(chr(data[0]))
    end = 2 + size * numbers.itemsize
    numbers.frombytes(data[2:end])
    if data[1] == ONES:
        return _native(numbers), array("B", bytes((1,)) * size)
    counts = array(chr(data[1]))
    counts.frombytes(data[end : end + size * counts.itemsize])
    return _native(numbers), _native(counts)


def _narrow(most: int, numbers: Iterable[int]) -> array[int]:
    return _native(array("B" if most < 1 << 8 else "H" if most < 1 << 16 else "I", numbers))


def _native(numbers: array[int]) -> array[int]:
    """From little-endian to this machine's order, or back."""
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
