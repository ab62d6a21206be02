"""How long a question may take: whoever reads many reports for one asks here, and stops when the time is over.

What counts is the processor's time of the question's own thread, so that a busy machine refuses no question that is
cheap; `PATIENCE` bounds the time by the clock. Work that is not a question's (an import) has no limit.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from archive.errors import QueryError

SECONDS = 1.8
"""Of the processor, for one question: with what it takes to show the answer, two seconds."""
PATIENCE = 2
"""So many times `SECONDS` by the clock: a machine may be busy with others, a disk may be cold, but not for ever."""


@dataclass(frozen=True, slots=True)
class _End:
    """When it is over, by the thread's processor time and by the clock."""

    worked: float
    clock: float

    @classmethod
    def after(cls, seconds: float) -> _End:
        return cls(time.thread_time() + seconds, time.monotonic() + seconds * PATIENCE)


_NEVER = _End(float("inf"), float("inf"))
_until: ContextVar[_End] = ContextVar("until", default=_NEVER)


@contextmanager
def limited(seconds: float = SECONDS) -> Iterator[None]:
    """A question begins; inside another one the outer time goes on."""
    if _until.get() is not _NEVER:
        yield
        return
    token = _until.set(_End.after(seconds))
    try:
        yield
    finally:
        _until.reset(token)


def passed() -> bool:
    """Is the time over?"""
    end = _until.get()
    return end is not _NEVER and (time.thread_time() > end.worked or time.monotonic() > end.clock)


def check() -> None:
    """Raises QueryError("query.timeout") when the time is over."""
    if passed():
        raise QueryError("query.timeout", seconds=2)


def renew(seconds: float = SECONDS) -> None:
    """The time begins anew: what went before (an index made again) was not the question's fault."""
    if _until.get() is not _NEVER:
        _until.set(_End.after(seconds))
