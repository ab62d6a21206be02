"""The store under the local catalog: sqlite3's connections, transactions, errors and schema. What is kept lives above.

The only file that knows sqlite3; every error of it leaves here as a CatalogError.
"""

# ruff: noqa: S608 # names of tables and columns are the schema's; every value is bound

from __future__ import annotations

import re
import sqlite3
import threading
import time
import weakref
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from archive.catalog.stores.database import SCHEMA, Database, Row, RowSlices, Schema
from archive.errors import CatalogError
from archive.storage.disk import beside, disk_errors, make_folder, nearly_full, put_in_place, to_disk
from archive.storage.leases import FileLeases, Leases
from archive.storage.sqlite_codes import primary_code

__all__ = ["BEFORE", "Database", "Row", "Sqlite"]

LARGE = 1 << 17
"""Bytes of a text from which on it is not copied for each slice: SQLite, and the system, hand out larger pieces of
memory anew each time.
"""
TOGETHER = (1, 2, 5, 10, 20, 32)
"""Texts of which slices are read by one query: each number is another query, of which SQLite makes the plan anew."""
BEFORE = "before-upgrade"
"""The folder beside a database for what it was before its schema was changed."""
READING, WRITING = 2000, 16000
"""KiB of pages that a connection holds: each thread of each process has its own, and what they read the system holds
once for all. A transaction changes pages, of which none should have to go to the disk before its end.
"""


