"""Han numerals of number formats: [DBNum1] 一百二十三, [DBNum2] 壹佰贰拾叁, [DBNum3] １百２十３."""

from __future__ import annotations

from decimal import Decimal

_DIGITS = {1: "〇一二三四五六七八九", 2: "零壹贰叁肆伍陆柒捌玖", 3: "０１２３４５６７８９"}
_TENS = {1: ("", "十", "百", "千"), 2: ("", "拾", "佰", "仟"), 3: ("", "十", "百", "千")}
_MYRIADS = ("", "万", "亿", "兆")
_LONGEST = 16
"""Figures that have names: beyond 千兆 they are written digit by digit."""


def digits(figures: str, numerals: int) -> str:
    """Each figure as a numeral, anything else as it is: 2022 → 二〇二二."""
    return figures.translate({ord("0") + place: digit for place, digit in enumerate(_DIGITS[numerals])})


def read_out(number: Decimal, numerals: int) -> str:
    """A number as it is read, with 十, 百, 千, 万: 123 → 一百二十三; decimals follow figure by figure."""
    whole, _, decimals = format(abs(number), "f").partition(".")
    sign = "-" if number < 0 else ""
    words = _whole(whole, numerals) if len(whole) <= _LONGEST else digits(whole, numerals)
    return sign + words + (f".{digits(decimals, numerals)}" if decimals else "")


def day(number: int, numerals: int) -> str:
    """A month, day, hour or minute: 16 → 十六 (of a number alone: 一十六), 0 → 〇."""
    words = _whole(str(number), numerals)
    one = _DIGITS[numerals][1] + _TENS[numerals][1]
    return words[1:] if numerals == 1 and words.startswith(one) else words


def _whole(figures: str, numerals: int) -> str:
    figures = figures.lstrip("0")
    if not figures:
        return _DIGITS[numerals][0]
    zero = _DIGITS[numerals][0]
    out, pending = "", False
    for place, figure in enumerate(figures):
        power = len(figures) - 1 - place
        if figure == "0":
            pending = True
        else:
            out += (zero if pending and out else "") + _DIGITS[numerals][int(figure)] + _TENS[numerals][power % 4]
            pending = False
        if power % 4 == 0 and power and figures[max(place - 3, 0) : place + 1].strip("0"):
            out += _MYRIADS[power // 4]
    return out
