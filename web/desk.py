"""The one workspace of the serving process: opened once, shared by its threads, level with the catalog. No pages.

Catalog and engine keep a connection a thread; only opening them and bringing the index level need this room's lock.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress

from flask import current_app

from archive.catalog import Catalog
from archive.errors import ArchiveError, CatalogError, EngineError
from archive.model import Record
from indexer.answer import Request
from indexer.citation import Citations
from indexer.document import Card, card_of
from indexer.searcher import Searcher
from indexer.workspace import Workspace
from web.overview import Overview, doubts_of, overview_of

KEY = "baogao"
CITED = 128
"""Reports whose citations are kept: a few pages of results."""


class Desk:
    """A workspace for many threads. `overview` is made anew whenever the catalog has changed."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._lock = threading.RLock()
        self._overview: Overview | None = None
        self._cited: dict[str, tuple[Card, Citations]] = {}
        self._doubts: dict[str, tuple[int, tuple[str, ...]]] = {}
        self._doubted = -1
        with self._lock:
            self.catalog: Catalog = workspace.catalog
            self.searcher: Searcher = workspace.searcher

    def record(self, report_id: str) -> Record:
        """The live report of that id. Raises CatalogError("catalog.no_such_report")."""
        record = self.catalog.record(report_id)
        if record is None:
            raise CatalogError("catalog.no_such_report", id=report_id[:80])
        return record

    def citations(self, cards: Iterable[Card]) -> Mapping[str, Citations]:
        """The sources of reports, by id. What was shown lately is kept, and read anew where its card has changed."""
        wanted = {card.id: card for card in cards}
        with self._lock:
            known = {
                name: self._cited[name][1] for name, card in wanted.items() if self._cited.get(name, (0,))[0] == card
            }
        for name in wanted.keys() - known.keys():
            record = self.searcher.shelf.record(name)  # the searcher has just shown it
            if record is None:
                continue
            known[record.id] = Citations(record.report, record.source)
            with self._lock:
                self._cited.pop(record.id, None)
                self._cited[record.id] = (card_of(record), known[record.id])
                while len(self._cited) > CITED:
                    del self._cited[next(iter(self._cited))]
        return known

    def behind(self) -> int:
        """How many reports have changed since the index last saw them; 0 when it is level and sound."""
        seen = self._workspace.engine.state().last_change
        return 0 if seen == self.catalog.last_change() else sum(1 for _ in self.catalog.changes(after=seen))

    def prove(self) -> None:
        """Search once. Raises ArchiveError where a search would not be answered in full now."""
        self.searcher.search(Request("报告", literal=True, limit=1, passages=1))

    def correct(
        self, ids: Collection[str], corrections: Mapping[str, str | int | None], reset: Collection[str] = ()
    ) -> int:
        """Correct all of `ids`; searches see it on return. Raises CatalogError before or at the first bad value."""
        with self._lock:
            try:
                for report_id in ids:
                    self.catalog.edit(report_id, corrections, reset)
            finally:
                # Where another process holds the index, the searcher reads what has changed from the catalog itself.
                with suppress(EngineError):
                    self._workspace.catch_up()
        return len(ids)

    def overview(self) -> Overview:
        """What the archive holds at a glance, as of the catalog's last change."""
        change = self.catalog.last_change()
        with self._lock:
            if self._overview is None or self._overview.change != change:
                self._overview = overview_of(self.catalog, self.searcher, change)
            return self._overview

    def doubts(self) -> Mapping[str, tuple[str, ...]]:
        """Id -> the fields to be checked, of all live reports. Only what has changed since the last time is read."""
        change = self.catalog.last_change()
        with self._lock:
            if self._doubted != change:
                changes = {entry.id: entry.change for entry in self.catalog.list()}
                stale = [name for name, change in changes.items() if self._doubts.get(name, (0,))[0] != change]
                known = {name: self._doubts[name] for name in changes if name in self._doubts}
                read = {record.id: (record.change, doubts_of(record)) for record in self.catalog.records(stale)}
                self._doubts, self._doubted = known | read, change
            return {name: fields for name, (_, fields) in self._doubts.items()}


def warm(here: Desk) -> None:
    """Prepare what the first readers would wait for; what goes wrong here they will be told themselves."""
    with suppress(ArchiveError):
        here.overview()
        here.doubts()


def desk() -> Desk:
    """The desk of the application that answers the current request."""
    found: Desk = current_app.extensions[KEY]
    return found
