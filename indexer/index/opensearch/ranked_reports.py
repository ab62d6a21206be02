"""A whole answer of the cluster in its order: totals, a page of rows, facets, each when it is asked for.

Nothing is fetched but what is shown. The reports whose marks only a text can tell (`Plan.doubtful`) are few: they are
fetched with their texts, left out of the cluster's sums and pages, and put back in their places here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from indexer import deadline
from indexer.document import Card
from indexer.index import ranking
from indexer.index.card_filter import Pairs
from indexer.index.opensearch import facet_buckets
from indexer.index.opensearch.card_conditions import LIVE
from indexer.index.opensearch.conditions import every
from indexer.index.opensearch.connection import Connection
from indexer.index.opensearch.hits import PAGE, Hit, hits_between, pages
from indexer.index.opensearch.plan import Plan
from indexer.index.opensearch.ranked_hits import Row, counted_on_text, in_order, matches_of, row_of, scored, settled
from indexer.index.opensearch.scripts import Rarities, page_body, summing
from indexer.index.opensearch.substrings import Condition, phrase_query, word_query
from indexer.index.ranked import RankedRow

MARGIN = 20
"""Rows beside those shown that are put in order with them."""
MOST_DOUBTFUL = 2_000
TEXTS = 50
_NAMED = {"include_named_queries_score": "true"}  # as a parameter of the address: in the body it does nothing


class RankedOnCluster:
    """The reports that answer one plan. What is asked twice is answered from what was fetched; one thread asks."""

    def __init__(self, connection: Connection, index: str, plan: Plan) -> None:
        self._connection, self._index, self._plan = connection, index, plan
        self._windows: dict[tuple[int, int], list[Row]] = {}

    def settled(self) -> bool:
        """Asks for the totals; are those reports that only a text can tell few enough?"""
        return bool(self._first) and len(self._doubtful) <= MOST_DOUBTFUL

    @property
    def total_reports(self) -> int:
        """How many reports answer."""
        return int(self._first[0]["hits"]["total"]["value"])

    @cached_property
    def total_matches(self) -> int:
        """How many marks they have: the cluster's sums, and the counts of those that it left out."""
        sums = self._first[1 : 1 + len(self._plan.marks)]
        if self._doubtful and self._plan.marks:
            sums = self._searches([summing(marks, self._plain) for marks in self._plan.marks])
        counted = [round(float(one["aggregations"]["matches"]["value"])) for one in sums]
        return sum(counted) + sum(row.matches for row in self._on_text)

    def rows(self, start: int, stop: int) -> Sequence[RankedRow]:
        """Those at the places [start, stop)."""
        ranks = self._plan.question.order == "relevance"
        return [RankedRow(row.card.id, row.matches, row.score if ranks else 0.0) for row in self._rows(start, stop)]

    def cards(self, start: int, stop: int) -> Sequence[Card]:
        """The cards of the same reports."""
        return [row.card for row in self._rows(start, stop)]

    def closeness(self, start: int, stop: int) -> Sequence[float] | None:
        """None: the texts have to tell."""
        del start, stop
        return None

    def parts(self) -> Mapping[str | None, int] | None:
        """None: the texts have to tell."""
        return None

    def facets(self) -> Mapping[str, Pairs]:
        """Counted on the cluster, exactly."""
        return facet_buckets.facets(self._connection, self._index, self._plan.answers)

    def counts(self) -> Mapping[str, int]:
        """All of them by id with their places."""
        body = {**page_body(self._plan, None, self._plain), "sort": [{"id": "asc"}], "track_scores": False}
        body |= {"_source": False, "docvalue_fields": []}
        found = pages(self._connection, self._index, body, None, **_NAMED)
        counts = {hit["sort"][0]: matches_of(hit, self._plan) for hits in found for hit in hits}
        return counts | {row.card.id: row.matches for row in self._on_text}

    @cached_property
    def _first(self) -> list[Hit]:
        """The first round trip: the total, a sum for each phrase, and the statistics that an order needs."""
        plan = self._plan
        bodies = [_counted(plan.answers), *(summing(marks, plan.answers) for marks in plan.marks)]
        if plan.question.order == "relevance" and (plan.phrases or plan.words):
            lengths = {"aggs": {"length": {"sum": {"field": "length"}}}}
            bodies.append({**_counted(every([LIVE, *plan.held])), **lengths})
            ranked = [*map(phrase_query, plan.texts), *map(word_query, plan.words)]
            bodies += [_counted(every([query, *plan.held])) for query in ranked]
        if plan.doubtful is not None:
            ids = {"size": MOST_DOUBTFUL + 1, "sort": [{"id": "asc"}], "_source": False}
            bodies.append({**_counted(plan.doubtful), **ids})
        return self._searches(bodies)

    @cached_property
    def _rarities(self) -> Rarities | None:
        plan = self._plan
        if plan.question.order != "relevance" or not (plan.phrases or plan.words):
            return None
        held, *having = (answer for answer in self._first[1 + len(plan.marks) :])
        reports = held["hits"]["total"]["value"]
        rare = [ranking.rarity(answer["hits"]["total"]["value"], reports) for answer in having]
        average = held["aggregations"]["length"]["value"] / reports if reports else 0.0
        texts = plan.texts
        words = rare[len(texts) : len(texts) + len(plan.words)]
        return Rarities(dict(zip(texts, rare, strict=False)), dict(zip(plan.words, words, strict=True)), average)

    @cached_property
    def _doubtful(self) -> list[str]:
        if self._plan.doubtful is None:
            return []
        return [hit["sort"][0] for hit in self._first[-1]["hits"]["hits"]]

    @cached_property
    def _plain(self) -> Condition:
        """Those that answer and are counted by the cluster alone."""
        if not self._doubtful:
            return self._plan.answers
        without = {"terms": {"id": self._doubtful}}
        return {"bool": {"filter": [self._plan.answers], "must_not": [without]}}

    @cached_property
    def _on_text(self) -> list[Row]:
        found: list[Row] = []
        for at in range(0, len(self._doubtful), TEXTS):
            deadline.check()
            some = {"terms": {"id": self._doubtful[at : at + TEXTS]}}
            body = {**page_body(self._plan, self._rarities, every([self._plan.answers, some])), "_source": _TEXTS}
            hits = hits_between(self._connection, self._index, body, 0, TEXTS, **_NAMED)
            rows = (counted_on_text(row_of(hit, self._plan), hit, self._plan) for hit in hits)
            found += map(self._ranked, rows)
        return found

    def _rows(self, start: int, stop: int) -> list[Row]:
        stop = min(stop, self.total_reports)
        if start >= stop:
            return []
        key = (start, stop)
        if key not in self._windows:
            self._windows[key] = self._merged(start, stop) if self._doubtful else self._window(start, stop)
        return self._windows[key]

    def _merged(self, start: int, stop: int) -> list[Row]:
        """With those that the cluster left out, wherever they belong."""
        plain = self._window(0, min(stop, self.total_reports - len(self._on_text)))
        return in_order([*plain, *self._on_text], self._plan.question.order)[start:stop]

    def _window(self, start: int, stop: int) -> list[Row]:
        """The cluster's rows at [start, stop), in the order of 64 bits."""
        if start >= stop:
            return []
        order, total = self._plan.question.order, self.total_reports - len(self._doubtful)
        margin = MARGIN if self._rarities is not None else 0
        while True:
            first, last = max(0, start - margin), min(total, stop + margin)
            rows = self._fetched(first, last)
            inner = (start - first, stop - first)
            if not margin or margin >= PAGE or settled(rows, *inner, first=not first, last=last >= total):
                return in_order(rows, order)[slice(*inner)]
            margin *= 10

    def _fetched(self, start: int, stop: int) -> list[Row]:
        body = page_body(self._plan, self._rarities, self._plain)
        found = hits_between(self._connection, self._index, body, start, stop, **_NAMED)
        return [self._ranked(row_of(hit, self._plan)) for hit in found]

    def _ranked(self, row: Row) -> Row:
        return row if self._rarities is None else scored(row, self._plan, self._rarities)

    def _searches(self, bodies: Sequence[Mapping[str, object]]) -> list[Hit]:
        deadline.check()
        return self._connection.searches(self._index, bodies)


_TEXTS = ["card", "text"]


def _counted(answers: Condition) -> dict[str, object]:
    return {"size": 0, "track_total_hits": True, "query": answers}
