"""The exact store: every two neighbouring folded characters are one token of SQLite's FTS5. The only FTS5.

A phrase query on such tokens is the substring search. No text is kept. Text to tokens: `bigram_tokens`. How often a
phrase stands in a report: `phrase_counts`.

A row is never changed. A report's new version gets a new row, and a row that no report names is dead: FTS5 would need
the exact old text to delete it, and a mistake there damages the table silently. `State.worn` says when a rebuild
is due. Words, ranking, and which file is in force live elsewhere.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from archive.errors import EngineError
from archive.storage.sqlite_codes import primary_code
from indexer import deadline
from indexer.analysis.analyzer import Analyzer
from indexer.document import Card, Document
from indexer.index.base import Proposal
from indexer.index.embedded import generations, page_checksums
from indexer.index.embedded.bigram_tokens import may_stand
from indexer.index.embedded.cooccurrence import LONG, Cooccurrence
from indexer.index.embedded.exact_store import Held, Listing, Posted
from indexer.index.embedded.phrase_counts import (
    CANARIES,
    CANARY,
    Recovery,
    counts,
    holding,
    places,
    recovery,
)
from indexer.index.embedded.rows import (
    EVERY_CARD,
    TABLES,
    card,
    digest_of,
    write,
)
from indexer.index.part import Fonds
from indexer.index.ranked import RankedQuestion, RankedReports
from indexer.index.set_algebra import Algebra
from indexer.lru_cache import LruCache
from indexer.query.model import Phrase, Query

_FEW_CARDS = 64
_STEPS = 20_000
"""Steps of SQLite's machine between two looks at the clock: some milliseconds."""
_BULK_HASH, _DEFAULT_HASH = 1 << 26, 1 << 20
_PARTS = 32
"""Sets of fonds whose reports are remembered: as many as there are groups that ask at once."""
_RECENT = 16
"""Phrases whose counts are remembered: proposing, ranking and paging ask for the same."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The list of living reports as of one state of the store: row -> id, and the folded length of each.

    `long`: the rows with a passage that is longer than `together.LONG`.
    """

    tick: int
    ids: Mapping[int, str]
    rows: Mapping[str, int]
    lengths: Mapping[str, int]
    average: float
    long: frozenset[int]
    recovery: Recovery | None


@dataclass(frozen=True, slots=True)
class Part:
    """The living reports of some fonds."""

    rows: Mapping[str, int]
    lengths: Mapping[str, int]
    average: float


