"""Two papers that share little, passage by passage beside each other, and what they share marked: struck through and
added as a whole they would tell nothing. Which share is little, is told here; how it looks, elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest

from archive.model import Record
from archive.text.fold import fold
from indexer import deadline
from indexer.comparison.side_by_side import Comparison, Text, chain_of, likenesses, texts_of

LITTLE = 0.3
"""Two texts of which less is the same are different papers, not two states of one."""
NEAR = 0.15
"""The least likeness of two passages that are laid beside each other; the others follow in their order."""
RUN = 8
"""Folded characters in a row that also stand in the other text are told, and passages that it holds whole: shorter runs
are words of every report.
"""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a passage's own text; `shared`: the other text holds it too, anywhere."""

    shared: bool
    text: str


@dataclass(frozen=True, slots=True)
class Side:
    """A passage by number, in stretches that joined are its text."""

    number: int
    heading: bool
    stretches: tuple[Stretch, ...]

    @property
    def shares(self) -> bool:
        """Does the other text hold anything of it?"""
        return any(stretch.shared for stretch in self.stretches)


@dataclass(frozen=True, slots=True)
class Facing:
    """Two passages beside each other; None: nothing stands there. Every passage stands once, in order."""

    left: Side | None
    right: Side | None

    @property
    def shares(self) -> bool:
        """Does either hold words that the other text has too?"""
        return any(side is not None and side.shares for side in (self.left, self.right))


def are_different_papers(found: Comparison) -> bool:
    """Do two texts share so little that additions and deletions would strike through nearly everything?"""
    return found.share < LITTLE


def facing(left: Record, right: Record) -> tuple[Facing, ...]:
    """Both texts from top to bottom. Raises UsageError("compare.too_long") when the question's time is over."""
    ours, theirs = texts_of(left), texts_of(right)
    pairs = [*sorted(chain_of(dict(likenesses(ours, theirs, NEAR))).items()), (len(ours), len(theirs))]
    in_ours, in_theirs = _runs(ours), _runs(theirs)
    lefts = [_side(text, in_theirs) for text in ours]
    rights = [_side(text, in_ours) for text in theirs]
    rows: list[Facing] = []
    at, other = 0, 0
    for one, two in pairs:
        rows += [Facing(a, b) for a, b in zip_longest(lefts[at:one], rights[other:two])]
        if one < len(ours):
            rows.append(Facing(lefts[one], rights[two]))
        at, other = one + 1, two + 1
    return tuple(rows)


def shared_part(rows: Sequence[Facing]) -> float:
    """Of all characters of both texts those that stand in what both hold, 0 to 1."""
    sides = [side for row in rows for side in (row.left, row.right) if side is not None]
    every = sum(len(stretch.text) for side in sides for stretch in side.stretches)
    shared = sum(len(stretch.text) for side in sides for stretch in side.stretches if stretch.shared)
    return shared / every if every else 0.0


def _runs(texts: Sequence[Text]) -> frozenset[str]:
    """Every run of `RUN` folded characters inside a passage, and every shorter passage."""
    return frozenset(text.folded[at : at + RUN] for text in texts for at in range(max(1, len(text.folded) - RUN + 1)))


def _side(text: Text, others: frozenset[str]) -> Side:
    deadline.check()
    folded = fold(text.original)
    held = [False] * len(text.original)
    for start, end in _covered(folded.text, others):
        span = folded.original(start, end)
        held[span.start : span.end] = [True] * (span.end - span.start)
    return Side(text.number, text.heading, tuple(_stretches(text.original, held)))


def _covered(text: str, others: frozenset[str]) -> Iterator[tuple[int, int]]:
    """The longest stretches of which every run stands in the other text, in order, apart from each other."""
    begun = end = -1
    for at in range(max(1, len(text) - RUN + 1)):
        if text[at : at + RUN] not in others:
            continue
        if at > end:
            if begun >= 0:
                yield begun, end
            begun = at
        end = min(len(text), at + RUN)
    if begun >= 0:
        yield begun, end


def _stretches(text: str, held: Sequence[bool]) -> Iterator[Stretch]:
    for shared, run in groupby(range(len(text)), key=lambda at: held[at]):
        places = list(run)
        yield Stretch(shared, text[places[0] : places[-1] + 1])
