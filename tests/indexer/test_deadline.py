"""A question that is stopped is told why: it took its time of the processor, or it has hardly had any."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from archive.errors import QueryError
from indexer import deadline


@dataclass
class Clock:
    """Both clocks, in seconds, as they go where a test says so: no machine is too busy for it."""

    worked: float = 0.0
    clock: float = 0.0

    def thread_time(self) -> float:
        return self.worked

    def monotonic(self) -> float:
        return self.clock

    def work(self, seconds: float) -> None:
        self.worked += seconds
        self.clock += seconds

    def pass_by(self, seconds: float) -> None:
        """As where others have the processor."""
        self.clock += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(deadline, "time", clock)
    return clock


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
def test_why_a_question_is_stopped(clock: Clock, worked: float, passed: float, code: str | None) -> None:
    told = None
    with deadline.limited(0.2):
        clock.work(worked)
        clock.pass_by(passed)
        try:
            deadline.check()
        except QueryError as problem:
            told = problem.code
    assert told == code


def test_work_that_is_no_question_is_never_stopped(clock: Clock) -> None:
    clock.pass_by(100)
    deadline.check()
    with deadline.limited(-1.0), deadline.suspended():
        deadline.check()


def test_a_limit_by_the_clock_holds_however_little_was_worked(clock: Clock) -> None:
    with deadline.limited(0.2, by_clock=0.05):
        deadline.check()
        clock.pass_by(0.1)
        with pytest.raises(QueryError) as caught:
            deadline.check()
    assert caught.value.code == "query.busy"


def test_the_time_of_what_is_not_the_questions_fault_stands_still(clock: Clock) -> None:
    with deadline.limited(0.2):
        clock.work(0.1)
        with deadline.suspended():
            clock.work(60)
            deadline.check()
        clock.work(0.05)
        deadline.check()
        clock.work(0.1)
        with pytest.raises(QueryError) as caught:
            deadline.check()
    assert caught.value.code == "query.timeout"
