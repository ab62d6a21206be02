"""A question's whole answer in its order: what `Questions` finds, narrowed by cards, sorted by one number a report."""

from __future__ import annotations

from indexer.analysis.analyzer import Analyzer
from indexer.index.embedded.positions.answers.array_scores import ArrayScores, WordCounts
from indexer.index.embedded.positions.answers.ranked_answer import RankedAnswer
from indexer.index.embedded.positions.arrays.protocol import Counts, Ints, Mask
from indexer.index.embedded.positions.questions import Questions
from indexer.index.embedded.positions.snapshot import Snapshot
from indexer.index.ranked import RankedQuestion


class OrderedHits:
    """Puts the answers of one snapshot in order, of the reports that are `allowed` (None: all)."""

    def __init__(self, snapshot: Snapshot, allowed: Mask | None = None) -> None:
        self._snapshot, self._k = snapshot, snapshot.k
        self._allowed = allowed

    def ranked(self, question: RankedQuestion, analyzer: Analyzer, words: WordCounts) -> RankedAnswer | None:
        """None where texts have to be read to tell which reports match, or how many places they hold."""
        k, snapshot = self._k, self._snapshot
        questions = Questions(snapshot, self._allowed)
        found, asked = questions.find(question.query), (questions, question)
        if not found.exact:
            return None
        passing = snapshot.facts.passing(question.filters, snapshot.by_id)
        reports = found.reports if passing is None else k.both(found.reports, passing)
        if question.counts_places and k.size(k.both(found.open, reports)):
            return None
        hits = k.hits(reports)
        counts = found.counts if question.counts_places else None
        if question.order == "relevance":
            scores = ArrayScores(snapshot, self._allowed).scores(question.query, hits, analyzer, words)
            return RankedAnswer(snapshot, asked, hits, scores, snapshot.ranks, counts=counts, scores=scores)
        return self._unscored(asked, hits, counts)

    def _unscored(self, asked: tuple[Questions, RankedQuestion], hits: Ints, counts: Counts | None) -> RankedAnswer:
        k, snapshot, question = self._k, self._snapshot, asked[1]
        if question.order == "matches" and counts is not None:
            worth = k.at(counts, hits)
        else:
            ranks = snapshot.oldest if question.order == "oldest" else snapshot.ranks
            worth = k.below(k.picked(ranks, hits))
        return RankedAnswer(snapshot, asked, hits, worth, snapshot.ranks, counts=counts, scores=None)
