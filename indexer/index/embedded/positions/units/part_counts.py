"""In which parts the marks of a query stand, counted by positions over any number of reports."""

from __future__ import annotations

from indexer.index.embedded.positions.arrays.protocol import Mask
from indexer.index.embedded.positions.snapshot import Snapshot
from indexer.index.embedded.positions.units.matching import known
from indexer.index.embedded.positions.units.unit_answers import UnitAnswers
from indexer.query.model import PARTS, Phrase, Query


def part_counts(
    snapshot: Snapshot, answers: UnitAnswers, query: Query, reports: Mask | None
) -> dict[str | None, int] | None:
    """The marks in reports all of which the query matches, by the part in which each begins; None: of no part.

    `reports`: None for all that a wording matches, where none are gone. None instead of all of it where the texts have
    to tell: the query has a node not known here, or a place stands in a part of an older catalog, of which the index
    does not know the name.
    """
    if not known(query):
        return None
    k, last = snapshot.k, len(PARTS) + 1
    names = (None, *PARTS)
    found: dict[str | None, int] = {}
    for number, segment in enumerate(snapshot.segments):
        units = segment.units
        if reports is None and isinstance(query, Phrase):
            starts = segment.marks(query.text)
        else:
            starts = answers.starts(number, {query: reports})
        if not len(starts):
            continue
        for part, count in enumerate(k.by_part(units.turns, units.kinds, starts, last + 1)):
            if part == last and count:
                return None
            if count:
                found[names[part]] = found.get(names[part], 0) + count
    return found
