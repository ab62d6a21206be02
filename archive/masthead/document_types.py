"""The kinds of papers (类型) by the word that ends a title. Where a title is found lives in `title`."""

from __future__ import annotations

import re
from collections.abc import Iterator


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


REPORTING = frozenset(
    _words(
        "政府工作报告 述职报告 情况报告 工作报告 工作总结 总结 汇报 统计公报 统计报告 自查报告 整改报告 审计报告 报告"
    )
)
"""Kinds that look back on a period: only these have a reporting year and period."""

LEGISLATION = frozenset(_words("法律 条例 规定 办法 细则 司法解释 规则 规范 章程 准则 安排 实施办法"))

_ENDINGS: dict[str, str] = {
    **{word: word for word in REPORTING if word != "报告"},
    "述职述廉报告": "述职报告",
    "述职述廉述德报告": "述职报告",
    "述责述廉报告": "述职报告",
    "述职": "述职报告",
    "情况汇报": "汇报",
    "调研报告": "调研报告",
    "调查报告": "调查报告",
    "政治报告": "报告",
    "报告": "报告",
    "白皮书": "白皮书",
    "法典": "法律",
    "修正案": "法律",
    "宪法": "法律",
    "法": "法律",
    "解释": "司法解释",
    "解答": "司法解释",
    "守则": "守则",
    "实施细则": "细则",
    **{
        word: word
        for word in _words(
            "决议 决定 命令 公报 公告 通告 意见 通知 通报 请示 批复 复函 答复 函 议案 会议纪要 纪要 "
            "实施方案 工作方案 方案 规划 计划 纲要 工作要点 要点 讲话 致辞 说明 简报 条例 规定 办法 "
            "细则 章程 准则 规则 规范 制度 安排 大纲 名单 目录 标准 清单 倡议书 公开信 建议 提案 议程 "
            "预案 须知 规程 工作规范 手册 指南 导则 汇编"
        )
    },
}
_OFTEN_INSIDE = frozenset(
    _words(
        "制度 标准 规划 计划 方案 实施方案 工作方案 办法 规定 安排 清单 目录 名单 大纲 条例 法 规则 细则 工作报告 要点"
    )
)
PLANS = frozenset(_words("工作要点 要点 计划 工作方案 方案 实施方案 安排"))
ABOUT_A_YEAR = frozenset(_words("公报 通报 通知 公告 通告 公示 名单 目录 清单"))
"""Kinds that do not look back and yet are about the year that their title names: 2022年度考核情况的通报."""
_LONGEST_FIRST = sorted(_ENDINGS, key=len, reverse=True)
_NOT_A_LAW = re.compile(r"(?:办|方|想|看|说|做|用|语|书|疗|合|违|守|执|立|普|无|依|(?<!公)司|(?<!建)设)法$")
_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]{1,24}[)\]]\s*$")
_CONGRESS = re.compile(
    r"在中国共产党.{0,30}代表大会(?:第.{1,4}次会议)?上的(?:政治)?(?:工作)?报告|党代会(?:工作)?报告$|^.{0,3}十[一二三四五六七八九]?大报告$"
)
_AND_PLAN = re.compile(
    r"(?:[和及暨与、]|以及|[ ])(?:(?:20[0-9]{2}|明|下一?)年度?|下半年|下一?步|下阶段|今后)[^关于]{0,10}?"
    r"(?:打算|计划|安排|思路|要点|谋划|重点|建议)(?=的?(?:报告|汇报|总结)?$)"
)
"""The second half of 2023年工作总结和2024年工作计划: such a paper is a summary."""
_OF_DUTY = re.compile(r"述[职责](?!评议|考核)")
_PART_OF_CODE = re.compile(r"^中华人民共和国.{1,6}法典 ")


def core(title: str) -> str:
    """A plain title without what stands in brackets at its end: (试行), (草案), (2018年修订), (全文)."""
    while (shorter := _BRACKETS.sub("", title)) != title:
        title = shorter
    title = _AND_PLAN.sub("", title)
    return title.rstrip(' 》>”"')


def ending(title: str) -> str | None:
    """The word at the end of a plain title that names a kind, or None."""
    words = core(title)
    for word in _endings(words):
        if word == "法" and not _is_law(words):
            continue
        return word
    return None


def without_plan(words: str) -> str:
    """A plain title without its second half that only looks ahead."""
    return _AND_PLAN.sub("", words)


def may_go_on(title: str) -> bool:
    """Whether the title's last word often stands inside a longer title: …审核制度 | …的指导意见."""
    return ending(title) in _OFTEN_INSIDE


def _endings(words: str) -> Iterator[str]:
    return (word for word in _LONGEST_FIRST if words.endswith(word))


def _is_law(words: str) -> bool:
    return words.startswith("中华人民共和国") or not _NOT_A_LAW.search(words)


def kind_of(title: str) -> str | None:
    """The kind of a plain title: 情况报告, 通知, 法律 …; None where its end names none."""
    words = core(title)
    word = ending(title)
    if word is None and _PART_OF_CODE.match(words):
        return "法律"
    if word is None:
        return None
    if _CONGRESS.search(words):
        return "党代会报告"
    if word == "报告":
        return _kind_of_report(words)
    if word == "解释" and not re.search("法院|检察院|法律|法典|法", words):
        return "解释"
    return "述职报告" if _OF_DUTY.search(words) and word.endswith("报告") else _ENDINGS[word]


def _kind_of_report(words: str) -> str:
    if _OF_DUTY.search(words):
        return "述职报告"
    for middle, kind in (("情况", "情况报告"), ("工作", "工作报告"), ("总结", "工作总结")):
        if re.search(middle + r"的?报告$", words):
            return kind
    return "报告"
