"""The figures of a text: numeral, measure, which way it goes, how exact it is, and what it is of.

Offsets are code points of the text as it stands, half-open. Read is the folded text, so that width, script and blanks
between figures do not count; cells of a row and figures apart by blanks stay apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from archive.model import CELL, Span
from archive.text.fold import Folded, fold
from indexer.numbers import no_figures
from indexer.numbers.figure_objects import Of, objects_of
from indexer.numbers.numeral import Kind
from indexer.numbers.quantities import Bound, Quantity, quantities

Way = Literal["up", "down"]

_APART = re.compile(r"(?<=[0-9０-９]{2})[ \t\u3000]+(?=[0-9０-９]{2})")
_DASH = re.compile("(?<![0-9０-９%％十百千万亿])[—─―]{2,}(?=[0-9０-９])")
"""A dash of two ems (破折号) before a figure: no minus, which is one. Between two figures it is left to be a range."""
_STOP = re.compile(f"[,。;:!?{CELL}]")
_PAIRS = (("“", "”"), ("‘", "’"), ("「", "」"), ("『", "』"), ("《", "》"))
_REACH = 60
"""Folded characters before a figure that are looked at for growth and comparison."""
_CHANGE = re.compile(
    "(?:(?P<up>增长|增加|提高|提升|上升|上涨|扩大|增至|升至|增|升|涨|翻)"
    "|(?P<down>下降|减少|降低|回落|下调|下跌|缩减|缩小|压缩|压减|减|降|跌))"
    "(?:幅度?)?了?(?P<to>到|至|为)?(?:约|近|将近|接近|超过?|逾|不少于|不低于|不超过|至少|以上|达)?$"
)
_COMPARED = re.compile("同比|环比|比上年同期|比上年|比去年|较上年|较去年|年均|平均每年|每年平均|比[12][0-9]{3}年")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure at [start, end) of its text, number and measure. `low` is `high` but in a range; None: not told.

    `change`: it is by how much something grew or fell, `way` which of them (降至 3% falls and is no change).
    `object`: the words that say what it is of; `object_sure`: they stand beside it in its own clause.
    """

    start: int
    end: int
    number: str
    measure: str
    kind: Kind
    low: Fraction | None
    high: Fraction | None
    way: Way | None
    change: bool
    bound: Bound | None
    compared: str | None
    object: Span | None
    object_sure: bool


def figures_in(text: str) -> tuple[Figure, ...]:
    """All figures of a text, in order."""
    # A cell's sign for each blank, a sign that joins nothing here for each part of a dash: offsets stay.
    apart = _APART.sub(lambda blank: CELL * len(blank[0]), text)
    folded = fold(_DASH.sub(lambda dash: "~" * len(dash[0]), apart))
    names = [*no_figures.quoted(text)]
    found = [one for one in quantities(folded.text) if not _in_name(folded.starts[one.start], names)]
    return tuple(_figure(text, folded, one, of) for one, of in zip(found, objects_of(folded.text, found), strict=True))


def _in_name(start: int, names: Sequence[tuple[int, int]]) -> bool:
    return any(first < start < last for first, last in names)


def _figure(text: str, folded: Folded, one: Quantity, of: Of | None) -> Figure:
    there, numeral = folded.original(one.start, one.end), folded.original(one.start, one.middle)
    clause = _clause(folded.text, one.start)
    changed = _CHANGE.search(clause)
    compared = [*_COMPARED.finditer(clause)]
    return Figure(
        start=there.start,
        end=there.end,
        number=text[numeral.start : numeral.end],
        measure=one.measure,
        kind=one.numeral.kind,
        low=one.numeral.low,
        high=one.numeral.high,
        way=None if changed is None else "up" if changed["up"] else "down",
        change=changed is not None and not changed["to"],
        bound=one.bound,
        compared=compared[-1][0] if compared else None,
        object=_whole(text, folded.original(of.start, of.end)) if of else None,
        object_sure=of is not None and of.sure,
    )


def _whole(text: str, there: Span) -> Span:
    """With the mark before or behind it that makes a pair with one inside: “身边榜样”微视频."""
    start, end = there.start, there.end
    for opening, closing in _PAIRS:
        inside = text[start:end]
        if inside.count(closing) > inside.count(opening) and text[start - 1 : start] == opening:
            start -= 1
        elif inside.count(opening) > inside.count(closing) and text[end : end + 1] == closing:
            end += 1
    return Span(start, end)


def _clause(text: str, end: int) -> str:
    """What stands before a figure in its clause."""
    start = max(0, end - _REACH)
    stops = [found.end() for found in _STOP.finditer(text, start, end)]
    return text[stops[-1] if stops else start : end]
