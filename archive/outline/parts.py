"""What a section is for (部分): by its heading's words first, by how a paragraph opens second. How headings are found
and nest lives beside.

Only a report has parts, and only one that tells of problems, plans or corrections: a law, a notice or a resolution has
none. A heading's words make a part certain (high), a paragraph's opening makes it likely (medium), the place between
others makes it possible (low).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from archive.fold import fold_text
from archive.model import Confidence, Part, Passage, Section

_HEADINGS: tuple[tuple[Part, re.Pattern[str]], ...] = (
    ("整改情况", re.compile("整改(落实|完成|工作|进展)*的?(情况|成效|进展|结果)|(反馈|通报|查摆|指出).{0,8}整改")),
    (
        "原因分析",
        re.compile("^(主要)?原因|(产生|造成|形成)(以上|上述|这些)?(问题|不足)?的?.{0,4}原因|原因(剖析|分析)$|^成因"),
    ),
    (
        "存在问题",
        re.compile(
            "(存在|面临)的?.{0,8}(问题|不足|困难|差距|短板|挑战|矛盾)|(问题|不足|困难|差距)(和|与|及|、)?(问题|不足|困难|差距|短板|原因|成因)"
            "|^(主要|突出)?的?(问题|不足|差距|困难|短板)$|(不足之处|薄弱环节|短板弱项|弱项短板|需要改进的地方)$"
        ),
    ),
    (
        "下步打算",
        re.compile(
            "下一?步|下一?阶段|下半年.{0,6}(工作|打算|安排|计划)|打算|努力方向|改进(措施|方向|意见)|整改(措施|方向|思路)"
            "|(今后|明年|来年|今年|新的一年|时期|[0-9]{4}年)((?!回顾|总结|情况).){0,16}(任务|思路|打算|计划|设想|要点|安排|部署|要求|目标|建议|举措|措施|重点)(?!.{0,6}(情况|完成|成效))"
            "|(主要|奋斗|总体|预期)目标(任务|和|与|及|$)|(主要|重点|基本|战略)任务|重点工作$"
            "|(工作|发展)(思路|计划|安排|打算|建议)|今后.{0,8}(工作|任务)|对今年.{0,4}工作"
        ),
    ),
    (
        "履职情况",
        re.compile(
            "履职|履行.{0,12}(情况|职责)|(工作|任务|开展|进展|完成|执行|建设|贯彻|落实|推进|自律|廉洁|述廉)情况|做法|成效|成绩|取得|回顾|工作总结|所[作做]的?工作|亮点"
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
            "|[^。]{0,20}(也|还|仍|仍然|依然)(存在|面临).{0,24}(问题|不足|差距|短板|薄弱|困难)|存在的?(主要|突出)?(问题|不足)"
        ),
    ),
    (
        "下步打算",
        re.compile(
            "(下一?步|下一?阶段|接下来|下半年|明年|新的一年|今后|在?今后的?工作中)[，,:里]?[^。]{0,24}(将|要|坚持|继续|打算|着力|重点)"
        ),
    ),
)
_BACK = re.compile("各位代表|同志们|回顾|总结|总的[看说]|[^。，]{0,24}(经验|体会|启示)")
"""A paragraph that begins so, after a wordless section, speaks of something else again."""
_REPORT = re.compile("报告|述职|总结|汇报")
_NOT_REPORT = re.compile("(决议|决定|通知|意见|办法|条例|规定|规则|批复|通告|公告|通报|方案|函|答复|计划|规划)$")
_TELLING: frozenset[Part] = frozenset({"存在问题", "下步打算", "整改情况", "原因分析"})
_AFTER_DEEDS: frozenset[Part] = frozenset({"存在问题", "原因分析", "下步打算"})
_CUE_LENGTH = 120
_OPENING_LENGTH = 2000
"""More text than this before the first heading is not an opening: the headings begin late."""
_FACE = 12
"""A report says that it is one within its first passages."""


@dataclass(frozen=True, slots=True)
class _Told:
    part: Part
    confidence: Confidence


def with_parts(sections: Sequence[Section], passages: Sequence[Passage]) -> tuple[Section, ...]:
    """`sections` with their parts, and a wordless section wherever a part begins without a heading."""
    if not _is_report(passages):
        return tuple(sections)
    told = _told_by_headings(sections)
    _fill_after_plans(sections, told)
    cues = list(_told_by_openings(sections, told, passages))
    parts = {found.part for found in [*told.values(), *(found for _, found in cues)]}
    if len(parts) < 2 or not parts & _TELLING:
        return tuple(sections)
    _fill_before_problems(sections, told, cues)
    return _merged(sections, told, cues, passages)


def _is_report(passages: Sequence[Passage]) -> bool:
    face = [passage.text for passage in passages[:_FACE]]
    if any(len(text) <= 80 and _NOT_REPORT.search(text) for text in face[:4]):
        return False
    return any(_REPORT.search(text) for text in face)


def part_of_words(words: str) -> Part | None:
    """The part that the words of a top heading name, the first named where there are several."""
    folded = fold_text(words)
    first = _HEADINGS[0]
    if first[1].search(folded):
        return first[0]
    found = [(match.start(), part) for part, pattern in _HEADINGS[1:] if (match := pattern.search(folded))]
    return min(found, key=lambda place: place[0])[1] if found else None


def _told_by_headings(sections: Sequence[Section]) -> dict[int, _Told]:
    told: dict[int, _Told] = {}
    for index, section in enumerate(sections):
        if section.level == 1:
            part = part_of_words(section.title)
        elif len(section.title) <= 16 and (match := _BELOW.match(fold_text(section.title))):
            part = _part_named(match)
        else:
            continue
        if part:
            told[index] = _Told(part, "high")
    return told


def _part_named(match: re.Match[str]) -> Part | None:
    return next((part for part, _ in _HEADINGS if match[part]), None)


def _told_by_openings(
    sections: Sequence[Section], told: dict[int, _Told], passages: Sequence[Passage]
) -> Iterator[tuple[Section, _Told]]:
    """The wordless sections that paragraphs open, each with its part."""
    starts = [(section.passage, section.start) for section in sections]
    headed = {section.passage for section in sections if section.start == 0 and section.number}
    current: Part | None = None
    above: Part | None = None
    seen = 0
    for passage in passages:
        at = bisect_right(starts, (passage.number, 0))
        for index in range(seen, at):
            if not _is_item(sections[index]):
                above = None
            if sections[index].level == 1 or index in told:
                current = told[index].part if index in told else None
        seen = at
        if passage.number in headed:
            continue
        part = _opened(passage.text, current)
        if part is None and above and _BACK.match(passage.text):
            part, above = above, None
        elif part:
            above = current
        if part:
            current = part
            yield Section("", "", _cue_level(sections, told, at), passage.number, 0, 0), _Told(part, "medium")


def _is_item(section: Section) -> bool:
    return section.number.rstrip("，,").endswith("是")


def _opened(text: str, current: Part | None) -> Part | None:
    if len(text) < 10:
        return None
    opening = fold_text(text[:_CUE_LENGTH])
    for part, pattern in _CUES:
        if pattern.match(opening):
            return part if _may_follow(part, current) else None
    return None


def _may_follow(part: Part, current: Part | None) -> bool:
    if part == "原因分析":
        return current == "存在问题"
    if part == "存在问题":
        return current in (None, "履职情况")
    return current not in ("下步打算", "整改情况")


def _cue_level(sections: Sequence[Section], told: dict[int, _Told], at: int) -> int:
    """1 where the last top heading is over and does not name its part; else the place of a sub-heading."""
    tops = [index for index, section in enumerate(sections) if section.level == 1]
    if not any(index >= at for index in tops) and not any(index in told for index in tops[-1:]):
        return 1
    depth = next((s.level for s in reversed(sections[:at]) if not _is_item(s)), 0)
    following = next((s.level for s in sections[at:] if not _is_item(s)), 1)
    return max(2, min(depth + 1, following)) if depth else 1


def _fill_after_plans(sections: Sequence[Section], told: dict[int, _Told]) -> None:
    """Numbered top headings that name no part, after one that names plans, are plans too."""
    last: Part | None = None
    for index, section in enumerate(sections):
        if section.level > 1:
            continue
        if index in told:
            last = told[index].part
        elif last == "下步打算" and section.number:
            told[index] = _Told("下步打算", "low")


def _fill_before_problems(
    sections: Sequence[Section], told: dict[int, _Told], cues: Sequence[tuple[Section, _Told]]
) -> None:
    """Top headings that name no part, before the first that does, tell of deeds where no heading says deeds."""
    tops = [index for index, section in enumerate(sections) if section.level == 1]
    if any(told[index].part == "履职情况" for index in tops if index in told):
        return
    ends = [sections[index].passage for index in tops if index in told and told[index].part in _AFTER_DEEDS]
    ends += [cue.passage for cue, found in cues if cue.level == 1 and found.part in _AFTER_DEEDS]
    first = min(ends, default=0)
    for index in tops:
        if index not in told and sections[index].passage < first:
            told[index] = _Told("履职情况", "low")


def _merged(
    sections: Sequence[Section],
    told: dict[int, _Told],
    cues: Sequence[tuple[Section, _Told]],
    passages: Sequence[Passage],
) -> tuple[Section, ...]:
    rows: list[tuple[Section, _Told | None, bool]] = [(s, told.get(i), False) for i, s in enumerate(sections)]
    rows += [(cue, found, True) for cue, found in cues]
    rows.sort(key=lambda row: (row[0].passage, row[0].start, not row[2]))
    if rows and 0 < _length_before(passages, rows[0][0]) <= _OPENING_LENGTH:
        rows.insert(0, (Section("", "", 1, passages[0].number, 0, 0), _Told("开头", "medium"), True))
    return tuple(_inherited(rows))


def _length_before(passages: Sequence[Passage], section: Section) -> int:
    return section.start + sum(len(passage.text) for passage in passages if passage.number < section.passage)


def _inherited(rows: Sequence[tuple[Section, _Told | None, bool]]) -> Iterator[Section]:
    """Each section with its own part or its parent's; items after a wordless section of their level share its part."""
    stack: list[tuple[int, _Told | None]] = []
    cue: tuple[int, _Told | None] | None = None
    for section, own, is_cue in rows:
        while stack and stack[-1][0] >= section.level:
            stack.pop()
        if not _is_item(section) and not is_cue:
            cue = None
        found = own or (stack[-1][1] if stack else None)
        if own is None and cue and cue[0] == section.level:
            found = cue[1]
        if is_cue:
            cue = (section.level, found)
        stack.append((section.level, found))
        yield replace(section, part=found.part, part_confidence=found.confidence) if found else section
