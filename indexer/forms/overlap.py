"""The form of what a report shares with others: `overlap --json` and its address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from archive.known_year import year_known
from indexer.document import Card
from indexer.overlap.shared_passages import Nature, Overlap, Shared, View
from indexer.overlap.survey import Survey, Surveyed


@dataclass(frozen=True, slots=True)
class HolderForm:
    """A report that has a like stretch."""

    id: str
    title: str | None
    unit: str | None
    year_known: int | None


@dataclass(frozen=True, slots=True)
class SharedForm:
    """Code points [start, end) of a passage, beside [other_start, other_end) of a passage of another report."""

    nature: Annotated[
        Nature, "formula: many reports have it; quoted: in quotation marks; law: of a law or a central paper."
    ]
    same: Annotated[int, "Folded characters in its exact runs."]
    longest: int
    share: Annotated[float, "How alike both sides are, from 0 to 1."]
    reports: Annotated[int, "How many reports have its rarest 16 characters."]
    passage: int
    start: int
    end: int
    text: str
    other: HolderForm
    other_passage: int
    other_start: int
    other_end: int
    other_text: str
    source: Annotated[str, "The place to cite (出处)."]
    more: Sequence[HolderForm]


@dataclass(frozen=True, slots=True)
class OverlapForm:
    """What a text shares with the reports compared. Counted are folded characters."""

    id: str | None
    name: str
    title: str | None
    unit: str | None
    view: View
    masked: Annotated[bool, "Names and numbers were ignored."]
    compared: Annotated[int, "Reports compared: the base."]
    characters: int
    shared: Annotated[int, "Characters that stand elsewhere, too."]
    plain: Annotated[int, "Those that are no formula, no quotation and of no law."]
    total: Annotated[int, "Stretches; the longest are listed."]
    stretches: Sequence[SharedForm]


@dataclass(frozen=True, slots=True)
class SurveyedForm:
    """A report, how much of it stands elsewhere, in folded characters, and beside which report most of that."""

    id: str
    title: str | None
    unit: str | None
    year_known: int | None
    state: Annotated[str, "done, or why not: no_base, timeout."]
    characters: int
    shared: int
    plain: Annotated[int, "Characters that are no formula, no quotation and of no law."]
    stretches: int
    beside: HolderForm | None
    beside_same: int


@dataclass(frozen=True, slots=True)
class SurveyForm:
    """雷同 of the whole archive: the reports that share most first."""

    view: View
    masked: bool
    running: bool
    change: Annotated[int | None, "The catalog change that it stands for."]
    current: Annotated[bool, "Has nothing changed since?"]
    done: int
    total: Annotated[int, "Reports of the archive."]
    reports: Sequence[SurveyedForm]


def survey_form(survey: Survey, cards: Mapping[str, Card], change: int) -> SurveyForm:
    """What is there of a survey; of reports that have gone nothing is told."""
    rows = [row for row in survey.rows() if row.id in cards]
    return SurveyForm(
        view=survey.view,
        masked=survey.masked,
        running=survey.running,
        change=survey.change,
        current=survey.change == change,
        done=len(rows),
        total=len(cards),
        reports=[_surveyed(row, cards) for row in rows],
    )


def _surveyed(row: Surveyed, cards: Mapping[str, Card]) -> SurveyedForm:
    card = cards[row.id]
    beside = cards.get(row.beside) if row.beside else None
    return SurveyedForm(
        id=row.id,
        title=card.title,
        unit=card.unit,
        year_known=year_known(card),
        state=row.state,
        characters=row.characters,
        shared=row.shared,
        plain=row.plain,
        stretches=row.total,
        beside=_holder(beside) if beside else None,
        beside_same=row.beside_same,
    )


def overlap_form(found: Overlap) -> OverlapForm:
    """What `overlap --json` prints."""
    return OverlapForm(
        id=found.text.id,
        name=found.text.source,
        title=found.text.report.masthead.title,
        unit=found.text.unit,
        view=found.view,
        masked=found.masked,
        compared=found.compared,
        characters=found.characters,
        shared=found.shared,
        plain=found.plain,
        total=found.total,
        stretches=[_shared(one) for one in found.stretches],
    )


def _shared(one: Shared) -> SharedForm:
    return SharedForm(
        nature=one.nature,
        same=one.same,
        longest=one.longest,
        share=round(one.share, 4),
        reports=one.reports,
        passage=one.passage,
        start=one.start,
        end=one.end,
        text=one.text,
        other=_holder(one.card),
        other_passage=one.other_passage,
        other_start=one.other_start,
        other_end=one.other_end,
        other_text=one.other_text,
        source=one.source,
        more=[_holder(card) for card in one.more],
    )


def _holder(card: Card) -> HolderForm:
    return HolderForm(card.id, card.title, card.unit, year_known(card))
