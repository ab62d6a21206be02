"""The exact store of positions: a folder of segments, and which of them are in force. Locks and takeovers live outside.

A write makes a segment of what is new, then puts it in force together with the tombstones of what it replaces, by one
rename; a crash before it leaves files that nobody names. How segments become fewer: `writing`.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from archive.errors import EngineError
from indexer.analysis.analyzer import Analyzer
from indexer.document import Card, Document
from indexer.index.base import Proposal
from indexer.index.embedded import generations, left_open
from indexer.index.embedded.exact_store import Held, Posted
from indexer.index.embedded.folded_text import may_stand
from indexer.index.embedded.positions import manifest as manifests
from indexer.index.embedded.positions import writing
from indexer.index.embedded.positions.answers.ordered_hits import OrderedHits
from indexer.index.embedded.positions.answers.word_ordinals import WordOrdinals
from indexer.index.embedded.positions.arrays.choice import arrays
from indexer.index.embedded.positions.arrays.protocol import Arrays, Mask
from indexer.index.embedded.positions.bulk import Bulk
from indexer.index.embedded.positions.manifest import Manifest
from indexer.index.embedded.positions.many_texts import holders
from indexer.index.embedded.positions.questions import Questions
from indexer.index.embedded.positions.segment import Segment
from indexer.index.embedded.positions.segment_writer import digest_of
from indexer.index.embedded.positions.snapshot import FONDS, Snapshot
from indexer.index.part import Fonds
from indexer.index.ranked import RankedQuestion, RankedReports
from indexer.lru_cache import LruCache
from indexer.query.model import Query

TRIES = 8
"""Times that a manifest is read anew because a segment that it names has been merged away since."""


@dataclass(frozen=True)
class ReportList:
    """The living reports of one snapshot."""

    of: Snapshot
    allowed: Mask | None = None

    @cached_property
    def rows(self) -> Mapping[str, int]:
        """The ordinal of each report."""
        if self.allowed is None:
            return self.of.by_id
        return {self.of.ids[ordinal]: ordinal for ordinal in self.of.k.members(self.of.permitted(self.allowed))}

    @cached_property
    def lengths(self) -> Mapping[str, int]:
        """The folded length of each report."""
        lengths = self.of.lengths
        return {name: int(lengths[ordinal]) for name, ordinal in self.rows.items()}

    @cached_property
    def average(self) -> float:
        """The average of the lengths."""
        return sum(self.lengths.values()) / len(self.lengths) if self.lengths else 0.0

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """The folded title of every report that has one."""
        titles = [title for segment in self.of.segments for title in segment.titles]
        return {name: titles[ordinal] for name, ordinal in self.rows.items() if titles[ordinal]}

    @cached_property
    def digests(self) -> Mapping[str, bytes]:
        """What tells the state of each report."""
        digests = [digest for segment in self.of.segments for digest in segment.digests()]
        return {name: digests[ordinal] for name, ordinal in self.of.by_id.items()}


class PositionStore:
    """The store in folder `path`. Threads may share it. Every failure is an EngineError."""

    def __init__(self, path: Path, k: Arrays | None = None) -> None:
        self.path = path
        self.k = k or arrays()
        self._guard = threading.RLock()
        self._seen: object = None
        self._last: Snapshot | None = None
        self._list: ReportList | None = None
        self._parts: LruCache[Fonds, ReportList] = LruCache(FONDS)
        self._here = threading.local()
        self._bulk: Bulk | None = None
        self._words = WordOrdinals()

    @classmethod
    def create(cls, path: Path, fingerprint: str, k: Arrays | None = None) -> PositionStore:
        """A new store, for a bulk build: nothing is in force before `settle`."""
        store = cls(path, k)
        with system_errors(path):
            path.mkdir()
        store._bulk = Bulk(path, fingerprint, store.k)
        return store

    def settle(self) -> None:
        """End of a bulk build: one segment, on the disk and in force."""
        assert self._bulk is not None
        with system_errors(self.path):
            self._bulk.settle()
            self._bulk = None
        self.close()  # Windows renames no folder in which a file is open

    def update(self, documents: Iterable[Document], removed: Collection[str], last_change: int) -> None:
        """`documents` in, `removed` out, at once; what is there already, letter for letter, stays."""
        with system_errors(self.path):
            if self._bulk is not None:
                self._bulk.update(documents, removed, last_change)
            else:
                writing.update(self.path, self._current(), documents, removed, last_change)

    def merge(self, folder: Path, locked: AbstractContextManager[None]) -> bool:
        """Merge what is due: in `folder`, without a lock, put in force inside `locked`; whether anything was."""
        with system_errors(self.path):
            return writing.merge_apart(self.path, self.now(), folder, locked)

    def waits_for_room(self) -> bool:
        """Is a merge due for which the disk has too little room?"""
        return writing.waits_for_room(self.path, self.now().manifest)

    def now(self) -> Snapshot:
        """What is in force, or what this thread's session began with."""
        pinned: Snapshot | None = getattr(self._here, "snapshot", None)
        if pinned is not None:
            return pinned
        with self._guard, system_errors(self.path):
            if self._bulk is not None:
                now = self._bulk.flushed()
                if self._last is None or self._last.manifest is not now:
                    self._last = self._opened(now)
                return self._last
            seen = manifests.signature(self.path)
            if self._last is None or seen != self._seen:
                self._last, self._seen = self._current(), seen
            return self._last

    @contextmanager
    def session(self) -> Iterator[None]:
        """All that this thread reads inside comes from one state of the store."""
        before: Snapshot | None = getattr(self._here, "snapshot", None)
        self._here.snapshot = self.now()
        try:
            yield
        finally:
            self._here.snapshot = before

    def questions(self, allowed: Mask | None = None) -> Questions:
        """Asks what is in force now, of the reports of these ordinals."""
        return Questions(self.now(), allowed)

    def ranked(
        self, question: RankedQuestion, analyzer: Analyzer, posted: Posted, fonds: Fonds | None = None
    ) -> RankedReports | None:
        """The whole answer in its order, of what is in force now; None where texts have to be read for it."""
        words, now = self._words, self.now()
        ordered = OrderedHits(now, now.of_fonds(fonds))
        return ordered.ranked(question, analyzer, lambda word, now: words.counts(word, posted(word), now))

    def propose(self, query: Query, fonds: Fonds | None = None) -> Proposal:
        """The reports that may answer the query, of those in these fonds (None: of all)."""
        now = self.now()
        return Questions(now, now.of_fonds(fonds)).propose(query)

    def counts(self, phrase: str) -> Mapping[str, int]:
        """The reports that hold the folded phrase, each with the number of its places."""
        if not may_stand(phrase):
            return {}
        now = self.now()
        reports, counts = self.k.pairs_of(now.counts(phrase))
        return dict(zip(map(now.ids.__getitem__, reports), counts, strict=True))

    def holders(self, texts: Sequence[str]) -> Sequence[Collection[str]]:
        """For each folded text the ids of the reports that hold it, as of one state of the store."""
        now = self.now()
        return [[now.ids[one] for one in reports] for reports in holders(now, texts)]

    def cards(self, ids: Collection[str] | None = None, fonds: Fonds | None = None) -> dict[str, Card]:
        """The cards of `ids` (all where None), of those in these fonds."""
        now, rows = self.now(), self.snapshot(fonds).rows
        wanted = rows if ids is None else {name: rows[name] for name in ids if name in rows}
        return {name: now.card(ordinal) for name, ordinal in wanted.items()}

    def titles(self) -> Mapping[str, str]:
        """The folded title of every report that has one."""
        return self.snapshot().titles

    def snapshot(self, fonds: Fonds | None = None) -> ReportList:
        """The living reports of these fonds (None: all) and their lengths."""
        now, known = self.now(), self._list
        if known is None or known.of is not now:
            self._parts.clear()  # else they would hold files that nobody else reads
            self._list = known = ReportList(now)
        if fonds is None:
            return known
        part = self._parts.get_or_make(fonds, lambda: ReportList(now, now.of_fonds(fonds)))
        return part if part.of is now else ReportList(now, now.of_fonds(fonds))

    def held(self) -> Held:
        """What is in force. Raises EngineError("index.damaged") where a file is missing or has not its size."""
        with self._guard, system_errors(self.path):
            now = self._bulk.flushed() if self._bulk is not None else manifests.read(self.path)
            for part in now.parts:
                if (self.path / part.name).stat().st_size != part.size:
                    raise EngineError("index.damaged", path=str(self.path / part.name), problem="size")
        dead = sum(len(part.gone) for part in now.parts)
        return Held(now.last_change, now.fingerprint, now.reports, dead)

    def holds(self, document: Document) -> bool:
        """Is just this state of the report indexed: its text, its turns and parts, its card?"""
        return self.snapshot().digests.get(document.id) == digest_of(document)

    def harm(self) -> str:
        """The first segment with a page that is not as it was written, "" for none."""
        for segment in self.now().segments:
            if segment.file.altered(0, segment.file.pages):
                return f"{segment.name}: checksum"
        return ""

    def altered(self, first: int, count: int) -> bool | None:
        """Is any of these pages, counted through all segments, not as it was written?"""
        segments = self.now().segments
        if first >= sum(segment.file.pages for segment in segments):
            return None
        for segment in segments:
            pages = segment.file.pages
            if first < pages and segment.file.altered(first, min(count, pages - first)):
                return True
            taken = max(0, min(count, pages - first))
            first, count = max(0, first - pages), count - taken
            if count <= 0:
                break
        return False

    def leave_open(self) -> None:
        """Read what most questions need, and let it stay for stores of this folder that are opened later."""
        now = self.now()
        now.load()
        left_open.leave(self.path, now)

    def close(self) -> None:
        """Let go of the segments; each is closed when nobody reads it any more."""
        with self._guard:
            self._last, self._list, self._seen, self._words = None, None, None, WordOrdinals()
            self._parts.clear()

    def _current(self) -> Snapshot:
        for _ in range(TRIES):
            seen = manifests.signature(self.path)
            try:
                return self._opened(manifests.read(self.path))
            except FileNotFoundError:
                if seen == manifests.signature(self.path):
                    raise
        raise EngineError("index.damaged", path=str(self.path), problem="changes too often")

    def _opened(self, manifest: Manifest) -> Snapshot:
        """Segments that are open already go on with what they know."""
        left = left_open.found(self.path, manifest)
        before = self._last or (left if left is not None and left.k is self.k else None)
        if before is left and before is not None and before.manifest == manifest:
            return before
        known = {segment.name: segment for segment in before.segments} if before is not None else {}
        segments = [known.get(part.name) or Segment(self.path / part.name, self.k) for part in manifest.parts]
        for part, segment in zip(manifest.parts, segments, strict=True):
            if part.reports != segment.reports:
                raise EngineError("index.damaged", path=str(self.path / part.name), problem="reports")
        return Snapshot(manifest, segments, self.k)


@contextmanager
def system_errors(path: Path) -> Iterator[None]:
    """What the system refuses as EngineError; a file that is missing is damage."""
    try:
        yield
    except FileNotFoundError as problem:
        raise EngineError("index.damaged", path=str(path), problem="missing") from problem
    except OSError as problem:
        raise generations.failure(path, problem) from problem
