"""The catalog on the local disk: sqlite3 for what is known, a folder for originals. Every change of the truth is here.

What is asked of it lives in `reading`, what becomes of files that arrive in `arriving`.
"""

# ruff: noqa: D102 # the protocol in `base` says what each method promises

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress

from archive.catalog.edits import NOBODY, By, Confirmed, EditKind
from archive.catalog.serialization import structure_of, texts_of
from archive.catalog.sql.arrivals import (
    Arriving,
    checked,
    effective,
    find,
    next_change,
    now,
    plain,
    write_masthead,
)
from archive.catalog.sql.editing import Step, correct, enter, live
from archive.catalog.sql.merging import dissolve
from archive.catalog.sql.purging import purge
from archive.catalog.sql.queries import SqlQueries
from archive.catalog.values import Arrival, Outcome, Value
from archive.errors import CatalogError
from archive.model import Record, Report


class SqlCatalog(SqlQueries):
    """The catalog of one home. See `archive.catalog.base.Catalog` for what its methods promise."""

    def add(self, arrivals: Iterable[Arrival]) -> Sequence[Outcome]:
        batch = checked(arrivals)
        if not batch:
            return ()
        new: tuple[str, ...] = ()
        try:
            with self.database.transaction():
                arriving = Arriving(self.database)
                outcomes = [arriving.take(arrival) for arrival in batch]
                new = arriving.keep_originals(self.originals)
        except CatalogError as problem:
            if problem.code == "disk.full":  # surely rolled back; after other errors of a commit nobody knows
                self._give_room(new)
            raise
        return outcomes

    def _give_room(self, new: Iterable[str]) -> None:
        """Delete originals that a batch left behind when the disk ran full, or that were a purged report's.

        Inside a transaction, so that nobody brings the same bytes meanwhile.
        """
        with suppress(CatalogError), self.database.transaction():  # what cannot be deleted now is left for `clean`
            referenced = self.referenced()
            self.originals.drop(sha256 for sha256 in new if sha256 not in referenced)

    def edit(
        self,
        report_id: str,
        corrections: Mapping[str, Value | None],
        reset: Collection[str] = (),
        *,
        by: By = NOBODY,
    ) -> Record:
        wanted = {report_id: _validated(corrections, reset)}
        with self.database.transaction():
            self._edit(wanted, reset, "correct", by)
            record = self.record(report_id)
        assert record is not None
        return record

    def edit_all(
        self,
        corrections: Mapping[str, Mapping[str, Value | None]],
        reset: Collection[str] = (),
        *,
        by: By = NOBODY,
        kind: EditKind = "correct",
    ) -> int | None:
        wanted = {report_id: _validated(fields, reset) for report_id, fields in corrections.items()}
        if not wanted:
            return None
        with self.database.transaction():
            return self._edit(wanted, reset, kind, by)

    def _edit(
        self, wanted: Mapping[str, Mapping[str, Value | None]], reset: Collection[str], kind: EditKind, by: By
    ) -> int | None:
        steps = [
            correct(self.database, *live(self.database, report_id), fields, reset)
            for report_id, fields in wanted.items()
        ]
        return enter(self.database, kind, by, [step for step in steps if step is not None])

    def confirm(self, ids: Iterable[str], *, by: By = NOBODY, seen: int | None = None) -> Confirmed:
        from archive.doubts import confirmed

        steps: list[Step] = []
        changed: list[str] = []
        with self.database.transaction():
            for report_id in dict.fromkeys(ids):
                kept, head = live(self.database, report_id)
                if seen is not None and kept.change > seen:
                    changed.append(report_id)
                elif (step := correct(self.database, kept, head, confirmed(head))) is not None:
                    steps.append(step)
            number = enter(self.database, "confirm", by, steps)
        return Confirmed(number, len(steps), sum(len(step.fields) for step in steps), tuple(changed))

    def remove(self, report_id: str) -> bool:
        return bool(self.remove_all([report_id]))

    def remove_all(self, ids: Iterable[str]) -> Sequence[str]:
        wanted = list(ids)
        if not wanted:
            return ()
        with self.database.transaction():
            return tuple(name for name in wanted if self._set_removed(name, "removed_at IS NULL", now()))

    def restore(self, report_id: str) -> bool:
        with self.database.transaction():
            return self._set_removed(report_id, "removed_at IS NOT NULL", None)

    def purge(self, report_id: str) -> bool:
        with self.database.transaction():
            hashes = purge(self.database, report_id)
        if hashes:
            self._give_room(hashes)
        return hashes is not None

    def _set_removed(self, report_id: str, condition: str, removed_at: str | None) -> bool:
        kept = find(self.database, f"id = ? AND {condition}", report_id)
        if kept is None:
            return False
        self.database.execute(
            "UPDATE reports SET removed_at = ?, change = ? WHERE number = ?",
            (removed_at, next_change(self.database), kept.number),
        )
        if removed_at is None:
            dissolve(self.database, kept.id)
            self.database.execute("DELETE FROM duplicates WHERE location = ?", (kept.location,))
        return True

    def set_aside(self, location: str, reason: str | None) -> bool:
        with self.database.transaction():
            known = self.database.rows("SELECT 1 FROM unread WHERE location = ?", (plain(location),))
            self.database.execute("UPDATE unread SET set_aside = ? WHERE location = ?", (reason, plain(location)))
        return bool(known)

    def forget(self, location: str) -> bool:
        place = plain(location)
        with self.database.transaction():
            known = self.database.rows(
                "SELECT sha256 FROM unread WHERE location = ?1 UNION SELECT sha256 FROM duplicates WHERE location = ?1",
                (place,),
            )
            self.database.execute("DELETE FROM unread WHERE location = ?", (place,))
            self.database.execute("DELETE FROM duplicates WHERE location = ?", (place,))
        self._give_room(row[0] for row in known)
        return bool(known)

    def put_back(self, data: bytes, sha256: str) -> bool:
        if hashlib.sha256(data).hexdigest() != sha256:
            return False
        with self.database.transaction():
            self.originals.keep([(sha256, data)])
        return True

    def read_anew(self, report_id: str, version: int | None, report: Report) -> bool:
        with self.database.transaction():
            kept = find(self.database, "id = ?", report_id)
            number = version or (kept.version if kept else 0)
            if kept is None or number not in {known.number for known in self.versions(report_id)}:
                return False
            self.database.execute(
                "UPDATE versions SET texts = ?, structure = ? WHERE report = ? AND version = ?",
                (texts_of(report), structure_of(report), kept.number, number),
            )
            if number == kept.version:
                self.database.execute(
                    "UPDATE reports SET sha256 = (SELECT sha256 FROM versions WHERE report = ?1 AND version = ?2)"
                    " WHERE number = ?1",
                    (kept.number, number),
                )
                write_masthead(self.database, kept.number, effective(report.masthead, kept.given, kept.corrections))
            return True

    def amend(self, report_id: str, version: int, report: Report) -> Record:
        with self.database.transaction():
            kept = find(self.database, "id = ? AND removed_at IS NULL", report_id)
            if kept is None:
                raise CatalogError("catalog.no_such_report", id=report_id)
            if kept.version != version:
                raise CatalogError("catalog.changed_meanwhile", version=kept.version)
            Arriving(self.database).amend(kept, report)
            record = self.record(report_id)
        assert record is not None
        return record

    def clean(self) -> int:
        with self.database.transaction():
            return self.originals.clean(self.referenced())


def _validated(corrections: Mapping[str, Value | None], reset: Collection[str]) -> dict[str, Value | None]:
    from archive.masthead.corrections import validated

    for name in (*corrections, *reset):
        validated(name, "")  # is there such a field?
    return {name: validated(name, value) for name, value in corrections.items()}
