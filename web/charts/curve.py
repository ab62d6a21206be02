"""The curve over years: how often something stands in each, a line a wording. Lines differ by dash and mark as well as
by colour and bear their names at the end; what has no known year stands beside them as a bar with its number.

Lengths are units of the picture's view box, which is drawn one to one or smaller; y grows downward, as SVG has it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from web.charts.axis import round_steps, spread, told_years

MOST_LINES = 4
"""Lines that dash, mark and colour tell apart."""
TARGET = 24
"""What can be pressed is at least so wide (WCAG 2.2, 2.5.8); where a year has less room, the table leads on."""
NEAR = 10
"""Years that lie less apart have smaller marks."""
LINE_HEIGHT = 16
"""Of a name at a line's end."""
CHARACTER = 12
"""Width of a Han character in the picture."""
TOP, FOOT, SIDE = 14, 26, 40
"""Room above the plot, below it for the years, left of it for the numbers at least."""
DIGIT, BESIDE = 8, 12
"""Width of a digit of a number left of the plot, a blank between thousands counted in; what parts it from the plot."""
UNDATED = 44
"""Room for the bar of what has no known year."""


@dataclass(frozen=True, slots=True)
class Series:
    """How often something stands in each year; `undated`: how often where no year is known."""

    name: str
    by_year: Mapping[int, int]
    undated: int = 0

    @property
    def total(self) -> int:
        """How often it stands anywhere, dated or not."""
        return sum(self.by_year.values()) + self.undated


@dataclass(frozen=True, slots=True)
class Size:
    """A view box, and how many characters of a name have room at a line's end."""

    width: int
    height: int
    name: int


WIDE, NARROW = Size(760, 210, 8), Size(300, 180, 4)
"""For a desk, and for a phone of 320 pixels."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A number or a year on an axis and where it stands."""

    at: float
    value: int


@dataclass(frozen=True, slots=True)
class Line:
    """A series as drawn: its way, its marks, and its name at the end; `number` counts from 1."""

    number: int
    series: Series
    way: str
    marks: str
    name: str
    name_y: float


@dataclass(frozen=True, slots=True)
class Column:
    """A year's strip of the picture, which can be pressed where it is wide enough."""

    year: int
    x: float
    width: float
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """How often anything stands in the year."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class Undated:
    """The bar of what has no known year, in the scale of the curve; `broken` where it would stand out at the top."""

    x: float
    y: float
    width: float
    height: float
    count: int
    broken: bool


@dataclass(frozen=True, slots=True)
class Curve:
    """A picture with everything in its place."""

    size: Size
    left: float
    right: float
    base: float
    lines: tuple[Line, ...]
    across: tuple[Tick, ...]
    years: tuple[Tick, ...]
    columns: tuple[Column, ...]
    pressable: bool
    undated: Undated | None


@dataclass(frozen=True, slots=True)
class YearChart:
    """What stands on a page: the curve for desk and phone, a line of it in small, and the years of its table."""

    series: tuple[Series, ...]
    years: tuple[int, ...]
    undated: int
    wide: Curve
    narrow: Curve
    small: str


def year_chart(series: Sequence[Series]) -> YearChart | None:
    """The chart of one to four series; None where fewer than two years are known, which make no curve."""
    known = [year for one in series for year, count in one.by_year.items() if count]
    if len(set(known)) < 2 or len(series) > MOST_LINES:
        return None
    years = tuple(range(min(known), max(known) + 1))
    return YearChart(
        tuple(series),
        years,
        sum(one.undated for one in series),
        curve(series, years, WIDE),
        curve(series, years, NARROW),
        sparkline([sum(one.by_year.get(year, 0) for one in series) for year in years]),
    )


def curve(series: Sequence[Series], years: Sequence[int], size: Size) -> Curve:
    """The picture of `series` over all of `years`, in order; a year that a series lacks counts 0."""
    undated = sum(one.undated for one in series)
    base = size.height - FOOT
    counts = [tuple(one.by_year.get(year, 0) for year in years) for one in series]
    steps = round_steps(max(map(max, counts)))
    left = max(SIDE, BESIDE + DIGIT * len(str(steps[-1])))
    laid = _plot(years[0], years[-1], size, left, len(series) > 1, undated > 0)

    def y(count: int) -> float:
        return base - (base - TOP) * count / steps[-1]

    ends = spread([y(row[-1]) for row in counts], LINE_HEIGHT, TOP, base)
    heights = {count: _short(y(count)) for count in {count for row in counts for count in row}}
    return Curve(
        size,
        left,
        laid.right,
        base,
        lines=tuple(
            _line(number, one, [*zip(laid.xs, map(heights.__getitem__, row), strict=True)], end, size, near=laid.near)
            for number, (one, row, end) in enumerate(zip(series, counts, ends, strict=True), 1)
        ),
        across=tuple(Tick(_short(y(step)), step) for step in steps),
        years=laid.years,
        columns=tuple(
            Column(year, x, laid.width, told)
            for year, x, told in zip(years, laid.lefts, zip(*counts, strict=True), strict=True)
        ),
        pressable=laid.pressable,
        undated=_undated(undated, size, y(min(undated, steps[-1])), base, broken=undated > steps[-1]),
    )


class _Plot(NamedTuple):
    """Where the years stand: the same in most pictures of an archive. `lefts`, `width`: of a year's strip."""

    right: float
    xs: tuple[float, ...]
    lefts: tuple[float, ...]
    width: float
    years: tuple[Tick, ...]
    near: bool
    pressable: bool


