"""Propose, verify, rank, group by report, page: the engine proposes, the text decides here what is a hit.

What is shown has always been checked on the catalog's text with the query itself (`query.spans`).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import NamedTuple

from archive.catalog import ReadCatalog
from archive.model import Record
from indexer import deadline
from indexer.analysis.analyzer import Analyzer
from indexer.catalog_moment import last_change, one_moment
from indexer.document import Document, Place
from indexer.index.base import Engine
from indexer.index.card_filter import failing
from indexer.index.ranked import RankedQuestion, RankedReports
from indexer.logs.slow_queries import Question, timed
from indexer.query.model import Any, Known, Term
from indexer.query.parser import Alike
from indexer.query.shape import shape_of
from indexer.search.answer import Answer, Begun, Copies, Found, MarkedPassage, Request, Row, Tally
from indexer.search.answer_cache import AnswerCache
from indexer.search.answering.across_ends import AcrossEnds
from indexer.search.answering.answer_pages import AnswerPages
from indexer.search.answering.facet_counts import FacetCounts
from indexer.search.answering.report_finder import ReportFinder
from indexer.search.answering.showing import Showing, document_as_asked
from indexer.search.answering.tally_rows import PIECE, Rows
from indexer.search.cross_passage import CrossPassages
from indexer.search.documents.document_cache import FOLDED, DocumentCache, ReadableDocuments
from indexer.search.highlight import marked_passages
from indexer.search.interpretation import Reading, understood
from indexer.search.narrowing.copies import CopyFilter
from indexer.search.narrowing.topics import TopicMembers
from indexer.search.partly_read import PartlyRead, partly_read
from indexer.search.year_counts import YearCounts, of_cards

EVERY = Any((Known("标题", known=True), Known("标题", known=False)))
"""What every report answers."""


@dataclass(frozen=True, slots=True)
class Places:
    """An answer place by place, in the order of the request. `documents`: as many as hold the places asked for.

    `by_year`: of all places, shown or not.
    """

    reading: Reading
    total_reports: int
    total_matches: int
    documents: tuple[tuple[Document, tuple[Place, ...]], ...]
    by_year: YearCounts
    copies: Copies = field(default_factory=Copies)


class State(NamedTuple):
    """What an answer depends on beside its request."""

    copies: Hashable
    catalog: Hashable = None
    topics: Hashable = None


class Searcher:
    """Answers requests over one catalog and one engine."""

    def __init__(
        self,
        catalog: ReadCatalog,
        engine: Engine,
        analyzer: Analyzer,
        alike: Alike = lambda _: (),
        seams: CrossPassages | None = None,
        whole: tuple[Searcher, DocumentCache] | None = None,
    ) -> None:
        """`whole`: of whose reports these are a part, and its documents, as far as they may be read."""
        self.catalog = catalog
        self.engine = engine
        self.analyzer = analyzer
        self.alike = alike
        self.cross_passages = seams
        self._whole = None if whole is None else whole[0]
        self.document_cache = DocumentCache(catalog) if whole is None else whole[1]
        self.recent = AnswerCache()
        self.copies = CopyFilter(catalog)
        self.topics = TopicMembers(catalog, self._ids, engine.cards, self._passing)
        self._finder = ReportFinder(engine, self.document_cache, self.copies, self.topics)
        self._showing = Showing(engine, self.document_cache)
        across = AcrossEnds(engine, self._showing, seams, self.topics, self.copies)
        self._pages = AnswerPages(self._finder, self._showing, FacetCounts(self._finder, self._showing), across.of)
        self._partly: tuple[int, PartlyRead] = (-1, PartlyRead())

    def partly_read(self) -> PartlyRead:
        """The reports of which absence is never claimed, as of the catalog's last change."""
        change = last_change(self.catalog)
        if self._partly[0] != change:
            self._partly = (change, self._partly_read_now())
        return self._partly[1]

    def _partly_read_now(self) -> PartlyRead:
        """To look for them takes a look at every report: that is done once for all who may read some."""
        if self._whole is None:
            return partly_read(self.catalog)
        found, ids = self._whole.partly_read(), frozenset(self.catalog.ids())
        return PartlyRead(found.noticed & ids, found.older & ids)

    def within(self, fonds: frozenset[str], catalog: ReadCatalog) -> Searcher:
        """Answers as over an archive that holds the reports of these fonds alone; `catalog` is the part of ours."""
        documents = ReadableDocuments(self.document_cache, fonds.__contains__)
        engine = self.engine.within(fonds)
        return Searcher(catalog, engine, self.analyzer, self.alike, self.cross_passages, (self, documents))

    def search(self, request: Request) -> Answer:
        """One page of reports with marked passages. Raises QueryError, with the position, for what is no query."""
        with self._asked(request) as question:
            return self._search(request, question)

    def state(self, request: Request) -> State:
        """An answer to `request` may be given again as long as this is the same."""
        of_copies = self.copies.state() if request.copies == "hide" else None
        if request.facets or request.filters.get("topic"):
            return State(of_copies, topics=self.topics.state())  # in which the last change is
        return State(of_copies, last_change(self.catalog))

    def begin(self, request: Request) -> Begun:
        """The same in two steps, for whoever shows the first one while the second is made. Raises as `search`."""
        with self._asked(request) as question:
            begun = time.perf_counter()
            reading = self.read(request)
            question.shape = partial(shape_of, reading.typed)
            state = self.state(request)  # as in `_search`
            kept = self.recent.known(request, str(reading.typed), state)
            if kept is not None or request.mode == "loose":  # whose pages list the words apart, too
                return Begun(self._search(request, question))
            first, beside = self._pages.begun(reading, state.topics)
            took = time.perf_counter() - begun
            return Begun(replace(first, took_ms=took * 1000), partial(self._completed, reading, beside, state, took))

    def _completed(self, reading: Reading, beside: Callable[[], Answer], state: State, before: float) -> Answer:
        """The whole answer, `before` seconds of which its first step took."""
        with self._asked(reading.request, beside=True) as question:
            begun = time.perf_counter()
            question.shape = partial(shape_of, reading.typed)
            answer = self.recent.answer(reading.request, str(reading.typed), state, beside)
            return replace(answer, took_ms=(before + time.perf_counter() - begun) * 1000)

    def _search(self, request: Request, question: Question) -> Answer:
        begun = time.perf_counter()
        reading = self.read(request)
        question.shape = partial(shape_of, reading.typed)
        state = self.state(request)  # before the answer is made: what changes meanwhile makes it old
        answer = self.recent.answer(request, str(reading.typed), state, lambda: self._made(reading, state))
        return replace(answer, took_ms=(time.perf_counter() - begun) * 1000)

    def _made(self, reading: Reading, state: State) -> Answer:
        _, beside = self._pages.begun(reading, state.topics)
        return beside()

    def tally(self, request: Request) -> Tally:
        """All reports that answer and their totals, in the request's order; no text is shown."""
        with self._asked(request) as question:
            reading = self.read(request)
            question.shape = partial(shape_of, reading.typed)
            exact, copies = self._finder.ranked(reading)
            also: Sequence[Row] = ()
            if request.mode == "loose" and (loosely := reading.loosely):
                apart, more = self._finder.ranked(loosely, exact)
                also, copies = Rows(apart), copies + more
            return Tally(str(reading.typed), Rows(exact), exact.total_matches, also, copies)

    def places(self, request: Request, most: int) -> Places:
        """The reports that answer with their places, up to the report in which the place number `most` stands.

        Words apart (mode loose) have none.
        """
        with self._asked(request) as question:
            reading = self.read(request)
            question.shape = partial(shape_of, reading.typed)
            reports, copies = self._finder.ranked(reading)
            wanted = _first_with(reports, most)
            verified = self._showing.verified(wanted, reading.asked, reading)
            # What an earlier question has read of a report besides is no part of this one's answer.
            needed = reading.asked.asks_outline
            found = {
                document.id: (document if needed else replace(document, outline=None), places)
                for document, places in verified
            }
            documents = tuple(found[name] for name in wanted if name in found)
            told = reports.by_year()
            by_year = self._by_year(reports.counts()) if told is None else YearCounts(None, told)
            return Places(reading, reports.total_reports, reports.total_matches, documents, by_year, copies)

    def _by_year(self, counts: Mapping[str, int]) -> YearCounts:
        return of_cards(self.engine.cards(counts), counts)

    def marks(self, record: Record, request: Request) -> tuple[MarkedPassage, ...]:
        """All marks of one report, whatever engine and filters say: the text alone decides.

        In mode loose those of the words apart, where the report does not answer exactly.
        """
        reading = self.read(replace(request, filters={}))
        places = reading.asked.spans(document_as_asked(record, reading))
        if places is None and request.mode == "loose" and (loosely := reading.loosely):
            places = loosely.asked.spans(document_as_asked(record, loosely))
        return marked_passages(record.report, places or (), folding=reading.manner.back)

    def answers(self, record: Record, request: Request) -> bool:
        """Does one report answer exactly, whatever the filters say?"""
        reading = self.read(replace(request, filters={}))
        return reading.asked.matches(document_as_asked(record, reading))

    def shown(self, ids: Collection[str], request: Request) -> Iterator[Found]:
        """Those of `ids` that answer, in their order, as a page shows them: for lists longer than a page."""
        reading = self.read(request)
        loosely = reading.loosely if request.mode == "loose" else None
        for report_id in ids:
            exactly = tuple(self._showing.found(reading, [(report_id, 0.0)]))
            yield from exactly or (self._showing.found(loosely, [(report_id, 0.0)]) if loosely else ())

    def documents(self, ids: Collection[str], *, outlined: bool = False) -> Iterator[Document]:
        """The live reports of `ids` as queries are asked of them, in no particular order."""
        return self.document_cache.documents(self.engine.cards(ids), FOLDED, outlined=outlined)

    def read(self, request: Request) -> Reading:
        """The request understood. Raises QueryError, and UsageError for an unknown filter."""
        return understood(request, self.alike, self._words)

    @staticmethod
    @contextmanager
    def _asked(request: Request, *, beside: bool = False) -> Iterator[Question]:
        """In its time, of one moment: the question as a line of the log tells of it; `beside`: its second step."""
        manner = {"literal": request.literal, "ignore_punctuation": request.ignore_punctuation, "page": request.page}
        names = ",".join(request.filters)
        shown = {"mode": request.mode, "sort": request.sort, "scope": request.scope, "filters": names, **manner}
        with (
            deadline.limited(),
            one_moment(),
            timed(request.query, counted=not beside, beside=beside, **shown) as question,
        ):
            yield question

    def _words(self, phrase: Term) -> Sequence[str]:
        return self.analyzer.for_questions.words(phrase.text)

    def _ids(self, request: Request) -> Collection[str]:
        """The reports that answer, whatever page is asked for."""
        return self._finder.ranked(self.read(request))[0].counts()

    def _passing(self, filters: Mapping[str, Collection[str]]) -> Collection[str]:
        """Of all reports those that the filters let pass; cards are listed where the engine cannot be asked."""
        told = self.engine.ranked(RankedQuestion(EVERY, "newest", filters, counts_places=False))
        if told is not None:
            return told.counts().keys()
        return [name for name, card in self.engine.cards().items() if not failing(card, filters)]


def _first_with(reports: RankedReports, places: int) -> list[str]:
    """The ids of the first reports that hold so many places together; of all that hold fewer."""
    found: list[str] = []
    held = 0
    for start in range(0, reports.total_reports, PIECE):
        for row in reports.rows(start, start + PIECE):
            if held >= places:
                return found
            found.append(row.id)
            held += row.matches
    return found
