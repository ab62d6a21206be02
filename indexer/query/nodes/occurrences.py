"""Where a text stands in a passage, and which of several places become marks. What is looked for is said elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from indexer import deadline
from indexer.document import Place
from indexer.query.nodes.term import Term


class Occurrence(NamedTuple):
    """A wording at folded code points [start, end) of a passage; `phrase` is the positive term that it counts for."""

    start: int
    end: int
    phrase: Term


def occurrences(text: str, passage: str) -> Iterator[int]:
    """Where `text` begins in `passage`, those included that overlap each other."""
    start = passage.find(text)
    while start >= 0:
        yield start
        start = passage.find(text, start + 1)


def _in_time(candidates: Iterable[Place]) -> list[Place]:
    """One report may hold a character a hundred thousand times: the question's time is looked at inside it too."""
    found: list[Place] = []
    coming = iter(candidates)
    while some := list(islice(coming, 4096)):
        deadline.check()
        found += some
    return found


def leftmost_longest(candidates: Iterable[Place]) -> tuple[Place, ...]:
    """The places that become marks, in order: of those that overlap the leftmost, then the longest, then the first
    term.
    """
    kept: list[Place] = []
    passage, reached = 0, 0
    places = _in_time(candidates)
    places.sort()
    for place in places:
        number, start, end, _ = place
        if number != passage or start >= reached:
            kept.append(place)
            passage, reached = number, end
        elif end > reached and start == kept[-1].start:  # they come by their length, too
            kept[-1], reached = place, end
    return tuple(kept)
