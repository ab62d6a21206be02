"""What is asked of the local catalog: every query of the truth. Nothing here changes it.

A call that returns at once answers from one consistent state; what is streamed by ids is consistent report by report.
"""

# ruff: noqa: D102 # the protocol in `base` says what each method promises
# ruff: noqa: S608 # pieces of SQL are our own words; every value is bound

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from archive.catalog.serialization import (
    HEAD,
    edition_of,
    loads,
    masthead_of,
    report_of,
    split_texts,
)
from archive.catalog.sql.arrivals import LAST_CHANGE, effective, last_change, plain
from archive.catalog.sql.edits_table import SqlEdits
from archive.catalog.sql.filters import (
    ENTRY,
    ORDERS,
    TRASHED,
    conditions,
    within,
)
from archive.catalog.sql.fonds_table import SqlFonds
from archive.catalog.sql.imports_table import SqlImports
from archive.catalog.sql.merging import kept_for
from archive.catalog.sql.near_duplicates_table import SqlNearDuplicates
from archive.catalog.sql.notebooks_table import SqlNotebooks
from archive.catalog.sql.sets_table import SqlRosters, SqlTopics
from archive.catalog.sql.verification import unsound_reports
from archive.catalog.stored_places import FORMATS, StoredPlace, needle, places_in
from archive.catalog.stores.database import ALL, Database, Row, RowSlices
from archive.catalog.text_slices import ByteSpan, Slices, readings, texts_in
from archive.catalog.values import Change, Counts, Duplicate, Entry, Filter, Finding, Outcome, Sort, Unread, Version
from archive.errors import CatalogError, ReadError
from archive.model import Masthead, Record
from archive.storage.originals import Originals

CHUNK = 256
"""Reports a query when many are asked for by id."""

_RECORD = (
    "SELECT r.id, v.version, r.source, r.location, v.sha256, r.change, r.added_at, v.texts, v.structure,"
    " r.version, r.masthead, r.given, r.corrections, r.fonds FROM reports r JOIN versions v ON v.report = r.number"
)
_CURRENT = " AND v.version = r.version WHERE r.removed_at IS NULL"
_OF_ASKED = (
    "JOIN reports r ON r.id = asked.id AND r.change <= asked.change AND r.removed_at IS NULL"
    " JOIN versions ON versions.report = r.number AND versions.version = r.version"
)
"""The current version of each report that has not changed since a change."""


_OF_REPORTS = f"(SELECT count(*) FROM reports WHERE removed_at IS NULL), (SELECT count(*) FROM reports WHERE {TRASHED})"
_BESIDE = (
    "(SELECT count(*) FROM duplicates), (SELECT count(*) FROM unread WHERE set_aside IS NULL),"
    " (SELECT count(*) FROM unread WHERE set_aside IS NOT NULL)"
)
_AS_OF = f"(SELECT count(*) FROM near_merged), ({LAST_CHANGE})"
"""What counts of reports hang on: none comes or goes without a change."""


