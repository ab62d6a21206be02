"""Titles, printed and derived, and the kind they name: what a naive rule would say, and what stands there."""

from __future__ import annotations

import pytest

from archive.masthead.extract import read_masthead
from archive.model import Passage
from tests.masthead_texts import BODY, read

TITLES = [
    pytest.param(
        "2022年区基层党建工作情况报告" + BODY, "2022年区基层党建工作情况报告", id="the first line, where it is one"
    ),
    pytest.param("各位代表：" + BODY, None, id="a salutation is no title"),
    pytest.param("现将有关情况报告如下：" + BODY, None, id="a lead-in that says nothing of its own gives none"),
    pytest.param(
        "国务院关于加强某项工作\n若干问题的通知\n各部门：" + BODY,
        "国务院关于加强某项工作若干问题的通知",
        id="two lines",
    ),
    pytest.param(
        "\u200b\n政府工作报\n告\n各位代表：" + BODY, "政府工作报告", id="split inside a word below a zero-width line"
    ),
    pytest.param(
        "关于加强管理制度\n和审核办法的意见\n各科室：" + BODY,
        "关于加强管理制度和审核办法的意见",
        id="its first line ends with a kind",
    ),
    pytest.param(
        "关于行政执法全过程记录制度\n重大决定审核制度的指导意见\n各局：" + BODY,
        "关于行政执法全过程记录制度重大决定审核制度的指导意见",
        id="its first line ends with a kind and nothing joins them",
    ),
    pytest.param("土 地 使 用 的 批 复\n市政府：" + BODY, "土地使用的批复", id="padded with blanks"),
    pytest.param(
        "中共中央 国务院关于某事的意见" + BODY, "中共中央 国务院关于某事的意见", id="a blank between two issuers stays"
    ),
    pytest.param(
        "高举伟大旗帜\n为实现目标而团结奋斗\n——在某次大会上的报告\n同志们：" + BODY,
        "高举伟大旗帜 为实现目标而团结奋斗",
        id="no kind, a subtitle below",
    ),
    pytest.param(
        "2022年，某市听取了总理所作的\n政府工作报告\n。会议充分肯定过去一年的工作。",
        None,
        id="a link's text inside a sentence",
    ),
    pytest.param(
        "青山县教育局文件\n青教发〔2023〕15号\n关于开学工作的通知\n各学校：" + BODY,
        "关于开学工作的通知",
        id="red head and number above it",
    ),
    pytest.param("目录\n2023年工作总结" + BODY, "2023年工作总结", id="below the word contents"),
    pytest.param("通知公告\n您当前所在位置：首页" + BODY, None, id="a menu is no title"),
    pytest.param("工作总结\n王五\n各位领导：" + BODY, "工作总结", id="a bare kind can be a title"),
]


@pytest.mark.parametrize(("text", "title"), TITLES)
def test_title(text: str, title: str | None) -> None:
    masthead = read(text)
    assert masthead.title == title
    assert not masthead.title_derived


def test_a_line_break_inside_a_paragraph_parts_lines() -> None:
    masthead = read_masthead((Passage(1, "青山县教育局关于学校安全\n工作的报告\n2023年7月5日"), Passage(2, "县政府：")))
    assert (masthead.title, masthead.date) == ("青山县教育局关于学校安全工作的报告", "2023-07-05")


HEADINGS = [
    pytest.param(["2022年述职报告", "一、履职情况"], "2022年述职报告", id="a numbered heading below is none of it"),
    pytest.param(["2022年述职报告", "履职情况"], "2022年述职报告", id="nor is one without number"),
    pytest.param(["中华人民共和国民法典", "总则"], "中华人民共和国民法典 总则", id="a part of a code"),
    pytest.param(["关于某事", "的情况报告"], "关于某事的情况报告", id="a title over two headings"),
    pytest.param(["青山县人民政府", "2022年述职报告"], "2022年述职报告", id="a site's name"),
    pytest.param(["一、履职情况"], None, id="a section is no title"),
]


