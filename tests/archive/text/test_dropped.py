"""The way back through a fold that only drops characters is the one that the fold itself tells."""

from __future__ import annotations

import re
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.dropped import BLANKS, KEPT, only_dropping
from archive.text.fold import CLOSING, DASHES, DOTS, OPENING, fold, fold_text

TEXTS = st.text("党黨Aa1３，.。（“”《》〈» \u3000\n'|", max_size=24)


def test_each_of_these_characters_becomes_one_and_marks_and_blanks_leave_nothing() -> None:
    kept = re.compile(f"[{KEPT}]")
    told = [character for character in map(chr, range(sys.maxunicode + 1)) if kept.fullmatch(character)]
    assert len(told) > 20_000
    for character in told:
        for text in (character, f"一{character}", f"{character}一", f"{character}{character}"):
            assert len(fold_text(text)) == len(text), character
    assert [character for character in BLANKS + OPENING + CLOSING if fold_text(character)] == []


@given(TEXTS)
def test_every_span_leads_back_as_the_fold_says(text: str) -> None:
    way, whole = only_dropping(text), fold(text)
    if re.search(f"[{CLOSING}][{BLANKS}{CLOSING}]*[{OPENING}]", text):
        assert way is None, "a cell ends there"
        return
    assert way is not None
    assert way.size == len(whole.text)
    for start in range(way.size + 1):
        for end in range(start, way.size + 1):
            assert way.original(start, end) == whole.original(start, end)


OTHERS = (*DASHES[:3], "-", DOTS[0], "㏂", "½", "\u200d", "~", "\x1f")


@pytest.mark.parametrize("text", [f"十{sign}五" for sign in OTHERS])
def test_of_other_texts_it_tells_nothing(text: str) -> None:
    assert only_dropping(text) is None


@pytest.mark.parametrize(("start", "end"), [(-1, 1), (0, 3), (2, 1)])
def test_a_span_that_is_not_in_the_folded_text(start: int, end: int) -> None:
    way = only_dropping("“责” 任")
    assert way is not None
    with pytest.raises(ValueError, match="is not in a text of 2"):
        way.original(start, end)
