"""Taking an edit back, report by report, inside one transaction: what has changed since stays as it is."""

# ruff: noqa: S608 # pieces of SQL are our own words; every value is bound

from __future__ import annotations

from collections.abc import Callable, Mapping

from archive.catalog.edits import REPORT, By, Corrections, EditKind, Undone
from archive.catalog.serialization import dumps, loads
from archive.catalog.sql.arrivals import find, next_change, now, plain
from archive.catalog.sql.editing import LONGEST_NAME, head_of, rewrite
from archive.catalog.sql.merging import dissolve
from archive.catalog.stores.database import Database
from archive.errors import CatalogError

_ABSENT = object()
"""Nobody spoke of the field; None would be that there is no value."""


def undo(database: Database, number: int, by: By) -> Undone:
    """Take edit `number` back. Raises as `Edits.undo`."""
    found = database.rows("SELECT kind, undone_at FROM edits WHERE number = ?", (number,))
    if not found:
        raise CatalogError("catalog.no_such_edit", number=number)
    kind, undone_at = found[0]
    if undone_at is not None:
        raise CatalogError("catalog.edit_undone", number=number, at=undone_at)
    rows = database.rows(
        "SELECT line, report, was, became FROM edit_reports WHERE edit = ? ORDER BY line DESC", (number,)
    )
    left_alone: dict[str, tuple[str, ...]] = {}
    restored = 0
    for line, report, was, became in rows:
        left, touched = _UNDOING[kind](database, report, loads(was), loads(became))
        restored += touched
        if left:
            left_alone[report] = left
            database.execute(
                "UPDATE edit_reports SET left_alone = ? WHERE edit = ? AND line = ?", (dumps(left), number, line)
            )
    if restored:
        database.execute(
            "UPDATE edits SET undone_at = ?, undone_by = ?, undone = ? WHERE number = ?",
            (now(), plain(by.who)[:LONGEST_NAME], restored, number),
        )
    return Undone(restored, dict(reversed(left_alone.items())))


def come_back(database: Database, report_id: str) -> bool:
    """A merged report is one by itself again; False where it was not merged."""
    if not dissolve(database, report_id):
        return False
    database.execute(
        "UPDATE reports SET removed_at = NULL, change = ? WHERE id = ?", (next_change(database), report_id)
    )
    return True


def _corrections(
    database: Database, report: str, was: Corrections, became: Corrections
) -> tuple[tuple[str, ...], bool]:
    """Field by field; one that says something else than the edit left there was changed since."""
    kept = find(database, "id = ?", report)
    if kept is None:  # deleted for good
        return (REPORT,), False
    touched = was.keys() | became.keys()
    now_said = kept.corrections
    changed = {name for name in touched if now_said.get(name, _ABSENT) != became.get(name, _ABSENT)}
    back = touched - changed
    after = {name: value for name, value in now_said.items() if name not in back}
    after |= {name: value for name, value in was.items() if name in back}
    if back:
        rewrite(database, kept, head_of(database, kept), after)
    return tuple(sorted(changed)), bool(back)


def _merge(
    database: Database, report: str, was: Mapping[str, object], became: Mapping[str, object]
) -> tuple[tuple[str, ...], bool]:
    """A report that is no version of that other one any more was taken out of it since."""
    rows = database.rows("SELECT kept FROM near_merged WHERE report = ?", (report,))
    if not rows or rows[0][0] != became.get("into"):
        return (REPORT,), False
    back = come_back(database, report)
    pair = "(one = ?1 AND other = ?2 OR one = ?2 AND other = ?1)"
    if was.get("pair") == "none":  # nobody had ever found the two alike
        database.execute(f"DELETE FROM near_pairs WHERE {pair} AND resemblance = 0", (report, rows[0][0]))
    elif was.get("pair") == "apart":
        database.execute(f"UPDATE near_pairs SET decision = 'apart' WHERE {pair}", (report, rows[0][0]))
    return (), back


_UNDOING: Mapping[EditKind, Callable[..., tuple[tuple[str, ...], bool]]] = {
    "correct": _corrections,
    "register": _corrections,
    "confirm": _corrections,
    "merge": _merge,
}
