"""Questions answered by arrays: which reports match a query, and how many marks it makes in each.

What a query means is said in `indexer.query.model`. Each node becomes the set of reports that match, and of those for
each phrase the ones in which it makes marks. The number of marks is the sum of the phrases' counts wherever no two of
them overlap; where two do, the places of the phrases are put in order and those that become marks are counted. A node
not known here (Gapped, Near, Except, Scope), and a query that depends on sections or parts, proposes the reports that
meet what is necessary.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import combinations

from indexer import deadline
from indexer.index.base import Proposal
from indexer.index.embedded.bigram_tokens import may_stand
from indexer.index.embedded.positions.arrays.protocol import Counts, Ints, Mask
from indexer.index.embedded.positions.card_columns import NAMES
from indexer.index.embedded.positions.snapshot import Snapshot
from indexer.index.set_algebra import overlaps
from indexer.query.model import All, Any, Face, Field, Known, Not, Phrase, Query, Words

FACES: Mapping[str, tuple[str, ...]] = {
    "标题": ("title", "title_derived"),
    "单位": ("unit",),
    "述职人": ("person",),
    "类型": ("type",),
    "文号": ("number",),
    "格式": ("format",),
    "年": ("year", "date", "number"),
    "报告期": ("period",),
    "日期": ("date",),
    "成文日期": ("date",),
}
"""The fields of a card on which a condition on the report's face depends, by its name."""


@dataclass(frozen=True, slots=True)
class Found:
    """The reports that may match. `exact`: these and no others do. `counts`: how many marks; of those in `open` the
    text has to tell.
    """

    reports: Mask
    exact: bool
    counts: Counts
    open: Mask


@dataclass(frozen=True, slots=True)
class _Node:
    """`marks`: for each phrase the reports in which it makes marks; `open`: those with marks that are not known."""

    reports: Mask
    exact: bool
    open: Mask
    marks: Mapping[str, Mask] = field(default_factory=dict)


