"""Figures as official papers print them, years and dates among them. What a date means lives elsewhere.

Chinese, full-width and spaced ones are read: 二〇二二年, 一九八○年, １９９３年, 1 9 9 3 年, 十二.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange

ZEROS = "〇○◯零ＯO0０oΟοОо"
"""Noughts as people type them between Han figures: 二〇二四, 二O二四, 二０二四 (also Greek, Cyrillic letters)."""
_FORMAL = "壹贰叁肆伍陆柒捌玖"
_DIGITS = {
    **dict(zip("一二三四五六七八九", range(1, 10), strict=True)),
    **dict(zip(_FORMAL, range(1, 10), strict=True)),
    **dict.fromkeys(ZEROS, 0),
    "两": 2,
}
LONGEST = 1_000
"""Digits of a number: Python itself refuses to read some thousands, and no paper counts so far."""
_HAN_YEAR = f"(?:[一二][{ZEROS}一二三四五六七八九]{{3}}|[壹贰][零〇{_FORMAL}]{{3}})"
_HAN_SMALL = "[一二三四五六七八九十廿卅]{1,3}"
YEAR = rf"(?<![0-9０-９])[12１２][ ]?(?:[0-9０-９][ ]?){{3}}(?=年|[ ]年)|{_HAN_YEAR}(?=年)"
"""The figures of a year directly before 年."""

_SMALL = rf"(?:[0-9０-９][ ]?){{1,2}}|{_HAN_SMALL}"
_MONTH = rf"{_SMALL}|元"
_DAY_SIGN = "(?:日|号(?![文令码楼线院通公]))"
DATE = re.compile(rf"(?P<year>{YEAR})[ ]?年[ ]?(?P<month>{_MONTH})[ ]?月[ ]?(?P<day>{_SMALL})[ ]?{_DAY_SIGN}")
"""A full date in words: 2022年3月5日, 二〇〇四年四月二十七日, 2023年元月7号."""

YEAR_AND_MONTH = re.compile(rf"(?P<year>{YEAR})[ ]?年[ ]?(?P<month>{_MONTH})[ ]?月")
"""2023年12月."""

ISO_DATE = re.compile(
    r"(?<![0-9])(?P<year>(?:19|20)[0-9]{2})[ ]?[-./][ ]?(?P<month>[0-9]{1,2})[ ]?[-./][ ]?(?P<day>[0-9]{1,2})(?![0-9])"
)
"""2023-03-13, 2023.3.13, 2023/1/7, 2023 . 1 . 7."""

YEARS = re.compile(rf"(?P<year>{YEAR})[ ]?年")


def number(text: str) -> int | None:
    """The whole number that `text` writes, 0–9999 in Chinese figures, up to `LONGEST` digits; None where it is none.

    Digit by digit (二〇二二) and with units (二十七, 一百零三) are both read.
    """
    squeezed = "".join(text.split())
    if len(squeezed) > LONGEST:
        return None
    if squeezed and all(unicodedata.category(character) == "Nd" for character in squeezed):
        return int(squeezed)
    if squeezed and all(character in _DIGITS for character in squeezed):
        return int("".join(str(_DIGITS[character]) for character in squeezed))
    return _with_units(squeezed)


def _with_units(text: str) -> int | None:
    text = text.replace("廿", "二十").replace("卅", "三十")
    match = re.fullmatch(
        rf"(?:([一二两三四五六七八九])千)?(?:[{ZEROS}]?([一二两三四五六七八九])百)?"
        rf"(?:[{ZEROS}]?([一二三四五六七八九])?(十))?[{ZEROS}]?([一二三四五六七八九])?",
        text,
    )
    if not text or match is None:
        return None
    thousands, hundreds, tens, ten, ones = match.groups()
    value = 1000 * _DIGITS.get(thousands, 0) + 100 * _DIGITS.get(hundreds, 0) + _DIGITS.get(ones, 0)
    return value + (10 * _DIGITS.get(tens, 1) if ten else 0)


def iso(match: re.Match[str]) -> str | None:
    """The date that a match of `DATE` or `ISO_DATE` writes, as YYYY-MM-DD; None where the calendar has no such day."""
    month = 1 if match["month"] == "元" else number(match["month"])
    year, day = number(match["year"]), number(match["day"])
    if year is None or month is None or day is None or not 1900 <= year <= 2100 or not 1 <= month <= 12:
        return None
    if not 1 <= day <= monthrange(year, month)[1]:
        return None
    return f"{year:04}-{month:02}-{day:02}"
