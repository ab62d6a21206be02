"""Lines that look like headings and are none, and headings that have lost their number or its mark."""

from __future__ import annotations

import pytest

from archive.model import CELL, Passage, part_at
from archive.outline.extract import read_outline

BODY = "我们认真贯彻落实上级部署，扎实推进各项工作，取得了明显成效，群众满意度不断提高，基层基础更加稳固有力。"


def made(*lines: str) -> tuple[Passage, ...]:
    """Passages of lines: “|” parts cells, “## ” begins a heading of the format."""
    return tuple(
        Passage(number, line.replace("|", CELL), "row")
        if "|" in line
        else Passage(number, line.removeprefix("## "), "heading", 2)
        if line.startswith("## ")
        else Passage(number, line)
        for number, line in enumerate(lines, 1)
    )


def shown(lines: str) -> list[str]:
    passages = made(*lines.replace("~", BODY).split(" / "))
    return [f"{section.level} {section.heading}" for section in read_outline(passages) if section.heading]


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        pytest.param(
            "供水条例 / 第一章 总则 / 第一条 甲。 / 规划和建设 / 第二条 乙。 / 第三条 丙。 / 第三章 附则 / 第四条 丁。",
            "1 第一章 总则 / 2 第一条 / 1 规划和建设 / 2 第二条 / 2 第三条 / 1 第三章 附则 / 2 第四条",
            id="a chapter without its number",
        ),
        pytest.param(
            "条例 / ## 第一章 总则 / 第一条 甲 / 规划 / 第二条 乙。 / 建设 / 第三条 丙 / ## 第三章 附则 / 第四条 丁",
            "1 第一章 总则 / 2 第一条 / 2 第二条 / 2 第三条 / 1 第三章 附则 / 2 第四条",
            id="two lines: which is the chapter?",
        ),
        pytest.param(
            "供水条例 / 第一章 总则 / 第一条 甲。 / 规划 / 第二条 乙。 / 第二章 附则 / 第三条 丙。",
            "1 第一章 总则 / 2 第一条 / 2 第二条 / 1 第二章 附则 / 2 第三条",
            id="no chapter is missing",
        ),
        pytest.param(
            "情况报告 / 01综合 / ~ / 02农业 / ~ / 03工业和建筑业 / ~",
            "1 01综合 / 1 02农业 / 1 03工业和建筑业",
            id="figures without a mark",
        ),
        pytest.param("情况报告 / 12个村完成任务 / ~ / 10月份进度加快 / ~", "", id="figures of a sentence"),
        pytest.param("情况报告 / ~ / 一、回顾 / ~ / 12个村完成任务 / ~", "1 一、回顾", id="a sentence below"),
        pytest.param(
            "~ / 一、目标 / ~ / 附件1（可选） / 一、表 / ~", "1 一、目标 / 1 附件1（可选） / 2 一、表", id="a remark"
        ),
        pytest.param("~ / ~ / ~ / 附件1. / 一、表 / ~", "1 附件1. / 2 一、表", id="a stop behind its number"),
        pytest.param("关于划界的批复 / ~ / 附件1.东区坐标 / 2.西区坐标 / 市政府", "", id="enclosures from 附件1. on"),
        pytest.param("关于划界的批复 / ~ / 注：1、坐标系统为独立系统。 / 2、L为弧长 / 3、R为半径", "", id="notes"),
        pytest.param("关于划界的批复 / ~ / 备注 1.单位为米 / 2.数据为年末数", "", id="remarks"),
        pytest.param(
            "一、目标 / ~ / （1）学习 / ~ / （2）落实 / ~",
            "1 一、目标 / 2 （1）学习 / 2 （2）落实",
            id="each has a text",
        ),
        pytest.param("一、题目 / ~ / ①创新 / ②协调 / ③绿色 / ~", "1 一、题目", id="points of a list"),
        pytest.param("一、题目 / ~ / ①②④，③⑤⑥ / ~", "1 一、题目", id="signs that are spoken of"),
        pytest.param("一、题目 / ~ / ①    ②    ③ / ~", "1 一、题目", id="signs with room between"),
        pytest.param(
            "一、矿种 / ~ / 1 煤 / 2 石油 / 3 油页岩 / 二、费用 / ~", "1 一、矿种 / 1 二、费用", id="a table's rows"
        ),
        pytest.param(
            "## 一、综合 / ~ / ## 关联稿件： / 统计局网站 / ## 相关链接 / 省政府", "1 一、综合", id="of the page"
        ),
        pytest.param(
            "名单 / 第三级认证 / 甲|乙 / 丙|丁 / 第二级认证 / 甲|乙 / 丙|丁",
            "1 第三级认证 / 1 第二级认证",
            id="above tables",
        ),
        pytest.param(
            "名单 / 一、公办学校 / 第三级认证 / 甲|乙 / 第二级认证 / 甲|乙", "1 一、公办学校", id="only captions"
        ),
        pytest.param("名单 / 第三级认证 / 甲|乙 / 单位：人 / 甲|乙", "", id="a unit of measure"),
        pytest.param(
            "会议报告 / 第一条战线是基层。 / 一、回顾 / ~ / 二、打算 / ~", "1 一、回顾 / 1 二、打算", id="no article"
        ),
        pytest.param("第一条 甲 / 第二条 乙 / 一、丙", "1 第一条 / 1 第二条", id="two articles, as laws print them"),
    ],
)
def test_what_is_a_heading(lines: str, wanted: str) -> None:
    assert shown(lines) == wanted.split(" / ") * bool(wanted)


def test_a_problem_may_be_told_late_in_its_sentence() -> None:
    late = "全县经济形势总的来看在继续向好的方面发展，但在前进过程中还存在着一些不容忽视的问题。"
    passages = made("现将工作情况报告如下：", "一、工作回顾", BODY, late, "二、工作打算", BODY)
    sections = read_outline(passages)
    assert [part_at(sections, number, 0) for number in (3, 4, 6)] == ["履职情况", "存在问题", "下步打算"]
