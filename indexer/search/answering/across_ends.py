"""Where a wording runs over the end of a passage: the reports with such places, which the answer shows apart."""

from __future__ import annotations

from indexer.index.base import Engine
from indexer.index.card_filter import failing
from indexer.index.ranked import RankedReports
from indexer.query.model import Phrase
from indexer.search.answer import Across
from indexer.search.answering.showing import Showing
from indexer.search.cross_passage import CrossPassages
from indexer.search.documents.document_cache import FOLDED
from indexer.search.interpretation import Reading
from indexer.search.narrowing.copies import CopyFilter
from indexer.search.narrowing.topics import TopicMembers
from indexer.search.relevance.ordering import ordered

ACROSS_SHOWN = 10
"""Reports with such places that an answer carries."""


class AcrossEnds:
    """`seams`: the index of what stands around passage ends; without it there are none."""

    def __init__(
        self, engine: Engine, showing: Showing, seams: CrossPassages | None, topics: TopicMembers, copies: CopyFilter
    ) -> None:
        self._engine, self._showing, self._seams = engine, showing, seams
        self._topics, self._copies = topics, copies

    def of(self, reading: Reading, exact: RankedReports) -> Across:
        """Where a single wording runs over a passage's end, on the first page; filters by card hold there, too.

        Where copies are hidden, those of `exact`, which answer, are hidden here as well.
        """
        request, phrase = reading.request, reading.typed
        plain = reading.manner is FOLDED and request.mode == "standard" and request.scope == "report"
        if self._seams is None or not (request.across and plain and request.page == 1 and isinstance(phrase, Phrase)):
            return Across()
        ends = {} if request.filters.get("part") else self._seams.ends(phrase.text)
        cards = self._engine.cards(ends)
        filters = self._topics.resolved(request.filters)
        passing = {name: len(ends[name]) for name, card in cards.items() if not failing(card, filters)}
        if request.copies == "hide":
            passing, _ = self._copies.without(passing, [name for name in exact.counts() if name not in passing])
        order = ordered("newest", passing, cards, {})
        found = tuple(self._showing.found_across(phrase.text, [(name, ends[name]) for name in order[:ACROSS_SHOWN]]))
        return Across(len(passing), sum(passing.values()), found)
