"""Other writings of dates and numbers: which there are, and that each says the same."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.fold import fold_text
from archive.text.han_numbers import MOST, from_words, in_figures, in_words
from archive.text.numerals import number
from archive.text.writings import BRACKETS, forms_of, other_writings


def others(wording: str) -> set[str]:
    return {new for (new,) in other_writings([wording])}


@pytest.mark.parametrize(
    ("wording", "among", "never"),
    [
        pytest.param("2024", {"二〇二四", "二零二四", "二O二四", "二0二四"}, {"2,024", "二千零二十四"}, id="a year"),
        pytest.param("２０２４年", {"二〇二四年", "二零二四年"}, {"2024年"}, id="full width folds alike"),
        pytest.param(
            "二O二四年工作", {"2024年工作", "二〇二四年工作", "二零二四年工作"}, set(), id="a letter for nought"
        ),
        pytest.param("一九九八年", {"1998年"}, {"一九九八年"}, id="a year without nought"),
        pytest.param(
            "国发〔2019〕5号", {"国发[2019]5号", "国发【2019】5号", "国发(2019)5号"}, {"国发2019年5号"}, id="a 文号"
        ),
        pytest.param("【2019】", {"〔2019〕", "[2019]", "(2019)"}, {"【2019】"}, id="brackets alone"),
        pytest.param("（2019）", {"〔2019〕", "[2019]", "【2019】"}, {"(2019)"}, id="full brackets fold alike"),
        pytest.param(
            "2023年1月7日",
            {
                "2023.1.7",
                "2023-1-7",
                "2023/1/7",
                "2023.01.07",
                "2023-01-07",
                "二〇二三年一月七日",
                "20230107",
                "2023年01月07日",
            },
            {"2023.7.1", "二〇二三年七月一日"},
            id="a day",
        ),
        pytest.param(
            "2023-1-7", {"2023年1月7日", "2023.1.7", "二零二三年一月七日"}, {"2023-1-7"}, id="a day with dashes"
        ),
        pytest.param("2023 年 1 月 7 日前", {"2023.1.7前"}, {"2023年1月7日前"}, id="blanks fold away"),
        pytest.param("二〇二三年元月七日", {"2023年1月7日", "2023年元月7日"}, set(), id="another name of January"),
        pytest.param("2023年12月", {"2023.12", "2023-12", "二〇二三年十二月"}, {"2023年元月"}, id="a month"),
        pytest.param("3月15日", {"三月十五日", "03月15日", "3月15号"}, set(), id="a day of any year"),
        pytest.param("12次", {"十二次"}, {"一二次"}, id="a count"),
        pytest.param("十二条", {"12条"}, set(), id="a count in words"),
        pytest.param("三会一课", {"3会1课"}, {"3会一课"}, id="all of one kind together"),
        pytest.param("两个确立", {"2个确立", "二个确立"}, set(), id="two"),
        pytest.param("3万元", {"30000元", "三万元", "30,000元"}, set(), id="ten thousands"),
        pytest.param("1234人", {"1,234人", "一千二百三十四人"}, set(), id="thousands"),
        pytest.param("3.5%", {"百分之三点五"}, set(), id="a percentage"),
        pytest.param("百分之九十", {"90%"}, set(), id="a percentage in words"),
    ],
)
def test_a_form_has_other_writings(wording: str, among: set[str], never: set[str]) -> None:
    found = others(wording)
    assert among <= found
    assert not never & found


@pytest.mark.parametrize("wording", ["党建", "", "A4纸", "19.5", "2018.13.40.2", "x2x", "…", "\ud800", "万", "亿"])
def test_what_is_no_date_and_no_number_has_none(wording: str) -> None:
    assert others(wording) == set()


@pytest.mark.parametrize("wording", ["2023年13月1日", "2023-02-30", "13月1日", "二〇二三年二月三十日"])
def test_what_the_calendar_lacks_is_no_date(wording: str) -> None:
    """Of 二〇二三年二月三十日 a month and a count are left."""
    assert all(form.kind not in (0, 2) for form in forms_of(wording))


def test_several_wordings_change_together() -> None:
    assert ("二〇二三年", "二〇二四年") in set(other_writings(["2023年", "2024年"]))
    assert ("〔2019〕", "党建") in set(other_writings(["[2019]", "党建"]))


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.integers(0, 20))
def test_each_writing_of_a_day_says_that_day(day: date, at: int) -> None:
    value = (day.year, day.month, day.day)
    found = [
        "前言" + f"{day.year}年{day.month}月{day.day}日" + "止",
        *others(f"前言{day.year}年{day.month}月{day.day}日止"),
    ]
    one = found[at % len(found)]
    assert [(form.value, form.kind) for form in forms_of(one)] == [(value, 0)]
    assert len({fold_text(other) for other in others(one)}) == len(others(one))
    assert fold_text(one) not in set(map(fold_text, others(one)))


@given(st.integers(0, MOST - 1))
def test_words_are_read_back(value: int) -> None:
    assert from_words(in_words(value)) == (value or 0)


@given(st.integers(0, 9999))
def test_words_below_ten_thousand_are_read_as_everywhere(value: int) -> None:
    assert number(in_words(value)) == value
    assert number(in_figures(value)) == value


@given(st.text(alphabet="0123456789一二三十百千万亿〇零两年月日.-/,%〔〕[]() 元第条", max_size=14))
def test_any_text_is_taken(text: str) -> None:
    for form in forms_of(text):
        assert 0 <= form.start < form.end <= len(text)
    every = list(other_writings([text]))
    assert len(every) <= 60
    assert len({fold_text(one) for (one,) in every} | {fold_text(text)}) == len(every) + 1


def test_brackets_are_pairs() -> None:
    assert all(len(pair) == 2 for pair in BRACKETS)
