"""Numbers by the million with numpy. Counts are one number a report, a mask is one truth value a report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce

import numpy as np

from indexer.index.embedded.positions.arrays.numpy_stretches import NumpyStretches, changes, those
from indexer.index.embedded.positions.arrays.numpy_texts import NumpyTexts
from indexer.index.embedded.positions.arrays.numpy_windows import NumpyWindows
from indexer.index.embedded.positions.arrays.pieces.numpy_pieces import NumpyPieces
from indexer.index.embedded.positions.arrays.pieces.numpy_wordings import NumpyWordings
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
from indexer.index.embedded.positions.arrays.words.numpy_postings import NumpyPostings
from indexer.index.ranking import K1

_KINDS = {"B": "<u1", "H": "<u2", "I": "<u4", "Q": "<u8"}
_HALF, _WORD = np.uint32(16), np.uint64(32)
_GROUP = 256
_BLOCK = 6
"""Bits of a position inside a block of 64: a report begins with a block of its own."""
_INSIDE, _ONE = np.uint32((1 << _BLOCK) - 1), np.uint64(1)
_MANY, _NEAR_AS_MANY = 4096, 4
"""From so many places on, of which the other list has not so many times as many, two lists are merged."""

_TOGETHER = 1 << 14
"""So many scores are worked out at once: what stays near the processor."""


class NumpyArrays(NumpyPieces, NumpyStretches, NumpyTexts, NumpyWindows, NumpyWordings, NumpyPostings):
    """What `Arrays` asks for, with numpy."""

    name = "numpy"
    room = 2 << 20

    def view(self, data: bytes, code: str) -> Ints:
        return np.frombuffer(data, _KINDS[code]) if data else np.empty(0, _KINDS[code])

    def raw(self, numbers: Ints, code: str) -> memoryview:
        laid = np.ascontiguousarray(numbers, _KINDS[code])
        return laid.view(np.uint8).data if len(laid) else memoryview(b"")

    def listed(self, numbers: Ints) -> list[int]:
        return np.asarray(numbers).tolist()  # type: ignore[no-any-return] # numpy's own name for it

    def reals(self, numbers: Reals) -> list[float]:
        return numbers.tolist()  # type: ignore[no-any-return] # numpy's own name for it

    def numbers(self, numbers: Sequence[int]) -> Ints:
        return np.array(numbers, np.int64)

    def read_singly(self, numbers: Ints) -> Ints:
        return np.ascontiguousarray(numbers, numbers.dtype.newbyteorder("=")).data if len(numbers) else []

    def moved(self, numbers: Ints, by: int) -> Ints:
        return np.asarray(numbers, np.int64) + by

    def total(self, numbers: Ints) -> int:
        return int(np.asarray(numbers).sum(dtype=np.int64))

    def ends(self, sizes: Ints) -> Ints:
        found = np.zeros(len(sizes) + 1, np.int64)
        np.cumsum(sizes, out=found[1:])
        return found

    def sizes(self, ends: Ints) -> Ints:
        return np.diff(np.asarray(ends, np.int64))

    def pairs(self, text: str) -> Lists:
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
        separator = ord(SEPARATOR)
        present = np.zeros(0x110000, bool)
        present[codes] = True
        present[separator], present[0] = False, True
        letters = np.flatnonzero(present)
        number = np.zeros(0x110000, np.uint32)  # of what ends a passage: 0, and what begins with it is left out
        number[letters] = np.arange(len(letters), dtype=np.uint32)
        numbers = number[codes]
        keys = numbers[:-1].astype(np.uint64)
        keys *= np.uint64(len(letters))
        keys += numbers[1:]
        places = np.arange(len(keys), dtype=np.uint32)
        if len(letters) < 1 << 16:  # a pair and a place fit one number, which is sorted in a third of the time
            keys <<= _WORD
            keys |= places
            keys.sort()
            places = keys.astype(np.uint32)
            keys >>= _WORD
        else:
            order = np.argsort(keys, kind="stable")
            keys, places = keys[order], places[order]
        begin = np.searchsorted(keys, np.uint64(len(letters)))
        keys, places = keys[begin:], places[begin:]
        at = np.flatnonzero(changes(keys))
        kept = keys[at]
        points = letters.astype(np.uint64)
        count = np.uint64(len(letters))
        told = (points[kept // count] << np.uint64(CODE_BITS)) | points[kept % count]
        return Lists(told, np.diff(np.append(at, len(keys))), places)

    def packed(self, sizes: Ints, places: Ints) -> Packed:
        places = np.asarray(places, np.uint32)
        high = (places >> _HALF).astype(np.uint16)
        key = np.repeat(np.arange(len(sizes), dtype=np.uint32), sizes)
        breaks = np.flatnonzero(changes(high) | changes(key))
        held = np.diff(np.append(breaks, len(places)))
        pieces = (held - 1) // _GROUP + 1
        at = np.repeat(breaks, pieces)
        at = at + (np.arange(len(at)) - np.repeat(np.cumsum(pieces) - pieces, pieces)) * _GROUP
        more = np.diff(np.append(at, len(places))) - 1
        groups = np.bincount(key[at], minlength=len(sizes))
        return Packed(groups, high[at], more.astype(np.uint8), places.astype(np.uint16))

    def unpacked(self, highs: Ints, more: Ints, lows: Ints) -> Ints:
        places = np.left_shift(highs, _HALF, dtype=np.uint32).repeat(np.add(more, 1, dtype=np.intp))
        places |= lows
        return places

    def relocated(self, sizes: Ints, places: Ints, owners: Ints, moves: Sequence[int | None]) -> tuple[Ints, Ints]:
        gone = np.array([move is None for move in moves], bool)
        by = np.array([move or 0 for move in moves], np.int64)
        kept = ~gone[owners]
        moved = (places.astype(np.int64) + by[owners])[kept].astype(np.uint32)
        reached, ends = self.ends(kept), self.ends(sizes)
        return reached[ends[1:]] - reached[ends[:-1]], moved

    def surviving(self, numbers: Ints, owners: Ints, moves: Sequence[int | None]) -> Ints:
        return numbers[np.array([move is not None for move in moves], bool)[owners]]

    def runs(self, keys: Ints) -> tuple[list[int], list[int]]:
        characters = np.asarray(keys, np.uint64) >> np.uint64(CODE_BITS)
        at = np.flatnonzero(changes(characters))
        return characters[at].tolist(), at.tolist()

    def halves(self, keys: Ints) -> tuple[Ints, Ints, Ints]:
        keys = np.asarray(keys, np.uint64)
        characters = keys >> np.uint64(CODE_BITS)
        at = np.flatnonzero(changes(characters))
        seconds = (keys & np.uint64((1 << CODE_BITS) - 1)).astype(np.uint32)
        return characters[at].astype(np.uint32), np.diff(np.append(at, len(keys))).astype(np.uint32), seconds

    def keys_of(self, characters: Ints, sizes: Ints, seconds: Ints) -> Ints:
        keys = np.repeat(characters.astype(np.uint64) << np.uint64(CODE_BITS), sizes)
        keys |= seconds
        return keys

    def short(self, sizes: Ints) -> tuple[Ints, Ints]:
        sizes = np.asarray(sizes)
        return np.minimum(sizes, 255).astype(np.uint8), sizes[sizes >= 255].astype(np.uint32)

    def ends_of(self, short: Ints, long: Ints) -> Ints:
        ends = np.zeros(len(short) + 1, np.uint32)
        ends[1:] = short
        ends[1:][short == 255] = long
        return np.cumsum(ends, dtype=np.uint32, out=ends)

    def above(self, sizes: Ints, limit: int) -> list[int]:
        return np.flatnonzero(np.asarray(sizes) > limit).tolist()

    def union(self, keys: Sequence[Ints]) -> Ints:
        return reduce(_either, keys, np.empty(0, np.uint64))  # two at a time: memory for one of them

    def slots(self, among: Ints, keys: Ints) -> Ints:
        return np.searchsorted(among, keys)

    def joined(self, count: int, parts: Sequence[tuple[Ints, Ints, Ints]]) -> tuple[Ints, Ints]:
        sizes = np.zeros(count, np.int64)
        laid = []
        for slots, held, places in parts:
            sizes[slots] += held
            laid.append((np.repeat(np.asarray(slots, np.uint64), held) << _WORD) | np.asarray(places, np.uint64))
        both = np.concatenate(laid) if laid else np.empty(0, np.uint64)
        if len(laid) > 1:
            both.sort()
        return sizes, both.astype(np.uint32)

    def owner_table(self, bases: Ints) -> Ints:
        blocks = self.sizes(bases) >> _BLOCK
        return np.repeat(np.arange(len(bases) - 1, dtype=np.uint32), blocks)

    def repeated(self, sizes: Ints) -> Ints:
        return np.repeat(np.arange(len(sizes), dtype=np.uint32), sizes)

    def owners(self, table: Ints, places: Ints) -> Ints:
        return table.take(places >> np.uint32(_BLOCK))

    def laid(self, lists: Sequence[Ints]) -> Ints:
        return np.concatenate(lists) if lists else np.empty(0, np.uint32)

    def merged(self, lists: Sequence[Ints]) -> Ints:
        if len(lists) == 1:
            return lists[0]
        every = np.concatenate([np.asarray(one, np.uint32) for one in lists]) if lists else np.empty(0, np.uint32)
        every.sort()
        return every

    def before(self, places: Ints, distance: int) -> Ints:
        return places - np.uint32(distance & 0xFFFFFFFF) if distance else places

    def holding(self, wanted: Ints, distance: int, places: Ints) -> Ints:
        if not len(places):
            return wanted[:0]
        asked = wanted + np.uint32(distance) if distance else wanted
        if len(wanted) > _MANY and _NEAR_AS_MANY * len(wanted) > len(places):
            found = self.common(asked, places)
            return found - np.uint32(distance) if distance else found
        return those(wanted, places.take(places.searchsorted(asked), mode="clip") == asked)

    def chosen(self, places: Ints, flags: Sequence[bool]) -> Ints:
        return places[np.asarray(flags, bool)]

    def apart(self, places: Ints, size: int) -> Ints:
        if len(places) < 2:
            return places
        near = np.diff(places.astype(np.int64)) < size
        if not near.any():
            return places
        kept = np.ones(len(places), bool)
        alone = np.flatnonzero(near)
        free, last = -1, -2
        for at in alone.tolist():  # only inside runs of places that are nearer than the text is long
            if at != last + 1:
                free = int(places[at]) + size
            last = at
            start = int(places[at + 1])
            if start < free:
                kept[at + 1] = False
            else:
                free = start + size
        return places[kept]

    def units(self, starts: Ints, places: Ints) -> Ints:
        found = starts.searchsorted(places, "right")
        found -= 1
        return those(found, changes(found)) if len(found) else found

    def unit_table(self, starts: Ints, end: int) -> tuple[Ints, Ints]:
        blocks, count = starts >> np.uint32(_BLOCK), (end >> _BLOCK) + 1
        heads = np.flatnonzero(changes(blocks))
        bits = np.zeros(count, np.uint64)  # one where a unit begins
        held = np.zeros(count, np.uint8)
        if len(heads):
            run = np.zeros(len(starts) + 1, np.uint64)  # of different powers of two, beyond 64 bits, too
            np.cumsum(_ONE << (starts & _INSIDE).astype(np.uint64), out=run[1:])
            tails = np.append(heads[1:], len(starts))
            bits[blocks[heads]] = run[tails] - run[heads]
            held[blocks[heads]] = tails - heads
        begun = np.cumsum(held, dtype=np.uint32)
        begun -= held  # how many have begun before the block
        return bits, begun

    def units_by(self, table: tuple[Ints, Ints], places: Ints) -> Ints:
        bits, begun = table
        blocks = (places >> np.uint32(_BLOCK)).astype(np.intp)
        here = bits.take(blocks) << (_INSIDE - (places & _INSIDE))  # without those that begin behind the place
        found = begun.take(blocks) + np.bitwise_count(here)
        return those(found, changes(found)).astype(np.intp) - 1

    def common(self, one: Ints, other: Ints) -> Ints:
        both = np.concatenate((one, other))
        both.sort(kind="stable")  # two runs that ascend: what stands in both comes twice
        return those(both[1:], both[1:] == both[:-1])

    def picked(self, numbers: Ints, at: Ints) -> Ints:
        return numbers.take(at)

    def counted(self, owners: Ints, reports: int) -> Counts:
        return np.bincount(owners, minlength=reports)

    def counts(self, row: Ints) -> Counts:
        return np.asarray(row, np.int64)

    def row(self, counts: Counts, reports: int) -> Ints:
        return counts[:reports]

    def chained(self, parts: Sequence[tuple[int, Counts]]) -> Counts:
        if len(parts) == 1:
            return parts[0][1]
        return np.concatenate([counts for _, counts in parts]) if parts else np.empty(0, np.int64)

    def limited(self, counts: Counts, mask: Mask) -> Counts:
        return counts * mask

    def added(self, one: Counts, other: Counts) -> Counts:
        return one + other

    def pairs_of(self, counts: Counts) -> tuple[list[int], list[int]]:
        hits = counts.nonzero()[0]
        return hits.tolist(), counts.take(hits).tolist()

    def held(self, counts: Counts) -> int:
        return int(np.count_nonzero(counts))

    def mask(self, numbers: Iterable[int], reports: int) -> Mask:
        found = np.zeros(reports, bool)
        found[np.fromiter(numbers, np.int64)] = True
        return found

    def having(self, counts: Counts) -> Mask:
        return counts > 0

    def both(self, one: Mask, other: Mask) -> Mask:
        return one & other

    def either(self, one: Mask, other: Mask) -> Mask:
        return one | other

    def without(self, one: Mask, other: Mask) -> Mask:
        return one & ~other

    def members(self, mask: Mask) -> list[int]:
        return mask.nonzero()[0].tolist()  # type: ignore[no-any-return] # numpy's own name for it

    def size(self, mask: Mask) -> int:
        return int(np.count_nonzero(mask))

    def kinds(self, columns: Sequence[Ints]) -> tuple[Ints, list[int]]:
        codes, rows = np.zeros(len(columns[0]), np.int64), np.empty(0, np.int64)
        for column in map(np.asarray, columns):
            codes = codes * (int(column.max(initial=0)) + 1) + column  # below 2**63: kinds so far, times values
            _, rows, codes = np.unique(codes, return_index=True, return_inverse=True)
        return codes, rows.tolist()

    def coded(self, codes: Ints, accepted: Sequence[int], kinds: int) -> Mask:
        flags = np.zeros(kinds, bool)
        flags[list(accepted)] = True
        found: Mask = flags.take(codes) if kinds else np.zeros(len(codes), bool)
        return found

    def scattered(self, table: Ints, blocks: Iterable[Block], reports: int) -> Counts:
        found = np.zeros(reports + 1, np.int64)
        for base, numbers, times in blocks:
            found[table[base:].take(np.asarray(numbers))] = np.asarray(times)
        return found[:reports]

    def below(self, numbers: Ints) -> Reals:
        return -np.asarray(numbers, np.float64)

    def hits(self, mask: Mask) -> Ints:
        return mask.nonzero()[0]

    def at(self, counts: Counts, hits: Ints) -> Ints:
        return counts.take(hits)

    def scaled(self, numbers: Ints, by: float) -> Reals:
        return by * numbers

    def bm25(self, times: Ints, lengths: Reals, rarity: float, fixed: float) -> Reals:
        t = times.astype(np.float64)
        found = rarity * t
        found *= K1 + 1
        t += fixed
        t += lengths
        found /= t
        return found

    def bm25_rows(
        self, counts: Sequence[Counts], hits: Ints, lengths: Reals, rarities: Sequence[float], fixed: float
    ) -> Iterable[Reals]:
        if len(hits) * len(counts) > _TOGETHER:
            rows = zip(counts, rarities, strict=True)
            return [self.bm25(one.take(hits), lengths, rarity, fixed) for one, rarity in rows]
        t = np.empty((len(counts), len(hits)))
        for row, one in zip(t, counts, strict=True):
            row[:] = one.take(hits)
        found = np.array(rarities)[:, None] * t
        found *= K1 + 1
        t += fixed
        t += lengths
        found /= t
        return iter(found)

    def summed(self, one: Reals, other: Reals) -> Reals:
        return one + other

    def spread(self, hits: Ints, reports: Ints, worth: Reals) -> Reals:
        found = np.zeros(len(hits))
        if len(reports):
            reports = np.asarray(reports, np.int64)
            at = hits.searchsorted(reports)
            known = at < len(hits)
            known[known] = hits[at[known]] == reports[known]
            found[at[known]] = np.asarray(worth, np.float64)[known]
        return found

    def title_worths(self, sizes: Ints, length: int, weight: float) -> Reals:
        return weight * (1 + length / np.asarray(sizes, np.int64))

    def ranked(self, hits: Ints, scores: Reals, ranks: Ints, most: int) -> Ints:
        if most and len(hits) > 4 * most:
            least = np.partition(scores, len(scores) - most)[len(scores) - most]
            best = scores >= least
            hits, scores = those(hits, best), those(scores, best)
        order = np.lexsort((ranks.take(hits), -scores))
        return hits.take(order[:most] if most else order)


def _either(one: Ints, other: Ints) -> Ints:
    both = np.concatenate((one, other))
    both.sort(kind="stable")  # two runs that ascend
    return both[changes(both)]
