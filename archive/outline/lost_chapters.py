"""Chapters of a law whose number was lost on the way: between 第二章 and 第四章 the line 养护和维修 alone. Headings
that bear their number live in `headings`.

Nothing else is told apart so surely: the chapters before and after leave room for just one, and just one line of words
stands between two articles there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from archive.model import Passage
from archive.outline.headings import Heading, collapsed
from archive.outline.numbering import Style

_LONGEST = 24
_WORDS = re.compile(r"[\u3400-\u9fff、（）()\s]+")


def with_lost_chapters(found: Sequence[Heading], passages: Sequence[Passage]) -> list[Heading]:
    """The candidates with each chapter that stands without its number, in its place."""
    lost = list(_lost(found, passages))
    if not lost:
        return list(found)
    places = {heading.passage for heading in lost}
    kept = [heading for heading in found if heading.passage not in places]
    return sorted([*kept, *lost], key=lambda heading: (heading.passage, heading.start))


def _lost(found: Sequence[Heading], passages: Sequence[Passage]) -> Iterator[Heading]:
    chapters = [heading for heading in found if heading.style is Style.CHAPTER]
    articles = {heading.passage for heading in found if heading.style is Style.ARTICLE}
    for before, after in pairwise(chapters):
        if after.value != before.value + 2:
            continue
        lines = [
            passage
            for passage in passages[before.passage : after.passage - 1]
            if passage.number + 1 in articles and passage.number not in articles and _is_title(passage)
        ]
        if len(lines) == 1:
            yield _chapter(lines[0], before.value + 1)


def _is_title(passage: Passage) -> bool:
    return (
        passage.kind != "row" and len(passage.text) <= _LONGEST and _WORDS.fullmatch(passage.text.strip()) is not None
    )


def _chapter(passage: Passage, value: int) -> Heading:
    return Heading(Style.CHAPTER, value, passage.number, 0, len(passage.text), "", collapsed(passage.text))
