"""With numpy and without it the same numbers come out: each operation on numbers drawn at random, by both."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.index.embedded.positions.arrays import numpy_texts
from indexer.index.embedded.positions.arrays.choice import arrays, plain
from indexer.index.embedded.positions.arrays.protocol import CODE_BITS, Arrays
from indexer.index.embedded.positions.arrays.text_protocol import KeyLists, Turn

QUICK, PLAIN = arrays(), plain()
pytestmark = pytest.mark.skipif(QUICK is PLAIN, reason="no numpy here: there is but one way")

TEXT = st.lists(st.text("党建人党\x1f𠀀a\U0010ffff", max_size=8), min_size=1, max_size=6).map(
    lambda lines: "\n".join(lines) + "\n"
)
NUMBERS = st.lists(st.integers(0, 300), max_size=40)
ASCENDING = st.lists(st.integers(0, 400_000), unique=True, max_size=60).map(sorted)
BIG = st.sets(st.integers(0, 2**32 - 65), max_size=40).map(sorted)


def same(ask: Callable[[Arrays], Any]) -> Any:
    """What both say, as plain lists."""
    quick, slow = _listed(ask(QUICK)), _listed(ask(PLAIN))
    assert quick == slow
    return slow


def _listed(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_listed(one) for one in value]
    return [int(one) for one in value] if isinstance(value, Iterable) else value


def lists(k: Arrays, numbers: list[int], code: str = "I") -> Any:
    """As they come from a file."""
    return k.view(bytes(k.raw(numbers, code)), code)


@settings(deadline=None)
@given(TEXT)
def test_pairs(text: str) -> None:
    keys, sizes, places = same(lambda k: tuple(k.pairs(text)))
    told = [(key, place) for key, place in zip(_repeated(keys, sizes), places, strict=True)]
    naive = [
        ((ord(one) << CODE_BITS) | (0 if other == "\n" else ord(other)), place)
        for place, (one, other) in enumerate(pairwise(text))
        if one != "\n"
    ]
    assert told == sorted(naive)


def _repeated(keys: list[int], sizes: list[int]) -> list[int]:
    return [key for key, size in zip(keys, sizes, strict=True) for _ in range(size)]


def test_pairs_of_more_different_characters_than_16_bits_can_number() -> None:
    """70,000 of them: keys and places no longer fit one number."""
    text = "".join(chr(code) for code in range(0x4E00, 0x4E00 + 90_000) if not 0xD800 <= code < 0xE000) + "\n"
    keys, sizes, _ = same(lambda k: tuple(k.pairs(text)))
    assert len(keys) > 70_000
    assert set(sizes) == {1}
    assert keys == sorted(keys)


@settings(deadline=None)
@given(st.lists(st.lists(st.integers(0, 400_000), unique=True, max_size=20).map(sorted), max_size=6))
def test_packing_keeps_every_place(keyed: list[list[int]]) -> None:
    sizes, places = list(map(len, keyed)), [place for one in keyed for place in one]
    packed = same(lambda k: tuple(k.packed(k.numbers(sizes), lists(k, places))))
    groups, highs, more, lows = packed
    assert sum(groups) == len(highs) == len(more)
    assert sum(more) + len(more) == len(lows) == len(places)
    assert same(lambda k: k.unpacked(lists(k, highs, "H"), lists(k, more, "B"), lists(k, lows, "H"))) == places


def test_a_group_holds_256_places_and_no_more() -> None:
    places = list(range(70_000, 70_000 + 600))
    groups, highs, more, _ = same(lambda k: tuple(k.packed(k.numbers([600]), lists(k, places))))
    assert (groups, highs, more) == ([3], [1, 1, 1], [255, 255, 87])


CODE = st.sampled_from([0, 0x41, 0x4E00, 0x515A, 0xD800, 0x20000, 0x10FFFF])


@settings(deadline=None)
@given(st.sets(st.tuples(CODE, CODE), max_size=30))
def test_keys_in_halves_are_the_keys(pairs: set[tuple[int, int]]) -> None:
    keys = sorted(one << CODE_BITS | other for one, other in pairs)
    characters, sizes, seconds = same(lambda k: k.halves(lists(k, keys, "Q")))
    assert characters == sorted({one for one, _ in pairs})
    assert sum(sizes) == len(seconds) == len(keys)
    assert same(lambda k: k.keys_of(lists(k, characters), lists(k, sizes), lists(k, seconds))) == keys


@settings(deadline=None)
@given(st.lists(st.sampled_from([0, 1, 254, 255, 256, 70_000, 2**31]), max_size=5))
def test_sizes_made_short_are_the_sizes(sizes: list[int]) -> None:
    short, long = same(lambda k: k.short(lists(k, sizes)))
    assert long == [size for size in sizes if size >= 255]
    if sum(sizes) < 2**32:
        assert same(lambda k: k.ends_of(lists(k, short, "B"), lists(k, long))) == same(lambda k: k.ends(sizes))


@settings(deadline=None)
@given(BIG, st.integers(0, 9), BIG)
def test_holding(wanted: list[int], distance: int, places: list[int]) -> None:
    wanted = sorted({*wanted, *(place - distance for place in places[::2] if place >= distance)})
    found = same(lambda k: k.holding(lists(k, wanted), distance, lists(k, places)))
    held = set(places)
    assert found == [place for place in wanted if place + distance in held]


@pytest.mark.parametrize("distance", [0, 2])
@pytest.mark.parametrize("room", [15_000, 1 << 31], ids=["many in both", "few in both"])
def test_holding_of_long_lists(distance: int, room: int) -> None:
    """So many that the two are merged."""
    dice = random.Random(room)
    wanted, places = (sorted(dice.sample(range(room), 5_000)) for _ in range(2))
    places = sorted({*places, *(place + distance for place in wanted[::7])})
    found = same(lambda k: k.holding(lists(k, wanted), distance, lists(k, places)))
    held = set(places)
    assert found == [place for place in wanted if place + distance in held]


@settings(deadline=None)
@given(TEXT, st.lists(st.text("党建人a𠀀", min_size=2, max_size=6), max_size=8), st.integers(1, 8))
def test_many_texts_stand_where_each_is_found_alone(text: str, texts: list[str], split: int) -> None:
    """Turn by turn, with the lists of a turn in two parts, and those of some length looked through by themselves."""
    texts += [text[at : at + 3] for at in range(0, len(text) - 3, 2) if "\n" not in text[at : at + 3]]
    expected = [[number, at] for number, one in enumerate(texts) for at in range(len(text)) if text.startswith(one, at)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(numpy_texts, "_ALONE", 3)
        for k in (QUICK, PLAIN):
            every = KeyLists(*k.pairs(text))
            turns = k.turns(range(len(texts)), texts, every.keys, k.ends(every.sizes))
            found = [
                _stepped(k, k.part(turns[0], *part), turns[1:], every, split) for part in ((0, 4), (4, 99)) if turns
            ]
            assert [pair for one in found for pair in one] == expected


def _stepped(k: Arrays, first: Turn, further: list[Turn], every: KeyLists, split: int) -> list[list[int]]:
    if not len(first.texts):
        return []
    standing = k.begun(first, _of(k, every, k.each_once(first.keys)))
    for turn in further:
        asked = k.asked(standing, turn)
        for keys in (asked[:split], asked[split:]):
            standing = k.narrowed(standing, turn, _of(k, every, keys))
    return [list(pair) for pair in zip(_listed(standing.texts), _listed(standing.places), strict=True)]


def _of(k: Arrays, every: KeyLists, numbers: Any) -> KeyLists:
    ends = _listed(k.ends(every.sizes))
    places = [every.places[ends[number] : ends[number + 1]] for number in _listed(numbers)]
    return KeyLists(numbers, k.numbers([len(one) for one in places]), k.laid(places))


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 9)), max_size=30).map(sorted), st.integers(0, 3))
def test_texts_with_the_reports_that_hold_them(places: list[tuple[int, int]], first: int) -> None:
    """Each report once; report 2 of the segment may not be asked."""
    may = [first + one for one in range(10) if one != 2]
    told = [
        {
            text: reports
            for text, reports in k.holding_texts(
                k.numbers([text for text, _ in places]), k.numbers([one for _, one in places]), first, k.mask(may, 13)
            )
            if reports
        }
        for k in (QUICK, PLAIN)
    ]
    expected = {text: sorted({first + one for other, one in places if other == text} & {*may}) for text, _ in places}
    assert told == [{text: held for text, held in expected.items() if held}] * 2


@settings(deadline=None)
@given(st.lists(st.integers(0, 5), max_size=9))
def test_the_owner_of_each_of_several(sizes: list[int]) -> None:
    owners = same(lambda k: k.repeated(k.sizes(k.ends(lists(k, sizes)))))
    assert owners == [number for number, size in enumerate(sizes) for _ in range(size)]


def test_what_stands_before_the_beginning_is_no_place() -> None:
    """Position 1 less 3 is none: the pair at its own beginning does not stand there."""
    for k in (QUICK, PLAIN):
        before = k.before(lists(k, [1, 70]), 3)
        assert _listed(k.holding(before, 0, lists(k, [0, 1, 67]))) == [67]


@settings(deadline=None)
@given(ASCENDING, st.integers(1, 2_000))
def test_apart_is_what_str_count_counts(places: list[int], size: int) -> None:
    found = same(lambda k: k.apart(lists(k, places), size))
    kept, free = [], -1
    for place in places:
        if place >= free:
            kept.append(place)
            free = place + size
    assert found == kept


@settings(deadline=None)
@given(ASCENDING, st.sets(st.integers(1, 400_000), max_size=9))
def test_units(places: list[int], borders: set[int]) -> None:
    starts = sorted({0, *borders})
    found = same(lambda k: k.units(lists(k, starts), lists(k, places)))
    assert found == sorted({sum(start <= place for start in starts) - 1 for place in places})
    end = max(starts[-1], *places, 0) + 1
    assert found == same(lambda k: k.units_by(k.unit_table(lists(k, starts), end), lists(k, places)))


@settings(deadline=None)
@given(st.lists(st.integers(1, 3), min_size=1, max_size=8), st.data())
def test_owners_and_moves(blocks: list[int], data: st.DataObject) -> None:
    bases = [64 * sum(blocks[:at]) for at in range(len(blocks) + 1)]
    places = data.draw(st.lists(st.integers(0, bases[-1] - 1), unique=True, max_size=30).map(sorted))
    gone = data.draw(st.sets(st.integers(0, len(blocks) - 1)))
    moves = [None if report in gone else 64 * report for report in range(len(blocks))]

    def relocated(k: Arrays) -> Any:
        owners = k.owners(k.owner_table(lists(k, bases, "Q")), lists(k, places))
        split = [len(places) // 2, len(places) - len(places) // 2]
        kept = k.surviving(lists(k, places), owners, moves)
        return owners, kept, *k.relocated(k.numbers(split), lists(k, places), owners, moves)

    owners, kept, sizes, moved = same(relocated)
    assert owners == [sum(base <= place for base in bases) - 1 for place in places]
    assert kept == [place for place, owner in zip(places, owners, strict=True) if owner not in gone]
    assert moved == [place + 64 * owner for place, owner in zip(places, owners, strict=True) if owner not in gone]
    assert sum(sizes) == len(moved)


@settings(deadline=None)
@given(st.lists(st.dictionaries(st.integers(0, 5), ASCENDING.filter(bool), max_size=6), max_size=4))
def test_lists_of_several_sources_are_joined_in_order(sources: list[dict[int, list[int]]]) -> None:
    shifted = [
        {key: [place + 500_000 * at for place in one] for key, one in keyed.items()} for at, keyed in enumerate(sources)
    ]

    def joined(k: Arrays) -> Any:
        parts = []
        for keyed in shifted:
            every = [place for key in sorted(keyed) for place in keyed[key]]
            parts.append(
                (k.numbers(sorted(keyed)), k.numbers([len(keyed[key]) for key in sorted(keyed)]), k.numbers(every))
            )
        return k.joined(6, parts)

    sizes, places = same(joined)
    naive = [[place for keyed in shifted for place in keyed.get(key, ())] for key in range(6)]
    assert sizes == list(map(len, naive))
    assert places == [place for one in naive for place in one]


@settings(deadline=None)
@given(
    NUMBERS.filter(lambda owners: all(owner < 20 for owner in owners)),
    st.sets(st.integers(0, 19)),
    st.sets(st.integers(0, 19)),
)
def test_counts_and_masks(owners: list[int], one: set[int], other: set[int]) -> None:
    def told(k: Arrays) -> Any:
        counts, a, b = k.counted(k.numbers(owners), 20), k.mask(one, 20), k.mask(other, 20)
        twice = k.chained([(20, counts), (20, k.limited(counts, a))])
        return (
            *(k.members(mask) for mask in (a, k.having(counts), k.both(a, b), k.either(a, b), k.without(a, b))),
            *k.pairs_of(twice),
            *k.pairs_of(k.added(counts, counts)),
            k.size(a),
            k.held(counts),
        )

    answer = same(told)
    assert answer[0] == sorted(one)
    assert answer[2:5] == [sorted(one & other), sorted(one | other), sorted(one - other)]
    assert answer[5] == sorted({*owners, *(20 + owner for owner in owners if owner in one)})
    assert answer[8] == [2 * owners.count(owner) for owner in sorted(set(owners))]


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2**32 - 1) | st.integers(0, 1)), max_size=20))
def test_rows_of_columns_by_their_kinds(rows: list[tuple[int, int]]) -> None:
    for k in (QUICK, PLAIN):
        codes, firsts = k.kinds([lists(k, [row[at] for row in rows]) for at in (0, 1)])
        assert [rows[firsts[code]] for code in k.listed(codes)] == rows
        assert len({rows[first] for first in firsts}) == len(firsts) == len(set(rows))


@settings(deadline=None)
@given(st.lists(st.text("党建a𠀀", max_size=4), min_size=1, max_size=6), st.text("党建a𠀀", min_size=1, max_size=4))
def test_texts_that_hold_a_text(texts: list[str], text: str) -> None:
    holding = [number for number, one in enumerate(texts) if text in one]
    found = same(lambda k: k.holding_text(k.laid_texts(texts), text))
    assert found == [holding, [len(texts[number]) for number in holding]]


@pytest.mark.parametrize("many", [1, 300])
@settings(deadline=None, max_examples=5)
@given(st.lists(st.lists(st.integers(0, 39), max_size=60), min_size=1, max_size=4))
def test_several_scores_at_once_are_those_of_each_alone(many: int, counted: list[list[int]]) -> None:
    """To the last bit, few hits or so many that they are worked out one after the other."""
    reports = [at % 40 for at in range(40 * many)]

    def rows(k: Arrays) -> Any:
        counts = [k.counted(k.numbers(owners), 40) for owners in counted]
        hits, rarities = k.numbers(reports), [0.7 + 0.31 * number for number in range(len(counts))]
        lengths = k.scaled(lists(k, [7 * one + 1 for one in reports]), 0.013)
        every = list(map(k.reals, k.bm25_rows(counts, hits, lengths, rarities, 0.3)))
        alone = [k.bm25(k.at(one, hits), lengths, rare, 0.3) for one, rare in zip(counts, rarities, strict=True)]
        assert every == list(map(k.reals, alone))
        return every

    assert rows(QUICK) == rows(PLAIN)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 90)), min_size=1, max_size=30), st.integers(0, 6))
def test_order_by_score_is_the_same_to_the_last_bit(reports: list[tuple[int, int]], most: int) -> None:
    lengths = [length for _, length in reports]

    def ranked(k: Arrays) -> Any:
        hits = k.hits(k.mask(range(len(reports)), len(reports)))
        times = k.at(k.counts(lists(k, [times for times, _ in reports])), hits)
        scores = k.bm25(times, k.scaled(k.picked(lists(k, lengths), hits), 0.011), 1.7, 0.3)
        scores = k.summed(scores, k.spread(hits, [0, len(reports) + 3], k.title_worths([9, 7], 2, 0.5)))
        return [float(score) for score in scores], list(map(int, k.ranked(hits, scores, lists(k, lengths[::-1]), most)))

    assert ranked(QUICK) == ranked(PLAIN)
