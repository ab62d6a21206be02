"""A wording's use in the archive, all of it in one value: totals, first and last use, rates, surroundings, variants."""

from __future__ import annotations

from dataclasses import dataclass

from indexer import deadline
from indexer.search.answer import Request
from indexer.search.searcher import Searcher
from indexer.search.suggest import Suggester
from indexer.wordings import rates
from indexer.wordings.places import UsedPlace, first_and_last, one_a_year
from indexer.wordings.rates import Base, Rate
from indexer.wordings.surroundings import Neighbours, Structure, neighbours_of, structure_of
from indexer.wordings.variants import Variant, variants_of

SECONDS = 4.0
"""Of the processor, for one wording: several questions of a reader's in one."""


@dataclass(frozen=True, slots=True)
class Usage:
    """How a wording is used. `years`, `units`: the not known last; `first`, `last`: of the reports whose year is known.

    `neighbours`, `structure`: of all places, or of a sample that tells how large it is; `passages`: a good one a year.
    """

    wording: str
    total_reports: int
    total_matches: int
    base: Base
    years: tuple[Rate[int | None], ...]
    units: tuple[Rate[str | None], ...]
    first: UsedPlace | None
    last: UsedPlace | None
    structure: Structure
    neighbours: Neighbours
    variants: tuple[Variant, ...]
    passages: tuple[UsedPlace, ...]

    @property
    def undated(self) -> Rate[int | None] | None:
        """Use in papers of no known year, which stands in no order and on no curve."""
        return next((one for one in self.years if one.key is None), None)


def usage_of(searcher: Searcher, base: Base, wording: str, suggester: Suggester | None = None) -> Usage:
    """The use of a wording, to the character. Raises QueryError for what is no wording."""
    request = Request(wording, literal=True, sort="oldest", limit=0)
    with deadline.limited(SECONDS):
        reading = searcher.read(request)
        rows = searcher.tally(request).rows
        first, last = first_and_last(searcher, reading, rows)
        return Usage(
            wording=wording,
            total_reports=len(rows),
            total_matches=sum(row.matches for row in rows),
            base=base,
            years=rates.by_year(rows, base),
            units=rates.by_unit(rows, base),
            first=first,
            last=last,
            structure=structure_of(searcher, reading, rows),
            neighbours=neighbours_of(searcher, reading, rows),
            variants=variants_of(searcher, wording, suggester),
            passages=one_a_year(searcher, reading, rows),
        )
