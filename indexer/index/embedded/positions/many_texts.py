"""Which reports hold each of many texts: thousands of short ones are looked for together, not one after the other.

A text begins where its rarest pair of characters puts it; its further pairs, the rarer first, take places away from it
until all of its characters are covered. Each turn reads the lists of one pair of every text that still has places, and
asks for all of them at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from indexer import deadline
from indexer.index.embedded.bigram_tokens import may_stand
from indexer.index.embedded.positions.arrays.protocol import Arrays, Ints, Mask
from indexer.index.embedded.positions.postings import Postings, keys_of
from indexer.index.embedded.positions.segment import Segment
from indexer.index.embedded.positions.snapshot import Snapshot

AT_ONCE = 2_000_000
"""Places that are compared at once, some thirty bytes each with numpy."""

Step = tuple[int, int]
"""How far behind the beginning of a text a pair stands, and the number of its key."""


def holders(snapshot: Snapshot, texts: Sequence[str], allowed: Mask | None = None) -> list[list[int]]:
    """For each folded text the ordinals, ascending, of the reports that hold it and may be asked."""
    found: list[list[int]] = [[] for _ in texts]
    permitted = snapshot.permitted(allowed)
    may = frozenset(snapshot.k.members(permitted))
    standing = {at: text for at, text in enumerate(texts) if may_stand(text)}
    for first, segment in zip(snapshot.firsts, snapshot.segments, strict=False):
        for at, report in _holding(segment, {at: text for at, text in standing.items() if len(text) > 1}):
            if first + report in may:
                found[at].append(first + report)
    for at, text in standing.items():
        if len(text) == 1:
            found[at] = snapshot.k.pairs_of(snapshot.counts(text, permitted))[0]
    return found


def _holding(segment: Segment, texts: Mapping[int, str]) -> Iterator[tuple[int, int]]:
    """(Number of the text, report of the segment), each once, of one text ascending."""
    for at, places in _standing(segment.postings, segment.k, texts):
        for report in dict.fromkeys(segment.k.listed(segment.owners(places))):
            yield at, report


def _standing(postings: Postings, k: Arrays, texts: Mapping[int, str]) -> Iterator[tuple[int, Ints]]:
    """Where each of the texts begins that does anywhere."""
    steps = dict(_planned(postings, texts))
    for portion in _portions(steps, lambda at: postings.size(steps[at][0][1], steps[at][0][1] + 1)):
        lists = postings.places_of_each([steps[at][0][1] for at in portion])
        found = {at: k.before(places, steps[at][0][0]) for at, places in zip(portion, lists, strict=True)}
        turn = 1
        while asked := {at: steps[at][turn] for at, places in found.items() if turn < len(steps[at]) and len(places)}:
            found.update(_narrowed(postings, k, found, asked))
            turn += 1
        yield from ((at, places) for at, places in found.items() if len(places))


def _planned(postings: Postings, texts: Mapping[int, str]) -> Iterator[tuple[int, Sequence[Step]]]:
    """The steps of the texts whose pairs all stand somewhere: pairs that cover a text, the rarest first."""
    keys = {at: keys_of(text) for at, text in texts.items()}
    known = postings.known(set().union(*keys.values()))
    for at, wanted in keys.items():
        pairs = [known.get(key) for key in wanted]
        if None not in pairs:
            yield at, _steps([pair for pair in pairs if pair is not None])


def _steps(pairs: Sequence[tuple[int, int]]) -> list[Step]:
    """`pairs`: how many places each pair has, and the number of its key."""
    steps: list[Step] = []
    covered = [False] * (len(pairs) + 1)
    for at in sorted(range(len(pairs)), key=pairs.__getitem__):
        if not (covered[at] and covered[at + 1]):
            covered[at] = covered[at + 1] = True
            steps.append((at, pairs[at][1]))
    return steps


def _narrowed(
    postings: Postings, k: Arrays, found: Mapping[int, Ints], asked: Mapping[int, Step]
) -> Iterator[tuple[int, Ints]]:
    """Of each text that is asked for the places behind which its pair stands."""
    together: dict[int, list[int]] = {}
    deadline.check()
    for at, (distance, key) in asked.items():
        if postings.better_alone(len(found[at]), key):
            yield at, postings.holding(found[at], distance, key)
        else:
            together.setdefault(key, []).append(at)
    for keys in _portions(together, lambda key: postings.size(key, key + 1)):
        deadline.check()
        texts = [at for key in keys for at in together[key]]
        slots = [slot for slot, key in enumerate(keys) for _ in together[key]]
        lists = postings.places_of_each(keys)
        yield from zip(
            texts,
            k.holding_each([found[at] for at in texts], [asked[at][0] for at in texts], slots, lists),
            strict=True,
        )


def _portions(numbers: Iterable[int], size: Callable[[int], int]) -> Iterator[list[int]]:
    """Numbers in portions whose sizes fit the memory."""
    portion: list[int] = []
    room = AT_ONCE
    for number in numbers:
        portion.append(number)
        room -= size(number)
        if room < 0:
            yield portion
            portion, room = [], AT_ONCE
    if portion:
        yield portion
