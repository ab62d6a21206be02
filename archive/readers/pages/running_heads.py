"""Page numbers and running heads, which are on the pages but not of the text. Paragraphs are `paragraphs`'s."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from archive.readers.line_joining import shows
from archive.readers.pages.page_lines import Printed

_PAGE_NUMBER = re.compile(
    r"[-—–－─·\s]*(?:第\s*)?(?P<number>\d{1,4})\s*页?(?P<of>[,，\s]*[/／]?\s*共?\s*\d{1,4}\s*页?)?[-—–－─·\s]*"
)
_ROMAN = re.compile(r"[-—–－\s]*[ivxIVX]{1,6}[-—–－\s]*|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]")
_MARGIN = 0.13
"""The share of a page's height above and below which running heads and page numbers stand."""
_REPEATED = 3
_REPEATED_SHARE = 0.3


def without_running_heads(lines: Sequence[Printed], heights: dict[int, float]) -> tuple[list[Printed], tuple[str, ...]]:
    """`lines` without page numbers and what is printed on many pages' top or foot; and the words of those heads."""
    edges = [line for page in _by_page(lines) for line in _outer(page, heights)]
    same = Counter({key: len(pages) for key, pages in _pages_with(edges).items()})
    needed = max(_REPEATED, len(heights) * _REPEATED_SHARE)
    numbers = _page_numbers(edges)
    dropped = [line for line in edges if same[_key(line)] >= needed or id(line) in numbers]
    gone = {id(line) for line in dropped}
    words = dict.fromkeys(line.text.strip() for line in dropped if not _PAGE_NUMBER.fullmatch(line.text.strip()))
    return [line for line in lines if id(line) not in gone], tuple(words)


def _by_page(lines: Iterable[Printed]) -> list[list[Printed]]:
    pages: dict[int, list[Printed]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    return list(pages.values())


def _outer(page: list[Printed], heights: dict[int, float]) -> list[Printed]:
    """The two highest and two lowest lines, where they stand in the margins."""
    ordered = sorted((line for line in page if shows(line.text)), key=lambda line: line.bottom)
    height = heights[page[0].page]
    low = [line for line in ordered[:2] if line.bottom < height * _MARGIN]
    high = [line for line in ordered[2:][-2:] if line.bottom > height * (1 - _MARGIN)]
    return low + high


def _key(line: Printed) -> tuple[str, bool]:
    return re.sub(r"[\d\s]+", "#", line.text), line.bottom < line.size * 12


def _pages_with(edges: Iterable[Printed]) -> dict[tuple[str, bool], set[int]]:
    found: dict[tuple[str, bool], set[int]] = {}
    for line in edges:
        if not re.fullmatch(r"[\d\s.,%-]*", line.text):  # figures alone repeat by chance
            found.setdefault(_key(line), set()).add(line.page)
    return found


def _page_numbers(edges: Sequence[Printed]) -> set[int]:
    """The identities of the lines that are page numbers: in dashes, in words, or bare figures that count on with the
    pages in one place. Where a page has one of the first kind, its bare figures are of the text: the number of a row.
    """
    found = {id(line) for line in edges if _is_dressed(line.text.strip())}
    dressed = {line.page for line in edges if id(line) in found}
    bare = [line for line in edges if line.text.strip().isdigit() and len(line.text.strip()) <= 4]
    counted = Counter(_counting(line) for line in bare)
    for line in bare:
        alike = counted[_counting(line)]
        counts_on = alike > 1 or int(line.text) == line.page  # one number alone tells nothing
        if line.page not in dressed and not line.block and counts_on and alike >= len(bare) / 3:
            found.add(id(line))
    return found


def _is_dressed(text: str) -> bool:
    numbered = _PAGE_NUMBER.fullmatch(text)
    if numbered is None:
        return _ROMAN.fullmatch(text) is not None
    return bool(numbered["of"]) or not text.isdigit()


def _counting(line: Printed) -> tuple[int, bool]:
    """What the page numbers of a text share: how far they run before the pages, and whether they stand low."""
    return int(line.text) - line.page, line.bottom < line.size * 12
