"""日期: stretches of days against the calendar, and where the word before a colon is text."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import QueryError
from indexer.query.model import Dates, Field, Phrase
from indexer.query.nodes.date_range import dates_of
from indexer.query.parser import parse

days = st.dates(date(1949, 10, 1), date(2049, 12, 31))


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        pytest.param("日期:2018", "日期:2018", id="a year"),
        pytest.param("日期:2018年", "日期:2018", id="a year as printed"),
        pytest.param("日期:2018-1", "日期:2018-01", id="a month without its nought"),
        pytest.param("日期：２０１８年１月", "日期:2018-01", id="full width, as printed"),
        pytest.param("日期:2018年1月7日", "日期:2018-01-07", id="a day as printed"),
        pytest.param("date:2018.1.7", "日期:2018-01-07", id="English name, dots"),
        pytest.param("日期:2018-01..2018-06", "日期:2018-01..2018-06", id="a range of months"),
        pytest.param("日期:2018至2020", "日期:2018..2020", id="a range in words"),
        pytest.param("日期:2018..", "日期:2018..", id="open at the end"),
        pytest.param("日期:..2018-02-28", "日期:..2018-02-28", id="open at the start"),
    ],
)
def test_forms_of_a_date(typed: str, canonical: str) -> None:
    query = parse(typed)
    assert isinstance(query, Field)
    assert isinstance(query.value, Dates)
    assert str(query) == canonical
    assert parse(canonical) == query


@pytest.mark.parametrize(
    "typed", ["日期：待定", "日期:待定", "日期：", "日期:", "date:tomorrow", "日期:2018年度", "落款日期：2018"]
)
def test_before_what_is_no_date_it_is_text(typed: str) -> None:
    assert isinstance(parse(typed), Phrase)


@pytest.mark.parametrize(
    ("typed", "position"),
    [
        pytest.param("日期:2018-13", 3, id="no such month"),
        pytest.param("党建 日期：2018-02-30", 6, id="no such day"),
        pytest.param("日期:2018-06..2018-01", 3, id="reversed"),
        pytest.param("日期:0000", 3, id="no such year"),
    ],
)
def test_what_has_the_form_of_a_date_and_is_none_is_told_at_its_place(typed: str, position: int) -> None:
    with pytest.raises(QueryError) as error:
        parse(typed)
    assert (error.value.code, error.value.position) == ("query.bad_value", position)


@given(first=days, last=days, day=days)
def test_days_between_are_those_of_the_calendar(first: date, last: date, day: date) -> None:
    if first <= last:
        assert Dates(first.isoformat(), last.isoformat()).holds(day.isoformat()) is (first <= day <= last)
    else:
        assert not Dates(first.isoformat(), last.isoformat())


@given(day=days, month=days)
def test_a_month_holds_its_days(day: date, month: date) -> None:
    stretch = dates_of(f"{month:%Y-%m}")
    assert stretch
    assert stretch.holds(day.isoformat()) is ((day.year, day.month) == (month.year, month.month))


@given(days)
def test_a_range_ends_with_the_last_day_of_its_month(month: date) -> None:
    stretch = dates_of(f"..{month:%Y-%m}")
    assert stretch
    following = (month.replace(day=1) + timedelta(days=32)).replace(day=1)
    assert stretch.holds((following - timedelta(days=1)).isoformat())
    assert not stretch.holds(following.isoformat())
