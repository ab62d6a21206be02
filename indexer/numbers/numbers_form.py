"""The form of 数字: the figures with a wording: `numbers --json` and its address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated

from archive.known_year import Basis, year_basis
from indexer.numbers.answer import FigurePlace, Group, Numbers
from indexer.numbers.figure import Way
from indexer.numbers.numeral import Kind
from indexer.numbers.quantities import Bound


@dataclass(frozen=True, slots=True)
class WordingFigureForm:
    """A figure in its sentence: `text` begins at `offset` of the passage; the other offsets are code points of it."""

    id: str
    version: int
    title: str | None
    title_derived: bool
    unit: str | None
    person: str | None
    year: int | None
    year_known: int | None
    year_basis: Basis | None
    date: str | None
    source: str
    passage: int
    offset: int
    text: str
    start: Annotated[int, "Of the figure, numeral and measure."]
    end: int
    wording_start: int
    wording_end: int
    number: Annotated[str, "As it is written."]
    kind: Annotated[Kind, "mask: hidden by the paper (**, XX); vague: 几十. Both have no value."]
    value: float | int | None
    value_to: Annotated[float | int | None, "The other end of a range."]
    way: Annotated[Way | None, "Whether it rises or falls."]
    bound: Annotated[Bound | None, "about 约, over 超过, under 不足, at_least 不少于, at_most 不超过"]
    compared: Annotated[str | None, "With what: 同比, 比上年 …"]
    object: Annotated[str | None, "The words that say what it is of."]
    object_start: int | None
    object_end: int | None
    object_sure: Annotated[bool, "They stand directly beside it; otherwise they are taken from a clause before."]
    names_wording: Annotated[bool, "They end in the wording; otherwise the figure is of something else beside it."]
    path: Sequence[str]
    page: int | None
    citation: Annotated[str, "The place to cite (出处)."]


@dataclass(frozen=True, slots=True)
class WordingFigureGroupForm:
    """The figures of one measure, the oldest year first, null last; levels and changes (增长 5%) apart."""

    measure: Annotated[str, "亿 and 万 are part of the value. Empty: none is written (1.4亿农村人口)."]
    change: Annotated[bool, "By how much it grew or fell."]
    named: Annotated[int, "Of the wording itself."]
    figures: Sequence[WordingFigureForm]


@dataclass(frozen=True, slots=True)
class WordingNumbersForm:
    """The figures in sentences with a wording; it says nothing of other papers."""

    wording: str
    total_reports: int
    total_matches: int
    looked_at_reports: Annotated[int, "All, or an even sample where there are very many places."]
    looked_at_matches: int
    total_figures: int
    named_figures: int
    groups: Annotated[Sequence[WordingFigureGroupForm], "Most figures of the wording first."]


def numbers_form(found: Numbers) -> WordingNumbersForm:
    """What `numbers --json` prints."""
    return WordingNumbersForm(
        wording=found.wording,
        total_reports=found.total_reports,
        total_matches=found.total_matches,
        looked_at_reports=found.reports,
        looked_at_matches=found.matches,
        total_figures=found.figures,
        named_figures=found.named,
        groups=[_group(group) for group in found.groups],
    )


def _group(group: Group) -> WordingFigureGroupForm:
    return WordingFigureGroupForm(group.measure, group.change, len(group.named), [_figure(one) for one in group.places])


def _figure(one: FigurePlace) -> WordingFigureForm:
    card, figure, there = one.card, one.figure, one.figure.object
    return WordingFigureForm(
        id=card.id,
        version=one.version,
        title=card.title,
        title_derived=card.title_derived,
        unit=card.unit,
        person=card.person,
        year=card.year,
        year_known=one.year,
        year_basis=year_basis(card),
        date=card.date,
        source=card.source,
        passage=one.passage,
        offset=one.offset,
        text=one.text,
        start=figure.start,
        end=figure.end,
        wording_start=one.start,
        wording_end=one.end,
        number=figure.number,
        kind=figure.kind,
        value=_told(figure.low),
        value_to=_told(figure.high) if figure.kind == "range" else None,
        way=figure.way,
        bound=figure.bound,
        compared=figure.compared,
        object=one.object or None,
        object_start=there.start if there else None,
        object_end=there.end if there else None,
        object_sure=figure.object_sure,
        names_wording=one.names_wording,
        path=one.path,
        page=one.page,
        citation=one.citation,
    )


def _told(value: Fraction | None) -> float | int | None:
    """The number of JSON: whole where it is whole."""
    if value is None:
        return None
    return int(value) if value.denominator == 1 else float(value)
