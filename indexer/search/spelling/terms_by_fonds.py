"""The terms of each 分库 by itself, so that whoever may read some of them is offered what stands there alone.

A list is the sum of the counts of its fonds, cut off after the sum: that of an archive which holds nothing else.
"""

from __future__ import annotations

import threading

from archive.catalog import ReadCatalog
from indexer.analysis.analyzer import Analyzer
from indexer.search.spelling.term_counts import Terms, counted, list_of
from indexer.search.spelling.term_list import TermList

State = tuple[tuple[str, int], ...]
"""The reports of a fonds, each with its last change."""


class TermsByFonds:
    """Counted once for all who ask, and anew where a report of the fonds has changed. Threads may share it."""

    def __init__(self, catalog: ReadCatalog, analyzer: Analyzer) -> None:
        self._catalog = catalog
        self._analyzer = analyzer
        self._guard = threading.Lock()
        self._counted: dict[str, tuple[State, Terms]] = {}

    def of(self, fonds: frozenset[str]) -> TermList:
        """The list of these fonds as of now. Reads the texts of those that have changed."""
        change, terms = self._catalog.last_change(), Terms()
        with self._guard:
            for key in sorted(fonds):
                terms.add(self._of(key))
        return list_of(change, terms)

    def _of(self, key: str) -> Terms:
        entries = list(self._catalog.list({"fonds": key}))
        state = tuple((entry.id, entry.change) for entry in entries)
        known = self._counted.get(key)
        if known is not None and known[0] == state:
            return known[1]
        texts = (passages for _, passages in self._catalog.texts([entry.id for entry in entries]))
        terms = counted((entry.title for entry in entries), texts, self._analyzer)
        self._counted[key] = state, terms
        return terms
