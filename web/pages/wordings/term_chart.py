"""The curve of wordings over the years, in what it is measured by. Numbers alone; the drawing is `web.charts`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, get_args

from indexer.wordings.rates import Rate
from indexer.wordings.usage import Usage
from web.charts.curve import Series, YearChart, year_chart

Measure = Literal["reports", "characters", "places"]
MEASURES: tuple[Measure, ...] = get_args(Measure)
"""Reports of 10,000, places of a million characters, bare places; the first is the default."""


def term_chart(used: Sequence[Usage], measure: Measure) -> YearChart | None:
    """A line a wording; None where it makes no curve. A year of several lines leads nowhere: to whose places?"""
    chart = year_chart([_series(one, measure) for one in used if one.total_reports])
    if chart is None or len(chart.series) == 1:
        return chart
    return replace(chart, wide=replace(chart.wide, pressable=False), narrow=replace(chart.narrow, pressable=False))


def _series(used: Usage, measure: Measure) -> Series:
    counts = {one.key: _measured(one, measure) for one in used.years}
    undated = counts.pop(None, 0)
    return Series(used.wording, {year: count for year, count in counts.items() if year is not None}, undated)


def _measured(one: Rate[int | None], measure: Measure) -> int:
    """In whole numbers, at least 1 for any use: the table beside the picture has them to a tenth."""
    exact = {"reports": one.per_reports, "characters": one.per_characters, "places": float(one.matches)}[measure]
    return max(1, round(exact))
