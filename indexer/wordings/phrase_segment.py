"""A segment: the phrases of many reports, counted once, in one file. A question sums those of the reports it is about.

A phrase that fewer than `least` of the segment's reports have is left out: it is most of what there is, and no wording
of many papers. What remains is numbered by how many reports have it, the commonest first, and each report is two rows
of numbers: its phrases, and once more each place beyond the first; so both sums are those of plain numbers.

File: 8 bytes, the length of the head (big endian); the head, JSON; the phrases, a line each; the reports' rows. Phrases
and rows are compressed with zlib, rows are differences of 32 bits, little endian.
"""

from __future__ import annotations

import json
import sys
import zlib
from array import array
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from pathlib import Path
from typing import NamedTuple

from archive.storage import disk
from indexer.analysis.analyzer import Analyzer
from indexer.wordings.phrases import phrases_of, word_runs

VERSION = 1
LEVEL = 6
"""Of zlib: higher ones take twice the time for a fiftieth less."""
FEW = 100
SLOTS = range(16, 25)
"""Powers of two of the slots by which it is known beforehand that few reports can have a phrase: 16 MiB at most."""


class PhraseRows(NamedTuple):
    """Of one report as of catalog change `change`: its words, and where its rows lie in the file."""

    change: int
    words: int
    start: int
    once: int
    more: int


class UncountedText(NamedTuple):
    """A report that is to be counted: its id, the change it was read at, its passages."""

    id: str
    change: int
    passages: Sequence[str]


class PhraseSegment:
    """An open segment. `characters`: of its reports altogether. Raises ValueError where the file is none of ours."""

    def __init__(self, path: Path, made: str) -> None:
        self.path = path
        with path.open("rb") as file:
            length = int.from_bytes(file.read(8), "big")
            head = json.loads(file.read(length)) if length < 1 << 30 else {}
        if not isinstance(head, dict) or head.get("made") != made:
            raise ValueError(made)
        self._begins = 8 + length
        self._vocabulary: int = head["vocabulary"]
        self.least: int = head["least"]
        self.characters: int = head["characters"]
        self.reports: Mapping[str, PhraseRows] = {name: PhraseRows(*row) for name, row in head["reports"].items()}
        self._phrases: list[str] | None = None

    @property
    def phrases(self) -> Sequence[str]:
        """The phrases by number."""
        if self._phrases is None:
            with self.path.open("rb") as file:
                file.seek(self._begins)
                packed = file.read(self._vocabulary)
            self._phrases = zlib.decompress(packed).decode("utf-8").split("\n")
        return self._phrases

    def summed(self, ids: Iterable[str]) -> tuple[Counter[int], Counter[int]]:
        """By number of the phrase: the reports among `ids` that have it, and its places beyond the first in each."""
        spread: Counter[int] = Counter()
        beyond: Counter[int] = Counter()
        with self.path.open("rb") as file:
            for row in sorted((self.reports[name] for name in ids), key=lambda row: row.start):
                file.seek(self._begins + row.start)
                spread.update(_unpacked(file.read(row.once)))
                beyond.update(_unpacked(file.read(row.more)))
        return spread, beyond


def without(segment: PhraseSegment, gone: Collection[str]) -> None:
    """Take reports out of the file, and the phrases that no other one has: nothing of them stays. Raises OSError."""
    data = segment.path.read_bytes()
    length = int.from_bytes(data[:8], "big")
    head, body = json.loads(data[8 : 8 + length]), data[8 + length :]
    kept = {name: row for name, row in segment.reports.items() if name not in gone}
    had: set[int] = set()
    for row in kept.values():
        had.update(_unpacked(body[row.start : row.start + row.once]))
    phrases = (phrase if number in had else "" for number, phrase in enumerate(segment.phrases))  # numbers stay
    vocabulary = zlib.compress("\n".join(phrases).encode("utf-8"), LEVEL)
    pieces, rows, start = [vocabulary], {}, len(vocabulary)
    for name, row in kept.items():
        rows[name] = row._replace(start=start)
        pieces.append(body[row.start : row.start + row.once + row.more])
        start += row.once + row.more
    _put(segment.path, {**head, "vocabulary": len(vocabulary), "reports": rows}, pieces)


def least_of(reports: int) -> int:
    """Reports from which on a phrase is kept: two of a few, of many one in five hundred more."""
    return 2 + (reports > FEW) + reports // 500


