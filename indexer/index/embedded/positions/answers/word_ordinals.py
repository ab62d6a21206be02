"""From the numbers that the index of words has for reports to the ordinals of a snapshot: a table for all words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from archive.errors import EngineError
from indexer.index.embedded.exact_store import WordPostings
from indexer.index.embedded.positions.arrays.protocol import Counts, Ints
from indexer.index.embedded.positions.snapshot import Snapshot
from indexer.lru_cache import LruCache

RECENT = 16
"""Words whose counts are remembered: what answers and what stands apart ask for the same."""


class _Table(NamedTuple):
    """For the numbers of `ids` the ordinals of `of`; what words have counted by it."""

    ids: Sequence[str]
    of: Snapshot
    ordinals: Ints
    counts: LruCache[str, Counts]


class WordOrdinals:
    """The table of one list of ids and one snapshot, the last that were asked. Threads may share it."""

    def __init__(self) -> None:
        self._table: _Table | None = None

    def counts(self, word: str, found: WordPostings | None, snapshot: Snapshot) -> Counts:
        """How often a word with these postings counts for each ordinal; nowhere where there are none.

        Raises EngineError("index.damaged") for a number without an id.
        """
        k = snapshot.k
        if found is None:
            return k.counted(k.view(b"", "I"), snapshot.ordinals)
        table, blocks = self._told(found.ids, snapshot), found.blocks
        try:
            return table.counts.get_or_make(word, lambda: k.scattered(table.ordinals, blocks, snapshot.ordinals))
        except IndexError as problem:
            raise EngineError("index.damaged", path=str(found.place), problem="reports that are not there") from problem

    def _told(self, ids: Sequence[str], snapshot: Snapshot) -> _Table:
        known = self._table
        if known is None or known.ids is not ids or known.of is not snapshot:
            by_id = snapshot.by_id
            # What is gone comes behind all ordinals, where nothing is looked for.
            ordinals = snapshot.k.numbers([by_id.get(name, snapshot.ordinals) for name in ids])
            self._table = known = _Table(ids, snapshot, ordinals, LruCache(RECENT))
        return known
