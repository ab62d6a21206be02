"""Bars behind the counts of a list: how long each is, so that the eye compares what the numbers say."""

from __future__ import annotations

from collections.abc import Sequence

FULL = 100
"""Length of the longest bar."""


def lengths(counts: Sequence[int]) -> list[int]:
    """A bar's length for each count, in whole hundredths of the longest; what counts anything is at least 2 long."""
    most = max(counts, default=0)
    return [max(2, round(FULL * count / most)) if count else 0 for count in counts]
