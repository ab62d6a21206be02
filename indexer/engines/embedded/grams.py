"""The exact store: every two neighbouring folded characters are one token of SQLite's FTS5. The only FTS5.

A phrase query on such tokens is the substring search. The last character of a passage stands with an end mark, so no
phrase crosses two passages; one character alone is asked as a prefix. No text is kept: how often a phrase stands in
a report is recovered from FTS5's `bm25()`, whose other terms are known (see `_Recovery`); where a phrase may overlap
itself (人民为人民为人民), and wherever the recovery is not trusted, the tokens' positions are counted instead.

A row is never changed. A report's new version gets a new row, and a row that no report names is dead: FTS5 would need
the exact old text to delete it, and a mistake there damages the table silently. `State.worn` says when a rebuild
is due. Words, ranking, and which file is in force live elsewhere.
"""

from __future__ import annotations

import hashlib
import math
import operator
import re
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

# The ascii tokenizer takes all of non-ASCII as tokens' characters and folds A-Z, which folded text does not hold. So
# all of ASCII that folded text may hold is named, but for letters and digits, which are known: there, U+001F too.
_TOKEN_CHARACTERS = "\x1f" + "".join(c for c in map(chr, range(0x21, 0x7F)) if not c.isalnum())
_TOKENIZER = "ascii tokenchars '" + _TOKEN_CHARACTERS.replace("'", "''") + "'"
_END = "\u3000"  # white space, so never in folded text
_NEVER_FOLDED = re.compile("[\0-\x1e A-Z\x7f\u3000\ud800-\udfff]")

_CARD = tuple(field.name for field in fields(Card))
_TABLES = f"""
CREATE VIRTUAL TABLE g USING fts5(x, content='', columnsize=0, tokenize="{_TOKENIZER.replace('"', '""')}");
CREATE TABLE report(row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, length INTEGER NOT NULL);
CREATE TABLE card(row INTEGER PRIMARY KEY, digest BLOB NOT NULL, folded_title TEXT NOT NULL, {", ".join(_CARD)});
CREATE TABLE meta(fingerprint TEXT NOT NULL, last_change INTEGER NOT NULL, tick INTEGER NOT NULL,
                  rows INTEGER NOT NULL);
"""
_EVERY_CARD = f"SELECT {', '.join(_CARD)} FROM card"  # noqa: S608 # our own column names
_FEW_CARDS = 64
_CANARY = "canary"  # six characters: no token of a text
_CANARIES = (1, 2, 5)
_BULK_HASH, _DEFAULT_HASH = 1 << 26, 1 << 20
_MANY_BORDERS = 4
"""A phrase that can overlap itself in more ways is counted by positions at once."""
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
class _Recovery:
    """How often a phrase stands in a row, from the row's bm25().

    fts5_aux.c: -bm25 = idf · f · (k1 + 1) / (f + K), where idf = ln((N - n + ½) / (n + ½)), or 1e-6 if that is not
    positive, N all rows, n those that match; K depends on a row's length, which a contentless table
    without columnsize does not know, so it is one number for all. K is read off the canary rows.
    """

    rows: int
    k: float

    _K1 = 1.2
    _LARGEST = 1_000_000  # above, double precision no longer tells two neighbouring counts apart with certainty

    def idf(self, matching: int) -> float:
        idf = math.log((self.rows - matching + 0.5) / (matching + 0.5))
        return idf if idf > 0.0 else 1e-6

    def count(self, score: float, idf: float) -> int | None:
        """The number of places, or None where the figure is not near enough to a whole number."""
        part = -score / idf
        rest = self._K1 + 1 - part
        found = part * self.k / rest if rest > 0 else 0.0
        whole = round(found)
        return whole if 1 <= whole <= self._LARGEST and abs(found - whole) < 0.01 else None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The list of living reports as of one state of the store: row -> id, and the folded length of each."""

    tick: int
    ids: Mapping[int, str]
    rows: Mapping[str, int]
    lengths: Mapping[str, int]
    average: float
    recovery: _Recovery | None


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
            connection.execute("INSERT INTO meta VALUES(?, 0, 0, ?)", (fingerprint, len(_CANARIES)))
            connection.execute("BEGIN")  # until `settle`: each commit would make FTS5 write a segment
            canaries = [(row, " ".join([_CANARY] * n)) for row, n in enumerate(_CANARIES, 1)]
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
        return Held(meta[1], meta[0], reports, meta[2] - reports - len(_CANARIES))

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
        if not phrase or _NEVER_FOLDED.search(phrase):
            return {}
        with self._reading() as connection:
            now = self._snapshot(connection)
            key = now.tick, phrase
            with self._guard:
                known = self._recent.get(key)
                if known is None and len(self._recent) > _RECENT:
                    self._recent.popitem(last=False)
            if known is None:
                known = self._recent[key] = _count(connection, phrase, now)
            return known

    def places(self, phrase: str) -> dict[str, list[int]]:
        """Where the folded `phrase` begins, overlapping places too.

        id -> offsets in the passages laid one after the other, ascending.
        """
        if not phrase or _NEVER_FOLDED.search(phrase):
            return {}
        with self._reading() as connection:
            now = self._snapshot(connection)
            found = connection.execute("SELECT rowid FROM g WHERE g MATCH ?", (_match(phrase),))
            rows = {row for (row,) in found} & now.ids.keys()
            return {now.ids[row]: starts for row, starts in _places(connection, phrase, rows).items()}

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
            recovery=_canary(connection, rows),
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


def _count(connection: sqlite3.Connection, phrase: str, now: Snapshot) -> dict[str, int]:
    found = connection.execute("SELECT rowid, bm25(g) FROM g WHERE g MATCH ?", (_match(phrase),)).fetchall()
    counted = dict(_counted(found, now.recovery))
    doubtful = {row for row, count in counted.items() if count is None}
    if len(doubtful) < len(counted):
        doubtful |= _overlapping(connection, phrase, counted)
    if doubtful:
        places = _places(connection, phrase, doubtful & now.ids.keys())
        counted.update((row, _apart(starts, len(phrase))) for row, starts in places.items())
    return {now.ids[row]: cast("int", count) for row, count in counted.items() if row in now.ids}


def _counted(found: list[tuple[int, float]], recovery: _Recovery | None) -> Iterator[tuple[int, int | None]]:
    if recovery is None:
        return ((row, None) for row, _ in found)
    idf = recovery.idf(len(found))
    return ((row, recovery.count(score, idf)) for row, score in found)


def _tokens(passages: Iterable[str]) -> str:
    return " ".join(" ".join(map(operator.add, text, text[1:] + _END)) for text in passages if text)


def _match(phrase: str) -> str:
    """FTS5's query for a phrase; inside its quotation marks only those themselves need care."""
    tokens = " ".join(map(operator.add, phrase, phrase[1:])) if len(phrase) > 1 else phrase
    return '"' + tokens.replace('"', '""') + '"' + ("*" if len(phrase) == 1 else "")


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
        connection.execute("INSERT INTO g(rowid, x) VALUES(?, ?)", (row, _tokens(document.passages)))
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


