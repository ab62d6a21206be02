"""The heat map: a table whose cells are the darker, the higher their count. The number stands in every cell, so colour
only says again what is written, and print, high contrast and screen readers lose nothing.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

STEPS = 6
"""Shades above that of nothing; the styles are heat-0 … heat-6."""

Row = TypeVar("Row")
ColumnOf = TypeVar("ColumnOf")


@dataclass(frozen=True, slots=True)
class Cell(Generic[ColumnOf]):
    """A count and its shade, 0 (nothing) to `STEPS`; `count` is None where there is nothing that could count."""

    column: ColumnOf
    count: int | None
    shade: int


@dataclass(frozen=True, slots=True)
class HeatMap(Generic[Row, ColumnOf]):
    """The rows in order, each with a cell a column."""

    columns: tuple[ColumnOf, ...]
    rows: tuple[tuple[Row, tuple[Cell[ColumnOf], ...]], ...]


def heat_map(
    rows: Sequence[Row], columns: Sequence[ColumnOf], counts: Mapping[tuple[Row, ColumnOf], int | None]
) -> HeatMap[Row, ColumnOf]:
    """The table of `counts` by (row, column). A pair that is missing counts 0; one that is None has no shade at all."""
    limits = shade_limits([count for count in counts.values() if count])
    return HeatMap(
        tuple(columns),
        tuple((row, tuple(_cell(column, counts.get((row, column), 0), limits) for column in columns)) for row in rows),
    )


def shade_limits(counts: Sequence[int]) -> tuple[int, ...]:
    """The highest count of each shade but the last: as many different counts in each, so one giant darkens no rest."""
    different = sorted(set(counts))
    if len(different) <= STEPS:
        return tuple(different[:-1])
    return tuple(different[len(different) * step // STEPS - 1] for step in range(1, STEPS))


def shade(count: int | None, limits: Sequence[int]) -> int:
    """0 for nothing, else 1 to `STEPS`: of few different counts the darkest ones, the highest always the darkest."""
    if not count:
        return 0
    return STEPS - len(limits) + bisect_left(limits, count)


def _cell(column: ColumnOf, count: int | None, limits: Sequence[int]) -> Cell[ColumnOf]:
    return Cell(column, count, shade(count, limits))
