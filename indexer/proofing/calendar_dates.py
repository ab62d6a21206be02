"""Dates that no calendar has (2月30日, 13月), and days of the week that do not belong to their date."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date

from archive.text.numerals import number
from indexer.proofing.finding import Finding, Place, found

_SMALL = "[0-9０-９]{1,2}|[一二三四五六七八九十廿卅]{1,3}"
_YEAR = "[0-9０-９]{4}|[一二][一二三四五六七八九〇零○]{3}"
_DATE = re.compile(
    rf"(?:(?P<year>{_YEAR})\s?年\s?)?(?<![0-9０-９一二三四五六七八九十个])(?P<month>{_SMALL})\s?月\s?"
    rf"(?:(?P<day>{_SMALL})\s?(?:日|号(?![文令码楼线院通公])))?"
)
_ISO = re.compile(r"(?<![0-9.])(?P<year>(?:19|20)[0-9]{2})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})(?![0-9-])")
_WEEKDAY = re.compile(r"\s?[（(，,]?\s?(?:星期|周)([一二三四五六日天])(?![会末期边])")
_DAYS = "一二三四五六日"
LEAP = 2000
"""The year that stands for one that is not told: 2月29日 may be meant."""


def dates(texts: Sequence[str]) -> Iterator[Finding]:
    """Impossible dates, in figures of either kind; a date with its year is held against its day of the week, too."""
    for at, text in enumerate(texts, 1):
        for pattern in (_DATE, _ISO):
            for match in pattern.finditer(text):
                finding = _judged(match, at, text)
                if finding is not None:
                    yield finding


def _judged(match: re.Match[str], at: int, text: str) -> Finding | None:
    month, day = number(match["month"]), number(match["day"]) if match["day"] else None
    year = number(match["year"]) if match["year"] else None
    if month is None or (match["day"] and day is None):
        return None
    place, words = Place(at, *match.span()), match[0].strip()
    if day is None and year is None:  # 30月 may be thirty moons of anything, but 13月 after a year is none
        return None
    if not 1 <= month <= 12:
        return found("date", "month", place, words, month=month)
    if day is None:
        return None
    last = monthrange(year if year and year > 1 else LEAP, month)[1]
    if not 1 <= day <= last:
        return found("date", "day", place, words, month=month, last=last)
    told = _WEEKDAY.match(text, match.end())
    if told and year and 1900 <= year <= 2100:
        true = _DAYS[date(year, month, day).weekday()]
        if true != told[1].replace("天", "日"):
            return found(
                "weekday", "other", Place(at, match.start(), told.end()), match[0] + told[0], better=true, day=true
            )
    return None
