"""提法 of one archive: uses, quoted terms and comparisons, each kept until the next change. Threads may share it."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from indexer import deadline
from indexer.document import Card
from indexer.lru_cache import LruCache
from indexer.search.searcher import Searcher
from indexer.search.suggest import Suggester
from indexer.wordings import comparison_groups, holdings
from indexer.wordings.comparison_groups import Comparison, Group, compared
from indexer.wordings.holdings import Holdings, followed
from indexer.wordings.quoted_terms import Kind, QuotedTerm, quoted_terms
from indexer.wordings.rates import Base, base_of
from indexer.wordings.usage import Usage, usage_of

USES, LISTS, COMPARISONS = 100, 4, 40
"""That are kept in memory."""
REWRITE = 100
"""Reports that have changed since the file was written, from which on it is written again."""


class Wordings:
    """`folder`: where the derived files lie (None: nowhere). `whole`: what is counted of all reports, of which those of
    `searcher` are some.
    """

    def __init__(self, searcher: Searcher, folder: Path | None = None, whole: Wordings | None = None) -> None:
        self._whole = whole
        self.searcher = searcher
        self.folder = folder
        self._guard = threading.Lock()
        self._holdings: Holdings | None = None
        self._ours: Holdings | None = None
        self._base: tuple[int, Base] | None = None
        self._unwritten = 0
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
            searcher = self.searcher
            with deadline.suspended():
                found = compared(searcher.catalog, searcher.analyzer, self._cards(), held, here, there, kind)
            self._keep(held.change, key, found)
        self._comparisons.put((held.change, key), found)
        return found

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
            if path is not None and after is not before and self._has_changed_much(before, after):
                with suppress(OSError):  # without the file it is counted again next time, which is all that it saves
                    holdings.write(path, after)
            return after

    def _of_ours(self, held: Holdings) -> Holdings:
        """Of all holdings those of the reports that the searcher holds; the same object until they change."""
        with self._guard:
            if self._holdings is None or self._ours is not held:
                cards = self._cards()
                reports = {name: one for name, one in held.reports.items() if name in cards}
                self._ours, self._holdings = held, Holdings(held.change, reports)
            return self._holdings

    def _has_changed_much(self, before: Holdings | None, after: Holdings) -> bool:
        """Is there no file, or has much changed since it was written?"""
        known = {} if before is None else before.reports
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
        if self.folder is None:
            return
        with self._guard, suppress(OSError):  # as above
            kept = {**self._kept(change), key: found}
            fingerprint = self.searcher.analyzer.fingerprint
            comparison_groups.write(self.folder / comparison_groups.FILE, kept, change, fingerprint)