def _canary(connection: sqlite3.Connection, rows: int) -> _Recovery | None:
    """The recovery, read off the canary rows; None where this SQLite's bm25() is not the one we know."""
    found = connection.execute("SELECT rowid, bm25(g) FROM g WHERE g MATCH ?", (f'"{_CANARY}"',)).fetchall()
    if len(found) != len(_CANARIES) or not all(score < 0 for _, score in found):
        return None
    # One place and two places: s2/s1 = 2 (1 + K) / (2 + K).
    ratio = found[1][1] / found[0][1]
    if not 1 < ratio < 2:
        return None
    recovery = _Recovery(rows, (2 * ratio - 2) / (2 - ratio))
    idf = recovery.idf(len(found))
    sound = all(recovery.count(score, idf) == n for (_, score), n in zip(found, _CANARIES, strict=True))
    return recovery if sound else None


def _borders(phrase: str) -> Iterator[int]:
    """Lengths at which the phrase's beginning is also its end: only so can two places overlap."""
    return (n for n in range(1, len(phrase)) if phrase.startswith(phrase[-n:]))


def _overlapping(connection: sqlite3.Connection, phrase: str, rows: Collection[int]) -> set[int]:
    """Those of `rows` in which two places of the phrase may overlap."""
    borders = list(_borders(phrase))
    if len(borders) > _MANY_BORDERS:
        return set(rows)
    together = [_match(phrase + phrase[border:]) for border in borders]
    return {row for both in together for (row,) in connection.execute("SELECT rowid FROM g WHERE g MATCH ?", (both,))}


def _places(connection: sqlite3.Connection, phrase: str, rows: Collection[int]) -> dict[int, list[int]]:
    """Where the phrase begins in each of `rows`, ascending, from the positions of its tokens."""
    connection.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.v USING fts5vocab(main, g, instance)")
    if len(phrase) == 1:
        token, last = phrase, phrase + "\U0010ffff"
        found = connection.execute("SELECT doc, offset FROM temp.v WHERE term >= ? AND term <= ?", (token, last))
        starts = {(row, offset) for row, offset in found if row in rows}
    else:
        starts = set()
        for at, token in enumerate(map(operator.add, phrase, phrase[1:])):
            found = connection.execute("SELECT doc, offset FROM temp.v WHERE term = ?", (token,))
            here = {(row, offset - at) for row, offset in found if row in rows}
            starts = starts & here if at else here
    places: dict[int, list[int]] = {}
    for row, offset in sorted(starts):
        places.setdefault(row, []).append(offset)
    return places


def _apart(starts: Iterable[int], length: int) -> int:
    """How many of the places do not overlap, from the left: `str.count`."""
    count, free = 0, -1
    for start in starts:
        if start >= free:
            count, free = count + 1, start + length
    return count
