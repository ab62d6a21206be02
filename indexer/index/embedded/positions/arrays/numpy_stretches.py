"""Stretches of positions by the million with numpy: what `StretchArrays` asks for. Positions are numbers of 32 bits."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from indexer.index.embedded.positions.arrays.stretch_protocol import LAST, Ints, Mask, Spans

_ALL, _WORD = np.uint64(LAST), np.uint64(32)
_FEW = 16
"""Up to so many runs of overlapping spans are gone through one by one."""
_WHOLE = 256
"""Places up to which the bits of each are read by themselves."""


class NumpyStretches:
    """Spans and stretches with numpy."""

    def sized(self, starts: Ints, size: int) -> Spans:
        starts = np.asarray(starts, np.uint32)
        return Spans(starts, starts + np.uint32(size), True)

    def some(self, spans: Spans, at: Ints) -> Spans:
        return Spans(spans.starts.take(at), spans.ends.take(at), spans.even)

    def numbered(self, starts: Ints, at: Ints, end: int) -> Spans:
        following = np.asarray(at, np.int64) + 1
        if not len(following):
            return Spans(_NONE, _NONE)
        begins, ends = (starts.take(one, mode="clip").astype(np.uint32, copy=False) for one in (at, following))
        if following[-1] == len(starts):  # they ascend
            ends[-1] = min(end, LAST)
        return Spans(begins, ends)

    def inside(self, spans: Spans, stretches: Spans) -> Spans:
        return _within(spans, stretches, wholly=True)

    def beginning_in(self, spans: Spans, stretches: Spans) -> Spans:
        return _within(spans, stretches, wholly=False)

    def with_any(self, spans: Spans, stretches: Spans) -> Ints:
        starts, ends = spans.starts, spans.ends
        if not len(starts) or not len(stretches.starts):
            return _NUMBERS
        if spans.even and len(starts) > len(stretches.starts):
            first = starts.searchsorted(stretches.starts)
            ends = ends.take(first, mode="clip")
            return ((first < len(starts)) & (ends <= stretches.ends)).nonzero()[0]
        at = stretches.starts.searchsorted(starts, "right") - 1
        at = those(at, (at >= 0) & (ends <= stretches.ends.take(at)))
        return those(at, changes(at))

    def within(self, places: Ints, size: int, stretches: Spans) -> Ints:
        if not len(places) or not len(stretches.starts):
            return places[:0]
        if len(places) < len(stretches.starts):
            at = stretches.starts.searchsorted(places, "right") - 1
            return those(places, (at >= 0) & (places + np.uint32(size) <= stretches.ends.take(at)))
        stops = np.maximum(stretches.ends.astype(np.int64) - (size - 1), 0).astype(np.uint32)
        first = places.searchsorted(stretches.starts)
        sizes = np.maximum(places.searchsorted(stops) - first, 0)
        ends = np.cumsum(sizes)
        if ends[-1] == len(places):
            return places
        at = np.repeat(first - (ends - sizes), sizes)
        at += np.arange(len(at))
        return places.take(at)

    def with_place(self, places: Ints, size: int, stretches: Spans) -> Ints:
        count = len(places)
        if not count or not len(stretches.starts):
            return _NUMBERS
        if count > len(stretches.starts):
            first = places.searchsorted(stretches.starts)
            ends = places.take(first, mode="clip") + np.uint32(size)
            return ((first < count) & (ends <= stretches.ends)).nonzero()[0]
        at = stretches.starts.searchsorted(places, "right") - 1
        at = those(at, (at >= 0) & (places + np.uint32(size) <= stretches.ends.take(at)))
        return those(at, changes(at))

    def bit_row(self, numbers: Ints, count: int) -> Ints:
        flags = np.zeros(count, bool)
        flags[numbers] = True
        return np.packbits(flags, bitorder="little")

    def of_bits(self, row: Ints) -> Ints:
        return np.flatnonzero(np.unpackbits(row, bitorder="little").view(bool))

    def with_bit(self, row: Ints, numbers: Ints) -> Ints:
        return those(numbers, (row.take(numbers >> 3) >> (numbers & 7).astype(np.uint8) & 1).view(bool))

    def unit_of(self, starts: Ints, places: Ints) -> Ints:
        return starts.searchsorted(places, "right") - 1

    def either_of(self, numbers: Sequence[Ints]) -> Ints:
        found = np.sort(np.concatenate([_NUMBERS, *numbers]))
        return those(found, changes(found))

    def same(self, one: Ints, other: Ints) -> bool:
        return np.array_equal(one, other)

    def others(self, at: Ints, count: int) -> Ints:
        left = np.ones(count, bool)
        left[at] = False
        return left.nonzero()[0]

    def every(self, count: int) -> Ints:
        return np.arange(count)

    def of_mask(self, owners: Ints, mask: Mask, first: int = 0) -> Ints:
        return mask[first:].take(owners).nonzero()[0]

    def together(self, spans: Sequence[Spans]) -> Spans:
        if len(spans) == 1:
            return spans[0]
        starts = np.concatenate([_NONE, *(one.starts for one in spans)])
        ends = np.concatenate([_NONE, *(one.ends for one in spans)])
        return _in_order(starts, ends)

    def leftmost(self, spans: Sequence[Spans]) -> Ints:
        if len(spans) == 1 and spans[0].even:
            starts, ends = spans[0].starts, spans[0].ends
            if not (starts[1:] < ends[:-1]).any():
                return starts
        else:
            starts, ends, _ = self.together(spans) if len(spans) != 1 else _in_order(spans[0].starts, spans[0].ends)
            longest = changes(starts)
            starts, ends = those(starts, longest), those(ends, longest)
        if len(starts) < 2:
            return starts
        kept = np.ones(len(starts), bool)
        np.greater_equal(starts[1:], np.maximum.accumulate(ends)[:-1], out=kept[1:])
        if not kept.all():
            _choose(starts, ends, kept)
        return those(starts, kept)

    def beside(self, spans: Spans, others: Spans, distance: int, stretches: Spans) -> Spans:
        if not len(spans.starts) or not len(others.starts):
            return self.some(spans, _NUMBERS)
        at = stretches.starts.searchsorted(spans.starts, "right") - 1
        low, high = stretches.starts.take(at).astype(np.int64), stretches.ends.take(at).astype(np.int64)
        starts, ends = spans.starts.astype(np.int64), spans.ends.astype(np.int64)
        after = np.concatenate((others.starts, (LAST,)), dtype=np.int64)
        before = np.concatenate((others.ends if others.even else np.sort(others.ends), (LAST,)), dtype=np.int64)
        nearest = before.take(before.searchsorted(np.maximum(starts - distance, low + 1)))
        following = after.take(after.searchsorted(ends))
        has = (nearest <= starts) | (following <= np.minimum(ends + distance, high - 1))
        return self.some(spans, has.nonzero()[0])

    def uncovered(self, spans: Spans, longer: Spans) -> Spans:
        if not len(longer.starts):
            return spans
        reached = np.maximum.accumulate(longer.ends)
        at = longer.starts.searchsorted(spans.starts, "right") - 1
        return self.some(spans, np.flatnonzero((at < 0) | (reached[at] < spans.ends)))

    def clause_bits(self, text: str, ends: str) -> memoryview:
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
        known = np.zeros(0x110000, bool)
        known[[ord(one) for one in ends]] = True
        return np.packbits(known[codes], bitorder="little").data

    def gap_limits(self, starts: Ints, most: int, bits: Callable[[int, int], bytes]) -> Ints:
        starts = np.asarray(starts, np.int64)
        byte = starts >> 3
        if len(starts) <= _WHOLE:
            windows = np.array([int.from_bytes(bits(at, at + 3), "little") for at in byte.tolist()], np.int64)
        else:
            first = int(byte[0])
            held = np.frombuffer(bits(first, int(byte[-1]) + 3), np.uint8).astype(np.int64)
            held = np.append(held, (0, 0))  # behind the last byte of all there is nothing
            near = byte - first
            windows = held[near] | held[near + 1] << 8 | held[near + 2] << 16
        windows = windows >> (starts & 7) | 1 << most
        lowest = windows & -windows
        return starts + np.minimum(np.log2(lowest).astype(np.int64), most)

    def reaching(self, heads: Spans, limits: Ints, tails: Spans) -> Spans:
        if not len(heads.starts) or not len(tails.starts):
            return Spans(_NONE, _NONE)
        first = tails.starts.searchsorted(heads.ends)
        last = tails.starts.searchsorted(np.asarray(limits, np.uint32), "right")
        ends = np.full(len(first), LAST, np.uint32)
        for step in range(int((last - first).max(initial=0))):
            at = np.flatnonzero(first + step < last)
            ends[at] = np.minimum(ends[at], tails.ends[first[at] + step])
        kept = np.flatnonzero(first < last)
        return Spans(heads.starts[kept], ends[kept])

    def section_starts(self, turns: Ints, kinds: Ints, passages: Ints, bases: Ints) -> Ints:
        opening = turns[(kinds & 1) == 1]
        if not len(passages) or not len(opening):
            return _NONE
        at = passages.searchsorted(opening, "right") - 1
        base = bases[bases.searchsorted(opening, "right") - 1]
        starts = passages[at][(at >= 0) & (passages[at] >= base)]
        return starts[changes(starts)]

    def text_ends(self, bases: Ints, lengths: Ints, firsts: Ints, passages: int) -> Ints:
        held = np.diff(np.append(firsts, passages).astype(np.int64))
        return bases[:-1].astype(np.int64) + lengths + held - 1

    def by_part(self, turns: Ints, kinds: Ints, places: Ints, parts: int) -> list[int]:
        if len(places) > len(turns):  # nothing is made for each place
            held = np.diff(np.append(places.searchsorted(turns), len(places)))
            return np.bincount(kinds >> 1, held, parts).astype(np.int64).tolist()  # type: ignore[no-any-return] # numpy
        at = turns.searchsorted(places, "right") - 1
        return np.bincount(kinds.take(at) >> 1, minlength=parts).tolist()  # type: ignore[no-any-return] # numpy

    def accepted(self, turns: Ints, kinds: Ints, flags: Sequence[bool], end: int) -> Spans:
        taken = np.array([*flags, False])[np.minimum(kinds >> 1, len(flags))]
        begins = np.flatnonzero(taken & _first(~taken))
        stops = np.flatnonzero(~taken & _first(taken))
        stops = stops[stops > 0]
        ends = turns[stops]
        if len(ends) < len(begins):
            ends = np.append(ends, np.uint32(min(end, LAST)))
        return Spans(turns[begins], ends)

    def meeting(self, one: Spans, other: Spans) -> Spans:
        starts = np.concatenate((_within(one, other, wholly=False).starts, _within(other, one, wholly=False).starts))
        if not len(starts):
            return Spans(_NONE, _NONE)
        starts.sort()
        starts = starts[changes(starts)]
        ends = [list_.ends[list_.starts.searchsorted(starts, "right") - 1] for list_ in (one, other)]
        return Spans(starts, np.minimum(*ends))

    def with_text(self, stretches: Spans, passages: Ints, text_ends: Ints) -> Spans:
        ends = np.minimum(stretches.ends.astype(np.int64), text_ends)
        borders = passages.searchsorted(np.maximum(ends, 0).astype(np.uint32), "right")
        borders = borders - passages.searchsorted(stretches.starts, "right")
        return self.some(stretches, np.flatnonzero(ends - stretches.starts.astype(np.int64) > np.maximum(borders, 0)))


_NONE = np.empty(0, np.uint32)
_NUMBERS = np.empty(0, np.int64)


def _within(spans: Spans, stretches: Spans, *, wholly: bool) -> Spans:
    starts, ends = spans.starts, spans.ends
    if not len(starts) or not len(stretches.starts):
        return Spans(starts[:0], ends[:0], spans.even)
    if len(starts) < len(stretches.starts):
        at = stretches.starts.searchsorted(starts, "right") - 1
        kept = ((at >= 0) & ((ends if wholly else starts + np.uint32(1)) <= stretches.ends.take(at))).nonzero()[0]
        return Spans(starts.take(kept), ends.take(kept), spans.even)
    first, last = starts.searchsorted(stretches.starts), starts.searchsorted(stretches.ends)
    sizes = np.maximum(last - first, 0)
    if _all_taken(spans, stretches, last, sizes, wholly=wholly):
        return spans
    before = np.cumsum(sizes) - sizes
    at = np.repeat(first - before, sizes)
    at += np.arange(len(at))
    if wholly:
        at = those(at, ends.take(at) <= np.repeat(stretches.ends, sizes))
    return Spans(starts.take(at), ends.take(at), spans.even)


def _all_taken(spans: Spans, stretches: Spans, last: Ints, sizes: Ints, *, wholly: bool) -> bool:
    """Does every span begin, or lie `wholly`, in one of the stretches, none of which reaches into the next one?

    `last`: the span behind those that begin in each stretch, `sizes` how many these are.
    """
    if int(sizes.sum()) < len(spans.starts) or (stretches.starts[1:] < stretches.ends[:-1]).any():
        return False
    if not wholly:
        return True
    held = sizes > 0
    return spans.even and bool((spans.ends[last[held] - 1] <= stretches.ends[held]).all())


def _in_order(starts: Ints, ends: Ints) -> Spans:
    """By their starts, of those that begin together the longest first."""
    both = (starts.astype(np.uint64) << _WORD) | (_ALL - ends.astype(np.uint64))
    both.sort()
    return Spans((both >> _WORD).astype(np.uint32), (_ALL - (both & _ALL)).astype(np.uint32))


def _choose(starts: Ints, ends: Ints, kept: Ints) -> None:
    """Of runs of spans that overlap, whose first ones are `kept`, all runs at once: after each that is kept comes the
    next one that does not overlap it.
    """
    heads = kept.copy()
    followed = np.append(heads[1:], True)
    at = np.flatnonzero(heads & ~followed)
    while len(at) > _FEW:
        at = starts.searchsorted(ends[at])
        at = at[at < len(starts)]
        at = at[~heads[at]]
        kept[at] = True
    for one in at.tolist():
        free, here = int(ends[one]), one + 1
        while here < len(starts) and not heads[here]:
            if starts[here] >= free:
                kept[here], free = True, int(ends[here])
            here += 1


def _first(before: Ints) -> Ints:
    """For each of the flags the one before it; the first has none before it, which counts as set."""
    found = np.ones(len(before), bool)
    found[1:] = before[:-1]
    return found


def those(numbers: Ints, flags: Ints) -> Ints:
    """The numbers that have a flag, of many in less than half the time that numpy takes for it by itself."""
    return numbers.take(flags.nonzero()[0])


def changes(numbers: Ints) -> Ints:
    """Where a number differs from the one before it; the first always does."""
    found = np.ones(len(numbers), bool)
    np.not_equal(numbers[1:], numbers[:-1], out=found[1:])
    return found