class Sqlite:
    """One file, a connection a thread. `lock_seconds` is how long a writer waits for another process; `schema` is what
    lies in it, the catalog where none is named.

    Opening makes the file or brings its schema up to date, unless `read_only`. Raises CatalogError:
    `catalog.newer_schema`, `catalog.damaged`, `catalog.locked`, `home.missing` (read-only and no schema yet).
    """

    def __init__(self, path: Path, *, read_only: bool, lock_seconds: float, schema: Schema | None = None) -> None:
        self.path = path
        self._schema = schema or SCHEMA
        self.read_only = read_only
        self.lock_seconds = lock_seconds
        self._connections: weakref.WeakSet[_Held] = weakref.WeakSet()
        self._of_thread = threading.local()
        self._guard = threading.Lock()
        self._closed = False
        try:
            self._check_schema()
        except BaseException:
            self.close()
            raise

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """All rows of a query: one consistent state."""
        try:  # as `errors`, which takes as long as a short query
            return self._connection().execute(sql, parameters).fetchall()
        except sqlite3.Error as problem:
            raise _error(problem, self.path) from problem

    def slices(self, column: str, chosen: str, wanted: Sequence[RowSlices]) -> Sequence[Sequence[bytes] | None]:
        """Bytes [start, end) in UTF-8 of a text, `table.column`, for each that is wanted; None: no row is chosen."""
        found: list[Sequence[bytes] | None] = [
            self._of_large(column, chosen, one) if one.size >= LARGE else None for one in wanted
        ]
        small = [(at, one) for at, one in enumerate(wanted) if one.size < LARGE]
        if small:
            many = max([len(one.spans) for _, one in small])
            count = next((count for count in TOGETHER if count >= len(small)), len(small))
            numbers: list[object] = []
            for at, (name, change, spans, _) in small:
                numbers += at, name, change
                for start, end in spans:
                    numbers += start + 1, end - start  # substr counts from 1
                numbers += (1, 0) * (many - len(spans))
            numbers += (-1, None, 0, *(1, 0) * many) * (count - len(small))
            for at, *pieces in self.rows(_slicing(column, chosen, count, many), numbers):
                found[at] = pieces[: len(wanted[at].spans)]
        return found

    def _of_large(self, column: str, chosen: str, one: RowSlices) -> Sequence[bytes] | None:
        table, name = column.split(".")
        query = f"WITH asked (id, change) AS (VALUES (?, ?)) SELECT {table}.rowid FROM asked {chosen}"
        with self.errors(), self._one_state() as connection:
            found = connection.execute(query, (one.id, one.change)).fetchone()
            if found is None:
                return None
            with connection.blobopen(table, name, found[0], readonly=True) as text:
                return [bytes(text[start:end]) for start, end in one.spans]

    @contextmanager
    def _one_state(self) -> Iterator[sqlite3.Connection]:
        """Several queries of one state, as inside a transaction."""
        connection = self._connection()
        if connection.in_transaction:
            yield connection
            return
        connection.execute("BEGIN")
        try:
            yield connection
        finally:
            connection.execute("ROLLBACK")

    def stream(self, sql: str, parameters: Sequence[object] = ()) -> Generator[Row, None, None]:
        """The rows of a query one by one, all of one consistent state."""
        with self.errors():
            cursor = self._connection().execute(sql, parameters)
        try:
            while True:
                with self.errors():
                    some = cursor.fetchmany(64)
                if not some:
                    return
                yield from some
        finally:
            with suppress(sqlite3.ProgrammingError):  # closed meanwhile: the cursor went with the database
                cursor.close()

    @property
    def place(self) -> str:
        """The path of the database's file, as errors name it."""
        return str(self.path)

    @property
    def settled(self) -> bool:
        """Is this thread in no transaction?"""
        held: _Held | None = getattr(self._of_thread, "held", None)
        return held is None or not held.connection.in_transaction

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> None:
        """Change something inside `transaction`."""
        self.insert(sql, parameters)

    def insert(self, sql: str, parameters: Sequence[object] = ()) -> int:
        """The same; the number of the row put in last."""
        with self.errors():
            return self._connection().execute(sql, parameters).lastrowid or 0

    @contextmanager
    def transaction(self, *, lasting: bool = True) -> Iterator[None]:
        """The one writer's turn: waits for it, commits at the end (fsynced), takes everything back on an error.

        Not `lasting`: without the fsync (sqlite.org/pragma.html#pragma_synchronous); the next with one takes it along.
        """
        if self.read_only:
            raise CatalogError("catalog.read_only", path=str(self.path))
        with self.errors():
            connection = self._connection()
            connection.execute(f"PRAGMA cache_size = -{WRITING}")
            if not lasting:
                connection.execute("PRAGMA synchronous = NORMAL")
        try:
            with self._one_transaction(connection):
                yield
        finally:
            with suppress(sqlite3.Error):  # let go of after a failure, or more is held: what was done is done
                connection.execute(f"PRAGMA cache_size = -{READING}")
            if not lasting:
                with self.errors():
                    connection.execute("PRAGMA synchronous = FULL")

    @contextmanager
    def _one_transaction(self, connection: sqlite3.Connection) -> Iterator[None]:
        with self.errors():
            connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            with self.errors():
                connection.execute("COMMIT")
        except BaseException:
            # SQLite has rolled back by itself after some errors (a full disk); a connection that cannot is let go.
            if connection.in_transaction:
                self._rollback(connection)
            raise

    def copy(self, target: Path) -> None:
        """All of it as of one moment into the new file `target`; nobody has to wait."""
        with self.errors(), closing(sqlite3.connect(target)) as copy:
            self._connection().backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")

    def integrity(self) -> list[str]:
        """What SQLite's own checks say is wrong; empty when all is sound."""
        try:
            told = [str(row[0]) for row in self.rows("PRAGMA integrity_check")]
            broken = [f"foreign key of {row[0]} {row[1]}" for row in self.rows("PRAGMA foreign_key_check")]
        except CatalogError as problem:
            if problem.code != "catalog.damaged":
                raise
            return [str(problem.evidence.get("problem", problem.code))]
        return [line for line in told if line != "ok"] + broken

    def leases(self, folder: Path) -> Leases:
        """Leases by locks on files in the home: SQLite itself has none that a process's end frees."""
        return FileLeases(folder)

    def close(self) -> None:
        """Close every thread's connection."""
        with self._guard:
            last = None if self.read_only or self._closed else self._last_reader()
            self._closed = True
            for held in list(self._connections):
                held.close()
            if last is not None:
                last.close()

    def _last_reader(self) -> sqlite3.Connection | None:
        """A reader that goes last cannot delete SQLite's two companion files.

        With them there, the catalog opens on a full disk, and for those who may only read. None where it cannot be had.
        """
        try:
            for held in list(self._connections)[:1]:
                held.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            reader = sqlite3.connect(f"file:{quote(str(self.path))}?mode=ro", uri=True, check_same_thread=False)
        except sqlite3.Error:
            return None
        try:
            reader.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.Error:
            reader.close()
            return None
        return reader

    @contextmanager
    def errors(self) -> Iterator[None]:
        """sqlite3's errors as ours."""
        try:
            yield
        except sqlite3.Error as problem:
            raise _error(problem, self.path) from problem

    def _connection(self) -> sqlite3.Connection:
        held: _Held | None = getattr(self._of_thread, "held", None)
        if held is None:
            held = _Held(self._connect())
            with self._guard:
                if self._closed:
                    held.close()
                self._connections.add(held)
            self._of_thread.held = held
        return held.connection

    def _connect(self) -> sqlite3.Connection:
        mode = "ro" if self.read_only else "rwc"
        connection = sqlite3.connect(
            f"file:{quote(str(self.path))}?mode={mode}",
            uri=True,
            timeout=self.lock_seconds,
            isolation_level=None,  # transactions are begun and ended by name, here alone
            check_same_thread=False,  # `close` closes those of other threads
        )
        try:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute(f"PRAGMA cache_size = -{READING}")
            if not self.read_only:
                # A commit is in the log and the log on the disk before the transaction returns.
                connection.execute("PRAGMA synchronous = FULL")
                connection.execute("PRAGMA fullfsync = ON")
                connection.execute("PRAGMA wal_autocheckpoint = 4000")
        except BaseException:
            connection.close()
            raise
        return connection

    def _rollback(self, connection: sqlite3.Connection) -> None:
        try:
            connection.execute("ROLLBACK")
        except sqlite3.Error:
            self._of_thread.held.close()
            del self._of_thread.held

    def _check_schema(self) -> None:
        found = self._version()
        known = self._schema.version
        if found > known:
            raise CatalogError("catalog.newer_schema", found=found, known=known)
        if found == known:
            return
        if self.read_only:
            code = "catalog.older_schema" if found else "home.missing"
            raise CatalogError(code, home=str(self.path.parent), found=found, known=known)
        self._write_ahead()
        with self.transaction():
            found = self._version()
            if 0 < found < known:
                self._keep_before(found)
            self._upgrade(found)

    def _keep_before(self, found: int) -> None:
        """A copy as the older program left it, the way back: before-upgrade/NAME-NUMBER.db, by the schema's number.

        Inside the transaction that upgrades, so that nobody writes meanwhile; another connection reads what was before.
        """
        place = self.path.parent / BEFORE / f"{self.path.stem}-{found}.db"
        make_folder(place.parent)
        part = beside(place)
        try:
            with disk_errors(part):
                part.touch(mode=self.path.stat().st_mode & 0o777)
            with self.errors(), closing(self._connect()) as old, closing(sqlite3.connect(part)) as kept:
                old.backup(kept)
                kept.execute("PRAGMA journal_mode = DELETE")
            with disk_errors(place):
                to_disk(part)
                put_in_place(part, place)
        finally:
            part.unlink(missing_ok=True)

    def _version(self) -> int:
        """0 in a file without our schema. CatalogError("catalog.damaged") where it is another program's."""
        with self.errors(), self._one_state():  # another process may make the schema meanwhile
            version = int(self.rows("PRAGMA user_version")[0][0])
            owner = int(self.rows("PRAGMA application_id")[0][0])
            foreign = owner not in (0, self._schema.mark) or (
                owner == 0 and self.rows("SELECT 1 FROM sqlite_master LIMIT 1")
            )
        if foreign:
            raise CatalogError("catalog.damaged", path=str(self.path), problem="not a catalog of this program")
        return version

    def _write_ahead(self) -> None:
        """Readers never wait for the writer. SQLite does not wait by itself for this change when two begin at once."""
        deadline = time.monotonic() + self.lock_seconds
        while True:
            try:
                self.rows("PRAGMA journal_mode = WAL")
            except CatalogError as problem:  # once, at the birth of a home
                if problem.code != "catalog.locked" or time.monotonic() > deadline:
                    raise
                time.sleep(0.02)
            else:
                return

    def _upgrade(self, found: int) -> None:
        if found == 0:
            self.execute(f"PRAGMA application_id = {self._schema.mark}")
        for number, step in sorted(self._schema.steps.items()):
            if number > found:
                self._script(step)
        self.execute(f"PRAGMA user_version = {self._schema.version}")

    def _script(self, script: str) -> None:
        """Statements one by one: executescript would commit first."""
        statement = ""
        for piece in re.split("(?<=;)", script):
            statement += piece
            if sqlite3.complete_statement(statement):
                self.execute(statement)
                statement = ""


