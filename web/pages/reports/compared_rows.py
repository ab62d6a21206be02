"""Which rows of a comparison its page shows: all, only what differs, only where figures differ; and where a difference
stands, so that keys and links go from one to the next. No comparing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, get_args

from indexer.comparison.facing import are_different_papers
from indexer.comparison.side_by_side import Comparison, Row

Show = Literal["auto", "all", "changes", "numbers", "beside"]
SHOWS: tuple[Show, ...] = get_args(Show)
"""`auto`: all, and of different papers `beside`: passage by passage, what they share marked."""
UNCHANGED = 2
"""So many passages that are the same stay open at each end of a run; what is between them is folded up."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """A row; `difference`: which of the differences it is, from 1, 0 for a row that is the same."""

    row: Row
    difference: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows in order; `folded`: they are all the same, and the page keeps them closed."""

    folded: bool
    rows: tuple[Numbered, ...]


def shown_of(found: Comparison, show: Show) -> Show:
    """What is shown where the address does not say."""
    if show == "auto":
        return "beside" if are_different_papers(found) else "all"
    return show


def stretches(rows: Sequence[Row], show: Show) -> list[Stretch]:
    """The rows that are shown, long runs of what is the same folded up between their first and last lines."""
    if show == "numbers":
        rows = [row for row in rows if row.figures_differ]
    elif show == "changes":
        rows = [row for row in rows if row.kind != "same"]
    return list(_folded(list(_numbered(rows))))


def differences(found: Sequence[Stretch]) -> int:
    """How many rows differ among those shown."""
    return max((one.difference for stretch in found for one in stretch.rows), default=0)


def _numbered(rows: Sequence[Row]) -> Iterator[Numbered]:
    number = 0
    for row in rows:
        number += row.kind != "same"
        yield Numbered(row, number if row.kind != "same" else 0)


def _folded(rows: Sequence[Numbered]) -> Iterator[Stretch]:
    for same, group in groupby(rows, key=lambda one: not one.difference):
        run = tuple(group)
        if not same or len(run) <= 2 * UNCHANGED + 1:
            yield Stretch(False, run)
            continue
        yield Stretch(False, run[:UNCHANGED])
        yield Stretch(True, run[UNCHANGED:-UNCHANGED])
        yield Stretch(False, run[-UNCHANGED:])
