"""The likenesses of the local catalog, and merging, in SQL. What a pair is lives in `near`."""

# ruff: noqa: D102 # the protocol in `near` says what each method promises

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence

from archive.catalog.edits import NOBODY, By
from archive.catalog.near_duplicates import Pair, Texts, ordered
from archive.catalog.serialization import dumps, loads
from archive.catalog.sql import digests
from archive.catalog.sql.arrivals import (
    Kept,
    find,
    next_change,
    now,
)
from archive.catalog.sql.editing import Step, enter
from archive.catalog.sql.undoing import come_back
from archive.catalog.stores.database import ALL, Database, Row
from archive.errors import CatalogError

_PAIRS = "SELECT p.one, p.other, p.resemblance, p.containment, p.decision"
_EQUAL = (
    ", NULL, EXISTS (SELECT 1 FROM near_texts x JOIN near_texts y ON y.digest = x.digest AND y.fold = x.fold"
    " WHERE x.report = a.id AND x.version = a.version AND y.report = b.id AND y.version = b.version AND x.digest <> '')"
)
_OPEN = (
    " FROM near_pairs p JOIN reports a ON a.id = p.one AND a.removed_at IS NULL"
    " JOIN reports b ON b.id = p.other AND b.removed_at IS NULL WHERE p.decision IS NULL"
)
_MERGED = (
    ", m.kept FROM near_pairs p"
    " JOIN near_merged m ON (m.report = p.one AND m.kept = p.other) OR (m.report = p.other AND m.kept = p.one)"
    " JOIN reports k ON k.id = m.kept AND k.removed_at IS NULL"
)


