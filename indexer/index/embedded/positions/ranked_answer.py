"""The order of an answer by relevance, over arrays: the formula of `ranking`, step for step, so that scores are to the
last bit those of any other engine. No object is made for a report that is not shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from indexer.analysis.analyzer import Analyzer
from indexer.index import ranking
from indexer.index.embedded.positions.arrays.protocol import Counts, Ints, Mask, Reals
from indexer.index.embedded.positions.questions import Questions
from indexer.index.embedded.positions.snapshot import Snapshot
from indexer.query.model import Query, positive_phrases

Words = Callable[[str], Mapping[str, int]]
"""Of a word how often it counts for each report, by id."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """An answer in its order: the ordinals of the best reports, and of all how many there are and how many places."""

    ordinals: Ints
    reports: int
    matches: int
    counts: Counts


class Ordering:
    """Puts the answers of one snapshot in order."""

    def __init__(self, snapshot: Snapshot, allowed: Mask | None = None) -> None:
        self._snapshot, self._k = snapshot, snapshot.k
        self._questions = Questions(snapshot, allowed)
        self._allowed = allowed
        self._every = snapshot.permitted(allowed)
        self._reports = self._k.size(self._every)

    def ranked(self, query: Query, analyzer: Analyzer, words: Words, most: int = 0) -> Ranked:
        """The `most` best reports (0: all) that answer a query of phrases, booleans and conditions on the face.

        Ties go to the newer report, then to the id.
        """
        k, found = self._k, self._questions.find(query)
        hits = k.hits(found.reports)
        order = k.ranked(hits, self.scores(query, hits, analyzer, words), self._snapshot.ranks, most)
        matches = k.total(k.at(found.counts, hits))
        return Ranked(order, k.size(found.reports), matches, found.counts)

    def scores(self, query: Query, hits: Ints, analyzer: Analyzer, words: Words) -> Reals:
        """The score of each hit, as `ranking.scores` gives it."""
        k, ids = self._k, self._snapshot.by_id
        scores = k.spread(hits, {})
        for phrase in positive_phrases(query):
            counts = self._snapshot.counts(phrase.text, self._allowed)
            rarity = ranking.rarity(k.size(k.having(counts)), self._reports)
            scores = k.summed(scores, self._bm25(counts, hits, 1.0 * rarity))
            titled = self._snapshot.titles.holding(phrase.text)
            worth = {one: ranking.TITLE * rarity * (1 + len(phrase.text) / size) for one, size in titled.items()}
            scores = k.summed(scores, k.spread(hits, worth))
        for word in dict.fromkeys(ranking.bare_words(query, analyzer)):
            told = {ids[name]: times for name, times in words(word).items() if name in ids}
            living = k.both(k.mask(told, self._snapshot.ordinals), self._every)
            rarity = ranking.WORDS * ranking.rarity(k.size(living), self._reports)
            scores = k.summed(scores, self._bm25(self._counts(told), hits, rarity))
        return scores

    def _bm25(self, counts: Counts, hits: Ints, rarity: float) -> Reals:
        fixed = ranking.K1 * (1 - ranking.B)
        slope = ranking.K1 * ranking.B / self._average if self._average else 0.0
        return self._k.bm25(self._k.at(counts, hits), self._snapshot.lengths, hits, rarity, fixed, slope)

    def _counts(self, told: Mapping[int, int]) -> Counts:
        row = [0] * self._snapshot.ordinals
        for ordinal, times in told.items():
            row[ordinal] = times
        return self._k.counts(self._k.numbers(row))

    @cached_property
    def _average(self) -> float:
        lengths = self._k.picked(self._snapshot.lengths, self._k.hits(self._every))
        return self._k.total(lengths) / self._reports if self._reports else 0.0
