"""Several segments become one, without the reports that are gone; which ones, and when, is decided at the end.

Keys are taken in stretches of at most `Arrays.room` places, so a segment of any size needs the memory of one stretch
and of the tables. Each report moves to the next free multiple of 64; the order of the sources, and in them of the
reports, stays.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.index.embedded.positions.arrays.protocol import Arrays, Ints
from indexer.index.embedded.positions.dense_rows import DenseRowsWriter
from indexer.index.embedded.positions.page_file import PageFileWriter, page_file
from indexer.index.embedded.positions.postings import PostingsWriter
from indexer.index.embedded.positions.segment import Segment
from indexer.index.embedded.positions.segment_writer import OnceEach, write_section, write_tables

SMALL = 8 << 20
"""Bytes of a segment that a write may merge."""
LARGEST = 1 << 32
"""Bytes that are merged at most. A position takes more than a byte, so all of them have numbers of 32 bits."""
FACTOR = 8
"""So many segments of about one size become one; segments of one size differ by less than this factor."""
MOST = 64
"""Segments beyond which a write does not wait for upkeep."""


@dataclass(frozen=True, slots=True)
class Source:
    """A segment, which of its reports are gone, and how far each of the others moves (None: it is gone)."""

    segment: Segment
    moves: Sequence[int | None]

    @property
    def whole(self) -> bool:
        """Does it keep all of its reports?"""
        return None not in self.moves

    @property
    def living(self) -> list[int]:
        """The reports that it keeps."""
        return [report for report, move in enumerate(self.moves) if move is not None]


def sources_of(parts: Sequence[tuple[Segment, frozenset[int]]]) -> tuple[list[Source], array[int]]:
    """The sources of a merge of segments, each with its reports that are gone; and the bases of the new segment."""
    bases = array("Q", [0])
    sources = []
    for segment, gone in parts:
        old = list(map(int, segment.bases))
        moves: list[int | None] = []
        for report in range(segment.reports):
            if report in gone:
                moves.append(None)
            else:
                moves.append(bases[-1] - old[report])
                bases.append(bases[-1] + old[report + 1] - old[report])
        sources.append(Source(segment, moves))
    return sources, bases


def merge(path: Path, parts: Sequence[tuple[Segment, frozenset[int]]], k: Arrays, *, lasting: bool = True) -> None:
    """Write what lives in `parts` as one segment, as `SegmentBuilder.write` does.

    Raises OSError, EngineError("index.damaged").
    """
    sources, bases = sources_of(parts)
    with page_file(path, lasting=lasting) as file:
        _postings(file, k, sources, bases, dense=lasting)
        _units(file, k, sources)
        write_tables(file, k, (source.segment.table(report) for source in sources for report in source.living))
        once = OnceEach()
        for source in sources:
            digests, titles = source.segment.digests(), source.segment.titles
            once.cards.take(source.segment.cards, source.living)
            for report in source.living:
                once.add(digests[report], titles[report])
        once.finish(file, k, bases)


def moved_reports(gone: frozenset[int], reports: int) -> dict[int, int]:
    """The new number of each report that lives, of a segment of so many; the first gets 0."""
    living = (report for report in range(reports) if report not in gone)
    return {report: number for number, report in enumerate(living)}


def _postings(file: PageFileWriter, k: Arrays, sources: Sequence[Source], bases: Ints, *, dense: bool) -> None:
    postings, rows = PostingsWriter(file, k, bases[-1]), DenseRowsWriter(file, k, bases, wanted=dense)
    keys = k.union([source.segment.postings.keys for source in sources])
    for first, last in _stretches(keys, sources, k.room):
        parts = [_part(k, source, keys, first, last) for source in sources]
        sizes, places = k.joined(last - first, [part for part in parts if part is not None])
        postings.put(keys[first:last], sizes, places)
        rows.put(keys[first:last], sizes, places)
    postings.finish()
    rows.finish()


def _stretches(keys: Ints, sources: Sequence[Source], room: int) -> Iterator[tuple[int, int]]:
    """Keys [first, last) that together have at most `room` places, or are one."""
    first = 0
    while first < len(keys):
        step = last = first + 1
        low, high = first + 1, len(keys)
        while low <= high:
            step = (low + high) // 2
            if sum(_size(source, keys, first, step) for source in sources) <= room:
                last, low = step, step + 1
            else:
                high = step - 1
        yield first, last
        first = last


def _range(source: Source, keys: Ints, first: int, last: int) -> tuple[int, int]:
    own = source.segment.postings.keys
    begin = bisect_left(own, keys[first])
    return begin, len(own) if last == len(keys) else bisect_left(own, keys[last], begin)


def _size(source: Source, keys: Ints, first: int, last: int) -> int:
    return source.segment.postings.size(*_range(source, keys, first, last))


def _part(k: Arrays, source: Source, keys: Ints, first: int, last: int) -> tuple[Ints, Ints, Ints] | None:
    """What one source has of the keys [first, last): their numbers from 0 on, sizes and moved places."""
    segment = source.segment
    begin, end = _range(source, keys, first, last)
    if begin == end:
        return None
    slots = k.slots(keys[first:last], segment.postings.keys[begin:end])
    sizes = k.sizes(segment.postings.place_ends[begin : end + 1])
    places = segment.postings.lists(begin, end)
    if source.whole:
        return slots, sizes, k.moved(places, source.moves[0] or 0)
    return slots, *k.relocated(sizes, places, segment.owners(places), source.moves)


def _units(file: PageFileWriter, k: Arrays, sources: Sequence[Source]) -> None:
    """Sections of one number a report, then the beginnings of units, which move with their reports."""
    lengths = (_living(k, source, source.segment.lengths) for source in sources)
    write_section(file, k, "lengths", lengths)
    write_section(file, k, "passage_firsts", [_passage_firsts(k, sources)])
    for name in ("passage_starts", "sentence_starts", "turn_starts"):
        write_section(file, k, name, (_moved(k, source, source.segment.numbers(name)) for source in sources))
    for name, starts in (("turn_kinds", "turn_starts"), ("prose", "passage_starts")):
        write_section(file, k, name, (_of_units(k, source, name, starts) for source in sources), "B")
    with file.section("clause_ends", "B") as put:
        for source in sources:
            for piece in _clause_ends(source):
                put(memoryview(piece))


def _living(k: Arrays, source: Source, numbers: Ints) -> Ints:
    return numbers if source.whole else k.surviving(numbers, range(source.segment.reports), source.moves)


def _passage_firsts(k: Arrays, sources: Sequence[Source]) -> Ints:
    held = array("I")
    for source in sources:
        firsts = [*map(int, source.segment.numbers("passage_firsts")), len(source.segment.passage_starts)]
        held.extend(firsts[at + 1] - firsts[at] for at, move in enumerate(source.moves) if move is not None)
    return k.ends(held)[:-1]


def _moved(k: Arrays, source: Source, starts: Ints) -> Ints:
    if source.whole:
        return k.moved(starts, source.moves[0] or 0)
    owners = source.segment.owners(starts)
    return k.relocated([len(starts)], starts, owners, source.moves)[1]


def _of_units(k: Arrays, source: Source, name: str, starts: str) -> Ints:
    """What a section tells of each unit, of units that begin at the places of another one."""
    told = source.segment.numbers(name, "B")
    if source.whole:
        return told
    return k.surviving(told, source.segment.owners(source.segment.numbers(starts)), source.moves)


def _clause_ends(source: Source) -> Iterator[bytes]:
    """Of each report that lives its bits: reports begin at multiples of 64, so whole bytes move."""
    file, bases = source.segment.file, list(map(int, source.segment.bases))
    if source.whole:
        yield file.part("clause_ends")
        return
    for report, move in enumerate(source.moves):
        if move is not None:
            yield file.part("clause_ends", bases[report] // 8, bases[report + 1] // 8)


def due(sizes: Mapping[str, int], *, small: bool) -> list[str]:
    """The names, in their order, of the segments that should become one, of name -> bytes; none where that can wait.

    `small`: only those that a write may merge.
    """
    tiers: dict[int, dict[str, int]] = {}
    for name, size in sizes.items():
        if size < SMALL or not small:
            tiers.setdefault(_tier(size), {})[name] = size
    for _, tier in sorted(tiers.items()):
        if len(tier) >= FACTOR:
            for group in groups(tier):
                if len(group) > 1:
                    return group
    return []


def groups(sizes: Mapping[str, int]) -> list[list[str]]:
    """Neighbours that may become one segment, of name -> bytes: as many as have room in the positions of one."""
    found: list[list[str]] = []
    room = 0
    for name, size in sizes.items():
        if size > room:
            found.append([])
            room = LARGEST
        found[-1].append(name)
        room -= size
    return found


def _tier(size: int) -> int:
    tier, limit = 0, SMALL
    while size >= limit:
        tier, limit = tier + 1, limit * FACTOR
    return tier
