"""The windows of a terminal: so many characters on each side of a mark, and the rest of what they would tear."""

from __future__ import annotations

import pytest

from indexer.search.answer import Mark, MarkedPassage
from indexer.search.highlight import windows

TEXT = "部门从40个减少到29个，党建经费增长13.25%，共1,200万元"


@pytest.mark.parametrize(
    ("context", "shown"),
    [
        pytest.param(0, ["党建"], id="nothing but the mark"),
        pytest.param(1, ["，党建经"], id="words of no number are cut"),
        pytest.param(3, ["29个，党建经费增"], id="a number on the left is whole"),
        pytest.param(5, ["到29个，党建经费增长13.25%"], id="and on the right"),
        pytest.param(99, [TEXT], id="all of it"),
    ],
)
def test_windows_tear_no_number(context: int, shown: list[str]) -> None:
    start = TEXT.index("党建")
    passage = MarkedPassage(1, (), TEXT, (Mark(start, start + 2, ()),))
    assert [TEXT[window.start : window.end] for window in windows(passage, context)] == shown


def test_windows_that_touch_are_one() -> None:
    text = "党建2023年党建" + "的" * 30 + "党建"
    marks = tuple(Mark(at, at + 2, ()) for at in range(len(text)) if text.startswith("党建", at))
    found = windows(MarkedPassage(1, (), text, marks), 2)
    assert [text[window.start : window.end] for window in found] == ["党建2023年党建的的", "的的党建"]
    assert [len(window.marks) for window in found] == [2, 1]
