"""The edits of the local catalog, in SQL. What an edit is lives in `edits`."""

# ruff: noqa: D102 # the protocol in `edits` says what each method promises

from __future__ import annotations

from collections.abc import Sequence

from archive.catalog.edits import NOBODY, By, Edit, EditedReport, Undone
from archive.catalog.serialization import loads
from archive.catalog.sql.filters import within
from archive.catalog.sql.undoing import undo
from archive.catalog.stores.database import ALL, Database, Row

LAST = 2**63 - 1
"""No store numbers its rows beyond that, and none can be asked for such a number: an address can."""

_EDITS = "SELECT number, kind, way, who, at, reports, fields, undone_at, undone_by, undone FROM edits"
_REPORTS = (
    "SELECT e.report, coalesce(r.title, ''), coalesce(r.source, ''), e.shown, e.became, e.left_alone"
    " FROM edit_reports e LEFT JOIN reports r ON r.id = e.report WHERE e.edit = ?"
)


class SqlEdits:
    """Edits in the local catalog's database. See `Edits` for what its methods promise."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def recent(self, *, limit: int = 0, offset: int = 0) -> Sequence[Edit]:
        rows = self._database.rows(f"{_EDITS} ORDER BY number DESC LIMIT ? OFFSET ?", (limit or ALL, offset))
        return tuple(map(_edit, rows))

    def touching(self, fonds: frozenset[str]) -> Sequence[int]:
        among = within("r.fonds", fonds)
        rows = self._database.rows(
            "SELECT DISTINCT e.edit FROM edit_reports e JOIN reports r ON r.id = e.report"  # noqa: S608 # marks alone
            f" WHERE 1 = 1{among.condition} ORDER BY e.edit DESC",
            among.values,
        )
        return tuple(int(number) for (number,) in rows)

    def count(self) -> int:
        return int(self._database.rows("SELECT count(*) FROM edits")[0][0])

    def get(self, number: int) -> Edit | None:
        rows = self._database.rows(f"{_EDITS} WHERE number = ?", (min(number, LAST),))
        return _edit(rows[0]) if rows else None

    def reports(self, number: int, *, limit: int = 0, offset: int = 0) -> Sequence[EditedReport]:
        rows = self._database.rows(
            f"{_REPORTS} ORDER BY e.line LIMIT ? OFFSET ?", (min(number, LAST), limit or ALL, offset)
        )
        return tuple(map(_edited, rows))

    def left_alone(self, number: int) -> Sequence[EditedReport]:
        rows = self._database.rows(f"{_REPORTS} AND e.left_alone IS NOT NULL ORDER BY e.line", (min(number, LAST),))
        return tuple(map(_edited, rows))

    def undo(self, number: int, by: By = NOBODY) -> Undone:
        with self._database.transaction():
            return undo(self._database, min(number, LAST), by)


def _edit(row: Row) -> Edit:
    number, kind, way, who, at, reports, fields, *undone = row
    return Edit(number, kind, By(way, who), at, reports, loads(fields), *undone)


def _edited(row: Row) -> EditedReport:
    report, title, source, shown, became, left_alone = row
    values = loads(shown)
    return EditedReport(
        report,
        title,
        source,
        {name: before for name, (before, _) in values.items()},
        {name: after for name, (_, after) in values.items()},
        loads(became).get("into"),
        tuple(loads(left_alone)) if left_alone else (),
    )
