"""Numbers by the million in plain Python, for machines without numpy. Counts are a dictionary, a mask is a set."""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from heapq import nsmallest
from itertools import accumulate, chain, pairwise, repeat
from operator import or_, sub

from indexer.index.embedded.positions.arrays.pieces.plain_pieces import PlainPieces
from indexer.index.embedded.positions.arrays.pieces.plain_wordings import PlainWordings
from indexer.index.embedded.positions.arrays.plain_stretches import PlainStretches
from indexer.index.embedded.positions.arrays.plain_texts import PlainTexts
from indexer.index.embedded.positions.arrays.plain_windows import PlainWindows
from indexer.index.embedded.positions.arrays.protocol import (
    CODE_BITS,
    SEPARATOR,
    Block,
    Counts,
    Ints,
    Lists,
    Mask,
    Packed,
    Reals,
)
from indexer.index.embedded.positions.arrays.words.plain_postings import PlainPostings
from indexer.index.ranking import K1

_GROUP = 256
_LOW = 0xFFFF
_SECOND = (1 << CODE_BITS) - 1


class PlainArrays(PlainPieces, PlainStretches, PlainTexts, PlainWindows, PlainWordings, PlainPostings):
    """What `Arrays` asks for, in plain Python."""

    name = "plain"
    room = 1 << 20

    def view(self, data: bytes, code: str) -> Ints:
        if sys.byteorder == "little" and data:
            return memoryview(data).cast(code)  # type: ignore[call-overload] # B, H, I or Q; of nothing there is no cast
        laid = array(code, data)
        laid.byteswap()
        return laid

    def raw(self, numbers: Ints, code: str) -> memoryview:
        laid = array(code, numbers)
        if sys.byteorder == "big":
            laid.byteswap()
        return memoryview(laid.tobytes())

    def listed(self, numbers: Ints) -> list[int]:
        return list(numbers)

    def reals(self, numbers: Reals) -> list[float]:
        return list(map(float, numbers))

    def numbers(self, numbers: Sequence[int]) -> Ints:
        return numbers

    def read_singly(self, numbers: Ints) -> Ints:
        return numbers

    def moved(self, numbers: Ints, by: int) -> Ints:
        return [number + by for number in numbers]

    def total(self, numbers: Ints) -> int:
        return sum(numbers)

    def ends(self, sizes: Ints) -> Ints:
        return list(accumulate(sizes, initial=0))

    def sizes(self, ends: Ints) -> Ints:
        return list(map(sub, ends[1:], ends))

    def pairs(self, text: str) -> Lists:
        places: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for place, pair in enumerate(pairwise(text)):
            places[pair].append(place)
        known = {
            ord(one) << CODE_BITS | (0 if other == SEPARATOR else ord(other)): found
            for (one, other), found in places.items()
            if one != SEPARATOR
        }
        keys = sorted(known)
        lists = [known[key] for key in keys]
        return Lists(keys, list(map(len, lists)), list(chain.from_iterable(lists)))

    def packed(self, sizes: Ints, places: Ints) -> Packed:
        groups, highs, more = array("I"), array("H"), array("B")
        at = 0
        for size in sizes:
            before, end = len(highs), at + size
            while at < end:
                high = places[at] >> 16
                stop = bisect_left(places, (high + 1) << 16, at, min(end, at + _GROUP))
                highs.append(high)
                more.append(stop - at - 1)
                at = stop
            groups.append(len(highs) - before)
        return Packed(groups, highs, more, array("H", [place & _LOW for place in places]))

    def unpacked(self, highs: Ints, more: Ints, lows: Ints) -> Ints:
        places: list[int] = []
        at, low = 0, list(lows)
        for high, rest in zip(highs, more, strict=True):
            end = at + rest + 1
            if high:
                base = high << 16
                places += [base | one for one in low[at:end]]
            else:
                places += low[at:end]
            at = end
        return places

    def relocated(self, sizes: Ints, places: Ints, owners: Ints, moves: Sequence[int | None]) -> tuple[Ints, Ints]:
        found: list[int] = []
        held: list[int] = []
        at = 0
        for size in sizes:
            before = len(found)
            for place, owner in zip(places[at : at + size], owners[at : at + size], strict=True):
                move = moves[owner]
                if move is not None:
                    found.append(place + move)
            held.append(len(found) - before)
            at += size
        return held, found

    def surviving(self, numbers: Ints, owners: Ints, moves: Sequence[int | None]) -> Ints:
        return [number for number, owner in zip(numbers, owners, strict=True) if moves[owner] is not None]

    def runs(self, keys: Ints) -> tuple[list[int], list[int]]:
        first: dict[int, int] = {}
        for at, key in enumerate(keys):
            first.setdefault(key >> CODE_BITS, at)
        return list(first), list(first.values())

    def halves(self, keys: Ints) -> tuple[Ints, Ints, Ints]:
        characters, firsts = self.runs(keys)
        return characters, self.sizes([*firsts, len(keys)]), [key & _SECOND for key in keys]

    def keys_of(self, characters: Ints, sizes: Ints, seconds: Ints) -> Ints:
        firsts = chain.from_iterable(map(repeat, (one << CODE_BITS for one in characters), sizes))
        return array("Q", map(or_, firsts, seconds))

    def short(self, sizes: Ints) -> tuple[Ints, Ints]:
        return [min(size, 255) for size in sizes], [size for size in sizes if size >= 255]

    def ends_of(self, short: Ints, long: Ints) -> Ints:
        rest = iter(long)
        return array("I", accumulate((next(rest) if size == 255 else size for size in short), initial=0))

    def above(self, sizes: Ints, limit: int) -> list[int]:
        return [at for at, size in enumerate(sizes) if size > limit]

    def union(self, keys: Sequence[Ints]) -> Ints:
        return sorted(set(chain.from_iterable(keys)))

    def slots(self, among: Ints, keys: Ints) -> Ints:
        return [bisect_left(among, key) for key in keys]

    def joined(self, count: int, parts: Sequence[tuple[Ints, Ints, Ints]]) -> tuple[Ints, Ints]:
        lists: list[list[int]] = [[] for _ in range(count)]
        for slots, sizes, places in parts:
            at = 0
            for slot, size in zip(slots, sizes, strict=True):
                lists[slot] += places[at : at + size]
                at += size
        for places in lists:
            places.sort()  # runs that ascend: it only looks at them
        return list(map(len, lists)), list(chain.from_iterable(lists))

    def owner_table(self, bases: Ints) -> Ints:
        return bases

    def repeated(self, sizes: Ints) -> Ints:
        return array("I", chain.from_iterable(map(repeat, range(len(sizes)), sizes)))

    def owners(self, table: Ints, places: Ints) -> Ints:
        found: list[int] = []
        report, begin, end = -1, 0, 0
        for place in places:
            if not begin <= place < end:
                report = bisect_right(table, place) - 1
                begin, end = table[report], table[report + 1]
            found.append(report)
        return found

    def laid(self, lists: Sequence[Ints]) -> Ints:
        return list(chain.from_iterable(lists))

    def merged(self, lists: Sequence[Ints]) -> Ints:
        return sorted(chain.from_iterable(lists)) if len(lists) != 1 else lists[0]

    def before(self, places: Ints, distance: int) -> Ints:
        return [place - distance for place in places] if distance else places

    def holding(self, wanted: Ints, distance: int, places: Ints) -> Ints:
        if len(wanted) * 16 < len(places):
            found = []
            at = 0
            for place in wanted:
                at = bisect_left(places, place + distance, at)
                if at < len(places) and places[at] == place + distance:
                    found.append(place)
            return found
        known = set(places)
        return [place for place in wanted if place + distance in known]

    def chosen(self, places: Ints, flags: Sequence[bool]) -> Ints:
        return [place for place, flag in zip(places, flags, strict=True) if flag]

    def apart(self, places: Ints, size: int) -> Ints:
        kept, free = [], -1
        for place in places:
            if place >= free:
                kept.append(place)
                free = place + size
        return kept

    def units(self, starts: Ints, places: Ints) -> Ints:
        found: list[int] = []
        end = -1
        for place in places:
            if place >= end:
                unit = bisect_right(starts, place) - 1
                found.append(unit)
                end = starts[unit + 1] if unit + 1 < len(starts) else sys.maxsize
        return found

    def unit_table(self, starts: Ints, end: int) -> Ints:
        del end
        return starts

    def units_by(self, table: Ints, places: Ints) -> Ints:
        return self.units(table, places)

    def common(self, one: Ints, other: Ints) -> Ints:
        known = set(other)
        return [number for number in one if number in known]

    def picked(self, numbers: Ints, at: Ints) -> Ints:
        return [numbers[one] for one in at]

    def counted(self, owners: Ints, reports: int) -> Counts:
        del reports
        return Counter(owners)

    def counts(self, row: Ints) -> Counts:
        return Counter({report: count for report, count in enumerate(row) if count})

    def row(self, counts: Counts, reports: int) -> Ints:
        return [counts.get(report, 0) for report in range(reports)]

    def chained(self, parts: Sequence[tuple[int, Counts]]) -> Counts:
        found: Counter[int] = Counter()
        first = 0
        for reports, counts in parts:
            for report, count in counts.items():
                found[first + report] = count
            first += reports
        return found

    def limited(self, counts: Counts, mask: Mask) -> Counts:
        return Counter({report: count for report, count in counts.items() if report in mask})

    def added(self, one: Counts, other: Counts) -> Counts:
        return one + other

    def pairs_of(self, counts: Counts) -> tuple[list[int], list[int]]:
        hits = sorted(counts)
        return hits, [counts[report] for report in hits]

    def held(self, counts: Counts) -> int:
        return len(counts)

    def mask(self, numbers: Iterable[int], reports: int) -> Mask:
        del reports
        return frozenset(numbers)

    def having(self, counts: Counts) -> Mask:
        return frozenset(counts)

    def both(self, one: Mask, other: Mask) -> Mask:
        return one & other

    def either(self, one: Mask, other: Mask) -> Mask:
        return one | other

    def without(self, one: Mask, other: Mask) -> Mask:
        return one - other

    def members(self, mask: Mask) -> list[int]:
        return sorted(mask)

    def size(self, mask: Mask) -> int:
        return len(mask)

    def kinds(self, columns: Sequence[Ints]) -> tuple[Ints, list[int]]:
        rows = list(zip(*columns, strict=True))
        first: dict[tuple[int, ...], int] = {}
        for at, row in enumerate(rows):
            first.setdefault(row, at)
        number = {row: at for at, row in enumerate(first)}
        return list(map(number.__getitem__, rows)), list(first.values())

    def coded(self, codes: Ints, accepted: Sequence[int], kinds: int) -> Mask:
        del kinds
        known = frozenset(accepted)
        return frozenset(report for report, code in enumerate(codes) if code in known)

    def scattered(self, table: Ints, blocks: Iterable[Block], reports: int) -> Counts:
        told = (
            (table[base + number], count)
            for base, numbers, times in blocks
            for number, count in zip(numbers, times, strict=True)
        )
        return Counter({report: count for report, count in told if report < reports})

    def below(self, numbers: Ints) -> Reals:
        return [-float(number) for number in numbers]

    def hits(self, mask: Mask) -> Ints:
        return sorted(mask)

    def at(self, counts: Counts, hits: Ints) -> Ints:
        return [counts.get(report, 0) for report in hits]

    def scaled(self, numbers: Ints, by: float) -> Reals:
        return [by * number for number in numbers]

    def bm25(self, times: Ints, lengths: Reals, rarity: float, fixed: float) -> Reals:
        return [
            rarity * t * (K1 + 1) / (t + fixed + length) if t else 0.0 for t, length in zip(times, lengths, strict=True)
        ]

    def bm25_rows(
        self, counts: Sequence[Counts], hits: Ints, lengths: Reals, rarities: Sequence[float], fixed: float
    ) -> Iterable[Reals]:
        rows = zip(counts, rarities, strict=True)
        return [self.bm25(self.at(one, hits), lengths, rarity, fixed) for one, rarity in rows]

    def summed(self, one: Reals, other: Reals) -> Reals:
        return [a + b for a, b in zip(one, other, strict=True)]

    def spread(self, hits: Ints, reports: Ints, worth: Reals) -> Reals:
        return list(map(dict(zip(reports, worth, strict=True)).get, hits, repeat(0.0)))

    def title_worths(self, sizes: Ints, length: int, weight: float) -> Reals:
        return [weight * (1 + length / size) for size in sizes]

    def ranked(self, hits: Ints, scores: Reals, ranks: Ints, most: int) -> Ints:
        keyed = ((-score, ranks[report], report) for score, report in zip(scores, hits, strict=True))
        best = nsmallest(most, keyed) if most else sorted(keyed)
        return [report for _, _, report in best]
