"""A long text's way back stretch by stretch is that of the whole."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.fold import Folded, fold, fold_text, fold_verbatim, verbatim
from archive.text.punctuation import drop_punctuation, without_punctuation
from archive.text.stretches import Stretches

MANNERS = (fold, verbatim, without_punctuation)
CHARACTERS = "党的Aa1，.。“”《》—-－　 \n㏂½\u200d\ufe00\U000e0100３黨\x1f…"
"""What neighbours change: marks that close and open, runs of dashes, points between digits, what is dropped."""


@pytest.mark.parametrize("folding", MANNERS)
@given(st.text(CHARACTERS, max_size=60), st.integers(1, 5), st.data())
def test_spans_and_offsets_are_those_of_the_whole(
    folding: Callable[[str], Folded], text: str, size: int, data: st.DataObject
) -> None:
    whole = folding(text)
    stretches, offsets = Stretches(text, folding, size), Stretches(text, folding, size)
    starts = sorted(data.draw(st.lists(st.integers(0, max(0, len(whole.text) - 1)), max_size=6))) if whole.text else []
    for start in starts:
        end = data.draw(st.integers(start + 1, len(whole.text)))
        assert stretches.original(start, end) == whole.original(start, end)
    for at in range(len(text)):
        assert offsets.folded(at) == sum(start < at for start in whole.starts)


@pytest.mark.parametrize(
    ("folding", "text_alone"), [(fold, fold_text), (verbatim, fold_verbatim), (without_punctuation, drop_punctuation)]
)
def test_a_place_far_on_costs_hardly_more_than_the_text_up_to_it(
    folding: Callable[[str], Folded], text_alone: Callable[[str], str]
) -> None:
    text = "推进“放管服”改革，完成投资1.5亿元（详见附件）；" * 20_000 + "独角兽"
    folded = text_alone(text)

    def seconds(work: Callable[[], object]) -> float:
        begun = time.thread_time()
        work()
        return time.thread_time() - begun

    alone = min(seconds(lambda: text_alone(text)) for _ in range(3))
    led_back = min(seconds(lambda: Stretches(text, folding).original(len(folded) - 3, len(folded))) for _ in range(3))
    assert led_back < 1.6 * alone + 0.02  # the way back of every character took four times as long
