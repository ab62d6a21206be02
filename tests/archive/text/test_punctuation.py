"""忽略标点: what is dropped, what stays, and that every place leads back."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive.text.punctuation import drop_from_passages, drop_punctuation, without_punctuation

TEXTS = st.text("党建a19.:-,，、。“”《》﹁*＊%… —\x1f\x1e\n㏂", max_size=14)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        pytest.param("不忘初心、牢记使命", "不忘初心牢记使命", id="marks-of-a-clause"),
        pytest.param("增强“四个意识”“两个维护”", "增强四个意识两个维护", id="quotation-marks-leave-nothing"),
        pytest.param("《党章》《准则》", "党章准则", id="title-marks-leave-nothing"),
        pytest.param("（一）坚持——落实……", "一坚持落实", id="brackets-dashes-dots"),
        pytest.param("第*次，**项", "第*次**项", id="a-mask-is-no-punctuation"),
        pytest.param("1.5万、10：30、2020—2022", "1.5万10:302020-2022", id="between-digits-it-stays"),
        pytest.param("3.突出抓", "3突出抓", id="a-number's-dot-goes"),
        pytest.param("95%、A&B、a/b", "95%a&ba/b", id="signs-that-mean-something"),
        pytest.param("单位\x1f，党建", "单位\x1f党建", id="cells-stay-apart"),
    ],
)
def test_what_is_left(text: str, left: str) -> None:
    assert drop_punctuation(text) == left


@given(TEXTS)
@example("1—”“—2")
def test_the_way_back(text: str) -> None:
    back = without_punctuation(text)
    assert back.text == drop_punctuation(text)
    for at in range(len(back.text)):
        span = back.original(at, at + 1)
        assert back.text[at] in drop_punctuation(text[span.start : span.end]) or back.text[at] in ".:-"
    assert list(back.starts) == sorted(back.starts)


@given(TEXTS, st.integers(0, 14), st.integers(0, 14))
def test_every_piece_finds_itself(text: str, one: int, other: int) -> None:
    start, end = sorted((one, other))
    assert drop_punctuation(text[start:end]) in drop_punctuation(text)


@given(st.lists(TEXTS, max_size=4))
def test_passages_together_are_passages_one_by_one(texts: list[str]) -> None:
    assert drop_from_passages(texts) == tuple(map(drop_punctuation, texts))
