"""Lists of 1., （1）, ① … that are no headings: provisions, and points with no text between. Other lists live in
`list_filter`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from archive.outline.headings import Heading
from archive.outline.numbering import Style


def without_provisions(found: Sequence[Heading]) -> list[Heading]:
    """Lists of 1. and what is below it are provisions where most entries are long, or whole paragraphs one after the
    other; in a text of provisions all of them are.
    """
    lists = _lower_lists(found)
    entries = [index for each in lists for index in each]
    if sum(_is_provision(found, index) for index in entries) * 4 > len(entries) * 3:
        dropped = set(entries)
    else:
        provisions = [each for each in lists if _is_list_of_provisions(found, each)]
        dropped = {index for each in provisions for index in each}
    return [heading for index, heading in enumerate(found) if index not in dropped]


def _is_list_of_provisions(found: Sequence[Heading], each: Sequence[int]) -> bool:
    lowest = found[each[0]].style in (Style.CIRCLED, Style.ARABIC_BRACKETED)
    if (lowest or found[each[0]].doubtful) and _is_bare(found, each):
        return True
    alone = len(each) == 1 and found[each[0]].value == 1 and not found[each[0]].above  # 2.1 stands below its 2
    return alone or sum(_is_provision(found, index) for index in each) * 2 > len(each)


def _is_bare(found: Sequence[Heading], each: Sequence[int]) -> bool:
    """Several lines of the lowest numbers, one after the other with no text between: points of a list."""
    lines = [found[index] for index in each]
    follow = all(second.passage == first.passage + 1 for first, second in pairwise(lines))
    return len(lines) > 1 and follow and all(line.bare for line in lines)


def _is_provision(found: Sequence[Heading], index: int) -> bool:
    heading = found[index]
    bodiless = index + 1 == len(found) or found[index + 1].passage == heading.passage + 1
    return heading.long or (heading.whole and bodiless)


def _lower_lists(found: Sequence[Heading]) -> list[list[int]]:
    """The indexes of each list of 1., （1）, ① …: entries of one style with nothing of an outer style between; but for
    words without a number, behind which the list goes on.
    """
    lists: list[list[int]] = []
    open_: dict[Style, list[int]] = {}
    behind: dict[Style, list[int]] = {}
    for index, heading in enumerate(found):
        if heading.style < Style.ARABIC and heading.style is not Style.PLAIN:
            behind.clear()
        for inner in [style for style in open_ if style > heading.style]:
            behind[inner] = open_.pop(inner)
        before = behind.get(heading.style)
        if before and heading.style not in open_ and found[before[-1]].value + 1 == heading.value:
            open_[heading.style] = before
        if Style.ARABIC <= heading.style < Style.LEAD:
            if heading.style not in open_:
                open_[heading.style] = []
                lists.append(open_[heading.style])
            open_[heading.style].append(index)
    return lists
