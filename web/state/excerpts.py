"""Excerpts of passages for the list of results: sentences around the marks, cut where they are long. No markup."""

from __future__ import annotations

from dataclasses import dataclass

from archive.model import CELL, Confidence, Part
from archive.text.extent import extent, whole_words
from indexer.search.answer import Mark, MarkedPassage

BEFORE, AFTER = 48, 72
"""Characters kept on each side of a mark where its sentence is longer."""
NEAR = 24
"""Characters between two marks that are not worth a cut."""
SHOWN = 6
"""Excerpts a passage: a paragraph of a whole page would fill the screen alone."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Code points [start, end) of a passage's text with the marks inside; `cut_…`: the sentence goes on there.

    `column` is the name of the column where the words stand in a cell: it is no part of them.
    """

    passage: int
    text: str
    start: int
    end: int
    marks: tuple[Mark, ...]
    path: tuple[str, ...]
    part: Part | None
    cut_before: bool
    cut_after: bool
    page: int | None = None
    column: str = ""
    part_confidence: Confidence | None = None

    @property
    def quotation(self) -> str:
        """What is copied: the whole sentences, where the page shows only what is near."""
        first, last = extent(self.text, self.start, self.end)
        return self.text[first:last].replace("\n", "").replace(CELL, "\t")


def excerpts_of(passage: MarkedPassage, most: int = SHOWN) -> tuple[Excerpt, ...]:
    """The first excerpts of a passage, `most` of them; those of one place in the outline that touch are one."""
    found: list[Excerpt] = []
    for mark in passage.marks:
        one = _around(passage, mark)
        if found and found[-1].path == one.path and one.start <= found[-1].end + NEAR:
            found[-1] = _joined(found[-1], one)
        elif len(found) == most:
            break
        else:
            found.append(one)
    return tuple(found)


def _around(passage: MarkedPassage, mark: Mark) -> Excerpt:
    begun, closed = extent(passage.text, mark.start, mark.end)
    near = max(begun, mark.start - BEFORE), min(closed, mark.end + AFTER)
    first, last = whole_words(passage.text, *near)
    start, end = max(begun, first), min(closed, last)
    return Excerpt(
        passage.number,
        passage.text,
        start,
        end,
        (mark,),
        mark.path,
        mark.part,
        start > begun,
        end < closed,
        passage.page,
        passage.column_at(mark.start),
        mark.part_confidence,
    )


def _joined(left: Excerpt, right: Excerpt) -> Excerpt:
    return Excerpt(
        left.passage,
        left.text,
        left.start,
        max(left.end, right.end),
        (*left.marks, *right.marks),
        left.path,
        left.part,
        left.cut_before,
        right.cut_after if right.end >= left.end else left.cut_after,
        left.page,
        left.column,
        left.part_confidence,
    )
