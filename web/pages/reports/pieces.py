"""A long report in pieces, each a page of at most two megabytes: where one ends and which holds a place. No markup.

A passage stays one, however it is cut here: what is found in it, and how it is cited, speaks of all of it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from markupsafe import escape

from archive.model import CELL, Passage
from indexer.search.answer import Mark, MarkedPassage
from web.http.urls import FAR

BYTES = 1_000_000
"""Of the text in a page, as estimated below; outline, facts and what surrounds them come on top."""
PASSAGE_BYTES, CELL_BYTES, MARK_BYTES = 400, 60, 80
"""Markup around a passage (its source is repeated there), a cell and a place."""
STEP = FAR
"""Code points of a giant passage that are weighed together."""
_SENTENCE_END = re.compile(r"[。！？；!?;\n]")

Position = tuple[int, int]
"""Passage (from 1) and code point of it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands in [first, end), in order of positions. `number` counts from 1."""

    number: int
    first: Position
    end: Position

    @property
    def passages(self) -> tuple[int, int]:
        """The numbers of the first and the last passage of which something stands in it."""
        return self.first[0], self.end[0] if self.end[1] else self.end[0] - 1

    def part_of(self, passage: Passage) -> tuple[int, int]:
        """The code points [start, end) of a passage that stand in it."""
        start = self.first[1] if passage.number == self.first[0] else 0
        return start, self.end[1] if passage.number == self.end[0] else len(passage.text)


@dataclass(frozen=True, slots=True)
class Pieces:
    """All pieces of a report, at least one."""

    all: tuple[Piece, ...]

    def at(self, passage: int, offset: int = 0) -> Piece:
        """The piece in which a place stands; one beyond the end is in the last."""
        after = bisect_right(self.all, (passage, offset), key=attrgetter("end"))
        return self.all[min(after, len(self.all) - 1)]

    def __len__(self) -> int:
        return len(self.all)


def pieces_of(passages: Sequence[Passage], marks: Sequence[MarkedPassage]) -> Pieces:
    """Cut a report with its places: between passages, and inside one only where it is larger than a piece."""
    after = (len(passages) + 1, 0)
    by_passage = {marked.number: marked.marks for marked in marks}
    cuts = [(1, 0), *_cuts(passages, by_passage, BYTES), after]
    return Pieces(tuple(Piece(number, cuts[number - 1], cuts[number]) for number in range(1, len(cuts))))


def _cuts(passages: Sequence[Passage], marks: Mapping[int, Sequence[Mark]], most: int) -> Iterator[Position]:
    filled = 0
    for passage in passages:
        here = marks.get(passage.number, ())
        weight = PASSAGE_BYTES + len(here) * MARK_BYTES + passage.text.count(CELL) * CELL_BYTES
        weight += _bytes(passage.text)
        if weight > most:
            for start, size in _inside(passage, here, filled, most):
                if start:
                    yield passage.number, start
                filled = size
            continue
        if filled + weight > most:
            yield passage.number, 0
            filled = 0
        filled += weight


def _inside(passage: Passage, marks: Sequence[Mark], filled: int, most: int) -> Iterator[tuple[int, int]]:
    """Where pieces of a giant passage begin, with their weights; behind a sentence where one ends near."""
    begins = at = mark = 0
    filled += PASSAGE_BYTES
    while at < len(passage.text):
        step = passage.text[at : at + STEP]
        after = mark
        while after < len(marks) and marks[after].start < at + STEP:
            after += 1
        weight = _bytes(step) + (after - mark) * MARK_BYTES + step.count(CELL) * CELL_BYTES
        if filled + weight > most and at > begins:
            yield begins, filled
            ended = _SENTENCE_END.search(passage.text, at, at + STEP - 1)
            begins = ended.end() if ended else at
            filled = PASSAGE_BYTES
        filled += weight
        at, mark = at + STEP, after
    yield begins, filled


def _bytes(text: str) -> int:
    return len(str(escape(text)).encode("utf-8", "replace"))
