"""What an engine indexes and a query is asked of: a report's folded passages and its card. No I/O."""

from __future__ import annotations

from dataclasses import dataclass

from archive.fold import fold_passages
from archive.model import Record


@dataclass(frozen=True, slots=True)
class Card:
    """The few words by which a report is listed, filtered and sorted: the effective masthead and its place."""

    id: str
    title: str | None
    title_derived: bool
    unit: str | None
    person: str | None
    number: str | None
    date: str | None
    year: int | None
    period: str | None
    type: str | None
    format: str
    source: str
    location: str
    version: int


@dataclass(frozen=True, slots=True)
class Document:
    """A report as it is searched. `passages[i]` is the folded text of passage number i + 1; `change` the
    catalog change it stands for.
    """

    card: Card
    passages: tuple[str, ...]
    change: int

    @property
    def id(self) -> str:
        """The report's id."""
        return self.card.id


@dataclass(frozen=True, slots=True)
class Place:
    """One occurrence, in folded code points [start, end) of passage `passage` (counted from 1).

    `term` is the index, from 0 in order of reading, of the positive term of the query that stands there.
    """

    passage: int
    start: int
    end: int
    term: int = 0


def card_of(record: Record) -> Card:
    """The card of a kept report."""
    head = record.report.masthead
    return Card(
        id=record.id,
        title=head.title,
        title_derived=head.title_derived,
        unit=head.unit,
        person=head.person,
        number=head.number,
        date=head.date,
        year=head.year,
        period=head.period,
        type=head.type,
        format=record.report.format,
        source=record.source,
        location=record.location,
        version=record.version,
    )


def document_of(record: Record) -> Document:
    """The report as engines and queries see it: every passage folded."""
    return Document(
        card=card_of(record),
        passages=fold_passages([passage.text for passage in record.report.passages]),
        change=record.change,
    )
