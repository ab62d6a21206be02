"""Propose, verify, rank, group by report, page: the engine proposes, the text decides here what is a hit.

What is shown has always been checked on the catalog's text with the query itself (`query.spans`).
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from functools import partial
from itertools import accumulate

from archive.catalog import Catalog
from archive.model import Record
from archive.text.fold import fold_passages
from indexer import deadline
from indexer.analysis.analyzer import Analyzer
from indexer.document import Card, Document, Place, card_of, outline_of
from indexer.index.base import Engine, Proposal
from indexer.logs.slow_queries import Question, timed
from indexer.query.model import Phrase, Query, Term, loosened, positive_phrases
from indexer.query.parser import Alike
from indexer.query.shape import shape_of
from indexer.search.answer import (
    Across,
    Also,
    Answer,
    Found,
    Hidden,
    MarkedPassage,
    Request,
    Row,
    Tally,
)
from indexer.search.answer_cache import AnswerCache
from indexer.search.cross_passage import CrossPassages, places_over
from indexer.search.document_cache import FOLDED, DocumentCache
from indexer.search.facets import (
    Pairs,
    Value,
    facets_of,
    failing,
    ordered_places,
)
from indexer.search.highlight import marked_passages
from indexer.search.interpretation import Reading, understood
from indexer.search.partly_read import PartlyRead, partly_read

CHECKED = 16
"""Reports between two looks at the question's time."""
PARTS_COUNTED = 200
"""Up to so many reports the facet "part" is counted: each of them has to be read."""


@dataclass(frozen=True, slots=True)
class Places:
    """An answer place by place, in the order of the request. `documents`: as many as hold the places asked for."""

    reading: Reading
    total_reports: int
    total_matches: int
    documents: tuple[tuple[Document, tuple[Place, ...]], ...]


