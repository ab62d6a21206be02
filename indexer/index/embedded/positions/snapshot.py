"""All segments of one manifest as one: reports by their ordinals, which run through the segments one after another.

Nothing here changes once it is made; the segments' files stay open as long as anybody holds a snapshot of them. Every
question takes `allowed`, the ordinals of the reports that may be asked (None: all).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from typing import Any

from indexer import deadline
from indexer.document import AGE, UNDATED, Card, age
from indexer.index.embedded.positions.arrays.protocol import Arrays, Counts, Ints, Mask
from indexer.index.embedded.positions.card_facts import CardFacts
from indexer.index.embedded.positions.manifest import Manifest
from indexer.index.embedded.positions.segment import Segment, read
from indexer.lru_cache import LruCache

FONDS = 32
"""Sets of fonds whose reports are remembered."""
APART = 16
"""To look for a phrase in one of so many titles takes as long as in all of them as one text."""
RECENT = 16
"""Texts whose counts are remembered: proposing, ranking and paging ask for the same."""


class Titles:
    """Folded titles, each by itself and one behind the other, so that a phrase is looked for in all at once."""

    def __init__(self, titles: Sequence[str], k: Arrays) -> None:
        self._titles, self._k = titles, k
        self._recent: LruCache[str, tuple[Ints, Ints]] = LruCache(RECENT)

    @cached_property
    def laid(self) -> Any:
        """All of them as one."""
        return self._k.laid_texts(self._titles)

    def holding(self, text: str, hits: Ints) -> tuple[Ints, Ints]:
        """The ordinals whose title holds a text, and the lengths of these titles; of others than `hits` maybe none."""
        titles = self._titles
        if APART * len(hits) > len(titles):
            return self._recent.get_or_make(text, lambda: self._k.holding_text(self.laid, text))
        found = [one for one in self._k.listed(hits) if text in titles[one]]
        return found, [len(titles[one]) for one in found]


class Snapshot:
    """`segments` are those that `manifest` names, in its order."""

    def __init__(self, manifest: Manifest, segments: Sequence[Segment], k: Arrays) -> None:
        self.k = k
        self.manifest = manifest
        self.segments = tuple(segments)
        self.firsts = list(accumulate((segment.reports for segment in segments), initial=0))
        self.ordinals = self.firsts[-1]
        """How many ordinals there are, those of reports that are gone included."""
        self._recent: LruCache[str, Counts] = LruCache(RECENT)
        self._fonds: LruCache[frozenset[str], Mask] = LruCache(FONDS)

    @property
    def last_change(self) -> int:
        """The last change of the catalog that is in it."""
        return self.manifest.last_change

    @cached_property
    def living(self) -> Mask:
        """The ordinals of the reports that count."""
        gone = {first + report for first, part in self._parts() for report in part}
        return self.k.mask((one for one in range(self.ordinals) if one not in gone), self.ordinals)

    @cached_property
    def nothing(self) -> Mask:
        """No ordinal at all."""
        return self.k.mask((), self.ordinals)

    @cached_property
    def any_gone(self) -> bool:
        """Are there ordinals of reports that do not count any more?"""
        return any(part.gone for part in self.manifest.parts)

    @cached_property
    def nowhere(self) -> Counts:
        """The counts of what stands in no report."""
        return self.k.counted(self.k.view(b"", "I"), self.ordinals)

    @cached_property
    def ids(self) -> list[str]:
        """The id of each ordinal."""
        return [name for segment in self.segments for name in segment.cards.ids]

    @cached_property
    def by_id(self) -> dict[str, int]:
        """The ordinal of each living report."""
        found: dict[str, int] = {}
        for (first, gone), segment in zip(self._parts(), self.segments, strict=True):
            found.update((name, first + at) for at, name in enumerate(segment.cards.ids) if at not in gone)
        return found

    @cached_property
    def lengths(self) -> Ints:
        """The folded characters of each ordinal."""
        return self.k.laid([segment.lengths for segment in self.segments])

    @cached_property
    def ranks(self) -> Ints:
        """Of each ordinal its rank among equally relevant reports: the newer first, then by id."""
        numbers, _ = self._ages
        order = sorted(range(self.ordinals), key=self.ids.__getitem__)
        order.sort(key=numbers.__getitem__, reverse=True)
        return self._ranked(order)

    @cached_property
    def oldest(self) -> Ints:
        """Of each ordinal its rank where the older come first, then by id, and those of no age last."""
        numbers, ages = self._ages
        last = [len(ages) if one == UNDATED else number for number, one in enumerate(ages)]
        order = sorted(range(self.ordinals), key=self.ids.__getitem__)
        return self._ranked(sorted(order, key=lambda ordinal: last[numbers[ordinal]]))

    @cached_property
    def _ages(self) -> tuple[list[int], list[tuple[int, str]]]:
        """Of each ordinal the number of its age, and all different ages in their order."""
        told = [segment.cards.told(AGE, age) for segment in self.segments]
        ages = sorted({one for _, said in told for one in said})
        number = {one: at for at, one in enumerate(ages)}
        numbers = [self.k.picked(self.k.numbers(list(map(number.__getitem__, said))), kinds) for kinds, said in told]
        return self.k.listed(self.k.laid(numbers)), ages

    def _ranked(self, order: Sequence[int]) -> Ints:
        found = [0] * self.ordinals
        for rank, ordinal in enumerate(order):
            found[ordinal] = rank
        return self.k.numbers(found)

    @cached_property
    def facts(self) -> CardFacts:
        """What the cards of all ordinals say."""
        return CardFacts([segment.cards for segment in self.segments], self.k)

    @cached_property
    def titles(self) -> Titles:
        """The folded titles of all ordinals."""
        return Titles([title for segment in self.segments for title in segment.titles], self.k)

    def load(self) -> None:
        """Read at once what most questions need."""
        read(self, "ids", "by_id", "lengths", "ranks", "living", "facts", "titles", "_characters")
        read(self.titles, "laid")
        for segment in self.segments:
            segment.load()

    def permitted(self, allowed: Mask | None) -> Mask:
        """The living reports among them."""
        return self.living if allowed is None else self.k.both(self.living, allowed)

    def characters(self, allowed: Mask | None) -> int:
        """How many folded characters they have together."""
        if allowed is None:
            return self._characters
        return self.k.total(self.k.picked(self.lengths, self.k.hits(self.permitted(allowed))))

    @cached_property
    def _characters(self) -> int:
        return self.k.total(self.k.picked(self.lengths, self.k.hits(self.living)))

    def of_fonds(self, fonds: frozenset[str] | None) -> Mask | None:
        """The living reports of these fonds; None for None, which is all."""
        if fonds is None:
            return None
        return self._fonds.get_or_make(fonds, lambda: self.faced(("fonds",), lambda card: card.fonds in fonds))

    def counts(self, text: str, allowed: Mask | None = None) -> Counts:
        """How often a folded text stands in each report that may be asked, as `str.count` counts."""
        counts = self._recent.get_or_make(text, lambda: self._counted(text))
        return counts if allowed is None else self.k.limited(counts, allowed)

    def _counted(self, text: str) -> Counts:
        parts: list[tuple[int, Counts]] = []
        for segment in self.segments:
            if parts:
                deadline.check()
            parts.append((segment.reports, segment.counts(text)))
        counts = self.k.chained(parts)
        return self.k.limited(counts, self.living) if self.any_gone else counts

    def faced(self, names: Sequence[str], accepts: Callable[[Card], bool]) -> Mask:
        """The living reports whose card is accepted, which depends on these fields alone."""
        return self._over(lambda segment: segment.cards.accepted(names, accepts))

    def locate(self, ordinal: int) -> tuple[int, int]:
        """The number of a report's segment, and its own number there."""
        number = bisect_right(self.firsts, ordinal) - 1
        return number, ordinal - self.firsts[number]

    def located(self, ordinals: Iterable[int]) -> Mapping[int, list[int]]:
        """By the number of each segment that holds any of these reports their own numbers there, ascending."""
        if len(self.segments) == 1:
            return {0: sorted(ordinals)}
        found: dict[int, list[int]] = {}
        for ordinal in sorted(ordinals):
            number, report = self.locate(ordinal)
            found.setdefault(number, []).append(report)
        return found

    def card(self, ordinal: int) -> Card:
        """The card of a report."""
        number, report = self.locate(ordinal)
        return self.segments[number].cards.card(report)

    def digest(self, ordinal: int) -> bytes:
        """What tells the state of a report."""
        number, report = self.locate(ordinal)
        return self.segments[number].digest(report)

    def table(self, ordinal: int) -> bytes:
        """What a page shows around the passages of a report (`indexer.passage_table`)."""
        number, report = self.locate(ordinal)
        return self.segments[number].table(report)

    def stretch(self, ordinal: int) -> tuple[int, int, int]:
        """Where a report stands: the number of its segment, and its positions [begin, end) there."""
        number, report = self.locate(ordinal)
        bases = self.segments[number].bases
        return number, int(bases[report]), int(bases[report + 1])

    def facets(self, names: Sequence[str], mask: Mask) -> Iterator[tuple[Card, int]]:
        """The reports of `mask` by what they have in these fields: a card with nothing else, and how many."""
        members = self.k.members(mask)
        for number, segment in enumerate(self.segments):
            first, last = self.firsts[number], self.firsts[number + 1]
            begin, end = bisect_right(members, first - 1), bisect_right(members, last - 1)
            for card, reports in segment.cards.alike(names, (one - first for one in members[begin:end])):
                yield card, len(reports)

    def _over(self, ask: Callable[[Segment], Mask]) -> Mask:
        if len(self.segments) == 1:
            return self.k.both(ask(self.segments[0]), self.living)
        found: list[int] = []
        for first, segment in zip(self.firsts, self.segments, strict=False):
            deadline.check()
            found += [first + report for report in self.k.members(ask(segment))]
        return self.k.both(self.k.mask(found, self.ordinals), self.living)

    def _parts(self) -> Iterator[tuple[int, frozenset[int]]]:
        return ((first, part.gone) for first, part in zip(self.firsts, self.manifest.parts, strict=False))
