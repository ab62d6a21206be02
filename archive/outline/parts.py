"""What a section is for (部分): by its heading's words first, by how a paragraph opens second. How headings are found
and nest lives beside.

Only a report has parts, and only one that tells of problems, plans or corrections: a law, a notice or a resolution has
none. A heading's words make a part certain (high), a paragraph's opening makes it likely (medium), the place between
others, or a heading that is not sure, makes it possible (low). A top heading that names no part ends the one before it;
one that is not sure does not: the part goes on below it, and is only possible from there.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from archive.model import Confidence, Part, Passage, Section
from archive.outline.part_words import part_of_opening, part_of_words, part_of_words_below

_BACK = re.compile("各位代表|同志们|回顾|总结|总的[看说]|[^。，]{0,24}(经验|体会|启示)")
"""A paragraph that begins so, after a wordless section, speaks of something else again."""
_REPORT = re.compile("报告|述职|总结|汇报")
_NOT_REPORT = re.compile("(决议|决定|通知|意见|办法|条例|规定|规则|批复|通告|公告|通报|方案|函|答复|计划|规划)$")
_GOVERNMENT = re.compile("政府工作的?报告|报告政府工作|政府.{0,12}工作.{0,12}报告")
_STAND = re.compile("外交|对外政策|国际(形势|局势|环境)|祖国.{0,4}统一|统一大业|一国两制|香港|澳门|台湾")
_TELLING: frozenset[Part] = frozenset({"存在问题", "下步打算", "整改情况", "原因分析"})
_AFTER_DEEDS: frozenset[Part] = frozenset({"存在问题", "原因分析", "下步打算"})
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
    government = any(_GOVERNMENT.search(passage.text[:200]) for passage in passages[:_FACE])
    if government:
        _fill_after_review(sections, told)
    _fill_after_plans(sections, told)
    cues = list(_told_by_openings(sections, told, passages))
    if government:
        _fill_after_problems(sections, told, cues)
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


def _told_by_headings(sections: Sequence[Section]) -> dict[int, _Told]:
    told: dict[int, _Told] = {}
    for index, section in enumerate(sections):
        part = part_of_words(section.title) if section.level == 1 else part_of_words_below(section.title)
        if part:
            told[index] = _Told(part, section.confidence)
    return told


def _told_by_openings(
    sections: Sequence[Section], told: dict[int, _Told], passages: Sequence[Passage]
) -> Iterator[tuple[Section, _Told]]:
    """The wordless sections that paragraphs open, each with its part."""
    starts = [(section.passage, section.start) for section in sections]
    headed = {section.passage for section in sections if section.start == 0 and section.number}
    levels = _CueLevels(sections, told)
    current: Part | None = None
    above: Part | None = None
    seen = 0
    for passage in passages:
        at = bisect_right(starts, (passage.number, 0))
        for index in range(seen, at):
            if not sections[index].is_item:
                above = None
            if index in told:
                current = told[index].part
            elif _ends_part(sections[index]):
                current = None
        seen = at
        if passage.number in headed:
            continue
        part, start = part_of_opening(passage.text, current) or (None, 0)
        if part is None and above and _BACK.match(passage.text):
            part, above = above, None
        elif part:
            above = current
        if part:
            current = part
            yield Section("", "", levels.at(at), passage.number, start, start), _Told(part, "medium")


def _ends_part(section: Section) -> bool:
    """Whether what stands below belongs to no part before it: a top heading ends one, but for one that is not sure."""
    return section.level == 1 and section.confidence == "high"


class _CueLevels:
    """The level of a wordless section: 1 where the last top heading is over and names no part, else a sub-heading's."""

    def __init__(self, sections: Sequence[Section], told: dict[int, _Told]) -> None:
        self._last_top = max((index for index, section in enumerate(sections) if section.level == 1), default=-1)
        self._last_top_is_told = self._last_top in told
        self._before = list(accumulate(sections, _level_there, initial=0))
        self._after = list(accumulate(reversed(sections), _level_there, initial=1))

    def at(self, index: int) -> int:
        """The level of one that stands before section `index`."""
        depth = self._before[index]
        following = self._after[len(self._after) - 1 - index]
        if depth == 0 or (index > self._last_top and not self._last_top_is_told):
            return 1
        return max(2, min(depth + 1, following))


def _level_there(level: int, section: Section) -> int:
    return level if section.is_item else section.level


def _fill_after_plans(sections: Sequence[Section], told: dict[int, _Told]) -> None:
    """Numbered top headings that name no part, after one that names plans, are plans too."""
    last: Part | None = None
    for index, section in enumerate(sections):
        if section.level > 1:
            continue
        if index in told:
            last = told[index].part
        elif last == "下步打算" and section.number and not _STAND.search(section.title):
            told[index] = _Told("下步打算", "low")


def _fill_after_review(sections: Sequence[Section], told: dict[int, _Told]) -> None:
    """In a government's work report the numbered top headings that follow its review, and name no part, are what it
    proposes (三、促进农业和农村经济全面发展); but for those on the world abroad and on unity, which take a stand.
    """
    reviewed = False
    for index, section in enumerate(sections):
        if section.level == 1 and index in told:
            reviewed = told[index].part == "履职情况"
        elif reviewed and _proposes(section):
            told[index] = _Told("下步打算", "low")


def _fill_after_problems(
    sections: Sequence[Section], told: dict[int, _Told], cues: Sequence[tuple[Section, _Told]]
) -> None:
    """The same where the review has no heading: problems are told before the first numbered one, plans below it."""
    numbered = [index for index, section in enumerate(sections) if section.level == 1 and section.number]
    if not numbered or any(index in told for index in numbered):
        return
    first = sections[numbered[0]].passage
    if any(cue.passage < first and found.part == "存在问题" for cue, found in cues):
        told.update((index, _Told("下步打算", "low")) for index in numbered if _proposes(sections[index]))


def _proposes(section: Section) -> bool:
    sure = section.level == 1 and section.number and section.confidence == "high"
    return bool(sure) and not _STAND.search(section.title)


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
    before: _Told | None = None
    for section, own, is_cue in rows:
        if own is None and section.level == 1 and not _ends_part(section) and before:
            own = _Told(before.part, "low")
        while stack and stack[-1][0] >= section.level:
            stack.pop()
        if not section.is_item and not is_cue:
            cue = None
        found = own or (stack[-1][1] if stack else None)
        if own is None and cue and cue[0] == section.level:
            found = cue[1]
        if is_cue:
            cue = (section.level, found)
        stack.append((section.level, found))
        before = found
        yield section._replace(part=found.part, part_confidence=found.confidence) if found else section
