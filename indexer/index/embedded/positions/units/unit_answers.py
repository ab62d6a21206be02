"""What asks for units or relations, asked of all segments of a snapshot: the reports that answer, and their marks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from indexer import deadline
from indexer.index.embedded.positions.arrays.protocol import Counts, Ints, Mask
from indexer.index.embedded.positions.arrays.stretch_protocol import Spans
from indexer.index.embedded.positions.segment import Segment
from indexer.index.embedded.positions.snapshot import Snapshot
from indexer.index.embedded.positions.units.asked_units import Context
from indexer.index.embedded.positions.units.matching import Matching
from indexer.query.model import Face, Query, Words

Names = Callable[[Face], Sequence[str]]
"""The fields of a card on which a condition depends."""


class UnitAnswers:
    """Asks the segments of one snapshot, for one question. Reports that are gone answer, too."""

    def __init__(self, snapshot: Snapshot, names: Names) -> None:
        self._snapshot, self._k, self._names = snapshot, snapshot.k, names
        self._asked: dict[int, Matching] = {}
        self._contexts: dict[int, list[tuple[Ints, Context]]] = {}
        self._starts: dict[tuple[Context, Query], Ints] = {}

    def reports(self, query: Query) -> Mask:
        """The reports that match, of all segments."""
        found = [(segment.reports, self._held(number, query)) for number, segment in self._segments()]
        return self._k.having(self._k.chained(found))

    def counts(self, marks: Mapping[Query, Mask]) -> Counts:
        """How many marks all queries together make, each in its reports, all of which it matches."""
        k = self._k
        counted = []
        for number, segment in self._segments():
            owners = segment.owners(self.starts(number, marks))
            counted.append((segment.reports, k.counted(owners, segment.reports)))
        return k.chained(counted)

    def starts(self, number: int, marks: Mapping[Query, Mask]) -> Ints:
        """Where these marks begin in segment `number`, ascending."""
        asked = [(query, self._context(number, mask)) for query, mask in marks.items()]
        if len(asked) > 1:
            return self._leftmost(number, asked)
        found = [self._alone(number, query, context) for query, context in asked]  # counting and parts ask for the same
        return found[0] if found else self._k.view(b"", "I")

    def spans(self, number: int, query: Query, mask: Mask) -> Sequence[Spans]:
        """The marks of a query in these reports of segment `number`, all of which it matches, by its wordings."""
        context = self._context(number, mask)
        return self._matching(number).marks(query, context) if len(context) else ()

    def side_by_side(self, number: int, words: Words) -> Ints:
        """The passages of segment `number` in which the words stand together, in whatever report."""
        return self._matching(number).side_by_side(words)

    def together(self, words: Words) -> Mask:
        """The reports with such a passage, of all segments; they may hold the phrase, too."""
        found = [(one.reports, one.reports_with(self.side_by_side(at, words))) for at, one in self._segments()]
        return self._k.having(self._k.chained(found))

    def _alone(self, number: int, query: Query, context: Context) -> Ints:
        known = self._starts.get((context, query))
        if known is None:
            known = self._starts[context, query] = self._leftmost(number, [(query, context)])
        return known

    def _leftmost(self, number: int, asked: Sequence[tuple[Query, Context]]) -> Ints:
        spans = []
        for query, context in asked:
            deadline.check()
            if len(context):
                spans += self._matching(number).marks(query, context)
        return self._k.leftmost(spans) if spans else self._k.view(b"", "I")

    def _context(self, number: int, mask: Mask) -> Context:
        """These reports of a segment; the same ones are the same context, in which nothing is looked for twice."""
        k, reports = self._k, self._matching(number).reports
        at = k.of_mask(k.every(len(reports)), mask, self._snapshot.firsts[number])
        known = self._contexts.setdefault(number, [])
        for one, context in known:
            if k.same(at, one):
                return context
        known.append((at, reports.some(k, at)))
        return known[-1][1]

    def _held(self, number: int, query: Query) -> Counts:
        matching = self._matching(number)
        return self._k.counted(matching.held(query, matching.reports), len(matching.reports))

    def _segments(self) -> Iterator[tuple[int, Segment]]:
        return enumerate(self._snapshot.segments)

    def _matching(self, number: int) -> Matching:
        if number not in self._asked:
            # Of no use of this object itself: all that a question has found would wait for the collector.
            segment, names = self._snapshot.segments[number], self._names
            self._asked[number] = Matching(segment, lambda face: segment.cards.accepted(names(face), face.accepts))
        return self._asked[number]
