"""The relevance of the reports of an answer, over arrays: the formula of `ranking`, step for step, so that scores are
to the last bit those of any other engine. No object is made for a report.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from indexer.analysis.analyzer import Analyzer
from indexer.index import ranking
from indexer.index.embedded.positions.arrays.protocol import Counts, Ints, Mask, Reals
from indexer.index.embedded.positions.snapshot import Snapshot
from indexer.query.model import Query, positive_phrases

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
        phrases = [phrase.text for phrase in positive_phrases(query)]
        bare = list(dict.fromkeys(ranking.bare_words(query, analyzer)))
        counts = [self._snapshot.counts(text, self._allowed) for text in phrases]
        counts += [self._counts(word, words) for word in bare]
        rarities = [ranking.rarity(k.held(one), self._reports) for one in counts]
        weighed = [weight * rarity for weight, rarity in zip(self._weights(phrases, bare), rarities, strict=True)]
        lengths = k.scaled(k.picked(self._snapshot.lengths, hits), self._slope)
        scores = k.spread(hits, (), ())
        for number, row in enumerate(k.bm25_rows(counts, hits, lengths, weighed, FIXED)):
            scores = k.summed(scores, row)
            if number < len(phrases):
                scores = self._with_titles(scores, phrases[number], rarities[number], hits)
        return scores

    @staticmethod
    def _weights(phrases: Sequence[str], words: Sequence[str]) -> list[float]:
        return [1.0] * len(phrases) + [ranking.WORDS] * len(words)

    def _counts(self, word: str, words: WordCounts) -> Counts:
        counts = words(word, self._snapshot)
        return counts if self._allowed is None else self._k.limited(counts, self._every)  # of what is gone none counts

    def _with_titles(self, scores: Reals, text: str, rarity: float, hits: Ints) -> Reals:
        k = self._k
        titled, sizes = self._snapshot.titles.holding(text, hits)
        if not len(titled):
            return scores
        worth = k.title_worths(sizes, len(text), ranking.TITLE * rarity)
        return k.summed(scores, k.spread(hits, titled, worth))

    @property
    def _slope(self) -> float:
        characters = self._snapshot.characters(self._allowed)
        return ranking.K1 * ranking.B / (characters / self._reports) if characters else 0.0
