"""Points by year: each a number in its year, on a scale of its own with nought on it. Numbers alone, no markup.

Lengths are units of the picture's view box; y grows downward, as SVG has it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from math import ceil, floor

from web.charts.axis import MOST_STEPS, told_years
from web.charts.curve import FOOT, NARROW, SIDE, TOP, WIDE, Size, Tick

RADIUS = 5
"""Of a point."""
SCALES = ((1e12, "万亿"), (1e8, "亿"), (1e4, "万"))
"""From which value on an axis counts in what."""
YEAR_ROOM = 44
"""Width that a year needs below the axis."""


@dataclass(frozen=True, slots=True)
class Value:
    """A number in a year; `key` tells whose it is."""

    year: int
    value: float
    key: int


@dataclass(frozen=True, slots=True)
class Point:
    """A value where it is drawn."""

    x: float
    y: float
    value: Value


@dataclass(frozen=True, slots=True)
class Line:
    """A line across the picture and what it stands for, in the words of its scale."""

    at: float
    words: str
    base: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with everything in its place."""

    size: Size
    left: float
    right: float
    across: tuple[Line, ...]
    years: tuple[Tick, ...]
    points: tuple[Point, ...]


def pictures(values: Sequence[Value]) -> tuple[Picture, Picture] | None:
    """For a desk and for a phone; None where fewer than two years are known."""
    if len({one.year for one in values}) < 2:
        return None
    return _picture(values, WIDE), _picture(values, NARROW)


def steps(lowest: float, highest: float) -> tuple[float, ...]:
    """Round numbers evenly apart by 1, 2 or 5 times a power of ten, from below `lowest` to above `highest`, with 0."""
    low, high = min(0.0, lowest), max(0.0, highest)
    step = next(size for size in _sizes(high - low) if ceil(high / size) - floor(low / size) <= MOST_STEPS + 1)
    return tuple(step * at for at in range(floor(low / step), ceil(high / step) + 1))


def _sizes(span: float) -> Iterator[float]:
    first = floor(len(str(int(span))) - 1) - 4 if span >= 1 else -9
    return (digit * 10.0**power for power in count(first) for digit in (1, 2, 5))


def _picture(values: Sequence[Value], size: Size) -> Picture:
    lines = steps(min(one.value for one in values), max(one.value for one in values))
    left, right, foot = SIDE + 16, size.width - 12, size.height - FOOT
    first, last = min(one.year for one in values), max(one.year for one in values)
    strip = (right - left) / (last - first + 1)
    scale, unit = next(((scale, unit) for scale, unit in SCALES if max(map(abs, lines)) >= scale), (1.0, ""))

    def y(value: float) -> float:
        return round(foot - (foot - TOP) * (value - lines[0]) / ((lines[-1] - lines[0]) or 1), 1)

    def x(year: int) -> float:
        return round(left + strip * (year - first + 0.5), 1)

    return Picture(
        size,
        left,
        right,
        across=tuple(Line(y(line), f"{line / scale:.6g}{unit if line else ''}", line == 0) for line in lines),
        years=tuple(Tick(x(year), year) for year in told_years(first, last, int(right - left) // YEAR_ROOM)),
        points=tuple(Point(x(one.year), y(one.value), one) for one in values),
    )
