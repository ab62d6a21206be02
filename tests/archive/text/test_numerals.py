"""Figures as they are printed: which number they write, which date, and what is neither."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.numerals import (
    DATE,
    ISO_DATE,
    iso,
    number,
)

UNITS = "零一二三四五六七八九"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2022", 2022),
        ("２０２２", 2022),
        ("1 9 9 3", 1993),
        ("二〇二二", 2022),
        ("一九八○", 1980),
        ("十", 10),
        ("十二", 12),
        ("二十七", 27),
        ("廿七", 27),
        ("三十", 30),
        ("一百零三", 103),
        ("一千二百三十四", 1234),
        ("两百", 200),
        ("", None),
        ("年", None),
        ("十十", None),
        ("二十年", None),
        ("²", None),
    ],
)
def test_number(text: str, value: int | None) -> None:
    assert number(text) == value


@given(st.integers(1, 9999))
def test_digits_and_figures_read_the_same(value: int) -> None:
    assert number(str(value)) == value
    assert number("".join(UNITS[int(digit)] for digit in str(value))) == value


@given(st.integers(1, 99))
def test_tens_are_read_back(value: int) -> None:
    tens, ones = divmod(value, 10)
    written = (UNITS[tens] if tens > 1 else "") + ("十" if tens else "") + (UNITS[ones] if ones else "")
    assert number(written) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2022年3月5日", "2022-03-05"),
        ("２０２２年３月５日", "2022-03-05"),
        ("1 9 9 3 年 3 月 1 日", "1993-03-01"),
        ("二〇〇四年四月二十七日", "2004-04-27"),
        ("一九八○年十月一日", "1980-10-01"),
        ("2023年2月30日", None),
        ("2023年13月1日", None),
    ],
)
def test_dates_in_words(text: str, value: str | None) -> None:
    match = DATE.search(text)
    assert match is not None
    assert iso(match) == value


@pytest.mark.parametrize(
    ("text", "value"), [("2023-03-13", "2023-03-13"), ("2023.3.1", "2023-03-01"), ("2023-02-30", None)]
)
def test_dates_in_digits(text: str, value: str | None) -> None:
    match = ISO_DATE.search(text)
    assert match is not None
    assert iso(match) == value


@pytest.mark.parametrize("text", ["2022年3月", "12022年3月5日", "第2022号", "2023-03-131"])
def test_what_is_no_date(text: str) -> None:
    assert DATE.search(text) is None
    assert ISO_DATE.search(text) is None
