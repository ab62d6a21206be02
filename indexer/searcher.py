"""Propose, verify, rank, group by report, page: the engine proposes, the text decides here what is a hit.

What is shown has always been checked on the catalog's text with the query itself (`query.spans`).
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from archive.catalog import Catalog
from archive.fold import Folded, fold, fold_passages, fold_verbatim, verbatim
from archive.model import Record
from indexer.analyzer import Analyzer
from indexer.answer import Also, Answer, Found, MarkedPassage, Request, Row, Tally
from indexer.document import Card, Document, Place, card_of
from indexer.engines.base import Engine, Proposal
from indexer.facets import Pairs, Value, checked, facets_of, ordered_places, passes
from indexer.highlight import marked_passages
from indexer.query.model import Phrase, Query, positive_phrases
from indexer.query.parser import parse

PARTS_COUNTED = 60
"""Up to so many reports the facet "part" is counted: each of them has to be read."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A request understood: the query as typed, and what is asked of the engine and of the text in its mode."""

    request: Request
    typed: Query
    asked: Query | None
    exact_width: bool

    def folded(self, texts: Sequence[str]) -> tuple[str, ...]:
        """Passages as this mode compares them."""
        return tuple(map(fold_verbatim, texts)) if self.exact_width else fold_passages(texts)

    def folding(self, text: str) -> Folded:
        """The same with the way back."""
        return verbatim(text) if self.exact_width else fold(text)


