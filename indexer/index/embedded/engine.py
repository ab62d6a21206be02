"""The embedded engine: exact search in a store of its own, ranking words in Whoosh, both derived. The writing half.

    positions    where every two neighbouring characters stand: decides which reports match, and how often
    words        how often each word stands where: ranks, never gates
    generations  which files are in force; manifest, takeover, the writer's lock
    reading      proposals and scores
    bulk         building both stores at once, on two cores
    scrub        reading all of it again, piece by piece

Each store remembers the last catalog change it holds. Positions are written first; a crash between the two leaves the
words behind, `state` reports the smaller number, and what is missing is replayed.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from archive.errors import EngineError
from indexer.analysis.analyzer import Analyzer
from indexer.document import Document
from indexer.index import ranking
from indexer.index.base import Engine, State
from indexer.index.embedded import generations, scrub
from indexer.index.embedded.exact_store import Held
from indexer.index.embedded.positions import unit_rules
from indexer.index.embedded.reader import Reading, Stores

if TYPE_CHECKING:
    from indexer.index.embedded.bulk_build import BulkBuild
    from indexer.index.embedded.word_counts import ReadText
    from indexer.index.text_probes import ReportState

NOTHING = State(0, 0, "")


class EmbeddedEngine(Reading):
    """The engine over HOME/index. `lock_seconds` is how long a writer waits for another."""

    name = "embedded"

    def __init__(
        self,
        folder: Path,
        analyzer: Analyzer,
        *,
        lock_seconds: float = 30.0,
        archive: str = "",
        read_only: bool = False,
    ) -> None:
        super().__init__(folder, analyzer, archive=archive, read_only=read_only)
        self.lock_seconds = lock_seconds

    def state(self) -> State:
        """The smaller last change of the two stores; nothing where either is missing, damaged or another's."""
        try:
            stores = self.in_force()
            held = self._held(stores) if stores is not None else None
        except EngineError as problem:
            if problem.code != "index.damaged":
                raise
            return NOTHING
        words = self.sound_words(stores.words) if stores is not None else None
        if held is None or words is None:
            return NOTHING
        last, outdated = min(held.last_change, words[1].last_change), held.fingerprint != self.fingerprint
        return State(last, held.reports, held.fingerprint, held.worn, outdated)

    def harms(self) -> Iterator[tuple[Path, str]]:
        """Every file in force that is not as it was written; writes nothing. While another process writes: none."""
        try:
            stores = self.in_force()
            if stores is None:
                return
            with generations.looking(self.folder):
                harm = stores.exact.harm()
                if harm:
                    yield stores.exact.path, harm
                words = self.folder / stores.words
                if generations.manifest(words, hashes=True) is None:
                    yield words, "manifest"
        except EngineError as problem:
            if problem.code == "index.damaged":
                yield Path(str(problem.evidence["path"])), str(problem.evidence["problem"])
            elif problem.code != "index.locked":
                raise

    def patrol(self) -> Iterator[tuple[Path, str] | None]:
        """The same in small pieces, as `scrub` tells: None for each that is sound."""
        stores = self.in_force()
        if stores is not None:
            yield from scrub.rounds(self.folder, stores)

    def merge(self) -> bool:
        """Merge pieces of the exact store that should be one, beside whoever writes; whether there were any.

        Raises EngineError("index.locked") where a writer does not let it take over for too long.
        """
        stores = self.in_force()
        if stores is None or stores.positions is None:
            return False
        with generations.building(self.folder) as place:
            return stores.positions.merge(place, self.turn(self.lock_seconds))

    def leave_open(self) -> None:
        """Read what most questions need of what is in force, and let it stay for engines of this folder that are opened
        later, here or in processes forked from this one (`left_open`).
        """
        stores = self.in_force()
        if stores is not None and stores.positions is not None:
            stores.positions.leave_open()

    def waits_for_room(self) -> bool:
        """Should pieces of the exact store be merged for which the disk has too little room?"""
        stores = self.in_force()
        return stores is not None and stores.positions is not None and stores.positions.waits_for_room()

    def holds(self, document: Document) -> bool:
        """Whether just this state of the report is indexed: its text, and its outline where that is indexed."""
        return self._needed().exact.holds(document)

    def update(self, documents: Iterable[Document], removed: Collection[str], last_change: int) -> None:
        """Positions at once, then the words' next generation."""
        with self.turn(self.lock_seconds):
            stores = self._stores_to_write()
            held, positions = self._held(stores), stores.positions
            if positions is None or held is None or held.fingerprint != self.fingerprint:
                raise EngineError("index.damaged", path=str(stores.exact.path), problem="fingerprint")
            # Several processes see the same change; whoever gets its turn later finds both stores level with it.
            if last_change > held.last_change or (last_change == held.last_change > self._words_change(stores)):
                every = list(documents)
                positions.update(every, removed, last_change)
                self._next_words(stores, every, removed, last_change)

    @contextmanager
    def replacement(self) -> Iterator[Engine]:
        """New files beside the old; CURRENT names them when all is on the disk. Other writers wait until then."""
        with self.turn(self.lock_seconds), self.building() as bulk:
            yield bulk
            self.adopt(bulk)

    @contextmanager
    def building(self, known: dict[ReportState, ReadText] | None = None) -> Iterator[BulkBuild]:
        """An empty engine that is filled while others may write, too; gone afterwards unless it was adopted.

        `known`: see `BulkBuild`.
        """
        from indexer.index.embedded.bulk_build import BulkBuild  # a cold search does without what it imports

        with generations.building(self.folder) as place:
            bulk = BulkBuild(place, self.analyzer, archive=self.archive, known=known)
            try:
                yield bulk
            finally:
                bulk.end()

    def adopt(self, bulk: BulkBuild) -> None:
        """Finish `bulk` and put it in force; only for whoever has the writers' turn."""
        bulk.finish()
        self._put_in_force(generations.adopt(self.folder, bulk.folder, unit_rules.LAYOUT))

    def _words_change(self, stores: Stores) -> int:
        """The last change that the words hold; before any where no generation is sound."""
        words = self.sound_words(stores.words)
        return -1 if words is None else words[1].last_change

    def _held(self, stores: Stores) -> Held | None:
        """What the exact store holds; None where another fold, analyzer or layout made them that is not read here."""
        held = stores.exact.held()
        return held if self.readable(held.fingerprint) else None

    def _stores_to_write(self) -> Stores:
        stores = self.in_force()
        if stores is None:
            with self.building() as empty:
                self.adopt(empty)
            stores = self.in_force()
            assert stores is not None
        return stores

    def _next_words(
        self, stores: Stores, documents: Iterable[Document], removed: Collection[str], last_change: int
    ) -> None:
        """Nothing where no generation is sound: `state` owns up to it, and the whole is built anew."""
        before = self.proven_words(stores.words)
        if before is None:
            return
        from indexer.index.embedded import word_store

        old, manifest = before
        new = self.folder / f"{generations.next_number(self.folder):06}"
        new.mkdir()
        frequencies = ((one.id, ranking.word_frequencies(one, self.analyzer)) for one in documents)
        rows = ((name, {word.encode(): times for word, times in found.items()}) for name, found in frequencies)
        try:
            word_store.extend(old, manifest.files, new, rows, removed)
            generations.seal(new, last_change, self.fingerprint, known=manifest)
        except BaseException:
            shutil.rmtree(new, ignore_errors=True)  # a full disk gets its room again
            raise
        self._proven.add(new.name)
        self._put_in_force(generations.Current(stores.exact.path.name, new.name, unit_rules.LAYOUT))

    def _put_in_force(self, names: generations.Current) -> None:
        generations.take_over(self.folder, names)
        generations.sweep(self.folder, names)
