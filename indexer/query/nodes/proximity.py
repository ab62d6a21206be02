"""Wordings in relation: with a gap, near one another, not part of a longer one. What holds in one sentence,
passage or section: `scopes`.

The signs that end a clause are those of the folded text, so that ， and , count alike.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from archive.model import CELL
from indexer.document import Document, Place
from indexer.query.nodes.boolean import Any, all_of, holding
from indexer.query.nodes.counts import Counter, near
from indexer.query.nodes.node import (
    Marking,
    Query,
    Terms,
    Wording,
)
from indexer.query.nodes.occurrences import Occurrence, occurrences
from indexer.query.nodes.phrase import Phrase
from indexer.query.nodes.quoting import with_gaps
from indexer.query.nodes.term import Refold, Term

MAX_GAP = 8
"""Characters that a gap may stand for."""

CLAUSE_ENDS = frozenset(",。;:、!?" + CELL)


@dataclass(frozen=True, slots=True)
class Gapped(Wording):
    """Two pieces or more, in order, with none to eight characters of one clause between each two: 中心组学习…次.

    From each place where the first piece stands, the shortest run counts; the mark covers all of it.
    """

    pieces: tuple[Phrase, ...]

    def occurrences(self, passage: str) -> Iterator[Occurrence]:
        """The shortest run from each start. From the last piece to the first, so that each place is looked at once."""
        if not all(piece.text in passage for piece in self.pieces):
            return
        *others, last = (piece.text for piece in self.pieces)
        ends = {start: start + len(last) for start in occurrences(last, passage)}
        for text in reversed(others):
            starts = ((start, start + len(text)) for start in occurrences(text, passage))
            reached = ((start, [ends[at] for at in _behind_gap(passage, end) if at in ends]) for start, end in starts)
            ends = {start: min(found) for start, found in reached if found}
        for start, end in ends.items():
            yield Occurrence(start, end, self.pieces[0])

    @property
    def phrases(self) -> tuple[Term, ...]:
        """The pieces; a place counts for the first."""
        return self.pieces

    def mapped(self, change: Refold) -> Gapped:
        """With each piece changed."""
        return Gapped(tuple(piece.mapped(change) for piece in self.pieces))

    def necessary(self) -> Query:
        """What a report that matches holds in every mode: the wordings that have to stand there, joined by All."""
        return all_of(self.pieces)

    def __str__(self) -> str:
        return with_gaps([piece.typed for piece in self.pieces])


def _behind_gap(passage: str, start: int) -> Iterator[int]:
    """`start`, and each place up to eight characters of one clause behind it."""
    for at in range(start, min(start + MAX_GAP, len(passage)) + 1):
        yield at
        if at < len(passage) and passage[at] in CLAUSE_ENDS:
            return


@dataclass(frozen=True, slots=True)
class Except(Wording):
    """The occurrences of `wording` that do not lie inside one of `longer`."""

    wording: Phrase | Gapped
    longer: Phrase | Gapped

    def occurrences(self, passage: str) -> Iterator[Occurrence]:
        """Those of the wording outside the longer one."""
        # Both come in order of their starts: the farthest end of the longer ones that begin before tells.
        longer = deque((found.start, found.end) for found in self.longer.occurrences(passage))
        reached = 0
        for found in self.wording.occurrences(passage):
            while longer and longer[0][0] <= found.start:
                reached = max(reached, longer.popleft()[1])
            if reached < found.end:
                yield found

    @property
    def phrases(self) -> tuple[Term, ...]:
        """Those of the wording."""
        return self.wording.phrases

    def mapped(self, change: Refold) -> Except:
        """With both sides changed."""
        return Except(self.wording.mapped(change), self.longer.mapped(change))

    def necessary(self) -> Query | None:
        """What a report that matches holds in every mode: the wordings that have to stand there, joined by All."""
        return self.wording.necessary()

    def __str__(self) -> str:
        return f"{self.wording} EXCEPT {self.longer}"

    def operand(self) -> str:
        """In brackets: only NEAR binds tighter."""
        return f"({self})"


@dataclass(frozen=True, slots=True)
class Near(Marking):
    """`wordings` in one passage, each at most `distances` characters from the next, in either order, not overlapping.

    A wording is a `Wording` or an `Any` of such. An occurrence counts where it belongs to a whole chain.
    """

    wordings: tuple[Query, ...]
    distances: tuple[int, ...]

    def matches(self, document: Document) -> bool:
        """Is there a chain in any passage?"""
        return any(self._chains(document, index + 1) for index in holding(document.passages, self))

    def candidates(self, document: Document, terms: Terms) -> Iterator[Place]:
        """The occurrences that belong to a chain."""
        for index in holding(document.passages, self):
            number = index + 1
            for found in self._chains(document, number):
                yield Place(number, found.start, found.end, terms[found.phrase])

    def counter(self) -> Counter:
        """Nothing but phrases are counted without making places."""
        others = super(Near, self).counter()
        texts = tuple(wording.text for wording in self.wordings if isinstance(wording, Phrase))
        if len(texts) < len(self.wordings):
            return others
        plain = near(texts, self.distances)
        return lambda document: others(document) if document.choices else plain(document)

    def _chains(self, document: Document, number: int) -> list[Occurrence]:
        passage = document.passages[number - 1]
        links: list[list[Occurrence]] = []
        for wording, distance in zip(self.wordings, (0, *self.distances), strict=True):
            found = [one for one in wording_occurrences(wording, passage) if document.counts(number, one.start)]
            links.append(_near(found, links[-1], distance) if links else found)
            if not links[-1]:
                return []
        for at in range(len(links) - 1, 0, -1):
            links[at - 1] = _near(links[at - 1], links[at], self.distances[at - 1])
        return [found for link in links for found in link]

    @property
    def phrases(self) -> tuple[Term, ...]:
        """Those of all wordings."""
        return tuple(phrase for wording in self.wordings for phrase in wording.phrases)

    def mapped(self, change: Refold) -> Near:
        """With each wording changed; characters between them are counted as they are compared."""
        return Near(tuple(wording.mapped(change) for wording in self.wordings), self.distances)

    def necessary(self) -> Query | None:
        """What a report that matches holds in every mode: the wordings that have to stand there, joined by All."""
        needed = [item for item in (wording.necessary() for wording in self.wordings) if item is not None]
        return all_of(needed)

    def __str__(self) -> str:
        first, *others = (wording.operand() for wording in self.wordings)
        return first + "".join(
            f" NEAR/{distance} {other}" for distance, other in zip(self.distances, others, strict=True)
        )

    def operand(self) -> str:
        """In brackets, which nothing needs and which read better."""
        return f"({self})"


def is_wording(query: Query) -> bool:
    """May `query` stand beside NEAR: a run of text, or a choice of such?"""
    return isinstance(query, Wording) or (isinstance(query, Any) and all(map(is_wording, query.items)))


def wording_occurrences(query: Query, passage: str) -> Iterator[Occurrence]:
    """The occurrences of what may stand beside NEAR."""
    if isinstance(query, Any):
        for item in query.items:
            yield from wording_occurrences(item, passage)
    elif isinstance(query, Wording):
        yield from query.occurrences(passage)


def _near(found: Sequence[Occurrence], others: Iterable[Occurrence], distance: int) -> list[Occurrence]:
    """Those of `found` with one of `others` before or behind them, at most `distance` characters between."""
    others = list(others)
    starts, ends = sorted(other.start for other in others), sorted(other.end for other in others)

    def has(sorted_offsets: list[int], low: int, high: int) -> bool:
        at = bisect_left(sorted_offsets, low)
        return at < len(sorted_offsets) and sorted_offsets[at] <= high

    return [
        one for one in found if has(ends, one.start - distance, one.start) or has(starts, one.end, one.end + distance)
    ]
