"""Which year and period a phrase names (2022年上半年). Which phrase of a report to ask lives in `reporting_year`."""

from __future__ import annotations

import re

from archive.text.numerals import YEAR, number

PERIODS = (
    "年度", "上半年", "下半年", "第一季度", "第二季度", "第三季度", "第四季度", "前三季度",
    *(f"{month}月" for month in range(1, 13)),
)  # fmt: skip
"""Every value that the field `period` may have."""

_QUARTER = re.compile(r"第?(?P<quarter>[一二三四1-4])季度|[Qq](?P<q>[1-4])(?![0-9])")
_HALF = re.compile(r"(?P<half>上|下)半年")
_FIRST_THREE = re.compile(r"(?:前|[一1]至)三季度|前3个?季度|1—3季度")
_MONTH = re.compile(
    r"年[ ]?(?P<month>[0-9]{1,2}|[一二三四五六七八九十]{1,2})月(?:份)?(?![0-9一二三四五六七八九十]{1,3}日|至|—)"
)
_LONE_MONTH = re.compile(r"^(?P<month>[0-9]{1,2})月份?$")
_MONTHS = re.compile(r"(?<![0-9])(?P<first>[0-9]{1,2})月?(?:份)?[—\-~至到](?P<last>[0-9]{1,2})月")
_STRETCHES = {
    (1, 3): "第一季度", (4, 6): "第二季度", (7, 9): "第三季度", (10, 12): "第四季度",
    (1, 6): "上半年", (7, 12): "下半年", (1, 9): "前三季度", (1, 12): "年度",
}  # fmt: skip
_WHOLE = re.compile(r"年度|全年|年终|年底")
_BARE_YEAR = re.compile(r"^(?P<year>(?:19|20)[0-9]{2})$|(?P<dated>(?<![0-9])(?:19|20)[0-9]{2})(?=年|Q|[上下]半年)")
_YEARS = re.compile(rf"(?P<year>{YEAR})[ ]?年")
_SEVERAL = re.compile(
    r"[0-9〇一二三四五六七八九]{4}年?[-—~至到、和][0-9〇一二三四五六七八九]{4}|[0-9]{4}年?—[0-9]{2,4}年"
)
_MANY = re.compile(r"五年(?:来|间|规划|计划)|届|十[一二三四五]五|以来五年|[三四五]年来|近年来")


def year_in(words: str, *, bare: bool = False) -> int | None:
    """The one year that `words` (plain) names; None where there is none or more than one (2018—2022年).

    `bare`: a piece that is nothing but four digits counts as well, as in a file's name.
    """
    if _SEVERAL.search(words):
        return None
    found = {number(match["year"]) for match in _YEARS.finditer(words)}
    if bare:
        found |= {int(match["year"] or match["dated"]) for match in _BARE_YEAR.finditer(words)}
    years = {year for year in found if year is not None and 1900 <= year <= 2100}
    return years.pop() if len(years) == 1 else None


def period_in(words: str) -> str | None:
    """The period that `words` (plain) names, as one of `PERIODS`; None where they name none."""
    if _FIRST_THREE.search(words):
        return "前三季度"
    quarters = {match["quarter"] or match["q"] for match in _QUARTER.finditer(words)}
    if len(quarters) > 1:
        return None
    if quarters:
        return f"第{'一二三四'[(number(quarters.pop()) or 1) - 1]}季度"
    if stretch := _MONTHS.search(words):
        return _STRETCHES.get((int(stretch["first"]), int(stretch["last"])))
    if half := _HALF.search(words):
        return f"{half['half']}半年"
    return _month_in(words) or ("年度" if _WHOLE.search(words) else None)


def _month_in(words: str) -> str | None:
    match = _MONTH.search(words) or _LONE_MONTH.match(words)
    month = number(match["month"]) if match else None
    return f"{month}月" if month is not None and 1 <= month <= 12 else None


def spans_years(words: str) -> bool:
    """Whether the phrase looks back on more than a year: 2018—2022年, 过去五年."""
    return bool(_SEVERAL.search(words) or _MANY.search(words))
