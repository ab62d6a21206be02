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
    step = WIDTH / (len(columns) + (1 if undated else 0))
    most = max(count for _, count in columns)
    every = max(1, -int(-NAMED // step))
    return tuple(_bar(at, year, count, step, most, every) for at, (year, count) in enumerate(columns))


def _bar(at: int, year: int | None, count: int, step: float, most: int, every: int) -> Bar:
    undated = year is None
    middle = step * (at + (1 if undated else 0.5))  # a gap parts what has no year from what has
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
        numbered=bool(count) and (step > DIGIT * len(str(count)) or undated or count == most),
        named=undated or at % every == 0,
    )
