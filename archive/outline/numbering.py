"""The numbering printed at the start of a heading: its style, its value and where it ends. What is a heading, and how
headings nest, lives beside.

Only the first characters of a passage are looked at; a table by first character keeps ordinary prose cheap.
"""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from archive.text.numerals import number


class Style(IntEnum):
    """How a heading is numbered, in the customary order of nesting (GB/T 9704, 立法技术规范): smaller is outer.

    The order is only the first guess; a text that nests otherwise is followed (`archive.outline.levels`).
    """

    ANNEX = 0  # 附件1
    BOOK = 1  # 第一编
    SUBBOOK = 2  # 第一分编
    CHAPTER = 3  # 第一章
    SECTION = 4  # 第一节
    ARTICLE = 5  # 第一条
    PLAIN = 8  # no number
    CHINESE = 10  # 一、
    BRACKETED = 20  # （一）
    ORDINAL = 25  # 第一、 首先
    ARABIC = 30  # 1. 1、
    ARABIC_2 = 31  # 1.1
    ARABIC_3 = 32  # 1.1.1
    ARABIC_BRACKETED = 40  # （1） 1）
    CIRCLED = 50  # ①
    LEAD = 55  # a short sentence on a line of its own
    ITEM = 60  # 一是


class Number(NamedTuple):
    """A printed number: `style`, `value`, and `end`, the code point after its mark (“、” “）” “.”).

    `doubtful`: a sentence may begin just so: 三、四季度, 5.6万元, `3 项` with a blank for a mark. Only its place among
    the others tells (`number_sequence`). `above` is the value of the number that it stands below: of 5.6 the 5.
    """

    style: Style
    value: int
    end: int
    doubtful: bool = False
    above: int = 0


_HAN = "〇零○一二三四五六七八九十百千两廿卅"
_DIGIT = r"0-9０-９"
_HAN_NUMBER = re.compile(rf"([{_HAN}]{{1,5}})(?:[、．.]|(是)|$)")
_BRACKET_NUMBER = re.compile(rf"[（(〔]\s?(?:([{_HAN}]{{1,5}})|([{_DIGIT}]{{1,2}}))\s?[）)〕][、.．]?")
_ORDINAL_NUMBER = re.compile(
    rf"第\s?([{_HAN}]{{1,9}}|[{_DIGIT}]{{1,4}})\s?(?:(部分|分编|分編|[编編篇章节節条條])(之[{_HAN}]{{1,3}})?|[、，,：])"
)
_ARABIC_NUMBER = re.compile(
    rf"([{_DIGIT}]{{1,2}})(?:([.．][{_DIGIT}]{{1,2}})([.．][{_DIGIT}]{{1,2}})?(?=[\s.．、　\u3400-\u9fff])[.．、]?"
    rf"|[.．、](?![{_DIGIT}])|([）)]))"
)
_BLANK_NUMBER = re.compile(rf"([{_DIGIT}]{{1,2}})[ \t\u3000]+(?!注\s?[：:])(?=[\u3400-\u9fff])")
_JOINED_NUMBER = re.compile(r"(0[1-9]|[1-9][0-9])(?=[\u3400-\u9fff])(?![年月日号]).{2,24}$")
"""01综合, 12资源和环境: web pages set a number in its own colour and no mark behind it."""
_PAIR = re.compile("([一二三四五六七八九十])、([一二三四五六七八九十]+)")
_PAIR_OF_BRACKETS = re.compile(rf"[、和与及至或]?[（(〔]\s?[{_HAN}{_DIGIT}]{{1,3}}\s?[）)〕]")
_PAIR_OF_ORDINALS = re.compile("第([一二三四五六七八九十])、第?([一二三四五六七八九十]+)(?![、，,：:．.])")
_MEASURE = re.compile("[万亿千百元吨米亩里斤克升度倍户人次个家件项公平立千毫厘余多%％‰℃]")
"""What follows the figures of an amount: 5.6万元, 1.2公里; a heading's words may begin so too (1.1个人基本情况)."""
_CIRCLED = {chr(0x2460 + value): value + 1 for value in range(20)}
_PAREN_DIGIT = {chr(0x2474 + value): value + 1 for value in range(20)}
_DOTTED_DIGIT = {chr(0x2488 + value): value + 1 for value in range(20)}
_BRACKETED_HAN = {chr(0x3220 + value): value + 1 for value in range(10)}
_SEQUENCE_WORDS = {"首先": 1, "其次": 2, "再次": 3, "最后": 99}
_UNITS = dict.fromkeys(("部分", "篇", "编", "編"), Style.BOOK)
_UNITS |= dict.fromkeys(("分编", "分編"), Style.SUBBOOK)
_UNITS |= {"章": Style.CHAPTER, "节": Style.SECTION, "節": Style.SECTION, "条": Style.ARTICLE, "條": Style.ARTICLE}


