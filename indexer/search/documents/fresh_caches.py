"""Caches of what the catalog says of reports, none of which is ever older than the catalog."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterable
from typing import Any, TypeVar

from archive.catalog import ReadCatalog
from indexer.catalog_moment import last_change
from indexer.lru_cache import LruCache

Key = TypeVar("Key", bound=Hashable)
T = TypeVar("T")


class FreshCaches:
    """The caches over one catalog. Threads may share them."""

    def __init__(self, catalog: ReadCatalog) -> None:
        self._catalog = catalog
        self._caches: list[tuple[LruCache[Any, Any], Callable[[str], Iterable[Hashable]]]] = []
        self._seen = 0
        self.guard = threading.Lock()
        """Whoever holds it gets all values as of one change."""

    def cache(
        self,
        room: int,
        weigh: Callable[[T], int] | None = None,
        keys: Callable[[str], Iterable[Key]] | None = None,
    ) -> LruCache[Key, T]:
        """A new one, in which what is kept of a report lies under these `keys`: under its id, where none are said."""
        made: LruCache[Key, T] = LruCache(room, weigh)
        self._caches.append((made, keys or _by_id))
        return made

    def put(self, cache: LruCache[Key, T], key: Key, value: T, seen: int) -> None:
        """Keep what was read after `renew` had said `seen`, if nothing has been dropped since."""
        with self.guard:
            if seen == self._seen:  # else it may have changed since it was read, and another thread has been told so
                cache.put(key, value)

    def renew(self) -> int:
        """Drop what has changed since the last question, or everything where the catalog was put back from a copy.

        The change up to which what stays is true.
        """
        with self.guard:
            now = last_change(self._catalog, self._seen)
            if now < self._seen:
                for cache, _ in self._caches:
                    cache.clear()
            elif self._seen < now and any(len(cache) for cache, _ in self._caches):
                for change in self._catalog.changes(after=self._seen):
                    for cache, keys in self._caches:
                        for key in keys(change.id):
                            cache.drop(key)
            self._seen = now
            return now


def _by_id(report: str) -> Iterable[Any]:
    return (report,)
