"""Lines that look like headings and are none, and headings that have lost their number or its mark."""

from __future__ import annotations

import pytest

from archive.model import CELL, Passage
from archive.outline.extract import read_outline
from archive.outline_sections import part_at

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


GOVERNMENT = ("各位代表：", "现在，我代表县人民政府，向大会作政府工作报告，请予审议。")


@pytest.mark.parametrize(
    ("lines", "parts"),
    [
        pytest.param(
            ("一、2022年工作回顾", BODY, "二、加快农业发展", BODY, "三、关于国际形势和外交工作", BODY),
            ["履职情况", "下步打算", None],
            id="after the review",
        ),
        pytest.param(
            ("一、建设取得新成就的一年", BODY, "二、统一思想，扩大开放", BODY), ["履职情况", "下步打算"], id="achieved"
        ),
        pytest.param(
            (f"同时也清醒看到，工作中还存在不少问题。{BODY}", BODY, "一、扩大内需", BODY, "二、加快农业发展", BODY),
            ["存在问题", "下步打算", "下步打算"],
            id="the review has no heading",
        ),
        pytest.param(("一、农业", BODY, "二、工业", BODY), [None, None], id="neither review nor problems"),
    ],
)
def test_what_a_governments_work_report_proposes(lines: tuple[str, ...], parts: list[str | None]) -> None:
    """Asked of each paragraph below a heading, or of the first one."""
    passages = made(*GOVERNMENT, *lines)
    sections = read_outline(passages)
    asked = [3] if lines[0][0] != "一" else []
    asked += [number + 1 for number, passage in enumerate(passages, 1) if passage.text[1:2] == "、"]
    assert [part_at(sections, number, 0) for number in asked] == parts


def test_a_report_of_an_office_does_not_go_by_that_rule() -> None:
    passages = made("现将工作情况报告如下：", "一、工作开展情况", BODY, "二、加强领导", BODY, "三、存在问题", BODY)
    assert part_at(read_outline(passages), 5, 0) is None


@pytest.mark.parametrize(
    ("paragraph", "place", "part"),
    [
        pytest.param("思危方能居安。要清醒看到我们面临的问题和挑战。", 0, "存在问题", id="behind a maxim"),
        pytest.param(f"{BODY}同时，我们清醒认识到，还有不少困难和问题。", 0, "履职情况", id="before it"),
        pytest.param(f"{BODY}同时，我们清醒认识到，还有不少困难和问题。", len(BODY), "存在问题", id="from there on"),
        pytest.param(f"{BODY}但仍存在一些薄弱环节。", len(BODY), "存在问题", id="but"),
        pytest.param(f"{BODY}清醒认识到责任重大。", len(BODY), "履职情况", id="no problem is told"),
    ],
)
def test_problems_behind_a_first_sentence(paragraph: str, place: int, part: str) -> None:
    passages = made("现将工作情况报告如下：", "一、工作回顾", BODY, paragraph, "二、工作打算", BODY)
    assert part_at(read_outline(passages), 4, place) == part


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        pytest.param(
            "统计报告 / 1 人口 / 规模 / ~ / 2 就业 / 结构 / ~ / 3 教育 / 1 注：不含其他区。 / ~",
            "1 1人口 / 2 规模 / 1 2就业 / 2 结构 / 1 3教育",
            id="footnotes bear figures too",
        ),
        pytest.param("一、题型 / （1）依据是： / A．甲 / B．乙 / （2）条件是： / A.甲", "1 一、题型", id="questions"),
    ],
)
def test_figures_that_head_nothing(lines: str, wanted: str) -> None:
    assert shown(lines) == wanted.split(" / ")
