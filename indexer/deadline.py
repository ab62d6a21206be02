"""How long a question may take: whoever reads many reports for one asks here, and stops when the time is over.

The time is counted for each question in its own thread; work that is not a question's (an import) has no limit.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from archive.errors import QueryError

SECONDS = 1.8
"""For one question: with what it takes to show the answer, two seconds."""

_until: ContextVar[float] = ContextVar("until", default=float("inf"))


@contextmanager
def limited(seconds: float = SECONDS) -> Iterator[None]:
    """A question begins; inside another one the outer time goes on."""
    if _until.get() != float("inf"):
        yield
        return
    token = _until.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _until.reset(token)


def passed() -> bool:
    """Is the time over?"""
    return time.monotonic() > _until.get()


def check() -> None:
    """Raises QueryError("query.timeout") when the time is over."""
    if passed():
        raise QueryError("query.timeout", seconds=2)


def renew(seconds: float = SECONDS) -> None:
    """The time begins anew: what went before (an index made again) was not the question's fault."""
    if _until.get() != float("inf"):
        _until.set(time.monotonic() + seconds)
