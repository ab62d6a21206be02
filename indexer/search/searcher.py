"""Propose, verify, rank, group by report, page: the engine proposes, the text decides here what is a hit.

What is shown has always been checked on the catalog's text with the query itself (`query.spans`).
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import accumulate

from archive.catalog import Catalog
from archive.doubts import to_check
from archive.model import Record
from indexer import deadline
from indexer.analysis.analyzer import Analyzer
from indexer.document import Card, Document, Place, card_of, outline_of
from indexer.index.base import Engine, Proposal
from indexer.index.card_filter import Pairs, Value, facets_of, failing
from indexer.logs.slow_queries import Question, timed
from indexer.query.model import Phrase, Query, Term, wordings
from indexer.query.parser import Alike
from indexer.query.shape import shape_of
from indexer.search.answer import (
    GIANT,
    Across,
    Also,
    Answer,
    Copies,
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
from indexer.search.facets import ordered_places
from indexer.search.highlight import GIANT_PLACES, marked_passages
from indexer.search.interpretation import Reading, understood
from indexer.search.narrowing.copies import CopyFilter
from indexer.search.narrowing.topics import TopicMembers
from indexer.search.partly_read import PartlyRead, partly_read
from indexer.search.relevance.nearness import best_passages, closeness
from indexer.search.relevance.ordering import ordered
from indexer.search.year_counts import YearCounts, of_cards

CHECKED = 16
"""Reports between two looks at the question's time."""
READ_TO_RANK = 200
"""The best reports of a question of several wordings whose texts are read to put them in order."""
ALSO_READ_TO_RANK = 50
"""Of those of which ten are shown below the answer."""
_UNCOUNTED: Mapping[str, int] = {}
PARTS_COUNTED = 200
"""Up to so many reports the facet "part" is counted: each of them has to be read."""


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


