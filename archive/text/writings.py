"""Other writings of the dates and numbers that stand in a wording: 2023年1月7日, 2023.1.7, 二〇二三年一月七日.

The fold keeps them apart, since each is another text; who looks for one may mean all of them. Nothing is looked up.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from archive.text.fold import fold_text
from archive.text.han_numbers import FIGURES, MOST, from_words, in_figures, in_words
from archive.text.numerals import ZEROS, number

NOUGHTS = "〇零O0"
"""Noughts between Han figures that do not fold alike: 二〇二四, 二零二四, 二O二四, 二0二四."""
BRACKETS = ("〔〕", "[]", "【】", "()", "{}", "<>")
"""Around the year of a 文号; by GB/T 9704 the first pair, people type all of them."""
_WIDE = str.maketrans("０１２３４５６７８９（）［］．－／，％", "0123456789()[].-/,%")
"""Full width to half, one for one: the fold does not tell them apart."""

Value = tuple[int, ...]
Style = Callable[[Value], str | None]
"""How a value is written; None where it is not written so."""

_YEAR = rf"(?<![0-9])(?P<year>(?:19|20)[0-9]{{2}}|[一二][{ZEROS}{FIGURES}]{{3}})"
_BARE = r"(?<![0-9.])(?P<year>(?:19|20)[0-9]{2})"
_SMALL = rf"(?:[0-9]{{1,2}}|[{FIGURES}十廿卅]{{1,3}})"
_MONTH, _DAY = rf"(?P<month>{_SMALL}|元)", rf"(?P<day>{_SMALL})"
_HAN = f"[{FIGURES}十百千万亿两零〇○]+"
_LEFT, _RIGHT = ("[" + re.escape("".join(pair[side] for pair in BRACKETS)) + "﹝﹞]" for side in (0, 1))


@dataclass(frozen=True, slots=True)
class Kind:
    """A form that has other writings: how it is found, what it says (None: it is none after all), how it is written."""

    patterns: tuple[re.Pattern[str], ...]
    value: Callable[[re.Match[str]], Value | None]
    styles: tuple[Style, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """A form that stands at [start, end) of a wording; `kind` is its place in `KINDS`."""

    start: int
    end: int
    kind: int
    value: Value


def forms_of(wording: str) -> tuple[Form, ...]:
    """The dates and numbers of a wording, in order; a part of a longer form is none of its own."""
    plain = wording.translate(_WIDE)
    found: list[Form] = []
    for place, kind in enumerate(KINDS):
        for match in (match for pattern in kind.patterns for match in pattern.finditer(plain)):
            free = all(match.end() <= other.start or other.end <= match.start() for other in found)
            value = kind.value(match) if free else None
            if value is not None:
                found.append(Form(match.start(), match.end(), place, value))
    return tuple(sorted(found, key=lambda form: form.start))


def other_writings(wordings: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The wordings of one query with all forms of a kind written in another way, the commoner ways first.

    Each says the same dates and numbers; none folds to what was given, and no two fold alike.
    """
    forms = [forms_of(wording) for wording in wordings]
    known = {tuple(map(fold_text, wordings))}
    for place, kind in enumerate(KINDS):
        chosen = [[form for form in found if form.kind == place] for found in forms]
        for style in kind.styles if any(chosen) else ():
            written = tuple(_written(*pair, style) for pair in zip(wordings, chosen, strict=True))
            folded = tuple(map(fold_text, written))
            if folded not in known:
                known.add(folded)
                yield written


def _written(wording: str, forms: Sequence[Form], style: Style) -> str:
    pieces, at = [], 0
    for form in forms:
        new = style(form.value)
        pieces += [wording[at : form.start], wording[form.start : form.end] if new is None else new]
        at = form.end
    return "".join([*pieces, wording[at:]])


def _month_of(match: re.Match[str]) -> int | None:
    month = 1 if match["month"] == "元" else number(match["month"])
    return month if month and month <= 12 else None


def _date(match: re.Match[str]) -> Value | None:
    year, month, day = number(match["year"]), _month_of(match), number(match["day"])
    if year is None or month is None or day is None:
        return None
    try:
        date(year, month, day)
    except ValueError:
        return None
    return year, month, day


def _year_and_month(match: re.Match[str]) -> Value | None:
    year, month = number(match["year"]), _month_of(match)
    return None if year is None or month is None else (year, month)


def _month_and_day(match: re.Match[str]) -> Value | None:
    month, day = _month_of(match), number(match["day"])
    return None if month is None or not day or day > monthrange(2000, month)[1] else (month, day)


def _year(match: re.Match[str]) -> Value | None:
    year = number(match["year"])
    return None if year is None else (year,)


def _percent(match: re.Match[str]) -> Value | None:
    whole, _, decimals = match["value"].replace("点", ".").partition(".")
    value = number(whole) if whole.isascii() else from_words(whole)
    figures = [number(figure) for figure in decimals]
    return None if value is None or value >= MOST else (value, *(figure or 0 for figure in figures))


def _count(match: re.Match[str]) -> Value | None:
    digits = match[0].replace(",", "")
    factor = {"万": 10**4, "亿": 10**8}.get(digits[-1], 1)
    head = digits if factor == 1 else digits[:-1]
    value = int(head) * factor if head.isascii() and head.isdigit() else from_words(digits)
    return None if value is None or value >= MOST else (value,)


def _plainly(pattern: str, *, only: Callable[[Value], bool] = lambda _: True) -> Style:
    """As a pattern of `str.format` has it, where `only` holds."""
    return lambda value: pattern.format(*value) if only(value) else None


