"""The scales of a picture: where round numbers and years stand on an axis. Lengths are units of its view box."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count

MOST_STEPS = 4
"""Lines across a picture above its base: more are noise."""


def round_steps(highest: int, most: int = MOST_STEPS) -> tuple[int, ...]:
    """Round whole numbers from 0 to at least `highest`, evenly apart by 1, 2 or 5 times a power of ten."""
    step = next(size for size in _sizes() if size * most >= highest)
    return tuple(range(0, step * max(1, -(-highest // step)) + 1, step))


def told_years(first: int, last: int, room: int) -> tuple[int, ...]:
    """The years in [first, last] that are written below an axis with room for `room` of them, at round distances."""
    step = next(size for size in _sizes() if (last - first) // size + 1 <= max(1, room))
    if step == 1:
        return tuple(range(first, last + 1))
    return tuple(range(-(-first // step) * step, last + 1, step)) or (first,)


def _sizes() -> Iterator[int]:
    return (digit * 10**power for power in count() for digit in (1, 2, 5))


def spread(wanted: Sequence[float], gap: float, lowest: float, highest: float) -> list[float]:
    """Places near those wanted, in the same order from top to bottom, each at least `gap` below the one before.

    All within [lowest, highest] where there is room for them; otherwise they run on below.
    """
    order = sorted(range(len(wanted)), key=lambda at: wanted[at])
    placed = [0.0] * len(wanted)
    above = lowest - gap
    for at in order:
        above = placed[at] = max(wanted[at], above + gap)
    below = highest + gap
    for at in reversed(order):
        below = placed[at] = max(min(placed[at], below - gap), lowest + gap * order.index(at))
    return placed
