"""What a log line belongs to: the request or import that is under way, by its number. No handlers, no lines."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal

Kind = Literal["request", "import"]


@dataclass(frozen=True, slots=True)
class Work:
    """One request of this process, or one import of the archive. Numbers of requests count from 1 in each process."""

    kind: Kind
    number: int


_work: ContextVar[Work | None] = ContextVar("work", default=None)
_of_process: list[Work] = []
"""What a process is there for as a whole: threads that it starts begin with an empty context."""


@contextmanager
def working(kind: Kind, number: int) -> Iterator[None]:
    """Lines that are written inside, in this thread, bear the number."""
    token = _work.set(Work(kind, number))
    try:
        yield
    finally:
        _work.reset(token)


@contextmanager
def whole_process(kind: Kind, number: int) -> Iterator[None]:
    """Lines of all threads of this process bear the number, unless a thread has work of its own."""
    _of_process.append(Work(kind, number))
    try:
        yield
    finally:
        _of_process.pop()


def current() -> Work | None:
    """The work that this thread is about."""
    return _work.get() or (_of_process[-1] if _of_process else None)
