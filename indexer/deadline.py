"""How long a question may take: whoever reads many reports for one asks here, and stops when the time is over.

What counts is the processor's time of the question's own thread, so that a busy machine refuses no question that is
cheap; the time by the clock is bounded too, and whoever is stopped by the clock is told that the machine is busy. Work
that is not a question's (an import) has no limit.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace

from archive.errors import QueryError

SECONDS = 1.6
"""Of the processor, for one question: with what it takes to show the answer, two seconds."""
PATIENCE, LONGEST = 2, 5
"""So many times `SECONDS` by the clock: on a busy machine; and where the question has hardly had its turn yet."""
TURN = 0.1
"""The part of `SECONDS` from which on a question has had its turn: it is the question that takes long, or the disk."""


BROAD = 0.5
"""The part of `SECONDS` from which on a question that is stopped is too broad; below it the machine is busy."""
AGAIN = 5
"""Seconds after which it is worth asking a busy machine again."""
OVER = ("query.timeout", "query.busy")
"""The codes of a question that was stopped."""


@dataclass(frozen=True, slots=True)
class _Question:
    """When it began, by the thread's processor time and by the clock, and its limits."""

    worked: float
    clock: float
    seconds: float
    by_clock: float
    sure: float
    """Up to then by the clock it is not over: no thread works longer than it takes."""

    @classmethod
    def now(cls, seconds: float, by_clock: float) -> _Question:
        clock = time.monotonic()
        return cls(time.thread_time(), clock, seconds, by_clock, clock + min(seconds, by_clock))

    def over(self) -> bool:
        if time.monotonic() <= self.sure:  # the thread's own time is asked of the system: it takes ten times as long
            return False
        worked = time.thread_time() - self.worked
        patience = PATIENCE if worked > self.seconds * TURN else LONGEST
        patient = min(self.seconds * patience, self.by_clock)
        return worked > self.seconds or time.monotonic() - self.clock > patient

    def starved(self) -> bool:
        """Has it had so little of the processor that nothing can be said of its breadth?"""
        return self.seconds > 0 and time.thread_time() - self.worked < self.seconds * BROAD


_current: ContextVar[_Question | None] = ContextVar("current", default=None)


@contextmanager
def limited(seconds: float = SECONDS, by_clock: float = math.inf) -> Iterator[None]:
    """A question begins; inside another one the outer time goes on. `by_clock`: never longer, however busy it is."""
    if _current.get() is not None:
        yield
        return
    token = _current.set(_Question.now(seconds, by_clock))
    try:
        yield
    finally:
        _current.reset(token)


def asked() -> bool:
    """Is this work for a question, whose time is limited?"""
    return _current.get() is not None


def passed() -> bool:
    """Is the time over?"""
    question = _current.get()
    return question is not None and question.over()


def check() -> None:
    """Raises QueryError when the time is over: "query.timeout" where it went into the question, else "query.busy"."""
    question = _current.get()
    if question is None or time.monotonic() <= question.sure or not question.over():
        return
    if question.starved():
        raise QueryError("query.busy", seconds=AGAIN)
    raise QueryError("query.timeout", seconds=2)


@contextmanager
def suspended() -> Iterator[None]:
    """Work that is not the question's fault (an index made level): without a limit, and its time stands still."""
    question = _current.get()
    if question is None:
        yield
        return
    _current.set(None)
    worked, clock = time.thread_time(), time.monotonic()
    try:
        yield
    finally:
        worked, clock = time.thread_time() - worked, time.monotonic() - clock
        later = question.clock + clock, question.sure + clock
        _current.set(replace(question, worked=question.worked + worked, clock=later[0], sure=later[1]))