class SqlQueries:
    """The asking half of the catalog of one home. See `archive.catalog.base.Catalog` for what its methods promise."""

    def __init__(self, home: Path, database: Database) -> None:
        self.home = home
        self.originals = Originals(home / "originals")
        self.database = database
        self.rosters = SqlRosters(self.database)
        self.imports = SqlImports(self.database, database.leases(home / "imports"))
        self.near = SqlNearDuplicates(self.database)
        self.notebooks = SqlNotebooks(self.database)
        self.edits = SqlEdits(self.database)
        self.topics = SqlTopics(self.database)
        self.fonds = SqlFonds(self.database)
        self._counted: tuple[tuple[int, int], tuple[int, int]] | None = None  # as of what, and how many reports

    def seen(self, location: str, sha256: str, readable: frozenset[str] | None = None) -> Outcome | None:
        place, among = plain(location), within("r.fonds", readable)
        rows = self.database.rows(
            "SELECT id, sha256 FROM reports WHERE location = ?1 AND removed_at IS NULL"
            " AND NOT EXISTS (SELECT 1 FROM unread WHERE location = ?1)",
            (place,),
        )
        if rows:
            return Outcome("unchanged", rows[0][0]) if rows[0][1] == sha256 else None
        rows = self.database.rows(
            "SELECT r.id FROM duplicates d JOIN reports r ON r.sha256 = d.sha256 AND r.removed_at IS NULL"
            f" WHERE d.location = ? AND d.sha256 = ?{among.condition} ORDER BY r.number LIMIT 1",
            (place, sha256, *among.values),
        )
        kept = rows[0][0] if rows else kept_for(self.database, sha256, readable)
        return Outcome("duplicate", kept) if kept else None

    def record(self, report_id: str, version: int | None = None) -> Record | None:
        if version is None:
            rows = self.database.rows(f"{_RECORD}{_CURRENT} AND r.id = ?", (report_id,))
        else:
            rows = self.database.rows(
                f"{_RECORD} WHERE r.removed_at IS NULL AND r.id = ? AND v.version = ?", (report_id, version)
            )
        return _record(rows[0]) if rows else None

    def records(self, ids: Iterable[str]) -> Iterator[Record]:
        waiting = iter(ids)
        while chunk := tuple(islice(waiting, CHUNK)):
            rows = self.database.rows(f"{_RECORD}{_CURRENT} AND r.id IN ({_marks(chunk)})", chunk)
            found = {row[0]: row for row in rows}
            yield from (_record(found[wanted]) for wanted in chunk if wanted in found)

    def texts(self, ids: Collection[str] | None = None) -> Iterator[tuple[str, tuple[str, ...]]]:
        query = f"SELECT r.id, v.texts FROM reports r JOIN versions v ON v.report = r.number{_CURRENT}"
        if ids is None:
            for found, texts in self.database.stream(query):
                yield found, split_texts(texts)
            return
        waiting = iter(ids)
        while chunk := tuple(islice(waiting, CHUNK)):
            for found, texts in self.database.rows(f"{query} AND r.id IN ({_marks(chunk)})", chunk):
                yield found, split_texts(texts)

    def slices(self, wanted: Sequence[Slices]) -> Sequence[Sequence[str] | None]:
        read = [RowSlices(one.id, one.change, readings(one.spans), one.size) for one in wanted]
        every = self.database.slices("versions.texts", _OF_ASKED, read)
        return [
            None if data is None else _texts(data, done.spans, one.spans)
            for data, done, one in zip(every, read, wanted, strict=True)
        ]

    def mastheads(self, ids: Collection[str] | None = None) -> Iterator[tuple[str, int, Masthead]]:
        query = "SELECT id, change, masthead FROM reports WHERE removed_at IS NULL"
        if ids is None:
            rows: Iterable[Row] = self.database.stream(query)
        else:
            waiting = iter(ids)
            chunks = iter(lambda: tuple(islice(waiting, CHUNK)), ())
            rows = (
                row for chunk in chunks for row in self.database.rows(f"{query} AND id IN ({_marks(chunk)})", chunk)
            )
        return ((found, change, masthead_of(loads(masthead))) for found, change, masthead in rows)

    def entries(self, ids: Iterable[str]) -> Iterator[Entry]:
        waiting = iter(ids)
        while chunk := tuple(islice(waiting, CHUNK)):
            query = f"SELECT {ENTRY} FROM reports WHERE removed_at IS NULL AND id IN ({_marks(chunk)})"
            yield from map(_entry, self.database.rows(query, chunk))

    def noticed(self, codes: Collection[str]) -> dict[str, frozenset[str]]:
        likely = " OR ".join("instr(v.structure, ?) > 0" for _ in codes)
        rows = self.database.rows(
            "SELECT r.id, v.structure FROM reports r JOIN versions v ON v.report = r.number"
            f"{_CURRENT} AND ({likely or 'FALSE'})",
            tuple(f'["{code}"' for code in codes),
        )
        told = {found: frozenset(code for code, _ in loads(structure)["notices"]) for found, structure in rows}
        return {found: among for found, every in told.items() if (among := every.intersection(codes))}

    def stored_values(self, values: Collection[str]) -> Iterator[StoredPlace]:
        likely = " OR ".join("instr(v.structure, ?) > 0" for _ in values)
        rows = self.database.rows(
            "SELECT r.id, r.source, v.texts, v.structure FROM reports r JOIN versions v ON v.report = r.number"
            f"{_CURRENT} AND r.format IN ({_marks(FORMATS)}) AND ({likely or 'FALSE'}) ORDER BY r.number LIMIT {CHUNK}",
            (*FORMATS, *map(needle, values)),
        )
        for found, source, texts, structure in rows:
            yield from places_in(found, source, texts, structure, values)

    def editions(self) -> Iterator[tuple[str, str, int]]:
        rows = self.database.rows(
            f"SELECT r.id, r.source, substr(v.structure, 1, {HEAD}) FROM reports r"
            f" JOIN versions v ON v.report = r.number{_CURRENT} ORDER BY r.number"
        )
        return ((found, source, edition_of(head)) for found, source, head in rows)

    def ids(self, fonds: frozenset[str] | None = None) -> tuple[str, ...]:
        among = within("fonds", fonds)
        rows = self.database.rows(
            f"SELECT id FROM reports WHERE removed_at IS NULL{among.condition} ORDER BY number", among.values
        )
        return tuple(row[0] for row in rows)

    def count(self, where: Filter | None = None, *, removed: bool = False) -> int:
        if not where and not removed:
            return self.counts().reports
        condition, values = conditions(where or {}, removed=removed)
        return int(self.database.rows(f"SELECT count(*) FROM reports WHERE {condition}", values)[0][0])

    def versions(self, report_id: str) -> Sequence[Version]:
        rows = self.database.rows(
            "SELECT v.version, v.sha256, v.source, v.added_at, r.version FROM versions v"
            " JOIN reports r ON r.number = v.report WHERE r.id = ? ORDER BY v.version",
            (report_id,),
        )
        return tuple(Version(number, sha, source, at, number == current) for number, sha, source, at, current in rows)

    def original(self, report_id: str, version: int | None = None) -> bytes:
        rows = self.database.rows(
            "SELECT v.sha256 FROM versions v JOIN reports r ON r.number = v.report"
            " WHERE r.id = ? AND v.version = coalesce(?, r.version)",
            (report_id, version),
        )
        if not rows:
            raise CatalogError("catalog.no_such_report", id=report_id)
        return self.originals.read(rows[0][0])

    def unread(self) -> Iterator[Unread]:
        rows = self.database.rows(
            "SELECT location, source, sha256, at, code, evidence, set_aside, fonds FROM unread ORDER BY location"
        )
        for location, source, sha256, at, code, evidence, set_aside, fonds in rows:
            yield Unread(location, source, sha256, at, ReadError(code, **loads(evidence)), set_aside, fonds)

    def unread_original(self, location: str) -> bytes:
        rows = self.database.rows("SELECT sha256 FROM unread WHERE location = ?", (plain(location),))
        if not rows:
            raise CatalogError("catalog.no_such_report", id=location)
        return self.originals.read(rows[0][0])

    def duplicates(self, fonds: frozenset[str] | None = None) -> Iterator[Duplicate]:
        reports, places = within("r.fonds", fonds), within("d.fonds", fonds)
        rows = self.database.rows(
            "SELECT location, source, report, fonds FROM (SELECT d.location, d.source, d.fonds, (SELECT r.id"
            f" FROM reports r WHERE r.sha256 = d.sha256 AND r.removed_at IS NULL{reports.condition}"
            f" ORDER BY r.number LIMIT 1) AS report FROM duplicates d WHERE 1 = 1{places.condition}) AS places"
            " WHERE report IS NOT NULL ORDER BY location",
            (*reports.values, *places.values),
        )
        return (Duplicate(*row) for row in rows)

    def counts(self) -> Counts:
        if not self.database.settled:
            return Counts(*self.database.rows(f"SELECT {_OF_REPORTS}, {_BESIDE}")[0])
        *beside, merged, change = self.database.rows(f"SELECT {_BESIDE}, {_AS_OF}")[0]
        known = self._counted
        if known is None or known[0] != (merged, change):  # all reports are gone through, which takes its time
            live, removed, *beside, merged, change = self.database.rows(f"SELECT {_OF_REPORTS}, {_BESIDE}, {_AS_OF}")[0]
            self._counted = known = (merged, change), (live, removed)
        return Counts(*known[1], *beside)

    def changes(self, after: int = 0) -> Iterator[Change]:
        rows = self.database.rows(
            "SELECT change, id, CASE WHEN removed_at IS NULL THEN 'put' ELSE 'remove' END FROM reports"
            " WHERE change > ?1 UNION ALL SELECT change, report, 'remove' FROM purged WHERE change > ?1"
            " ORDER BY change",
            (after,),
        )
        return (Change(*row) for row in rows)

    def last_change(self) -> int:
        return last_change(self.database)

    def verify(self) -> Iterator[Finding]:
        broken = self.database.integrity()
        yield from (Finding("catalog.damaged", {"path": self.database.place, "problem": line}) for line in broken)
        if broken:
            return
        yield from unsound_reports(self.database)
        referenced = self.referenced()
        for sha256 in sorted(referenced):
            try:
                self.originals.read(sha256)
            except CatalogError as problem:  # each original is a finding of its own
                yield Finding(problem.code, problem.evidence)
        for sha256 in self.originals.names():
            if sha256 not in referenced:
                yield Finding("catalog.original_unused", {"sha256": sha256})

    def source(self, report_id: str) -> str:
        rows = self.database.rows("SELECT source FROM reports WHERE id = ?", (report_id,))
        if not rows:
            raise CatalogError("catalog.no_such_report", id=report_id)
        return str(rows[0][0])

    def copy(self, target: Path) -> None:
        self.database.copy(target)

    def close(self) -> None:
        self.database.close()

    def referenced(self) -> set[str]:
        """The hashes of all originals that versions and unread files refer to."""
        rows = self.database.rows("SELECT sha256 FROM versions UNION SELECT sha256 FROM unread")
        return {row[0] for row in rows}

    def list(
        self,
        where: Filter | None = None,
        *,
        sort: Sort = "added",
        limit: int = 0,
        offset: int = 0,
        removed: bool = False,
    ) -> Iterator[Entry]:
        condition, values = conditions(where or {}, removed=removed)
        rows = self.database.rows(
            f"SELECT {ENTRY} FROM reports WHERE {condition} ORDER BY {ORDERS[sort]} LIMIT ? OFFSET ?",
            (*values, limit or ALL, offset),
        )
        return (_entry(row) for row in rows)


def _record(row: Row) -> Record:
    (
        report_id,
        version,
        source,
        location,
        sha256,
        change,
        added_at,
        texts,
        structure,
        current,
        masthead,
        given,
        fixed,
        fonds,
    ) = row
    if version == current:
        report = report_of(texts, structure, masthead_of(loads(masthead)))
    else:
        report = report_of(texts, structure)
        report = replace(report, masthead=effective(report.masthead, loads(given), loads(fixed)))
    return Record(report_id, version, source, location, sha256, change, added_at, report, fonds)


def _entry(row: Row) -> Entry:
    report_id, title, derived, *rest = row
    return Entry(report_id, title, bool(derived), *rest)


def _marks(values: Collection[str]) -> str:
    return ",".join("?" * len(values))


def _texts(data: Sequence[bytes], read: Sequence[ByteSpan], spans: Sequence[ByteSpan]) -> Sequence[str] | None:
    try:
        return texts_in(data, read, spans)
    except ValueError:  # these are other texts than whoever asks knows of
        return None
