"""The relevance of the reports of an answer, over arrays: the formula of `ranking`, step for step, so that scores are
to the last bit those of any other engine. No object is made for a report.
"""

from __future__ import annotations

from collections.abc import Callable

from indexer.analysis.analyzer import Analyzer
from indexer.index import ranking
from indexer.index.embedded.positions.arrays.protocol import Counts, Ints, Mask, Reals
from indexer.index.embedded.positions.snapshot import Snapshot
from indexer.query.model import Query, Words, positive_phrases

FIXED = ranking.K1 * (1 - ranking.B)
"""What the formula adds whatever the length."""

WordCounts = Callable[[str, Snapshot], Counts]
"""How often a word counts for each ordinal of a snapshot."""


class ArrayScores:
    """Scores answers of one snapshot as of an archive that holds the `allowed` reports alone (None: all)."""

    def __init__(self, snapshot: Snapshot, allowed: Mask | None = None) -> None:
        self._snapshot, self._k = snapshot, snapshot.k
        self._allowed = allowed
        self._every = snapshot.permitted(allowed)
        self._reports = self._k.size(self._every)

    def scores(self, query: Query, hits: Ints, analyzer: Analyzer, words: WordCounts) -> Reals:
        """The score of each hit, as `ranking.scores` gives it."""
        k = self._k
        scores = k.spread(hits, (), ())
        lengths = k.scaled(k.picked(self._snapshot.lengths, hits), self._slope)
        for phrase in positive_phrases(query):
            counts = self._snapshot.counts(phrase.text, self._allowed)
            rarity = ranking.rarity(k.held(counts), self._reports)
            if not isinstance(query, Words):  # where the words stand apart the phrase is nowhere
                scores = k.summed(scores, k.bm25(k.at(counts, hits), lengths, 1.0 * rarity, FIXED))
            titled, sizes = self._snapshot.titles.holding(phrase.text, hits)
            if len(titled):
                worth = k.title_worths(sizes, len(phrase.text), ranking.TITLE * rarity)
                scores = k.summed(scores, k.spread(hits, titled, worth))
        for word in dict.fromkeys(ranking.bare_words(query, analyzer)):
            counts = words(word, self._snapshot)
            if self._allowed is not None:  # of what is gone no word counts
                counts = k.limited(counts, self._every)
            rarity = ranking.WORDS * ranking.rarity(k.held(counts), self._reports)
            scores = k.summed(scores, k.bm25(k.at(counts, hits), lengths, rarity, FIXED))
        return scores

    @property
    def _slope(self) -> float:
        characters = self._snapshot.characters(self._allowed)
        return ranking.K1 * ranking.B / (characters / self._reports) if characters else 0.0