class Searcher:
    """Answers requests over one catalog and one engine."""

    def __init__(self, catalog: Catalog, engine: Engine, analyzer: Analyzer) -> None:
        self.catalog = catalog
        self.engine = engine
        self.analyzer = analyzer

    def search(self, request: Request) -> Answer:
        """One page of reports with marked passages. Raises QueryError, with the position, for what is no query."""
        begun = time.perf_counter()
        reading = self.read(request)
        counts = self._counts(reading)
        cards = self.engine.cards(counts)
        order = self._ordered(reading.asked, counts, cards, request)
        page = order[(request.page - 1) * request.limit :][: request.limit] if request.limit else order
        return Answer(
            request=request,
            understood=str(reading.typed),
            total_reports=len(counts),
            total_matches=sum(counts.values()),
            reports=tuple(self._found(reading, page)),
            also=self._also(reading),
            took_ms=(time.perf_counter() - begun) * 1000,
            facets=self._facets(reading, counts, cards) if request.facets else {},
        )

    def tally(self, request: Request) -> Tally:
        """All reports that answer and their totals, in the request's order; no text is shown."""
        reading = self.read(request)
        counts = self._counts(reading)
        cards = self.engine.cards(counts)
        order = self._ordered(reading.asked, counts, cards, request)
        rows = tuple(Row(cards[report_id], counts[report_id]) for report_id, _ in order)
        return Tally(str(reading.typed), rows)

    def marks(self, record: Record, request: Request) -> tuple[MarkedPassage, ...]:
        """All marks of one report, whatever engine and filters say: the text alone decides."""
        reading = self.read(request)
        places = reading.asked.spans(_document(record, reading)) if reading.asked else None
        return marked_passages(record.report, places or (), folding=reading.folding)

    def apart(self, request: Request) -> tuple[tuple[Phrase, Tally], ...]:
        """Each term of the query alone with its totals: what the page says where the whole found nothing."""
        phrases = positive_phrases(self.read(request).typed)
        return tuple(
            (phrase, self.tally(Request(phrase.typed, literal=True, sort="matches", mode=request.mode)))
            for phrase in phrases
        )

    def read(self, request: Request) -> Reading:
        """The request understood. Raises QueryError, and UsageError for an unknown filter."""
        checked(request.filters)
        typed = parse(request.query, literal=request.literal)
        if request.mode == "loose":
            return Reading(request, typed, typed.loosened(self._words, quoted=True), exact_width=False)
        if request.mode == "verbatim":
            return Reading(request, typed, typed.verbatim(), exact_width=True)
        return Reading(request, typed, typed, exact_width=False)

    def _words(self, phrase: Phrase) -> Sequence[str]:
        return self.analyzer.words(phrase.text)

    def _counts(self, reading: Reading) -> dict[str, int]:
        """Id -> places of every report that answers and passes the filters; words apart count no places."""
        if reading.asked is None:
            return {}
        query = reading.asked
        proposal = self._proposed(reading, query)
        ids: Collection[str] = proposal.counts
        filters = reading.request.filters
        if filters:
            cards = self.engine.cards(ids)
            ids = [report_id for report_id in ids if report_id in cards and passes(cards[report_id], filters)]
        if proposal.exact and reading.request.mode == "loose" and not filters.get("part"):
            return dict.fromkeys(ids, 0)  # words apart are not counted
        known = {report_id: proposal.counts[report_id] for report_id in ids} if proposal.exact else {}
        doubtful = [report_id for report_id in ids if known.get(report_id) is None]
        counts = {report_id: count for report_id, count in known.items() if count is not None}
        if doubtful:
            counts.update({report_id: len(places) for report_id, places in self._verified(doubtful, query, reading)})
        if filters.get("part"):
            counts = self._within_parts(reading, counts, filters["part"])
        return dict.fromkeys(counts, 0) if reading.request.mode == "loose" else counts

    def _proposed(self, reading: Reading, query: Query) -> Proposal:
        """The engine's proposal; verbatim, what must hold folded too, since engines hold folded text."""
        if not reading.exact_width:
            return self.engine.propose(query)
        necessary = reading.typed.necessary()
        ids = self.engine.cards() if necessary is None else self.engine.propose(necessary).counts
        return Proposal(dict.fromkeys(ids), exact=False)

    def _verified(
        self, ids: Collection[str], query: Query, reading: Reading
    ) -> Iterator[tuple[str, tuple[Place, ...]]]:
        """Those of `ids` that answer on the catalog's text, with their places."""
        cards = self.engine.cards(ids)
        for report_id, texts in self.catalog.texts(list(ids)):
            if report_id in cards:
                document = Document(cards[report_id], reading.folded(texts), 0)
                places = query.spans(document)
                if places is not None:
                    yield report_id, places

    def _within_parts(self, reading: Reading, counts: Mapping[str, int], parts: tuple[str, ...]) -> dict[str, int]:
        """The counts of the places that stand in one of `parts` ("": outside any)."""
        within: dict[str, int] = {}
        for report_id in counts:
            record = self.catalog.record(report_id)
            if record is not None:
                marked = self._marked(reading, record)
                within[report_id] = sum((mark.part or "") in parts for passage in marked for mark in passage.marks)
        return {report_id: count for report_id, count in within.items() if count}

    def _ordered(
        self, query: Query | None, counts: Mapping[str, int], cards: Mapping[str, Card], request: Request
    ) -> list[tuple[str, float]]:
        """(id, score) in the order of the request; ties go to the newer, then to the id: pages never shuffle."""
        scores = self.engine.score(query, counts) if query is not None and request.sort == "relevance" else {}
        ids = sorted(report_id for report_id in counts if report_id in cards)
        ids.sort(key=lambda report_id: _age(cards[report_id]), reverse=True)
        if request.sort == "oldest":
            ids.sort(key=lambda report_id: _age(cards[report_id]))
            ids.sort(key=lambda report_id: _age(cards[report_id]) == UNDATED)
        elif request.sort == "matches":
            ids.sort(key=lambda report_id: counts[report_id], reverse=True)
        elif request.sort == "relevance":
            ids.sort(key=lambda report_id: scores.get(report_id, 0.0), reverse=True)
        return [(report_id, scores.get(report_id, 0.0)) for report_id in ids]

    def _found(self, reading: Reading, page: Sequence[tuple[str, float]]) -> Iterator[Found]:
        """The reports of a page, verified: one that has changed since it was proposed may fall away here."""
        for report_id, score in page:
            record = self.catalog.record(report_id)
            if record is None or reading.asked is None:
                continue
            places = reading.asked.spans(_document(record, reading))
            if places is None:
                continue
            passages, count = self._shown(reading, record, places)
            yield Found(
                card=card_of(record),
                matches=0 if reading.request.mode == "loose" else count,
                score=score,
                passages=passages,
            )

    def _shown(
        self, reading: Reading, record: Record, places: Sequence[Place]
    ) -> tuple[tuple[MarkedPassage, ...], int]:
        """The passages to show, and how many marks there are in all; only what is shown is led back to the text."""
        limit = reading.request.passages
        if not reading.request.filters.get("part"):
            return marked_passages(record.report, places, limit=limit, folding=reading.folding), len(places)
        passages = self._selected(reading, record, places)
        return passages[:limit] if limit else passages, sum(len(passage.marks) for passage in passages)

    def _selected(self, reading: Reading, record: Record, places: Sequence[Place]) -> tuple[MarkedPassage, ...]:
        """All passages with marks in the parts asked for, without the other marks."""
        marked = marked_passages(record.report, places, folding=reading.folding)
        parts = reading.request.filters["part"]
        return tuple(narrowed for passage in marked if (narrowed := passage.within(parts)).marks)

    def _marked(self, reading: Reading, record: Record) -> tuple[MarkedPassage, ...]:
        places = reading.asked.spans(_document(record, reading)) if reading.asked else None
        return marked_passages(record.report, places or (), folding=reading.folding)

    def _also(self, reading: Reading) -> Also:
        """Reports with the words apart. A query that is only quoted, and any other mode, has none."""
        if reading.request.mode != "standard" or reading.request.literal:
            return Also()
        loosened = reading.typed.loosened(self._words)
        if loosened is None:
            return Also()
        request = Request(
            reading.request.query, "loose", limit=ALSO_SHOWN, passages=1, filters=dict(reading.request.filters)
        )
        apart = Reading(request, reading.typed, loosened, exact_width=False)
        counts = self._counts(apart)
        order = self._ordered(loosened, counts, self.engine.cards(counts), request)
        return Also(len(counts), tuple(self._found(apart, order[:ALSO_SHOWN])))

    def _facets(self, reading: Reading, counts: Mapping[str, int], cards: Mapping[str, Card]) -> dict[str, Pairs]:
        facets = facets_of(cards.values())
        if reading.asked is not None and len(counts) <= PARTS_COUNTED:
            counted: Counter[Value] = Counter()
            for record in self.catalog.records(list(counts)):
                for passage in self._marked(reading, record):
                    counted.update(mark.part for mark in passage.marks)
            facets["part"] = ordered_places(counted)
        return facets


ALSO_SHOWN = 10
"""Reports with the words apart that an answer carries; mode loose pages through all of them."""

UNDATED = (0, "")


def _age(card: Card) -> tuple[int, str]:
    """By what a report is newer than another: the year reported on, else the year of its date; then the date."""
    year = card.year or (int(card.date[:4]) if card.date else 0)
    return (year, card.date or "")


def _document(record: Record, reading: Reading) -> Document:
    passages = reading.folded([passage.text for passage in record.report.passages])
    return Document(card_of(record), passages, record.change)
