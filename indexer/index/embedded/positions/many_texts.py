"""Which reports hold each of many texts: thousands of short ones are looked for together, not one after the other.

A text begins where its rarest pair of characters puts it; its further pairs, the rarer first, take places away from it
until all of its characters are covered. Each turn reads the lists of one pair of every text that still has places, and
asks for all of them at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from indexer import deadline
from indexer.index.embedded.folded_text import may_stand
from indexer.index.embedded.positions.arrays.protocol import Arrays, Mask
from indexer.index.embedded.positions.arrays.text_protocol import Standing, Turn
from indexer.index.embedded.positions.postings import Postings
from indexer.index.embedded.positions.snapshot import Snapshot

AT_ONCE = 2_000_000
"""Places that are compared at once, some thirty bytes each with numpy."""


def holders(snapshot: Snapshot, texts: Sequence[str], allowed: Mask | None = None) -> list[list[int]]:
    """For each folded text the ordinals, ascending, of the reports that hold it and may be asked."""
    found: list[list[int]] = [[] for _ in texts]
    k, permitted = snapshot.k, snapshot.permitted(allowed)
    standing = [at for at, text in enumerate(texts) if may_stand(text)]
    long = [at for at in standing if len(texts[at]) > 1]
    for first, segment in zip(snapshot.firsts, snapshot.segments, strict=False):
        for places in _standing(segment.postings, k, long, [texts[at] for at in long]):
            for at, reports in k.holding_texts(places.texts, segment.owners(places.places), first, permitted):
                found[at] += reports
    for at in standing:
        if len(texts[at]) == 1:
            found[at] = k.pairs_of(snapshot.counts(texts[at], permitted))[0]
    return found


def _standing(postings: Postings, k: Arrays, numbers: Sequence[int], texts: Sequence[str]) -> Iterator[Standing]:
    """Where the texts begin, some texts after the other."""
    turns = k.turns(numbers, texts, postings.keys, postings.place_ends)
    if not turns:
        return
    first, *further = turns
    sizes = postings.sizes(first.keys)
    for begin, stop in _portions(k.listed(first.texts), sizes):
        deadline.check()
        turn = k.part(first, begin, stop)
        found = k.begun(turn, postings.lists_of(k.each_once(turn.keys)))
        for turn in further:
            found = _narrowed(postings, k, found, k.part(turn, begin, stop))
        yield found


def _narrowed(postings: Postings, k: Arrays, found: Standing, turn: Turn) -> Standing:
    """Of each text that has a pair in this turn the places behind which it stands."""
    keys = k.asked(found, turn)
    for begin, stop in _portions(range(len(keys)), postings.sizes(keys)):
        deadline.check()
        found = k.narrowed(found, turn, postings.lists_of(keys[begin:stop]))
    return found


def _portions(numbers: Sequence[int], sizes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """[first, last) of ascending numbers whose sizes together fit the memory."""
    begins: list[int] = []
    room = 0
    for number, size in zip(numbers, sizes, strict=True):
        if not begins or room < size:
            begins.append(number)
            room = AT_ONCE
        room -= size
    if begins:
        yield from pairwise([*begins, numbers[-1] + 1])
