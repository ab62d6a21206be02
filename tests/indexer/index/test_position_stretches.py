"""Many spans and stretches at once by both kinds of arrays: so many that numpy takes its ways for many, and a few."""

from __future__ import annotations

import random
from itertools import pairwise
from typing import Any

import pytest

from indexer.index.embedded.positions.arrays.choice import arrays, plain
from indexer.index.embedded.positions.arrays.protocol import Arrays
from indexer.index.embedded.positions.arrays.stretch_protocol import Spans

QUICK, PLAIN = arrays(), plain()
pytestmark = pytest.mark.skipif(QUICK is PLAIN, reason="no numpy here: there is but one way")

Drawn = list[tuple[int, int]]
FEW, MANY = 5, 500
"""Below and above all limits: 16 runs that overlap, 256 places whose clauses are looked up."""
SIZES = [pytest.param(n, m, id=f"{n} spans, {m} stretches") for n in (0, FEW, MANY) for m in (FEW, MANY)]


def spans(dice: random.Random, count: int, room: int, size: int = 0) -> Drawn:
    """Ascending by their starts, of those that begin together the longest first; all of one `size` (0: of any)."""
    drawn = {(start, start + (size or dice.randint(1, 9))) for start in dice.choices(range(room), k=count)}
    return sorted(drawn, key=lambda one: (one[0], -one[1]))


def stretches(dice: random.Random, count: int, room: int) -> Drawn:
    borders = sorted(dice.sample(range(room + 20), 2 * count))
    return list(zip(borders[::2], borders[1::2], strict=True))


def laid(k: Arrays, drawn: Drawn, *, even: bool = False) -> Spans:
    starts, ends = (k.view(bytes(k.raw([one[at] for one in drawn], "I")), "I") for at in (0, 1))
    return Spans(starts, ends, even)


def told(value: Any) -> Drawn:
    return list(zip(map(int, value.starts), map(int, value.ends), strict=True))


def numbers(value: Any) -> list[int]:
    return list(map(int, value))


@pytest.mark.parametrize("size", [0, 3], ids=["of any length", "of one length"])
@pytest.mark.parametrize(("n", "m"), SIZES)
def test_spans_in_stretches(n: int, m: int, size: int) -> None:
    for seed in range(4):
        dice = random.Random(seed)
        room = 4 * max(n, m, 20)
        some, units = spans(dice, n, room, size), stretches(dice, m, room)
        inside = [one for one in some if any(begin <= one[0] and one[1] <= end for begin, end in _near(units, one[0]))]
        begun = [one for one in some if any(begin <= one[0] < end for begin, end in _near(units, one[0]))]
        holding = [at for at, (begin, end) in enumerate(units) if any(begin <= a and b <= end for a, b in inside)]
        for k in (QUICK, PLAIN):
            one, other = laid(k, some, even=bool(size)), laid(k, units)
            assert told(k.inside(one, other)) == inside
            assert told(k.beginning_in(one, other)) == begun
            assert numbers(k.with_any(one, other)) == holding
            if size:
                assert numbers(k.within(one.starts, size, other)) == [start for start, _ in inside]
                assert numbers(k.with_place(one.starts, size, other)) == holding


