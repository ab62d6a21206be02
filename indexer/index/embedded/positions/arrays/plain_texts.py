"""Many texts at once in plain Python: what `TextArrays` asks for."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby, pairwise

from indexer.index.embedded.positions.arrays.protocol import SEPARATOR
from indexer.index.embedded.positions.arrays.text_protocol import Ints, KeyLists, Mask, Standing, Turn

_CODE = 21


class PlainTexts:
    """Many texts at once, in plain Python."""

    def turns(self, numbers: Sequence[int], texts: Sequence[str], keys: Ints, ends: Ints) -> list[Turn]:
        found: list[Turn] = []
        for number, text in zip(numbers, texts, strict=True):
            wanted = [ord(one) << _CODE | ord(other) for one, other in pairwise(text)]
            slots = [bisect_left(keys, key) for key in wanted]
            if all(slot < len(keys) and keys[slot] == key for slot, key in zip(slots, wanted, strict=True)):
                for turn, at in enumerate(_covering(slots, ends)):
                    if turn == len(found):
                        found.append(Turn([], [], []))
                    for numbered, value in zip(found[turn], (number, at, slots[at]), strict=True):
                        numbered.append(value)
        return found

    def part(self, turn: Turn, first: int, last: int) -> Turn:
        begin, end = bisect_left(turn.texts, first), bisect_left(turn.texts, last)
        return Turn(*(one[begin:end] for one in turn))

    def begun(self, turn: Turn, lists: KeyLists) -> Standing:
        held = _by_key(lists)
        found = [(text, place - distance) for text, distance, key in zip(*turn, strict=True) for place in held[key]]
        return Standing([text for text, _ in found], [place for _, place in found])

    def laid_texts(self, texts: Sequence[str]) -> tuple[str, list[int]]:
        return SEPARATOR.join(texts), list(accumulate((len(text) + 1 for text in texts), initial=0))

    def holding_text(self, laid: tuple[str, list[int]], text: str) -> tuple[Ints, Ints]:
        every, starts = laid
        numbers, sizes = list[int](), list[int]()
        at, place = 0, every.find(text)
        while place >= 0:
            at = bisect_right(starts, place, at) - 1
            numbers.append(at)
            sizes.append(starts[at + 1] - starts[at] - 1)
            place = every.find(text, starts[at + 1])
        return numbers, sizes

    def each_once(self, keys: Ints) -> Ints:
        return sorted(set(keys))

    def asked(self, standing: Standing, turn: Turn) -> Ints:
        left = frozenset(standing.texts)
        return sorted({key for text, key in zip(turn.texts, turn.keys, strict=True) if text in left})

    def narrowed(self, standing: Standing, turn: Turn, lists: KeyLists) -> Standing:
        held = {key: frozenset(places) for key, places in _by_key(lists).items()}
        steps = {text: (distance, held[key]) for text, distance, key in zip(*turn, strict=True) if key in held}
        found = []
        for text, place in zip(*standing, strict=True):
            step = steps.get(text)
            if step is None or place + step[0] in step[1]:
                found.append((text, place))
        return Standing([text for text, _ in found], [place for _, place in found])

    def holding_texts(self, texts: Ints, owners: Ints, first: int, may: Mask) -> Iterator[tuple[int, list[int]]]:
        for text, pairs in groupby(zip(texts, owners, strict=True), key=lambda pair: pair[0]):
            reports = dict.fromkeys(first + report for _, report in pairs)
            yield text, [report for report in reports if report in may]


def _by_key(lists: KeyLists) -> dict[int, Ints]:
    ends = [0, *accumulate(lists.sizes)]
    return {key: lists.places[begin:end] for key, (begin, end) in zip(lists.keys, pairwise(ends), strict=True)}


def _covering(slots: Sequence[int], ends: Ints) -> Iterator[int]:
    """The pairs that cover a text, by where they stand in it: the rarest first."""
    covered = [False] * (len(slots) + 1)
    for at in sorted(range(len(slots)), key=lambda at: (ends[slots[at] + 1] - ends[slots[at]], slots[at])):
        if not (covered[at] and covered[at + 1]):
            covered[at] = covered[at + 1] = True
            yield at
