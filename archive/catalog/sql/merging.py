"""Reports that are versions of others, as the rules of arrival and of the trash meet them: whose, and how that ends."""

# ruff: noqa: S608 # pieces of SQL are our own words; every value is bound

from __future__ import annotations

from archive.catalog.serialization import loads
from archive.catalog.sql.filters import within
from archive.catalog.stores.database import Database


def kept_for(database: Database, sha256: str, readable: frozenset[str] | None = None) -> str | None:
    """The live report, of those that may be read, that holds these bytes because a person merged another into it."""
    among = within("k.fonds", readable)
    rows = database.rows(
        "SELECT k.id FROM near_merged m JOIN reports r ON r.id = m.report"
        " JOIN reports k ON k.id = m.kept AND k.removed_at IS NULL"
        f" WHERE r.sha256 = ?{among.condition} ORDER BY k.number LIMIT 1",
        (sha256, *among.values),
    )
    return rows[0][0] if rows else None


def dissolve(database: Database, report_id: str) -> bool:
    """The report is no version of another any more, inside the caller's transaction; False where it was none.

    Its texts leave the other one's versions, and the pair is open again; that somebody has decided about it stays
    written down, so that nothing merges it by itself. The report itself stays where it is.
    """
    rows = database.rows("SELECT kept, versions FROM near_merged WHERE report = ?", (report_id,))
    if not rows:
        return False
    kept, versions = rows[0]
    for version in loads(versions):
        database.execute(
            "DELETE FROM versions WHERE version = ?2 AND report = (SELECT number FROM reports WHERE id = ?1"
            " AND version <> ?2)",
            (kept, version),
        )
    database.execute("DELETE FROM near_merged WHERE report = ?", (report_id,))
    database.execute(
        "UPDATE near_pairs SET decision = NULL WHERE (one = ?1 AND other = ?2) OR (one = ?2 AND other = ?1)",
        (kept, report_id),
    )
    return True
