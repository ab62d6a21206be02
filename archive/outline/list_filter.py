"""Which candidates are headings and which are only lists: tables of contents, clauses of an article, enclosures, the
document's own title, items without a second. What looks like a heading at all lives beside.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from archive.model import Passage
from archive.outline.headings import Heading
from archive.outline.number_sequence import heads_articles, without_sentences
from archive.outline.numbering import Style
from archive.outline.provisions import without_provisions

_FEW_ARTICLES = 3
"""A law has at least so many articles; fewer are cited, or are no articles (第一条战线)."""
_CONTENTS = re.compile(r"目\s*[录錄次]$")
_ENCLOSURES = re.compile(r"附\s*件?\s*[：:]|(?:附\s*件|注|备注|说明)\s*[：:]?\s*1[.．、]\s*[：:]?\S")
_IN_ARTICLE = frozenset(
    {
        Style.CHINESE,
        Style.BRACKETED,
        Style.ORDINAL,
        Style.ARABIC,
        Style.ARABIC_2,
        Style.ARABIC_3,
        Style.ARABIC_BRACKETED,
        Style.CIRCLED,
        Style.ITEM,
    }
)


def weeded(found: Sequence[Heading], passages: Sequence[Passage]) -> list[Heading]:
    """The candidates that are headings, in reading order."""
    kept = _without_title(found)
    kept = _without_contents(kept, passages)
    kept = without_sentences(kept)
    kept = _without_lone_divisions(kept)
    kept = _without_articles_clauses(kept, passages)
    kept = _without_rules_clauses(kept)
    kept = _without_lists_of_clauses(kept)
    kept = without_provisions(kept)
    kept = _without_enclosures(kept, passages)
    kept = _without_mere_adverbs(kept)
    return _without_single_items(_without_single_ordinals(kept))


def _without_title(found: Sequence[Heading]) -> list[Heading]:
    """Markup headings that open the text are the document's title where no later one has their level."""
    marked = [heading for heading in found if heading.markup is not None]
    titles: list[Heading] = []
    for heading in marked:
        after = titles[-1].passage + 1 if titles else heading.passage
        if heading.style is not Style.PLAIN or heading.passage != after or heading.markup != marked[0].markup:
            break
        titles.append(heading)
    rest = marked[len(titles) :]
    if any((heading.markup or 0) <= (marked[0].markup or 0) for heading in rest):
        return list(found)
    last = titles[-1].passage if titles else 0
    return [heading for heading in found if heading.passage > last or heading.markup is None]


def _without_contents(found: Sequence[Heading], passages: Sequence[Passage]) -> list[Heading]:
    """Entries of a table of contents stand after 目录 and are printed again as headings."""
    begins = [index for index, passage in enumerate(passages[:60]) if _CONTENTS.match(passage.text)]
    if not begins:
        return list(found)
    after = passages[begins[0]].number
    entries = [heading for heading in found if heading.passage > after]
    if not entries:
        return list(found)
    again = [heading for heading in entries[1:] if _words(heading) == _words(entries[0])]
    end = again[0].passage if again else after + 1
    return [heading for heading in found if not after <= heading.passage < end]


def _words(heading: Heading) -> str:
    return re.sub(r"[\s.．…·]+\d*$|\s", "", heading.number + heading.title)


def _without_articles_clauses(found: Sequence[Heading], passages: Sequence[Passage]) -> list[Heading]:
    """In a law everything numbered below an article is a clause of it, up to an annex; but for 一、 that heads articles
    as a chapter does.
    """
    articles = [heading for heading in found if heading.style is Style.ARTICLE]
    if len(articles) < _FEW_ARTICLES and not any(_stands_apart(article, passages) for article in articles):
        return [heading for heading in found if heading.style is not Style.ARTICLE]
    heading_articles = heads_articles(found)
    kept: list[Heading] = []
    last = 0
    for index, heading in enumerate(found):
        if heading.style is Style.ANNEX:
            last = 0
        if heading.style is Style.ARTICLE:
            if heading.value != last + 1 and not _stands_apart(heading, passages):
                continue
            last = heading.value
        elif last and heading.style in _IN_ARTICLE and index not in heading_articles:
            continue
        kept.append(heading)
    return kept


def _without_lone_divisions(found: Sequence[Heading]) -> list[Heading]:
    """第三部分群众不满意, 第二章提到的办法: where no other of its kind stands, a part or chapter is only spoken of; but
    a law may have lost the others.
    """
    if any(heading.style is Style.ARTICLE for heading in found):
        return list(found)
    alike = Counter(heading.style for heading in found)
    return [
        heading
        for heading in found
        if heading.markup is not None
        or not Style.BOOK <= heading.style <= Style.SECTION
        or heading.value == 1
        or alike[heading.style] > 1
    ]


