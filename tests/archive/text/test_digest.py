"""What a whole text comes to: the same for one text in any format and encoding, another for another text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.model import CELL
from archive.text.digest import digest_of
from archive.text.fold import fold_text

TEXT = ("关于２０２３年工作的报告", "一、落实“一岗双责”——抓好落实。", "党風廉政建設 12 件")


@pytest.mark.parametrize(
    ("other", "same"),
    [
        pytest.param(
            ("关于2023年工作的", "报告一、落实“一岗双责”", "——抓好落实。党風廉政建設 12 件"),
            True,
            id="other ends of lines",
        ),
        pytest.param(
            ("关于2023年工作的报告", "一、落实「一岗双责」—抓好落实。", "党风廉政建设12件"),
            True,
            id="other signs for the same",
        ),
        pytest.param((*TEXT, ""), True, id="an empty line"),
        pytest.param((TEXT[0], TEXT[1].replace("——", "—\n—"), TEXT[2]), True, id="a dash broken by a line's end"),
        pytest.param((*TEXT[:2], "党風廉政建設 1.2 件"), False, id="a decimal point"),
        pytest.param((*TEXT[:2], f"党風廉政建設 1{CELL}2 件"), False, id="two cells of a table"),
        pytest.param((*TEXT[:2], "党風廉政建設 13 件"), False, id="another figure"),
        pytest.param(TEXT[:2], False, id="without the last line"),
        pytest.param(TEXT[::-1], False, id="in another order"),
    ],
)
def test_one_text_comes_to_one_digest(other: tuple[str, ...], same: bool) -> None:
    assert (digest_of(other) == digest_of(TEXT)) is same


@pytest.mark.parametrize("nothing", [(), ("",), ("“”", " \u3000", "\n")])
def test_of_nothing_nothing_is_left(nothing: tuple[str, ...]) -> None:
    assert digest_of(nothing) == ""


@given(st.lists(st.text(alphabet="一二1.- —“”《》 \u3000aＡ" + CELL, max_size=8), max_size=5), st.data())
def test_it_is_the_folded_text_and_nothing_else(passages: list[str], data: st.DataObject) -> None:
    whole = "".join(passages)
    cut = data.draw(st.integers(0, len(whole)))
    assert digest_of(passages) == digest_of([whole[:cut], whole[cut:]])
    other = data.draw(st.text(alphabet="一二1.- —“”《》 aＡ" + CELL, max_size=20))
    assert (digest_of([other]) == digest_of(passages)) == (fold_text(other) == fold_text("\n".join(passages)))
