"""Which words of the passages may be headings: numbered, run-in, unnumbered and 一是 items. How they nest, and what
they are for, lives beside.

A numbered heading is the whole line where the line is short, else it ends at the first full stop (run-in).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from archive.model import CELL, Passage
from archive.outline.numbering import Number, Style, read_number, value_of
from archive.outline.unnumbered import unnumbered_lines

RUN_IN = 60
"""The longest first sentence, in characters, that is still taken for a run-in heading as a whole."""
SHORT = 30
"""Headings of lower lists are hardly longer than this, provisions are."""
ALONE = 100
"""The longest line without a full stop that is taken for a heading."""
ITEM_WORDS = 40
"""The longest clause of a 一是 item that is its heading as a whole; a longer one ends at its first comma."""


class Heading(NamedTuple):
    """A candidate: its style and value, where its words stand ([start, end) of passage), and its number's end.

    `markup` is the heading's level where the format says so (`#`, `<h2>`). A `clause` ends in “；”: it and the list
    it stands in are no headings. `long` words, or those cut from a long sentence, read like a provision; `whole`
    ones are all that their paragraph has, full stop included. `doubtful`, `above`: as of the number; `sentence`: the
    line ends as one does. `bare`: it stands alone in its paragraph.
    """

    style: Style
    value: int
    passage: int
    start: int
    end: int
    number: str
    title: str
    markup: int | None = None
    clause: bool = False
    long: bool = False
    whole: bool = False
    doubtful: bool = False
    above: int = 0
    sentence: bool = False
    bare: bool = False


_STOP = re.compile("[。；：！？;]")
_COMMA = re.compile("[，,]")
_SPACE = re.compile(r"\s+")
_FURNITURE = re.compile(
    r"(关联(稿件|阅读|文件)|相关(链接|阅读|稿件|解读|文档|文章|新闻)|延伸阅读|附件下载|扫一扫.{0,12}|友情链接)[：:]?$"
)
"""Headings of a web page's own, below the text: nothing of the paper stands under them."""
_TRAILING = "。：:；;，, 　\t\n"
_ITEM = re.compile(r"(?:(?<=[。；：，！？、…”）—;:,\s])|^)([一二三四五六七八九十]{1,3})是[，,]?")
_ANNEX = re.compile(
    r"附\s*(?:件|录|錄|表)\s*([0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})?\s*[：:.．、]?\s*(?:[（(][^（()）]{1,8}[）)])?$"
)
_RULES_END = re.compile(r"附\s*则$")
_CHOICE = re.compile(r"[AＡ]\s?[.．、]\s?\S")
_FOOTNOTES = re.compile(r"(注|注释|注解|附注|註|参考文献)[：:]?$")
_INLINE_STYLES = (Style.ARABIC, Style.ARABIC_2, Style.ARABIC_3, Style.ARABIC_BRACKETED, Style.CIRCLED)


_BREAK = re.compile(r"(?<=[^\x00-\x7f])\s*\n\s*(?=[^\x00-\x7f])")
_SPREAD = re.compile(r"(?:[^\x00-\x7f] )+[^\x00-\x7f]")


def collapsed(text: str) -> str:
    """`text` as a heading shows it: line breaks closed, a run of white space one blank, 总　　则 without any."""
    if not _SPACE.search(text):  # most headings: a text of items has hundreds of thousands
        return text
    words = _SPACE.sub(" ", _BREAK.sub("", text.strip()))
    return words.replace(" ", "") if _SPREAD.fullmatch(words) else words


def candidates(passages: Sequence[Passage]) -> list[Heading]:
    """Everything in `passages` that looks like a heading, in reading order; lists of clauses are left out."""
    found: list[Heading] = []
    unnumbered = unnumbered_lines(passages)
    footnotes = False
    for index, passage in enumerate(passages):
        text = passage.text
        number = None if passage.kind == "row" and CELL in text else read_number(text)
        if _FOOTNOTES.match(text):
            footnotes = True
        elif number and number.style not in _INLINE_STYLES:
            footnotes = False
        if number and not (footnotes and number.style in _INLINE_STYLES) and not _is_question(passages, index):
            found.extend(_numbered(passage, number))
        elif text[0] == "附" and (annex := _ANNEX.match(text)) and _begins_annex(passages, index):
            found.append(_annex(passage, annex))
        elif passage.kind == "heading" and _FURNITURE.match(text):
            continue
        elif passage.kind == "heading" or index in unnumbered or (text[0] == "附" and _RULES_END.match(text)):
            found.append(_unnumbered(passage, unnumbered.get(index, Style.PLAIN)))
        if "一是" in text or "二是" in text or "三是" in text or "是" in text[1:3]:
            found.extend(_items(passage))
    return found


