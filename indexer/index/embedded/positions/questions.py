"""Questions answered by arrays: which reports match a query, and how many marks it makes in each.

What a query means is said in `indexer.query.model`. What is joined by and, or and not becomes sets of reports; the
leaves are phrases, conditions on the face, and whatever asks for units or relations (`unit_answers`). Of the reports
that match is known for each leaf in which ones it makes marks. The number of marks is the sum of the leaves' counts
wherever no two of them overlap; where two may, the places are put in order and those that become marks are counted.
A query with a node not known here proposes the reports that meet what is necessary.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial, reduce
from itertools import combinations

from indexer import deadline
from indexer.index.base import Proposal
from indexer.index.embedded.folded_text import may_stand
from indexer.index.embedded.positions.arrays.protocol import Counts, Ints, Mask
from indexer.index.embedded.positions.card_columns import NAMES
from indexer.index.embedded.positions.snapshot import Snapshot
from indexer.index.embedded.positions.units.best_passages import best_passages
from indexer.index.embedded.positions.units.closeness import closeness
from indexer.index.embedded.positions.units.marked_passages import leaves_of, marked_passages
from indexer.index.embedded.positions.units.matching import known
from indexer.index.embedded.positions.units.part_counts import part_counts
from indexer.index.embedded.positions.units.unit_answers import UnitAnswers
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
    """`marks`: for each leaf the reports in which it makes marks; `open`: those with marks that are not counted."""

    reports: Mask
    exact: bool
    open: Mask
    marks: Mapping[Query, Mask] = field(default_factory=dict)


class Questions:
    """Asks one snapshot, of the reports that are `allowed` (None: all)."""

    def __init__(self, snapshot: Snapshot, allowed: Mask | None = None) -> None:
        self._snapshot, self._k = snapshot, snapshot.k
        self._allowed = allowed
        self._every = snapshot.permitted(allowed)
        self._units = UnitAnswers(snapshot, names_of)

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
        if isinstance(query, Words):
            reports = self._side_by_side(query)
            return Found(reports, True, self._none(), reports)
        node = self._node(query)
        if not node.exact:
            return Found(node.reports, False, self._none(), node.reports)
        return Found(node.reports, True, self._marked(node), node.open)

    def parts(self, query: Query, hits: Ints) -> dict[str | None, int] | None:
        """The marks in these reports, all of which match, by their part; None where the texts have to tell."""
        k = self._k
        if not len(hits):
            return {} if known(query) else None
        everywhere = isinstance(query, Phrase) and not self._snapshot.any_gone
        if everywhere and isinstance(query, Phrase) and len(hits) == k.held(self._snapshot.counts(query.text)):
            return part_counts(self._snapshot, self._units, query, None)
        return part_counts(self._snapshot, self._units, query, k.having(k.counted(hits, self._snapshot.ordinals)))

    def passages(self, query: Query, ordinals: Sequence[int]) -> Sequence[Sequence[int]] | None:
        """For each of these reports, all of which match, the passages in which marks begin (`marked_passages`)."""
        return marked_passages(self._snapshot, self._units, query, ordinals)

    def best_passages(self, query: Query, ordinals: Sequence[int], most: int) -> Sequence[Sequence[int]] | None:
        """Of these the `most` that say most, the best first; None where the texts have to tell (`best_passages`)."""
        leaves = leaves_of(query)
        if leaves is None:
            return None
        return best_passages(self._snapshot, self._units, query, leaves, ordinals, most)

    def closeness(self, query: Query, ordinals: Sequence[int], wordings: Sequence[str]) -> Sequence[float] | None:
        """How near the wordings stand in each of these reports, all of which match (`closeness`)."""
        together = None
        if isinstance(query, Words) and query.words == wordings:
            together = partial(self._units.side_by_side, words=query)
        return closeness(self._snapshot, ordinals, wordings, together)

    def _counts(self, text: str) -> Counts:
        deadline.check()
        return self._snapshot.counts(text, self._allowed) if may_stand(text) else self._none()

    def _none(self) -> Counts:
        return self._snapshot.nowhere

    def _node(self, query: Query) -> _Node:
        k, nothing = self._k, self._snapshot.nothing
        if isinstance(query, Phrase):
            having = k.having(self._counts(query.text))
            return _Node(having, True, nothing, {query: having})
        if isinstance(query, Face):
            return _Node(k.both(self._faced(query), self._every), True, nothing)
        if isinstance(query, Not):
            item = self._node(query.item)
            return _Node(k.without(self._every, item.reports) if item.exact else self._every, item.exact, nothing)
        if isinstance(query, All) and not _in_parts(query):
            return self._all(query.items)
        if isinstance(query, Any):
            return reduce(self._either, map(self._node, query.items))
        if isinstance(query, Words):
            reports = self._side_by_side(query)
            return _Node(reports, True, reports)
        if known(query):
            reports = k.both(self._units.reports(query), self._every)
            if not query.phrases:
                return _Node(reports, True, nothing)
            return _Node(reports, True, reports) if _apart(query) else _Node(reports, True, nothing, {query: reports})
        return self._necessary(query)

    def _side_by_side(self, query: Words) -> Mask:
        """The reports with all words in one passage, in which the phrase is nowhere."""
        k, together = self._k, self._k.both(self._units.together(query), self._every)
        if not k.size(together):
            return together
        return k.without(together, k.having(self._counts(query.phrase.text)))

    def _all(self, items: Sequence[Query]) -> _Node:
        k, nodes = self._k, [self._node(item) for item in items]
        reports = reduce(k.both, (node.reports for node in nodes))
        either = reduce(self._either, nodes)
        marks = {leaf: k.both(mask, reports) for leaf, mask in either.marks.items()}
        return _Node(reports, either.exact, k.both(either.open, reports), marks)

    def _either(self, one: _Node, other: _Node) -> _Node:
        k, marks = self._k, dict(one.marks)
        for leaf, mask in other.marks.items():
            marks[leaf] = k.either(marks[leaf], mask) if leaf in marks else mask
        return _Node(
            k.either(one.reports, other.reports), one.exact and other.exact, k.either(one.open, other.open), marks
        )

    def _faced(self, query: Face) -> Mask:
        return self._snapshot.faced(names_of(query), query.accepts)

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
        """The marks of all leaves together."""
        k, counts = self._k, self._none()
        doubtful = k.without(self._overlapping(node.marks), node.open)
        for leaf, mask in node.marks.items():
            told = k.without(mask, k.either(doubtful, node.open))
            if isinstance(leaf, Phrase):
                counts = k.added(counts, k.limited(self._counts(leaf.text), told))
            elif k.size(told):
                counts = k.added(counts, self._units.counts({leaf: told}))
        if not k.size(doubtful):
            return counts
        return k.added(counts, self._units.counts({leaf: k.both(mask, doubtful) for leaf, mask in node.marks.items()}))

    def _overlapping(self, marks: Mapping[Query, Mask]) -> Mask:
        """The reports in which two leaves that both make marks may overlap."""
        k, found = self._k, self._snapshot.nothing
        for one, other in combinations(sorted(marks, key=str), 2):
            deadline.check()  # forty characters apart make 780 pairs
            both = k.both(marks[one], marks[other])
            if not k.size(both):
                continue
            if not (isinstance(one, Phrase) and isinstance(other, Phrase)):
                found = k.either(found, both)
                continue
            for text in overlaps(one.text, other.text):
                found = k.either(found, k.both(both, k.having(self._counts(text))))
        return found


def _in_parts(query: All) -> bool:
    """Do some of the items choose the parts in which the others are asked?"""
    return query.asks_text and any(item.picks for item in query.items)


def _apart(query: Query) -> bool:
    """Words apart have no places that are counted."""
    items = query.items if isinstance(query, All | Any) else ()
    return isinstance(query, Words) or any(map(_apart, items))


def names_of(face: Face) -> Sequence[str]:
    """The fields of a card on which a condition depends."""
    return FACES.get(face.name, NAMES) if isinstance(face, Field | Known) else NAMES


def _named(ids: Sequence[str], counted: tuple[list[int], list[int]]) -> Iterable[tuple[str, int]]:
    return zip(map(ids.__getitem__, counted[0]), counted[1], strict=True)
