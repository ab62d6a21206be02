"""What a page shows of reports: their passages with marks, checked on the catalog's text with the query itself."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from archive.doubts import to_check
from archive.model import Record
from indexer import deadline
from indexer.document import Document, Place, card_of, outline_of
from indexer.index.base import Engine
from indexer.index.ranked import MarkedReport
from indexer.query.model import Finder, Phrase, Query, wordings
from indexer.search.answer import GIANT, Found
from indexer.search.cross_passage import places_over
from indexer.search.documents.document_cache import FOLDED, DocumentCache
from indexer.search.documents.passage_excerpts import Asked, Excerpt, Limits
from indexer.search.highlight import GIANT_PLACES, marked_in, marked_passages
from indexer.search.interpretation import Reading
from indexer.search.relevance.nearness import best_passages

FOLLOWING = 6
"""Passages behind a passage's end that are looked at first for what runs over it."""
ACROSS_SHOWN = 3
"""Places over passage ends that are shown a report."""
FETCHED = 32
"""Reports of a page that are read at once."""
_UNCOUNTED: Mapping[str, int] = {}


@dataclass(frozen=True, slots=True)
class _Question:
    """What is asked, of so many `wordings`; `counts`: the places of reports, as far as they are known."""

    reading: Reading
    find: Finder
    wordings: int
    counts: Mapping[str, int]

    @property
    def chooses(self) -> bool:
        """Are the passages that say most shown, and not the first ones?"""
        return self.wordings > 1 and self.reading.request.passages > 0

    def numbers(self, marked: MarkedReport) -> Sequence[int]:
        """The passages of a report that have to be read."""
        limit = self.reading.request.passages
        if self.chooses:
            return marked.passages if marked.best is None else sorted(marked.best)
        return marked.passages[:limit] if limit else marked.passages

    def told(self, asked: Asked, excerpt: Excerpt, score: float) -> Found | None:
        """A report from its passages with marks; None: the whole text has to tell."""
        (document, shown, doubted), numbers, reading = excerpt, asked.numbers, self.reading
        places = self.find(document)
        if places is None or len({place.passage for place in places}) < len(numbers):
            return None
        best, limit = None, reading.request.passages
        if self.chooses:
            best = asked.marked.best
            if best is None:
                chosen = best_passages(document.passages, places, self.wordings, limit)
                best = [numbers[number - 1] for number in chosen]
        counted: int | None = 0
        if reading.counts_places:
            counted = len(places) if numbers is asked.marked.passages else self.counts.get(asked.id)
        if counted is None:
            return None
        marked = marked_in(shown, places, limit=limit, folding=reading.manner.back, best=best, numbers=numbers)
        return Found(document.card, counted, score, marked, doubted)


