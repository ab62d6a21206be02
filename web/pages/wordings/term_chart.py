"""The curve of wordings over the years, in what it is measured by. Numbers alone; the drawing is `web.charts`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal, get_args

from indexer.wordings.rates import Held, Rate
from indexer.wordings.usage import Usage
from web.charts.curve import Series, YearChart, year_chart

Measure = Literal["reports", "characters", "places"]
MEASURES: tuple[Measure, ...] = get_args(Measure)
"""Reports of 10,000, places of a million characters, bare places; the first is the default."""


def term_chart(used: Sequence[Usage], measure: Measure) -> YearChart | None:
    """A line a wording; None where it makes no curve. A year of several lines leads nowhere: to whose places?

    The undated of several wordings stand in the picture where they are places: rates have no sum.
    """
    several = sum(one.total_reports > 0 for one in used) > 1
    undated = not several or measure == "places"
    chart = year_chart([_series(one, measure, undated=undated) for one in used if one.total_reports])
    if chart is None or not several:
        return chart
    return replace(chart, wide=replace(chart.wide, pressable=False), narrow=replace(chart.narrow, pressable=False))


def empty_years(chart: YearChart | None, held: Mapping[int | None, Held]) -> str:
    """The years on a curve of which the archive holds nothing, as people write them: 1961–1963, 1965."""
    runs: list[list[int]] = []
    for year in chart.years if chart else ():
        if year in held:
            continue
        if runs and runs[-1][-1] == year - 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def _series(used: Usage, measure: Measure, *, undated: bool) -> Series:
    counts = {one.key: _measured(one, measure) for one in used.years}
    unknown = counts.pop(None, 0)
    by_year = {year: count for year, count in counts.items() if year is not None}
    return Series(used.wording, by_year, unknown if undated else 0)


def _measured(one: Rate[int | None], measure: Measure) -> int:
    """In whole numbers, at least 1 for any use: the table beside the picture has them to a tenth."""
    exact = {"reports": one.per_reports, "characters": one.per_characters, "places": float(one.matches)}[measure]
    return max(1, round(exact))