@dataclass(frozen=True, slots=True)
class Apart:
    """The reports with the words apart, and how they were asked for; nothing where no term has several words."""

    reading: Reading | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    copies: Copies = field(default_factory=Copies)
    order: Sequence[tuple[str, float]] = ()


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
        self.copies = CopyFilter(catalog)
        self.topics = TopicMembers(catalog, lambda request: self._shown(self.read(request))[0], engine.cards)
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

    def state(self, request: Request) -> Hashable:
        """An answer to `request` may be given again as long as this is the same."""
        of_copies = self.copies.state() if request.copies == "hide" else None
        of_topics = self.topics.state() if request.facets or request.filters.get("topic") else None
        return self.catalog.last_change(), of_copies, of_topics

    def _search(self, request: Request, question: Question) -> Answer:
        begun = time.perf_counter()
        reading = self.read(request)
        question.shape = partial(shape_of, reading.typed)
        state = self.state(request)  # before the answer is made: what changes meanwhile makes it old
        answer = self.recent.answer(request, str(reading.typed), state, lambda: self._made(reading))
        return replace(answer, took_ms=(time.perf_counter() - begun) * 1000)

    def _made(self, reading: Reading) -> Answer:
        request = reading.request
        counts, copies = self._shown(reading)
        order = self._ordered(reading, counts)
        apart = self._apart(reading, counts)
        listed = [(True, one) for one in order]
        if request.mode == "loose":
            listed += [(False, one) for one in apart.order]
        page = request.page_of(len(listed)).of(listed)
        outlined = request.facets and len(counts) <= PARTS_COUNTED  # then the parts are counted on the same documents
        return Answer(
            request=request,
            understood=str(reading.typed),
            total_reports=len(counts),
            total_matches=sum(counts.values()),
            reports=tuple(self._found(reading, [one for exact, one in page if exact], counts, outlined=outlined)),
            also=self._also(apart, [one for exact, one in page if not exact]),
            took_ms=0.0,
            facets=self._facets(reading, counts, apart.counts if request.mode == "loose" else {})
            if request.facets
            else {},
            hidden=self._hidden(reading, counts),
            across=self._across(reading, counts),
            copies=copies + apart.copies if request.mode == "loose" else copies,
        )

    def tally(self, request: Request) -> Tally:
        """All reports that answer and their totals, in the request's order; no text is shown."""
        with deadline.limited(), self._asked(request) as question:
            return self._tally(request, question)

    def _tally(self, request: Request, question: Question) -> Tally:
        reading = self.read(request)
        question.shape = partial(shape_of, reading.typed)
        counts, copies = self._shown(reading)
        rows, also = self._rows(reading, counts), tuple[Row, ...]()
        if request.mode == "loose" and (loosely := reading.loosely):
            apart, more = self._shown(loosely, counts)
            also, copies = self._rows(loosely, apart), copies + more
        return Tally(str(reading.typed), rows, also, copies)

    def _rows(self, reading: Reading, counts: Mapping[str, int]) -> tuple[Row, ...]:
        cards = self.engine.cards(counts)
        return tuple(Row(cards[name], counts[name]) for name, _ in self._ordered(reading, counts) if name in cards)

    def places(self, request: Request, most: int) -> Places:
        """The reports that answer with their places, up to the report in which the place number `most` stands.

        Words apart (mode loose) have none.
        """
        with deadline.limited(), self._asked(request) as question:
            reading = self.read(request)
            question.shape = partial(shape_of, reading.typed)
            counts, copies = self._shown(reading)
            order = [name for name, _ in self._ordered(reading, counts)]
            ends = accumulate(counts[name] for name in order)
            wanted = [name for name, end in zip(order, ends, strict=True) if end - counts[name] < most]
            found = {
                document.id: (document, places) for document, places in self._verified(wanted, reading.asked, reading)
            }
            documents = tuple(found[name] for name in wanted if name in found)
            by_year = of_cards(self.engine.cards(counts), counts)
            return Places(reading, len(counts), sum(counts.values()), documents, by_year, copies)

    def marks(self, record: Record, request: Request) -> tuple[MarkedPassage, ...]:
        """All marks of one report, whatever engine and filters say: the text alone decides.

        In mode loose those of the words apart, where the report does not answer exactly.
        """
        reading = self.read(replace(request, filters={}))
        places = reading.asked.spans(_document(record, reading))
        if places is None and request.mode == "loose" and (loosely := reading.loosely):
            places = loosely.asked.spans(_document(record, loosely))
        return marked_passages(record.report, places or (), folding=reading.manner.back)

    def answers(self, record: Record, request: Request) -> bool:
        """Does one report answer exactly, whatever the filters say?"""
        reading = self.read(replace(request, filters={}))
        return reading.asked.matches(_document(record, reading))

    def shown(self, ids: Collection[str], request: Request) -> Iterator[Found]:
        """Those of `ids` that answer, in their order, as a page shows them: for lists longer than a page."""
        reading = self.read(request)
        loosely = reading.loosely if request.mode == "loose" else None
        for report_id in ids:
            exactly = tuple(self._found(reading, [(report_id, 0.0)]))
            yield from exactly or (self._found(loosely, [(report_id, 0.0)]) if loosely else ())

    def documents(self, ids: Collection[str], *, outlined: bool = False) -> Iterator[Document]:
        """The live reports of `ids` as queries are asked of them, in no particular order."""
        return self.document_cache.documents(self.engine.cards(ids), FOLDED, outlined=outlined)

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

    def _shown(self, reading: Reading, beside: Collection[str] = ()) -> tuple[dict[str, int], Copies]:
        """As `_counts`, without copies where they are to be hidden; `beside`: what another list shows already."""
        counts = self._counts(reading)
        return self.copies.without(counts, beside) if reading.request.copies == "hide" else (counts, Copies())

    def _counts(self, reading: Reading) -> dict[str, int]:
        """Id -> places of every report that answers and passes the filters; words apart count no places."""
        proposal = self._proposed(reading, reading.asked)
        ids: Collection[str] = proposal.counts
        if reading.request.filters:
            filters = self.topics.resolved(reading.request.filters)
            ids = [name for name, card in self.engine.cards(ids).items() if not failing(card, filters)]
        return self._counted(reading, reading.asked, ids, proposal)

    def _counted(self, reading: Reading, query: Query, ids: Collection[str], proposal: Proposal) -> dict[str, int]:
        """Those of `ids` that answer, with their places: as proposed, or by the text where that is not exact."""
        if proposal.exact and not reading.counts_places:  # nothing has to be read
            return dict.fromkeys(ids, 0)
        counts = {name: count for name in ids if proposal.exact and (count := proposal.counts[name]) is not None}
        doubtful = ids if not proposal.exact else [name for name in ids if name not in counts]
        if doubtful:
            counts.update(self._counted_by_text(doubtful, query, reading))
        return counts if reading.counts_places else dict.fromkeys(counts, 0)

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
        """For each filter what it alone keeps out: what passes all the others. In mode loose the words apart, too."""
        filters = {name: values for name, values in reading.request.filters.items() if values}
        if not filters:
            return {}
        if reading.request.copies == "hide":
            return {name: self._hidden_once(name, filters, reading, counts) for name in filters}
        hidden = self._hidden_by(filters, reading, counts)
        loosely = reading.loosely if reading.request.mode == "loose" else None
        if loosely is not None:
            more = self._hidden_by(filters, loosely, self._counts(loosely))
            hidden = {name: Hidden(one.reports + more[name].reports, one.matches) for name, one in hidden.items()}
        return hidden

    def _hidden_once(
        self, name: str, filters: Mapping[str, tuple[str, ...]], reading: Reading, counts: Mapping[str, int]
    ) -> Hidden:
        """The same where each text counts once: what all the others let pass, less what is there."""
        others = {other: values for other, values in filters.items() if other != name}
        request = replace(reading.request, filters=others)
        wider = replace(reading, request=request, chosen=None if name == "part" else reading.chosen)
        more, _ = self._shown(wider)
        reports, matches = len(more) - len(counts), sum(more.values()) - sum(counts.values())
        if request.mode == "loose" and (loosely := reading.loosely) and (widely := wider.loosely):
            reports += len(self._shown(widely, more)[0]) - len(self._shown(loosely, counts)[0])
        return Hidden(max(0, reports), max(0, matches))

    def _hidden_by(
        self, filters: Mapping[str, tuple[str, ...]], reading: Reading, counts: Mapping[str, int]
    ) -> dict[str, Hidden]:
        proposal = self._proposed(reading, reading.asked)
        asked = self.topics.resolved(filters)
        failed = {name: failing(card, asked) for name, card in self.engine.cards(proposal.counts).items()}
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

    def _ordered(self, reading: Reading, counts: Mapping[str, int]) -> list[tuple[str, float]]:
        """(id, score) in the order of the request."""
        sort, cards = reading.request.sort, self.engine.cards(counts)
        scores = self.engine.score(reading.asked, counts) if sort == "relevance" else {}
        order = [(name, scores.get(name, 0.0)) for name in ordered(sort, counts, cards, scores)]
        return self._nearest_first(reading, order, cards) if sort == "relevance" else order

    def _nearest_first(
        self, reading: Reading, order: list[tuple[str, float]], cards: Mapping[str, Card]
    ) -> list[tuple[str, float]]:
        """The best reports of a question of several wordings anew, by how near these stand to each other, too."""
        texts = wordings(reading.asked)
        if len(texts) < 2 or len(order) < 2:
            return order
        most = READ_TO_RANK if reading.counts_places or reading.request.mode == "loose" else ALSO_READ_TO_RANK
        known = {name: cards[name] for name, _ in order[:most]}
        outlined = reading.asked.asks_outline or (reading.request.facets and len(order) <= PARTS_COUNTED)
        documents = self.document_cache.documents(known, reading.manner, outlined=outlined)  # read once for all
        near = {document.id: closeness(document.passages, texts) for document in documents}
        highest = order[0][1] or 1.0
        scored = [(name, score / highest + near.get(name, 0.0)) for name, score in order]
        return sorted(scored, key=lambda pair: -pair[1])

    def _found(
        self,
        reading: Reading,
        page: Sequence[tuple[str, float]],
        counts: Mapping[str, int] = _UNCOUNTED,
        *,
        outlined: bool = False,
    ) -> Iterator[Found]:
        """The reports of a page, verified: one that has changed since it was proposed may fall away here.

        Of a wording whose places have been counted only those that are shown are looked for.
        """
        outlined = outlined or reading.asked.asks_outline
        texts = wordings(reading.asked)
        for report_id, score in page:
            deadline.check()
            shown = self.document_cache.shown(report_id, reading.manner, outlined=outlined)
            if shown is None:
                continue
            record, document = shown
            limit = reading.request.passages
            count = counts.get(report_id) if limit and _is_giant(document) else None
            places = _shown_places(reading.asked, document, limit if count else 0)
            if places is None:
                continue
            best = best_passages(document.passages, places, len(texts), limit) if limit and len(texts) > 1 else None
            yield Found(
                card=card_of(record),
                matches=(count or len(places)) if reading.counts_places else 0,
                score=score,
                passages=marked_passages(record.report, places, limit=limit, folding=reading.manner.back, best=best),
                to_check=to_check(record.report.masthead),
            )

    def _apart(self, reading: Reading, exact: Collection[str]) -> Apart:
        """The reports with the words apart: in mode loose in the order of the request, otherwise the best first.

        `exact`: those that answer.
        """
        loosely = reading.loosely
        if loosely is None:
            return Apart()
        if reading.request.mode != "loose":
            loosely = replace(loosely, request=replace(reading.request, sort="relevance", passages=1))
        counts, copies = self._shown(loosely, exact)
        return Apart(loosely, counts, copies, self._ordered(loosely, counts))

    def _also(self, apart: Apart, page: Sequence[tuple[str, float]]) -> Also:
        """Those of `page`; where the pages do not list them, the best."""
        if apart.reading is None:
            return Also()
        shown = page if apart.reading.request.mode == "loose" else apart.order[:ALSO_SHOWN]
        return Also(len(apart.counts), tuple(self._found(apart.reading, shown)))

    def _across(self, reading: Reading, exact: Collection[str]) -> Across:
        """Where a single wording runs over a passage's end, on the first page; filters by card hold there, too.

        Where copies are hidden, those of `exact`, which answer, are hidden here as well.
        """
        request, phrase = reading.request, reading.typed
        plain = reading.manner is FOLDED and request.mode == "standard" and request.scope == "report"
        if self.cross_passages is None or not (
            request.across and plain and request.page == 1 and isinstance(phrase, Phrase)
        ):
            return Across()
        counts = {} if request.filters.get("part") else self.cross_passages.counts(phrase.text)
        cards = self.engine.cards(counts)
        filters = self.topics.resolved(request.filters)
        passing = {name: counts[name] for name, card in cards.items() if not failing(card, filters)}
        if request.copies == "hide":
            passing, _ = self.copies.without(passing, [name for name in exact if name not in passing])
        order = ordered("newest", passing, cards, {})
        found = tuple(self._found_across(phrase.text, order[:ALSO_SHOWN]))
        return Across(len(passing), sum(passing.values()), found)

    def _found_across(self, text: str, ids: Sequence[str]) -> Iterator[Found]:
        for report_id in ids:
            deadline.check()
            shown = self.document_cache.shown(report_id, FOLDED)
            if shown is not None:
                record, document = shown
                places = places_over(document.passages, text)
                pieces = [piece for place in places[:ACROSS_SHOWN] for piece in place]
                marked = marked_passages(record.report, pieces, folding=FOLDED.back)
                yield Found(card_of(record), len(places), 0.0, marked, to_check(record.report.masthead))

    def _facets(self, reading: Reading, counts: Mapping[str, int], apart: Mapping[str, int]) -> dict[str, Pairs]:
        """Of all reports of the page's lists."""
        facets = facets_of(self.engine.cards({**counts, **apart}).values())
        if len(counts) + len(apart) <= PARTS_COUNTED:
            counted: Counter[Value] = Counter()
            for asked, ids in ((reading, counts), (reading.loosely, apart)):
                for part, count in self._parts(asked, ids) if asked else ():
                    counted[part] += count
            facets["part"] = ordered_places(counted)
        facets["topic"] = self.topics.counted({*counts, *apart})
        return facets

    def _parts(self, reading: Reading, ids: Collection[str]) -> Iterator[tuple[Value, int]]:
        """The parts of `ids` with numbers of places; the same part may come often."""
        query = reading.asked
        if not isinstance(query, Phrase):
            for document, places in self._verified(ids, query, reading, outlined=True):
                yield from Counter(document.part(place.passage, place.start) for place in places).items()
            return
        for document in self.document_cache.documents(self.engine.cards(ids), reading.manner, outlined=True):
            deadline.check()
            yield from query.parts(document)


ACROSS_SHOWN = 3
"""Places over passage ends that are shown a report."""
ALSO_SHOWN = 10
"""Reports with the words apart that an answer carries; mode loose pages through all of them."""


def _is_giant(document: Document) -> bool:
    return sum(map(len, document.passages)) > GIANT


def _shown_places(query: Query, document: Document, passages: int) -> Sequence[Place] | None:
    """The places of the query; of a wording only those of the first `passages`, where that is not 0."""
    if passages and isinstance(query, Phrase) and not document.choices:
        return query.first(document, passages, GIANT_PLACES)
    return query.spans(document)


def _document(record: Record, reading: Reading) -> Document:
    texts = record.report.texts
    outline = None
    if reading.asked.asks_outline:
        outline = outline_of(record.report.sections, texts, reading.manner.back)
    return Document(card_of(record), reading.manner.passages(texts), record.change, outline)
