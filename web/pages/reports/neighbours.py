"""Reading on from report to report: the answer that one was opened from, around it. No page of its own."""

from __future__ import annotations

from dataclasses import dataclass

from archive.errors import QueryError
from indexer.search.answer import Request, Row
from web.state.app_state import AppState

WALKED = 5000
"""Up to so many reports an answer is walked to find the one that is read."""
AROUND = 20
"""Reports of the answer that are shown on either side of it, where the screen is wide."""


@dataclass(frozen=True, slots=True)
class Across:
    """Where a report stands in an answer: the `number`-th of `total`, what comes before and after, those around it."""

    number: int = 0
    total: int = 0
    before: Row | None = None
    after: Row | None = None
    around: tuple[Row, ...] = ()


def across(here: AppState, wanted: Request, report_id: str) -> Across:
    """The surroundings of a report in the answer to `wanted`; nothing where it is not in it, or nothing was asked."""
    if not wanted.query.strip():
        return Across()
    try:
        rows = here.searcher.tally(wanted).listed
    except QueryError:  # the page itself says what is wrong with the query
        return Across()
    at = next((at for at, row in enumerate(rows[:WALKED]) if row.card.id == report_id), None)
    if at is None:
        return Across()
    return Across(
        at + 1,
        len(rows),
        rows[at - 1] if at else None,
        rows[at + 1] if at + 1 < len(rows) else None,
        rows[max(0, at - AROUND) : at + AROUND + 1],
    )
