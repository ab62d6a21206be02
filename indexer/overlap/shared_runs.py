"""What two texts share: exact runs from short common pieces, runs that follow each other with few changes put together.

A run is exact and as long as it can be. Runs of the same two passages whose gaps are short on both sides are one
stretch: what was copied and edited. How alike a stretch is tells the indel similarity of its two sides (2 · same
characters in order / characters of both), as it does in 找相似.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, compress
from typing import NamedTuple

from indexer import deadline
from indexer.search.similar import share

PIECE = 8
"""Characters of a piece that both texts have: a text with every tenth character changed still has some."""
SHORT = 5
"""Characters of a piece within two passages that have a longer one in common."""
GAP = 24
"""Characters between two runs of one stretch, on either side."""
LEAST = 20
"""Characters of a stretch that is told."""
LOOKS = 64
"""Places that are compared between two looks at the question's time."""
NEAR = 0.7
"""Share of the same characters of a stretch that is no exact run."""
LEAST_BESIDE = math.ceil(LEAST * NEAR / (2 - NEAR))
"""Characters beside a stretch on the other side: beside fewer it has not that share, 2 · beside / (LEAST + beside)."""


class Run(NamedTuple):
    """[start, start + length) of one text stands at [other, other + length) of the other one."""

    start: int
    other: int
    length: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """[start, end) of passage `passage` of one text beside [other_start, other_end) of passage `other` of the other.

    Passages count from 0; `longest` is its longest exact run, `same` the characters in its runs, `share` from 0 to 1.
    """

    passage: int
    start: int
    end: int
    other: int
    other_start: int
    other_end: int
    longest: int
    same: int
    share: float


class JoinedText:
    """Passages as one text with a break between; knows in which passage a place lies."""

    def __init__(self, passages: Sequence[str]) -> None:
        self.passages = passages
        self.text = "\n".join(passages)
        self.starts = list(accumulate((len(passage) + 1 for passage in passages), initial=0))[:-1] or [0]
        self._short: dict[int, Mapping[str, Sequence[int]]] = {}
        self._cut: dict[int, Sequence[str]] = {}

    def short_pieces(self, passage: int) -> Mapping[str, Sequence[int]]:
        """The pieces of `SHORT` characters of a passage with their places, made once."""
        if passage not in self._short:
            self._short[passage] = pieces_of(self.short_cut(passage))
        return self._short[passage]

    def short_cut(self, passage: int) -> Sequence[str]:
        """The piece of `SHORT` characters at each place of a passage, made once."""
        if passage not in self._cut:
            self._cut[passage] = cut_of(self.passages[passage], SHORT)
        return self._cut[passage]

    def passage_at(self, place: int) -> int:
        """The number of the passage, from 0, that holds a place of the text."""
        return bisect_right(self.starts, place) - 1


def runs(text: str, other: str, places: Iterable[int], *, piece: int = PIECE) -> Iterator[Run]:
    """The exact runs around the pieces of `text` at `places`, each once, wherever in `other` they stand.

    `piece` is the length of a piece, in code points; none may hold a break. A text that repeats itself has as many runs
    as places squared: raises QueryError when the time of the question is over.
    """
    known: set[tuple[int, int]] = set()  # (diagonal, end): a run is found by each of its pieces
    reached: dict[int, int] = {}
    looks = 0
    for place in places:
        words = text[place : place + piece]
        at = other.find(words)
        while at >= 0:
            looks += 1
            if looks % LOOKS == 0:
                deadline.check()
            diagonal = at - place
            if reached.get(diagonal, -1) < place + piece:
                run = _extended(text, other, place, at, piece)
                reached[diagonal] = run.start + run.length
                if (diagonal, run.start + run.length) not in known:
                    known.add((diagonal, run.start + run.length))
                    yield run
            at = other.find(words, at + 1)


def dense_runs(
    text: str, pieces: Mapping[str, Sequence[int]], other: str, cut: Sequence[str], common: Iterable[int]
) -> Iterator[Run]:
    """The same of all pieces of `text`, whose places `pieces` tells; `cut` are those of `other`, one a place, and
    `common` the places, ascending, of those that `text` has.
    """
    size = len(next(iter(pieces), ""))
    reached: dict[int, int] = {}
    looks = 0
    for at in common:
        for place in pieces[cut[at]]:
            looks += 1
            if looks % LOOKS == 0:
                deadline.check()
            diagonal = at - place
            if reached.get(diagonal, -1) < place + size:
                run = _extended(text, other, place, at, size)
                reached[diagonal] = run.start + run.length
                yield run


