"""Dates, units and numbers in the forms that people print: each a kind with siblings."""

from __future__ import annotations

import pytest

from archive.ingest import ingest
from archive.model import Masthead
from archive.text.numerals import DATE, ISO_DATE, iso


def read(text: str) -> Masthead:
    return ingest(text.encode(), "a.txt").masthead


SIGNED = "关于第三批问题整改情况的报告\n县委：\n第三批问题均已整改，完成率九成。\n河湾镇人民政府\n{}\n"
DATES = [
    *(("2023年元月7日", "元月"), ("2023年1月7号", "号"), ("2023年1月7日上午", "上午"), ("2023/1/7", "slashes")),
    *(("2023-1-7", "hyphens"), ("2023．1．7", "full-width dots"), ("2023 . 1 . 7", "dots with blanks")),
    *(("二O二三年一月七日", "Latin O"), ("二o二三年一月七日", "Latin o"), ("二Ｏ二三年一月七日", "full-width O")),
    *(("二0二三年一月七日", "the figure nought"), ("二０二三年一月七日", "full-width nought")),
    *(("二Ο二三年一月七日", "Greek"), ("二О二三年一月七日", "Cyrillic"), ("二零二三年一月七日", "零")),
    *(("二〇二三年一月七日", "〇"), ("二○二三年一月七日", "○"), ("二◯二三年一月七日", "◯")),
    *(("贰零贰叁年一月七日", "formal figures"), ("（2023年1月7日）", "in brackets"), ("2023 年 1 月 7 日", "blanks")),
]


@pytest.mark.parametrize("printed", [pytest.param(printed, id=name) for printed, name in DATES])
def test_the_signature_keeps_date_and_unit_in_every_form(printed: str) -> None:
    masthead = read(SIGNED.format(printed))
    assert (masthead.date, masthead.unit) == ("2023-01-07", "河湾镇人民政府")


@pytest.mark.parametrize("printed", ["2023年13月1日", "2023/2/30", "2023年1月7号文", "2023年1月7号楼"])
def test_what_is_no_day_is_silent(printed: str) -> None:
    assert read(SIGNED.format(printed)).date is None


def test_a_month_alone_leaves_the_date_open_and_the_unit_known() -> None:
    masthead = read("关于水利建设情况的报告\n县水务局：\n全年完成投资三百万元。\n河湾镇水利站\n2023年12月\n")
    assert (masthead.unit, masthead.date) == ("河湾镇水利站", None)


@pytest.mark.parametrize("nought", "〇○◯零OoＯ0０ΟοОо")
def test_every_nought_is_one(nought: str) -> None:
    found = DATE.search(f"二{nought}二{nought}年三月二十日")
    assert found is not None
    assert iso(found) == "2020-03-20"


def test_numbers_joined_by_dots_are_no_date() -> None:
    assert ISO_DATE.search("版本2.2023.1") is None
    assert ISO_DATE.search("12023-01-07") is None


@pytest.mark.parametrize(
    ("signers", "unit"),
    [
        pytest.param("中共河湾镇委员会河湾镇人民政府", "中共河湾镇委员会、河湾镇人民政府", id="party and government"),
        pytest.param("青山县教育局青山县财政局", "青山县教育局、青山县财政局", id="two offices"),
        pytest.param("河湾镇水利站  河湾镇农机站", "河湾镇水利站、河湾镇农机站", id="with blanks between"),
        pytest.param("河湾镇水利站\n河湾镇农机站", "河湾镇水利站、河湾镇农机站", id="on two lines"),
        pytest.param("河湾镇党委办公室", "河湾镇党委办公室", id="one office with the words of another inside"),
        pytest.param("青山县人民政府办公室", "青山县人民政府办公室", id="an office of the government"),
    ],
)
def test_joint_signatures(signers: str, unit: str) -> None:
    assert read(f"关于防汛工作的报告\n县委：\n现将防汛工作报告如下。\n{signers}\n2023年6月1日\n").unit == unit


@pytest.mark.parametrize(
    ("line", "number", "unit", "date"),
    [
        pytest.param(
            "（2023年3月1日河湾市人民政府令第12号公布　自2023年5月1日起施行）",
            *("河湾市人民政府令第12号", "河湾市人民政府", "2023-03-01"),
            id="a city's decree",
        ),
        pytest.param(
            "（2021年5月8日河湾市人民政府批准　2021年6月1日河湾市交通运输局令第3号发布）",
            *("河湾市交通运输局令第3号", "河湾市交通运输局", "2021-06-01"),
            id="approved by another",
        ),
        pytest.param(
            "（2008年1月31日中华人民共和国国务院令第517号公布　根据2020年3月27日《国务院关于修改法规的决定》修订）",
            *("国务院令第517号", "国务院", "2020-03-27"),
            id="the decree that published, not the one that amended",
        ),
        pytest.param(
            "（2022年6月24日河湾市四届人大常委会第六次会议通过）",
            *(None, "河湾市人民代表大会常务委员会", "2022-06-24"),
            id="the short form of a congress",
        ),
        pytest.param(
            "（2019年9月27日市十四届人大常委会第八次会议通过）",
            *(None, "河湾市人民代表大会常务委员会", "2019-09-27"),
            id="市 is the city of the title",
        ),
    ],
)
def test_lines_of_passing(line: str, number: str | None, unit: str, date: str) -> None:
    masthead = read(f"河湾市水域管理办法\n\n{line}\n\n第一条　为了加强管理，制定本办法。\n第二条　本办法适用于本市。\n")
    assert (masthead.number, masthead.unit, masthead.date) == (number, unit, date)


def test_a_decree_over_two_lines_has_its_number() -> None:
    text = "中华人民共和国国务院令\n第 693 号\n\n现公布《某某条例》，自2018年5月1日起施行。\n总理　甲某\n"
    assert read(text).number == "国务院令第693号"


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("关于2022年安全生产考核情况的通报", 2022),
        ("2023年度第二批水库管护员招聘公告", 2023),
        ("河湾镇2021年度优秀护林员名单", 2021),
        ("关于印发2024年工作要点的通知", 2024),
        ("关于印发2021—2025年发展规划的通知", None),
        ("关于防汛值班的通知", None),
    ],
)
def test_a_paper_is_about_the_year_that_its_title_names(title: str, year: int | None) -> None:
    assert read(f"{title}\n各村：\n现将有关事项告知如下，请认真执行。\n河湾镇人民政府\n2025年2月8日\n").year == year


def test_a_manual_has_the_title_above_its_chapters() -> None:
    text = (
        "目录\n泵站使用\t1\n泵站保养\t2\n河湾镇泵站使用手册\n# 泵站使用\n开机之前检查电源。\n# 泵站保养\n每季度换油。\n"
    )
    assert ingest(text.replace("\n", "\n\n").encode(), "a.md").masthead.title == "河湾镇泵站使用手册"
