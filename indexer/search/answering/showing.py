"""What a page shows of reports: their passages with marks, checked on the catalog's text with the query itself."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from archive.doubts import to_check
from archive.model import Record
from indexer import deadline
from indexer.document import Document, Place, card_of, outline_of
from indexer.index.base import Engine
from indexer.index.ranked import MarkedReport
from indexer.query.model import Phrase, Query, wordings
from indexer.search.answer import GIANT, Found
from indexer.search.cross_passage import places_over
from indexer.search.documents.document_cache import FOLDED, DocumentCache
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


class Showing:
    """Reads reports of one catalog, and their cards from one engine."""

    def __init__(self, engine: Engine, documents: DocumentCache) -> None:
        self._engine = engine
        self._documents = documents

    def verified(
        self, ids: Collection[str], query: Query, reading: Reading, *, outlined: bool = False
    ) -> Iterator[tuple[Document, tuple[Place, ...]]]:
        """Those of `ids` that answer on the catalog's text, with their places."""
        cards = self._engine.cards(ids)
        for document in self._documents.documents(cards, reading.manner, outlined=outlined or query.asks_outline):
            deadline.check()
            places = query.spans(document)
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
        texts = wordings(reading.asked)
        seen = 0
        for at, (report_id, score) in enumerate(page):
            deadline.check()
            if at % FETCHED == 0:
                whole = page[at : at + FETCHED] if marked is None else ()
                seen = self._documents.fetch([name for name, _ in whole])
            told = None
            if marked is not None:
                told = self._told(reading, len(texts), report_id, score, marked[at], counts, seen)
            if told is not None:
                yield told
                continue
            shown = self._documents.shown(report_id, reading.manner, outlined=outlined, seen=seen)
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

    def _told(
        self,
        reading: Reading,
        asked: int,
        report_id: str,
        score: float,
        marked: MarkedReport,
        counts: Mapping[str, int],
        seen: int,
    ) -> Found | None:
        """A report from its passages with marks, of so many wordings `asked`; None: the whole text has to tell."""
        limit = reading.request.passages
        several = asked > 1 and limit > 0
        numbers = marked.passages if several or not limit else marked.passages[:limit]
        if several and marked.best is not None:
            numbers = sorted(marked.best)
        outlined = reading.asked.asks_outline
        excerpt = self._documents.excerpt(report_id, marked, numbers, GIANT, outlined=outlined, seen=seen)
        if excerpt is None:
            return None
        document, shown, doubted = excerpt
        places = reading.asked.spans(document)
        if places is None or len({place.passage for place in places}) < len(numbers):
            return None
        best = marked.best if several else None
        if several and best is None:
            best = [numbers[number - 1] for number in best_passages(document.passages, places, asked, limit)]
        counted = 0
        if reading.counts_places:
            told = len(places) if numbers is marked.passages else counts.get(report_id)
            if told is None:
                return None
            counted = told
        return Found(
            card=document.card,
            matches=counted,
            score=score,
            passages=marked_in(
                shown,
                [Place(numbers[passage - 1], start, end, term) for passage, start, end, term in places],
                limit=limit,
                folding=reading.manner.back,
                best=best,
            ),
            to_check=doubted,
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


def _shown_places(query: Query, document: Document, passages: int) -> Sequence[Place] | None:
    """The places of the query; of a wording only those of the first `passages`, where that is not 0."""
    if passages and isinstance(query, Phrase) and not document.choices:
        return query.first(document, passages, GIANT_PLACES)
    return query.spans(document)
