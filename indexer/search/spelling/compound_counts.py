"""In how many reports each pair of words stands, for those that stand in most: exact, in memory that does not grow with
how many different ones there are.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable

from archive.storage.spill import Spill

SLOTS = 1 << 21
"""That pairs share; an archive of hundreds of thousands of reports has some millions of different ones."""
FEWER = 0.7
"""Slots say too much: what is looked for stands in so much fewer reports, and again where too little was found."""


class CompoundCounts:
    """What is put in waits in `spill`. A pair stands in no more reports than its slot says: so those of a few slots
    hold the commonest, and only these are counted by themselves.
    """

    def __init__(self, spill: Spill, slots: int = SLOTS) -> None:
        self._spill = spill
        self._slots = array("I", [0]) * slots

    def put(self, pairs: Iterable[str]) -> None:
        """Those of a report, each once. Raises OSError."""
        some, slots, size = list(pairs), self._slots, len(self._slots)
        for pair in some:
            slots[hash(pair) % size] += 1
        self._spill.put("\n".join(some).encode())

    def commonest(self, most: int) -> Counter[str]:
        """The pairs of most reports with their number: `most` of them, or all there are, and maybe others."""
        counts = sorted((count for count in self._slots if count), reverse=True)
        least = counts[min(most, len(counts)) - 1] if counts else 0
        while (least := int(least * FEWER)) > 1:
            found = self._counted(least)
            if len(found) >= most and sorted(found.values(), reverse=True)[most - 1] >= least:
                return found
        return self._counted(1)

    def _counted(self, least: int) -> Counter[str]:
        """Those in slots of so many: all that stand in `least` reports are among them."""
        slots, size = self._slots, len(self._slots)
        found: Counter[str] = Counter()
        for piece in self._spill:
            found.update(pair for pair in piece.decode().split("\n") if pair and slots[hash(pair) % size] >= least)
        return found