class _Held:
    """A thread's connection; closed when its thread ends."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.close = weakref.finalize(self, connection.close)


@lru_cache(maxsize=64)
def _slicing(column: str, chosen: str, rows: int, many: int) -> str:
    """So many slices of each of so many texts."""
    names = "".join(f", s{at}, n{at}" for at in range(many))
    row = f"(?, ?, ?{', ?, ?' * many})"
    pieces = "".join(f", substr(CAST({column} AS BLOB), s{at}, n{at})" for at in range(many))
    asked = f"WITH asked (at, id, change{names}) AS (VALUES {', '.join([row] * rows)})"
    return f"{asked} SELECT asked.at{pieces} FROM asked {chosen}"


_CODES: Mapping[int, str] = {
    sqlite3.SQLITE_BUSY: "catalog.locked",
    sqlite3.SQLITE_LOCKED: "catalog.locked",
    sqlite3.SQLITE_PROTOCOL: "catalog.locked",
    sqlite3.SQLITE_FULL: "disk.full",
    sqlite3.SQLITE_READONLY: "catalog.read_only",
    sqlite3.SQLITE_CORRUPT: "catalog.damaged",
    sqlite3.SQLITE_NOTADB: "catalog.damaged",
    sqlite3.SQLITE_CONSTRAINT: "catalog.damaged",
    sqlite3.SQLITE_ERROR: "catalog.damaged",  # our statements are right: a table or a column of theirs is missing
    sqlite3.SQLITE_CANTOPEN: "catalog.unavailable",
    sqlite3.SQLITE_IOERR: "disk.failed",
}
"""By SQLite's primary result code (sqlite.org/rescode.html), the lowest eight bits of what it reports."""


def _error(problem: sqlite3.Error, path: Path) -> CatalogError:
    code = _CODES.get(primary_code(problem), "catalog.unavailable")
    if code in ("disk.failed", "catalog.unavailable") and nearly_full(path):
        code = "disk.full"
    return CatalogError(code, path=str(path), problem=str(problem))
