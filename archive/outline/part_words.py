"""The words by which a heading or the opening of a paragraph tells what a section is for. Which section that is, and
what it means for those below it, lives in `parts`.

All patterns are read on folded text: simplified characters, no quotation marks, no white space.
"""

from __future__ import annotations

import re

from archive.model import Part
from archive.text.fold import fold_text

_FUTURE = "(今后|明年|来年|今年|新的一年|时期|[0-9]{4}年)"
_PLANS = "(任务|思路|打算|计划|设想|要点|安排|部署|要求|目标|建议|举措|措施|重点)"
_LACKS = "(问题|不足|困难|差距|短板)"
_DEEDS = "(工作|任务|开展|进展|完成|执行|建设|贯彻|落实|推进|自律|廉洁|述廉)情况"

_HEADINGS: tuple[tuple[Part, re.Pattern[str]], ...] = (
    ("整改情况", re.compile("整改(落实|完成|工作|进展)*的?(情况|成效|进展|结果)|(反馈|通报|查摆|指出).{0,8}整改")),
    (
        "原因分析",
        re.compile("^(主要)?原因|(产生|造成|形成)(以上|上述|这些)?(问题|不足)?的?.{0,4}原因|原因(剖析|分析)$|^成因"),
    ),
    (
        "存在问题",
        re.compile(
            f"(存在|面临)的?.{{0,8}}({_LACKS}|挑战|矛盾)|{_LACKS}(和|与|及|、)?({_LACKS}|原因|成因)"
            f"|^(主要|突出)?的?{_LACKS}$|(不足之处|薄弱环节|短板弱项|弱项短板|需要改进的地方)$"
        ),
    ),
    (
        "下步打算",
        re.compile(
            "下一?步|下一?阶段|下半年.{0,6}(工作|打算|安排|计划)|打算|努力方向|改进(措施|方向|意见)|整改(措施|方向|思路)"
            f"|{_FUTURE}((?!回顾|总结|情况).){{0,16}}{_PLANS}(?!.{{0,6}}(情况|完成|成效))"
            "|(主要|奋斗|总体|预期)目标(任务|和|与|及|的?新?要求|$)|(主要|重点|基本|战略)任务|重点工作$"
            "|(工作|发展)(思路|计划|安排|打算|建议)|今后.{0,8}(工作|任务)|对今年.{0,4}工作"
        ),
    ),
    (
        "履职情况",
        re.compile(
            f"履职|履行.{{0,12}}(情况|职责)|{_DEEDS}|做法|成效|成绩|取得|回顾|工作总结|所[作做]的?工作|亮点"
            "|过去.{0,4}年.{0,4}的?工作|主要工作$"
        ),
    ),
)
_BELOW = re.compile(
    "(?:(?P<整改情况>.{0,10}问题整改(?:落实|完成)?情况)|(?P<原因分析>(?:问题|主要|产生的?)*原因(?:分析|剖析)?)"
    "|(?P<存在问题>存在的?(?:主要|突出|具体)?(?:问题|不足|差距)(?:和不足|与不足|及不足)?|(?:主要|突出)(?:问题|不足))"
    "|(?P<下步打算>下一?步(?:的?工作)?(?:打算|思路|计划|安排|措施|举措|重点)|努力方向|(?:整改|改进)措施|(?:工作)?打算)"
    "|(?P<履职情况>(?:主要)?(?:工作|履职)(?:开展|完成)?情况|主要(?:做法|成效|工作|成绩)|工作(?:成效|成绩|回顾)))$"
)
_CUES: tuple[tuple[Part, re.Pattern[str]], ...] = (
    (
        "原因分析",
        re.compile(
            "究其原因|分析(其|上述|以上|这些|问题).{0,10}原因|(产生|造成|出现)?(上述|以上|这些)(问题|不足).{0,8}原因"
        ),
    ),
    (
        "存在问题",
        re.compile(
            "[^。]{0,40}(虽然|尽管|虽|取得了?).{0,40}但.{0,40}(差距|不足|问题|短板|薄弱|困难)"
            "|[^。]{0,40}(清醒|清楚|深刻|充分)地?(认识|看|意识)到.{0,40}(问题|不足|困难|差距|短板|薄弱|挑战|不够)"
            "|[^。]{0,48}(也|还|仍|仍然|依然)(存在|面临).{0,24}(问题|不足|差距|短板|薄弱|困难)|存在的?(主要|突出)?(问题|不足)"
        ),
    ),
    (
        "下步打算",
        re.compile(
            "(下一?步|下一?阶段|接下来|下半年|明年|新的一年|今后|在?今后的?工作中)[，,:里]?[^。]{0,24}(将|要|坚持|继续|打算|着力|重点)"
        ),
    ),
)
_SOBER = re.compile(
    "[^。]{0,16}(清醒|清楚|深刻|充分)地?(认识|看|意识)到.{0,40}(问题|不足|困难|差距|短板|薄弱|挑战|不够)"
    "|(但是?|同时|不过)[，,]?[^。]{0,24}(还|仍|仍然|依然)(存在|面临|有).{0,16}(问题|不足|差距|短板|薄弱|困难)"
)
_MAXIM_LENGTH = 16
"""思危方能居安。 may stand before what opens the problems."""
_BELOW_LENGTH = 16
_CUE_LENGTH = 120


def part_of_words(words: str) -> Part | None:
    """The part that the words of a top heading name, the first named where there are several."""
    folded = fold_text(words)
    first = _HEADINGS[0]
    if first[1].search(folded):
        return first[0]
    found = [(match.start(), part) for part, pattern in _HEADINGS[1:] if (match := pattern.search(folded))]
    return min(found, key=lambda place: place[0])[1] if found else None


def part_of_words_below(words: str) -> Part | None:
    """The part that the words of a lower heading are, and not only mention: 存在问题, but not 聚焦问题整改."""
    match = _BELOW.match(fold_text(words)) if len(words) <= _BELOW_LENGTH else None
    return next((part for part, _ in _HEADINGS if match[part]), None) if match else None


def part_of_opening(text: str, current: Part | None) -> tuple[Part, int] | None:
    """The part that a paragraph opens where part `current` was before it, and the code point from which on it holds.

    Problems may be told behind a sentence of what was before: …要继续坚持。同时，我们清醒认识到，还有不少困难和问题。
    """
    if len(text) < 10:
        return None
    opening = fold_text(text[:_CUE_LENGTH])
    for part, pattern in _CUES:
        if pattern.match(opening):
            return (part, 0) if _may_follow(part, current) else None
    start = text.find("。", 0, _CUE_LENGTH) + 1
    if start and _SOBER.match(fold_text(text[start : start + _CUE_LENGTH])) and _may_follow("存在问题", current):
        return "存在问题", 0 if start <= _MAXIM_LENGTH else start
    return None


def _may_follow(part: Part, current: Part | None) -> bool:
    if part == "原因分析":
        return current == "存在问题"
    if part == "存在问题":
        return current in (None, "履职情况")
    return current not in ("下步打算", "整改情况")
