"""Every stretch of a text as one number: a polynomial of its code points, the same for the same characters."""

from __future__ import annotations

import numpy as np

from indexer.index.embedded.positions.arrays.text_protocol import Ints

Number = type[np.uint32] | type[np.uint64]
"""In which the polynomials are made; what goes beyond its bits is dropped."""
_FACTORS: dict[Number, int] = {np.uint32: 0x9E3779B1, np.uint64: 0x9E3779B97F4A7C15}
"""Odd, and their bits are spread evenly: the golden ratio in so many bits (the first the prime next to it)."""


def polynomials(codes: Ints, length: int, number: Number) -> Ints:
    """Of each place with `length` code points from it on their polynomial, made of those of half the length."""
    if length == 1:
        return codes
    factor, half = _FACTORS[number], length // 2
    halves = polynomials(codes, half, number)
    whole = halves[: max(0, len(halves) - half)] * number(pow(factor, half, 1 << 8 * number().itemsize))
    whole += halves[half:]
    if length % 2:
        whole = whole[:-1] * number(factor)
        whole += codes[length - 1 :]
    return whole
