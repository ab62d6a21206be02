"""`RankedReports` of the index of positions: hits, counts and scores are arrays, and rows are made of what is shown."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from itertools import repeat
from typing import TypeVar

from archive.errors import EngineError
from indexer import deadline
from indexer.document import Card
from indexer.index.card_filter import Pairs, Value
from indexer.index.embedded.positions.arrays.protocol import Counts, Ints, Reals
from indexer.index.embedded.positions.questions import Questions
from indexer.index.embedded.positions.snapshot import Snapshot
from indexer.index.ranked import MarkedReport, RankedQuestion, RankedRow
from indexer.passage_table import PassageTable

T = TypeVar("T")

_log = logging.getLogger(__name__)

SPARE = 16
"""Passages from which on it takes less time to choose those that are shown by their places than to read all of them."""
CARDS = 256
"""Cards that are made between two looks at the question's time."""


class RankedAnswer:
    """Of what was `asked` the `hits`, ascending ordinals, in descending order of their `worth`; ties by `ranks`,
    one for each ordinal.

    `counts` and `scores`: None where nothing is counted, and where the order is not that of relevance.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        asked: tuple[Questions, RankedQuestion],
        hits: Ints,
        worth: Reals,
        ranks: Ints,
        *,
        counts: Counts | None,
        scores: Reals | None,
    ) -> None:
        self._snapshot, self._k = snapshot, snapshot.k
        self._questions, self._question = asked
        self._hits, self._worth, self._ranks = hits, worth, ranks
        self._counts, self._scores = counts, scores
        self._order: Ints = ()
        self._parts: tuple[Mapping[str | None, int] | None] | None = None
        self.total_reports = len(hits)
        self.total_matches = 0 if counts is None else self._k.total(self._k.at(counts, hits))

    def ordinals(self, start: int, stop: int) -> Ints:
        """Those at the places [start, stop) of the order."""
        stop = min(stop, self.total_reports)
        if len(self._order) < stop:
            deadline.check()
            self._order = self._k.ranked(self._hits, self._worth, self._ranks, stop)
        return self._order[min(start, stop) : stop]

    def rows(self, start: int, stop: int) -> Sequence[RankedRow]:
        """As numbers first, then each as a row."""
        ordinals, k = self.ordinals(start, stop), self._k
        shown = k.listed(ordinals)
        matches = [0] * len(shown) if self._counts is None else k.listed(k.at(self._counts, ordinals))
        scores = [0.0] * len(shown)
        if self._scores is not None and shown:
            scores = k.reals(k.picked(self._scores, k.slots(self._hits, ordinals)))
        return list(map(RankedRow, map(self._snapshot.ids.__getitem__, shown), matches, scores))

    def cards(self, start: int, stop: int) -> Sequence[Card]:
        """Made from their columns."""
        cards: list[Card] = []
        for number, ordinal in enumerate(self._k.listed(self.ordinals(start, stop))):
            if number % CARDS == CARDS - 1:
                deadline.check()
            cards.append(self._snapshot.card(ordinal))
        return cards

    def closeness(self, start: int, stop: int) -> Sequence[float] | None:
        """Told by positions, where these can tell it."""
        ordinals, question = self._k.listed(self.ordinals(start, stop)), self._question
        return _read("closeness", lambda: self._questions.closeness(question.query, ordinals, question.near))

    def marked(self, ids: Sequence[str], most: int) -> Sequence[MarkedReport] | None:
        """Told by positions, where these can tell it."""
        return _read("marks", lambda: self._marked([self._snapshot.by_id[name] for name in ids], most))

    def _marked(self, ordinals: Sequence[int], most: int) -> Sequence[MarkedReport] | None:
        snapshot, query = self._snapshot, self._question.query
        told = self._questions.passages(query, ordinals)
        if told is None:
            return None
        spare = most and sum(len(passages) - most for passages in told if len(passages) > most)
        best = self._questions.best_passages(query, ordinals, most) if spare >= SPARE else None
        card, table, change = snapshot.card, self._table, snapshot.last_change
        return [
            MarkedReport(passages, chosen, card(ordinal), partial(table, ordinal), change)
            for ordinal, passages, chosen in zip(ordinals, told, best or repeat(None), strict=False)
        ]

    def _table(self, ordinal: int) -> PassageTable | None:
        data = _read("headings", lambda: self._snapshot.table(ordinal))
        return PassageTable(data) if data else None

    def parts(self) -> Mapping[str | None, int] | None:
        """By positions; what was found for the answer is not looked for again."""
        if self._parts is None:
            self._parts = (_read("parts", lambda: self._questions.parts(self._question.query, self._hits)),)
        return self._parts[0]

    def by_year(self) -> Mapping[int | None, int]:
        """A sum for each year that any hit has."""
        years = {_year(value): 0 for value, _ in self._snapshot.facts.facets(self._hits)["year"]}
        if self._counts is None:
            return years
        k, facts = self._k, self._snapshot.facts.of("year")
        for code, value in enumerate(facts.values):
            if value in years:
                mask = k.coded(facts.codes, [code], len(facts.values))
                years[_year(value)] = k.total(k.at(k.limited(self._counts, mask), self._hits))
        return years

    def facets(self) -> Mapping[str, Pairs]:
        """Counted column by column."""
        deadline.check()
        return self._snapshot.facts.facets(self._hits)

    def among(self, sets: Mapping[str, Collection[str]]) -> Mapping[str, int]:
        """By the ordinals of their reports."""
        hit = self._k.having(self._k.counted(self._hits, self._snapshot.ordinals))
        by_id = self._snapshot.by_id
        return {name: sum(one in by_id and bool(hit[by_id[one]]) for one in ids) for name, ids in sets.items()}

    def counts(self) -> Mapping[str, int]:
        """Of all hits, in the order of their ordinals."""
        hits = self._k.listed(self._hits)
        ids = map(self._snapshot.ids.__getitem__, hits)
        if self._counts is None:
            return dict.fromkeys(ids, 0)
        return dict(zip(ids, self._k.listed(self._k.at(self._counts, self._hits)), strict=True))


def _read(what: str, ask: Callable[[], T | None]) -> T | None:
    """What the index tells of an answer that it has given; None where it cannot be read: the texts have to tell."""
    try:
        return ask()
    except EngineError as problem:
        _log.warning("the %s of an answer cannot be read from the index: %s", what, problem)
        return None


def _year(value: Value) -> int | None:
    return None if value is None else int(value)
