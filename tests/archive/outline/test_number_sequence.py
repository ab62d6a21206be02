"""Numerals at the beginning of a sentence, numbers without a mark, articles below 一、: only the sequence tells."""

from __future__ import annotations

import pytest

from archive.ingest import ingest


def headings(text: str) -> list[str]:
    report = ingest(text.encode(), "a.txt")
    return [section.heading for section in report.sections if section.heading]


SENTENCES = [
    pytest.param("三、四季度任务完成滞后，督办不及时。", id="quarters"),
    pytest.param("六、七月份雨水偏多，三处堤段渗水。", id="months"),
    pytest.param("二、三级医院床位紧张。", id="grades"),
    pytest.param("一、二、三产业比例失衡。", id="three of them"),
    pytest.param("（一）、（二）类设备未年检。", id="provisions in brackets"),
    pytest.param("（一）（三）项所列材料不全。", id="provisions without a mark between"),
    pytest.param("（1）和（2）所列问题尚未整改。", id="figures in brackets"),
    pytest.param("第一、第二产业增速放缓。", id="industries"),
    pytest.param("第一、二批补助没有到位。", id="instalments"),
    pytest.param("5.6万元资金尚未到位。", id="an amount"),
    pytest.param("1.2亿元专项债没有使用。", id="an amount that begins with one"),
    pytest.param("3 名干部未参加培训。", id="a count with a blank"),
    pytest.param("12 个村没有上报。", id="a count of two figures"),
]


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("place", [0, 1], ids=["first in its section", "later in its section"])
def test_a_sentence_that_begins_with_a_number_is_no_heading_and_ends_no_part(sentence: str, place: int) -> None:
    inside = ["群众意见较多，需要重视。", "干部主动性不够。"]
    inside.insert(place, sentence)
    text = "河湾镇2023年工作情况报告\n县政府：\n一、主要工作\n完成清淤三次。\n二、存在的问题\n"
    text += "\n".join(inside) + "\n三、下一步打算\n补齐短板。\n"
    assert headings(text) == ["一、主要工作", "二、存在的问题", "三、下一步打算"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(
            ["一、基本情况", "全镇八个村。", "二、三年来的工作", "修渠。", "三、下步打算", "再修。"],
            ["一、基本情况", "二、三年来的工作", "三、下步打算"],
            id="三年 after 二、 is the words of a heading",
        ),
        pytest.param(
            ["一、二十大精神学习情况", "学习三次。", "二、存在的不足", "深度不够。"],
            ["一、二十大精神学习情况", "二、存在的不足"],
            id="二十大 after 一、",
        ),
        pytest.param(
            [
                "1 总则",
                "1.1 目的",
                "为了统一。",
                "1.2 范围",
                "适用于本镇。",
                "2 材料",
                "2.1 水泥",
                "应当有合格证。",
                "3 施工",
                "按图。",
            ],
            ["1总则", "1.1目的", "1.2范围", "2材料", "2.1水泥", "3施工"],
            id="figures and a blank (GB/T 1.1)",
        ),
        pytest.param(
            ["１　总则", "为了统一。", "２　材料", "应当合格。", "３　施工", "按图。"],
            ["１总则", "２材料", "３施工"],
            id="full width",
        ),
        pytest.param(
            ["1.1个人基本情况", "从略。", "1.2个人履职情况", "较好。"],
            ["1.1个人基本情况", "1.2个人履职情况"],
            id="个 may begin a heading's words",
        ),
    ],
)
def test_headings_that_look_like_such_sentences(lines: list[str], expected: list[str]) -> None:
    assert headings("河湾镇2023年工作情况报告\n县政府：\n" + "\n".join(lines) + "\n") == expected


def test_one_line_of_figure_and_blank_is_no_list() -> None:
    assert headings("河湾镇会议通知\n各村：\n会议定于本周召开。\n1 月底前报名单。\n请准时参加。\n") == []


ARTICLES = [
    pytest.param(
        "一、总则\n第一条 为了规范，制定本办法。\n第二条 坚持及时。\n"
        "二、公开内容\n第三条 每季度公开。\n三、附则\n第四条 自印发之日起施行。",
        [
            ("一、总则", 1),
            ("第一条", 2),
            ("第二条", 2),
            ("二、公开内容", 1),
            ("第三条", 2),
            ("三、附则", 1),
            ("第四条", 2),
        ],
        id="一、 above articles",
    ),
    pytest.param(
        "一、总则\n（一）目的\n第一条 为了规范。\n（二）范围\n第二条 适用本镇。\n二、附则\n第三条 自印发之日起施行。",
        [
            *(("一、总则", 1), ("（一）目的", 2), ("第一条", 3), ("（二）范围", 2), ("第二条", 3)),
            *(("二、附则", 1), ("第三条", 2)),
        ],
        id="（一） between",
    ),
    pytest.param(
        "第一条 为了规范，制定本办法。\n第二条 下列不予受理：\n一、超过时限\n二、材料不全\n第三条 印发之日施行。",
        [("第一条", 1), ("第二条", 1), ("第三条", 1)],
        id="一、 inside an article is a clause",
    ),
    pytest.param(
        "第一章 总则\n第一条 为了规范。\n第二条 应当：\n（一）及时\n（二）真实\n第二章 附则\n第三条 施行。",
        [("第一章 总则", 1), ("第一条", 2), ("第二条", 2), ("第二章 附则", 1), ("第三条", 2)],
        id="chapters, and clauses in brackets",
    ),
]


@pytest.mark.parametrize(("body", "expected"), ARTICLES)
def test_articles_and_what_stands_above_them(body: str, expected: list[tuple[str, int]]) -> None:
    sections = ingest(f"河湾镇村务公开办法\n\n{body}\n".encode(), "a.txt").sections
    assert [(section.heading, section.level) for section in sections] == expected
