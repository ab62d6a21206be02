"""What a file's name and its folders know where the text is silent, and that hash names say nothing."""

from __future__ import annotations

import pytest

from archive.masthead.extract import read_masthead
from archive.model import Masthead, Passage

SILENT = (Passage(1, "我们认真落实，取得了一定成效。"),)


def read(name: str, folder: str = "") -> Masthead:
    return read_masthead(SILENT, name=name, folder=folder)


NAMES = [
    pytest.param(
        "东街道-三季度(定稿3).docx", "", {"unit": "东街道", "period": "第三季度"}, id="unit, quarter, a draft's mark"
    ),
    pytest.param(
        "国务院_2022_政府工作报告.txt",
        "",
        {"unit": "国务院", "year": 2022, "type": "政府工作报告", "title": "政府工作报告"},
        id="three pieces",
    ),
    pytest.param(
        "东街道党工委.txt",
        "2024年度述职",
        {"unit": "东街道党工委", "year": 2024, "period": "年度", "type": "述职报告"},
        id="a folder for the collection",
    ),
    pytest.param(
        "述职报告.docx",
        "2023年/区教育局",
        {"unit": "区教育局", "year": 2023, "type": "述职报告"},
        id="a folder for the unit",
    ),
    pytest.param("1.txt", "2022/东街道", {"unit": "东街道", "year": 2022}, id="only folders"),
    pytest.param(
        "1.东街道党工委2023年度述职报告(1).docx",
        "",
        {
            "title": "东街道党工委2023年度述职报告",
            "unit": "东街道党工委",
            "year": 2023,
            "period": "年度",
            "type": "述职报告",
        },
        id="an ordinal before, a copy's number behind",
    ),
    pytest.param(
        "附件2：西街道述职报告.docx",
        "2023Q3",
        {
            "title": "西街道述职报告",
            "unit": "西街道",
            "year": 2023,
            "period": "第三季度",
            "type": "述职报告",
        },
        id="an annex's number, Q3",
    ),
    pytest.param(
        "东街道2022年上半年.txt", "", {"unit": "东街道", "year": 2022, "period": "上半年"}, id="no separators"
    ),
    pytest.param("000_68bf1f666010b90a.txt", "", {}, id="a hash"),
    pytest.param("68bf1f666010b90a.txt", "d72e751a097145d8", {}, id="a hash in a hash"),
    pytest.param("新建文本文档.txt", "区委/报告", {}, id="names that mean nothing, a rank"),
    pytest.param("xxx街道.txt", "", {}, id="a mask is no unit"),
    pytest.param(
        "国务院关于同意承办2008年运动会的批复.txt",
        "",
        {
            "title": "国务院关于同意承办2008年运动会的批复",
            "unit": "国务院",
            "type": "批复",
        },
        id="a year inside a title is not the report's",
    ),
    pytest.param(
        "某某条例(2021-12-03).md",
        "地方性法规",
        {"date": "2021-12-03", "type": "条例"},
        id="a law's date is no reporting year",
    ),
    pytest.param("东街道_2018-2022年.docx", "", {"unit": "东街道"}, id="a stretch of years"),
    pytest.param("东街道.docx", "2018—2022年", {"unit": "东街道"}, id="a stretch of years, a folder"),
    pytest.param("", "", {}, id="no name at all"),
]


@pytest.mark.parametrize(("name", "folder", "known"), NAMES)
def test_what_a_name_says(name: str, folder: str, known: dict[str, object]) -> None:
    masthead = read(name, folder)
    assert {field: found.value for field, found in masthead.evidence.items()} == known
    for found in masthead.evidence.values():
        assert found.origin in ("file_name", "folder")
        assert found.confidence in ("medium", "low")
        assert found.passage is None


def test_a_title_from_a_name_is_derived() -> None:
    assert read("国务院_2022_政府工作报告.txt").title_derived


