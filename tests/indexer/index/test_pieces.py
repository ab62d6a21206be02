"""The pieces of a text: with numpy and without, as slicing has them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.index.embedded.positions.arrays.choice import arrays, plain
from indexer.index.embedded.positions.arrays.pieces.piece_protocol import PieceArrays

BOTH = [pytest.param(arrays, id="this machine's way"), pytest.param(plain, id="plain")]
TEXTS = st.text(alphabet="一二三甲乙ab_，\n\0\ud800\U00020000", max_size=40)


def sliced(text: str, length: int) -> set[str]:
    return {text[at : at + length] for at in range(len(text) - length + 1)}


@pytest.mark.parametrize("kind", BOTH)
@settings(deadline=None, max_examples=50)
@given(text=TEXTS, other=TEXTS, length=st.integers(1, 9))
def test_pieces_are_what_slicing_says(kind: type[PieceArrays], text: str, other: str, length: int) -> None:
    k = kind()
    both = sliced(text, length) & sliced(other, length)
    assert k.shared(text, other, length) == (len(sliced(text, length)), len(sliced(other, length)), len(both))


@pytest.mark.parametrize("kind", BOTH)
@settings(deadline=None, max_examples=50)
@given(text=TEXTS, other=TEXTS, length=st.integers(1, 9))
def test_a_screen_lets_through_all_that_is_shared(kind: type[PieceArrays], text: str, other: str, length: int) -> None:
    """Of letters and digits; in the second plane and beyond, too."""
    k = kind()
    one, two = k.screened(text, length), k.screened(other, length)
    letters, others = ("".join(filter(str.isalnum, each)) for each in (text, other))
    assert k.shared_at_most(one, two) >= len(sliced(letters, length) & sliced(others, length))
    assert one.different <= len(sliced(letters, length))
    if len(set(letters)) == len(letters):
        assert k.shared_at_most(one, one) == len(sliced(letters, length)) == one.different


@pytest.mark.parametrize("kind", BOTH)
@given(st.text(max_size=12))
def test_what_stands_between_letters_counts_nothing(kind: type[PieceArrays], text: str) -> None:
    k = kind()
    bare = "".join(filter(str.isalnum, text))
    assert list(k.screened(f"甲 _{text}", 1).hashes) == list(k.screened(f"甲{bare}", 1).hashes)
