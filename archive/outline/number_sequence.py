"""What the sequence of the numbers tells: whether a line that a sentence may begin just so is a heading, and whether
一、 stands above articles or inside one.
"""

from __future__ import annotations

from collections.abc import Sequence

from archive.outline.headings import Heading
from archive.outline.numbering import Style

_NEAR = 200
"""So many candidates are looked ahead: keeps a hostile text linear."""
_ABOVE_ARTICLES = (Style.CHINESE, Style.BRACKETED)
_LONGEST_HEAD = 30


def without_sentences(found: Sequence[Heading]) -> list[Heading]:
    """Without the lines that begin with a number as a sentence does: 三、四季度任务滞后。 5.6万元资金未到位。 3 名干部…

    One is a heading where it goes on with its list and no plain heading has its number; what ends as a sentence does
    has to be gone on with, too.
    """
    kept: list[Heading] = []
    for index, heading in enumerate(found):
        if heading.doubtful and not _is_heading(kept, heading, found[index + 1 : index + _NEAR]):
            continue
        kept.append(heading)
    return kept


def _is_heading(before: Sequence[Heading], heading: Heading, after: Sequence[Heading]) -> bool:
    rival = _first_plain(after, heading)
    if rival is not None and rival.value == heading.value:
        return False
    followed = any(_follows(heading, later) for later in after)
    if heading.value == 1 or _goes_on(before, heading):
        return followed or not (heading.sentence or heading.value == 1)
    return False


def _first_plain(after: Sequence[Heading], heading: Heading) -> Heading | None:
    """The next heading of the same style whose number is beyond doubt, in the same section."""
    for later in after:
        if later.style < heading.style:
            return None
        if later.style is heading.style and not later.doubtful:
            return later
    return None


def _follows(heading: Heading, later: Heading) -> bool:
    return later.style is heading.style and later.value == heading.value + 1 and later.above == heading.above


def _goes_on(before: Sequence[Heading], heading: Heading) -> bool:
    """Is the latest heading of its style the one before it? A decimal has to stand below the same number."""
    for earlier in reversed(before[-_NEAR:]):
        if earlier.style is heading.style:
            return earlier.value + 1 == heading.value and earlier.above == heading.above
    return False


def heads_articles(found: Sequence[Heading]) -> set[int]:
    """The indexes of the headings 一、 and （一） that stand above articles, as chapters do.

    Such a heading is short and no clause, the next article follows it directly (or another such heading between), and
    it goes on with the numbers of those before it. In a list of clauses another clause follows the first.
    """
    heads: set[int] = set()
    expected = dict.fromkeys(_ABOVE_ARTICLES, 1)
    for index, heading in enumerate(found):
        if heading.style in _ABOVE_ARTICLES and heading.value == expected[heading.style]:
            if _is_head(heading) and _leads_to_article(found, index):
                heads.add(index)
                expected[heading.style] = heading.value + 1
                if heading.style is Style.CHINESE:
                    expected[Style.BRACKETED] = 1
        elif heading.style is Style.ANNEX:
            expected = dict.fromkeys(_ABOVE_ARTICLES, 1)
    return heads


def _is_head(heading: Heading) -> bool:
    return not (heading.clause or heading.long or heading.sentence) and len(heading.title) <= _LONGEST_HEAD


def _leads_to_article(found: Sequence[Heading], index: int) -> bool:
    following = found[index + 1 : index + 3]
    if following and following[0].style is Style.BRACKETED and found[index].style is Style.CHINESE:
        return len(following) > 1 and _is_head(following[0]) and following[1].style is Style.ARTICLE
    return bool(following) and following[0].style is Style.ARTICLE
