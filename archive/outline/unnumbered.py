"""Which lines of a text without markup are headings though they bear no number. Numbered headings live beside.

Two kinds: words without a full stop between paragraphs (关于国内建设; 结束语), and, in texts that do so throughout, a
short sentence on a line of its own before the paragraph that it sums up (国民经济保持较快增长。).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from archive.model import Passage
from archive.outline.numbering import Style, read_number

_LEAD_LENGTH = 35
_PLAIN_LENGTH = 25
_BODY_LENGTH = 40
_PARAGRAPH_LENGTH = 60
_LEADS = 5
"""So many short sentences of their own make a habit of the text."""
_MEAN_LENGTH = 80
"""Below this mean length of a passage the text is parted by sentences, not by paragraphs."""

_SENTENCE_END = "。！？；：…”）」』."
_WORDS = re.compile(r"(?![图表圖]\s?\d)[\u3400-\u9fff“”‘’《》「」（）、·—\s　\d０-９]+$")
_SURE = re.compile(
    r"(关于.{2,20}|關於.{2,20}|结束语|結束語|附则|附則|结\s*语|前\s*言|引\s*言|序\s*言|导\s*言|后\s*记)$"
)
_DANGLING = tuple("与和的在是为同对及向于以从把被将、，《“（—")
_WHOLE = ("方向", "意向", "动向", "导向", "去向", "目的", "行为", "作为", "合同", "应对")
"""Nouns that end with such a character: 努力方向 is whole."""
_DATE = re.compile(r".*[\d０-９〇零○一二三四五六七八九十]\s*[年月日]?\s*[）)]?$")
_SENTENCE = re.compile(r"[\u3400-\u9fff][^。！？；：]{4,33}。$")
_TALKING = re.compile(
    "我们|这|以上|上述|现在|今天|因此|为此|总之|但是|，是|^同时|各位|现将|请|如下|[一二三四五六]要|说"
)


def unnumbered_lines(passages: Sequence[Passage]) -> dict[int, Style]:
    """The indexes of the passages that are headings without a number, each with its kind (`PLAIN` or `LEAD`)."""
    if any(passage.kind == "heading" for passage in passages):
        return {}
    sure: dict[int, Style] = {}
    plain: dict[int, Style] = {}
    leads: dict[int, Style] = {}
    for index in range(1, len(passages) - 1):
        text = passages[index].text
        if len(text) > _LEAD_LENGTH or not _between(passages[index - 1].text, passages[index + 1].text):
            continue
        if text[-1] == "。":
            if _SENTENCE.match(text) and not read_number(text) and not _TALKING.search(text):
                leads[index] = Style.LEAD
        elif _is_plain(text):
            (sure if is_sure(text) else plain)[index] = Style.PLAIN
    found = {**sure, **plain} if sure or len(plain) > 1 else {}
    return {**found, **_habitual(leads, passages)} or _above_tables(passages)


def _above_tables(passages: Sequence[Passage]) -> dict[int, Style]:
    """The lines that part a text of tables, each above one: 第三级认证, 第二级认证; where nothing numbered parts it."""
    lines = {
        index: Style.PLAIN
        for index, (passage, after) in enumerate(pairwise(passages))
        if index and passage.kind != "row" and after.kind == "row" and _is_plain(passage.text)
    }
    return lines if len(lines) > 1 and not any(_is_division(passage) for passage in passages) else {}


def _is_division(passage: Passage) -> bool:
    number = None if passage.kind == "row" else read_number(passage.text)
    return number is not None and number.style <= Style.BRACKETED


def is_sure(words: str) -> bool:
    """Whether the words of a line are those of a heading and of nothing else: 关于…, 结束语."""
    return _SURE.match(words) is not None


def _is_plain(text: str) -> bool:
    return (
        2 <= len(text) <= _PLAIN_LENGTH
        and _WORDS.match(text) is not None
        and (not text.endswith(_DANGLING) or text.endswith(_WHOLE))
        and _DATE.match(text) is None
        and read_number(text) is None
    )


def _between(before: str, after: str) -> bool:
    """Whether a line stands where a heading may: after a sentence or heading, before a paragraph or heading."""
    if before[-1] not in _SENTENCE_END and read_number(before) is None:
        return False
    return len(after) >= _BODY_LENGTH or read_number(after) is not None or after.endswith(("！", "："))


def _habitual(leads: dict[int, Style], passages: Sequence[Passage]) -> dict[int, Style]:
    paragraphs = {
        index: style
        for index, style in leads.items()
        if len(passages[index + 1].text) >= _PARAGRAPH_LENGTH and read_number(passages[index + 1].text) is None
    }
    mean = sum(len(passage.text) for passage in passages) / len(passages) if passages else 0
    return paragraphs if len(paragraphs) >= _LEADS and mean >= _MEAN_LENGTH else {}
