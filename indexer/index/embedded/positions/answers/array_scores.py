"""The relevance of the reports of an answer, over arrays: the formula of `ranking`, step for step, so that scores are
to the last bit those of any other engine. No object is made for a report.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from indexer.analysis.analyzer import Analyzer
from indexer.index import ranking
from indexer.index.embedded.positions.arrays.protocol import Counts, Ints, Mask, Reals
from indexer.index.embedded.positions.snapshot import Snapshot
from indexer.query.model import Query, positive_phrases

Words = Callable[[str, Snapshot], Counts]
"""How often a word counts for each ordinal of a snapshot."""


class ArrayScores:
    """Scores answers of one snapshot as of an archive that holds the `allowed` reports alone (None: all)."""

    def __init__(self, snapshot: Snapshot, allowed: Mask | None = None) -> None:
        self._snapshot, self._k = snapshot, snapshot.k
        self._allowed = allowed
        self._every = snapshot.permitted(allowed)
        self._reports = self._k.size(self._every)

    def scores(self, query: Query, hits: Ints, analyzer: Analyzer, words: Words) -> Reals:
        """The score of each hit, as `ranking.scores` gives it."""
        k = self._k
        scores = k.spread(hits, {})
        for phrase in positive_phrases(query):
            counts = self._snapshot.counts(phrase.text, self._allowed)
            rarity = ranking.rarity(k.size(k.having(counts)), self._reports)
            scores = k.summed(scores, self._bm25(counts, hits, 1.0 * rarity))
            titled = self._snapshot.titles.holding(phrase.text, hits)
            worth = {one: ranking.TITLE * rarity * (1 + len(phrase.text) / size) for one, size in titled.items()}
            scores = k.summed(scores, k.spread(hits, worth))
        for word in dict.fromkeys(ranking.bare_words(query, analyzer)):
            counts = k.limited(words(word, self._snapshot), self._every)
            rarity = ranking.WORDS * ranking.rarity(k.size(k.having(counts)), self._reports)
            scores = k.summed(scores, self._bm25(counts, hits, rarity))
        return scores

    def _bm25(self, counts: Counts, hits: Ints, rarity: float) -> Reals:
        fixed = ranking.K1 * (1 - ranking.B)
        slope = ranking.K1 * ranking.B / self._average if self._average else 0.0
        return self._k.bm25(self._k.at(counts, hits), self._snapshot.lengths, hits, rarity, fixed, slope)

    @cached_property
    def _average(self) -> float:
        lengths = self._k.picked(self._snapshot.lengths, self._k.hits(self._every))
        return self._k.total(lengths) / self._reports if self._reports else 0.0
