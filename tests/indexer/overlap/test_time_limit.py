"""Texts that repeat themselves have runs without number: the time of the question is kept within one document, too."""

from __future__ import annotations

import time

import pytest

from archive.errors import QueryError
from indexer import deadline
from indexer.overlap.shared_runs import JoinedText, runs, stretches


@pytest.mark.parametrize("period", ["甲乙丙丁戊己庚辛壬癸河长制", "甲", "甲乙"])
def test_a_text_that_repeats_itself_is_stopped_in_time(period: str) -> None:
    text = JoinedText([period * (20_000 // len(period))])
    begun = time.thread_time()
    with deadline.limited(0.2), pytest.raises(QueryError) as caught:
        list(stretches(text, text, runs(text.text, text.text, range(len(text.text) - 8))))
    assert caught.value.code in deadline.OVER
    assert time.thread_time() - begun < 1.5
