"""Figures of sentences as people read them: number and measure, exactness, way, and what they are of."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.numbers.figure import Figure, figures_in


def only(text: str) -> Figure:
    (figure,) = figures_in(text)
    return figure


def object_of(text: str, figure: Figure) -> str | None:
    return text[figure.object.start : figure.object.end] if figure.object else None


@pytest.mark.parametrize(
    ("text", "written", "measure"),
    [
        ("完成投资1.8万亿元。", "1.8万亿元", "元"),  # 万亿 is of the number
        ("提高0.2个百分点。", "0.2个百分点", "百分点"),
        ("用地三百亩。", "三百亩", "亩"),
        ("通车里程12万公里。", "12万公里", "千米"),  # another name of one unit
        ("占地5千米。", "5千米", "千米"),  # 千 is of the unit
        ("用电300亿千瓦时。", "300亿千瓦时", "千瓦时"),
        ("新增就业1100多万人。", "1100多万人", "人"),
        ("产量１５．３％。", "１５．３％", "%"),
        ("增长1 5 ．3 ％。", "1 5 ．3 ％", "%"),
        ("收入实际增长5·8％。", "5·8％", "%"),  # a dot at mid height
        ("单价8元/平方米。", "8元/平方米", "元/平方米"),
        ("每周五天半工作制。", "五天半", "日"),
        ("1.4亿农村人口落户。", "1.4亿", ""),  # no measure is written
        ("拨付经费**万，", "**万", ""),
        ("财政收入**亿元。", "**亿元", "元"),
        ("形成报告*篇。", "*篇", "篇"),
        ("至少建成一所幼儿园。", "一所", "所"),
        ("上百家企业。", "百家", "家"),
        ("十五日内提出。", "十五日", "日"),
        ("半年总结。", "半年", "年"),
    ],
)
def test_number_and_measure(text: str, written: str, measure: str) -> None:
    figure = only(text)
    assert (text[figure.start : figure.end], figure.measure) == (written, measure)


@pytest.mark.parametrize(
    "text",
    [
        "2023年工作",
        "一九八二年以来",
        "2018—2022年",
        "2 0 1 0 年规划",
        "3月5日",
        "自7月7日至8月8日",
        "2003年10月24日至26日",
        "**年，全区",  # a masked year
        "晚8时40分",
        "九十年代",
        "第三条第二款",
        "第三、四项",
        "第54次会议",
        "国发〔2019〕5号",
        "全国人大四次会议",
        "党的二十大和二十届二中全会",
        "“十四五”时期",
        "十四五规划",
        "落实“两个维护”",
        "增强四个意识",  # without its marks
        "八项规定精神",
        "“三会一课”",
        "《关于修改等十二部法律的决定》",
        "一切工作",
        "进一步提高",
        "一个国家",
        "一批工程",
        "十分重要",
        "三级医院",
        "零部件",
        "百家争鸣",
        "万众一心",
        "两岸关系",
        "各部门",
        "5部门联合",  # 部 is of 部门
        "1.集中采购",
        "（3）项目",
        "在xxx社区",
    ],
)
def test_no_figure(text: str) -> None:
    assert figures_in(text) == ()


@pytest.mark.parametrize(
    ("text", "low", "high", "measure"),
    [
        ("增长3%～5%。", 3, 5, "%"),
        ("3至5个工作日内。", 3, 5, "工作日"),
        ("六个月至十二个月。", 6, 12, "个月"),
        ("年满十八至六十周岁。", 18, 60, "岁"),
        ("罚款五至十万元。", 50_000, 100_000, "元"),  # 万 is of both
        ("处以500元至5000元罚款。", 500, 5_000, "元"),
        ("七八十户。", 70, 80, "户"),
        ("百分之三至百分之五。", 3, 5, "%"),
    ],
)
def test_a_range_is_one_figure(text: str, low: int, high: int, measure: str) -> None:
    figure = only(text)
    assert figure.kind == "range"
    assert (figure.measure, [figure.low, figure.high]) == (measure, [Fraction(low), Fraction(high)])


def test_what_became_of_a_number_is_no_range() -> None:
    assert [one.low for one in figures_in("由3%到5%。")] == [3, 5]


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("约3亿元。", "about"),
        ("3亿元左右。", "about"),
        ("超过3亿元。", "over"),
        ("300余户。", "over"),
        ("3亿多元。", "over"),
        ("不足3亿元。", "under"),
        ("不少于3人。", "at_least"),
        ("3人以上。", "at_least"),
        ("不超过3人。", "at_most"),
        ("30日内。", "at_most"),
        ("共3亿元。", None),
    ],
)
def test_how_exact(text: str, bound: str | None) -> None:
    assert only(text).bound == bound


@pytest.mark.parametrize(
    ("text", "way", "change", "compared"),
    [
        ("产值增长6.5%。", "up", True, None),
        ("产值同比增长了6.5%。", "up", True, "同比"),
        ("能耗比上年下降约3%。", "down", True, "比上年"),
        ("税率降至13%。", "down", False, None),  # what it became, not by how much
        ("增加到5万人。", "up", False, None),
        ("占5%。", None, False, None),
    ],
)
def test_which_way(text: str, way: str | None, change: bool, compared: str | None) -> None:
    figure = only(text)
    assert (figure.way, figure.change, figure.compared) == (way, change, compared)


@pytest.mark.parametrize(
    ("text", "objects"),
    [
        ("技术合同成交额增长11.2%。", ["技术合同成交额"]),
        ("完成铁路投资8000亿元、公路水运投资1.8万亿元。", ["铁路投资", "公路水运投资"]),
        ("粮食产量达到1.3万亿斤，同比增长1.3%。", ["粮食产量", "粮食产量"]),  # the clause goes on
        ("授予63项成果。", ["成果"]),  # a count has its noun behind
        ("提请审议法律议案19件。", ["法律议案"]),  # or before
        ("处二千元以上二万元以下罚款。", ["罚款", "罚款"]),
        ("省级政府网站中有10个开通了英文版。", ["省级政府网站"]),
        ("将现行16%的税率降至13%。", ["税率", "税率"]),
        ("少数民族人口占全村总人口百分之五十以上。", ["少数民族人口"]),
        ("国防费支出为6亿元，比上年国防费决算数减少了5.5%。", ["国防费支出", "国防费支出"]),
        ("制作“身边榜样”微视频*期。", ["“身边榜样”微视频"]),  # pairs stay whole
        ("应当在十五日内提出。", [None]),  # when, not what
    ],
)
def test_what_it_is_of(text: str, objects: list[str | None]) -> None:
    assert [object_of(text, one) for one in figures_in(text)] == objects


@pytest.mark.parametrize(
    ("text", "written", "low", "high"),
    [
        pytest.param("抓好三件事：——50个村，", "50个", 50, 50, id="a dash behind a colon"),
        pytest.param("夺取丰收，——１２万吨入库。", "１２万吨", 120_000, 120_000, id="behind a comma, full width"),
        pytest.param("完成总量为———20件。", "20件", 20, 20, id="a long one"),
        pytest.param("增速为-3.5%。", "-3.5%", Fraction("-3.5"), Fraction("-3.5"), id="a minus"),
        pytest.param("增速为－３.５％。", "－３.５％", Fraction("-3.5"), Fraction("-3.5"), id="a minus of full width"),
        pytest.param("增速为—3.5%。", "—3.5%", Fraction("-3.5"), Fraction("-3.5"), id="a dash of one em typed for it"),
        pytest.param("每组10——20人。", "10——20人", 10, 20, id="between two figures: from to"),
        pytest.param("拨付10万——20万元。", "10万——20万元", 100_000, 200_000, id="behind 万, too"),
    ],
)
def test_a_dash_is_no_minus(text: str, written: str, low: Fraction, high: Fraction) -> None:
    figure = figures_in(text)[-1]
    assert (text[figure.start : figure.end], figure.low, figure.high) == (written, low, high)


def test_what_a_clause_before_says_is_not_sure() -> None:
    assert [one.object_sure for one in figures_in("粮食产量达到1.3万亿斤，增长1.3%。")] == [True, False]


def test_cells_of_a_row_stay_apart() -> None:
    assert [(one.number, one.measure) for one in figures_in("12\x1f34亿元\x1f2000 3000户")] == [
        ("34亿", "元"),
        ("3000", "户"),
    ]


PIECES = st.sampled_from(
    [*"一两三十百万亿年月日个项元％%约增长至～-，。、的“”*x ０1２3,.", "百分之", "同比", "以上", "亿元", "\x1f"]
)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_figures_lie_in_order_in_their_text(text: str) -> None:
    found = figures_in(text)
    ends = [0, *(one.end for one in found)]
    assert all(end <= one.start < one.end <= len(text) for one, end in zip(found, ends, strict=False))
    for one in found:
        assert text[one.start : one.end].startswith(one.number)
        assert one.low is None or (one.high is not None and one.low <= one.high)
        assert (one.low is None) == (one.kind in ("mask", "vague"))
        assert one.object is None or 0 <= one.object.start < one.object.end <= len(text)


@pytest.mark.parametrize("run", ["9", "一", "*", "x", "一、", "9,", "第一", "1月", "a9", "2023年", "约", "的", "“一"])
def test_giant_runs_are_read_in_time_and_are_no_figures(run: str) -> None:
    assert len(figures_in(run * 5_000 + "元")) <= 1
