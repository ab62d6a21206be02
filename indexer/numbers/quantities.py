"""Numerals with their measures: 1.2万亿元, 十五日, 3%~5%, and how exact they are; dates and names are left out.

Everything here looks at folded text; offsets are its code points, half-open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal, get_args

from indexer.numbers import no_figures
from indexer.numbers.measures import MEASURE, ORDINAL, SHARE, name_of
from indexer.numbers.numeral import MORE, NUMERAL, Numeral, read

Bound = Literal["at_least", "at_most", "under", "over", "about"]
BOUNDS: tuple[Bound, ...] = get_args(Bound)

_JOINS = re.compile("[-~至到]")
_FROM = ("由", "从")
"""Before a numeral: what follows 至 is no end of a range, but what became of it."""
_ALONE = ("百", "千", "万", "亿", "百万", "千万", "万亿")
"""Numerals that need 近, 上 or 余 beside them: 上百家, but 百家争鸣."""
_SUFFIX = re.compile(
    "(?P<bound>以上|以下|以内|之内|左右|上下|不等|内)?(?P<half>半(?![年个月天径数途]))?(?P<more>[多余])?(?P<late>以上|以下|左右)?"
)
_BEFORE = re.compile(
    "(?:(?P<at_least>不少于|不低于|不小于|至少|不得少于|不得低于|不应少于|不应低于)"
    "|(?P<at_most>不超过|不高于|不大于|不多于|至多|最多|不得超过|不得高于|控制在)"
    "|(?P<under>不足|不到|不满|低于|少于|小于|未满|未达到)|(?P<over>超过|突破|高于|大于|多于|逾|超出|超)"
    "|(?P<about>大约|约|将近|接近|近|大体|大概))(?:为|达)?$"
)
_AFTER: Mapping[str | None, Bound] = {
    "以上": "at_least",
    **dict.fromkeys(("以下", "以内", "之内", "内"), "at_most"),
    **dict.fromkeys(("左右", "上下"), "about"),
}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure of the folded text: its numeral [start, middle), its measure up to `end`, 以上 up to `after`."""

    start: int
    middle: int
    end: int
    after: int
    numeral: Numeral
    measure: str
    bound: Bound | None


def quantities(text: str) -> Iterator[Quantity]:
    """The quantities of a folded text, in order. 3%~5% and 六个月至十二个月 are one, from the one to the other."""
    waiting: Quantity | None = None
    for one in _measured_ones(text):
        joined = waiting and _joined(text, waiting, one)
        if waiting and not joined:
            yield waiting
        waiting = joined or _with_head(text, one)
    if waiting:
        yield waiting


def _measured_ones(text: str) -> Iterator[Quantity]:
    refused = [*no_figures.spans(text)]
    at = 0
    for found in NUMERAL.finditer(text):
        while at < len(refused) and refused[at][1] <= found.start():
            at += 1
        # A numeral that begins before what looked like a date or name is longer than that: it is none.
        if at < len(refused) and refused[at][0] <= found.start() < refused[at][1]:
            continue
        numeral = read(found)
        one = None if numeral is None else _measured(text, found, numeral)
        if one is not None:
            yield one


def _measured(text: str, found: re.Match[str], numeral: Numeral) -> Quantity | None:
    """The numeral of a match with its measure; None where it counts nothing."""
    start, middle = found.span()
    written, before = found[0], text[max(0, start - 12) : start]
    more = text[middle : middle + 1] in tuple(MORE) and not numeral.percent
    unit = None if numeral.percent or numeral.share else MEASURE.match(text, middle + more)
    more = more or numeral.more
    if written in _ALONE and not more and not re.search("[上近过逾约超]$", before):
        return None
    if unit is None:
        measure, end = numeral.percent or (SHARE if numeral.share else ""), middle
        if not measure and (written[-1] not in "万亿" or len(written) == 1):
            return None
    else:
        measure, end = name_of(unit), unit.end()
        if _is_none(text, written, unit, before):
            return None
    return _bounded(text, Quantity(start, middle, end, end, numeral, measure, "over" if more else None), before)


def _is_none(text: str, written: str, unit: re.Match[str], before: str) -> bool:
    """Is it an article, a date, an ordinal by its measure (三级), or nought (零部件)?"""
    after = text[unit.end() : unit.end() + 8]
    return (
        written in ("零", "〇")
        or no_figures.is_article(written, name_of(unit), before, after)
        or (text[unit.start() - 1] not in MORE and no_figures.is_date(written, unit["unit"], before, after))
        or (unit["unit"] in ORDINAL and not written[0].isdigit())
    )


def _bounded(text: str, one: Quantity, before: str) -> Quantity:
    """With 以上, 约 and the like beside it; 五天半 is five and a half."""
    suffix = _SUFFIX.match(text, one.end)
    if suffix is None:  # it matches nothing at least
        return one
    bound = _AFTER.get(suffix["bound"] or suffix["late"], "over" if suffix["more"] else one.bound)
    told = _BEFORE.search(before)
    bound = next((name for name in BOUNDS if told and told[name]), bound)
    numeral, middle, end = one.numeral, one.middle, one.end
    if suffix["half"] and numeral.low is not None and numeral.high is not None:
        middle = end = suffix.end("half")
        numeral = replace(numeral, low=numeral.low + Fraction(1, 2), high=numeral.high + Fraction(1, 2))
    return Quantity(one.start, middle, end, suffix.end(), numeral, one.measure, bound)


def _joined(text: str, low: Quantity, high: Quantity) -> Quantity | None:
    """One quantity from `low` to `high`, where 至 alone stands between two of one measure."""
    if low.measure != high.measure or not _JOINS.fullmatch(text[low.end : high.start]):
        return None
    return _range(low.start, low.numeral, high) if text[low.start - 1 : low.start] not in _FROM else None


def _with_head(text: str, one: Quantity) -> Quantity:
    """With the numeral before 至 that shares its measure: 3至5个, 五至六万元."""
    left = max(0, one.start - 16)
    if one.start == left or not _JOINS.match(text[one.start - 1]):
        return one
    for found in NUMERAL.finditer(text, left, one.start - 1):
        numeral = read(found) if found.end() == one.start - 1 else None
        if numeral is None or text[max(0, found.start() - 1) : found.start()] in (*_FROM, *"第年月/-"):
            continue
        scale = re.search("[万亿]+$", text[one.start : one.middle])
        if scale and numeral.low is not None and numeral.high is not None and not re.search("[万亿]", found[0]):
            factor = 10 ** (4 * scale[0].count("万") + 8 * scale[0].count("亿"))
            numeral = replace(numeral, low=numeral.low * factor, high=numeral.high * factor)
        return _range(found.start(), numeral, one) or one
    return one


def _range(start: int, low: Numeral, high: Quantity) -> Quantity | None:
    """From `low` to `high`; None where that is no rise. Where a paper hides one end, it is a mask as a whole."""
    first, last = low.low, high.numeral.high
    if first is not None and last is not None:
        if first >= last:
            return None
        return replace(high, start=start, numeral=Numeral("range", first, last))
    hidden = high.numeral if last is None else low
    return replace(high, start=start, numeral=replace(hidden, low=None, high=None))
