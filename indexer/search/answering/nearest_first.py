"""The best reports of a question of several wordings anew, by how near these stand to each other, too.

The law: of the best `most` by score, each score becomes its share of the highest one, and the closeness of the wordings
(`nearness.closeness`) is added; equal ones stay in their order. No report beyond comes before them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property

from indexer.document import Card
from indexer.index.card_filter import Pairs
from indexer.index.ranked import MarkedReport, RankedReports, RankedRow

Read = Callable[[Sequence[Card]], Mapping[str, float]]
"""The closeness of each of these reports, by id, from their texts."""


class NearestFirst:
    """`reports` with the best `most` in another order; `read` is asked where the engine cannot tell their closeness."""

    def __init__(self, reports: RankedReports, most: int, read: Read) -> None:
        self._reports, self._most, self._read = reports, most, read

    @property
    def total_reports(self) -> int:
        """How many reports answer."""
        return self._reports.total_reports

    @property
    def total_matches(self) -> int:
        """How many places they hold."""
        return self._reports.total_matches

    def rows(self, start: int, stop: int) -> Sequence[RankedRow]:
        """All with the scores they have now."""
        best, known = self._best, len(self._best)
        found = [row for row, _ in best[start:stop]]
        if stop > known:
            others = self._reports.rows(max(start, known), stop)
            found += [row._replace(score=row.score / self._highest) for row in others]
        return found

    def cards(self, start: int, stop: int) -> Sequence[Card]:
        """Each where its row is."""
        known = len(self._best)
        places = [place for _, place in self._best[start:stop]]
        cards = [self._reports.cards(place, place + 1)[0] for place in places]
        return [*cards, *self._reports.cards(max(start, known), stop)] if stop > known else cards

    def closeness(self, start: int, stop: int) -> Sequence[float] | None:
        """None: it is in the scores already."""
        del start, stop
        return None

    def marked(self, ids: Sequence[str], most: int) -> Sequence[MarkedReport] | None:
        """The same in any order."""
        return self._reports.marked(ids, most)

    def parts(self) -> Mapping[str | None, int] | None:
        """The same in any order."""
        return self._reports.parts()

    def by_year(self) -> Mapping[int | None, int] | None:
        """The same in any order."""
        return self._reports.by_year()

    def facets(self) -> Mapping[str, Pairs]:
        """The same in any order."""
        return self._reports.facets()

    def among(self, sets: Mapping[str, Collection[str]]) -> Mapping[str, int] | None:
        """The same in any order."""
        return self._reports.among(sets)

    def counts(self) -> Mapping[str, int]:
        """The same in any order."""
        return self._reports.counts()

    @cached_property
    def _highest(self) -> float:
        first = self._reports.rows(0, 1)
        return (first[0].score if first else 0.0) or 1.0

    @cached_property
    def _best(self) -> list[tuple[RankedRow, int]]:
        """The best ones, each with the place that it had."""
        rows = self._reports.rows(0, self._most)
        near = self._reports.closeness(0, self._most)
        if near is None:
            told = self._read(self._reports.cards(0, self._most))
            near = [told.get(row.id, 0.0) for row in rows]
        highest = self._highest
        scored = [
            (RankedRow(name, matches, score / highest + more), place)
            for place, ((name, matches, score), more) in enumerate(zip(rows, near, strict=True))
        ]
        return sorted(scored, key=lambda one: -one[0].score)
