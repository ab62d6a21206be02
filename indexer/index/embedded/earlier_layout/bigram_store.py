"""The file of grams as the release before left it: asked, and never written. The only FTS5.

    g       a contentless table of FTS5: each two neighbouring folded characters of a passage are one token, so that a
            phrase query is the substring search; the first rows are canaries (`phrase_counts`)
    report  row, id, length, the longest passage, the lengths of all; a row that no report names is dead
    card    what the catalog knows of each report, its folded title, the digest of its text
    meta    for whom it was made, the last change it holds, how often it was written (`tick`), how many rows there are

A connection lives as long as a session: an earlier program may still write beside it, and its files are to be deleted.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from archive.errors import EngineError
from archive.storage.sqlite_codes import primary_code
from indexer import deadline
from indexer.analysis.analyzer import Analyzer
from indexer.document import Card, Document
from indexer.index.base import Proposal
from indexer.index.embedded import generations
from indexer.index.embedded.earlier_layout import page_sums
from indexer.index.embedded.earlier_layout.cooccurrence import together
from indexer.index.embedded.earlier_layout.living_reports import Part, Snapshot, part, snapshot
from indexer.index.embedded.earlier_layout.phrase_counts import CANARIES, counts, holding
from indexer.index.embedded.exact_store import Held, Posted
from indexer.index.embedded.folded_text import digest_of, may_stand
from indexer.index.part import Fonds
from indexer.index.ranked import RankedQuestion, RankedReports
from indexer.index.set_algebra import Algebra
from indexer.lru_cache import LruCache
from indexer.query.model import Phrase, Query

_STEPS = 20_000
"""Steps of SQLite's machine between two looks at the clock: some milliseconds."""
_RECENT = 16
"""Phrases whose counts are remembered: proposing, ranking and paging ask for the same."""


