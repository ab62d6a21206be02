"""The cards and lengths of all reports of an index, kept in this process and brought level by what has changed."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Any

from indexer import deadline
from indexer.document import Card
from indexer.index.opensearch.connection import Connection
from indexer.index.opensearch.hits import pages
from indexer.index.opensearch.layout import mapping


@dataclass(slots=True)
class CardCache:
    """Of index `index` (a concrete one, not an alias) as of `change`: `cards` and `lengths` by report id."""

    index: str = ""
    change: int = -1
    cards: dict[str, Card] = field(default_factory=dict)
    lengths: dict[str, int] = field(default_factory=dict)


class CardCaches:
    """The latest listing; a new one replaces it whole, so that readers in other threads see one or the other."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._guard = threading.Lock()
        self._latest = CardCache()

    @property
    def begun(self) -> bool:
        """Is there a listing already?"""
        return bool(self._latest.index)

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
        asked: dict[str, Any] = {"query": {"range": {"change": {"gte": max(known.change, 0)}}}, "sort": [{"id": "asc"}]}
        for hits in pages(self.connection, known.index, {**asked, "_source": ["card", "length", "gone"]}):
            for hit in hits:
                name, source = hit["sort"][0], hit["_source"]
                if source.get("gone"):
                    fresh.cards.pop(name, None)
                    fresh.lengths.pop(name, None)
                else:
                    fresh.cards[name] = mapping.card_of(source)
                    fresh.lengths[name] = source["length"]
        return fresh
