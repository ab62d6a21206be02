"""Reports by year as upright bars with their numbers, and beside them one bar of what has no known year. No markup."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 1192, 156
"""Units of the picture: as wide as a page."""
TOP, FOOT = 20, 22
"""Room for the numbers above the bars, and for the years below them."""
DIGIT, NAMED = 8, 44
"""Width of a digit above a bar; the least width of a column that has room for its year."""
WIDEST = 46
"""A bar, where the years are few."""
UNDATED = 120
"""The least room for the bar of the undated, whose name is longer than a year."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A column: its year (None for not known), reports, the bar, its middle; `numbered`, `named`: is there room?"""

    year: int | None
    count: int
    x: float
    y: float
    width: float
    height: float
    middle: float
    numbered: bool
    named: bool


def year_bars(years: Sequence[tuple[int, int]], undated: int) -> tuple[Bar, ...]:
    """The bars of every year, oldest first, those without a report too; then that of the undated, where there are any.

    All on one scale. () for nothing to draw.
    """
    columns: list[tuple[int | None, int]] = [*years, *([(None, undated)] if undated else [])]
    if not columns:
        return ()
    apart = max(UNDATED, 2 * WIDTH / (len(years) + 2)) if undated else 0  # a gap parts what has no year from what has
    step = (WIDTH - apart) / len(years) if years else WIDTH / 2
    most = max(count for _, count in columns)
    every = max(1, -int(-NAMED // step))
    middles = [*(step * (at + 0.5) for at in range(len(years))), WIDTH - apart / 2]
    return tuple(
        _bar(year, count, step, middle, most, year is None or at % every == 0)
        for at, ((year, count), middle) in enumerate(zip(columns, middles, strict=False))
    )


def _bar(year: int | None, count: int, step: float, middle: float, most: int, named: bool) -> Bar:
    width = min(WIDEST, step * 0.72)
    height = max(2.0, count * (HEIGHT - TOP - FOOT) / most) if count else 0.0
    return Bar(
        year=year,
        count=count,
        x=round(middle - width / 2, 1),
        y=round(HEIGHT - FOOT - height, 1),
        width=round(width, 1),
        height=round(height, 1),
        middle=round(middle, 1),
        numbered=bool(count) and (step > DIGIT * len(str(count)) or year is None or count == most),
        named=named,
    )
