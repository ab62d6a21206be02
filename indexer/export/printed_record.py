"""An answer as evidence: every passage with its 出处, and how, in what and when it was asked. Which file it becomes is
told in `export`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from archive.model import Confidence, Part
from indexer import deadline
from indexer.document import Card
from indexer.export.record_lines import RecordLines, Reference, asked_of, references
from indexer.search.answer import (
    Copies,
    Found,
    MarkedPassage,
    Request,
)
from indexer.search.citation import Citations
from indexer.search.searcher import Searcher

SECONDS = 60.0
"""Of the processor, for all that is written out at once."""


@dataclass(frozen=True, slots=True)
class Head:
    """What makes a count evidence: the query, how strictly, in which reports, when (local time, to the minute).

    `unread`: files that gave no text and so were not searched; `partly`: reports of which not all was read, or by an
    earlier edition of their reader. `listed`: reports and passages that follow. `also_reports`: in mode loose, those
    with the words apart, which are listed after the others. `set_aside`: files without text of which a person expects
    nothing more; `unread` leaves them out. `copies`: what was hidden as a copy. `references`: the reports listed.
    """

    request: Request
    understood: str
    total_reports: int
    total_matches: int
    reports: int
    unread: int
    partly: int
    at: str
    listed_reports: int
    listed_passages: int
    also_reports: int = 0
    set_aside: int = 0
    copies: Copies = field(default_factory=Copies)
    references: tuple[Reference, ...] = ()

    @property
    def record(self) -> tuple[str, ...]:
        """The lines by which the answer can be verified."""
        totals = {"reports": self.total_reports, "matches": self.total_matches, "also": self.also_reports}
        totals["listed"] = self.listed_reports
        return RecordLines("answer", self.at, asked_of(self.request), totals, self.references).lines()

    @property
    def whole(self) -> bool:
        """Is every report of the answer listed?"""
        return self.listed_reports == self.total_reports + self.also_reports


@dataclass(frozen=True, slots=True)
class Item:
    """A passage and where it comes from."""

    passage: MarkedPassage
    citation: str

    @property
    def parts(self) -> tuple[tuple[Part, Confidence | None], ...]:
        """The parts of the report in which its places stand, each once as it is told."""
        marks = self.passage.marks
        return tuple(dict.fromkeys((mark.part, mark.part_confidence) for mark in marks if mark.part))


@dataclass(frozen=True, slots=True)
class Finding:
    """A report of the answer, with all its passages; one with only the words apart has no `matches`."""

    card: Card
    matches: int
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """The head, and the reports in the order of the request."""

    head: Head
    reports: tuple[Finding, ...]


def findings(searcher: Searcher, request: Request, *, most: int) -> Findings:
    """The whole answer, up to `most` passages; reports are listed whole or not at all, and the head says how many.

    Raises QueryError as a search does, "query.timeout" after `SECONDS` of work.
    """
    with deadline.limited(SECONDS):
        tally = searcher.tally(request)
        counts, partly = searcher.catalog.counts(), len(searcher.partly_read())
        listed = tuple(_listed(searcher, request, [row.card.id for row in tally.listed], most))
    head = Head(
        request=request,
        understood=tally.understood,
        total_reports=tally.total_reports,
        total_matches=tally.total_matches,
        reports=counts.reports,
        unread=counts.unread,
        set_aside=counts.set_aside,
        partly=partly,
        at=now(),
        listed_reports=len(listed),
        listed_passages=sum(len(one.items) for one in listed),
        also_reports=len(tally.also),
        copies=tally.copies,
        references=references(searcher.catalog, {one.card.id: one.matches for one in listed}),
    )
    return Findings(head, listed)


def now() -> str:
    """The local time, to the minute."""
    return datetime.now().astimezone().strftime("%Y-%m-%d %H:%M")


def _listed(searcher: Searcher, request: Request, ids: Sequence[str], most: int) -> Iterator[Finding]:
    room = most
    for found in searcher.shown(ids, replace(request, limit=0, page=1, passages=0, facets=False)):
        room -= len(found.passages)
        if room < 0 and room + len(found.passages) < most:  # the first is always listed, however long it is
            return
        yield Finding(found.card, found.matches, tuple(_items(searcher, found)))


def _items(searcher: Searcher, found: Found) -> Iterator[Item]:
    record = searcher.document_cache.record(found.card.id)
    if record is None:  # removed at this very moment
        return
    citations = Citations(record.report, record.source)
    for passage in found.passages:
        if passage.number <= len(record.report.passages):
            yield Item(passage, citations.of(passage.number, passage.marks[0].start if passage.marks else 0))