@pytest.mark.parametrize("count", [1, 7, 8, 9, 1000])
def test_numbers_kept_as_bits(count: int) -> None:
    dice = random.Random(count)
    kept = sorted(dice.sample(range(count), count // 2))
    asked = sorted(dice.sample(range(count), (count + 1) // 2))
    for k in (QUICK, PLAIN):
        row = k.bit_row(k.numbers(kept), count)
        assert numbers(k.of_bits(row)) == kept
        assert numbers(k.with_bit(row, k.numbers(asked))) == sorted({*asked} & {*kept})


@pytest.mark.parametrize("size", [0, 1, 3], ids=["of any length", "of one character", "of one length"])
@pytest.mark.parametrize("m", [1, FEW, 50])
def test_spans_all_of_which_begin_in_stretches(m: int, size: int) -> None:
    """As the places of a wording in all reports do; some reach over an end."""
    for seed in range(4):
        dice = random.Random(seed)
        some = spans(dice, MANY, 4 * MANY, size)
        borders = [0, *sorted(dice.sample(range(1, 4 * MANY), m - 1)), 4 * MANY + 9 * (seed % 2)]
        units = list(pairwise(borders))
        inside = [one for one in some if any(begin <= one[0] and one[1] <= end for begin, end in _near(units, one[0]))]
        for k in (QUICK, PLAIN):
            one, other = laid(k, some, even=bool(size)), laid(k, units)
            assert told(k.inside(one, other)) == inside
            assert told(k.beginning_in(one, other)) == [span for span in some if span[0] < borders[-1]]


@pytest.mark.parametrize(("n", "m"), [(0, FEW), (FEW, MANY), (MANY, FEW), (MANY, 1), (MANY, MANY)])
def test_places_by_part(n: int, m: int) -> None:
    for seed in range(4):
        dice = random.Random(seed)
        room = 4 * max(n, m)
        turns, kinds = [0, *sorted(dice.sample(range(1, room), m - 1))], dice.choices(range(2 * 6), k=m)
        places = sorted(dice.sample(range(room), n))
        naive = [0] * 7
        for place in places:
            naive[kinds[max(at for at, turn in enumerate(turns) if turn <= place)] // 2] += 1
        for k in (QUICK, PLAIN):
            at, of, found = (laid(k, [(one, one) for one in each]).starts for each in (turns, kinds, places))
            assert k.by_part(at, of, found, 7) == naive


def _near(units: Drawn, place: int) -> Drawn:
    """The stretch that a place may lie in."""
    return [one for one in units if one[0] <= place < one[1]]


@pytest.mark.parametrize("n", [0, 1, FEW, MANY])
def test_of_spans_that_overlap_the_leftmost_then_the_longest(n: int) -> None:
    for seed, room in enumerate((2 * max(n, 4), 8 * max(n, 4), 40 * max(n, 4))):
        dice = random.Random(seed)
        lists = [spans(dice, n, room), spans(dice, n // 2, room, 4)]
        kept, reached = list[int](), 0
        for start, end in sorted({*lists[0], *lists[1]}, key=lambda one: (one[0], -one[1])):
            if start >= reached:
                kept.append(start)
                reached = end
        for k in (QUICK, PLAIN):
            assert numbers(k.leftmost([laid(k, lists[0]), laid(k, lists[1], even=True)])) == kept


@pytest.mark.parametrize("n", [1, FEW, MANY])
def test_gaps_end_with_their_clause(n: int) -> None:
    dice = random.Random(n)
    text = "".join(dice.choices("甲乙丙，", k=9 * n)) + "\n"
    starts = sorted(dice.sample(range(9 * n), n))
    naive = []
    for start in starts:
        limit = start
        while limit < start + 8 and limit < len(text) and text[limit] not in "，\n":
            limit += 1
        naive.append(limit)
    bits = bytes(QUICK.clause_bits(text, "，\n"))
    for k in (QUICK, PLAIN):
        assert bytes(k.clause_bits(text, "，\n")) == bits
        found = k.gap_limits(laid(k, [(start, start) for start in starts]).starts, 8, lambda a, b: bits[a:b])
        assert numbers(found) == naive


@pytest.mark.parametrize("n", [0, FEW, MANY])
def test_relations_of_two_wordings(n: int) -> None:
    for seed in range(3):
        dice = random.Random(seed)
        room = 6 * max(n, 10)
        heads, tails = spans(dice, n, room, 3), spans(dice, n + 2, room, 2)
        limits = [end + dice.randint(0, 8) for _, end in heads]
        reached = [
            (start, min(ends))
            for (start, end), limit in zip(heads, limits, strict=True)
            if (ends := [b for a, b in tails if end <= a <= limit])
        ]
        uncovered = [one for one in tails if not any(a <= one[0] and one[1] <= b for a, b in heads)]
        whole = [(0, room + 50)]
        beside = [
            (start, end)
            for start, end in heads
            if any(b <= start <= b + 5 or end <= a <= end + 5 for a, b in tails if a < room + 50)
        ]
        for k in (QUICK, PLAIN):
            one, other = laid(k, heads, even=True), laid(k, tails, even=True)
            assert told(k.reaching(one, k.numbers(limits), other)) == reached
            assert told(k.uncovered(other, one)) == uncovered
            assert told(k.beside(one, other, 5, laid(k, whole))) == beside
