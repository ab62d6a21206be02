"""Queries answered by sets: from the counts of single phrases to a proposal, for engines that do not hold the text.

What a query means is said in `indexer.query.model`; here each node becomes the set of reports that may match, each with
the phrases that make its marks there. The number of marks is the sum of the phrases' counts wherever no two of them
overlap; where two do in a report, it is left open (None) and the text decides. A node not known here (Gapped, Near,
Except, Scope), and a query that depends on sections or parts, proposes the reports that meet what is necessary.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import combinations

from indexer import deadline
from indexer.document import Card
from indexer.index.base import Proposal
from indexer.query.model import All, Any, Face, Not, Phrase, Query, Words

Marks = frozenset[str]
_NONE: Marks = frozenset()


@dataclass(frozen=True, slots=True)
class _Found:
    """The reports that may match, each with the phrases that make marks in it (None: not known which).

    `exact`: these and no others match.
    """

    marks: Mapping[str, Marks | None]
    exact: bool


@dataclass(frozen=True, slots=True)
class Algebra:
    """What is asked of an engine: the exact counts of a folded phrase, all ids, and the cards of all reports.

    Where an engine can tell: `together`, the reports, but for some, in which all of several words, folded, stand in one
    passage; `holding`, the reports that hold a folded phrase, cheaper than with counts.
    """

    counts: Callable[[str], Mapping[str, int]]
    ids: Callable[[], Collection[str]]
    cards: Callable[[], Mapping[str, Card]]
    together: Callable[[Sequence[str], Collection[str]], Collection[str]] | None = None
    holding: Callable[[str], Collection[str]] | None = None

    def propose(self, query: Query) -> Proposal:
        """The proposal for any query."""
        if isinstance(query, Phrase):
            return Proposal(self.counts(query.text), exact=True)
        found = self._find(query)
        if not found.exact:
            return Proposal(dict.fromkeys(found.marks), exact=False)
        together = {marks for marks in found.marks.values() if marks is not None}
        phrases: Marks = reduce(frozenset.union, together, _NONE)
        counts = {text: self._counts(text) for text in phrases}
        overlapping = {
            frozenset(pair): self._holding_any(overlaps(*pair))
            for pair in combinations(sorted(phrases), 2)
            if any(marks.issuperset(pair) for marks in together)
        }
        open_ones: set[str] = set()
        for pair, names in overlapping.items():
            deadline.check()  # forty characters apart make 780 pairs
            open_ones.update(name for name in names if pair <= (found.marks.get(name) or _NONE))
        return Proposal(
            {
                name: None if marks is None or name in open_ones else sum(counts[text][name] for text in marks)
                for name, marks in found.marks.items()
            },
            exact=True,
        )

    def _find(self, query: Query) -> _Found:
        if isinstance(query, Phrase):
            return _Found(dict.fromkeys(self._counts(query.text), frozenset((query.text,))), exact=True)
        if query.asks_outline:
            return self._necessary(query)
        if isinstance(query, Face):
            accepted = (name for name, card in self.cards().items() if query.accepts(card))
            return _Found(dict.fromkeys(accepted, _NONE), exact=True)
        if isinstance(query, Not):
            item = self._find(query.item)
            excluded = item.marks if item.exact else {}
            return _Found({name: _NONE for name in self.ids() if name not in excluded}, item.exact)
        if isinstance(query, All):
            return reduce(_both, sorted(map(self._find, query.items), key=lambda found: len(found.marks)))
        if isinstance(query, Any):
            return reduce(_either, map(self._find, query.items))
        if isinstance(query, Words):
            return self._words(query)
        return self._necessary(query)

    def _necessary(self, query: Query) -> _Found:
        needed = query.necessary()
        ids = self.ids() if needed is None else self._meeting(needed)
        return _Found(dict.fromkeys(ids, _NONE), exact=False)

    def _meeting(self, needed: Query) -> Collection[str]:
        """The reports that meet what is necessary: nothing is counted, and after an empty set nothing more is asked."""
        if isinstance(needed, Phrase):
            deadline.check()
            return self.counts(needed.text) if self.holding is None else self.holding(needed.text)
        if isinstance(needed, Any):
            return {name for item in needed.items for name in self._meeting(item)}
        if not isinstance(needed, All):
            return self._find(needed).marks
        first, *others = needed.items
        met = set(self._meeting(first))
        for item in others:
            if met:
                met.intersection_update(self._meeting(item))
        return met

    def _counts(self, text: str) -> Mapping[str, int]:
        deadline.check()
        return self.counts(text)

    def _words(self, query: Words) -> _Found:
        """The words may be in different passages: where the engine cannot tell, only the text can."""
        without = self.counts(query.phrase.text).keys()
        if self.together is not None:
            return _Found(dict.fromkeys(self.together(query.words, without)), exact=True)
        with_words = reduce(set[str].intersection, (set(self.counts(word)) for word in query.words))
        return _Found(dict.fromkeys(with_words - without), exact=False)

    def _holding_any(self, texts: Iterable[str]) -> set[str]:
        return {name for text in texts for name in self._counts(text)}


def _both(one: _Found, other: _Found) -> _Found:
    marks = {name: _union(one.marks[name], other.marks[name]) for name in one.marks if name in other.marks}
    return _Found(marks, one.exact and other.exact)


def _either(one: _Found, other: _Found) -> _Found:
    marks = dict(one.marks)
    for name, more in other.marks.items():
        marks[name] = _union(marks.get(name, _NONE), more)
    return _Found(marks, one.exact and other.exact)


def _union(one: Marks | None, other: Marks | None) -> Marks | None:
    return None if one is None or other is None else one | other


def overlaps(one: str, other: str) -> Iterator[str]:
    """The wordings in which two different phrases overlap: one stands in all places where they do."""
    if one in other or other in one:
        yield max(one, other, key=len)
    for left, right in ((one, other), (other, one)):
        for size in range(1, min(len(left), len(right))):
            if left.endswith(right[:size]):
                yield left + right[size:]
