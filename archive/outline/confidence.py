"""How sure it is that a line is a heading. Which lines may be one lives in `headings`; lists go in `list_filter`.

high: its number goes on with its list, its format says so, or its words are those of a heading and of nothing else.
medium: it stands as a heading does but bears no number (a short sentence of its own), or its number is a slip.
low: a sentence may begin just so (三、四季度…, 5.6万元…), or nothing else of its kind stands in the text (第一条经验…).

Whoever asks what a section is for (`parts`) takes no wording out of its part for a heading that is not sure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from archive.model import Confidence
from archive.outline.headings import Heading
from archive.outline.numbering import Style
from archive.outline.part_words import part_of_words_below
from archive.outline.unnumbered import is_sure

_COUNTED = 99
"""最后 has this value: it ends any list."""


def confidences(headings: Sequence[Heading], levels: Sequence[int]) -> list[Confidence]:
    """The confidence of each heading, by its place among the others of its style."""
    alike = Counter(heading.style for heading in headings)
    latest: dict[tuple[Style, int], int] = {}
    found: list[Confidence] = []
    for heading, level in zip(headings, levels, strict=True):
        found.append(_confidence(heading, level, alike[heading.style], latest.get((heading.style, level))))
        latest[heading.style, level] = heading.value
    return found


def _confidence(heading: Heading, level: int, alike: int, before: int | None) -> Confidence:
    if heading.markup is not None or heading.style in (Style.ITEM, Style.ANNEX, Style.ARTICLE):
        return "high"
    if heading.doubtful:
        return "low"
    if part_of_words_below(heading.title):
        return "high"
    if heading.style in (Style.PLAIN, Style.LEAD):
        return "high" if is_sure(heading.title) else "medium"
    if level == 1 and alike == 1:
        return "low"
    if heading.value in (1, _COUNTED) or before == heading.value - 1:
        return "high"
    return "low" if heading.sentence or heading.long else "medium"
