"""What the cards of a snapshot say, field by field as numbers: facets and filters make no card."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from operator import itemgetter
from typing import NamedTuple

from indexer.index.card_filter import CARD_FACETS, COMPARED, FIELDS, Pairs, Value, narrows, passes
from indexer.index.embedded.positions.arrays.protocol import Arrays, Ints, Mask
from indexer.index.embedded.positions.card_columns import CardColumns


@dataclass(frozen=True, slots=True)
class Facts:
    """The different `values` in the order in which equally frequent ones are listed, and the one of each ordinal."""

    values: tuple[Value, ...]
    codes: Ints


class _Every(NamedTuple):
    """All facets one behind the other: their values, the codes of each as numbers of these, where each one's end."""

    values: Sequence[Value]
    codes: Sequence[Ints]
    ends: Sequence[int]


class CardFacts:
    """The cards of all segments, ordinal by ordinal."""

    def __init__(self, columns: Sequence[CardColumns], k: Arrays) -> None:
        self._columns, self._k = columns, k
        self._ordinals = sum(map(len, columns))
        self._known: dict[str, Facts] = {}

    def of(self, name: str) -> Facts:
        """By one of `card_filter.COMPARED`."""
        found = self._known.get(name)
        if found is None:
            found = self._known[name] = self._told(name)
        return found

    def facets(self, hits: Ints) -> dict[str, Pairs]:
        """The values of every facet among the ordinals `hits`, as `card_filter.ordered_values` lists them."""
        k, every = self._k, self._every
        codes, counts = k.pairs_of(k.counted(k.laid([k.picked(one, hits) for one in every.codes]), len(every.values)))
        pairs = list(zip(map(every.values.__getitem__, codes), counts, strict=True))
        found: dict[str, Pairs] = {}
        at = 0
        for name, end in zip(CARD_FACETS, every.ends, strict=True):
            begin, at = at, bisect_left(codes, end, at)
            some = pairs[begin:at]
            found[name] = tuple(some) if name == "year" else _most_first(some)  # years come in their order
        return found

    @cached_property
    def _every(self) -> _Every:
        k, facts = self._k, list(map(self.of, CARD_FACETS))
        ends = list(accumulate(len(one.values) for one in facts))
        codes = [k.moved(one.codes, begin) for one, begin in zip(facts, (0, *ends[:-1]), strict=True)]
        return _Every([value for one in facts for value in one.values], codes, ends)

    def passing(self, filters: Mapping[str, Collection[str]], by_id: Mapping[str, int]) -> Mask | None:
        """The ordinals whose cards pass all of the filters; None where nothing is asked of cards."""
        k, found = self._k, None
        for name, values in filters.items():
            if narrows(name, values):
                mask = self._with_ids(values, by_id) if FIELDS[name] == ("id",) else self._with_values(name, values)
                found = mask if found is None else k.both(found, mask)
        return found

    def _with_ids(self, ids: Collection[str], by_id: Mapping[str, int]) -> Mask:
        return self._k.mask([by_id[name] for name in ids if name in by_id], self._ordinals)

    def _with_values(self, name: str, values: Collection[str]) -> Mask:
        facts = self.of(name)
        accepted = [code for code, value in enumerate(facts.values) if passes(name, value, values)]
        return self._k.coded(facts.codes, accepted, len(facts.values))

    def _told(self, name: str) -> Facts:
        k, told = self._k, [columns.told(FIELDS[name], COMPARED[name]) for columns in self._columns]
        values = sorted({value for _, said in told for value in said}, key=lambda value: _listed(name, value))
        code = {value: number for number, value in enumerate(values)}
        codes = [k.picked(k.numbers(list(map(code.__getitem__, said))), kinds) for kinds, said in told]
        return Facts(tuple(values), k.laid(codes))


def _most_first(pairs: list[tuple[Value, int]]) -> Pairs:
    """What is not known, which comes last, stays there; equally frequent ones stay in their order."""
    unknown = [pairs.pop()] if pairs and pairs[-1][0] is None else []
    pairs.sort(key=itemgetter(1), reverse=True)
    return (*pairs, *unknown)


def _listed(name: str, value: Value) -> tuple[object, ...]:
    return (value is None, -value if name == "year" and isinstance(value, int) else 0, str(value))
