"""Numerals as official papers write them (GB/T 15835), read whole: 1,234.5, 1.2万亿, 三千二百万, 百分之七点五, 两成.

Everything here looks at folded text (`archive.text.fold`): half width, simplified, without blanks. What a paper leaves
open stays open: a mask (**, XX) and 几十 have no value, 七八十 and 3%~5% have two.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Kind = Literal["number", "range", "mask", "vague"]
"""`mask`: figures that the paper hides (**, XX); `vague`: 几十, 数百, which name no number."""

DIGITS = {
    **dict(zip("一二三四五六七八九", range(1, 10), strict=True)),
    **dict(zip("壹贰叁肆伍陆柒捌玖", range(1, 10), strict=True)),
    "〇": 0,
    "零": 0,
    "两": 2,
}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}
_HAN = "".join((*DIGITS, *_UNITS, "廿卅"))
_ONE = "".join(DIGITS)
MORE = "多余几来"
"""Between a numeral and its unit: somewhat more than it."""

ARABIC = r"(?:\d{1,3}(?:,\d{3}){1,9}(?![\d,])|\d{1,30}(?!\d))(?:\.\d{1,30}|·\d{1,9}(?=[%万亿]))?"
HAN = rf"(?<![{_HAN}万亿])[{_HAN}万亿]{{1,30}}(?![{_HAN}万亿])(?:点[{_ONE}]{{1,30}}[万亿]{{0,2}})?"
_SCALE = "(?:[十百千]?万亿|[十百千]?[万亿]|[百千](?![瓦米克伏赫卡帕焦字升]))"
NUMERAL = re.compile(
    rf"(?P<mask>(?<![\da-z.])(?![x×]\d)[\dx×*]{{0,20}}[x×*][\dx×*]{{0,20}}(?![\da-z.%-]{{0,9}}[a-z])|(?<![〇{_HAN}])〇{{2,20}})(?P<masked>[{MORE}]?{_SCALE}?)"
    rf"|(?P<base>{ARABIC}|[{_HAN}万]{{1,20}})分之(?P<part>{ARABIC}|[x×*]{{1,9}}|[{_HAN}几]{{1,20}}(?:点[{_ONE}]{{1,9}})?)"
    rf"|(?P<tenths>(?<![{_HAN}\d])[一二两三四五六七八九]|(?<![\d.])\d(?:\.\d)?)成(?P<half>半)?(?![{_HAN}不员立为果绩人长功就年本套份品熟都效交])"
    rf"|(?P<vague>[几数][十百千万亿]{{1,5}}|[{_HAN}]{{0,9}}十几[百千万亿]{{0,4}})"
    r"|(?P<share>过?半数|一半|过半(?!数))"
    rf"|(?P<arabic>(?:(?<=[为长率是达降至到由从:(,])-)?(?<![\da-z.]){ARABIC})(?P<scaled>[{MORE}]?{_SCALE})?"
    rf"|(?P<han>负?{HAN})(?P<larger>[{MORE}][百千]?[万亿]{{1,3}})?"
    r"|(?P<halved>(?<![大上下前后折多过夜])半)(?=年|个月|个多?世纪|个小时|小时|天|日)"
)
"""A numeral, whole, without its measure. A run of Han numerals may still be none: `read` says. Each part is bounded,
so that looking is linear in any text; what is longer is no numeral.
"""
_BELOW = re.compile(
    rf"(?:([{_ONE}])[千仟])?[零〇]?(?:([{_ONE}])[百佰])?[零〇]?(?:([{_ONE}])?([十拾]))?[零〇]?([{_ONE}])?"
)
_ABOUT = re.compile(r"([一二三四五六七八九两])([一二三四五六七八九])(?=[十百千万亿]|$)")
_APART = str.maketrans({"廿": "二十", "卅": "三十"})


@dataclass(frozen=True, slots=True)
class Numeral:
    """What a numeral says. `low` is `high` but in a range; both are None where it names no number.

    `percent`: it is of a hundred by its own words (百分之, 成); `share`: a part of one (三分之一); `more`: 多, 余.
    """

    kind: Kind
    low: Fraction | None
    high: Fraction | None
    percent: str = ""
    share: bool = False
    more: bool = False


def read(found: re.Match[str]) -> Numeral | None:
    """The numeral of a match of `NUMERAL`; None where it is none."""
    if found["mask"]:
        return Numeral("mask", None, None, more=found["masked"][:1] in tuple(MORE))
    if found["vague"]:
        return Numeral("vague", None, None)
    if found["base"]:
        return _of_parts(found["base"], found["part"])
    if found["tenths"]:
        tenths = value_of(found["tenths"])
        return None if tenths is None else _one((tenths + (Fraction(1, 2) if found["half"] else 0)) * 10, percent="%")
    if found["share"] or found["halved"]:
        return _one(Fraction(1, 2), share=bool(found["share"]))
    scaled = found["scaled"] or found["larger"] or ""
    more = scaled[:1] in tuple(MORE)
    factor = _factor(scaled[1:] if more else scaled)
    if found["han"] and (about := _approximate(found["han"])):
        return Numeral("range", about[0] * factor, about[1] * factor, more=more)
    value = value_of(found["arabic"] or found["han"])
    return None if value is None else _one(value * factor, more=more)


def value_of(text: str) -> Fraction | None:
    """The number that an Arabic or Han numeral writes, with 万, 亿, 点, 负 and thousands separators; None for none."""
    sign = -1 if text[:1] in ("-", "负") else 1
    body = (text[1:] if sign < 0 else text).replace("·", ".")
    if re.fullmatch(ARABIC, body):
        return sign * Fraction(body.replace(",", ""))
    if len(body) > 40:
        return None
    whole, point, decimals = body.translate(_APART).partition("点")
    large = decimals.lstrip(_ONE)
    decimals = decimals[: len(decimals) - len(large)]
    value = _han(whole)
    if value is None or (point and not decimals):
        return None
    parts = sum((Fraction(DIGITS[one], 10**place) for place, one in enumerate(decimals, 1)), Fraction(0))
    return sign * (value + parts) * _factor(large)


def _han(text: str) -> int | None:
    if text[:1] in ("零", "〇") and text not in ("零", "〇"):
        return None
    if text and all(one in DIGITS for one in text) and (len(text) != 2 or text[0] in "〇零" or text[1] in "〇零"):
        return int("".join(str(DIGITS[one]) for one in text))
    if text in _UNITS or text in _LARGE:  # 近百, 上万
        return _UNITS.get(text) or _LARGE[text]
    for unit, factor in (("亿", 10**8), ("万", 10**4)):
        head, found, tail = text.rpartition(unit)
        if found:
            top, rest = _han(head), _han(tail.lstrip("零〇")) if tail else 0
            if top is None or rest is None or unit in head:
                return None
            return top * factor + (rest * factor // 10 if len(tail) == 1 else rest)
    return _below_ten_thousand(text)


def _below_ten_thousand(text: str) -> int | None:
    found = _BELOW.fullmatch(text)
    if not text or found is None:
        return None
    thousands, hundreds, tens, ten, ones = found.groups()
    value = 1000 * DIGITS.get(thousands, 0) + 100 * DIGITS.get(hundreds, 0)
    value += 10 * DIGITS.get(tens, 1) if ten else 0
    last = DIGITS.get(ones, 0)
    if ones and text[-2:-1] in ("百", "佰", "千", "仟"):  # 三百五 is 350, 两千三 is 2,300
        last *= _UNITS[text[-2]] // 10
    return value + last


def _approximate(text: str) -> tuple[Fraction, Fraction] | None:
    """七八十, 三五: from the one to the other."""
    found = _ABOUT.search(text)
    if found is None or (all(one in DIGITS for one in text) and len(text) != 2):
        return None
    one, other = DIGITS[found[1]], DIGITS[found[2]]
    if other != one + 1 and (one, other) != (3, 5):
        return None
    low = value_of(text[: found.start()] + found[1] + text[found.end() :])
    high = value_of(text[: found.start()] + found[2] + text[found.end() :])
    return None if low is None or high is None else (low, high)


def _of_parts(base: str, part: str) -> Numeral | None:
    if part[0] in "x×*":
        return Numeral("mask", None, None, percent="%" if base == "百" else "")
    if "几" in part:
        return Numeral("vague", None, None, percent="%" if base == "百" else "")
    value = Fraction(100) if part == "百" else value_of(part)
    if base in ("百", "千", "万"):
        return None if value is None else _one(value, percent={"百": "%", "千": "‰", "万": "万分之一"}[base])
    whole = value_of(base)
    return None if value is None or not whole else _one(value / whole, share=True)


def _one(value: Fraction, *, percent: str = "", share: bool = False, more: bool = False) -> Numeral:
    return Numeral("number", value, value, percent, share, more)


def _factor(scale: str) -> int:
    value = 1
    for unit in scale:
        value *= _UNITS.get(unit) or _LARGE[unit]
    return value
