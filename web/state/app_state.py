"""The one workspace of the serving process: opened once, shared by its threads, level with the catalog. No pages.

Catalog and engine keep a connection a thread; only opening them and bringing the index level need this room's lock.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from flask import current_app, g

from archive.catalog import By, Catalog, EditCatalog
from archive.catalog.edits import NOBODY
from archive.doubts import to_check
from archive.errors import ArchiveError, CatalogError, EngineError, QueryError
from archive.model import Record
from indexer.document import Card
from indexer.forms.answer import answer_form
from indexer.forms.form import Json, to_json
from indexer.lru_cache import LruCache
from indexer.maintenance import rebuild_process
from indexer.rights.reader import OWNER, Reader
from indexer.rights.view import View, Views
from indexer.search.answer import Answer, Found, Request
from indexer.search.answering.table_citations import cited
from indexer.search.citation import Cited
from indexer.search.searcher import Searcher
from indexer.search.suggest import Suggester
from indexer.wordings import list_process
from indexer.workspace import Workspace
from web.state.counting import Counting
from web.state.hit_list import Hit, Hits, hits_of
from web.state.overview import Example, Overview, examples_of, overview_of
from web.state.page_cache import PageCache
from web.state.shared_memory import SharedMemory

KEY = "baogao"
PATIENCE = 0.3
"""Seconds that a request waits for the first list of suggestions: readers must not hold all threads of the server."""
BODIES = 50
"""Answers that are kept as programs get them: a hundred kilobytes each."""
CITED = 128
"""Reports whose citations are kept: a few pages of results."""
VIEWS = 32
"""Sets of rights for which pages and counts are kept."""
COUNTS = 500
"""Counts of pages that are kept."""
LEVEL_SECONDS = 1.0
"""An index that was level and sound with a catalog that has not changed since is not looked at again so soon."""


@dataclass(frozen=True, slots=True)
class Totals:
    """What a query finds."""

    reports: int
    matches: int


class AppState:
    """A workspace for many threads, as whoever reads with the rights of `view` sees it (None: with all). `overview` is
    made anew whenever the catalog has changed.

    `shared`: where this process keeps what the others may use. What is kept here is kept of this view alone.
    """

    def __init__(
        self,
        workspace: Workspace,
        shared: SharedMemory | None = None,
        view: View | None = None,
        whole: AppState | None = None,
    ) -> None:
        self._workspace = workspace
        self._shared = shared
        self._lock = threading.RLock()
        self._overview: Overview | None = None
        self._examples: tuple[int, Sequence[Example]] = (-1, ())
        self._cited: LruCache[str, tuple[Card, Cited]] = LruCache(CITED)
        self._doubts: dict[str, tuple[int, tuple[str, ...]]] = {}
        self._doubted = -1
        self._listing: threading.Thread | None = None
        self._totals: tuple[int, dict[str, Totals | None]] = (-1, {})
        self._level, self._level_until = -1, 0.0
        self._counts: LruCache[tuple[int, Hashable], int] = LruCache(COUNTS)
        self.start_fault = ""  # the number of a bug that was met before any reader came
        with self._lock:
            self.home = workspace.home
            self.importers = workspace.settings.importers
            self.read_only = workspace.settings.read_only
            self.recognises = workspace.settings.ocr != "off"
            self.merge_equal = workspace.settings.merge_equal
            if view is None:
                self.views = Views(workspace.catalog, workspace.searcher, list_process.suggester_of(workspace))
                view = self.views.whole
            self.view = view
            self.catalog: EditCatalog = view.catalog
            self.searcher: Searcher = view.searcher
        self._parts: LruCache[str, AppState] = LruCache(VIEWS)
        self.kept: PageCache[Hits] = PageCache(self.searcher, self._hits, shared, view=view.key)
        self.counting: Counting = Counting(
            self.searcher, self.home / "index", None if whole is None else whole.counting
        )
        self.bodies: PageCache[Json] = PageCache(
            self.searcher, lambda found, _: to_json(answer_form(found)), room=BODIES, view=view.key
        )

    def of(self, reader: Reader) -> AppState:
        """The archive as `reader` may see it; this very state for whoever may do everything."""
        view = self.views.of(reader)
        if view is self.view:
            return self
        return self._parts.get_or_make(view.key, lambda: AppState(self._workspace, self._shared, view, self))

    def need_whole(self) -> None:
        """Raises CatalogError("catalog.whole_only") for whoever may not read everything."""
        if self.view.scope.read is not None:
            raise CatalogError("catalog.whole_only")

    def whole_catalog(self) -> Catalog:
        """The truth itself, for what is nobody's part. Raises CatalogError("catalog.may_not_edit") for others."""
        if self.view.key:
            raise CatalogError("catalog.may_not_edit", key="")
        return self._workspace.catalog

    def record(self, report_id: str) -> Record:
        """The live report of that id. Raises CatalogError("catalog.no_such_report")."""
        record = self.catalog.record(report_id)
        if record is None:
            raise CatalogError("catalog.no_such_report", id=report_id[:80])
        return record

    def _hits(self, answer: Answer, before: Hits | None) -> Hits:
        """`before`: those of the answer's first step, whose reports are the same."""
        exact = self._hits_of(answer.reports) if before is None else before.exact
        return Hits(exact, self._hits_of(answer.also.reports), self._hits_of(answer.across.reports))

    def _hits_of(self, found: Sequence[Found]) -> tuple[Hit, ...]:
        return hits_of(found, self.citations(each.card for each in found))

    def citations(self, cards: Iterable[Card]) -> Mapping[str, Cited]:
        """The sources of reports, by id. What was shown lately is kept, and read anew where its card has changed."""
        known: dict[str, Cited] = {}
        missing: list[Card] = []
        for card in cards:
            kept = self._cited.get(card.id)
            if kept is not None and kept[0] == card:
                known[card.id] = kept[1]
            else:
                missing.append(card)
        for name, kept in (cited(self.searcher.document_cache, missing) if missing else {}).items():
            known[name] = kept[1]
            self._cited.put(name, kept)
        return known

    def behind(self) -> int:
        """How many reports have changed since the index last saw them; 0 when it is level and sound."""
        last, now = self.catalog.last_change(), time.monotonic()
        if self._level == last and now < self._level_until:
            return 0
        try:
            seen = self._workspace.engine.state().last_change
        except EngineError:  # it cannot even be opened: searches are answered from the texts
            seen = 0
        if seen != last:
            return sum(1 for _ in self.catalog.changes(after=seen))
        self._level, self._level_until = last, now + LEVEL_SECONDS
        return 0

    def prove(self) -> None:
        """Search once, in all of the archive. Raises ArchiveError where that would not be answered in full now."""
        self._workspace.searcher.search(Request("报告", literal=True, limit=1, passages=1))

    def correct(
        self,
        ids: Collection[str],
        corrections: Mapping[str, str | int | None],
        reset: Collection[str] = (),
        by: By = NOBODY,
    ) -> int:
        """Correct all of `ids`, or none of them; searches see it on return. Raises CatalogError."""
        self.change(lambda: self.catalog.edit_all(dict.fromkeys(ids, corrections), reset, by=by))
        return len(ids)

    def change(self, action: Callable[[], object]) -> None:
        """Do something that changes the catalog; searches see it on return."""
        with self._lock:
            action()
            # Where another process holds the index, the searcher reads what has changed from the catalog itself.
            with suppress(EngineError):
                rebuild_process.level(self._workspace)

    def overview(self) -> Overview:
        """What the archive holds at a glance, as of the catalog's last change."""
        change = self.catalog.last_change()
        with self._lock:
            if self._overview is None or self._overview.change != change:
                self._overview = overview_of(self.catalog, change)
            overview, counts = self._overview, self.catalog.counts()
        # What could not be read, and what was set aside, is no change of a report.
        return overview if overview.unread == counts.unread else replace(overview, unread=counts.unread)

    def examples(self) -> Sequence[Example]:
        """Wordings that the archive has, as of its last change: for an archive that nobody knows yet."""
        change = self.catalog.last_change()
        if self._examples[0] != change:
            self._examples = change, examples_of(self.searcher)
        return self._examples[1]

    def counted(self, key: Hashable, count: Callable[[], int]) -> int:
        """A count as of the catalog's last change, made once for all who ask; `key` tells it from others."""
        return self._counts.get_or_make((self.catalog.last_change(), key), count)

    def suggester(self) -> Suggester | None:
        """What may be meant while somebody types; None while the first list is being made, which nobody waits for."""
        with self._lock:
            suggester = self.view.suggester
            if not suggester.ready and (self._listing is None or not self._listing.is_alive()):
                self._listing = threading.Thread(target=_listed, args=(suggester,), name="first list", daemon=True)
                self._listing.start()
            making = self._listing
        if not suggester.ready and making is not None:
            making.join(PATIENCE)
        return suggester if suggester.ready else None

    def totals(self, queries: Collection[str]) -> Mapping[str, Totals | None]:
        """What each query finds as of the catalog's last change; None where that took too long."""
        change = self.catalog.last_change()
        with self._lock:
            if self._totals[0] != change:
                self._totals = (change, {})
            known = self._totals[1]
        return {query: known[query] if query in known else self._total(query, known) for query in queries}

    def _total(self, query: str, known: dict[str, Totals | None]) -> Totals | None:
        try:
            answer = self.searcher.search(Request(query, limit=1, passages=1))
        except QueryError as problem:
            if problem.code != "query.busy":  # that says nothing of the query
                known[query] = None
            return None
        known[query] = Totals(answer.total_reports, answer.total_matches)
        return known[query]

    def doubts(self) -> Mapping[str, tuple[str, ...]]:
        """Id -> the fields to be checked, of all live reports. Only what has changed since the last time is read."""
        change = self.catalog.last_change()
        with self._lock:
            if self._doubted != change:
                self._doubts, self._doubted = self._doubts_now(), change
            return {name: fields for name, (_, fields) in self._doubts.items()}

    def _doubts_now(self) -> dict[str, tuple[int, tuple[str, ...]]]:
        if not self._doubts:
            kinds: dict[tuple[str, ...], tuple[str, ...]] = {}  # a few, which thousands of reports share
            every = ((name, change, to_check(head)) for name, change, head in self.catalog.mastheads())
            return {name: (change, kinds.setdefault(fields, fields)) for name, change, fields in every}
        changes = {entry.id: entry.change for entry in self.catalog.list()}
        stale = [name for name, change in changes.items() if self._doubts.get(name, (0,))[0] != change]
        known = {name: self._doubts[name] for name in changes if name in self._doubts}
        return known | {name: (change, to_check(head)) for name, change, head in self.catalog.mastheads(stale)}


def _listed(suggester: Suggester) -> None:
    with suppress(ArchiveError):  # the next who types starts it again
        suggester.suggest("一")


def warm(here: AppState) -> None:
    """Prepare what the first readers would wait for; what goes wrong here they will be told themselves."""
    with suppress(ArchiveError):
        if not here.overview().own:
            here.examples()
        here.doubts()
        here.suggester()
        here.counting.begin(writing=not here.read_only)


def app_state() -> AppState:
    """What the application knows, as whoever asks the current request may see it: the guard says who that is."""
    whole: AppState = current_app.extensions[KEY]
    reader: Reader = g.get("reader", OWNER)
    known: tuple[Reader, AppState] | None = g.get("app_state")
    if known is None or known[0] is not reader:  # who asks may have become known since
        g.app_state = known = reader, whole.of(reader)
        g.view_key = known[1].view.key
    return known[1]