@lru_cache(maxsize=4096)
def value_of(figures: str) -> int:
    """The value of Chinese or Arabic figures, full width included; 0 where they are no number (十十)."""
    return number(figures) or 0


def read_number(text: str) -> Number | None:
    """The number at the very start of `text`, or None. White space before it is not skipped."""
    reader = _READERS.get(text[:1])
    return reader(text) if reader else None


def _han(text: str) -> Number | None:
    match = _HAN_NUMBER.match(text)
    if not match:
        return None
    style = Style.ITEM if match[2] else Style.CHINESE
    return Number(style, value_of(match[1]), match.end(), doubtful=_begins_pair(_PAIR.match(text)))


def _begins_pair(match: re.Match[str] | None) -> bool:
    """三、四季度, 二、三级医院: two numbers that follow each other, of one noun."""
    return match is not None and value_of(match[2][0]) == value_of(match[1]) + 1


def _bracket(text: str) -> Number | None:
    match = _BRACKET_NUMBER.match(text)
    if not match:
        return None
    if _PAIR_OF_BRACKETS.match(text, match.end() - text[match.end() - 1 : match.end()].count("、")):
        return None  # （一）、（二）类设备: provisions that a sentence speaks of
    style = Style.BRACKETED if match[1] else Style.ARABIC_BRACKETED
    return Number(style, value_of(match[1] or match[2]), match.end())


def _ordinal(text: str) -> Number | None:
    match = _ORDINAL_NUMBER.match(text)
    if not match or _begins_pair(_PAIR_OF_ORDINALS.match(text)):  # 第一、第二产业
        return None
    return Number(_UNITS.get(match[2], Style.ORDINAL), value_of(match[1]), match.end())


def _arabic(text: str) -> Number | None:
    match = _ARABIC_NUMBER.match(text)
    if not match:
        blank = _BLANK_NUMBER.match(text) or _JOINED_NUMBER.match(text)
        return Number(Style.ARABIC, int(blank[1]), blank.end(1), doubtful=True) if blank else None
    if match[4]:
        return Number(Style.ARABIC_BRACKETED, int(match[1]), match.end())
    for group, style in ((3, Style.ARABIC_3), (2, Style.ARABIC_2)):
        if match[group]:
            amount = group == 2 and _MEASURE.match(text, match.end()) is not None
            return Number(style, int(match[group][1:]), match.end(), doubtful=amount, above=int(match[1]))
    return Number(Style.ARABIC, int(match[1]), match.end())


def _sign(text: str) -> Number | None:
    char = text[0]
    if text[1:].lstrip()[:1] in _CIRCLED:
        return None  # ①②⑥，③④⑤: signs that a sentence speaks of
    if char in _CIRCLED:
        return Number(Style.CIRCLED, _CIRCLED[char], 1)
    if char in _PAREN_DIGIT:
        return Number(Style.ARABIC_BRACKETED, _PAREN_DIGIT[char], 1)
    if char in _BRACKETED_HAN:
        return Number(Style.BRACKETED, _BRACKETED_HAN[char], 1)
    return Number(Style.ARABIC, _DOTTED_DIGIT[char], 1)


def _word(text: str) -> Number | None:
    value = _SEQUENCE_WORDS.get(text[:2])
    if value is None or text[2:3] not in ("，", "、") or not text[2:3]:
        return None
    return Number(Style.ORDINAL, value, 3)


_READERS = (
    dict.fromkeys(_HAN, _han)
    | dict.fromkeys("（(〔", _bracket)
    | dict.fromkeys("第", _ordinal)
    | dict.fromkeys("0123456789０１２３４５６７８９", _arabic)
    | dict.fromkeys([*_CIRCLED, *_PAREN_DIGIT, *_DOTTED_DIGIT, *_BRACKETED_HAN], _sign)
    | dict.fromkeys("首其再最", _word)
)