def _stands_apart(article: Heading, passages: Sequence[Passage]) -> bool:
    """第一条 为了…, as laws print it: 第一条战线 is another word."""
    after = passages[article.passage - 1].text[article.end : article.end + 1]
    return after == "" or after.isspace() or after in "：【"


def _without_rules_clauses(found: Sequence[Heading]) -> list[Heading]:
    """Numbers that run on from chapter to chapter count clauses of rules, as articles do."""
    chapters = [heading for heading in found if heading.style is Style.CHAPTER]
    if len(chapters) < 2 or any(heading.style is Style.ARTICLE for heading in found):
        return list(found)
    first_in: dict[int, int] = {}
    chapter = 0
    for heading in found:
        chapter += heading.style is Style.CHAPTER
        if heading.style is Style.CHINESE and chapter:
            first_in.setdefault(chapter, heading.value)
    if sum(value > 1 for value in first_in.values()) * 2 < len(first_in) or len(first_in) < 2:
        return list(found)
    return [heading for heading in found if heading.style <= Style.SECTION]


def _without_lists_of_clauses(found: Sequence[Heading]) -> list[Heading]:
    """A list that has one entry ending in “；” before the next is a list of clauses to its end; lines of one style."""
    kept: list[Heading] = []
    run: list[Heading] = []
    for heading in [*found, None]:
        goes_on = (
            heading is not None
            and run
            and heading.style is run[-1].style
            and heading.passage - run[-1].passage == 1
            and heading.value == run[-1].value + 1
        )
        if not goes_on:
            if not any(entry.clause for entry in run[:-1]):
                kept += [entry for entry in run if not entry.clause or entry.style <= Style.CHINESE]
            run = []
        if heading is not None:
            run.append(heading)
    return kept


def _without_enclosures(found: Sequence[Heading], passages: Sequence[Passage]) -> list[Heading]:
    """The numbered list after 附件： or 附件1. names papers, that after 注：1. is of notes; its lines follow each other
    without a text between.
    """
    listed: set[int] = set()
    numbers = {heading.passage for heading in found if heading.style in (Style.ARABIC, Style.CHINESE)}
    for passage in passages:
        if _ENCLOSURES.match(passage.text) and len(passage.text) < 80:
            number = passage.number + 1
            while number in numbers and number not in listed:
                listed.add(number)
                number += 1
    return [heading for heading in found if heading.passage not in listed]


def _without_mere_adverbs(found: Sequence[Heading]) -> list[Heading]:
    """首先 and its like begin many a sentence; they head one that says what it is about, or where 第二 follows."""
    kept: list[Heading] = []
    for index, heading in enumerate(found):
        if heading.style is Style.ORDINAL and not heading.number.startswith("第"):
            following = _next_ordinal(found, index)
            second = following is not None and following.number.startswith("第二")
            if not heading.title.startswith(("关于", "關於")) and not (heading.value == 1 and second):
                continue
        kept.append(heading)
    return kept


def _without_single_ordinals(found: Sequence[Heading]) -> list[Heading]:
    """第一、 is a heading where 第二、 follows, the next ones where one came before."""
    kept: list[Heading] = []
    for index, heading in enumerate(found):
        if heading.style is Style.ORDINAL and heading.value == 1:
            following = _next_ordinal(found, index)
            if following is None or following.value == 1:
                continue
        kept.append(heading)
    return kept


def _next_ordinal(found: Sequence[Heading], index: int) -> Heading | None:
    """The next heading of the list 第一、 第二、 in the same section."""
    for later in found[index + 1 :]:
        if later.style is Style.ORDINAL:
            return later
        if later.style <= Style.CHINESE:
            return None
    return None


def _without_single_items(found: Sequence[Heading]) -> list[Heading]:
    """一是 is an item where 二是 follows in the same section; 二是 where an item came before."""
    kept: list[Heading] = []
    for index, heading in enumerate(found):
        if heading.style is Style.ITEM:
            before = kept[-1] if kept and kept[-1].style is Style.ITEM else None
            after = found[index + 1] if index + 1 < len(found) else None
            goes_on = after is not None and after.style is Style.ITEM and after.value in (heading.value + 1, 1)
            if not (goes_on if heading.value == 1 else before is not None and before.value < heading.value):
                continue
        kept.append(heading)
    return kept
