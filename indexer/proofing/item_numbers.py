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
_QUOTED = re.compile("[“「][^“”「」]*[”」]")
"""A mark that is not closed quotes nothing: it would take items up to the next quotation with it."""
_RINGED = {chr(0x2460 + at): at + 1 for at in range(20)}
FURTHEST = 2
"""A number that is more than so many ahead is another list's, or a year: nobody skips three."""


@dataclass(frozen=True, slots=True)
class _Series:
    """A list under way: its form and the last number, where that stands and how it is printed."""

    form: str
    last: int
    place: Place
    text: str


def numbering(texts: Sequence[str]) -> Iterator[Finding]:
    """Numbers at the beginning of passages that do not follow the one before."""
    lists = _Lists()
    quoted = False
    for at, text in enumerate(texts, 1):
        mark = None if quoted else _mark(text)
        quoted = _still_quoted(text, quoted)
        if mark is not None:
            form, value, start, end = mark
            finding = lists.hear(_Series(form, value, Place(at, start, end), text[start:end]))
            if finding is not None:
                yield finding


class _Lists:
    """The lists that are under way, the outer ones first; `closed` are those that an outer one has ended: in some
    papers （一）（二）（三） run on through 一、二、三、.
    """

    def __init__(self) -> None:
        self.under_way: list[_Series] = []
        self.closed: dict[str, _Series] = {}

    def hear(self, item: _Series) -> Finding | None:
        """The next number of its form; what is wrong with it."""
        depth = next((at for at, known in enumerate(self.under_way) if known.form == item.form), None)
        before = self.closed.get(item.form) if depth is None else self.under_way[depth]
        if before is None:
            if item.last <= FURTHEST or not self.under_way:  # its 1 may stand inside a passage
                self.under_way.append(item)
            return None
        finding = _judged(before, item, outermost=depth == 0)
        if finding is not None or item.last in (1, before.last + 1):
            depth = len(self.under_way) if depth is None else depth
            self.closed.update({inner.form: inner for inner in self.under_way[depth + 1 :]})
            self.under_way[depth:] = [item]
            self.closed.pop(item.form, None)
        return finding


def _mark(text: str) -> tuple[str, int, int, int] | None:
    start = len(text) - len(text.lstrip())
    for form, pattern in FORMS.items():
        match = pattern.match(text, start)
        if match:
            value = _RINGED.get(match[1]) or number(match[1])
            return None if value is None else (form, value, start, match.end())
    return None


def _judged(before: _Series, item: _Series, *, outermost: bool) -> Finding | None:
    begins_anew = item.last == 1 and not (outermost and item.form == "first" and before.last == 1)
    if item.last == before.last + 1 or begins_anew:
        return None
    case = "doubled" if item.last == before.last else "skipped"
    if not before.last <= item.last <= before.last + FURTHEST:
        return None
    return found("numbering", case, (item.place, before.place), item.text, number=item.text, before=before.text)


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
