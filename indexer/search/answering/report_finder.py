"""Which reports answer, and in what order: by the engine's whole answer where it gives one (`Engine.ranked`), otherwise
by what it proposes, counted on the catalog's texts where that is not exact.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from indexer import deadline
from indexer.document import Card
from indexer.index.base import Engine, Proposal
from indexer.index.card_filter import failing
from indexer.index.ranked import RankedQuestion, RankedReports
from indexer.query.model import Query, wordings
from indexer.search.answer import Copies
from indexer.search.answering.counted_reports import CountedReports
from indexer.search.answering.nearest_first import NearestFirst
from indexer.search.documents.document_cache import FOLDED, DocumentCache
from indexer.search.interpretation import Reading
from indexer.search.narrowing.copies import CopyFilter
from indexer.search.narrowing.topics import TopicMembers
from indexer.search.relevance.nearness import closeness

CHECKED = 16
"""Reports between two looks at the question's time."""
READ_TO_RANK = 200
"""The best reports of a question of several wordings that are put in order by their nearness."""
ALSO_READ_TO_RANK = 50
"""Of those of which ten are shown below the answer."""
PARTS_COUNTED = 200
"""Up to so many reports the facet "part" is counted: each of them has to be read."""


class ReportFinder:
    """Asks one engine over one catalog."""

    def __init__(self, engine: Engine, documents: DocumentCache, copies: CopyFilter, topics: TopicMembers) -> None:
        self.engine = engine
        self.documents = documents
        self.copies = copies
        self.topics = topics

    def ranked(
        self, reading: Reading, beside: RankedReports | None = None, *, cards: bool = True
    ) -> tuple[RankedReports, Copies]:
        """The reports that answer, in the order of the request, without copies where they are to be hidden.

        `beside`: what another list shows already, so that its copies are hidden here. `cards`: will be asked for.
        """
        near = _by_nearness(reading)
        found, copies = self.whole(reading, cards=cards or near, facets=reading.request.facets), Copies()
        if found is None:
            counts, copies = self.shown(reading, () if beside is None else beside.counts())
            found = CountedReports(self.engine, reading.asked, reading.request.sort, counts)
        return self._nearest_first(reading, found) if near else found, copies

    def whole(self, reading: Reading, *, cards: bool = False, facets: bool = False) -> RankedReports | None:
        """The engine's whole answer; None where it gives none, and where copies are to be hidden from it.

        `cards`, `facets`: whether they will be asked for.
        """
        request = reading.request
        if reading.manner is not FOLDED or request.copies == "hide":
            return None
        filters = self.topics.resolved(request.filters) if request.filters else {}
        near = wordings(reading.asked)
        return self.engine.ranked(
            RankedQuestion(reading.asked, request.sort, filters, reading.counts_places, near, facets, cards)
        )

    def shown(self, reading: Reading, beside: Collection[str] = ()) -> tuple[Mapping[str, int], Copies]:
        """As `counts`, without copies where they are to be hidden; `beside`: what another list shows already."""
        counts = self.counts(reading)
        return self.copies.without(counts, beside) if reading.request.copies == "hide" else (counts, Copies())

    def counts(self, reading: Reading) -> Mapping[str, int]:
        """Id -> places of every report that answers and passes the filters; words apart count no places."""
        proposal = self.proposed(reading, reading.asked)
        ids: Collection[str] = proposal.counts
        if reading.request.filters:
            filters = self.topics.resolved(reading.request.filters)
            ids = [name for name, card in self.engine.cards(ids).items() if not failing(card, filters)]
        return self.counted(reading, reading.asked, ids, proposal)

    def counted(self, reading: Reading, query: Query, ids: Collection[str], proposal: Proposal) -> dict[str, int]:
        """Those of `ids` that answer, with their places: as proposed, or by the text where that is not exact."""
        if proposal.exact and not reading.counts_places:  # nothing has to be read
            return dict.fromkeys(ids, 0)
        counts = {name: count for name in ids if proposal.exact and (count := proposal.counts[name]) is not None}
        doubtful = ids if not proposal.exact else [name for name in ids if name not in counts]
        if doubtful:
            counts.update(self._counted_by_text(doubtful, query, reading))
        return counts if reading.counts_places else dict.fromkeys(counts, 0)

    def proposed(self, reading: Reading, query: Query) -> Proposal:
        """The engine's proposal; otherwise compared, what must hold folded too, since engines hold folded text."""
        if reading.manner is FOLDED:
            return self.engine.propose(query)
        return Proposal(dict.fromkeys(self.engine.propose(reading.necessary(query)).counts), exact=False)

    def _counted_by_text(self, ids: Collection[str], query: Query, reading: Reading) -> Iterator[tuple[str, int]]:
        """Those of `ids` that answer on the catalog's text, each with the number of its places."""
        cards = self.engine.cards(ids)
        counter = query.counter()
        for number, document in enumerate(self.documents.documents(cards, reading.manner, outlined=query.asks_outline)):
            if number % CHECKED == 0:
                deadline.check()
            count = counter(document)
            if count is not None:
                yield document.id, count

    def _nearest_first(self, reading: Reading, reports: RankedReports) -> RankedReports:
        """The best reports of a question of several wordings anew, by how near these stand to each other, too."""
        request, texts = reading.request, wordings(reading.asked)
        if reports.total_reports < 2:
            return reports
        most = READ_TO_RANK if reading.counts_places or request.mode == "loose" else ALSO_READ_TO_RANK
        outlined = reading.asked.asks_outline or (request.facets and reports.total_reports <= PARTS_COUNTED)

        def read(cards: Sequence[Card]) -> Mapping[str, float]:
            known = {card.id: card for card in cards}
            documents = self.documents.documents(known, reading.manner, outlined=outlined)  # read once for all
            return {document.id: closeness(document.passages, texts) for document in documents}

        return NearestFirst(reports, most, read)


def _by_nearness(reading: Reading) -> bool:
    """Is it a question of several wordings, whose nearness ranks?"""
    return reading.request.sort == "relevance" and len(wordings(reading.asked)) > 1
