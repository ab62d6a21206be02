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
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from pathlib import Path
from typing import NamedTuple

from archive.storage import disk

VERSION = 1
LEVEL = 6
"""Of zlib: higher ones take twice the time for a fiftieth less."""
FEW = 100


class PhraseRows(NamedTuple):
    """Of one report as of catalog change `change`: its words, and where its rows lie in the file."""

    change: int
    words: int
    start: int
    once: int
    more: int


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
    put(segment.path, {**head, "vocabulary": len(vocabulary), "reports": rows}, pieces)


def least_of(reports: int) -> int:
    """Reports from which on a phrase is kept: two of a few, of many one in five hundred more."""
    return 2 + (reports > FEW) + reports // 500


def put(path: Path, head: Mapping[str, object], pieces: Sequence[bytes]) -> None:
    """Write a file whole. Raises OSError."""
    told = json.dumps(head, ensure_ascii=False).encode()
    disk.write_whole(path, b"".join((len(told).to_bytes(8, "big"), told, *pieces)), lasting=False)


def packed(numbers: Sequence[int]) -> bytes:
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
