"""Values given at import fill what the text leaves open; a person's corrections win over all; each value is checked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import messages
from archive.errors import CatalogError
from archive.masthead.corrections import corrected, filled, validated
from archive.masthead.extract import read_masthead
from archive.masthead.periods import PERIODS
from archive.model import MASTHEAD_FIELDS, Evidence, Masthead, Passage

TEXT = (
    Passage(1, "2022年上半年工作情况报告"),
    Passage(2, "县政府："),
    Passage(3, "现报告如下。"),
    Passage(4, "青山县教育局"),
    Passage(5, "2022年7月5日"),
)
DERIVED = (Passage(1, "现将2022年抓党建工作情况报告如下："),)


def test_given_sets_what_the_text_does_not_say() -> None:
    masthead = filled(read_masthead(TEXT), {"person": "张三", "unit": "青山县财政局", "year": 2021})
    assert (masthead.person, masthead.unit, masthead.year) == ("张三", "青山县教育局", 2022)
    assert masthead.evidence["person"] == Evidence("张三", "张三", "given", "high")


def test_given_wins_over_what_names_and_folders_only_suggest() -> None:
    read = read_masthead(DERIVED, name="东街道_三季度.txt", folder="2020")
    assert (read.unit, read.year) == ("东街道", 2022)
    masthead = filled(read, {"unit": "西街道党工委", "year": "2021", "period": "上半年"})
    assert (masthead.unit, masthead.year, masthead.period) == ("西街道党工委", 2022, "年度")
    assert masthead.evidence["unit"].origin == "given"


def test_given_wins_over_low_confidence() -> None:
    low = Masthead(unit="东街道", evidence={"unit": Evidence("东街道", "东街道", "text", "low", 1)})
    assert filled(low, {"unit": "西街道"}).unit == "西街道"


def test_a_given_title_wins_over_a_derived_one_only() -> None:
    masthead = filled(read_masthead(DERIVED), {"title": "东街道述职报告"})
    assert (masthead.title, masthead.title_derived) == ("东街道述职报告", False)
    assert filled(read_masthead(TEXT), {"title": "东街道述职报告"}).title == "2022年上半年工作情况报告"


def test_a_correction_survives_what_is_given() -> None:
    assert filled(corrected(Masthead(), {"unit": "东街道"}), {"unit": "西街道"}).unit == "东街道"


def test_corrections_win_over_the_text() -> None:
    masthead = corrected(read_masthead(TEXT), {"unit": "青山县财政局", "year": 2021, "date": "2021.7.5"})
    assert (masthead.unit, masthead.year, masthead.date) == ("青山县财政局", 2021, "2021-07-05")
    assert masthead.evidence["year"] == Evidence(2021, "2021", "correction", "high")
    assert masthead.title == "2022年上半年工作情况报告"


def test_a_correction_of_none_clears_the_field_and_its_evidence() -> None:
    masthead = corrected(read_masthead(TEXT), {"addressee": None})
    assert masthead.addressee is None
    assert "addressee" not in masthead.evidence


def test_a_corrected_title_is_not_derived() -> None:
    read = read_masthead(DERIVED)
    assert read.title_derived
    assert corrected(read, {"unit": "东街道"}).title_derived
    assert not corrected(read, {"title": "东街道述职报告"}).title_derived
    assert not corrected(read, {"title": None}).title_derived


@pytest.mark.parametrize(
    ("typed", "title", "derived"),
    [
        pytest.param("［抓基层党建工作情况］", "抓基层党建工作情况", True, id="archives write a title of their own so"),
        pytest.param("[抓基层党建工作情况]", "抓基层党建工作情况", True, id="narrow brackets are brackets"),
        pytest.param("［2022］5号文件落实情况", "［2022］5号文件落实情况", False, id="brackets inside are words"),
        pytest.param("［上半年］与［下半年］", "［上半年］与［下半年］", False, id="two pairs are words"),
        pytest.param("［］", "［］", False, id="nothing between them is no title"),
    ],
)
def test_a_title_in_brackets_is_one_that_was_made_for_the_report(typed: str, title: str, derived: bool) -> None:
    for text in (DERIVED, TEXT):
        masthead = corrected(read_masthead(text), {"title": typed})
        assert (masthead.title, masthead.title_derived) == (title, derived)


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [
        pytest.param("year", 2022, 2022, id="a number"),
        pytest.param("year", " 2022 ", 2022, id="digits with blanks"),
        pytest.param("year", "２０２２年度", 2022, id="full width, 年度"),
        pytest.param("year", "二〇二二年", 2022, id="Chinese figures"),
        pytest.param("date", "2022-03-05", "2022-03-05", id="the form kept"),
        pytest.param("date", "2022-3-5", "2022-03-05", id="without zeros"),
        pytest.param("date", "2022年3月5日", "2022-03-05", id="in words"),
        pytest.param("period", "第三季度", "第三季度", id="a known period"),
        pytest.param("period", "三季度", "第三季度", id="the short form"),
        pytest.param("period", "9月份", "9月", id="a month"),
        pytest.param("period", "全年", "年度", id="the whole year"),
        pytest.param("type", " 述职报告 ", "述职报告", id="stripped"),
        pytest.param("unit", "东街道", "东街道", id="a unit"),
        pytest.param("person", "张·三", "张·三", id="a name"),
        pytest.param("unit", "", None, id="blank clears"),
        pytest.param("unit", "　", None, id="an ideographic blank clears"),
        pytest.param("year", None, None, id="None clears"),
    ],
)
def test_what_is_accepted(field: str, value: object, kept: object) -> None:
    assert validated(field, value) == kept


@pytest.mark.parametrize(
    ("field", "value"),
    [
        pytest.param("year", 1899, id="too early"),
        pytest.param("year", 2101, id="too late"),
        pytest.param("year", "去年", id="no figure"),
        pytest.param("year", "9" * 5000, id="more digits than Python reads"),
        pytest.param("year", "2022.5", id="not whole"),
        pytest.param("year", True, id="a truth value"),
        pytest.param("date", "2022-02-30", id="no such day"),
        pytest.param("date", "9999-99-99", id="no such month"),
        pytest.param("date", "2022-03", id="half a date"),
        pytest.param("period", "第五季度", id="no such quarter"),
        pytest.param("period", "13月", id="no such month"),
        pytest.param("period", "去年", id="not a period"),
        pytest.param("unit", "东\x00街道", id="a control character"),
        pytest.param("title", "报告\u202e告报", id="turned direction"),
        pytest.param("title", "报\n告", id="a line break"),
        pytest.param("type", "类" * 21, id="not short"),
        pytest.param("title", "题" * 301, id="a whole text"),
        pytest.param("colour", "红", id="no such field"),
    ],
)
def test_what_is_refused(field: str, value: object) -> None:
    with pytest.raises(CatalogError) as caught:
        validated(field, value)
    assert caught.value.code == "catalog.bad_value"
    assert caught.value.evidence == {"field": field, "value": value}
    known = messages.LANGUAGES["zh"].get(f"say.field.{field}", field)
    assert known in caught.value.message("zh")  # people read 年度, programs `year`


def test_all_known_periods_are_accepted_as_they_are() -> None:
    assert [validated("period", period) for period in PERIODS] == list(PERIODS)


@given(st.sampled_from(MASTHEAD_FIELDS), st.one_of(st.text(max_size=30), st.integers()))
def test_a_kept_value_is_kept_again(field: str, value: str | int) -> None:
    try:
        kept = validated(field, value)
    except CatalogError:
        return
    assert validated(field, kept) == kept
