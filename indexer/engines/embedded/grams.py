"""The exact store: every two neighbouring folded characters are one token of SQLite's FTS5. The only FTS5.

A phrase query on such tokens is the substring search. No text is kept. How text becomes tokens is said in `tokens`, how
often a phrase stands in a report is found out in `counting`.

A row is never changed. A report's new version gets a new row, and a row that no report names is dead: FTS5 would need
the exact old text to delete it, and a mistake there damages the table silently. `State.worn` says when a rebuild
is due. Words, ranking, and which file is in force live elsewhere.
"""

from __future__ import annotations

import hashlib
import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import cast

from archive.errors import EngineError
from archive.fold import fold_text
from indexer.document import Card, Document
from indexer.engines.embedded.counting import CANARIES, CANARY, Recovery, counts, holding, places, recovery
from indexer.engines.embedded.tokens import TOKENIZER, may_stand, tokens

_CARD = tuple(field.name for field in fields(Card))
_TABLES = f"""
CREATE VIRTUAL TABLE g USING fts5(x, content='', columnsize=0, tokenize="{TOKENIZER.replace('"', '""')}");
CREATE TABLE report(row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, length INTEGER NOT NULL);
CREATE TABLE card(row INTEGER PRIMARY KEY, digest BLOB NOT NULL, folded_title TEXT NOT NULL, {", ".join(_CARD)});
CREATE TABLE meta(fingerprint TEXT NOT NULL, last_change INTEGER NOT NULL, tick INTEGER NOT NULL,
                  rows INTEGER NOT NULL);
"""
_EVERY_CARD = f"SELECT {', '.join(_CARD)} FROM card"  # noqa: S608 # our own column names
_FEW_CARDS = 64
_BULK_HASH, _DEFAULT_HASH = 1 << 26, 1 << 20
_RECENT = 16
"""Phrases whose counts are remembered: proposing, ranking and paging ask for the same."""
_WORN_ROWS = 512
"""Fewer dead rows than this are never worth a rebuild."""


@dataclass(frozen=True, slots=True)
class Held:
    """What the store holds, and for whom: the fingerprint it was made with."""

    last_change: int
    fingerprint: str
    reports: int
    dead: int

    @property
    def worn(self) -> bool:
        """More than half of the rows are dead."""
        return self.dead > max(self.reports, _WORN_ROWS)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The list of living reports as of one state of the store: row -> id, and the folded length of each."""

    tick: int
    ids: Mapping[int, str]
    rows: Mapping[str, int]
    lengths: Mapping[str, int]
    average: float
    recovery: Recovery | None


class Grams:
    """One file of grams. Threads may share it: each has its own connection. Every failure is an EngineError."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._here = threading.local()
        self._open: list[sqlite3.Connection] = []
        self._guard = threading.Lock()
        self._inside = 0
        self._retired = False
        self._last: Snapshot | None = None
        self._all_cards: tuple[int, dict[str, Card]] = (-1, {})
        self._recent: OrderedDict[tuple[int, str], Mapping[str, int]] = OrderedDict()

    @classmethod
    def create(cls, path: Path, fingerprint: str) -> Grams:
        """A new store, for a bulk build: nothing is safe before `settle`."""
        store = cls(path)
        with _as_engine_errors(path):
            path.touch()
            connection = store._connection()
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("PRAGMA synchronous = OFF")
            connection.executescript(_TABLES)
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
        self.close()

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

    def update(self, documents: Iterable[Document], removed: Collection[str], last_change: int) -> None:
        """One transaction: `documents` in, `removed` out. What is there already, letter for letter, stays."""
        with _as_engine_errors(self.path):
            connection = self._connection()
            if connection.in_transaction:  # a bulk build
                _write(connection, documents, removed, last_change)
                return
            connection.execute("BEGIN IMMEDIATE")
            with connection:
                _write(connection, documents, removed, last_change)
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def counts(self, phrase: str) -> Mapping[str, int]:
        """The reports that hold the folded `phrase`, each with the number of its places, as `str.count` counts them."""
        if not may_stand(phrase):
            return {}
        with self._reading() as connection:
            now = self._snapshot(connection)
            key = now.tick, phrase
            with self._guard:
                known = self._recent.get(key)
                if known is None and len(self._recent) > _RECENT:
                    self._recent.popitem(last=False)
            if known is None:
                counted = counts(connection.execute, phrase, now.ids.keys(), now.recovery)
                known = self._recent[key] = {now.ids[row]: count for row, count in counted.items()}
            return known

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

    def snapshot(self) -> Snapshot:
        """The living reports and their lengths."""
        with self._reading() as connection:
            return self._snapshot(connection)

    def cards(self, ids: Collection[str] | None = None) -> dict[str, Card]:
        """The cards of `ids` (all where None)."""
        with self._reading() as connection:
            now = self._snapshot(connection)
            tick, everyone = self._all_cards
            if tick != now.tick and (ids is None or len(ids) > _FEW_CARDS):
                everyone = {card.id: card for card in map(_card, connection.execute(_EVERY_CARD))}
                self._all_cards = tick, everyone = now.tick, everyone
            if ids is None:
                return dict(everyone)
            if tick == now.tick:
                return {name: everyone[name] for name in ids if name in everyone}
            rows = (now.rows[name] for name in ids if name in now.rows)
            found = (connection.execute(_EVERY_CARD + " WHERE row = ?", (row,)).fetchone() for row in rows)
            return {card.id: card for card in map(_card, found)}

    def titles(self) -> dict[str, str]:
        """The folded title of every report that has one."""
        with self._reading() as connection:
            return dict(connection.execute("SELECT id, folded_title FROM card WHERE folded_title <> ''"))

    def _snapshot(self, connection: sqlite3.Connection) -> Snapshot:
        tick, rows = connection.execute("SELECT tick, rows FROM meta").fetchone()
        last = self._last
        if last is not None and last.tick == tick:
            return last
        reports = connection.execute("SELECT row, id, length FROM report").fetchall()
        lengths = {name: length for _, name, length in reports}
        self._last = last = Snapshot(
            tick=tick,
            ids={row: name for row, name, _ in reports},
            rows={name: row for row, name, _ in reports},
            lengths=lengths,
            average=sum(lengths.values()) / len(lengths) if lengths else 0.0,
            recovery=recovery(connection.execute, rows),
        )
        return last

    def _connection(self) -> sqlite3.Connection:
        connection = getattr(self._here, "connection", None)
        if connection is None:
            # autocommit: transactions are begun by hand. mode=rw: a missing file is an error, not an empty store.
            connection = sqlite3.connect(
                f"{self.path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None, check_same_thread=False
            )
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA temp_store = MEMORY")
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


