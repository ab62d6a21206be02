"""提法 of one archive: uses, quoted terms and comparisons, each kept until the next change. Threads may share it."""

from __future__ import annotations

import logging
import threading
import zlib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from archive.storage import disk
from indexer import deadline
from indexer.document import Card
from indexer.lru_cache import LruCache
from indexer.search.searcher import Searcher
from indexer.search.suggest import Suggester
from indexer.wordings import comparison_groups, holdings
from indexer.wordings.comparison_groups import Comparison, Group, compared
from indexer.wordings.holdings import Holdings, followed
from indexer.wordings.phrase_segments import PhraseSegments, follow, forget, is_behind, made_by, opened, waiting
from indexer.wordings.quoted_terms import Kind, QuotedTerm, quoted_terms
from indexer.wordings.rates import Base, base_of
from indexer.wordings.usage import Usage, usage_of

_log = logging.getLogger(__name__)

USES, LISTS, COMPARISONS = 100, 4, 40
"""That are kept in memory."""
REWRITE = 100
"""Reports that have changed since the file was written, from which on it is written again."""


class Wordings:
    """`folder`: where the derived files lie (None: nowhere). `whole`: what is counted of all reports, of which those of
    `searcher` are some. `keeping`: may files be written there, or are they only read?
    """

    def __init__(
        self, searcher: Searcher, folder: Path | None = None, whole: Wordings | None = None, *, keeping: bool = True
    ) -> None:
        self._whole = whole
        self.searcher = searcher
        self.folder = folder
        self.keeping = keeping and folder is not None
        self._guard = threading.Lock()
        self._holdings: Holdings | None = None
        self._ours: Holdings | None = None
        self._base: tuple[int, Base] | None = None
        self._unwritten = 0
        self._written = False
        self._uses: LruCache[tuple[int, str, bool], Usage] = LruCache(USES)
        self._lists: LruCache[tuple[int, Kind], tuple[QuotedTerm, ...]] = LruCache(LISTS)
        self._comparisons: LruCache[tuple[int, str], Comparison] = LruCache(COMPARISONS)

    @property
    def ready(self) -> bool:
        """Is everything counted? The first time takes seconds in a large archive."""
        return self._holdings is not None if self._whole is None else self._whole.ready

    def usage(self, wording: str, suggester: Suggester | None = None) -> Usage:
        """The use of a wording as of now. Raises QueryError."""
        base, change = self.base()
        key = (change, wording, suggester is not None)
        return self._uses.get_or_make(key, lambda: usage_of(self.searcher, base, wording, suggester))

    def terms(self, kind: Kind = "reports") -> tuple[QuotedTerm, ...]:
        """The quoted terms, those of most reports first."""
        held = self.holdings()
        return self._lists.get_or_make((held.change, kind), lambda: quoted_terms(held, self._cards(), kind))

    def comparison(self, here: Group, there: Group, kind: Kind = "reports") -> Comparison:
        """What rises and falls between two groups. Raises UsageError where there is nothing to compare."""
        held = self.holdings()
        key = f"{kind} {here} {there}"
        found = self._comparisons.get((held.change, key)) or self._kept(held.change).get(key)
        if found is None:
            with deadline.suspended():
                found = self._compared(held, here, there, kind)
            self._keep(held.change, key, found)
        self._comparisons.put((held.change, key), found)
        return found

    def follow(self, most: int | None = None) -> bool:
        """Count what an import has brought, so that nobody waits for it; whether phrases were counted. `most`: not
        where it is more characters. Where the disk is full nothing is kept, and whoever asks counts.
        """
        counted = self.holdings()
        if self.folder is None or not self.keeping:
            return False
        searcher = self.searcher
        try:
            self._write(counted)
            if most is not None and waiting(self.folder, searcher.analyzer, counted.reports) > most:
                return False
            return follow(self.folder, searcher.catalog, searcher.analyzer, counted.reports)
        except OSError as problem:
            _log.warning("phrases were not kept: %s", problem)
            return False

    def forget(self) -> None:
        """Take out of the derived files, at once, what they tell of reports that are gone for good. Where the disk
        refuses, the next import does it.
        """
        if self._whole is not None:
            self._whole.forget()
        if self.folder is None or not self.keeping:
            return
        try:
            (self.folder / comparison_groups.FILE).unlink(missing_ok=True)
            kept = holdings.read(self.folder / holdings.FILE)
            living = {*self.searcher.catalog.ids()}
            if kept is not None and kept.reports.keys() - living:
                reports = {name: one for name, one in kept.reports.items() if name in living}
                holdings.write(self.folder / holdings.FILE, Holdings(0, reports))
            forget(self.folder, living, made_by(self.searcher.analyzer))
        except OSError as problem:
            _log.warning("phrases of what is gone were not taken out: %s", problem)

    @property
    def behind(self) -> bool:
        """Is there more in no segment than should be counted when somebody asks?"""
        searcher = self.searcher
        return self.folder is not None and is_behind(self.folder, searcher.analyzer, self.holdings().reports)

    def _compared(self, held: Holdings, here: Group, there: Group, kind: Kind) -> Comparison:
        """Another process may put new segments in the place of those that are being read: then they are opened anew."""
        searcher, folder = self.searcher, self.folder if self._whole is None else self._whole.folder
        for again in (False, True):
            segments = opened(folder, made_by(searcher.analyzer)) if folder is not None else []
            some = PhraseSegments(segments, held.reports)
            try:
                return compared(searcher.catalog, searcher.analyzer, self._cards(), held, some, here, there, kind)
            except (OSError, zlib.error, ValueError, IndexError) as problem:
                if again:
                    _log.warning("phrases cannot be read: %s", problem)
        none = PhraseSegments([], held.reports)
        return compared(searcher.catalog, searcher.analyzer, self._cards(), held, none, here, there, kind)

    def counted(self, here: Group, there: Group, kind: Kind = "reports") -> bool:
        """Is that comparison at hand, so that nobody waits for it?"""
        held = self.holdings()
        key = f"{kind} {here} {there}"
        return self._comparisons.get((held.change, key)) is not None or key in self._kept(held.change)

    def base(self) -> tuple[Base, int]:
        """What the archive holds, and the catalog change as of which that is."""
        held = self.holdings()
        with self._guard:
            if self._base is None or self._base[0] != held.change:
                self._base = held.change, base_of(self._cards().values(), held)
            return self._base[1], held.change

    def holdings(self) -> Holdings:
        """What is counted of each report, as of now."""
        if self._whole is not None:
            return self._of_ours(self._whole.holdings())
        with self._guard, deadline.suspended():
            path = None if self.folder is None else self.folder / holdings.FILE
            if self._holdings is None and path is not None:
                self._holdings = holdings.read(path)
            before = self._holdings
            after = followed(before, self.searcher.catalog)
            self._holdings = after
            self._written = self._written if after is before else False
            if after is not before and self._has_changed_much(before, after):
                with suppress(OSError):  # without the file it is counted again next time, which is all that it saves
                    self._write(after)
            return after

    def _write(self, held: Holdings) -> None:
        """Keep what is counted, unless it is in the file. Raises OSError."""
        if self.folder is not None and self.keeping and not self._written:
            disk.make_folder(self.folder)  # beside a cluster nobody else has needed it
            holdings.write(self.folder / holdings.FILE, held)
            self._written = True

    def _of_ours(self, held: Holdings) -> Holdings:
        """Of all holdings those of the reports that the searcher holds; the same object until they change."""
        with self._guard:
            if self._holdings is None or self._ours is not held:
                cards = self._cards()
                reports = {name: one for name, one in held.reports.items() if name in cards}
                self._ours, self._holdings = held, Holdings(held.change, reports)
            return self._holdings

    def _has_changed_much(self, before: Holdings | None, after: Holdings) -> bool:
        """Is there no file, has much changed since it was written, or is something gone that should stand nowhere?"""
        known = {} if before is None else before.reports
        if known.keys() - after.reports.keys():
            return True
        self._unwritten += sum(known.get(name) is not one for name, one in after.reports.items())
        if before is not None and self._unwritten < REWRITE:
            return False
        self._unwritten = 0
        return True

    def _cards(self) -> Mapping[str, Card]:
        return self.searcher.engine.cards()

    def _kept(self, change: int) -> dict[str, Comparison]:
        if self.folder is None:
            return {}
        fingerprint = self.searcher.analyzer.fingerprint
        return comparison_groups.read(self.folder / comparison_groups.FILE, change, fingerprint)

    def _keep(self, change: int, key: str, found: Comparison) -> None:
        if self.folder is None or not self.keeping:
            return
        if self.searcher.catalog.last_change() != change:
            return  # what has been deleted meanwhile stands in no file
        with self._guard, suppress(OSError):  # as above
            kept = {**self._kept(change), key: found}
            fingerprint = self.searcher.analyzer.fingerprint
            comparison_groups.write(self.folder / comparison_groups.FILE, kept, change, fingerprint)
