"""Indexing beside a large import: what is kept is indexed while the next files are read. Decides no hit, keeps nothing.

It follows the catalog's change log, so it indexes what is safe already, whoever put it there; only at the end it takes
the place of the index in force. Where anything fails the work is dropped: bringing the index level afterwards does all
of it, and says what is wrong.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from archive.catalog import Catalog
from archive.errors import EngineError
from indexer.index import sync
from indexer.index.embedded.bulk_build import BulkBuild
from indexer.index.embedded.engine import EmbeddedEngine
from indexer.index.embedded.word_counts import Beforehand

MANY = 256
"""Files from which on it is worth the processes it takes."""
SHARE = 4
"""And so many times as many files as there are reports already, since all of these are indexed anew."""

_log = logging.getLogger(__name__)


class BulkFollow:
    """The index of one import while it is made. `words`: what is made of the files where they are read."""

    def __init__(self, catalog: Catalog, bulk: BulkBuild, words: Beforehand) -> None:
        self._catalog = catalog
        self._bulk: BulkBuild | None = bulk
        self.words = words

    def follow(self) -> None:
        """Index what the catalog has kept since."""
        if self._bulk is None:
            return
        try:
            sync.follow(self._catalog, self._bulk, self._bulk.last_change, self.words.document)
        except (EngineError, OSError) as problem:
            _log.warning("indexing beside the import is given up: %s", problem)
            self._bulk = None
        self.words.known.clear()  # of copies, and of what was there already

    def take_over(self, engine: EmbeddedEngine) -> None:
        """Index the rest, and put all of it in force unless another process has brought the index level."""
        try:
            with engine.turn(engine.lock_seconds):
                self.follow()
                if self._bulk is not None and engine.state().last_change < self._bulk.last_change:
                    engine.adopt(self._bulk)
        except (EngineError, OSError) as problem:
            _log.warning("what was indexed beside the import is given up: %s", problem)


@contextmanager
def alongside(catalog: Catalog, engine: EmbeddedEngine, expected: int) -> Iterator[BulkFollow | None]:
    """For an import of `expected` files; None where it gains nothing or the index cannot be written."""
    if expected < max(MANY, SHARE * catalog.counts().reports):
        yield None
        return
    words = Beforehand(engine.analyzer)
    with ExitStack() as building:
        try:
            bulk = building.enter_context(engine.building(words.known))
        except EngineError as problem:
            _log.warning("no indexing beside the import: %s", problem)
            yield None
            return
        index = BulkFollow(catalog, bulk, words)
        yield index
        index.take_over(engine)
