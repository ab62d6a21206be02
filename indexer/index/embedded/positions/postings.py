"""Where every two neighbouring characters stand: how such lists lie in a page file, and how they are read back.

    seconds     one number a pair, ascending: its second code point, 0 for the end of a passage; key_firsts the first
                ones, each once, key_counts how many pairs begin with it. A key is first << 21 | second: so no table of
                characters is needed, any code point has its place, and those that begin alike lie together.
    place_sizes how many places each key has, in a byte; from 255 on 255, and in place_longs what it is.
                group_sizes and group_longs tell the same for groups
    stretches   four numbers each: the first key, and the offsets of highs, more and lows (`arrays.Packed`) of the keys
                from it on. Written stretch by stretch, so that a segment of any size needs the memory of one stretch

A substring is found by the places of the pairs that cover its characters.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from indexer import deadline
from indexer.index.embedded.positions.arrays.protocol import CODE_BITS, Arrays, Ints
from indexer.index.embedded.positions.arrays.stretch_protocol import Spans
from indexer.index.embedded.positions.arrays.text_protocol import KeyLists
from indexer.index.embedded.positions.page_file import WIDTHS, PageFile, PageFileWriter
from indexer.lru_cache import LruCache

FEW = 24
"""Up to so many places are looked for one by one in a long list, of which then only the groups they touch are read."""
SINGLE = 2
"""Up to so many places are looked for one by one in any list that is not known."""
LONG = 8192
SIZE_SECTIONS = {"place_sizes": "B", "place_longs": "I", "group_sizes": "B", "group_longs": "I"}
"""Sections that tell how long lists are, and what their numbers are written as."""
REMEMBERED = 1_500_000
"""Places that are kept of a segment, list by list, four bytes each with numpy."""
INDEXED = 4096
"""Keys whose numbers are remembered: a question asks for each pair of its words several times."""
ALONE = 32
"""Places that a list weighs by itself."""


def key_of(one: str, other: str) -> int:
    """The key of two neighbouring characters."""
    return ord(one) << CODE_BITS | ord(other)


def keys_of(text: str) -> list[int]:
    """The keys of all neighbours of a text, from its beginning on."""
    return [one << CODE_BITS | other for one, other in pairwise(map(ord, text))]


def high_code(end: int) -> str:
    """As what the high bits of positions before `end` are written: bytes, or numbers of 16 bits."""
    return "B" if end <= 1 << 24 else "H"


class PostingsWriter:
    """Writes lists, whole keys at a time and in their order, into a file."""

    def __init__(self, file: PageFileWriter, k: Arrays, end: int) -> None:
        """`end`: the position behind all places."""
        self._file, self._k = file, k
        self._code = high_code(end)
        self._key: list[Ints] = []
        self._sizes: dict[str, list[Ints]] = {name: [] for name in SIZE_SECTIONS}
        self._stretches = array("Q")
        self._held = 0

    def put(self, keys: Ints, sizes: Ints, places: Ints) -> None:
        """The lists of these keys; a key without places is left out."""
        if not len(places):
            return
        packed = self._k.packed(sizes, places)
        highs = self._file.loose(self._k.raw(packed.highs, self._code))
        more = self._file.loose(self._k.raw(packed.more, "B"))
        lows = self._file.loose(self._k.raw(packed.lows, "H"))
        self._stretches.extend((self._held, highs, more, lows))
        held = self._k.above(sizes, 0)
        if len(held) < len(keys):
            keys, sizes = self._k.picked(keys, held), self._k.picked(sizes, held)
            groups = self._k.picked(packed.groups, held)
        else:
            groups = packed.groups
        self._key.append(keys)
        self._held += len(keys)
        for name, found in zip(SIZE_SECTIONS, (*self._k.short(sizes), *self._k.short(groups)), strict=True):
            self._sizes[name].append(found)

    def finish(self) -> None:
        """The tables by which they are found."""
        halves = self._k.halves(self._k.laid(self._key))
        for name, numbers in zip(("key_firsts", "key_counts", "seconds"), halves, strict=True):
            self._section(name, "I", [numbers])
        for name, pieces in self._sizes.items():
            self._section(name, SIZE_SECTIONS[name], pieces)
        self._section("stretches", "Q", [self._stretches])

    def _section(self, name: str, code: str, pieces: Iterable[Ints]) -> None:
        with self._file.section(name, code) as put:
            for piece in pieces:
                put(self._k.raw(piece, code))


class Postings:
    """The lists of one segment."""

    def __init__(self, file: PageFile, k: Arrays, end: int) -> None:
        self._file, self._k = file, k
        self._code = high_code(end)
        self._width = WIDTHS[self._code]
        firsts, counts, seconds = (k.view(file.part(name), "I") for name in ("key_firsts", "key_counts", "seconds"))
        self.keys: Ints = k.keys_of(firsts, counts, seconds)
        sizes = [k.view(file.part(name), code) for name, code in SIZE_SECTIONS.items()]
        self.place_ends: Ints = k.ends_of(*sizes[:2])
        self._group_ends: Ints = k.ends_of(*sizes[2:])
        self._key, self._place_end, self._group_end = map(k.read_singly, (self.keys, self.place_ends, self._group_ends))
        ends = k.listed(k.ends(counts))
        self._ranges = dict(zip(k.listed(firsts), pairwise(ends), strict=True))
        """By the code of each character the keys [first, last) that begin with it."""
        self.index = lru_cache(INDEXED)(_index_of(self._key, self._ranges))
        """The number of a key, None where it has no places."""
        stretches = array("Q", k.view(file.part("stretches"), "Q"))
        self._first_keys = stretches[0::4]
        self._offsets = list(map(self._before, *(stretches[n::4] for n in range(4))))
        """Of each stretch where highs, more and lows would begin if all keys before it stood in it, too."""
        self._kept: LruCache[int, Ints] = LruCache(REMEMBERED, lambda places: len(places) + ALONE)

    def _before(self, first: int, highs: int, more: int, lows: int) -> tuple[int, int, int]:
        groups, places = self._group_end[first], self._place_end[first]
        return highs - self._width * groups, more - groups, lows - 2 * places

    def beginning(self, character: str) -> tuple[int, int]:
        """The keys [first, last) whose first character this is."""
        return self._ranges.get(ord(character), (0, 0))

    def size(self, first: int, last: int) -> int:
        """How many places the keys [first, last) have."""
        return int(self._place_end[last] - self._place_end[first])

    def sizes(self, keys: Ints) -> list[int]:
        """How many places each of these keys has."""
        k = self._k
        begins, stops = (k.listed(k.picked(self.place_ends, at)) for at in (keys, k.moved(keys, 1)))
        return [stop - begin for begin, stop in zip(begins, stops, strict=True)]

    def most_places(self, text: str) -> int:
        """How many places the rarest pair of a text has, or its only character."""
        if len(text) == 1:
            return self.size(*self.beginning(text))
        ends, most = self._place_end, None
        for key in map(self.index, keys_of(text)):
            if key is None:
                return 0
            size = ends[key + 1] - ends[key]
            most = size if most is None or size < most else most
        return most or 0

    def lists(self, first: int, last: int) -> Ints:
        """All places of the keys [first, last), key by key."""
        found = [self._stretch(number, a, b) for number, a, b in self._cut(first, last)]
        return found[0] if len(found) == 1 else self._k.laid(found)

    def places(self, key: int) -> Ints:
        """The places of one key, ascending."""
        return self._kept.get_or_make(key, lambda: self._alone(key))

    def _alone(self, key: int) -> Ints:
        return self._stretch(max(0, bisect_right(self._first_keys, key) - 1), key, key + 1)

    def lists_of(self, keys: Ints) -> KeyLists:
        """The places of each of these keys, which ascend: what lies near each other is read and unpacked at once."""
        k, listed = self._k, self._k.listed(keys)
        following = k.moved(keys, 1)
        begins, stops = (k.listed(k.picked(self.place_ends, at)) for at in (keys, following))
        groups, group_stops = (k.listed(k.picked(self._group_ends, at)) for at in (keys, following))
        sizes = [stop - begin for begin, stop in zip(begins, stops, strict=True)]
        rows = zip(listed, begins, sizes, groups, group_stops, strict=True)
        places = self._short(row for row in rows if row[2] < LONG)
        pieces: list[Ints] = []
        at = reached = 0
        for key, size in zip(listed, sizes, strict=True):
            if size < LONG:
                at += size
            else:
                pieces += (places[reached:at], self.places(key))
                reached = at
        return KeyLists(keys, k.numbers(sizes), k.laid([*pieces, places[reached:]]) if pieces else places)

    def _short(self, rows: Iterable[tuple[int, int, int, int, int]]) -> Ints:
        """The places of some keys: of each its number, its first place, how many, its first group, behind its last."""
        spans: tuple[list[tuple[int, int]], ...] = ([], [], [])
        highs = more = lows = behind = 0
        for key, begin, size, group, stop in rows:
            if key >= behind:
                stretch = max(0, bisect_right(self._first_keys, key) - 1)
                behind = self._first_keys[stretch + 1] if stretch + 1 < len(self._first_keys) else len(self.keys)
                highs, more, lows = self._offsets[stretch]
            spans[0].append((highs + self._width * group, self._width * (stop - group)))
            spans[1].append((more + group, stop - group))
            spans[2].append((lows + 2 * begin, 2 * size))
        return self._unpacked(*map(self._file.read_each, spans))

    def of_character(self, character: str) -> Ints:
        """The places of a character, in no order."""
        first, last = self.beginning(character)
        return self.lists(first, last)

    def of_text(self, text: str, near: Spans | None = None) -> Ints:
        """Where a text of two characters or more begins, overlapping places too, ascending.

        `near`: of those that lie wholly in one of these stretches all, of the others maybe none.
        """
        known = [key for key in map(self.index, keys_of(text)) if key is not None]
        if len(known) < len(text) - 1:
            return self._k.view(b"", "I")
        ends = self._place_end
        sizes = [ends[key + 1] - ends[key] for key in known]
        first = sizes.index(min(sizes))
        found = self.places(known[first])
        if near is not None:
            found = self._k.beginning_in(Spans(found, found, True), near).starts
        # What stands too near to the beginning comes out below 0, or high above all: the first pair is not there.
        found = self._k.before(found, first)
        for at in _covering(sizes, first):
            if not len(found):
                break
            if sizes[at] >= LONG:
                deadline.check()
            found = self.holding(found, at, known[at])
        return found

    def better_alone(self, wanted: int, key: int) -> bool:
        """Is it quicker to look for so few places one by one than to read the whole list?"""
        return wanted <= FEW and self.size(key, key + 1) >= LONG and self._kept.get(key) is None

    def holding(self, wanted: Ints, distance: int, key: int) -> Ints:
        """Those of `wanted` behind which, `distance` on, the pair stands."""
        if len(wanted) <= SINGLE and self._kept.get(key) is None:
            return self._k.chosen(wanted, [self._stands(place + distance, key) for place in self._k.listed(wanted)])
        if not self.better_alone(len(wanted), key):
            return self._k.holding(wanted, distance, self.places(key))
        ((number, _, _),) = self._cut(key, key + 1)
        asked = [place + distance for place in self._k.listed(wanted)]
        return self._k.chosen(wanted, list(self._standing(asked, *self._groups(number, key))))

    def _stands(self, place: int, key: int) -> bool:
        """Does the pair stand at this place? Of its list only the heads and one stretch of the lows are read."""
        k, read, width = self._k, self._file.read, self._width
        highs, more, lows = self._offsets[max(0, bisect_right(self._first_keys, key) - 1)]
        group = self._group_end[key]
        count = self._group_end[key + 1] - group
        data = read(highs + width * group, width * count)
        heads = data if width == 1 else k.read_singly(k.view(data, self._code))
        first = bisect_left(heads, place >> 16)
        if first == count or heads[first] != place >> 16:
            return False
        last = bisect_right(heads, place >> 16, first)
        sizes = read(more + group, last)  # each less one
        begin, size = sum(sizes[:first]) + first, sum(sizes[first:]) + last - first
        found = k.read_singly(k.view(read(lows + 2 * (self._place_end[key] + begin), 2 * size), "H"))
        at = bisect_left(found, place & 0xFFFF)
        return at < size and bool(found[at] == place & 0xFFFF)

    def _standing(self, places: Sequence[int], highs: Ints, more: Ints, base: int) -> Iterator[bool]:
        """For each of a few places, ascending, whether it stands in a list: only the groups it may be in are read."""
        k = self._k
        firsts, lasts = (
            k.listed(k.slots(highs, k.numbers([(place >> 16) + behind for place in places]))) for behind in (0, 1)
        )
        ends = k.read_singly(k.ends(k.moved(more, 1)))
        for place, first, last in zip(places, firsts, lasts, strict=True):
            data = self._file.read(base + 2 * ends[first], 2 * (ends[last] - ends[first]))
            lows = k.read_singly(k.view(data, "H"))
            at = bisect_left(lows, place & 0xFFFF)
            yield at < len(lows) and lows[at] == place & 0xFFFF

    def _groups(self, number: int, key: int) -> tuple[Ints, Ints, int]:
        """Highs, sizes and the offset of the lows of one key in stretch `number`."""
        highs, more, lows = self._offsets[number]
        at = self._group_end[key]
        count = self._group_end[key + 1] - at
        return (
            self._k.view(self._file.read(highs + self._width * at, self._width * count), self._code),
            self._k.view(self._file.read(more + at, count), "B"),
            lows + 2 * self._place_end[key],
        )

    def _stretch(self, number: int, first: int, last: int) -> Ints:
        """The places of the keys [first, last), all in stretch `number`."""
        return self._unpacked(*self._packed(number, first, last))

    def _packed(self, number: int, first: int, last: int) -> tuple[bytes, bytes, bytes]:
        """Highs, more and lows of the same keys, as they are written."""
        highs, more, lows = self._offsets[number]
        read, width = self._file.read, self._width
        group, place = self._group_end[first], self._place_end[first]
        count = self._group_end[last] - group
        return (
            read(highs + width * group, width * count),
            read(more + group, count),
            read(lows + 2 * place, 2 * (self._place_end[last] - place)),
        )

    def _unpacked(self, highs: bytes, more: bytes, lows: bytes) -> Ints:
        view = self._k.view
        return self._k.unpacked(view(highs, self._code), view(more, "B"), view(lows, "H"))

    def _cut(self, first: int, last: int) -> list[tuple[int, int, int]]:
        """The keys [first, last) by stretches: (number of the stretch, first, last)."""
        cut = []
        number = max(0, bisect_right(self._first_keys, first) - 1)
        while first < last:
            after = self._first_keys[number + 1] if number + 1 < len(self._first_keys) else last
            cut.append((number, first, min(last, after)))
            first, number = min(last, after), number + 1
        return cut


def _index_of(keys: Ints, ranges: Mapping[int, tuple[int, int]]) -> Callable[[int], int | None]:
    def index(key: int) -> int | None:
        first, last = ranges.get(key >> CODE_BITS, (0, 0))
        at = bisect_left(keys, key, first, last)
        return at if at < last and keys[at] == key else None

    return index


def _covering(sizes: Sequence[int], first: int) -> Iterator[int]:
    """The pairs that cover the characters of a text beside the `first` pair, with as few lists as may be: those that
    cover two more characters come before those that cover one, each time the rarest.
    """
    bare = [True] * (len(sizes) + 1)
    bare[first] = bare[first + 1] = False
    order = sorted(range(len(sizes)), key=sizes.__getitem__)
    for more in (2, 1):
        for at in order:
            if bare[at] + bare[at + 1] >= more:
                bare[at] = bare[at + 1] = False
                yield at
