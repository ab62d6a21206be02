"""Which thread answers what: pages of results in turn, others beside them, nobody behind one that takes too long."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from web.serving.dispatcher import Dispatcher

FOR_EVER = 3600.0
AT_MOST = 30.0
"""Seconds after which a test that hangs fails."""


@dataclass
class Work:
    """A request: `begun` is set by the thread that answers it, which then waits for `end`."""

    name: str = "a"
    in_turn: bool = True
    log: list[str] = field(default_factory=list)
    begun: threading.Event = field(default_factory=threading.Event)
    end: threading.Event = field(default_factory=threading.Event)
    done: threading.Event = field(default_factory=threading.Event)
    cancelled: bool = False

    def service(self) -> None:
        self.log.append(self.name)
        self.begun.set()
        assert self.end.wait(AT_MOST)
        self.done.set()

    def cancel(self) -> None:
        self.cancelled = True


@contextmanager
def working(threads: int = 4, patience: float = FOR_EVER) -> Iterator[Callable[[Work], Work]]:
    dispatcher: Dispatcher[Work] = Dispatcher(lambda work: work.in_turn, threads, patience)
    given: list[Work] = []

    def give(work: Work) -> Work:
        given.append(work)
        dispatcher.add_task(work)
        return work

    try:
        yield give
    finally:
        for work in given:
            work.end.set()
        dispatcher.shutdown()


def test_one_at_a_time_and_the_others_beside_it() -> None:
    with working() as give:
        first, second = give(Work()), Work()
        assert first.begun.wait(AT_MOST)
        give(second)
        for _ in range(3):  # threads are free, and answer what is not in turn
            other = give(Work(in_turn=False))
            other.end.set()
            assert other.done.wait(AT_MOST)
        assert not second.begun.is_set()
        first.end.set()
        assert second.begun.wait(AT_MOST)


@pytest.mark.parametrize("threads", [1, 2, 4])
def test_in_the_order_in_which_they_came(threads: int) -> None:
    log: list[str] = []
    with working(threads) as give:
        works = [give(Work(str(number), log=log)) for number in range(20)]
        for work in works:
            work.end.set()
        assert works[-1].done.wait(AT_MOST)
    assert log == [str(number) for number in range(20)]


@pytest.mark.parametrize("patience", [0.0, 0.01])
def test_nobody_waits_behind_what_takes_too_long(patience: float) -> None:
    with working(4, patience) as give:
        works = [give(Work()) for _ in range(4)]
        for work in works:
            assert work.begun.wait(AT_MOST)
        assert not any(work.done.is_set() for work in works)


def test_nor_does_anybody_while_others_are_answered() -> None:
    """Whoever looks at the clock is called away to answer something else; another looks then."""
    with working(4, 0.01) as give:
        works = [give(Work()), give(Work()), give(Work(in_turn=False)), give(Work())]
        for work in works:
            assert work.begun.wait(AT_MOST)
        assert not any(work.done.is_set() for work in works)


def test_who_waits_for_a_turn_takes_no_thread_from_others() -> None:
    with working(2) as give:
        first = give(Work())
        assert first.begun.wait(AT_MOST)
        waiting = [give(Work()) for _ in range(10)]
        other = give(Work(in_turn=False))
        assert other.begun.wait(AT_MOST)
        assert not any(work.begun.is_set() for work in waiting)


def test_a_failure_ends_no_thread(caplog: pytest.LogCaptureFixture) -> None:
    class Failing(Work):
        def service(self) -> None:
            raise SystemExit("no")

    with working(1) as give:
        give(Failing())
        after = give(Work())
        assert after.begun.wait(AT_MOST)
    assert "an answer failed" in caplog.text


def test_the_end_gives_up_what_nobody_has_begun() -> None:
    dispatcher: Dispatcher[Work] = Dispatcher(lambda work: work.in_turn, 1, FOR_EVER)
    begun, never, nor = Work(), Work(), Work(in_turn=False)
    for work in (begun, never, nor):
        dispatcher.add_task(work)
    assert begun.begun.wait(AT_MOST)
    dispatcher.shutdown(timeout=0.0)
    assert [work.cancelled for work in (begun, never, nor)] == [False, True, True]
    begun.end.set()
    assert begun.done.wait(AT_MOST)
    assert not never.begun.is_set()
