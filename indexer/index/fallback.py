"""An engine that always answers in full: what its index lacks or cannot say is answered from the catalog's texts.

An index may be behind (another process writes it), unwritable (a full disk), or damaged (it is built anew). A search
must neither fail nor miss for that: the reports that the index does not hold as they are now are read and asked
themselves. How an index is brought level: `sync`; what a hit is, in the searcher.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from typing import TypeVar

from archive.catalog import Catalog
from archive.errors import EngineError
from indexer import deadline
from indexer.analysis.analyzer import Analyzer
from indexer.catalog_moment import last_change
from indexer.document import Card, Document, document_of
from indexer.index import sync
from indexer.index.base import Engine, Proposal, State
from indexer.index.memory import MemoryEngine
from indexer.index.part import AskedOnly
from indexer.index.ranked import RankedQuestion, RankedReports
from indexer.query.model import Query

PATIENCE = 2.0
"""Seconds until an index that could not be brought level is tried again."""

MOST_READ = 512
"""Reports that are read from the texts where the index is left as it is (a later program's, too): more would keep
whoever asks waiting."""

AWAY = {"index.unreachable", "index.not_allowed", "index.refused"}
"""A cluster that does not answer is no damage, and an archive that needs one is too large to be read whole."""

T = TypeVar("T")

_log = logging.getLogger(__name__)


class _Overlay:
    """The reports that the index does not hold as they are now: `changed` ids, the living ones in memory.

    At least as of the change `upto`. What has changed once more meanwhile is among them too: the log tells of each
    report only its last change.
    """

    def __init__(self, catalog: Catalog, analyzer: Analyzer, after: int, upto: int) -> None:
        self.upto = upto
        self.changed = {change.id for change in catalog.changes(after=after)}
        self.memory = MemoryEngine(analyzer)
        self.memory.update([document_of(record) for record in catalog.records(self.changed)], (), upto)


class FallbackEngine:
    """`engine` over `catalog`, whatever state its index is in. `self.engine` may be any engine of the protocol."""

    def __init__(
        self, engine: Engine, catalog: Catalog, analyzer: Analyzer, *, renew: bool = True, looking: bool = False
    ) -> None:
        """`renew`: as for `sync.catch_up`. `looking`: the index is left as it is; what it lacks is read from the
        texts, up to `MOST_READ` reports: of more every question is EngineError("index.behind").
        """
        self._renew = renew
        self._looking = looking
        self.engine = engine
        self.name = engine.name
        self.outlined = engine.outlined
        self._catalog = catalog
        self._analyzer = analyzer
        self._guard = threading.RLock()
        self._level = -1
        self._over: _Overlay | None = None
        self._whole = False
        self._again = 0.0

    def propose(self, query: Query) -> Proposal:
        """Level with the catalog as of now."""
        return self.proposed(query, None)

    def score(self, query: Query, ids: Collection[str]) -> Mapping[str, float]:
        """By whichever holds a report."""
        return self.scored(query, ids, None)

    def cards(self, ids: Collection[str] | None = None) -> Mapping[str, Card]:
        """By whichever holds a report."""
        return self.carded(ids, None)

    def ranked(self, question: RankedQuestion) -> RankedReports | None:
        """As the index gives it; None while anything is laid over it."""
        return self.in_order(question, None)

    def within(self, fonds: frozenset[str]) -> Engine:
        """The same over the reports of these fonds."""
        return _FallbackPart(self, fonds)

    def proposed(self, query: Query, fonds: frozenset[str] | None) -> Proposal:
        """`propose`, of the reports of these fonds (None: all)."""
        self._stand()
        return self._answer(lambda engine: engine.propose(query), _proposals, fonds)

    def scored(self, query: Query, ids: Collection[str], fonds: frozenset[str] | None) -> Mapping[str, float]:
        """`score`, of the reports of these fonds (None: all)."""
        return self._answer(
            lambda engine: engine.score(query, ids), lambda base, over, changed: _merged(base, over, changed), fonds
        )

    def carded(self, ids: Collection[str] | None, fonds: frozenset[str] | None) -> Mapping[str, Card]:
        """`cards`, of the reports of these fonds (None: all)."""
        self._stand()
        return self._answer(
            lambda engine: engine.cards(ids), lambda base, over, changed: _merged(base, over, changed), fonds
        )

    def in_order(self, question: RankedQuestion, fonds: frozenset[str] | None) -> RankedReports | None:
        """`ranked`, of the reports of these fonds (None: all)."""
        self._stand()
        if self._over is not None:
            return None
        return self._answer(lambda engine: engine.ranked(question), lambda *_: None, fonds)

    def holders(self, texts: Sequence[str]) -> Sequence[Collection[str]] | None:
        """As the index knows them; None while anything is laid over it."""
        self._stand()
        if self._over is not None:
            return None
        return self._answer(lambda engine: engine.holders(texts), lambda *_: None)

    def state(self) -> State:
        """How far the index itself has come; what is laid over it does not count."""
        return self.engine.state()

    def update(self, documents: Iterable[Document], removed: Collection[str], last_change: int) -> None:
        """Hand the reports on to the index itself."""
        self.engine.update(documents, removed, last_change)

    def replacement(self) -> AbstractContextManager[Engine]:
        """An empty index in place of the one in force, as the engine makes it."""
        return self.engine.replacement()

    def close(self) -> None:
        """Close the index; the catalog stays open."""
        self.engine.close()

    def _answer(
        self,
        ask: Callable[[Engine], T],
        merge: Callable[[T, T, Collection[str]], T],
        fonds: frozenset[str] | None = None,
    ) -> T:
        try:
            return self._merged(ask, merge, fonds)
        except EngineError as problem:
            if problem.code in AWAY:
                raise
            self._mend(problem)
        return self._merged(ask, merge, fonds)

    def _merged(
        self,
        ask: Callable[[Engine], T],
        merge: Callable[[T, T, Collection[str]], T],
        fonds: frozenset[str] | None = None,
    ) -> T:
        over, whole = self._over, self._whole
        if over is None:
            return ask(_part(self.engine, fonds))
        if whole:
            return ask(_part(over.memory, fonds))
        return merge(ask(_part(self.engine, fonds)), ask(_part(over.memory, fonds)), over.changed)

    def _stand(self) -> None:
        """Bring the index level where the catalog has changed; where that is not possible, lay the rest over it."""
        last = last_change(self._catalog, self._level)
        if last == self._level:
            return
        with self._guard, deadline.suspended():
            over = self._over
            if over is not None and over.upto == last and (self._looking or time.monotonic() < self._again):
                return
            if self._looking:
                self._look(last)
                return
            try:
                if over is None or time.monotonic() >= self._again:
                    sync.catch_up(self._catalog, self.engine, renew=self._renew)
                    self._over, self._level = None, last
                    return
            except EngineError as problem:
                self._again = time.monotonic() + PATIENCE
                self._lay_over(last, problem)
            else:
                self._lay_over(last)

    def _lay_over(self, last: int, why: EngineError | None = None) -> None:
        after = 0
        with suppress(EngineError):  # a disk without room for even SQLite's shared memory: all is read from the texts
            state = self.engine.state()
            after = state.last_change if state.fingerprint and state.last_change <= last else 0
        if after == 0 and why is not None and why.code in AWAY:
            raise why
        if why is not None and why.code == "index.newer" and self._behind(0) > MOST_READ:
            raise why
        self._whole = after == 0
        self._over = _Overlay(self._catalog, self._analyzer, after, last)

    def _look(self, last: int) -> None:
        """Lay over the index what it lacks, or over nothing where it is level."""
        seen = self._seen(last)
        if seen == last:
            self._over, self._whole, self._level = None, False, last
            return
        self._afford(seen)
        self._lay_over(last)

    def _seen(self, last: int) -> int:
        """The change up to which the index is sound; 0 where it is none of this catalog's."""
        with suppress(EngineError):
            state = self.engine.state()
            return state.last_change if state.fingerprint and state.last_change <= last else 0
        return 0

    def _afford(self, seen: int) -> None:
        behind = self._behind(seen)
        if behind > MOST_READ:
            raise EngineError("index.behind", n=behind)

    def _behind(self, seen: int) -> int:
        return sum(1 for _ in self._catalog.changes(after=seen))

    def _mend(self, why: EngineError) -> None:
        """The index failed while it was asked: build it anew; where that is not possible, do without it."""
        with self._guard, deadline.suspended():
            if self._looking:
                self._afford(0)
            self._level = -1
            if not self._looking:
                _log.error("the index failed while it was asked, and is built anew: %s: %s", why.code, why)
                try:
                    sync.rebuild(self._catalog, self.engine)
                except EngineError as problem:
                    _log.warning("it cannot be built anew, and texts are read instead: %s: %s", problem.code, problem)
                else:
                    _log.warning("the index has been built anew")
                    self._over = None
                    return
            self._again = time.monotonic() + PATIENCE
            self._whole = True
            self._over = _Overlay(self._catalog, self._analyzer, 0, self._catalog.last_change())


class _FallbackPart(AskedOnly):
    """The reports of some fonds, whatever state the index is in."""

    def __init__(self, whole: FallbackEngine, fonds: frozenset[str]) -> None:
        super().__init__(whole, fonds)
        self._standing = whole

    def propose(self, query: Query) -> Proposal:
        """Level with the catalog as of now."""
        return self._standing.proposed(query, self.fonds)

    def score(self, query: Query, ids: Collection[str]) -> Mapping[str, float]:
        """By whichever holds a report."""
        return self._standing.scored(query, ids, self.fonds)

    def cards(self, ids: Collection[str] | None = None) -> Mapping[str, Card]:
        """By whichever holds a report."""
        return self._standing.carded(ids, self.fonds)

    def ranked(self, question: RankedQuestion) -> RankedReports | None:
        """As the index gives it; None while anything is laid over it."""
        return self._standing.in_order(question, self.fonds)


def _part(engine: Engine, fonds: frozenset[str] | None) -> Engine:
    return engine if fonds is None else engine.within(fonds)


def _proposals(base: Proposal, over: Proposal, changed: Collection[str]) -> Proposal:
    return Proposal(_merged(base.counts, over.counts, changed), base.exact and over.exact)


V = TypeVar("V")


def _merged(base: Mapping[str, V], over: Mapping[str, V], changed: Collection[str]) -> dict[str, V]:
    """Of what has changed only what is laid over it counts."""
    return {name: value for name, value in base.items() if name not in changed} | dict(over)
