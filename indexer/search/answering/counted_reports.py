"""`RankedReports` of an engine with the simple protocol: what it proposed and texts counted, put in order here."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property

from indexer.document import Card
from indexer.index.base import Engine
from indexer.index.card_filter import Pairs, facets_of
from indexer.index.ranked import Order, RankedRow
from indexer.query.model import Query
from indexer.search.relevance.ordering import ordered


class CountedReports:
    """The reports of `counts` (id -> places) that the engine knows, in the order `sort` of the query."""

    def __init__(self, engine: Engine, query: Query, sort: Order, counts: Mapping[str, int]) -> None:
        self._engine, self._query, self._sort = engine, query, sort
        self._counts = counts

    @property
    def total_reports(self) -> int:
        """How many reports answer."""
        return len(self._counts)

    @property
    def total_matches(self) -> int:
        """How many places they hold."""
        return sum(self._counts.values())

    def rows(self, start: int, stop: int) -> Sequence[RankedRow]:
        """All of them are put in order at once."""
        return self._order[start:stop]

    def cards(self, start: int, stop: int) -> Sequence[Card]:
        """The cards in the same order."""
        return [self._cards[row.id] for row in self._order[start:stop]]

    def closeness(self, start: int, stop: int) -> Sequence[float] | None:
        """None: the texts have to tell."""
        del start, stop
        return None

    def marked(self, ids: Sequence[str], most: int) -> None:
        """The texts have to tell."""
        del ids, most

    def parts(self) -> None:
        """The texts have to tell."""

    def by_year(self) -> None:
        """The cards have to tell."""

    def facets(self) -> Mapping[str, Pairs]:
        """Counted card by card."""
        return facets_of(self._cards.values())

    def among(self, sets: Mapping[str, Collection[str]]) -> Mapping[str, int]:
        """Looked up one by one."""
        return {name: sum(one in self._counts for one in ids) for name, ids in sets.items()}

    def counts(self) -> Mapping[str, int]:
        """As they were given."""
        return self._counts

    @cached_property
    def _cards(self) -> Mapping[str, Card]:
        return self._engine.cards(self._counts)

    @cached_property
    def _order(self) -> Sequence[RankedRow]:
        scores = self._engine.score(self._query, self._counts) if self._sort == "relevance" else {}
        names = ordered(self._sort, self._counts, self._cards, scores)
        return [RankedRow(name, self._counts[name], scores.get(name, 0.0)) for name in names]
