"""A stretch of days on the calendar, for conditions on the date of a paper (成文日期)."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_DAY = re.compile(r"([0-9]{4})(?:年|(?:[-./年]([0-9]{1,2})(?:月|[-./月]([0-9]{1,2})日?)?))?")
_BETWEEN = re.compile(r"\.\.|至|~")


@dataclass(frozen=True, slots=True)
class Dates:
    """The days from `first` to `last`, both included, as YYYY, YYYY-MM or YYYY-MM-DD; None leaves an end open.

    A year or a month as an end is all of it: 2018-01..2018-06 ends with 30 June.
    """

    first: str | None
    last: str | None

    def __bool__(self) -> bool:
        """Is there any day among them, and is each end one of the calendar?"""
        ends = [end for end in (self.first, self.last) if end is not None]
        if not all(map(_exists, ends)):
            return False
        return len(ends) < 2 or _first_day(ends[0]) <= _last_day(ends[1])

    def holds(self, day: str) -> bool:
        """Is `day` (YYYY-MM-DD) among them? ISO dates compare as texts."""
        after = self.first is None or _first_day(self.first) <= day
        return after and (self.last is None or day <= _last_day(self.last))

    @property
    def days(self) -> tuple[str | None, str | None]:
        """The first and the last day, as YYYY-MM-DD; None where an end is open."""
        return self.first and _first_day(self.first), self.last and _last_day(self.last)

    def __str__(self) -> str:
        if self.first is not None and self.first == self.last:
            return self.first
        return f"{self.first or ''}..{self.last or ''}"


def dates_of(text: str) -> Dates | None:
    """The stretch that a folded text names: 2018, 2018-01, 2018年1月, 2018.1.7, 2018-01..2018-06, 2018.., ..2018-06;
    None where it has not that form. Whether there are such days is told by the value itself (2018-13 has none).
    """
    parts = _BETWEEN.split(text)
    if len(parts) > 2 or not any(parts):
        return None
    ends = [_end(part) for part in parts]
    if any(part and end is None for part, end in zip(parts, ends, strict=True)):
        return None
    return Dates(ends[0], ends[-1])


def wrong_at(text: str) -> int:
    """Where a folded text that names no stretch of days goes wrong: at the first end that is no day of the calendar.

    0 where both are days and the first is the later one, or where nothing has the form of a date.
    """
    at = 0
    for part in _BETWEEN.split(text)[:2]:
        end = _end(part)
        if part and (end is None or not _exists(end)):
            return at
        at = len(text) - len(_BETWEEN.split(text, maxsplit=1)[-1])
    return 0


def _end(text: str) -> str | None:
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    year, *rest = found.groups()
    return "-".join([year, *(part.zfill(2) for part in rest if part)])


def _numbers(end: str) -> Iterator[int]:
    return map(int, end.split("-"))


def _exists(end: str) -> bool:
    year, month, day = (*_numbers(end), 1, 1)[:3]
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _first_day(end: str) -> str:
    year, month, day = (*_numbers(end), 1, 1)[:3]
    return f"{year:04}-{month:02}-{day:02}"


def _last_day(end: str) -> str:
    year, *rest = _numbers(end)
    month = rest[0] if rest else 12
    day = rest[1] if len(rest) > 1 else calendar.monthrange(year, month)[1]
    return f"{year:04}-{month:02}-{day:02}"
