"""A whole answer of the cluster in its order: totals, a page of rows, facets, each when it is asked for.

Nothing is fetched but what is shown. The reports whose marks only a text can tell (`Plan.doubtful`) are few: they are
fetched with their texts, left out of the cluster's sums and pages, and put back in their places here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from archive.known_year import year_known
from indexer import deadline
from indexer.document import Card
from indexer.index.card_filter import Pairs, facets_of
from indexer.index.opensearch import facet_buckets, mark_sums
from indexer.index.opensearch.connection import Connection
from indexer.index.opensearch.hits import PAGE, UNOPENED, Hit, hits_between, pages
from indexer.index.opensearch.layout.substrings import Condition, every
from indexer.index.opensearch.questions import first_bodies
from indexer.index.opensearch.questions.plan import Plan
from indexer.index.opensearch.questions.scripts import Rarities, page_body
from indexer.index.opensearch.ranked_hits import Row, counted_on_text, in_order, matches_of, row_of, scored, settled
from indexer.index.ranked import RankedRow

MARGIN = 20
"""Rows beside those shown that are put in order with them."""
MOST_DOUBTFUL = 2_000
TEXTS = 50
BLOCK = 5_000
"""Rows that are fetched at once where a search gives no more: each time all before them are passed."""
MOST_IDS = 50_000
FEW_MARKS = 4
"""Phrases of which the marks are counted by part: each is a sum for each part."""
_CARDS = {"_source": ["card"]}
_TEXTS = {"_source": ["card", "text", "outline"]}
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
        return self._plain_total + len(self._on_text)

    @property
    def total_matches(self) -> int:
        """How many marks they have: the cluster's sums, and the counts of those that it left out."""
        sums = self._totals[-len(self._plan.marks) :] if self._plan.marks else ()
        return mark_sums.total(sums) + sum(row.matches for row in self._on_text)

    def rows(self, start: int, stop: int) -> Sequence[RankedRow]:
        """Those at the places [start, stop)."""
        ranks = self._plan.question.order == "relevance"
        return [RankedRow(row.id, row.matches, row.score if ranks else 0.0) for row in self._rows(start, stop)]

    def cards(self, start: int, stop: int) -> Sequence[Card]:
        """The cards of the same reports; where they were not to be asked for, of their rows as they are now."""
        if not self._plan.question.cards:
            self._plan = replace(self._plan, question=replace(self._plan.question, cards=True))
            self._windows.clear()
        return [row.card for row in self._rows(start, stop) if row.card is not None]

    def closeness(self, start: int, stop: int) -> Sequence[float] | None:
        """None: the texts have to tell."""
        del start, stop
        return None

    def marked(self, ids: Sequence[str], most: int) -> None:
        """The texts have to tell."""
        del ids, most

    def parts(self) -> Mapping[str | None, int] | None:
        """By sums over the passages of each part; None where the texts have to tell."""
        if not self._plan.question.counts_places:
            return None
        if not self._plan.marks:
            return {}
        counted: Counter[str | None] = Counter()
        if self._beside and self._beside["divided"]["doc_count"]:
            if not self._counts_parts or self._beside["torn"]["doc_count"]:
                return None
            counted = mark_sums.of_parts(self._searches, self._plan.marks, self._plain_beside)
        beside = sum(row.matches for row in self._on_text)
        counted[None] = self.total_matches - beside - counted.total()
        for row in self._on_text:
            counted.update(dict(row.parts))
        return +counted

    def by_year(self) -> Mapping[int | None, int] | None:
        """By sums over the reports of each year; words apart have no places."""
        if not self._plan.question.counts_places:
            return None
        marks = self._plan.marks if self._plain_total else ()
        counted = mark_sums.of_years(self._searches, marks, self._plain_beside)
        for card, matches in self._cards_on_text:
            counted[year_known(card)] += matches
        return +counted

    def facets(self) -> Mapping[str, Pairs]:
        """Counted on the cluster, exactly."""
        cards = [card for card, _ in self._cards_on_text]
        if not self._plain_total:
            return facets_of(cards)
        return facet_buckets.facets(self._connection, self._index, self._plain, self._beside, cards)

    def among(self, sets: Mapping[str, Collection[str]]) -> Mapping[str, int] | None:
        """One filter for each set, in one request; None where they hold more ids than a request should."""
        if sum(map(len, sets.values())) > MOST_IDS:
            return None
        names = list(sets)
        found = {name: sum(row.id in sets[name] for row in self._on_text) for name in names}
        asked = {str(at): {"filter": {"terms": {"id": sorted(sets[name])}}} for at, name in enumerate(names)}
        if asked and self._plain_total:
            (told,) = self._searches([{**first_bodies.counted(self._plain), "aggs": asked}])
            for at, name in enumerate(names):
                found[name] += told["aggregations"][str(at)]["doc_count"]
        return found

    def counts(self) -> Mapping[str, int]:
        """All of them by id with their places."""
        for (start, stop), rows in self._windows.items():
            if not start and stop >= self.total_reports:
                return {row.id: row.matches for row in rows}
        counts: dict[str, int] = {}
        if self._plain_total:
            body = {**page_body(self._plan, None, self._plain), "sort": [{"id": "asc"}], "track_scores": False}
            body |= {**UNOPENED, "docvalue_fields": []}
            few = PAGE if self._plain_total < PAGE else None  # more than that are gone through in one moment
            for hits in pages(self._connection, self._index, body, few, 0, **_NAMED):
                counts.update((hit["sort"][0], matches_of(hit, self._plan)) for hit in hits)
        return counts | {row.id: row.matches for row in self._on_text}

    @cached_property
    def _first(self) -> list[Hit]:
        """The first round trip: totals, statistics, and last the reports that only a text can tell."""
        plan = self._plan
        bodies = [*first_bodies.totals(plan, plan.answers, self._beside_of(plan)), *first_bodies.statistics(plan)]
        if plan.doubtful is not None:
            ids = {"size": MOST_DOUBTFUL + 1, "sort": [{"id": "asc"}], **UNOPENED}
            bodies.append({**first_bodies.counted(plan.doubtful), **ids})
        return self._searches(bodies)

    @cached_property
    def _totals(self) -> list[Hit]:
        """The total and the sums of what the cluster alone counts."""
        if self._doubtful:
            return self._searches(first_bodies.totals(self._plan, self._plain, self._plain_beside))
        return self._first[: self._totalled]

    @property
    def _totalled(self) -> int:
        """How many of the first answers are totals."""
        return len(self._plan.marks) + (not self._plan.alone)

    @property
    def _plain_total(self) -> int:
        return int(self._totals[0]["hits"]["total"]["value"])

    @cached_property
    def _beside(self) -> Mapping[str, Any]:
        """Facets and what is known of parts (`first_bodies.telling`)."""
        if not self._plain_total:
            return {}
        if self._plan.question.facets:
            told: Mapping[str, Any] = self._totals[0]["aggregations"]
            return told
        (answer,) = self._searches([{**first_bodies.counted(self._plain), "aggs": first_bodies.telling(self._plan)}])
        found: Mapping[str, Any] = answer["aggregations"]
        return found

    @property
    def _counts_parts(self) -> bool:
        """Can the cluster tell in which parts the marks are?"""
        marks = self._plan.marks
        told = all(one.unit is None and one.parts is None and len(one.text) > 1 for one in marks)
        return bool(marks) and told and len(marks) <= FEW_MARKS

    @cached_property
    def _rarities(self) -> Rarities | None:
        behind = len(self._first) - (self._plan.doubtful is not None)
        return first_bodies.rarities(self._plan, self._first[0], self._first[self._totalled : behind])

    @cached_property
    def _doubtful(self) -> list[str]:
        if self._plan.doubtful is None:
            return []
        return [hit["sort"][0] for hit in self._first[-1]["hits"]["hits"]]

    @cached_property
    def _plain(self) -> Condition:
        """Those that answer and are counted by the cluster alone."""
        return self._without_doubtful(self._plan.answers)

    @cached_property
    def _plain_beside(self) -> Condition:
        """What holds of them beside the phrases that are counted."""
        return self._without_doubtful(self._beside_of(self._plan))

    @staticmethod
    def _beside_of(plan: Plan) -> Condition:
        return every(plan.beside) if plan.alone else plan.answers

    def _without_doubtful(self, condition: Condition) -> Condition:
        if not self._doubtful:
            return condition
        return {"bool": {"filter": [condition], "must_not": [{"terms": {"id": self._doubtful}}]}}

    @cached_property
    def _on_text(self) -> list[Row]:
        found: list[Row] = []
        for at in range(0, len(self._doubtful), TEXTS):
            deadline.check()
            some = {"terms": {"id": self._doubtful[at : at + TEXTS]}}
            body = {**page_body(self._plan, self._rarities, every([some, *self._plan.held])), **_TEXTS}
            hits = hits_between(self._connection, self._index, body, 0, TEXTS, **_NAMED)
            rows = (counted_on_text(row_of(hit, self._plan), hit, self._plan) for hit in hits)
            found += (self._ranked(row) for row in rows if row is not None)
        return found

    @property
    def _cards_on_text(self) -> list[tuple[Card, int]]:
        return [(row.card, row.matches) for row in self._on_text if row.card is not None]

    def _rows(self, start: int, stop: int) -> list[Row]:
        stop = min(stop, self.total_reports)
        if start >= stop:
            return []
        for (first, last), rows in self._windows.items():
            if first <= start and stop <= last:
                return rows[start - first : stop - first]
        first, last = start, stop
        if stop > PAGE and self._plan.question.cards:  # who walks through all asks for the next ones, too
            first, last = start // BLOCK * BLOCK, min(-(-stop // BLOCK) * BLOCK, self.total_reports)
            self._windows = {window: rows for window, rows in self._windows.items() if window[1] <= PAGE}
        found = self._merged(first, last) if self._doubtful else self._window(first, last)
        self._windows[first, last] = found
        return found[start - first : stop - first]

    def _merged(self, start: int, stop: int) -> list[Row]:
        """With those that the cluster left out, wherever they belong."""
        plain = self._window(0, min(stop, self._plain_total))
        return in_order([*plain, *self._on_text], self._plan.question.order)[start:stop]

    def _window(self, start: int, stop: int) -> list[Row]:
        """The cluster's rows at [start, stop), in the order of 64 bits."""
        if start >= stop:
            return []
        order, total = self._plan.question.order, self._plain_total
        margin = MARGIN if self._rarities is not None else 0
        while True:
            first, last = max(0, start - margin), min(total, stop + margin)
            rows = self._fetched(first, last)
            inner = (start - first, stop - first)
            if not margin or margin >= PAGE or settled(rows, *inner, first=not first, last=last >= total):
                return in_order(rows, order)[slice(*inner)]
            margin *= 10

    def _fetched(self, start: int, stop: int) -> list[Row]:
        body = page_body(self._plan, self._rarities, self._plain_beside, alone=self._plan.alone)
        body |= _CARDS if self._plan.question.cards else UNOPENED
        found = hits_between(self._connection, self._index, body, start, stop, **_NAMED)
        return [self._ranked(row_of(hit, self._plan)) for hit in found]

    def _ranked(self, row: Row) -> Row:
        return row if self._rarities is None else scored(row, self._plan, self._rarities)

    def _searches(self, bodies: Sequence[Mapping[str, object]]) -> list[Hit]:
        deadline.check()
        return self._connection.searches(self._index, bodies)
