"""What somebody gets of an archive: a catalog, an engine, a searcher and suggestions that hold what they may read and
nothing else. Above a view nobody asks whether something may be read.
"""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass

from archive.catalog import Catalog, EditCatalog
from indexer.index.base import Engine
from indexer.lru_cache import LruCache
from indexer.rights.catalog_view import CatalogView
from indexer.rights.reader import Reader
from indexer.rights.scope import EVERYTHING, Scope, scope_of
from indexer.search.searcher import Searcher
from indexer.search.spelling.terms_by_fonds import TermsByFonds
from indexer.search.suggest import Suggester

KEPT = 32
"""Views that are kept: one for each set of rights, not for each person."""


@dataclass(frozen=True)
class View:
    """Of one scope. `key` tells it from all others, also from what the same people might before: "" is everything."""

    scope: Scope
    catalog: EditCatalog
    searcher: Searcher
    suggester: Suggester
    key: str = ""

    @property
    def engine(self) -> Engine:
        """The reports that may be read."""
        return self.searcher.engine


class Views:
    """The views of one archive. Threads may share it."""

    def __init__(self, catalog: Catalog, searcher: Searcher, suggester: Suggester) -> None:
        self._catalog = catalog
        self._terms = TermsByFonds(catalog, searcher.analyzer)
        self._guard = threading.Lock()
        self._kept: LruCache[str, View] = LruCache(KEPT)
        self.whole = View(EVERYTHING, catalog, searcher, suggester)

    def of(self, reader: Reader) -> View:
        """What `reader` may see as of now; the same view for everybody who may the same."""
        if reader.owns:
            return self.whole
        state = self._catalog.fonds.state()
        return self.within(scope_of(reader, self._catalog.fonds), state)

    def within(self, scope: Scope, state: int = 0) -> View:
        """The view of a scope; `state` is that of the rights it was worked out from."""
        if scope == EVERYTHING:
            return self.whole
        key = _key(scope, state)
        with self._guard:
            return self._kept.get_or_make(key, lambda: self._made(scope, key))

    def _made(self, scope: Scope, key: str) -> View:
        catalog, whole = CatalogView(self._catalog, scope), self.whole
        read = scope.read
        if read is None:  # they may read everything, and edit some of it
            return View(scope, catalog, whole.searcher, whole.suggester, key)
        searcher = whole.searcher.within(read, catalog)
        suggester = Suggester(catalog, searcher.analyzer, make=lambda: self._terms.of(read))
        return View(scope, catalog, searcher, suggester, key)


def _key(scope: Scope, state: int) -> str:
    told = [None if keys is None else sorted(keys) for keys in (scope.read, scope.edit, scope.manage)]
    return hashlib.blake2b(repr((state, told)).encode(), digest_size=16).hexdigest()