class Bigrams:
    """One file of grams. Threads may share it: each has its own connection. Every failure is an EngineError."""

    outlined = False
    piece = 256
    merges = False

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self.path = path
        self.read_only = read_only
        self._here = threading.local()
        self._open: list[sqlite3.Connection] = []
        self._guard = threading.Lock()
        self._inside = 0
        self._retired = False
        self._last: Snapshot | None = None
        self._all_cards: tuple[int, dict[str, Card]] = (-1, {})
        self._titles: tuple[int, Mapping[str, str]] = (-1, {})
        self._digests: tuple[int, Mapping[str, bytes]] = (-1, {})
        self._recent: LruCache[tuple[int, str], Mapping[str, int]] = LruCache(_RECENT)
        self._held: LruCache[tuple[int, str], frozenset[str]] = LruCache(_RECENT)
        self._parts: LruCache[tuple[int, Fonds], Part] = LruCache(_PARTS)
        self._together = Cooccurrence()

    @classmethod
    def create(cls, path: Path, fingerprint: str) -> Bigrams:
        """A new store, for a bulk build: nothing is safe before `settle`."""
        store = cls(path)
        with _as_engine_errors(path):
            path.touch()
            connection = store._connection()
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("PRAGMA synchronous = OFF")
            connection.executescript(TABLES)
            connection.execute("INSERT INTO g(g, rank) VALUES('hashsize', ?)", (_BULK_HASH,))
            connection.execute("INSERT INTO meta VALUES(?, 0, 0, ?)", (fingerprint, len(CANARIES)))
            connection.execute("BEGIN")  # until `settle`: each commit would make FTS5 write a segment
            canaries = [(row, " ".join([CANARY] * n)) for row, n in enumerate(CANARIES, 1)]
            connection.executemany("INSERT INTO g(rowid, x) VALUES(?, ?)", canaries)
        return store

    def settle(self) -> None:
        """End of a bulk build: one segment, write-ahead log, everything in the file. The caller syncs the file."""
        with _as_engine_errors(self.path):
            connection = self._connection()
            with connection:
                connection.execute("INSERT INTO g(g, rank) VALUES('hashsize', ?)", (_DEFAULT_HASH,))
                connection.execute("INSERT INTO g(g) VALUES('optimize')")
            connection.execute("PRAGMA journal_mode = WAL")
            tick = connection.execute("SELECT tick FROM meta").fetchone()[0]
        self.close()
        page_checksums.write(self.path, tick, page_checksums.of_file(self.path))

    def merge(self, _folder: Path, _locked: AbstractContextManager[None]) -> bool:
        """Nothing: FTS5 merges by itself."""
        return False

    def waits_for_room(self) -> bool:
        """Never: FTS5 merges inside the writes."""
        return False

    def close(self) -> None:
        """Close the connections of all threads."""
        while self._open:
            self._open.pop().close()
        self._here = threading.local()

    def retire(self) -> None:
        """Close as soon as no thread reads here any more."""
        with self._guard:
            self._retired = True
            idle = not self._inside
        if idle:
            self.close()

    def ranked(
        self, question: RankedQuestion, analyzer: Analyzer, posted: Posted, fonds: Fonds | None = None
    ) -> RankedReports | None:
        """None: what is proposed is put in order by the searcher."""
        del question, analyzer, posted, fonds
        return None

    def propose(self, query: Query, fonds: Fonds | None = None) -> Proposal:
        """By the algebra of sets; a single phrase straight from its counts. Of some fonds: what they hold of it."""
        with self.session():
            found = self._proposed(query, fonds)
            return found if fonds is None else _of(found, self.snapshot(fonds).rows)

    def _proposed(self, query: Query, fonds: Fonds | None) -> Proposal:
        if isinstance(query, Phrase):
            return Proposal(self.counts(query.text), exact=True)

        def cards() -> Mapping[str, Card]:
            return self.cards(None, fonds)

        algebra = Algebra(self.counts, lambda: self.snapshot(fonds).rows, cards, self.together, self.holding)
        return algebra.propose(query)

    @contextmanager
    def session(self) -> Iterator[None]:
        """All that this thread reads inside comes from one state of the store."""
        with self._reading():
            yield

    def held(self) -> Held:
        """What is in the store. Raises EngineError("index.damaged") where it is missing or not sound."""
        with self._reading() as connection:
            meta = connection.execute("SELECT fingerprint, last_change, rows FROM meta").fetchone()
            if meta is None:
                raise EngineError("index.damaged", path=str(self.path), problem="empty")
            reports = connection.execute("SELECT count(*) FROM report").fetchone()[0]
        return Held(meta[1], meta[0], reports, meta[2] - reports - len(CANARIES))

    def trusted(self) -> bool:
        """Whether the file is as this program left it: then nobody else has written there."""
        kept = page_checksums.read(self.path)
        with _as_engine_errors(self.path):
            return kept is not None and kept.stamp == page_checksums.stamp(self.path)

    def prove(self) -> None:
        """Read the whole file and compare it with its sums; the caller holds the writers' lock.

        Without sums (a writer died before it wrote them) SQLite's and FTS5's own checks must do, and sums are made.
        Raises EngineError("index.damaged").
        """
        with self._reading() as connection:
            tick = connection.execute("SELECT tick FROM meta").fetchone()[0]
            kept, found = page_checksums.read(self.path), page_checksums.of_file(self.path)
            if kept is not None and kept.tick == tick:
                problem = "" if kept.crcs == found else "checksum"
            else:
                problem = _structure(connection)
        if problem:
            raise EngineError("index.damaged", path=str(self.path), problem=problem)
        page_checksums.write(self.path, tick, found)

    def harm(self) -> str:
        """What is not as it was written, "" for nothing; writes nothing. The caller holds the writers' lock."""
        with self._reading() as connection:
            tick = connection.execute("SELECT tick FROM meta").fetchone()[0]
            kept = page_checksums.read(self.path)
            if kept is not None and kept.tick == tick and kept.crcs != page_checksums.of_file(self.path):
                return "checksum"
            (found,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        return "" if found == "ok" else str(found)

    def altered(self, first: int, count: int) -> bool | None:
        """Is any of these pages not as it was written? None where there are no such pages, or no sums that tell.

        The caller holds the writers' lock.
        """
        with self._reading() as connection:
            tick = connection.execute("SELECT tick FROM meta").fetchone()[0]
            kept = page_checksums.read(self.path)
            if kept is None or kept.tick != tick or first >= len(kept.crcs):
                return None
            return page_checksums.altered(self.path, kept, first, count)

    def holds(self, document: Document) -> bool:
        """Is just this text of the report indexed?"""
        with self._reading() as connection:
            now = self._snapshot(connection)
            tick, digests = self._digests
            if tick != now.tick:
                digests = dict(connection.execute("SELECT report.id, digest FROM report JOIN card USING (row)"))
                self._digests = now.tick, digests
        return digests.get(document.id) == digest_of(document.passages)

    def _sum_up(self, connection: sqlite3.Connection) -> None:
        """After a commit: the log's pages into the sums, then into the file."""
        tick = connection.execute("SELECT tick FROM meta").fetchone()[0]
        kept = page_checksums.read(self.path)
        crcs = page_checksums.with_log(self.path, kept.crcs) if kept is not None and kept.tick == tick - 1 else None
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        if crcs is not None:
            page_checksums.write(self.path, tick, crcs)

    def update(self, documents: Iterable[Document], removed: Collection[str], last_change: int) -> None:
        """One transaction: `documents` in, `removed` out. What is there already, letter for letter, stays."""
        with _as_engine_errors(self.path):
            connection = self._connection()
            if connection.in_transaction:  # a bulk build
                write(connection.execute, documents, removed, last_change)
                return
            connection.execute("BEGIN IMMEDIATE")
            with connection:
                write(connection.execute, documents, removed, last_change)
            self._sum_up(connection)

    def counts(self, phrase: str) -> Mapping[str, int]:
        """The reports that hold the folded `phrase`, each with the number of its places, as `str.count` counts them."""
        if not may_stand(phrase):
            return {}
        with self._reading() as connection:
            now = self._snapshot(connection)
            return self._recent.get_or_make((now.tick, phrase), lambda: _counted(connection, phrase, now))

    def holding(self, phrase: str) -> Collection[str]:
        """The reports that hold the folded `phrase`; takes less than half the time of its counts."""
        if not may_stand(phrase):
            return ()
        with self._reading() as connection:
            now = self._snapshot(connection)
            key = now.tick, phrase
            counted = self._recent.get(key)
            if counted is not None:
                return counted.keys()
            return self._held.get_or_make(key, lambda: _holding(connection, phrase, now))

    def holders(self, texts: Sequence[str]) -> Sequence[Collection[str]]:
        """For each folded text the ids of the reports that hold it, as of one state of the store."""
        with self._reading() as connection:
            now = self._snapshot(connection)
            found: list[Collection[str]] = []
            for text in texts:
                deadline.check()
                found.append(_holding(connection, text, now) if may_stand(text) else ())
            return found

    def places(self, phrase: str) -> dict[str, list[int]]:
        """Where the folded `phrase` begins, overlapping places too.

        id -> offsets in the passages laid one after the other, ascending.
        """
        if not may_stand(phrase):
            return {}
        with self._reading() as connection:
            now = self._snapshot(connection)
            rows = holding(connection.execute, phrase) & now.ids.keys()
            return {now.ids[row]: starts for row, starts in places(connection.execute, phrase, rows).items()}

    def together(self, words: Sequence[str], without: Collection[str]) -> set[str]:
        """The reports, but for those of `without`, in which all the folded `words` stand in one passage."""
        if not all(map(may_stand, words)):
            return set()
        with self._reading() as connection:
            now = self._snapshot(connection)
            eligible = now.ids.keys() - {now.rows[name] for name in without if name in now.rows}
            rows = self._together.rows(connection.execute, words, eligible, now.long, now.tick)
            return {now.ids[row] for row in rows}

    def snapshot(self, fonds: Fonds | None = None) -> Listing:
        """The living reports of these fonds (None: all) and their lengths."""
        with self._reading() as connection:
            now = self._snapshot(connection)
            if fonds is None:
                return now
            return self._parts.get_or_make((now.tick, fonds), lambda: _part(connection, now, fonds))

    def cards(self, ids: Collection[str] | None = None, fonds: Fonds | None = None) -> dict[str, Card]:
        """The cards of `ids` (all where None), of those in these fonds."""
        found = self._carded(ids)
        return found if fonds is None else {name: one for name, one in found.items() if one.fonds in fonds}

    def _carded(self, ids: Collection[str] | None) -> dict[str, Card]:
        with self._reading() as connection:
            now = self._snapshot(connection)
            tick, everyone = self._all_cards
            if tick != now.tick and (ids is None or len(ids) > _FEW_CARDS):
                everyone = {one.id: one for one in map(card, connection.execute(EVERY_CARD))}
                self._all_cards = tick, everyone = now.tick, everyone
            if ids is None:
                return dict(everyone)
            if tick == now.tick:
                return {name: everyone[name] for name in ids if name in everyone}
            rows = (now.rows[name] for name in ids if name in now.rows)
            found = (connection.execute(EVERY_CARD + " WHERE row = ?", (row,)).fetchone() for row in rows)
            return {one.id: one for one in map(card, found)}

    def titles(self) -> Mapping[str, str]:
        """The folded title of every report that has one."""
        with self._reading() as connection:
            now = self._snapshot(connection)
            tick, titles = self._titles
            if tick != now.tick:
                titles = dict(connection.execute("SELECT id, folded_title FROM card WHERE folded_title <> ''"))
                self._titles = now.tick, titles
            return titles

    def _snapshot(self, connection: sqlite3.Connection) -> Snapshot:
        tick, rows = connection.execute("SELECT tick, rows FROM meta").fetchone()
        last = self._last
        if last is not None and last.tick == tick:
            return last
        reports = connection.execute("SELECT row, id, length, longest FROM report").fetchall()
        lengths = {name: length for _, name, length, _ in reports}
        self._last = last = Snapshot(
            tick=tick,
            ids={row: name for row, name, _, _ in reports},
            rows={name: row for row, name, _, _ in reports},
            lengths=lengths,
            average=sum(lengths.values()) / len(lengths) if lengths else 0.0,
            long=frozenset(row for row, _, _, longest in reports if longest > LONG),
            recovery=recovery(connection.execute, rows),
        )
        return last

    def _connection(self) -> sqlite3.Connection:
        connection = getattr(self._here, "connection", None)
        if connection is None:
            mode = "ro" if self.read_only else "rw"
            # autocommit: transactions are begun by hand. mode=rw: a missing file is an error, not an empty store.
            connection = sqlite3.connect(
                f"{self.path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None, check_same_thread=False
            )
            try:
                connection.execute("PRAGMA synchronous = FULL")
                connection.execute("PRAGMA temp_store = MEMORY")
                connection.set_progress_handler(deadline.passed, _STEPS)
                connection.execute("PRAGMA wal_autocheckpoint = 0")  # `update` does it, when the log has been read
            except BaseException:  # a full disk: whoever tries again and again must not pile up open files
                connection.close()
                raise
            self._here.connection = connection
            self._open.append(connection)
        return cast("sqlite3.Connection", connection)

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """A connection inside a transaction: what is read comes from one state of the store."""
        with self._entered(), _as_engine_errors(self.path):
            connection = self._connection()
            if connection.in_transaction:
                yield connection
                return
            connection.execute("BEGIN")
            with connection:
                yield connection

    @contextmanager
    def _entered(self) -> Iterator[None]:
        with self._guard:
            self._inside += 1
        try:
            yield
        finally:
            with self._guard:
                self._inside -= 1
                last = self._retired and not self._inside
            if last:
                self.close()


def _part(connection: sqlite3.Connection, now: Snapshot, fonds: Fonds) -> Part:
    marks = ",".join("?" * len(fonds))
    found = connection.execute(f"SELECT id FROM card WHERE fonds IN ({marks})", tuple(fonds))  # noqa: S608 # marks alone
    rows = {name: now.rows[name] for (name,) in found if name in now.rows}
    lengths = {name: now.lengths[name] for name in rows}
    return Part(rows, lengths, sum(lengths.values()) / len(lengths) if lengths else 0.0)


def _of(found: Proposal, ids: Collection[str]) -> Proposal:
    return Proposal({name: count for name, count in found.counts.items() if name in ids}, found.exact)


def _counted(connection: sqlite3.Connection, phrase: str, now: Snapshot) -> Mapping[str, int]:
    found = counts(connection.execute, phrase, now.ids.keys(), now.recovery)
    return {now.ids[row]: count for row, count in found.items()}


def _holding(connection: sqlite3.Connection, phrase: str, now: Snapshot) -> frozenset[str]:
    return frozenset(now.ids[row] for row in holding(connection.execute, phrase) if row in now.ids)


def _structure(connection: sqlite3.Connection) -> str:
    """What SQLite's and FTS5's own checks find, "" for nothing."""
    (found,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if found != "ok":
        return str(found)
    connection.execute("INSERT INTO g(g) VALUES('integrity-check')")
    return ""


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
