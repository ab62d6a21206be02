"""The series of pictures, from what a search found. Numbers only: the searcher has counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from indexer.search.concordance import Concordance
from indexer.search.year_counts import YearCounts
from web.charts.curve import MOST_LINES, Series, YearChart, year_chart
from web.charts.heat_map import HeatMap, heat_map

Pairs = Sequence[tuple[str | int | None, int]]
"""A facet's values with the number of reports of each, None for not known."""


def reports_by_year(facets: Mapping[str, Pairs], name: str) -> YearChart | None:
    """The chart of the facet “year”, named `name`; None where it makes no curve."""
    counted = dict(facets.get("year", ()))
    return year_chart([_series(name, {year: count for year, count in counted.items() if not isinstance(year, str)})])


def places_by_year(found: Concordance, name: str) -> YearChart | None:
    """The chart of all places, named `name`, a line a wording where there are two to four; None for no curve."""
    apart: tuple[YearCounts, ...] = found.by_wording
    if 2 <= len(apart) <= MOST_LINES:
        return year_chart([_series(one.wording or name, one.places) for one in apart])
    return year_chart([_series(name, found.by_year.places)])


def year_heat(chart: YearChart) -> HeatMap[Series, int]:
    """The table beside a curve: its series by year, shaded."""
    counts = {(at, year): one.by_year.get(year, 0) for at, one in enumerate(chart.series) for year in chart.years}
    shaded = heat_map(range(len(chart.series)), chart.years, counts)
    return HeatMap(shaded.columns, tuple((chart.series[at], cells) for at, cells in shaded.rows))


def _series(name: str, places: Mapping[int | None, int]) -> Series:
    return Series(name, {year: count for year, count in places.items() if year is not None}, places.get(None, 0))
