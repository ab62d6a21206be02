"""Postings come back word by word as they were put in report by report: with numpy as in plain Python, to the byte."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.index.embedded.positions.arrays.choice import arrays, plain
from indexer.index.embedded.positions.arrays.words.posting_protocol import PostingArrays, WordPostings
from indexer.index.embedded.words.posting_blocks import packed

BOTH = [pytest.param(arrays, id="this machine's way"), pytest.param(plain, id="plain")]
NUMPY = "indexer.index.embedded.positions.arrays.words.numpy_postings"
TIMES = st.sampled_from((1, 2, 255, 256, 65_535, 65_536, (1 << 32) - 1))
REPORTS = st.lists(st.dictionaries(st.sampled_from(["甲", "乙", "丙丁", "a", "𠀀", "一"]), TIMES), max_size=8)
STEPS = st.lists(st.sampled_from((1, 200, 70_000)), min_size=8, max_size=8)


def put_in(k: PostingArrays, rows: Sequence[tuple[int, Mapping[bytes, int]]]) -> tuple[int, list[WordPostings]]:
    pool = k.posting_pool()
    for number, words in rows:
        pool.put(number, words)
    return pool.size, list(pool.posted())


def word_by_word(rows: Sequence[tuple[int, Mapping[bytes, int]]]) -> list[WordPostings]:
    found = []
    for word in sorted({word for _, words in rows for word in words}):
        pairs = [(number, words[word]) for number, words in rows if word in words]
        numbers, times = [number for number, _ in pairs], [count for _, count in pairs]
        most, total = max(times), sum(times)
        found.append(WordPostings(word, len(pairs), numbers[0], numbers[-1], most, total, packed(numbers, times)))
    return found


@pytest.mark.parametrize("kind", BOTH)
@settings(deadline=None, max_examples=80)
@given(reports=REPORTS, steps=STEPS)
def test_postings_come_back_word_by_word(
    kind: type[PostingArrays], reports: list[dict[str, int]], steps: list[int]
) -> None:
    rows, number = [], 0
    for words, step in zip(reports, steps, strict=False):
        number += step
        rows.append((number, {word.encode(): times for word, times in words.items()}))
    assert put_in(kind(), rows) == (sum(map(len, reports)), word_by_word(rows))


@pytest.mark.parametrize("stretch", [1, 2, 5])
def test_a_word_is_never_parted(monkeypatch: pytest.MonkeyPatch, stretch: int) -> None:
    monkeypatch.setattr(pytest.importorskip(NUMPY), "STRETCH", stretch)
    rows = [(number, {b"b": number + 1, b"a": 300 - number, b"c%d" % number: 1}) for number in range(7)]
    assert put_in(arrays(), rows) == (21, word_by_word(rows))