class Questions:
    """Asks one snapshot, of the reports that are `allowed` (None: all)."""

    def __init__(self, snapshot: Snapshot, allowed: Mask | None = None) -> None:
        self._snapshot, self._k = snapshot, snapshot.k
        self._allowed = allowed
        self._every = snapshot.permitted(allowed)

    def propose(self, query: Query) -> Proposal:
        """The reports by their ids."""
        found, k, ids = self.find(query), self._k, self._snapshot.ids
        if not found.exact:
            return Proposal(dict.fromkeys(ids[one] for one in k.members(found.reports)), exact=False)
        if isinstance(query, Phrase):
            return Proposal(dict(_named(ids, k.pairs_of(found.counts))), exact=True)
        counts: dict[str, int | None] = dict.fromkeys((ids[one] for one in k.members(found.reports)), 0)
        counts.update(_named(ids, k.pairs_of(k.limited(found.counts, found.reports))))
        counts.update((ids[one], None) for one in k.members(found.open))
        return Proposal(counts, exact=True)

    def find(self, query: Query) -> Found:
        """The reports that match, with the number of marks of each."""
        if isinstance(query, Phrase):
            counts = self._counts(query.text)
            return Found(self._k.having(counts), True, counts, self._snapshot.nothing)
        node = self._node(query)
        if not node.exact:
            return Found(node.reports, False, self._none(), node.reports)
        return Found(node.reports, True, self._marked(node), node.open)

    def _counts(self, text: str) -> Counts:
        deadline.check()
        return self._snapshot.counts(text, self._allowed) if may_stand(text) else self._none()

    def _none(self) -> Counts:
        return self._k.counted(self._k.view(b"", "I"), self._snapshot.ordinals)

    def _node(self, query: Query) -> _Node:
        k, nothing = self._k, self._snapshot.nothing
        if isinstance(query, Phrase):
            having = k.having(self._counts(query.text))
            return _Node(having, True, nothing, {query.text: having})
        if query.asks_outline:
            return self._necessary(query)
        if isinstance(query, Face):
            return _Node(k.both(self._faced(query), self._every), True, nothing)
        if isinstance(query, Not):
            item = self._node(query.item)
            return _Node(k.without(self._every, item.reports) if item.exact else self._every, item.exact, nothing)
        if isinstance(query, All):
            return self._all(query.items)
        if isinstance(query, Any):
            return reduce(self._either, map(self._node, query.items))
        if isinstance(query, Words):
            return self._words(query)
        return self._necessary(query)

    def _all(self, items: Sequence[Query]) -> _Node:
        k, nodes = self._k, [self._node(item) for item in items]
        reports = reduce(k.both, (node.reports for node in nodes))
        either = reduce(self._either, nodes)
        marks = {text: k.both(mask, reports) for text, mask in either.marks.items()}
        return _Node(reports, either.exact, k.both(either.open, reports), marks)

    def _either(self, one: _Node, other: _Node) -> _Node:
        k, marks = self._k, dict(one.marks)
        for text, mask in other.marks.items():
            marks[text] = k.either(marks[text], mask) if text in marks else mask
        return _Node(
            k.either(one.reports, other.reports), one.exact and other.exact, k.either(one.open, other.open), marks
        )

    def _words(self, query: Words) -> _Node:
        if not all(map(may_stand, query.words)):
            return _Node(self._snapshot.nothing, True, self._snapshot.nothing)
        together = self._k.both(self._snapshot.together(query.words), self._every)
        reports = self._k.without(together, self._k.having(self._counts(query.phrase.text)))
        return _Node(reports, True, reports)

    def _faced(self, query: Face) -> Mask:
        names = FACES.get(query.name, NAMES) if isinstance(query, Field | Known) else NAMES
        return self._snapshot.faced(names, query.accepts)

    def _necessary(self, query: Query) -> _Node:
        needed = query.necessary()
        reports = self._every if needed is None else self._meeting(needed)
        return _Node(reports, False, reports)

    def _meeting(self, needed: Query) -> Mask:
        """The reports that meet what is necessary; after an empty set nothing more is asked."""
        k = self._k
        if isinstance(needed, Phrase):
            return k.having(self._counts(needed.text))
        if isinstance(needed, Any):
            return reduce(k.either, map(self._meeting, needed.items))
        if not isinstance(needed, All):
            return self._node(needed).reports
        met = self._meeting(needed.items[0])
        for item in needed.items[1:]:
            if k.size(met):
                met = k.both(met, self._meeting(item))
        return met

    def _marked(self, node: _Node) -> Counts:
        """The marks of all phrases together."""
        k, counts = self._k, self._none()
        for text, mask in node.marks.items():
            counts = k.added(counts, k.limited(self._counts(text), mask))
        doubtful = k.without(self._overlapping(node.marks), node.open)
        return self._corrected(counts, node.marks, doubtful) if k.size(doubtful) else counts

    def _overlapping(self, marks: Mapping[str, Mask]) -> Mask:
        """The reports in which two phrases that both make marks overlap."""
        k, found = self._k, self._snapshot.nothing
        for one, other in combinations(sorted(marks), 2):
            deadline.check()  # forty characters apart make 780 pairs
            both = k.both(marks[one], marks[other])
            if k.size(both):
                for text in overlaps(one, other):
                    found = k.either(found, k.both(both, k.having(self._counts(text))))
        return found

    def _corrected(self, counts: Counts, marks: Mapping[str, Mask], doubtful: Mask) -> Counts:
        """The same with the marks of these reports counted by their places."""
        k, snapshot = self._k, self._snapshot
        at = {text: snapshot.places(text) for text in marks}
        told: list[int] = []
        members = {text: set(k.members(k.both(mask, doubtful))) for text, mask in marks.items()}
        for ordinal in k.members(doubtful):
            deadline.check()
            number, begin, end = snapshot.stretch(ordinal)
            spans = [
                span
                for text, places in at.items()
                if ordinal in members[text]
                for span in _spans(places[number], begin, end, len(text))
            ]
            told += [ordinal] * _marks(spans)
        return k.added(
            k.limited(counts, k.without(self._every, doubtful)), k.counted(k.numbers(told), snapshot.ordinals)
        )


def _spans(places: Ints, begin: int, end: int, size: int) -> Iterator[tuple[int, int]]:
    """A text's places at the positions [begin, end): where each begins, and its size below zero."""
    for place in places[bisect_left(places, begin) : bisect_left(places, end)]:
        yield int(place), -size


def _marks(spans: Sequence[tuple[int, int]]) -> int:
    """How many become marks: of those that overlap the leftmost, then the longest (`occurrences.leftmost_longest`)."""
    count, free = 0, -1
    for start, size in sorted(spans):
        if start >= free:
            count, free = count + 1, start - size
    return count


def _named(ids: Sequence[str], counted: tuple[list[int], list[int]]) -> Iterable[tuple[str, int]]:
    return zip(map(ids.__getitem__, counted[0]), counted[1], strict=True)
