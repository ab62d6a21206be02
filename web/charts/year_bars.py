"""Reports by year as upright bars with their numbers, and beside them one bar of what has no known year. No markup."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

WIDTH, HEIGHT = 1192, 156
"""Units of the picture: as wide as a page."""
TOP, FOOT = 20, 22
"""Room for the numbers above the bars, and for the years below them."""
DIGIT, LINE, ABOVE = 9, 13, 6
"""Of a number: the width of a digit with some air, the height of the line, how far above its bar it stands."""
NAME, NAMED = 34, 44
"""Width of a year below its bar; how far apart two of them are at least."""
WIDEST = 46
"""A bar, where the years are few, and what can be pressed around it: of no year as far as the next one's."""
UNDATED = 120
"""The least room for the bar of the undated, whose name is longer than a year."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A column: its year (None for not known), reports, the bar, its middle, the width that can be pressed.

    `numbered`, `named`: is there room for its number and its year?
    """

    year: int | None
    count: int
    x: float
    y: float
    width: float
    height: float
    middle: float
    pressed: float
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
    edge, step = _laid(len(years), WIDTH - apart, 1 if undated else 2)
    most = max(count for _, count in columns)
    every = max(1, -int(-NAMED // step))
    middles = [*(edge + step * (at + 0.5) for at in range(len(years))), WIDTH - apart / 2]
    bars = [
        _bar(year, count, step, middle, most, year is None or at % every == 0)
        for at, ((year, count), middle) in enumerate(zip(columns, middles, strict=False))
    ]
    told = _told(bars)
    return tuple(replace(bar, numbered=at in told) for at, bar in enumerate(bars))


def _laid(years: int, room: float, ends: int) -> tuple[float, float]:
    """Where the first column begins and how wide each is: at so many ends of the row half a year's name has room."""
    if not years:
        return 0, WIDTH / 2
    edge = 0.0
    if room / years < NAME:
        edge = (NAME - room / years) / (2 - ends / years)
    return edge, (room - ends * edge) / years


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
        pressed=WIDEST if year is None else min(WIDEST, int(step * 10) / 10),
        numbered=False,
        named=named,
    )


def _told(bars: Sequence[Bar]) -> set[int]:
    """The bars whose numbers are written: that of the undated, then the highest first, each that meets no other number
    and no bar beside its own.
    """
    told: set[int] = set()
    for at in sorted(range(len(bars)), key=lambda at: (bars[at].year is not None, -bars[at].count)):
        one = bars[at]
        others = (bar for other, bar in enumerate(bars) if other != at)
        if one.count and not any(_under(one, bar) for bar in others) and not any(_meet(one, bars[by]) for by in told):
            told.add(at)
    return told


def _half(bar: Bar) -> float:
    return DIGIT * len(str(bar.count)) / 2


def _meet(one: Bar, other: Bar) -> bool:
    """Would the numbers of these two run into each other?"""
    return abs(one.middle - other.middle) < _half(one) + _half(other) and abs(one.y - other.y) < LINE


def _under(one: Bar, other: Bar) -> bool:
    """Would the number of `one` stand on the bar of `other`?"""
    beside = abs(one.middle - other.middle) < _half(one) + other.width / 2
    return beside and other.y < one.y - ABOVE