class EarlierStore:
    """One file of grams. Threads may share it. Every failure is an EngineError."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._here = threading.local()
        self._last: Snapshot | None = None
        self._recent: LruCache[tuple[int, str], Mapping[str, int]] = LruCache(_RECENT)

    def prove(self) -> None:
        """Compare the file with its sums where anyone has touched it since. Raises EngineError("index.damaged") where
        it is another, and where nothing tells: its successor is as good and made in a minute.
        """
        with self._reading() as connection:
            kept = page_sums.read(self.path)
            if kept is None or kept.stamp != page_sums.stamp(self.path):
                (tick,) = connection.execute("SELECT tick FROM meta").fetchone()
                if kept is None or kept.tick != tick or kept.crcs != page_sums.of_file(self.path):
                    raise EngineError("index.damaged", path=str(self.path), problem="checksum")

    def harm(self) -> str:
        """What is not as it was written, "" for nothing."""
        with self._reading() as connection:
            (tick,) = connection.execute("SELECT tick FROM meta").fetchone()
            kept = page_sums.read(self.path)
            if kept is not None and kept.tick == tick and kept.crcs != page_sums.of_file(self.path):
                return "checksum"
            (found,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        return "" if found == "ok" else str(found)

    def held(self) -> Held:
        """What is in the store. Raises EngineError("index.damaged") where it is missing or not sound."""
        with self._reading() as connection:
            meta = connection.execute("SELECT fingerprint, last_change, rows FROM meta").fetchone()
            if meta is None:
                raise EngineError("index.damaged", path=str(self.path), problem="empty")
            reports = connection.execute("SELECT count(*) FROM report").fetchone()[0]
        return Held(meta[1], meta[0], reports, meta[2] - reports - len(CANARIES))

    def holds(self, document: Document) -> bool:
        """Is just this text of the report indexed?"""
        sql = "SELECT digest FROM report JOIN card USING (row) WHERE report.id = ?"
        with self._reading() as connection:
            found = connection.execute(sql, (document.id,)).fetchone()
        return found is not None and found[0] == digest_of(document.passages)

    def ranked(
        self, question: RankedQuestion, analyzer: Analyzer, posted: Posted, fonds: Fonds | None = None
    ) -> RankedReports | None:
        """None: what is proposed is put in order by the searcher."""
        del question, analyzer, posted, fonds
        return None

    def propose(self, query: Query, fonds: Fonds | None = None) -> Proposal:
        """By the algebra of sets; a single phrase straight from its counts. Of some fonds: what they hold of it."""
        with self._reading():
            found = self._proposed(query, fonds)
            if fonds is None:
                return found
            readable = self.snapshot(fonds).rows
        return Proposal({name: count for name, count in found.counts.items() if name in readable}, found.exact)

    def _proposed(self, query: Query, fonds: Fonds | None) -> Proposal:
        if isinstance(query, Phrase):
            return Proposal(self.counts(query.text), exact=True)

        def ids() -> Collection[str]:
            return self.snapshot(fonds).rows

        def cards() -> Mapping[str, Card]:
            return self.cards(None, fonds)

        return Algebra(self.counts, ids, cards, self.together, self.holding).propose(query)

    def counts(self, phrase: str) -> Mapping[str, int]:
        """The reports that hold the folded `phrase`, each with the number of its places, as `str.count` counts them."""
        if not may_stand(phrase):
            return {}
        with self._reading() as connection:
            now = self._snapshot(connection)
            return self._recent.get_or_make((now.tick, phrase), lambda: _counted(connection, phrase, now))

    def holding(self, phrase: str) -> Collection[str]:
        """The reports that hold the folded `phrase`; takes less than half the time of its counts."""
        return self.holders((phrase,))[0]

    def holders(self, texts: Sequence[str]) -> Sequence[Collection[str]]:
        """For each folded text the ids of the reports that hold it, as of one state of the store."""
        with self._reading() as connection:
            ids = self._snapshot(connection).ids
            found: list[Collection[str]] = []
            for text in texts:
                deadline.check()
                rows = holding(connection.execute, text) if may_stand(text) else ()
                found.append({ids[row] for row in rows if row in ids})
            return found

    def together(self, words: Sequence[str], without: Collection[str]) -> set[str]:
        """The reports, but for those of `without`, in which all the folded `words` stand in one passage."""
        if not all(map(may_stand, words)):
            return set()
        with self._reading() as connection:
            now = self._snapshot(connection)
            eligible = now.ids.keys() - {now.rows[name] for name in without if name in now.rows}
            return {now.ids[row] for row in together(connection.execute, words, eligible, now.long)}

    def snapshot(self, fonds: Fonds | None = None) -> Snapshot | Part:
        """The living reports of these fonds (None: all) and their lengths."""
        with self._reading() as connection:
            now = self._snapshot(connection)
        return now if fonds is None else part(now, fonds)

    def cards(self, ids: Collection[str] | None = None, fonds: Fonds | None = None) -> dict[str, Card]:
        """The cards of `ids` (all where None), of those in these fonds."""
        with self._reading() as connection:
            known = self._snapshot(connection).cards
        found = known if ids is None else {name: known[name] for name in ids if name in known}
        return {name: card for name, card in found.items() if fonds is None or card.fonds in fonds}

    def titles(self) -> Mapping[str, str]:
        """The folded title of every report that has one."""
        with self._reading() as connection:
            return dict(connection.execute("SELECT id, folded_title FROM card WHERE folded_title <> ''"))

    @contextmanager
    def session(self) -> Iterator[None]:
        """All that this thread reads inside comes from one state of the store."""
        with self._reading():
            yield

    def close(self) -> None:
        """Nothing: a connection ends with its session."""

    def retire(self) -> None:
        """Nothing, as for `close`."""

    def _snapshot(self, connection: sqlite3.Connection) -> Snapshot:
        (tick,) = connection.execute("SELECT tick FROM meta").fetchone()
        last = self._last
        if last is None or last.tick != tick:
            self._last = last = snapshot(connection.execute)
        return last

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """The thread's connection, inside a transaction: what is read comes from one state of the store."""
        known: sqlite3.Connection | None = getattr(self._here, "connection", None)
        with _as_engine_errors(self.path):
            if known is not None:
                yield known
                return
            with closing(sqlite3.connect(self._address(), uri=True, isolation_level=None)) as connection:
                connection.execute("PRAGMA temp_store = MEMORY")
                connection.set_progress_handler(deadline.passed, _STEPS)
                connection.execute("BEGIN")
                self._here.connection = connection
                try:
                    yield connection
                finally:
                    self._here.connection = None

    def _address(self) -> str:
        """Where nothing can be written SQLite has no shared memory either: then the file has to be the whole of it."""
        assert self.path.stat()  # FileNotFoundError is damage; SQLite would only say that it cannot open it
        log = self.path.with_name(f"{self.path.name}-wal")
        alone = not os.access(self.path.parent, os.W_OK) and not (log.exists() and log.stat().st_size)
        return f"{self.path.absolute().as_uri()}?mode=ro{'&immutable=1' if alone else ''}"


def _counted(connection: sqlite3.Connection, phrase: str, now: Snapshot) -> Mapping[str, int]:
    found = counts(connection.execute, phrase, now.ids.keys(), now.recovery)
    return {now.ids[row]: count for row, count in found.items()}


@contextmanager
def _as_engine_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as problem:
        if primary_code(problem) == sqlite3.SQLITE_INTERRUPT:
            deadline.check()
        raise generations.failure(path, problem) from problem
    except sqlite3.DatabaseError as problem:
        raise EngineError("index.damaged", path=str(path), problem=str(problem)) from problem
    except FileNotFoundError as problem:
        raise EngineError("index.damaged", path=str(path), problem="missing") from problem