@contextmanager
def _as_engine_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as problem:
        if "locked" in str(problem):
            raise EngineError("index.locked", path=str(path)) from problem
        if "disk is full" in str(problem) or "readonly" in str(problem):
            raise EngineError("index.unwritable", path=str(path), problem=str(problem)) from problem
        raise EngineError("index.damaged", path=str(path), problem=str(problem)) from problem
    except sqlite3.DatabaseError as problem:
        raise EngineError("index.damaged", path=str(path), problem=str(problem)) from problem


def _write(
    connection: sqlite3.Connection, documents: Iterable[Document], removed: Collection[str], last_change: int
) -> None:
    rows = connection.execute("SELECT rows FROM meta").fetchone()[0]
    for name in removed:
        _forget(connection, name)
    for document in documents:
        rows += _put(connection, document, rows + 1)
    connection.execute(
        "UPDATE meta SET last_change = ?, rows = ?, tick = tick + 1 WHERE rowid = 1", (last_change, rows)
    )


def _put(connection: sqlite3.Connection, document: Document, row: int) -> int:
    """How many rows that took: none where only the card is new.

    One row a statement: for a statement that may have to be undone in part, SQLite makes FTS5 write a segment first.
    """
    digest = hashlib.blake2b("\n".join(document.passages).encode(), digest_size=16).digest()
    known = connection.execute(
        "SELECT card.row, digest FROM report JOIN card USING (row) WHERE report.id = ?", (document.id,)
    ).fetchone()
    same = known is not None and known[1] == digest
    if same:
        row = known[0]
        connection.execute("DELETE FROM card WHERE row = ?", (row,))
    else:
        if known is not None:
            _forget(connection, document.id)
        length = sum(map(len, document.passages))
        connection.execute("INSERT INTO report VALUES(?, ?, ?)", (row, document.id, length))
        connection.execute("INSERT INTO g(rowid, x) VALUES(?, ?)", (row, tokens(document.passages)))
    values = [getattr(document.card, name) for name in _CARD]
    places = ", ".join("?" * (3 + len(values)))
    connection.execute(
        f"INSERT INTO card VALUES({places})",
        (row, digest, fold_text(document.card.title or ""), *values),
    )
    return 0 if same else 1


def _forget(connection: sqlite3.Connection, name: str) -> None:
    connection.execute("DELETE FROM card WHERE row = (SELECT row FROM report WHERE id = ?)", (name,))
    connection.execute("DELETE FROM report WHERE id = ?", (name,))


def _card(row: tuple[object, ...]) -> Card:
    values = dict(zip(_CARD, row, strict=True))
    values["title_derived"] = bool(values["title_derived"])
    return Card(**values)  # type: ignore[arg-type] # they went in with these types
