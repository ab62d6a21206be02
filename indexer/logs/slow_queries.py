"""A line for each question that took long: its number, its length and shape, never its words unless that is set."""

from __future__ import annotations

import itertools
import logging
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from archive.errors import ArchiveError

_log = logging.getLogger(__name__)
_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True)
class _Manner:
    """From how many milliseconds on a question has a line, and whether the line bears its words."""

    milliseconds: float = 500.0
    words: bool = False


_manner = [_Manner()]
Listener = Callable[[str, float], None]
"""Told of every question how it ended, "answered" or the code of an error, and after how many seconds."""
listeners: list[Listener] = []


def configure(milliseconds: float, *, words: bool) -> None:
    """As set by `slow_query_ms` and `log_queries`."""
    _manner[0] = _Manner(milliseconds, words)


@dataclass(slots=True)
class Question:
    """What becomes known of a question while it is answered."""

    typed: str
    manner: Mapping[str, object]
    shape: Callable[[], str] = "-".__str__


@contextmanager
def timed(typed: str, *, counted: bool = True, **manner: object) -> Iterator[Question]:
    """A question is answered inside. `manner`: how it was asked, in words of ours; whoever parses it sets `shape`.

    `counted` is off for the second step of a question, of which its listeners have heard.
    """
    question, begun, outcome = Question(typed, manner), time.perf_counter(), "answered"
    try:
        yield question
    except ArchiveError as problem:
        outcome = problem.code
        raise
    finally:
        milliseconds = (time.perf_counter() - begun) * 1000
        for told in listeners if counted else ():
            told(outcome, milliseconds / 1000)
        if milliseconds >= _manner[0].milliseconds:
            _write(question, milliseconds, outcome)


def _write(question: Question, milliseconds: float, outcome: str) -> None:
    told = {
        "question": next(_numbers),
        "ms": round(milliseconds),
        "length": len(question.typed),
        "shape": question.shape(),
        **{name: value for name, value in question.manner.items() if value},
        "outcome": outcome,
    }
    words = {"words": question.typed} if _manner[0].words else {}
    _log.info("slow query", extra={"fields": told, **words})
