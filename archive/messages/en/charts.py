"""Words of the pictures: curves over years, bars, heat maps."""

from __future__ import annotations

MESSAGES = {
    "charts.years": "By year",
    "charts.years.reports": "Reports by year",
    "charts.years.places": "Places by year",
    "charts.undated": "No known year",
    "charts.undated.short": "None",
    "charts.undated.said": "; {n} more of no known year, beside the curve",
    "charts.archive": ". Of what this archive holds, not of all there is",
    "charts.table": "Numbers by year",
    "charts.all": "All",
    "charts.reports": "{n:report}",
    "charts.places": "{n:place}",
}