@pytest.mark.parametrize(("headings", "title"), HEADINGS)
def test_title_in_headings(headings: list[str], title: str | None) -> None:
    lines = [Passage(number, text, "heading", 1) for number, text in enumerate(headings, 1)]
    assert read_masthead([*lines, Passage(9, "我们认真落实，取得了一定成效。")]).title == title


def test_a_heading_below_the_first_sentence_is_no_title() -> None:
    text = [Passage(1, "我们认真落实，取得了一定成效。"), Passage(2, "履职情况", "heading", 1)]
    assert read_masthead(text).title is None


DERIVED = [
    pytest.param(
        "现将2022年上半年以来抓基层党建工作情况报告如下：",
        "2022年上半年以来抓基层党建工作情况报告",
        id="between 将 and 如下",
    ),
    pytest.param("按照安排，现将我今年以来抓党建工作情况报告如下：", "今年以来抓党建工作情况报告", id="without 我"),
    pytest.param("现将我镇2023年安全工作情况汇报如下：", "2023年安全工作情况汇报", id="without 我镇"),
    pytest.param(
        "年初以来成效较好。现就一年来抓基层党建工作报告如下：", "一年来抓基层党建工作报告", id="作 of 工作 is no verb"
    ),
    pytest.param("现将一年来的工作情况向组织述职如下：", "一年来的工作情况述职报告", id="to whom is left out"),
    pytest.param("受县政府委托，就2023年预算执行情况报告如下：", "2023年预算执行情况报告", id="on behalf of"),
    pytest.param("现在，我代表国务院，向大会作政府工作报告，请予审议。", "政府工作报告", id="a speaker"),
    pytest.param("现在，我代表国务院，向大会报告政府工作，请予审议。", "政府工作报告", id="a speaker, the other way"),
    pytest.param(
        "我受国务院委托，向大会作关于第七个五年计划的报告，请审议。", "关于第七个五年计划的报告", id="a speaker's 关于"
    ),
    pytest.param(
        "青山县第八届人民代表大会第二次会议听取和审议了县长李四所作的政府工作报告。会议决定批准这个报告。",
        "青山县第八届人民代表大会第二次会议关于政府工作报告的决议",
        id="a resolution that approves",
    ),
]


@pytest.mark.parametrize(("text", "title"), DERIVED)
def test_derived_title(text: str, title: str) -> None:
    masthead = read(text + BODY)
    assert (masthead.title, masthead.title_derived) == (title, True)
    assert masthead.evidence["title"].confidence == "high", "the text says it in its own words"


def test_a_cited_report_is_no_derived_title() -> None:
    assert read("今年二月，国务院向常委会提出关于调整计划的报告，对计划作了修订。" + BODY).title is None


KINDS = [
    pytest.param("关于2022年工作情况的报告", "情况报告", id="的 inside"),
    pytest.param("2022年抓党建述职报告", "述职报告", id="述职报告"),
    pytest.param("2022年度述职述廉报告", "述职报告", id="述职述廉"),
    pytest.param("关于述职评议整改情况的报告", "情况报告", id="about an assessment"),
    pytest.param("2022年政府工作报告（全文）", "政府工作报告", id="a bracket behind"),
    pytest.param("关于政府工作报告的决议", "决议", id="the last word decides"),
    pytest.param("关于印发工作方案的通知", "通知", id="of a plan sent"),
    pytest.param("关于促进就业的若干指导意见", "意见", id="意见"),
    pytest.param("中华人民共和国公司法", "法律", id="a law that ends like 司法"),
    pytest.param("某市物业管理条例", "条例", id="条例"),
    pytest.param("2023年工作总结和2024年工作计划", "工作总结", id="with a plan"),
    pytest.param("在中国共产党某市第十次代表大会上的报告", "党代会报告", id="a party congress"),
]


@pytest.mark.parametrize(("title", "kind"), KINDS)
def test_kind(title: str, kind: str) -> None:
    assert read(title + BODY).type == kind


def test_a_lead_in_tells_the_kind_where_it_gives_no_title() -> None:
    masthead = read("现述职如下：" + BODY)
    assert (masthead.title, masthead.type) == (None, "述职报告")
