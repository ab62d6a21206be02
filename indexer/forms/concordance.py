"""The forms of 逐处: `kwic --json`, `/concordance.json`, `/concordance.jsonl`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Annotated

from archive.known_year import Basis, year_basis, year_known
from archive.model import Confidence, Part
from indexer.forms.answer import CopiesForm, copies_form
from indexer.search.answer import Mode
from indexer.search.concordance import By, Concordance, Line
from indexer.search.page import Page


@dataclass(frozen=True, slots=True)
class BesideForm:
    """A word that stands directly beside the places, and how often."""

    word: str
    places: int


@dataclass(frozen=True, slots=True)
class YearForm:
    """A known year, null for not known, and how many places stand in its reports."""

    year: int | None
    places: int


@dataclass(frozen=True, slots=True)
class ConcordanceHeadForm:
    """What is said above the lines."""

    query: str
    understood: str
    mode: Mode
    by: By
    total_reports: int
    total_matches: int
    left_out: Annotated[int, "Places that have no line."]
    before: Sequence[BesideForm]
    after: Sequence[BesideForm]
    by_year: Annotated[Sequence[YearForm], "Of all places, those without a line too; the oldest first, null last."]
    copies: CopiesForm


@dataclass(frozen=True, slots=True)
class LineForm:
    """A place: code points [start, end) of its passage's text, and what stands on either side."""

    id: str
    version: int
    title: str | None
    title_derived: bool
    unit: str | None
    person: str | None
    year: int | None
    year_known: int | None
    year_basis: Basis | None
    period: str | None
    source: str
    passage: int
    start: int
    end: int
    left: str
    term: str
    right: str
    path: Sequence[str]
    part: Part | None
    part_confidence: Annotated[Confidence | None, "How sure the part is; low where it hangs on a doubtful heading."]
    page: int | None
    citation: str


@dataclass(frozen=True, slots=True)
class ConcordanceForm(ConcordanceHeadForm):
    """A page of lines."""

    page: int
    pages: int
    lines: Sequence[LineForm]


@dataclass(frozen=True, slots=True)
class ConcordanceFileHeadForm(ConcordanceHeadForm):
    """What a file of places says first: also of how much nobody can say that it does not stand there."""

    archive_reports: int
    archive_unread: int
    archive_partly_read: int
    archive_set_aside: int
    at: Annotated[str, "When it was asked."]


def file_head_form(
    found: Concordance, *, reports: int, unread: int, partly: int, aside: int, at: str
) -> ConcordanceFileHeadForm:
    """The same as the head of a file."""
    head = head_form(found)
    kept = {one.name: getattr(head, one.name) for one in fields(head)}
    return ConcordanceFileHeadForm(
        **kept,
        archive_reports=reports,
        archive_unread=unread,
        archive_partly_read=partly,
        archive_set_aside=aside,
        at=at,
    )


def head_form(found: Concordance) -> ConcordanceHeadForm:
    """What is said above the lines."""
    return ConcordanceHeadForm(
        query=found.request.query,
        understood=found.understood,
        mode=found.request.mode,
        by=found.by,
        total_reports=found.total_reports,
        total_matches=found.total_matches,
        left_out=found.left_out,
        before=[BesideForm(word, count) for word, count in found.before],
        after=[BesideForm(word, count) for word, count in found.after],
        by_year=[YearForm(year, found.by_year.places[year]) for year in _oldest_first(found.by_year.places)],
        copies=copies_form(found.request, found.copies),
    )


def _oldest_first(years: Iterable[int | None]) -> list[int | None]:
    return sorted(years, key=lambda year: (year is None, year or 0))


def concordance_form(found: Concordance, page: Page, lines: Sequence[Line]) -> ConcordanceForm:
    """A page of lines with what is said above them."""
    head = head_form(found)
    above = {one.name: getattr(head, one.name) for one in fields(head)}
    return ConcordanceForm(**above, page=page.number, pages=page.pages, lines=[line_form(line) for line in lines])


def line_form(line: Line) -> LineForm:
    """A line by name."""
    card = line.card
    return LineForm(
        id=card.id,
        version=line.version,
        title=card.title,
        title_derived=card.title_derived,
        unit=card.unit,
        person=card.person,
        year=card.year,
        year_known=year_known(card),
        year_basis=year_basis(card),
        period=card.period,
        source=card.source,
        passage=line.passage,
        start=line.start,
        end=line.end,
        left=line.left,
        term=line.term,
        right=line.right,
        path=line.path,
        part=line.part,
        part_confidence=line.part_confidence,
        page=line.page,
        citation=line.citation,
    )
