"""A long text's way back stretch by stretch is that of the whole."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.fold import Folded, fold, verbatim
from archive.text.punctuation import without_punctuation
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
