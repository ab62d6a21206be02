"""How Word counts: the words of a list number in each of its formats (一, ①, IV, 壹); not which paragraph has one.

The names of the formats are those of ECMA-376 part 1, 17.18.59 (ST_NumberFormat).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

_CHINESE = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_UNITS = ((1000, "千"), (100, "百"), (10, "十"))
_LEGAL_UNITS = ((1000, "仟"), (100, "佰"), (10, "拾"))
_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC")),
    *((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)
_PADDED = re.compile(r"\s*0{1,9}1\s*,")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"


def counted(value: int, form: str) -> str:
    """`value` as Word prints it in number format `form`; "" for bullets, digits for formats that are not known."""
    if is_zero_padded(form):
        return str(value).zfill(len(form.partition(",")[0].strip()))
    return _FORMATS.get(form, str)(value)


def is_zero_padded(form: str) -> bool:
    """Whether `form` shows how figures are filled up with zeros: 001, 002, 003, ..."""
    return _PADDED.match(form) is not None


def _spoken(value: int, digits: str, units: tuple[tuple[int, str], ...], zero: str) -> str:
    """With units, as 一百零三; beyond 9,999 digit by digit."""
    if not 0 < value < 10_000:
        return "".join(digits[int(figure)] for figure in str(value)) if value >= 0 else str(value)
    written, rest, gap = "", value, False
    for size, unit in units:
        figure, rest = divmod(rest, size)
        if figure:
            written += (zero if gap else "") + digits[figure] + unit
        gap = bool(written) and not figure and bool(rest)
    if rest:
        written += (zero if gap else "") + digits[rest]
    return written


def _chinese(value: int) -> str:
    spoken = _spoken(value, _CHINESE, _UNITS, "零")
    return spoken[1:] if 10 <= value < 20 else spoken


def _legal(value: int) -> str:
    return _spoken(value, _LEGAL, _LEGAL_UNITS, "零")


def _digit_by_digit(value: int) -> str:
    return "".join(_CHINESE[int(figure)] if figure.isdigit() else figure for figure in str(value))


def _roman(value: int) -> str:
    if not 0 < value < 4000:
        return str(value)
    written = ""
    for size, letters in _ROMAN:
        times, value = divmod(value, size)
        written += letters * times
    return written


def _letter(value: int) -> str:
    """A … Z, AA, BB …, as Word does."""
    if not 0 < value <= 780:
        return str(value)
    times, place = divmod(value - 1, 26)
    return chr(ord("A") + place) * (times + 1)


def _ordinal(value: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th …"""
    ending = "th" if value % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{ending}"


def _cycle(value: int) -> str:
    """The sexagenary cycle: 甲子, 乙丑 …"""
    return _STEMS[(value - 1) % 10] + _BRANCHES[(value - 1) % 12] if value > 0 else str(value)


def _from(first: str, last: int, begin: int = 1) -> Callable[[int], str]:
    return lambda value: chr(ord(first) + value - begin) if begin <= value <= last else str(value)


def _circle(value: int) -> str:
    for first, begin, last in (("①", 1, 20), ("㉑", 21, 35), ("㊱", 36, 50)):
        if begin <= value <= last:
            return chr(ord(first) + value - begin)
    return str(value)


def _around(words: str) -> Callable[[int], str]:
    return lambda value: words[(value - 1) % len(words)] if value > 0 else str(value)


def _wide(value: int) -> str:
    return "".join(chr(ord("０") + int(figure)) if figure.isdigit() else figure for figure in str(value))


_FORMATS: Mapping[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda value: f"{value:02}",
    "decimalFullWidth": _wide,
    "decimalFullWidth2": _wide,
    "decimalEnclosedCircle": _circle,
    "decimalEnclosedCircleChinese": _circle,
    "decimalEnclosedFullstop": _from("⒈", 20),
    "decimalEnclosedParen": _from("⑴", 20),
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "koreanCounting": _chinese,
    "chineseLegalSimplified": _legal,
    "ideographLegalTraditional": _legal,
    "ideographDigital": _digit_by_digit,
    "japaneseDigitalTenThousand": _digit_by_digit,
    "taiwaneseDigital": _digit_by_digit,
    "ideographEnclosedCircle": _from("㊀", 10),
    "ideographTraditional": _around(_STEMS),
    "ideographZodiac": _around(_BRANCHES),
    "ideographZodiacTraditional": _cycle,
    "chineseDigital": _digit_by_digit,
    "numberInDash": lambda value: f"- {value} -",
    "ordinal": _ordinal,
    "hex": lambda value: f"{value:X}",
    "upperRoman": _roman,
    "lowerRoman": lambda value: _roman(value).lower(),
    "upperLetter": _letter,
    "lowerLetter": lambda value: _letter(value).lower(),
    "bullet": lambda _: "",
    "none": lambda _: "",
}
