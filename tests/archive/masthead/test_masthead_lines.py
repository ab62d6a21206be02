"""Lines as a masthead reads them: the quick ways say what going through the characters one by one says."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archive.masthead import head_and_tail
from archive.masthead.head_and_tail import cleaned, plain

CHARACTERS = st.sampled_from(
    [*"甲國○－—–Ａ１，：（a1 年月 &;\t\n", "\u3000", "\x01", "\u200b", "\ufeff", "\u2063", "\x85"]
)
LINES = st.lists(CHARACTERS | st.sampled_from(["&nbsp;", "２ ０", "\U00020000"]), max_size=16).map("".join)


@given(LINES)
def test_plain_goes_character_by_character(text: str) -> None:
    table = head_and_tail._PLAIN
    assert plain(text) == "".join(table.get(one, one) for one in text)
    assert plain("國Ａ○－") == "国A〇—"


@given(LINES)
def test_a_line_is_cleaned_as_by_all_rules_one_after_the_other(text: str) -> None:
    words = head_and_tail._ENTITY.sub(" ", head_and_tail._INVISIBLE.sub("", text)).split()
    padded = all(len(word) == 1 for word in words) and len(words) > 1
    whole = "".join(words) if padded else head_and_tail._SPACED_FIGURES.sub("", " ".join(words))
    assert cleaned(text) == whole