def write(
    path: Path, texts: Callable[[], Iterator[UncountedText]], analyzer: Analyzer, made: str, least: int, characters: int
) -> None:
    """Count the texts, read twice, into a new file. `characters`: how many they have, about. Raises OSError.

    A phrase that `least` reports have consists of pairs of words that as many have. The first round counts pairs, in
    slots that several may share; the second looks for phrases between the pairs that are too rare.
    """
    slots = _slots(texts(), analyzer, characters)
    numbers: dict[str, int] = {}
    spread: Counter[int] = Counter()
    kept: dict[str, PhrasePlaces] = {}
    for text in texts():
        words = 0
        found: Counter[str] = Counter()
        for run in word_runs(text.passages, analyzer):
            words += len(run)
            for part in _linked(run, slots, least):
                found.update(phrases_of(part))
        some = {numbers.setdefault(phrase, len(numbers)): places for phrase, places in found.items()}
        spread.update(some.keys())
        kept[text.id] = PhrasePlaces(text.change, words, array("I", some), array("I", some.values()))
    _written(path, numbers, spread, kept, {"made": made, "least": least, "characters": characters})


class PhrasePlaces(NamedTuple):
    """Of one report: its phrases by number, and how many places each has."""

    change: int
    words: int
    phrases: array[int]
    places: array[int]


def _slots(texts: Iterator[UncountedText], analyzer: Analyzer, characters: int) -> bytearray:
    """How many reports have a pair of words of each slot, 255 for more."""
    slots = bytearray(1 << min(max(characters.bit_length(), SLOTS.start), SLOTS.stop - 1))
    mask = len(slots) - 1
    for text in texts:
        pairs: set[int] = set()
        for run in word_runs(text.passages, analyzer):
            pairs.update(map(hash, pairwise(run)))
        for slot in {pair & mask for pair in pairs}:
            if slots[slot] < 255:
                slots[slot] += 1
    return slots


def _linked(run: Sequence[str], slots: bytearray, least: int) -> Iterator[Sequence[str]]:
    """The run cut between words that too few reports have side by side."""
    mask, begin = len(slots) - 1, 0
    for at, pair in enumerate(pairwise(run), 1):
        if slots[hash(pair) & mask] < least:
            yield run[begin:at]
            begin = at
    yield run[begin:]


def _written(
    path: Path,
    numbers: Mapping[str, int],
    spread: Counter[int],
    kept: Mapping[str, PhrasePlaces],
    head: Mapping[str, object],
) -> None:
    least = head["least"]
    assert isinstance(least, int)
    common = sorted(
        (phrase for phrase, number in numbers.items() if spread[number] >= least),
        key=lambda phrase: (-spread[numbers[phrase]], phrase),
    )
    renumbered = {numbers[phrase]: number for number, phrase in enumerate(common)}
    vocabulary = zlib.compress("\n".join(common).encode("utf-8"), LEVEL)
    rows: dict[str, PhraseRows] = {}
    pieces: list[bytes] = []
    start = len(vocabulary)
    for name, (change, words, some, places) in kept.items():
        here = sorted((renumbered[one], count) for one, count in zip(some, places, strict=True) if one in renumbered)
        once = _packed([number for number, _ in here])
        more = _packed([number for number, count in here for _ in range(count - 1)])
        rows[name] = PhraseRows(change, words, start, len(once), len(more))
        start += len(once) + len(more)
        pieces += (once, more)
    _put(path, {**head, "vocabulary": len(vocabulary), "reports": rows}, [vocabulary, *pieces])


def _put(path: Path, head: Mapping[str, object], pieces: Sequence[bytes]) -> None:
    told = json.dumps(head, ensure_ascii=False).encode()
    disk.write_whole(path, b"".join((len(told).to_bytes(8, "big"), told, *pieces)), lasting=False)


def _packed(numbers: Sequence[int]) -> bytes:
    """Ascending numbers as their differences."""
    steps = array("I", [after - before for before, after in pairwise([0, *numbers])])
    if sys.byteorder == "big":
        steps.byteswap()
    return zlib.compress(steps.tobytes(), LEVEL)


def _unpacked(packed: bytes) -> Iterator[int]:
    steps = array("I", zlib.decompress(packed))
    if sys.byteorder == "big":
        steps.byteswap()
    return accumulate(steps)