def _is_question(passages: Sequence[Passage], index: int) -> bool:
    """A line above the answers that one may choose: A．…, B．…."""
    return index + 1 < len(passages) and _CHOICE.match(passages[index + 1].text) is not None


def _begins_annex(passages: Sequence[Passage], index: int) -> bool:
    """附件： before a numbered line begins the list of enclosures, not the first of them."""
    if index < 3 or index + 1 == len(passages):
        return False
    return passages[index].text[-1] not in "：:" or read_number(passages[index + 1].text) is None


def _annex(passage: Passage, match: re.Match[str]) -> Heading:
    text = passage.text.rstrip(_TRAILING)
    value = value_of(match[1]) if match[1] else 1
    return Heading(Style.ANNEX, value, passage.number, 0, len(text), _SPACE.sub("", text), "")


def _numbered(passage: Passage, number: Number) -> Iterator[Heading]:
    text, style = passage.text, number.style
    if style is Style.ITEM or (style < Style.ARTICLE and (len(text) > RUN_IN or text[-1] in "。；，")):
        return
    if style is Style.ARTICLE:
        yield Heading(style, number.value, passage.number, 0, number.end, _SPACE.sub("", text[: number.end]), "")
        return
    clause = text[-1] in "；;，,"
    end = _heading_end(text, number.end)
    title = collapsed(text[number.end : end])
    markup = passage.level if passage.kind == "heading" else None
    printed = _SPACE.sub("", text[: number.end])
    if title or end == len(text) or style < Style.ARABIC:
        long = len(title) > SHORT or text[end : end + 1] in ("，", ",")
        whole = len(title) > SHORT // 2 and text[end:] == "。"
        yield Heading(
            style,
            number.value,
            passage.number,
            0,
            end,
            printed,
            title,
            markup,
            clause,
            long,
            whole,
            number.doubtful,
            number.above,
            text[-1] in "。；;！!",
            not text[end:].strip(_TRAILING),
        )


def _heading_end(text: str, start: int) -> int:
    """Where the heading's words end: with the line, the first sentence or, if that is long, its first clause."""
    stop = _STOP.search(text, start)
    if stop and stop[0] in "：:" and stop.start() - start <= len("问"):
        stop = _STOP.search(text, stop.end())
    if stop is None and len(text) <= ALONE and text[-1] not in "，,、":
        return len(text.rstrip(_TRAILING))
    end = stop.start() if stop else len(text)
    if end - start > RUN_IN:
        comma = _COMMA.search(text, start, start + RUN_IN)
        end = comma.start() if comma else start
    return start + len(text[start:end].rstrip(_TRAILING))


def _items(passage: Passage) -> Iterator[Heading]:
    text = passage.text
    matches = list(_ITEM.finditer(text))
    for index, match in enumerate(matches):
        following = matches[index + 1] if index + 1 < len(matches) else None
        start, words = match.start(), match.end(1) + 1
        far = min(following.start() if following else len(text), match.end() + RUN_IN)
        stop = _STOP.search(text, match.end(), far)
        end = stop.start() if stop else far
        if end - match.end() > ITEM_WORDS:
            comma = _COMMA.search(text, match.end(), end)
            end = comma.start() if comma else match.end()
        end = words + len(text[words:end].rstrip(_TRAILING))
        title = collapsed(text[match.end() : end])
        yield Heading(Style.ITEM, value_of(match[1]), passage.number, start, max(end, match.end()), match[0], title)


def _unnumbered(passage: Passage, style: Style) -> Heading:
    text = passage.text
    end = len(text.rstrip(_TRAILING))
    markup = passage.level if passage.kind == "heading" else None
    return Heading(style, 0, passage.number, 0, end, "", collapsed(text[:end]), markup)
