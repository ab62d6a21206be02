"""Which texts hold many wordings of another: with numpy and without, as counting one by one says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.index.embedded.positions.arrays.choice import arrays, plain
from indexer.index.embedded.positions.arrays.pieces.wording_protocol import Telling, WordingArrays

NUMPY = "indexer.index.embedded.positions.arrays.pieces.numpy_wordings"
BOTH = [pytest.param(arrays, id="this machine's way"), pytest.param(plain, id="plain")]
LETTERS = "一二甲\n\0\ud800\U00020000"
TEXTS = st.lists(st.text(alphabet=LETTERS, max_size=24), max_size=9)
TELLINGS = st.builds(
    Telling,
    length=st.integers(1, 5),
    first=st.integers(1, 3),
    common=st.integers(1, 4),
    share=st.sampled_from((0.0, 0.2, 0.5, 1.0)),
)


def wordings_of(text: str, telling: Telling) -> list[str]:
    """One behind the other, as a text gives them."""
    return [text[at : at + telling.length] for at in range(0, len(text) - telling.length + 1, telling.length)]


def one_by_one(texts: Mapping[int, str], taken: Mapping[int, Sequence[str]], telling: Telling) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for number, wordings in taken.items():
        times: dict[int, int] = {}
        for rank, wording in enumerate(wordings):
            if rank == telling.first and not times:
                break
            holding = [other for other, text in sorted(texts.items()) if wording in text]
            if 2 <= len(holding) <= telling.common:
                for other in holding:
                    if other != number:
                        times[other] = times.get(other, 0) + 1
        enough = [other for other in times if times[other] >= telling.share * len(wordings)]
        found[number] = sorted(enough, key=lambda other: -times[other])
    return found


def shared(
    k: WordingArrays, texts: Mapping[int, str], taken: Mapping[int, Sequence[str]], telling: Telling
) -> dict[int, list[int]]:
    sought = k.sought(telling)
    for number, wordings in taken.items():
        sought.take(number, wordings)
    for number in reversed([*texts]):
        sought.look_in(number, texts[number])
    return {own: list(others) for own, others in sought.sharing()}


@pytest.mark.parametrize("kind", BOTH)
@settings(deadline=None, max_examples=120)
@given(some=TEXTS, telling=TELLINGS, half=st.booleans())
def test_who_shares_wordings_is_what_counting_says(
    kind: type[WordingArrays], some: list[str], telling: Telling, half: bool
) -> None:
    texts = {7 * at: text for at, text in enumerate(some)}
    taken = {at: wordings_of(text, telling) for at, text in texts.items() if not half or at % 2}
    assert shared(kind(), texts, taken, telling) == one_by_one(texts, taken, telling)


@pytest.mark.parametrize("kind", BOTH)
@pytest.mark.parametrize(
    ("telling", "others"),
    [
        pytest.param(Telling(2, 2, 9, 0.0), [2, 1, 5, 3], id="most first, then by the wording that comes first"),
        pytest.param(Telling(2, 1, 9, 0.0), [], id="the first wording stands nowhere else: no further one counts"),
        pytest.param(Telling(2, 3, 3, 0.0), [2, 3], id="what too many hold tells nothing"),
        pytest.param(Telling(2, 2, 9, 0.5), [2], id="half of them"),
        pytest.param(Telling(2, 2, 9, 0.6), [], id="more than half of them"),
    ],
)
def test_what_tells(kind: type[WordingArrays], telling: Telling, others: list[int]) -> None:
    texts = {0: "甲乙丙丁戊己庚辛", 1: "丙丁", 2: "戊己丙丁", 3: "戊己", 4: "丁丙", 5: "丙丁"}
    assert shared(kind(), texts, {0: ("甲乙", "丙丁", "戊己", "庚辛")}, telling) == {0: others}


def test_texts_are_counted_some_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pytest.importorskip(NUMPY), "_GROUPS", 2)
    telling = Telling(2, 2, 9, 0.3)
    texts = {at: f"甲乙{at % 3}丙丁戊{at % 2}己" for at in range(9)}
    taken = {at: wordings_of(text, telling) for at, text in texts.items()}
    found = shared(arrays(), texts, taken, telling)
    assert found == one_by_one(texts, taken, telling)
    assert all(found.values())


def test_wordings_of_one_hash_are_told_apart_by_their_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the factors: here all hashes are the same, so that only the characters decide."""
    numpy_wordings = pytest.importorskip(NUMPY)
    monkeypatch.setattr(numpy_wordings._Wordings, "_hashed", lambda _, rows: rows[:, 0].astype("u8") * 0)
    telling = Telling(2, 9, 9, 0.1)
    texts = {0: "甲乙丙丁", 1: "丙丁戊己", 2: "戊己甲乙", 3: "庚辛"}
    taken = {at: wordings_of(text, telling) for at, text in texts.items()}
    assert shared(arrays(), texts, taken, telling) == {0: [2, 1], 1: [0, 2], 2: [1, 0], 3: []}