def _has_nought(value: Value) -> bool:
    return "0" in str(value[0])


def _in_han(signs: str, nought: str, *, first: str = "") -> Style:
    """Year, month, day in Han figures, each before its sign; `first`: another name of January."""

    def written(value: Value) -> str | None:
        year = (in_figures(value[0], nought),) if signs.startswith("年") or not signs else ()
        rest = value[len(year) :]
        if (year and nought != NOUGHTS[0] and not _has_nought(value)) or (first and rest[0] != 1):
            return None
        words = [*year, *map(in_words, rest)]
        if first:
            words[len(year)] = first
        return "".join(word + sign for word, sign in zip(words, signs or ("",), strict=True))

    return written


def _percent_in_words(value: Value) -> str:
    whole, *decimals = value
    after = "".join(in_figures(figure, "零") for figure in decimals)
    return f"百分之{in_words(whole)}" + (f"点{after}" if after else "")


def _percent_in_figures(value: Value) -> str:
    whole, *decimals = value
    return f"{whole}{'.' if decimals else ''}{''.join(map(str, decimals))}%"


def _in_units(unit: str, factor: int, write: Callable[[int], str] = str) -> Style:
    return lambda value: write(value[0] // factor) + unit if value[0] and value[0] % factor == 0 else None


def _bracketed(pair: str) -> Style:
    return lambda value: f"{pair[0]}{value[0]}{pair[1]}"


def _compiled(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, patterns))


def _january(value: Value) -> bool:
    return value[-2] == 1


KINDS: tuple[Kind, ...] = (
    Kind(  # a day
        _compiled(
            rf"{_YEAR} ?年 ?{_MONTH} ?月 ?{_DAY} ?[日号]",
            rf"{_BARE}(?P<sign>[-./])(?P<month>[0-9]{{1,2}})(?P=sign)(?P<day>[0-9]{{1,2}})(?![0-9])",
            r"(?<![0-9])(?P<year>(?:19|20)[0-9]{2})(?P<month>[0-9]{2})(?P<day>[0-9]{2})(?![0-9])",
        ),
        _date,
        (
            _plainly("{0}年{1}月{2}日"),
            *(_in_han("年月日", nought) for nought in NOUGHTS),
            *(_plainly(f"{{0}}{sign}{{1}}{sign}{{2}}") for sign in ".-/"),
            _plainly("{0}年{1:02}月{2:02}日"),
            *(_plainly(f"{{0}}{sign}{{1:02}}{sign}{{2:02}}") for sign in ".-/"),
            _plainly("{0}年{1}月{2}号"),
            _plainly("{0}{1:02}{2:02}"),
            _plainly("{0}年元月{2}日", only=_january),
            _in_han("年月日", NOUGHTS[0], first="元"),
        ),
    ),
    Kind(  # a month
        _compiled(
            rf"{_YEAR} ?年 ?{_MONTH} ?月",
            rf"{_BARE}(?P<sign>[-./])(?P<month>[0-9]{{1,2}})(?![0-9]|[-./][0-9])",
        ),
        _year_and_month,
        (
            _plainly("{0}年{1}月"),
            *(_in_han("年月", nought) for nought in NOUGHTS),
            *(_plainly(f"{{0}}{sign}{{1}}") for sign in ".-/"),
            _plainly("{0}年{1:02}月"),
            *(_plainly(f"{{0}}{sign}{{1:02}}") for sign in ".-/"),
            _plainly("{0}年元月", only=lambda value: value[1] == 1),
            _in_han("年月", NOUGHTS[0], first="元"),
        ),
    ),
    Kind(  # a day of any year
        _compiled(rf"(?<![0-9{FIGURES}十]){_MONTH} ?月 ?{_DAY} ?[日号]"),
        _month_and_day,
        (
            _plainly("{0}月{1}日"),
            _in_han("月日", ""),
            _plainly("{0:02}月{1:02}日"),
            _plainly("{0}月{1}号"),
            _plainly("元月{1}日", only=_january),
        ),
    ),
    Kind(  # the year of a 文号
        _compiled(rf"{_LEFT}{_YEAR.replace('(?<![0-9])', '')}{_RIGHT}"),
        _year,
        tuple(map(_bracketed, BRACKETS)),
    ),
    Kind(  # a year
        _compiled(rf"{_YEAR}(?![0-9%{FIGURES}十百千万亿]|[.,][0-9])"),
        _year,
        (_plainly("{0}"), *(_in_han("", nought) for nought in NOUGHTS)),
    ),
    Kind(  # a percentage
        _compiled(
            r"(?<![0-9.,])(?P<value>[0-9]{1,9}(?:\.[0-9]{1,4})?)%",
            rf"百分之(?P<value>{_HAN}(?:点[{FIGURES}零〇○]{{1,4}})?)",
        ),
        _percent,
        (_percent_in_figures, _percent_in_words),
    ),
    Kind(  # a count
        _compiled(
            r"(?<![0-9.,A-Za-z])(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,9})[万亿]?(?![0-9%A-Za-z]|[.,][0-9])",
            _HAN,
        ),
        _count,
        (
            _plainly("{0}"),
            lambda value: in_words(value[0]),
            _plainly("{0:,}", only=lambda value: value[0] >= 1000),
            _in_units("万", 10**4),
            _in_units("亿", 10**8),
            _plainly("两", only=lambda value: value[0] == 2),
            lambda value: in_words(value[0]).replace("零", "〇"),
        ),
    ),
)
"""The longer forms first: a date is no year and some counts."""
