"""What stands beside a place on a line of a fixed width: as much as there is room for, no number and no word torn."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.model import CELL
from archive.text.line_sides import before, behind, on_one_line, whole_after, whole_before


@pytest.mark.parametrize(
    ("text", "most", "last", "first"),
    [
        pytest.param("在2023年开展", 6, "年开展", "在2023年", id="a year is left out whole"),
        pytest.param("在2023年开展", 8, "在2023年开展", "在2023年开展", id="there is room for all"),
        pytest.param("在2023年开展", 7, "2023年开展", "在2023年开", id="the cut stands beside it"),
        pytest.param("共1,234.5元办", 4, "元办", "共", id="thousands and decimals are one number"),
        pytest.param("达12.5%以上", 3, "以上", "达", id="its percent sign, too"),
        pytest.param("达１２．５％以上", 3, "以上", "达", id="full width"),
        pytest.param("于二〇二三年底", 4, "年底", "于", id="numerals"),
        pytest.param("用 COVID-19 疫苗", 6, "-19 疫苗", "用 ", id="a word, which a hyphen ends"),
        pytest.param("完成目标。一是抓", 4, "。一是抓", "完成目标", id="nothing is torn"),
        pytest.param("甲" + "1" * 9 + "乙", 4, "乙", "甲", id="longer than the line, but something else is left"),
        pytest.param("1" * 9, 4, "1111", "1111", id="longer than the line, and all there is"),
        pytest.param("甲1234", 3, "234", "甲", id="longer than the line, up to the wording"),
        pytest.param("甲123 ", 3, " ", "甲", id="as long as the line, and torn by the blank"),
        pytest.param("甲1234 ", 3, "34 ", "甲", id="a blank is nothing else"),
        pytest.param("甲", 0, "", "", id="no width"),
    ],
)
def test_a_line_of_a_fixed_width_tears_no_number_and_no_word(text: str, most: int, last: str, first: str) -> None:
    assert (whole_before(text, most), whole_after(text, most)) == (last, first)


RUN = re.compile(r"(?:[.,](?=[0-9]))?[0-9a-z](?:[0-9a-z]|(?<=[0-9])[.,](?=[0-9]))*(?:(?<=[0-9])[.,%])?")
"""A number with its marks, a word, or what both make together."""


@given(st.text(alphabet="甲乙123.,%ab \x1f", max_size=60), st.integers(0, 25))
def test_a_line_holds_as_much_as_its_width_and_whole_words_allow(text: str, most: int) -> None:
    last, first = whole_before(text, most), whole_after(text, most)
    assert text.endswith(last)
    assert text.startswith(first)
    assert max(len(last), len(first)) <= most
    runs = [found.span() for found in RUN.finditer(text)]
    for cut, fixed in ((len(text) - len(last), max(0, len(text) - most)), (len(first), min(len(text), most))):
        assert all(end - start > most for start, end in runs if start < cut < end), "only what is longer than the line"
        given_way = range(min(cut, fixed), max(cut, fixed))
        assert not given_way or any(start <= given_way[0] and given_way[-1] < end for start, end in runs), "no more"


@given(st.text(alphabet="甲12.,a \r\n" + CELL, max_size=60), st.integers(0, 60), st.integers(0, 12))
def test_line_breaks_are_the_margins_and_tear_nothing(text: str, at: int, width: int) -> None:
    """However many there are: as if all of the text was looked at."""
    assert before(text, at, width) == whole_before(on_one_line(text[:at]), width)
    assert behind(text, at, width) == whole_after(on_one_line(text[at:]), width)
