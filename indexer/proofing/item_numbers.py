"""Numbers of headings and items that are doubled, skipped or run backwards: 三、三、 · （一）（三） · 一是…三是.

Numbers of one form are a series. A series ends where one of a form above it goes on; beginning anew with 1 is a new
list. What a quotation quotes is another paper's numbering.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.text.numerals import number
from indexer.proofing.finding import Finding, Place, found

_HAN = "[一二三四五六七八九十百零〇]{1,5}"
_FIGURE = "[0-9０-９]{1,3}"
FORMS: dict[str, re.Pattern[str]] = {
    "part": re.compile(rf"第({_HAN}|{_FIGURE})(?:编|部分)"),
    "chapter": re.compile(rf"第({_HAN}|{_FIGURE})章"),
    "section": re.compile(rf"第({_HAN}|{_FIGURE})节"),
    "article": re.compile(rf"第({_HAN}|{_FIGURE})条(?!之)"),
    "first": re.compile(rf"({_HAN})[、.．](?![一二三四五六七八九十]{{1,2}}(?:季|月|级|等|类|产|线))"),
    "second": re.compile(rf"[（(]({_HAN})[）)](?![、和或至—－-])"),
    "third": re.compile(rf"({_FIGURE})(?:[.．、](?![0-9０-９])|[）)])"),
    "fourth": re.compile(rf"[（(]({_FIGURE})[）)](?![、和或至—－-])"),
    "ringed": re.compile("([①-⑳])"),
}
"""Form, from the widest to the narrowest by custom (GB/T 9704: 一、（一）1.（1）), to how it begins a passage."""
_ITEM = re.compile(rf"(?:^|(?<=[。；;：:，,！!？?\s]))({_HAN})(是|要|则)(?=[^非否])")
_QUOTED = re.compile("[“「][^”」]*[”」]")
_RINGED = {chr(0x2460 + at): at + 1 for at in range(20)}
FURTHEST = 2
"""A number that is more than so many ahead is another list's, or a year: nobody skips three."""


@dataclass(slots=True)
class _Series:
    form: str
    last: int
    place: Place
    text: str


def numbering(texts: Sequence[str]) -> Iterator[Finding]:
    """Numbers at the beginning of passages that do not follow the one before."""
    open_: list[_Series] = []
    quoted = False
    for at, text in enumerate(texts, 1):
        mark = None if quoted else _mark(text)
        quoted = _still_quoted(text, quoted)
        if mark is None:
            continue
        form, value, start, end = mark
        place = Place(at, start, end)
        known = next((index for index, series in enumerate(open_) if series.form == form), None)
        if known is None:
            if value == 1 or not open_:
                open_.append(_Series(form, value, place, text[start:end]))
            continue
        series = open_[known]
        finding = _judged(series, value, place, text[start:end], outermost=not known)
        if finding is not None:
            yield finding
        if value == 1 and series.last == 1 and finding is None:
            del open_[known + 1 :]
        if finding is None or finding.case in ("doubled", "skipped"):
            series.last, series.place, series.text = value, place, text[start:end]
            del open_[known + 1 :]


def _mark(text: str) -> tuple[str, int, int, int] | None:
    start = len(text) - len(text.lstrip())
    for form, pattern in FORMS.items():
        match = pattern.match(text, start)
        if match:
            value = _RINGED.get(match[1]) or number(match[1])
            return None if value is None else (form, value, start, match.end())
    return None


def _judged(series: _Series, value: int, place: Place, text: str, *, outermost: bool) -> Finding | None:
    begins_anew = value == 1 and not (outermost and series.form == "first" and series.last == 1)
    if value == series.last + 1 or begins_anew:
        return None
    if value == series.last:
        return found("numbering", "doubled", (place, series.place), text, number=text, before=series.text)
    if series.last + 1 < value <= series.last + FURTHEST:
        return found("numbering", "skipped", (place, series.place), text, number=text, before=series.text)
    return None


def _still_quoted(text: str, quoted: bool) -> bool:
    """Is a quotation open at the end of the passage?"""
    last_open, last_close = text.rfind("“"), text.rfind("”")
    if last_open < 0 and last_close < 0:
        return quoted
    return last_open > last_close


def ordinals(texts: Sequence[str]) -> Iterator[Finding]:
    """一是…三是: enumerations inside a passage, or a passage an item, that skip or repeat a number."""
    last: tuple[str, int, Place, str] | None = None
    for at, text in enumerate(texts, 1):
        blanked = _QUOTED.sub(lambda match: "“" * len(match[0]), text)
        begins = True
        for match in _ITEM.finditer(blanked):
            value = number(match[1])
            if value is None:
                continue
            place, words = Place(at, match.start(1), match.end(2)), match[1] + match[2]
            if last is not None and last[0] == match[2] and value != 1 and (not begins or match.start() == 0):
                if value == last[1]:
                    yield found("ordinal", "doubled", (place, last[2]), words, number=words, before=last[3])
                elif last[1] + 1 < value <= last[1] + FURTHEST:
                    yield found("ordinal", "skipped", (place, last[2]), words, number=words, before=last[3])
            begins = False
            if value == 1 or last is not None:
                last = (match[2], value, place, words)
        if begins and not text.strip():
            last = None