def test_the_name_is_nearer_than_the_folder() -> None:
    masthead = read("西街道_2023.txt", "2022/东街道")
    assert (masthead.unit, masthead.year) == ("西街道", 2023)
    assert {masthead.evidence["unit"].origin, masthead.evidence["year"].origin} == {"file_name"}


def test_the_text_wins_over_name_and_folder() -> None:
    text = (Passage(1, "青山县教育局2023年上半年工作情况报告"), Passage(2, "县政府："), Passage(3, "现报告如下。"))
    masthead = read_masthead(text, name="财政局_2021_三季度_工作总结.docx", folder="2020年/城关镇")
    assert (masthead.unit, masthead.year, masthead.period, masthead.type) == (
        "青山县教育局",
        2023,
        "上半年",
        "情况报告",
    )


def test_a_newer_date_in_a_laws_name_belongs_to_a_newer_version() -> None:
    law = (
        Passage(1, "某某条例", "heading", 1),
        Passage(2, "2008年1月31日 中华人民共和国国务院令第517号公布"),
        Passage(3, "第一条 为了某事，制定本条例。"),
    )
    assert read_masthead(law, name="某某条例(2020-03-27).md").date == "2020-03-27"
    assert read_masthead(law, name="某某条例(2008-02-04).md").date == "2008-01-31"
    assert read_masthead(law, name="某某条例.md").date == "2008-01-31"


def test_a_law_has_no_reporting_year_whatever_its_name_says() -> None:
    law = (Passage(1, "某某宪法修正案（1988年）", "heading", 1), Passage(2, "第一条 国家允许某事。"))
    masthead = read_masthead(law, name="某某宪法修正案（1988年）.md", folder="1988")
    assert (masthead.type, masthead.year) == ("法律", None)


def test_a_date_in_a_reports_name_never_wins_over_the_texts() -> None:
    report = (Passage(1, "2022年工作情况报告"), Passage(2, "（2022年12月1日）"), Passage(3, "县委："))
    masthead = read_masthead(report, name="东街道_2023-12-31.docx")
    assert (masthead.date, masthead.unit) == ("2022-12-01", "东街道")


def test_hidden_characters_of_names_and_pages_are_left_out() -> None:
    masthead = read_masthead(SILENT, name="东\u202e街道.txt", metadata={"标题": "关于某\u200b事的通\u202e知\x00"})
    assert (masthead.title, masthead.unit) == ("关于某事的通知", "东街道")


def test_a_pages_table_is_metadata_and_wins() -> None:
    page = (
        Passage(1, "网站首页"),
        Passage(2, "关于某事的"),
        Passage(3, "通知"),
        Passage(4, "各科室："),
        Passage(5, "请落实。"),
    )
    table = {
        "发文机关": "青山县教育局",
        "成文日期": "2018年11月06日",
        "标题": "关于某事的通知",
        "发文字号": "青教发[2018]6号",
        "title": "关于某事的通知 | 青山县人民政府",
    }
    masthead = read_masthead(page, name="青山县财政局_2020.html", metadata=table)
    assert (masthead.title, masthead.unit, masthead.date) == ("关于某事的通知", "青山县教育局", "2018-11-06")
    assert (masthead.number, masthead.addressee, masthead.type) == ("青教发〔2018〕6号", "各科室", "通知")
    assert masthead.evidence["unit"].origin == "metadata"
    assert not masthead.title_derived


@pytest.mark.parametrize(
    "title",
    [
        "江西省2022年统计公报 | 中国宜春",
        "万载县人民政府 | 江西省2022年统计公报",
        "江西省2022年统计公报_宜春市人民政府",
        "江西省2022年统计公报",
    ],
)
def test_a_pages_title_loses_the_sites_name(title: str) -> None:
    masthead = read_masthead((Passage(1, "网站首页"), Passage(2, "江西省2022年统计公报")), metadata={"title": title})
    assert (masthead.title, masthead.year, masthead.unit) == ("江西省2022年统计公报", 2022, None)
