"""A line of a 核查表 while it is made: what belongs to it, and which of its texts count where each counts once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from archive.catalog import Entry
from indexer.search.answer import Copies
from indexer.search.narrowing.copies import copies_of
from indexer.search.searcher import Searcher

Places = Mapping[str, tuple[int, int]]
"""Report id -> how many places, and how many of these stand in 下步打算; reports that do not answer are left out."""


@dataclass
class Line:
    """What belongs to a unit (None: it is not known) or a report: reports, and the paths of files without text."""

    unit: str | None
    due: bool = False
    reports: list[Entry] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


class Once:
    """Of one text that a unit has in several formats one counts, in each cell the oldest of those that answer.

    What another unit handed in is its own, though it be the same text.
    """

    def __init__(self, searcher: Searcher, ids: Sequence[str]) -> None:
        self._texts, self._unknown = searcher.copies.known(ids)
        self._hidden: set[str] = set()
        self._matches = 0

    def places(self, line: Line, places: Places) -> Places:
        """The places of a cell: those of the line's reports that count."""
        here = {entry.id: places[entry.id] for entry in line.reports if entry.id in places}
        hidden = copies_of(here, self._texts)
        self._hidden.update(hidden)
        self._matches += sum(here[name][0] for name in hidden)
        return {name: counts for name, counts in here.items() if name not in hidden}

    def rows(self, lines: Iterable[Line], found: Sequence[Places]) -> list[Line]:
        """The lines of a table by reports without copies of a unit's other ones; one that holds more places stays."""
        by_unit: dict[str | None, list[str]] = {}
        kept = list(lines)
        for line in kept:
            by_unit.setdefault(line.unit, []).extend(entry.id for entry in line.reports)
        hidden = {
            (unit, name): first for unit, ids in by_unit.items() for name, first in copies_of(ids, self._texts).items()
        }
        left: list[Line] = []
        for line in kept:
            copies = [(entry.id, hidden.get((line.unit, entry.id))) for entry in line.reports]
            if (
                line.unread
                or not copies
                or any(first is None or self._holds_more(name, first, found) for name, first in copies)
            ):
                left.append(line)
                continue
            for name, _ in copies:
                self._hidden.add(name)
                self._matches += sum(places[name][0] for places in found if name in places)
        return left

    @staticmethod
    def _holds_more(name: str, first: str, found: Sequence[Places]) -> bool:
        return any(name in places and (first not in places or places[name] > places[first]) for places in found)

    @property
    def copies(self) -> Copies:
        """What was left out so far."""
        return Copies(len(self._hidden), self._matches, self._unknown)
