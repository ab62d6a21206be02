"""Numerals are read whole: rows with their reasons, and the law that a number reads back whatever its form."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.fold import fold_text
from archive.text.han_numbers import in_words
from indexer.numbers.numeral import NUMERAL, Numeral, read, value_of


def numeral(text: str) -> Numeral | None:
    """Of the whole text; None where no numeral is so long."""
    found = NUMERAL.match(fold_text(text))
    return read(found) if found and found.end() == len(fold_text(text)) else None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("35", 35),
        ("１２．５", Fraction("12.5")),  # full width
        ("1 5 ．3", Fraction("15.3")),  # apart, as old papers are set
        ("1,234,567", 1_234_567),  # thousands
        ("1，234", 1_234),  # the same with a Chinese comma
        ("６，１４１，３９１，０００", 6_141_391_000),
        ("1.2万亿", 12 * 10**11),
        ("5千", 5_000),
        ("3百", 300),
        ("三千二百万", 32_000_000),
        ("一万二", 12_000),  # as one speaks
        ("三百五", 350),
        ("两千零三十", 2_030),
        ("一百零三", 103),
        ("十", 10),
        ("廿三", 23),
        ("二百十七", 217),  # without 一 before 十, as in the fifties
        ("二万八千亿", 28 * 10**11),
        ("十亿四千万", 104 * 10**7),
        ("七百六十一万三千", 7_613_000),
        ("一点二万亿", 12 * 10**11),
        ("二〇五", 205),  # figure by figure
        ("壹佰贰拾", 120),  # as on cheques
        ("億".replace("億", "三億"), 300_000_000),  # traditional
        ("负三点五", Fraction("-3.5")),
        ("600多万", 6_000_000),
        ("三十余万", 300_000),
        ("近百".removeprefix("近"), 100),
    ],
)
def test_a_number(text: str, value: Fraction | int) -> None:
    assert numeral(text) == Numeral("number", Fraction(value), Fraction(value), more=any(one in text for one in "多余"))


@pytest.mark.parametrize(
    ("text", "value", "percent"),
    [
        ("百分之七点五", Fraction("7.5"), "%"),
        ("百分之3", 3, "%"),
        ("百分之百", 100, "%"),
        ("百分之一百一十", 110, "%"),
        ("千分之三", 3, "‰"),
        ("两成", 20, "%"),
        ("三成半", 35, "%"),
        ("3.5成", 35, "%"),
    ],
)
def test_a_part_of_a_hundred(text: str, value: Fraction | int, percent: str) -> None:
    assert numeral(text) == Numeral("number", Fraction(value), Fraction(value), percent)


@pytest.mark.parametrize(
    ("text", "value"), [("三分之一", "1/3"), ("四分之三", "3/4"), ("半数", "1/2"), ("一半", "1/2")]
)
def test_a_part_of_one(text: str, value: str) -> None:
    assert numeral(text) == Numeral("number", Fraction(value), Fraction(value), share=True)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("七八十", 70, 80), ("三五", 3, 5), ("十七八", 17, 18), ("四五百万", 4_000_000, 5_000_000)],
)
def test_from_the_one_to_the_other(text: str, low: int, high: int) -> None:
    assert numeral(text) == Numeral("range", Fraction(low), Fraction(high))


@pytest.mark.parametrize("text", ["**", "XX", "×××", "＊万", "xx万", "**余", "1*", "百分之**"])
def test_a_mask_is_no_number(text: str) -> None:
    found = numeral(text)
    assert found
    assert (found.kind, found.low, found.high) == ("mask", None, None)


@pytest.mark.parametrize("text", ["几十", "数百", "几千万", "三十几", "百分之十几"])
def test_what_names_no_number(text: str) -> None:
    found = numeral(text)
    assert found
    assert (found.kind, found.low) == ("vague", None)


@pytest.mark.parametrize("text", ["一成不变", "零零", "亿万", "十万万万万", "GB2312"])
def test_no_numeral(text: str) -> None:
    assert numeral(text) is None


def as_arabic(value: int) -> str:
    return str(value)


def with_commas(value: int) -> str:
    return f"{value:,}"


def full_width(value: int) -> str:
    return str(value).translate(str.maketrans("0123456789", "０１２３４５６７８９"))


def with_chinese_commas(value: int) -> str:
    return f"{value:,}".replace(",", "，")


def in_ten_thousands(value: int) -> str:
    whole, rest = divmod(value, 10_000)
    return f"{whole}.{rest:04}万"


def in_hundred_millions(value: int) -> str:
    whole, rest = divmod(value, 10**8)
    return f"{whole}.{rest:08}亿"


FORMS = (as_arabic, with_commas, with_chinese_commas, full_width, in_words, in_ten_thousands, in_hundred_millions)


@given(st.integers(1, 10**12 - 1), st.sampled_from(FORMS))
def test_a_number_reads_back_from_each_of_its_forms(value: int, form: object) -> None:
    assert callable(form)
    found = numeral(form(value))
    assert found
    assert found.low == found.high == value


@given(st.integers(0, 999), st.integers(0, 999))
def test_decimals_read_back_in_both_scripts(whole: int, part: int) -> None:
    value = Fraction(f"{whole}.{part:03}")
    assert value_of(f"{whole}.{part:03}") == value
    assert value_of(in_words(whole) + "点" + "".join("零一二三四五六七八九"[int(one)] for one in f"{part:03}")) == value


@given(st.text("一二三四五六七八九十百千万亿两零〇点半几多0123456789.,x*成分之", max_size=60))
def test_reading_ends_and_raises_nothing(text: str) -> None:
    for found in NUMERAL.finditer(text):
        read(found)