class Searcher:
    """Answers requests over one catalog and one engine."""

    def __init__(
        self,
        catalog: Catalog,
        engine: Engine,
        analyzer: Analyzer,
        alike: Alike = lambda _: (),
        seams: CrossPassages | None = None,
    ) -> None:
        self.catalog = catalog
        self.engine = engine
        self.analyzer = analyzer
        self.alike = alike
        self.cross_passages = seams
        self.document_cache = DocumentCache(catalog)
        self.recent = AnswerCache()
        self._partly: tuple[int, PartlyRead] = (-1, PartlyRead())

    def partly_read(self) -> PartlyRead:
        """The reports of which absence is never claimed, as of the catalog's last change."""
        change = self.catalog.last_change()
        if self._partly[0] != change:
            self._partly = (change, partly_read(self.catalog))
        return self._partly[1]

    def search(self, request: Request) -> Answer:
        """One page of reports with marked passages. Raises QueryError, with the position, for what is no query."""
        with deadline.limited(), self._asked(request) as question:
            return self._search(request, question)

    def _search(self, request: Request, question: Question) -> Answer:
        begun = time.perf_counter()
        reading = self.read(request)
        question.shape = partial(shape_of, reading.typed)
        change = self.catalog.last_change()  # before the answer is made: what changes meanwhile makes it old
        answer = self.recent.answer(request, str(reading.typed), change, lambda: self._made(reading))
        return replace(answer, took_ms=(time.perf_counter() - begun) * 1000)

    def _made(self, reading: Reading) -> Answer:
        request = reading.request
        counts = self._counts(reading)
        cards = self.engine.cards(counts)
        order = self._ordered(reading.asked, counts, cards, request)
        page = request.page_of(len(order)).of(order)
        outlined = request.facets and len(counts) <= PARTS_COUNTED  # then the parts are counted on the same documents
        return Answer(
            request=request,
            understood=str(reading.typed),
            total_reports=len(counts),
            total_matches=sum(counts.values()),
            reports=tuple(self._found(reading, page, outlined=outlined)),
            also=self._also(reading),
            took_ms=0.0,
            facets=self._facets(reading, counts, cards) if request.facets else {},
            hidden=self._hidden(reading, counts),
            across=self._across(reading),
        )

    def tally(self, request: Request) -> Tally:
        """All reports that answer and their totals, in the request's order; no text is shown."""
        with deadline.limited(), self._asked(request) as question:
            return self._tally(request, question)

    def _tally(self, request: Request, question: Question) -> Tally:
        reading = self.read(request)
        question.shape = partial(shape_of, reading.typed)
        counts = self._counts(reading)
        cards = self.engine.cards(counts)
        order = self._ordered(reading.asked, counts, cards, request)
        rows = tuple(Row(cards[report_id], counts[report_id]) for report_id, _ in order)
        return Tally(str(reading.typed), rows)

    def places(self, request: Request, most: int) -> Places:
        """The reports that answer with their places, up to the report in which the place number `most` stands.

        Words apart (mode loose) count no places: there are none.
        """
        with deadline.limited(), self._asked(request) as question:
            reading = self.read(request)
            question.shape = partial(shape_of, reading.typed)
            if reading.asked is None or request.mode == "loose":
                return Places(reading, 0, 0, ())
            counts = self._counts(reading)
            order = [name for name, _ in self._ordered(reading.asked, counts, self.engine.cards(counts), request)]
            ends = accumulate(counts[name] for name in order)
            wanted = [name for name, end in zip(order, ends, strict=True) if end - counts[name] < most]
            found = {
                document.id: (document, places) for document, places in self._verified(wanted, reading.asked, reading)
            }
            documents = tuple(found[name] for name in wanted if name in found)
            return Places(reading, len(counts), sum(counts.values()), documents)

    def marks(self, record: Record, request: Request) -> tuple[MarkedPassage, ...]:
        """All marks of one report, whatever engine and filters say: the text alone decides."""
        reading = self.read(replace(request, filters={}))
        places = reading.asked.spans(_document(record, reading)) if reading.asked else None
        return marked_passages(record.report, places or (), folding=reading.manner.back)

    def shown(self, ids: Collection[str], request: Request) -> Iterator[Found]:
        """Those of `ids` that answer, in their order, as a page shows them: for lists longer than a page."""
        yield from self._found(self.read(request), [(report_id, 0.0) for report_id in ids])

    def documents(self, ids: Collection[str], *, outlined: bool = False) -> Iterator[Document]:
        """The live reports of `ids` as queries are asked of them, in no particular order."""
        return self.document_cache.documents(self.engine.cards(ids), FOLDED, outlined=outlined)

    def apart(self, request: Request) -> tuple[tuple[Term, Tally], ...]:
        """Each term of the query alone with its totals: what the page says where the whole found nothing."""
        phrases = positive_phrases(self.read(request).typed)
        alone = Request(
            "", literal=True, sort="matches", mode=request.mode, ignore_punctuation=request.ignore_punctuation
        )
        return tuple((phrase, self.tally(replace(alone, query=phrase.typed))) for phrase in phrases)

    def read(self, request: Request) -> Reading:
        """The request understood. Raises QueryError, and UsageError for an unknown filter."""
        return understood(request, self.alike, self._words)

    @staticmethod
    def _asked(request: Request) -> AbstractContextManager[Question]:
        """The question as a line of the log would tell of it."""
        manner = {"literal": request.literal, "ignore_punctuation": request.ignore_punctuation, "page": request.page}
        names = ",".join(request.filters)
        return timed(request.query, mode=request.mode, sort=request.sort, scope=request.scope, filters=names, **manner)

    def _words(self, phrase: Term) -> Sequence[str]:
        return self.analyzer.words(phrase.text)

    def _counts(self, reading: Reading) -> dict[str, int]:
        """Id -> places of every report that answers and passes the filters; words apart count no places."""
        if reading.asked is None:
            return {}
        proposal = self._proposed(reading, reading.asked)
        ids: Collection[str] = proposal.counts
        if reading.request.filters:
            filters = reading.request.filters
            ids = [name for name, card in self.engine.cards(ids).items() if not failing(card, filters)]
        return self._counted(reading, reading.asked, ids, proposal)

    def _counted(self, reading: Reading, query: Query, ids: Collection[str], proposal: Proposal) -> dict[str, int]:
        """Those of `ids` that answer, with their places: as proposed, or by the text where that is not exact."""
        if proposal.exact and reading.request.mode == "loose":  # places of words apart are not counted: nothing to read
            return dict.fromkeys(ids, 0)
        counts = {name: count for name in ids if proposal.exact and (count := proposal.counts[name]) is not None}
        doubtful = ids if not proposal.exact else [name for name in ids if name not in counts]
        if doubtful:
            counts.update(self._counted_by_text(doubtful, query, reading))
        return dict.fromkeys(counts, 0) if reading.request.mode == "loose" else counts

    def _counted_by_text(self, ids: Collection[str], query: Query, reading: Reading) -> Iterator[tuple[str, int]]:
        """Those of `ids` that answer on the catalog's text, each with the number of its places."""
        cards = self.engine.cards(ids)
        counter = query.counter()
        for number, document in enumerate(
            self.document_cache.documents(cards, reading.manner, outlined=query.asks_outline)
        ):
            if number % CHECKED == 0:
                deadline.check()
            count = counter(document)
            if count is not None:
                yield document.id, count

    def _hidden(self, reading: Reading, counts: Mapping[str, int]) -> dict[str, Hidden]:
        """For each filter what it alone keeps out: what passes all the others."""
        filters = {name: values for name, values in reading.request.filters.items() if values}
        if not filters or reading.asked is None or reading.whole is None:
            return {}
        proposal = self._proposed(reading, reading.asked)
        failed = {name: failing(card, filters) for name, card in self.engine.cards(proposal.counts).items()}
        hidden: dict[str, Hidden] = {}
        for name in filters:
            if name == "part":
                everywhere = self._counts(replace(reading, chosen=None))
                more = {
                    report_id: count - counts.get(report_id, 0)
                    for report_id, count in everywhere.items()
                    if count > counts.get(report_id, 0) or report_id not in counts
                }
                hidden[name] = Hidden(len(everywhere) - len(counts), sum(more.values()))
            else:
                ids = [report_id for report_id, names in failed.items() if names == [name]]
                more = self._counted(reading, reading.asked, ids, proposal)
                hidden[name] = Hidden(len(more), sum(more.values()))
        return hidden

    def _proposed(self, reading: Reading, query: Query) -> Proposal:
        """The engine's proposal; otherwise compared, what must hold folded too, since engines hold folded text."""
        if reading.manner is FOLDED:
            return self.engine.propose(query)
        return Proposal(dict.fromkeys(self.engine.propose(reading.necessary(query)).counts), exact=False)

    def _verified(
        self, ids: Collection[str], query: Query, reading: Reading, *, outlined: bool = False
    ) -> Iterator[tuple[Document, tuple[Place, ...]]]:
        """Those of `ids` that answer on the catalog's text, with their places."""
        cards = self.engine.cards(ids)
        for document in self.document_cache.documents(cards, reading.manner, outlined=outlined or query.asks_outline):
            deadline.check()
            places = query.spans(document)
            if places is not None:
                yield document, places

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

    def _found(self, reading: Reading, page: Sequence[tuple[str, float]], *, outlined: bool = False) -> Iterator[Found]:
        """The reports of a page, verified: one that has changed since it was proposed may fall away here."""
        if reading.asked is None:
            return
        outlined = outlined or reading.asked.asks_outline
        for report_id, score in page:
            deadline.check()
            shown = self.document_cache.shown(report_id, reading.manner, outlined=outlined)
            if shown is None:
                continue
            record, document = shown
            places = reading.asked.spans(document)
            if places is None:
                continue
            limit = reading.request.passages
            yield Found(
                card=card_of(record),
                matches=0 if reading.request.mode == "loose" else len(places),
                score=score,
                passages=marked_passages(record.report, places, limit=limit, folding=reading.manner.back),
            )

    def _also(self, reading: Reading) -> Also:
        """Reports with the words apart. A query that is only quoted, and any other mode, has none."""
        if reading.request.mode != "standard" or reading.request.literal:
            return Also()
        words_apart = loosened(reading.whole, self._words) if reading.whole else None
        if words_apart is None:
            return Also()
        request = replace(reading.request, mode="loose", sort="relevance", page=1, limit=ALSO_SHOWN, passages=1)
        apart = replace(reading, request=request, whole=words_apart)
        counts = self._counts(apart)
        order = self._ordered(words_apart, counts, self.engine.cards(counts), request)
        return Also(len(counts), tuple(self._found(apart, order[:ALSO_SHOWN])))

    def _across(self, reading: Reading) -> Across:
        """Where a single wording runs over a passage's end, on the first page; filters by card hold there, too."""
        request, phrase = reading.request, reading.typed
        plain = reading.manner is FOLDED and request.mode == "standard" and request.scope == "report"
        if self.cross_passages is None or not (
            request.across and plain and request.page == 1 and isinstance(phrase, Phrase)
        ):
            return Across()
        counts = {} if request.filters.get("part") else self.cross_passages.counts(phrase.text)
        cards = self.engine.cards(counts)
        passing = {name: counts[name] for name, card in cards.items() if not failing(card, request.filters)}
        order = self._ordered(None, passing, cards, replace(request, sort="newest"))
        found = tuple(self._found_across(phrase.text, [name for name, _ in order[:ALSO_SHOWN]]))
        return Across(len(passing), sum(passing.values()), found)

    def _found_across(self, text: str, ids: Sequence[str]) -> Iterator[Found]:
        for report_id in ids:
            deadline.check()
            record = self.document_cache.record(report_id)
            if record is not None:
                passages = fold_passages(record.report.texts)
                places = places_over(passages, text)
                pieces = [piece for place in places[:ACROSS_SHOWN] for piece in place]
                marked = marked_passages(record.report, pieces, folding=FOLDED.back)
                yield Found(card_of(record), len(places), 0.0, marked)

    def _facets(self, reading: Reading, counts: Mapping[str, int], cards: Mapping[str, Card]) -> dict[str, Pairs]:
        facets = facets_of(cards.values())
        if reading.asked is not None and len(counts) <= PARTS_COUNTED:
            counted: Counter[Value] = Counter()
            for document, places in self._verified(counts, reading.asked, reading, outlined=True):
                counted.update(document.part(place.passage, place.start) for place in places)
            facets["part"] = ordered_places(counted)
        return facets


ACROSS_SHOWN = 3
"""Places over passage ends that are shown a report."""
ALSO_SHOWN = 10
"""Reports with the words apart that an answer carries; mode loose pages through all of them."""

UNDATED = (0, "")


def _age(card: Card) -> tuple[int, str]:
    """By what a report is newer than another: the year reported on, else the year of its date; then the date."""
    year = card.year or (int(card.date[:4]) if card.date else 0)
    return (year, card.date or "")


def _document(record: Record, reading: Reading) -> Document:
    texts = record.report.texts
    outline = None
    if reading.asked is not None and reading.asked.asks_outline:
        outline = outline_of(record.report.sections, texts, reading.manner.back)
    return Document(card_of(record), reading.manner.passages(texts), record.change, outline)