@lru_cache(64)
def _plot(first: int, last: int, size: Size, left: int, named: bool, undated: bool) -> _Plot:
    names = CHARACTER * (size.name + 1) if named else 0
    right = size.width - names - (UNDATED if undated else 0) - 8
    count = last - first + 1
    strip = (right - left) / count
    xs = tuple(_short(left + strip * (at + 0.5)) for at in range(count))
    return _Plot(
        right,
        xs,
        tuple(_short(left + strip * at) for at in range(count)),
        _short(strip),
        tuple(Tick(xs[year - first], year) for year in told_years(first, last, int(right - left) // 44)),
        near=count > 1 and strip < NEAR,
        pressable=strip >= TARGET,
    )


def sparkline(counts: Sequence[int], width: int = 120, height: int = 20) -> str:
    """The way of a line through `counts`, as small as a word, with room for its own thickness."""
    highest = max(*counts, 1)
    step = (width - 4) / max(1, len(counts) - 1)
    return _way(
        _rounded((2 + step * at, height - 2 - (height - 4) * count / highest) for at, count in enumerate(counts))
    )


def _line(
    number: int, one: Series, points: Sequence[tuple[float, float]], end: float, size: Size, *, near: bool
) -> Line:
    name = one.name if len(one.name) <= size.name else one.name[: size.name - 1] + "…"
    return Line(number, one, _way(points), _marks(points, number, 2.0 if near else 3.5), name, _short(end))


def _undated(count: int, size: Size, top: float, base: float, *, broken: bool) -> Undated | None:
    if not count:
        return None
    top = min(top, base - 2)
    return Undated(size.width - UNDATED + 10, _short(top), 20, _short(base - top), count, broken)


def _rounded(points: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    return [(round(x, 1), round(y, 1)) for x, y in points]


def _way(points: Sequence[tuple[float, float]]) -> str:
    return "M" + " L".join([f"{x} {y}" for x, y in points])


def _marks(points: Sequence[tuple[float, float]], number: int, half: float) -> str:
    """One way around all marks of a line: discs, squares, triangles, lozenges by its number."""
    shape = (_disc, _square, _triangle, _lozenge)[(number - 1) % MOST_LINES]
    return " ".join([shape(x, y, half) for x, y in points])


def _disc(x: float, y: float, half: float) -> str:
    begin, around = _round(x, half)
    return f"{begin}{y}{around}"


@lru_cache(4096)
def _round(x: float, half: float) -> tuple[str, str]:
    """What a disc is written with before and behind its height: years stand where they stood in the picture before."""
    return f"M{round(x - half, 1)} ", f" a{half} {half} 0 1 0 {2 * half} 0 a{half} {half} 0 1 0 {-2 * half} 0z"


def _square(x: float, y: float, half: float) -> str:
    return f"M{_short(x - half)} {_short(y - half)}h{2 * half}v{2 * half}h{-2 * half}z"


def _triangle(x: float, y: float, half: float) -> str:
    return f"M{x} {_short(y - half - 1)} l{half + 1} {2 * half + 1}h{-2 * half - 2}z"


def _lozenge(x: float, y: float, half: float) -> str:
    side = half + 1
    return f"M{x} {_short(y - side)} l{side} {side} l{-side} {side} l{-side} {-side}z"


def _short(number: float) -> float:
    return round(number, 1)
