"""From the numbers that the index of words has for reports to the ordinals of a snapshot: a table for all words."""

from __future__ import annotations

from collections.abc import Sequence

from archive.errors import EngineError
from indexer.index.embedded.exact_store import WordPostings
from indexer.index.embedded.positions.arrays.protocol import Counts, Ints
from indexer.index.embedded.positions.snapshot import Snapshot


class WordOrdinals:
    """The table of one list of ids and one snapshot, the last that were asked. Threads may share it."""

    def __init__(self) -> None:
        self._table: tuple[Sequence[str], Snapshot, Ints] | None = None

    def counts(self, found: WordPostings | None, snapshot: Snapshot) -> Counts:
        """How often a word with these postings counts for each ordinal; nowhere where there are none.

        Raises EngineError("index.damaged") for a number without an id.
        """
        k = snapshot.k
        if found is None:
            return k.counted(k.view(b"", "I"), snapshot.ordinals)
        try:
            return k.scattered(self._told(found.ids, snapshot), found.blocks, snapshot.ordinals)
        except IndexError as problem:
            raise EngineError("index.damaged", path=str(found.place), problem="reports that are not there") from problem

    def _told(self, ids: Sequence[str], snapshot: Snapshot) -> Ints:
        known = self._table
        if known is None or known[0] is not ids or known[1] is not snapshot:
            by_id = snapshot.by_id
            # What is gone comes behind all ordinals, where nothing is looked for.
            table = snapshot.k.numbers([by_id.get(name, snapshot.ordinals) for name in ids])
            self._table = known = ids, snapshot, table
        return known[2]
