"""A report in the list of results: what was found, the excerpts shown, and where each comes from. No markup."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from indexer.search.answer import Found
from indexer.search.citation import Cited
from web.state.excerpts import Excerpt, excerpts_of

EXCERPTS = 3
"""Excerpts a report: one paragraph of a whole page may hold dozens of places."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A report in the list: what was found and the excerpts shown. `more`: places that are not among them.

    `scanned`: some of its text was recognised on pictures.
    """

    found: Found
    excerpts: tuple[tuple[Excerpt, str], ...]
    scanned: bool = False

    @property
    def more(self) -> int:
        """Places of the report that the excerpts leave out."""
        return max(0, self.found.matches - sum(len(excerpt.marks) for excerpt, _ in self.excerpts))


@dataclass(frozen=True, slots=True)
class Hits:
    """The lists of a page: reports that answer, those with the words apart, and those with places over passage ends."""

    exact: tuple[Hit, ...]
    also: tuple[Hit, ...]
    across: tuple[Hit, ...] = ()


def hits_of(reports: Sequence[Found], citations: Mapping[str, Cited]) -> tuple[Hit, ...]:
    """The reports with excerpts, and for each excerpt its source; `citations` by the report's id."""
    return tuple(_hit(found, citations.get(found.card.id)) for found in reports)


def _hit(found: Found, citations: Cited | None) -> Hit:
    return Hit(found, _excerpts(found, citations), citations is not None and citations.scanned)


def _excerpts(found: Found, citations: Cited | None) -> tuple[tuple[Excerpt, str], ...]:
    if citations is None:  # removed between the search and now
        return ()
    excerpts: list[Excerpt] = []
    for passage in found.passages:
        if passage.number <= len(citations) and len(excerpts) < EXCERPTS:
            excerpts += excerpts_of(passage, EXCERPTS - len(excerpts))
    return tuple((excerpt, citations.of(excerpt.passage, excerpt.marks[0].start)) for excerpt in excerpts)
