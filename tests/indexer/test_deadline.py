"""A question that is stopped is told why: it took its time of the processor, or it has hardly had any."""

from __future__ import annotations

import threading
import time

import pytest

from archive.errors import QueryError
from indexer import deadline


def pass_by(seconds: float) -> None:
    """The clock goes on and this thread does nothing, as where others have the processor."""
    threading.Event().wait(seconds)


def work(seconds: float) -> None:
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass


@pytest.mark.parametrize(
    ("worked", "passed", "code"),
    [
        pytest.param(0.25, 0.0, "query.timeout", id="all its time"),
        pytest.param(0.15, 0.5, "query.timeout", id="most of its time, slowly"),
        pytest.param(0.05, 0.5, "query.busy", id="a quarter of it, slowly"),
        pytest.param(0.0, 1.1, "query.busy", id="hardly any"),
        pytest.param(0.05, 0.1, None, id="within its time"),
        pytest.param(0.0, 0.5, None, id="patience with who has had no turn yet"),
    ],
)
def test_why_a_question_is_stopped(worked: float, passed: float, code: str | None) -> None:
    told = None
    with deadline.limited(0.2):
        work(worked)
        pass_by(passed)
        try:
            deadline.check()
        except QueryError as problem:
            told = problem.code
    assert told == code


def test_work_that_is_no_question_is_never_stopped() -> None:
    pass_by(0.01)
    deadline.check()
    with deadline.limited(-1.0), deadline.suspended():
        deadline.check()


def test_a_limit_by_the_clock_holds_however_little_was_worked() -> None:
    with deadline.limited(0.2, by_clock=0.05):
        deadline.check()
        pass_by(0.1)
        with pytest.raises(QueryError) as caught:
            deadline.check()
    assert caught.value.code == "query.busy"
