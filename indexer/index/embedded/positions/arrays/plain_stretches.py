"""Stretches of positions by the million in plain Python: what `StretchArrays` asks for, with lists."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, chain
from operator import sub

from indexer.index.embedded.positions.arrays.stretch_protocol import LAST, Ints, Mask, Spans


class PlainStretches:
    """Spans and stretches in plain Python."""

    def sized(self, starts: Ints, size: int) -> Spans:
        return Spans(starts, [start + size for start in starts], True)

    def some(self, spans: Spans, at: Ints) -> Spans:
        return Spans([spans.starts[one] for one in at], [spans.ends[one] for one in at], spans.even)

    def numbered(self, starts: Ints, at: Ints, end: int) -> Spans:
        last = len(starts) - 1
        ends = [starts[one + 1] if one < last else end for one in at]
        return Spans([starts[one] for one in at], [min(one, LAST) for one in ends])

    def inside(self, spans: Spans, stretches: Spans) -> Spans:
        return self.some(spans, [at for at, stretch in _placed(spans, stretches) if spans.ends[at] <= stretch])

    def beginning_in(self, spans: Spans, stretches: Spans) -> Spans:
        return self.some(spans, [at for at, _ in _placed(spans, stretches)])

    def with_any(self, spans: Spans, stretches: Spans) -> Ints:
        if not spans.even or len(spans.starts) <= len(stretches.starts):
            starts = self.inside(spans, stretches).starts
            return list(dict.fromkeys(self.unit_of(stretches.starts, starts)))
        found, at, count = [], 0, len(spans.starts)
        for number, (low, high) in enumerate(zip(stretches.starts, stretches.ends, strict=True)):
            at = bisect_left(spans.starts, low, at)
            if at == count:
                break
            if spans.ends[at] <= high:
                found.append(number)
        return found

    def within(self, places: Ints, size: int, stretches: Spans) -> Ints:
        if len(stretches.starts) * 16 < len(places):  # each looked for
            found, at = [], 0
            for low, high in zip(stretches.starts, stretches.ends, strict=True):
                at = bisect_left(places, low, at)
                found += places[at : bisect_right(places, high - size, at)]
            return found
        return self.inside(self.sized(places, size), stretches).starts

    def with_place(self, places: Ints, size: int, stretches: Spans) -> Ints:
        found, at, count = [], 0, len(places)
        if count <= len(stretches.starts):
            return self.with_any(self.sized(places, size), stretches)
        for number, (low, high) in enumerate(zip(stretches.starts, stretches.ends, strict=True)):
            at = bisect_left(places, low, at)
            if at == count:
                break
            if places[at] + size <= high:
                found.append(number)
        return found

    def bit_row(self, numbers: Ints, count: int) -> Ints:
        row = bytearray(-(-count // 8))
        for number in numbers:
            row[number >> 3] |= 1 << (number & 7)
        return row

    def of_bits(self, row: Ints) -> Ints:
        return [8 * at + bit for at, byte in enumerate(row) if byte for bit in range(8) if byte >> bit & 1]

    def with_bit(self, row: Ints, numbers: Ints) -> Ints:
        return [number for number in numbers if row[number >> 3] >> (number & 7) & 1]

    def unit_of(self, starts: Ints, places: Ints) -> Ints:
        found, at, end = [], 0, -1
        for place in places:
            if place >= end:
                at = bisect_right(starts, place, at)
                end = starts[at] if at < len(starts) else LAST + 1
            found.append(at - 1)
        return found

    def either_of(self, numbers: Sequence[Ints]) -> Ints:
        return sorted(set(chain.from_iterable(numbers)))

    def same(self, one: Ints, other: Ints) -> bool:
        return list(one) == list(other)

    def others(self, at: Ints, count: int) -> Ints:
        taken = set(at)
        return [one for one in range(count) if one not in taken]

    def every(self, count: int) -> Ints:
        return range(count)

    def of_mask(self, owners: Ints, mask: Mask, first: int = 0) -> Ints:
        return [at for at, owner in enumerate(owners) if owner + first in mask]

    def together(self, spans: Sequence[Spans]) -> Spans:
        if len(spans) == 1:
            return spans[0]
        ordered = _in_order(spans)
        return Spans([start for start, _ in ordered], [-end for _, end in ordered])

    def leftmost(self, spans: Sequence[Spans]) -> Ints:
        kept, free = [], -1
        for start, end in _in_order(spans):
            if start >= free:
                kept.append(start)
                free = -end
        return kept

    def beside(self, spans: Spans, others: Spans, distance: int, stretches: Spans) -> Spans:
        ends = others.ends if others.even else sorted(others.ends)
        at = self.unit_of(stretches.starts, spans.starts)
        kept = [
            number
            for number, (start, end, unit) in enumerate(zip(spans.starts, spans.ends, at, strict=True))
            if _any_from(ends, max(start - distance, stretches.starts[unit] + 1), start)
            or _any_from(others.starts, end, min(end + distance, stretches.ends[unit] - 1))
        ]
        return self.some(spans, kept)

    def uncovered(self, spans: Spans, longer: Spans) -> Spans:
        reached = list(accumulate(longer.ends, max, initial=0))
        kept = [
            at
            for at, (start, end) in enumerate(zip(spans.starts, spans.ends, strict=True))
            if reached[bisect_right(longer.starts, start)] < end
        ]
        return self.some(spans, kept)

    def clause_bits(self, text: str, ends: str) -> memoryview:
        bits, known = bytearray(-(-len(text) // 8)), frozenset(ends)
        for at, character in enumerate(text):
            if character in known:
                bits[at >> 3] |= 1 << (at & 7)
        return memoryview(bits)

    def gap_limits(self, starts: Ints, most: int, bits: Callable[[int, int], bytes]) -> Ints:
        limits = []
        for start in starts:
            window = int.from_bytes(bits(start >> 3, (start >> 3) + 3), "little") >> (start & 7) | 1 << most
            limits.append(start + (window & -window).bit_length() - 1)
        return limits

    def reaching(self, heads: Spans, limits: Ints, tails: Spans) -> Spans:
        starts, ends = [], []
        for start, end, limit in zip(heads.starts, heads.ends, limits, strict=True):
            first, last = bisect_left(tails.starts, end), bisect_right(tails.starts, limit)
            if first < last:
                starts.append(start)
                ends.append(min(tails.ends[first:last]))
        return Spans(starts, ends)

    def section_starts(self, turns: Ints, kinds: Ints, passages: Ints, bases: Ints) -> Ints:
        found: dict[int, None] = {}
        for turn, kind in zip(turns, kinds, strict=True):
            at = bisect_right(passages, turn) - 1
            if kind & 1 and at >= 0 and passages[at] >= bases[bisect_right(bases, turn) - 1]:
                found[passages[at]] = None
        return list(found)

    def text_ends(self, bases: Ints, lengths: Ints, firsts: Ints, passages: int) -> Ints:
        held = map(sub, [*firsts[1:], passages], firsts)
        return [base + length + count - 1 for base, length, count in zip(bases, lengths, held, strict=False)]

    def by_part(self, turns: Ints, kinds: Ints, places: Ints, parts: int) -> list[int]:
        found = [0] * parts
        for at in self.unit_of(turns, places):
            found[kinds[at] >> 1] += 1
        return found

    def accepted(self, turns: Ints, kinds: Ints, flags: Sequence[bool], end: int) -> Spans:
        starts, ends = list[int](), list[int]()
        for turn, kind in zip(turns, kinds, strict=True):
            taken = kind >> 1 < len(flags) and flags[kind >> 1]
            if taken and len(starts) == len(ends):
                starts.append(turn)
            elif not taken and len(starts) > len(ends):
                ends.append(turn)
        return Spans(starts, ends + [min(end, LAST)] * (len(starts) - len(ends)))

    def meeting(self, one: Spans, other: Spans) -> Spans:
        starts = {*self.beginning_in(one, other).starts, *self.beginning_in(other, one).starts}
        ordered = sorted(starts)
        ends = [
            min(stretches.ends[bisect_right(stretches.starts, start) - 1] for stretches in (one, other))
            for start in ordered
        ]
        return Spans(ordered, ends)

    def with_text(self, stretches: Spans, passages: Ints, text_ends: Ints) -> Spans:
        kept = []
        for at, (start, end, text_end) in enumerate(zip(stretches.starts, stretches.ends, text_ends, strict=True)):
            stop = min(end, text_end)
            borders = bisect_right(passages, stop) - bisect_right(passages, start) if stop > start else 0
            if stop - start > borders:
                kept.append(at)
        return self.some(stretches, kept)


def _placed(spans: Spans, stretches: Spans) -> Iterator[tuple[int, int]]:
    """Of each span that begins in a stretch its number, and the end of the stretch."""
    if len(spans.starts) > len(stretches.starts):
        at = 0
        for low, high in zip(stretches.starts, stretches.ends, strict=True):
            at = bisect_left(spans.starts, low, at)
            while at < len(spans.starts) and spans.starts[at] < high:
                yield at, high
                at += 1
        return
    unit = 0
    for at, start in enumerate(spans.starts):
        unit = bisect_right(stretches.starts, start, max(0, unit - 1))
        if unit and start < stretches.ends[unit - 1]:
            yield at, stretches.ends[unit - 1]


def _in_order(spans: Sequence[Spans]) -> Sequence[tuple[int, int]]:
    """Starts and negative ends: of those that begin together the longest comes first."""
    every = [(start, -end) for one in spans for start, end in zip(one.starts, one.ends, strict=True)]
    if len(spans) != 1 or not spans[0].even:
        every.sort()
    return every


def _any_from(numbers: Ints, low: int, high: int) -> bool:
    at = bisect_left(numbers, low)
    return at < len(numbers) and numbers[at] <= high