class Showing:
    """Reads reports of one catalog, and their cards from one engine."""

    def __init__(self, engine: Engine, documents: DocumentCache) -> None:
        self._engine = engine
        self._documents = documents

    def verified(
        self, ids: Collection[str], query: Query, reading: Reading, *, outlined: bool = False
    ) -> Iterator[tuple[Document, tuple[Place, ...]]]:
        """Those of `ids` that answer on the catalog's text, with their places."""
        cards, find = self._engine.cards(ids), query.finder()
        for document in self._documents.documents(cards, reading.manner, outlined=outlined or query.asks_outline):
            deadline.check()
            places = find(document)
            if places is not None:
                yield document, places

    def found(
        self,
        reading: Reading,
        page: Sequence[tuple[str, float]],
        counts: Mapping[str, int] = _UNCOUNTED,
        marked: Sequence[MarkedReport] | None = None,
        *,
        outlined: bool = False,
    ) -> Iterator[Found]:
        """The reports of a page (id, score), verified: one that has changed since it was proposed may fall away here.

        Of a wording whose places have been counted only those that are shown are looked for. `marked`: of each report
        the passages with marks, as the index tells: of these alone the text is folded and asked, where all agrees.
        """
        if outlined:  # for the parts of all places
            marked = None
        outlined = outlined or reading.asked.asks_outline
        question = _Question(reading, reading.asked.finder(), len(wordings(reading.asked)), counts)
        for start in range(0, len(page), FETCHED):
            some = page[start : start + FETCHED]
            told: Sequence[Found | None] = [None] * len(some)
            if marked is None:
                seen = self._documents.fetch([name for name, _ in some])
            else:
                seen = self._documents.fetch(())
                told = self._told(question, some, marked[start : start + FETCHED], seen)
            for (report_id, score), known in zip(some, told, strict=True):
                found = known or self._read(question, report_id, score, seen, outlined=outlined)
                if found is not None:
                    yield found

    def _told(
        self, question: _Question, page: Sequence[tuple[str, float]], marked: Sequence[MarkedReport], seen: int
    ) -> Sequence[Found | None]:
        """Each report from its passages with marks; None: the whole text has to tell."""
        asked = [Asked(name, one, question.numbers(one)) for (name, _), one in zip(page, marked, strict=True)]
        excerpts = self._documents.excerpts(asked, Limits(GIANT, seen, question.reading.asked.asks_outline))
        found: list[Found | None] = []
        for one, excerpt, (_, score) in zip(asked, excerpts, page, strict=True):
            deadline.check()
            found.append(None if excerpt is None else question.told(one, excerpt, score))
        return found

    def _read(self, question: _Question, report_id: str, score: float, seen: int, *, outlined: bool) -> Found | None:
        """A report from its whole text; None where it is gone, or does not answer."""
        deadline.check()
        reading = question.reading
        shown = self._documents.shown(report_id, reading.manner, outlined=outlined, seen=seen)
        if shown is None:
            return None
        record, document = shown
        limit = reading.request.passages
        count = question.counts.get(report_id) if limit and _is_giant(document) else None
        places = _shown_places(question, document, limit if count else 0)
        if places is None:
            return None
        best = None
        if limit and question.wordings > 1:
            best = best_passages(document.passages, places, question.wordings, limit)
        return Found(
            card=card_of(record),
            matches=(count or len(places)) if reading.counts_places else 0,
            score=score,
            passages=marked_passages(record.report, places, limit=limit, folding=reading.manner.back, best=best),
            to_check=to_check(record.report.masthead),
        )

    def found_across(self, text: str, ends: Sequence[tuple[str, Sequence[int]]]) -> Iterator[Found]:
        """The reports in which a folded wording runs over the ends of these passages, with the first such places."""
        for report_id, passages in ends:
            deadline.check()
            record = self._documents.record(report_id)
            if record is None:
                continue
            told = [self._over(text, record, passage) for passage in passages[:ACROSS_SHOWN]]
            pieces = [piece for place in told if place is not None for piece in place]
            count = len(passages)
            if None in told:
                places = places_over(FOLDED.passages(record.report.texts), text)
                count, pieces = len(places), [piece for place in places[:ACROSS_SHOWN] for piece in place]
            marked = marked_passages(record.report, pieces, folding=FOLDED.back)
            yield Found(card_of(record), count, 0.0, marked, to_check(record.report.masthead))

    def _over(self, text: str, record: Record, passage: int) -> Sequence[Place] | None:
        """The pieces of the place over the end of this passage, from it and those behind it; None where the whole text
        has to tell.
        """
        texts = record.report.texts[passage - 1 : passage + FOLLOWING]
        if sum(map(len, texts)) > GIANT:
            return None
        place, *_ = (*places_over(FOLDED.passages(texts), text), ())
        if not place or place[0].passage != 1:
            return None
        return [piece._replace(passage=piece.passage + passage - 1) for piece in place]


def document_as_asked(record: Record, reading: Reading) -> Document:
    """The report as the query is asked of it, with its outline where that is asked for."""
    texts = record.report.texts
    outline = None
    if reading.asked.asks_outline:
        outline = outline_of(record.report.sections, texts, reading.manner.back)
    return Document(card_of(record), reading.manner.passages(texts), record.change, outline)


def _is_giant(document: Document) -> bool:
    return sum(map(len, document.passages)) > GIANT


def _shown_places(question: _Question, document: Document, passages: int) -> Sequence[Place] | None:
    """The places of the query; of a wording only those of the first `passages`, where that is not 0."""
    query = question.reading.asked
    if passages and isinstance(query, Phrase) and not document.choices:
        return query.first(document, passages, GIANT_PLACES)
    return question.find(document)
