"""The store under a shared catalog: PostgreSQL's connections, transactions, errors and schema. The only psycopg.

It understands the catalog's statements (`archive.catalog.stores.database`): what SQLite says otherwise is translated
here. One writer at a time, by an advisory lock: change numbers follow each other without gaps that could be filled.
"""

# ruff: noqa: S608 # names of tables and columns are the schema's; every value is bound

from __future__ import annotations

import re
import secrets
import threading
import time
import weakref
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import psycopg
from psycopg import errors as pg

from archive.catalog.stores import transfer
from archive.catalog.stores.database import SCHEMA, Row, RowSlices, Schema
from archive.errors import CatalogError
from archive.storage.leases import Leases

CONNECT_SECONDS = 5
STREAMED = 256
PATIENCE = 15.0
"""Seconds for which a server that is just being started again is waited for."""

T = TypeVar("T")


class Postgresql:
    """One database, a connection a thread. `address` is postgresql://user@host/name without a password.

    Opening brings the schema up to date, unless `read_only`; a new one is `identity`'s. Raises CatalogError:
    `catalog.unreachable`, `catalog.newer_schema`, `catalog.older_schema`, `catalog.locked`, `home.missing` (no schema
    yet).
    """

    def __init__(
        self,
        address: str,
        *,
        read_only: bool,
        lock_seconds: float,
        password: str = "",
        identity: str = "",
        schema: Schema | None = None,
    ) -> None:
        self.read_only = read_only
        self._schema = schema or SCHEMA
        self._numbered = numbered(self._schema)
        self._new_identity = identity
        self._address = address
        self._password = password
        self._lock_seconds = lock_seconds
        self._of_thread = threading.local()
        self._connections: weakref.WeakSet[_Held] = weakref.WeakSet()
        self._closed = False
        try:
            self._check_schema()
        except BaseException:
            self.close()
            raise

    @property
    def place(self) -> str:
        """The address; no password was ever in it."""
        return self._address

    @property
    def identity(self) -> str:
        """What tells this archive from all others."""
        return str(self.rows("SELECT identity FROM archive")[0][0])

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """All rows of a query: one consistent state."""
        return self._patiently(lambda: self._run(sql, parameters).fetchall())

    def slices(self, column: str, chosen: str, wanted: Sequence[RowSlices]) -> Sequence[Sequence[bytes] | None]:
        """Bytes [start, end) in UTF-8 of a text, `table.column`, for each that is wanted; None: no row is chosen."""
        found: list[Sequence[bytes] | None] = [None] * len(wanted)
        if not wanted:
            return found
        many = max(len(one.spans) for one in wanted)
        numbers: list[object] = []
        for at, one in enumerate(wanted):
            numbers += at, one.id, one.change
            numbers += [number for start, end in one.spans for number in (start + 1, end - start)]  # counted from 1
            numbers += (1, 0) * (many - len(one.spans))
        row = f"(CAST(? AS integer), CAST(? AS text), CAST(? AS bigint){', CAST(? AS integer)' * (2 * many)})"
        names = "".join(f", s{at}, n{at}" for at in range(many))
        pieces = "".join(f", substr(convert_to({column}, 'UTF8'), s{at}, n{at})" for at in range(many))
        asked = f"WITH asked (at, id, change{names}) AS (VALUES {', '.join([row] * len(wanted))})"
        for at, *slices in self.rows(f"{asked} SELECT asked.at{pieces} FROM asked {chosen}", numbers):
            found[at] = slices[: len(wanted[at].spans)]
        return found

    def stream(self, sql: str, parameters: Sequence[object] = ()) -> Generator[Row, None, None]:
        """The rows of a query one by one, all of one consistent state.

        On a connection of its own: a transaction of this thread must be able to begin and end meanwhile.
        """
        held = self._patiently(lambda: _Held(self._connect()))
        try:
            with self._errors():
                held.connection.autocommit = False
                opened = held.connection.cursor(name="stream")
            with opened as cursor:
                with self._errors():
                    cursor.execute(*_said(sql, parameters))
                while True:
                    with self._errors():
                        some = cursor.fetchmany(STREAMED)
                    if not some:
                        return
                    yield from some
        finally:
            held.close()

    @property
    def settled(self) -> bool:
        """Is this thread in no transaction?"""
        return not getattr(self._of_thread, "inside", False)

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> None:
        """Change something inside `transaction`."""
        with self._errors():
            self._run(sql, parameters)

    def insert(self, sql: str, parameters: Sequence[object] = ()) -> int:
        """The same; the number that the row was given."""
        table = sql.split()[2]
        with self._errors():
            row = self._run(f"{sql} RETURNING {self._numbered[table]}", parameters).fetchone()
        assert row is not None
        return int(row[0])

    @contextmanager
    def transaction(self, *, lasting: bool = True) -> Iterator[None]:
        """The one writer's turn: waits for it, commits at the end, takes everything back on an error.

        Not `lasting`: the commit does not wait for the server's disk.
        """
        if self.read_only:
            raise CatalogError("catalog.read_only", path=self.place)
        self._patiently(self._begin)
        self._of_thread.inside = True
        try:
            if not lasting:
                with self._errors():
                    self._run("SET LOCAL synchronous_commit = off")
            yield
            with self._errors():
                self._run("COMMIT")
        except BaseException:
            self._roll_back()
            raise
        finally:
            self._of_thread.inside = False

    def copy(self, target: Path) -> None:
        """All of it as of one moment into a local catalog's file; nobody has to wait."""
        with self._snapshot():
            transfer.to_file(self, target, self._schema)

    def integrity(self) -> list[str]:
        """Pages whose checksums failed, where the server keeps any; keys are the server's own care."""
        found = self.rows("SELECT checksum_failures FROM pg_stat_database WHERE datname = current_database()")
        failures = found[0][0] if found else None
        return [f"{failures} pages with wrong checksums"] if failures else []

    def leases(self, _: Path) -> Leases:
        """Rows that are locked: they are free again as soon as the server misses whoever held them."""
        return RowLeases(self)

    @contextmanager
    def apart(self) -> Iterator[psycopg.Connection[Row]]:
        """A connection that takes no part in this thread's transactions, and may write. Raises CatalogError."""
        held = self._patiently(lambda: _Held(self._connect(read_only=False)))
        try:
            with self._errors():
                yield held.connection
        finally:
            held.close()

    def close(self) -> None:
        """Close every thread's connection."""
        self._closed = True
        for held in list(self._connections):
            held.close()

    def _begin(self) -> None:
        self._run("BEGIN")
        try:
            self._run(f"SET LOCAL lock_timeout = {max(1, int(self._lock_seconds * 1000))}")
            self._run("SELECT pg_advisory_xact_lock(?)", (self._schema.mark,))
        except BaseException:
            self._roll_back()
            raise

    @contextmanager
    def _snapshot(self) -> Iterator[None]:
        self._patiently(lambda: self._run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"))
        self._of_thread.inside = True
        try:
            yield
        finally:
            self._of_thread.inside = False
            self._roll_back()

    def _roll_back(self) -> None:
        try:
            self._run("ROLLBACK")
        except psycopg.Error:
            self._let_go()

    def _run(self, sql: str, parameters: Sequence[object] = ()) -> psycopg.Cursor[Row]:
        return self._connection().execute(*_said(sql, parameters))

    def _patiently(self, action: Callable[[], T]) -> T:
        """Outside a transaction, what fails because the server went away is asked again until it is back."""
        end = time.monotonic() + PATIENCE
        pause = 0.05
        while True:
            try:
                with self._errors():
                    return action()
            except CatalogError as problem:
                inside = getattr(self._of_thread, "inside", False)
                if problem.code != "catalog.unreachable" or inside or self._closed or time.monotonic() > end:
                    raise
            self._let_go()
            time.sleep(pause)
            pause = min(2 * pause, 1.0)

    def _connection(self) -> psycopg.Connection[Row]:
        held: _Held | None = getattr(self._of_thread, "held", None)
        if held is None:
            held = _Held(self._connect())
            self._connections.add(held)
            self._of_thread.held = held
        return held.connection

    def _connect(self, *, read_only: bool | None = None) -> psycopg.Connection[Row]:
        connection = psycopg.connect(
            self._address,
            password=self._password or None,
            autocommit=True,
            connect_timeout=CONNECT_SECONDS,
            application_name="baogao",
        )
        connection.read_only = self.read_only if read_only is None else read_only
        if self._schema.name:
            connection.execute(f"SET search_path = {self._schema.name}".encode())
        return connection

    def _let_go(self) -> None:
        held: _Held | None = self._of_thread.__dict__.pop("held", None)
        if held is not None:
            held.close()

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except psycopg.Error as problem:
            code = next((code for kinds, code in _CODES if isinstance(problem, kinds)), "catalog.refused")
            words = str(problem).strip().partition("\n")[0]
            raise CatalogError(code, path=self.place, problem=words) from problem

    def _check_schema(self) -> None:
        known, found = self._schema.version, self._version()
        if found > known:
            raise CatalogError("catalog.newer_schema", found=found, known=known)
        if found == known:
            return
        if self.read_only:
            code = "catalog.older_schema" if found else "home.missing"
            raise CatalogError(code, home=self.place, found=found, known=known)
        with self.transaction():
            found = self._version()
            if not found:
                self._make_place()
                self.execute(_NUMBERS)
                self.execute("CREATE TABLE leases (name TEXT PRIMARY KEY)")
                self.execute("CREATE TABLE archive (identity TEXT NOT NULL, version INTEGER NOT NULL)")
                self.execute("INSERT INTO archive VALUES (?, 0)", (self._new_identity or secrets.token_hex(8),))
            for number, step in sorted(self._schema.steps.items()):
                if number > found:
                    self.execute(in_its_own_words(step, self._numbered))
            self.execute("UPDATE archive SET version = ?", (known,))

    def _make_place(self) -> None:
        """The schema by name; whoever may not make one finds it made by the server's keeper."""
        name = self._schema.name
        if name and not self.rows("SELECT to_regnamespace(?)::text", (name,))[0][0]:
            self.execute(f"CREATE SCHEMA {name}")

    def _version(self) -> int:
        if not self.rows("SELECT to_regclass('archive')")[0][0]:
            return 0
        return int(self.rows("SELECT version FROM archive")[0][0])


class RowLeases:
    """Leases as locks on rows (SKIP LOCKED: who comes second does not wait)."""

    def __init__(self, database: Postgresql) -> None:
        self._database = database

    @contextmanager
    def take(self, name: str) -> Iterator[bool]:
        """Hold the lease of that name while the context lasts, as `Leases.take` says."""
        with self._database.apart() as connection:
            connection.execute("SET idle_in_transaction_session_timeout = 0")
            connection.execute("INSERT INTO leases VALUES (%s) ON CONFLICT DO NOTHING", (name,))
            with connection.transaction():
                yield connection.execute(_LEASE, (name,)).fetchone() is not None

    def taken(self, name: str) -> bool:
        """Does somebody hold the lease of that name now? As `Leases.taken` says."""
        if not self._database.rows("SELECT 1 FROM leases WHERE name = ?", (name,)):
            return False
        with self._database.apart() as connection:
            return connection.execute(_LEASE, (name,)).fetchone() is None

    def drop(self, name: str) -> None:
        """Nothing: a row that nobody locks is free, and a few bytes."""


_LEASE = "SELECT name FROM leases WHERE name = %s FOR UPDATE SKIP LOCKED"


class _Held:
    """A thread's connection; closed when its thread ends."""

    def __init__(self, connection: psycopg.Connection[Row]) -> None:
        self.connection = connection
        self.close = weakref.finalize(self, connection.close)


def without_secret(address: str) -> str:
    """The address. Raises CatalogError("catalog.secret_in_address") where it holds a password."""
    parts = urlsplit(address)
    if parts.password:
        shown = address.replace(f":{parts.password}@", ":…@")
        raise CatalogError("catalog.secret_in_address", path=shown)
    return address


def in_its_own_words(step: str, columns: Mapping[str, str]) -> str:
    """A step of a schema for PostgreSQL: numbers of our own giving in `columns`, text ordered by code points."""
    bare = re.sub("--[^\n]*", "", step)
    for table, column in columns.items():
        wanted = rf"(CREATE TABLE {table}\s*\([^;]*?\b{column}\s+)INTEGER PRIMARY KEY"
        bare = re.sub(wanted, rf"\1BIGINT PRIMARY KEY DEFAULT next_number('{table}', '{column}')", bare)
    bare = _TRIGGER.sub(_trigger, bare)
    bare = re.sub(r"\bTEXT\b", 'TEXT COLLATE "C"', bare)
    return bare.replace("WITHOUT ROWID", "").replace("INTEGER", "BIGINT")


_TRIGGER = re.compile(
    r"CREATE TRIGGER (?P<name>\w+) BEFORE (?P<when>INSERT|UPDATE|DELETE) ON (?P<table>\w+)\s+"
    r"(WHEN (?P<condition>.+?)\s+)?"
    r"BEGIN\s+SELECT RAISE\(ABORT, '(?P<words>[^']*)'\);\s+END;",
    re.DOTALL,
)


def _trigger(found: re.Match[str]) -> str:
    """A trigger that refuses, its condition inside, where it may ask another table; TRUNCATE is refused, too."""
    name, table, words = found["name"], found["table"], found["words"]
    return f"""
        CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF {found["condition"] or "true"} THEN RAISE EXCEPTION '{words}'; END IF;
            RETURN {"old" if found["when"] == "DELETE" else "new"};
        END $$;
        CREATE FUNCTION {name}_whole() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '{words}'; END $$;
        CREATE TRIGGER {name} BEFORE {found["when"]} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}();
        CREATE TRIGGER {name}_whole BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {name}_whole();
    """


def numbered(schema: Schema) -> dict[str, str]:
    """Table -> the column that numbers its rows by itself, as SQLite's INTEGER PRIMARY KEY does."""
    return {
        table: column
        for step in schema.steps.values()
        for table, column in re.findall(r"CREATE TABLE (\w+)\s*\(\s*(\w+)\s+INTEGER PRIMARY KEY", step)
    }


_NUMBERS = """
CREATE FUNCTION next_number(of_table text, of_column text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE following bigint;
BEGIN
    EXECUTE format('SELECT coalesce(max(%I), 0) + 1 FROM %I', of_column, of_table) INTO following;
    RETURN following;
END $$
"""

_CODES: tuple[tuple[type[Exception] | tuple[type[Exception], ...], str], ...] = (
    (pg.LockNotAvailable, "catalog.locked"),
    (pg.DiskFull, "disk.full"),
    (pg.ReadOnlySqlTransaction, "catalog.read_only"),
    ((psycopg.IntegrityError, pg.UndefinedTable, pg.DataCorrupted), "catalog.damaged"),
    ((psycopg.OperationalError, psycopg.InterfaceError), "catalog.unreachable"),
)


def _said(sql: str, parameters: Sequence[object]) -> tuple[Any, Any]:
    if not parameters:
        return sql.encode(), None
    values = [int(value) if isinstance(value, bool) else value for value in parameters]
    text, named = _bound(sql)
    return text, ({f"p{number}": value for number, value in enumerate(values, 1)} if named else values)


@lru_cache(maxsize=1024)
def _bound(sql: str) -> tuple[bytes, bool]:
    """The statement with PostgreSQL's marks for values; are they named?"""
    text = sql.replace("%", "%%").replace("instr(", "strpos(")
    named = re.sub(r"\?(\d+)", r"%(p\1)s", text)
    return (named.encode(), True) if named != text else (text.replace("?", "%s").encode(), False)