def common_places(pieces: Mapping[str, Sequence[int]], cut: Sequence[str]) -> list[int]:
    """Where the other text has a piece of this one, of most passages at few places."""
    return list(compress(range(len(cut)), map(pieces.__contains__, cut)))


def cut_of(text: str, size: int) -> list[str]:
    """The piece of so many code points that begins at each place."""
    return [text[at : at + size] for at in range(len(text) - size + 1)]


def pieces_of(cut: Sequence[str]) -> dict[str, Sequence[int]]:
    """Each piece of those at every place, with the places where it begins."""
    pieces: dict[str, Sequence[int]] = dict(zip(cut, zip(range(len(cut)), strict=True), strict=True))
    if len(pieces) < len(cut):
        again: defaultdict[str, list[int]] = defaultdict(list)
        for at, piece in enumerate(cut):
            if pieces[piece][-1] != at:
                again[piece].append(at)
        for piece, places in again.items():
            pieces[piece] = (*places, *pieces[piece])
    return pieces


def _extended(text: str, other: str, start: int, at: int, piece: int) -> Run:
    """As far as both texts agree, never over a break."""
    end, other_end = start + piece, at + piece
    while end < len(text) and other_end < len(other) and text[end] == other[other_end] and text[end] != "\n":
        end, other_end = end + 1, other_end + 1
    while start and at and text[start - 1] == other[at - 1] and text[start - 1] != "\n":
        start, at = start - 1, at - 1
    return Run(start, at, end - start)


def stretches(one: JoinedText, other: JoinedText, found: Iterable[Run]) -> Iterator[Stretch]:
    """The stretches of the passages in which `found` lie, those alone that say enough (`LEAST`, `NEAR`).

    Passages that have a run in common are looked through once more for shorter ones: what was edited has many.
    """
    pairs = dict.fromkeys((one.passage_at(run.start), other.passage_at(run.other)) for run in found)
    for passage, there in pairs:
        text, other_text = one.passages[passage], other.passages[there]
        pieces, cut = one.short_pieces(passage), other.short_cut(there)
        common = common_places(pieces, cut)
        if not common or common[-1] + SHORT - common[0] < LEAST_BESIDE:
            continue
        for chain in _chains(dense_runs(text, pieces, other_text, cut, common)):
            stretch = _stretch(passage, text, there, other_text, chain)
            if stretch is not None:
                yield stretch


def _chains(found: Iterable[Run]) -> list[list[Run]]:
    """Runs of two passages that follow each other on both sides, each in the chain that it continues straightest."""
    chains: list[list[Run]] = []
    for number, run in enumerate(sorted(found)):
        if number % LOOKS == LOOKS - 1:
            deadline.check()
        fitting = [chain for chain in chains if _follows(chain[-1], run)]
        if fitting:
            min(fitting, key=lambda chain: abs(run.other - run.start - chain[-1].other + chain[-1].start)).append(run)
        elif run.length >= PIECE:
            chains.append([run])
    return chains


def _follows(last: Run, run: Run) -> bool:
    gap, other_gap = run.start - last.start - last.length, run.other - last.other - last.length
    return -PIECE < gap <= GAP and -PIECE < other_gap <= GAP and run.start > last.start and run.other > last.other


def _stretch(passage: int, text: str, there: int, other_text: str, chain: Sequence[Run]) -> Stretch | None:
    start, end = chain[0].start, chain[-1].start + chain[-1].length
    other_start, other_end = chain[0].other, chain[-1].other + chain[-1].length
    if end - start < LEAST:
        return None
    longest = max(run.length for run in chain)
    alike = share(text[start:end], other_text[other_start:other_end]) if len(chain) > 1 else 1.0
    if longest < LEAST and alike < NEAR:
        return None
    same = min(sum(run.length for run in chain), end - start)
    return Stretch(passage, start, end, there, other_start, other_end, longest, same, alike)
