"""The imports of the local catalog, in SQL and in leases. What an import is lives in `imports`."""

# ruff: noqa: D102 # the protocol in `imports` says what each method promises

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

from archive.catalog.imports import Import, ImportedFile, State, Way
from archive.catalog.serialization import dumps, loads
from archive.catalog.sql.arrivals import now, plain
from archive.catalog.stores.database import ALL, Database, Row
from archive.errors import ArchiveError, ReadError
from archive.model import Notice
from archive.storage.leases import Leases

GRACE = 15.0
"""Seconds after a sign of life in which an import counts as running though nobody holds it: its process is starting."""
DETAILED = 100
"""Imports whose rows are all kept; of older ones, files that changed nothing are only counted."""
LONGEST = 500
"""Characters of a source."""
LAST = 2**63 - 1
"""No store numbers its rows beyond that, and none can be asked for such a number: an address can."""

_IMPORTS = (
    "SELECT number, way, source, given, expected, begun_at, ended_at, seen_at, counts, code, evidence, fonds"
    " FROM imports"
)
_FILES = (
    "SELECT f.name, f.status, f.place, f.report, f.location, f.code, f.evidence, r.title, r.title_derived"
    " FROM import_files f LEFT JOIN reports r ON r.id = f.report WHERE f.import = ?"
)


class SqlImports:
    """Imports in the local catalog's database. See `Imports` for what its methods promise."""

    def __init__(self, database: Database, leases: Leases) -> None:
        self._database = database
        self._leases = leases

    def begin(
        self,
        way: Way,
        source: str,
        given: Mapping[str, str | int] | None = None,
        expected: int | None = None,
        *,
        fonds: str = "",
    ) -> int:
        with self._database.transaction():
            number = self._database.insert(
                "INSERT INTO imports (way, source, given, expected, begun_at, seen_at, counts, fonds)"
                " VALUES (?, ?, ?, ?, ?, ?, '{}', ?)",
                (way, plain(source)[:LONGEST], dumps(dict(given or {})), expected, now(), now(), fonds),
            )
            self._database.execute(
                "DELETE FROM import_files WHERE import = ? AND status IN ('unchanged', 'skipped')", (number - DETAILED,)
            )
        return number

    @contextmanager
    def holding(self, number: int) -> Iterator[bool]:
        with self._leases.take(str(number)) as mine:
            yield mine
            if mine and not self._database.rows(
                "SELECT 1 FROM imports WHERE number = ? AND ended_at IS NULL", (number,)
            ):
                self._leases.drop(str(number))

    def enter(self, number: int, files: Sequence[ImportedFile]) -> None:
        with self._database.transaction():
            rows = self._database.rows("SELECT counts FROM imports WHERE number = ?", (number,))
            counts = Counter(loads(rows[0][0]))
            line = counts.total()
            counts.update(file.status for file in files)
            for after, file in enumerate(files, start=1):
                self._database.execute(
                    "INSERT INTO import_files (import, line, place, name, status, report, location, code, evidence)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (
                        *(number, line + after, file.place, plain(file.name), file.status, file.report),
                        *(plain(file.location), *_written(file.error, file.notices)),
                    ),
                )
            self._database.execute(
                "UPDATE imports SET counts = ?, seen_at = ? WHERE number = ?", (dumps(dict(counts)), now(), number)
            )

    def expect(self, number: int, expected: int) -> None:
        with self._database.transaction():
            self._database.execute("UPDATE imports SET expected = ? WHERE number = ?", (expected, number))

    def end(self, number: int, error: ArchiveError | None = None) -> None:
        with self._database.transaction():
            self._database.execute(
                "UPDATE imports SET ended_at = ?, code = ?, evidence = ? WHERE number = ?",
                (now(), *_written(error), number),
            )

    def resume(self, number: int) -> bool:
        if self.get(number) is None:
            return False
        with self._database.transaction():
            self._database.execute(
                "UPDATE imports SET ended_at = NULL, code = NULL, evidence = NULL, seen_at = ? WHERE number = ?",
                (now(), number),
            )
        return True

    def get(self, number: int) -> Import | None:
        if number > LAST:
            return None
        rows = self._database.rows(f"{_IMPORTS} WHERE number = ?", (number,))
        return self._import(rows[0]) if rows else None

    def list(self, *, limit: int = 0, offset: int = 0) -> Sequence[Import]:
        rows = self._database.rows(f"{_IMPORTS} ORDER BY number DESC LIMIT ? OFFSET ?", (limit or ALL, offset))
        return tuple(map(self._import, rows))

    def unended(self) -> Sequence[int]:
        rows = self._database.rows("SELECT number FROM imports WHERE ended_at IS NULL ORDER BY number")
        return tuple(int(number) for (number,) in rows)

    def count(self) -> int:
        return int(self._database.rows("SELECT count(*) FROM imports")[0][0])

    def files(
        self, number: int, *, statuses: Sequence[str] = (), limit: int = 0, offset: int = 0
    ) -> Sequence[ImportedFile]:
        among = f" AND f.status IN ({','.join('?' * len(statuses))})" if statuses else ""
        rows = self._database.rows(
            f"{_FILES}{among} ORDER BY f.line LIMIT ? OFFSET ?", (number, *statuses, limit or ALL, offset)
        )
        return tuple(map(_file, rows))

    def _import(self, row: Row) -> Import:
        number, way, source, given, expected, begun_at, ended_at, seen_at, counts, code, evidence, fonds = row
        state: State = "stopped" if code else "done"
        if ended_at is None:
            state = "running" if _lately(seen_at) or self._leases.taken(str(number)) else "interrupted"
        return Import(
            *(number, way, source, loads(given), expected, begun_at, ended_at, state, loads(counts)),
            _error(code, evidence),
            fonds,
        )


def _file(row: Row) -> ImportedFile:
    name, status, place, report, location, code, evidence, title, derived = row
    return ImportedFile(
        *(name, status, place, report, location, _error(code, evidence), title, bool(derived)),
        notices=() if code else _notices(evidence),
    )


def _written(error: ArchiveError | None, notices: Sequence[Notice] = ()) -> tuple[str | None, str | None]:
    """Code and evidence. A file without an error has no code, and as evidence what was noticed in it, if anything."""
    if error is not None:
        return error.code, dumps(dict(error.evidence))
    return None, dumps({"notices": [[one.code, dict(one.evidence)] for one in notices]}) if notices else None


def _notices(evidence: str | None) -> tuple[Notice, ...]:
    return tuple(Notice(code, told) for code, told in loads(evidence or "{}").get("notices", ()))


def _error(code: str | None, evidence: str | None) -> ArchiveError | None:
    return ReadError(code, **loads(evidence or "{}")) if code else None


def _lately(seen_at: str) -> bool:
    seen = datetime.strptime(seen_at, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    return abs((datetime.now(UTC) - seen).total_seconds()) < GRACE
