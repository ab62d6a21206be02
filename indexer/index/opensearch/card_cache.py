"""The cards and lengths of all reports of an index, kept in this process and brought level by what has changed."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from indexer import deadline
from indexer.document import Card
from indexer.index.opensearch import mapping
from indexer.index.opensearch.connection import Connection
from indexer.index.opensearch.phrase_counts import pages
from indexer.lru_cache import LruCache

PARTS = 32
"""Sets of fonds whose reports are remembered."""


@dataclass(slots=True)
class CardCache:
    """Of index `index` (a concrete one, not an alias) as of `change`: `cards` and `lengths` by report id."""

    index: str = ""
    change: int = -1
    cards: dict[str, Card] = field(default_factory=dict)
    lengths: dict[str, int] = field(default_factory=dict)

    def of_fonds(self, fonds: frozenset[str]) -> CardCache:
        """Those of these fonds."""
        cards = {name: card for name, card in self.cards.items() if card.fonds in fonds}
        return CardCache(self.index, self.change, cards, {name: self.lengths[name] for name in cards})


class CardCaches:
    """The latest listing; a new one replaces it whole, so that readers in other threads see one or the other."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._guard = threading.Lock()
        self._latest = CardCache()
        self._parts: LruCache[tuple[str, int, frozenset[str]], CardCache] = LruCache(PARTS)

    def level_of(self, index: str, change: int, fonds: frozenset[str] | None) -> CardCache:
        """The same of the reports of these fonds (None: all)."""
        latest = self.level(index, change)
        if fonds is None:
            return latest
        return self._parts.get_or_make((latest.index, latest.change, fonds), lambda: latest.of_fonds(fonds))

    def level(self, index: str, change: int) -> CardCache:
        """As the index is at `change` or later."""
        latest = self._latest
        if latest.index == index and latest.change == change:
            return latest
        with self._guard:
            if self._latest.index != index or self._latest.change > change:
                self._latest = CardCache(index)
            if self._latest.change != change:
                with deadline.suspended():  # a hundred thousand cards take longer than a question may
                    self._latest = self._newer(self._latest, change)
            return self._latest

    def _newer(self, known: CardCache, change: int) -> CardCache:
        fresh = CardCache(known.index, change, dict(known.cards), dict(known.lengths))
        # Of one number too many: several reports may have come under the change that was known.
        query: Mapping[str, Any] = {"range": {"change": {"gte": max(known.change, 0)}}}
        for hits in pages(self._connection, known.index, query, _source=["card", "length", "gone"]):
            for hit in hits:
                name, source = hit["sort"][0], hit["_source"]
                if source.get("gone"):
                    fresh.cards.pop(name, None)
                    fresh.lengths.pop(name, None)
                else:
                    fresh.cards[name] = mapping.card_of(source)
                    fresh.lengths[name] = source["length"]
        return fresh