class SqlNearDuplicates:
    """Likenesses in the local catalog's database. See `Near` for what its methods promise."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def pending(self) -> Sequence[str]:
        rows = self._database.rows(
            "SELECT r.id FROM reports r LEFT JOIN near_compared c ON c.report = r.id"
            " WHERE r.removed_at IS NULL AND (c.version IS NULL OR c.version <> r.version) ORDER BY r.number"
        )
        return tuple(row[0] for row in rows)

    def compared(self, versions: Mapping[str, int], pairs: Sequence[Pair]) -> None:
        with self._database.transaction():
            for name, version in versions.items():
                self._database.execute(
                    "DELETE FROM near_pairs WHERE decision IS NULL AND (one = ?1 OR other = ?1)", (name,)
                )
                self._database.execute(
                    "INSERT INTO near_compared (report, version) VALUES (?1, ?2)"
                    " ON CONFLICT (report) DO UPDATE SET version = ?2",
                    (name, version),
                )
            for pair in pairs:
                self._database.execute(
                    "INSERT INTO near_pairs (one, other, resemblance, containment, found_at)"
                    " VALUES (?, ?, ?, ?, ?) ON CONFLICT (one, other) DO NOTHING",
                    (*ordered(pair.one, pair.other), pair.resemblance, pair.containment, now()),
                )

    def open(self, *, limit: int = 0, offset: int = 0) -> Sequence[Pair]:
        rows = self._database.rows(
            f"{_PAIRS}{_EQUAL}{_OPEN} ORDER BY p.resemblance DESC, p.one, p.other LIMIT ? OFFSET ?",
            (limit or ALL, offset),
        )
        return tuple(map(_pair, rows))

    def count(self) -> int:
        return int(self._database.rows("SELECT count(*)" + _OPEN)[0][0])

    def of(self, ids: Collection[str]) -> Sequence[Pair]:
        if not ids:
            return ()
        marks = ",".join("?" * len(ids))
        among = f" AND (p.one IN ({marks}) OR p.other IN ({marks}))"
        rows = self._database.rows(
            f"{_PAIRS}{_EQUAL}{_OPEN}{among} ORDER BY p.resemblance DESC, p.one, p.other", (*ids, *ids)
        )
        return tuple(map(_pair, rows))

    def merged(self, *, limit: int = 0, offset: int = 0) -> Sequence[Pair]:
        rows = self._database.rows(
            f"{_PAIRS}{_MERGED} ORDER BY m.at DESC, p.one, p.other LIMIT ? OFFSET ?", (limit or ALL, offset)
        )
        return tuple(map(_pair, rows))

    def kept(self, report_id: str) -> tuple[str, int] | None:
        seen: set[str] = set()
        while report_id not in seen:  # what was kept may have become a version of a third one
            seen.add(report_id)
            rows = self._database.rows(
                "SELECT m.kept, m.versions, k.removed_at FROM near_merged m JOIN reports k ON k.id = m.kept"
                " WHERE m.report = ?",
                (report_id,),
            )
            if not rows:
                return None
            report_id, versions, removed_at = rows[0]
            if removed_at is None:
                return report_id, max(map(int, loads(versions)))
        return None

    def apart(self, one: str, other: str) -> None:
        with self._database.transaction():
            for name in (one, other):
                if find(self._database, "id = ?", name) is None:
                    raise CatalogError("catalog.no_such_report", id=name)
            merged = self._database.rows(
                "SELECT report FROM near_merged WHERE (report = ?1 AND kept = ?2) OR (report = ?2 AND kept = ?1)",
                (one, other),
            )
            for (name,) in merged:
                come_back(self._database, name)
            self._decide(one, other, "apart")

    def merge(self, kept: str, other: str, *, by: By = NOBODY) -> None:
        self.merge_all([(kept, other)], by=by)

    def merge_all(self, merges: Sequence[tuple[str, str]], *, by: By = NOBODY) -> int | None:
        with self._database.transaction():
            return enter(self._database, "merge", by, [self._merged_one(*merge) for merge in merges])

    def _merged_one(self, kept: str, other: str) -> Step:
        stays, goes = self._live(kept), self._live(other)
        if kept == other:
            raise CatalogError("catalog.no_such_report", id=other)
        self._database.execute(
            "INSERT INTO near_merged (report, kept, versions, at) VALUES (?, ?, ?, ?)",
            (other, kept, dumps(self._copied(goes, stays)), now()),
        )
        before = self._database.rows(
            "SELECT coalesce(decision, 'open') FROM near_pairs WHERE one = ? AND other = ?", ordered(kept, other)
        )
        self._decide(kept, other, "version")
        self._database.execute(
            "UPDATE reports SET removed_at = ?, change = ? WHERE number = ?",
            (now(), next_change(self._database), goes.number),
        )
        return Step(other, {"pair": before[0][0] if before else "none"}, {"into": kept}, {})

    def undo(self, report_id: str) -> bool:
        return bool(self.undo_all([report_id]))

    def undo_all(self, ids: Iterable[str]) -> Sequence[str]:
        with self._database.transaction():
            return [name for name in ids if come_back(self._database, name)]

    def texts(self, fold: str) -> Texts:
        return digests.texts(self._database, fold)

    def texts_state(self, fold: str) -> Hashable:
        return digests.state(self._database, fold)

    def apart_state(self) -> Hashable:
        return digests.apart_state(self._database)

    def undigested(self, fold: str) -> Sequence[str]:
        return digests.undigested(self._database, fold)

    def digested(self, fold: str, digests_of: Sequence[tuple[str, int, str]]) -> None:
        digests.keep(self._database, fold, digests_of)

    def _live(self, report_id: str) -> Kept:
        found = find(self._database, "id = ? AND removed_at IS NULL", report_id)
        if found is None:
            raise CatalogError("catalog.no_such_report", id=report_id)
        return found

    def _copied(self, goes: Kept, stays: Kept) -> list[int]:
        """The versions of one report behind those of another; their numbers there."""
        top = int(self._database.rows("SELECT max(version) FROM versions WHERE report = ?", (stays.number,))[0][0])
        numbers = [
            row[0]
            for row in self._database.rows(
                "SELECT version FROM versions WHERE report = ? ORDER BY version", (goes.number,)
            )
        ]
        for place, number in enumerate(numbers, start=1):
            self._database.execute(
                "INSERT INTO versions (report, version, sha256, source, added_at, texts, structure)"
                " SELECT ?, ?, sha256, source, added_at, texts, structure FROM versions"
                " WHERE report = ? AND version = ?",
                (stays.number, top + place, goes.number, number),
            )
        return list(range(top + 1, top + 1 + len(numbers)))

    def _decide(self, one: str, other: str, decision: str) -> None:
        """Also for a pair that nobody but the person has found."""
        self._database.execute(
            "INSERT INTO near_pairs (one, other, resemblance, containment, found_at, decision, decided_at)"
            " VALUES (?1, ?2, 0, 0, ?3, ?4, ?3)"
            " ON CONFLICT (one, other) DO UPDATE SET decision = ?4, decided_at = ?3",
            (*ordered(one, other), now(), decision),
        )


def _pair(row: Row) -> Pair:
    one, other, resemblance, containment, decision, kept, *equal = row
    return Pair(one, other, resemblance, containment, decision, kept, equal=any(equal))
