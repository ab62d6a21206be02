"""The year by which a paper is found, and what it rests on; each row a masthead."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive.known_year import Basis, year_basis, year_known, year_of_number
from archive.masthead.corrections import corrected
from archive.model import Masthead

LAW = Masthead(title="河道管理条例", date="2018-03-05", number="令第12号")


@pytest.mark.parametrize(
    ("face", "year", "basis"),
    [
        pytest.param(Masthead(title="2022年度述职报告", year=2022, date="2023-01-09"), 2022, "title", id="title first"),
        pytest.param(Masthead(title="二〇二二年工作总结", year=2022), 2022, "title", id="a title in Han figures"),
        pytest.param(Masthead(title="２０２２年工作总结", year=2022), 2022, "title", id="a title in wide figures"),
        pytest.param(Masthead(title="2022上半年总结", year=2022), 2022, "title", id="a title without 年"),
        pytest.param(Masthead(title="2021年会上的述职报告", year=2022), 2022, "text", id="the title names another"),
        pytest.param(Masthead(title="第12022号", year=2022), 2022, "text", id="a figure in a longer one is no year"),
        pytest.param(Masthead(title="述职报告", year=2022), 2022, "text", id="the title names none"),
        pytest.param(
            Masthead(title="2022年来", title_derived=True, year=2022), 2022, "text", id="a first sentence is no title"
        ),
        pytest.param(Masthead(year=2022), 2022, "text", id="no title"),
        pytest.param(LAW, 2018, "date", id="a law is about no year"),
        pytest.param(Masthead(date="2019-12-31", number="国发〔2020〕1号"), 2019, "date", id="date above number"),
        pytest.param(Masthead(number="国发〔2018〕5号"), 2018, "number", id="the number alone"),
        pytest.param(
            Masthead(title="2018年以来的规划", number="第5号"), None, None, id="a year in a title is not known"
        ),
        pytest.param(Masthead(), None, None, id="nothing tells"),
    ],
)
def test_the_known_year(face: Masthead, year: int | None, basis: Basis | None) -> None:
    assert (year_known(face), year_basis(face)) == (year, basis)


@pytest.mark.parametrize(
    ("written", "year"),
    [
        pytest.param("国发〔2018〕5号", 2018, id="GB/T 9704"),
        pytest.param("成府发(2018)5号", 2018, id="round"),
        pytest.param("成府发（2018）5号", 2018, id="round and wide"),
        pytest.param("甲发[2018]5号", 2018, id="square"),
        pytest.param("甲发【1998】5号", 1998, id="lenticular, another century"),
        pytest.param("甲发〔 2018 〕第 5 号", 2018, id="blanks"),
        pytest.param("（更正）甲发〔2018〕5号", 2018, id="brackets before"),
        pytest.param("甲发〔2018年〕5号", 2018, id="with 年"),
        pytest.param("公告2004年第3号", 2004, id="a year of numbers"),
        pytest.param("2004年第3号", 2004, id="nothing before it"),
        pytest.param("国务院令第693号", None, id="no year"),
        pytest.param("甲发〔20〕5号", None, id="two figures"),
        pytest.param("甲发〔20185〕号", None, id="five figures"),
        pytest.param("甲发2018—5号", None, id="no bracket"),
        pytest.param("甲发〔1780〕5号", None, id="no century of ours"),
        pytest.param("年第3号", None, id="nothing before 年第"),
        pytest.param("", None, id="empty"),
    ],
)
def test_the_year_of_a_number(written: str, year: int | None) -> None:
    assert year_of_number(written) == year


@pytest.mark.parametrize(
    ("corrections", "year", "basis"),
    [
        pytest.param({"year": "2017"}, 2017, "text", id="a person says what it is about"),
        pytest.param({"date": "2016年5月1日"}, 2016, "date", id="the date put right"),
        pytest.param({"date": None}, None, None, id="the date cleared: its number has no year"),
        pytest.param({"date": None, "number": "令〔2015〕12号"}, 2015, "number", id="the number put right"),
    ],
)
def test_corrections_count(corrections: dict[str, str | None], year: int | None, basis: Basis | None) -> None:
    face = corrected(replace(LAW, evidence={}), {"title": LAW.title, "date": LAW.date, "number": LAW.number})
    again = corrected(face, corrections)
    assert (year_known(again), year_basis(again)) == (year, basis)
