"""Deleting a report of the trash for good, inside one transaction: its row, versions and pairs; the log says so.

Its originals are deleted after the commit, by whoever holds the folder: broken off between, they are left over, and
`Catalog.clean` takes them.
"""

from __future__ import annotations

from archive.catalog.sql.arrivals import find, next_change, now
from archive.catalog.sql.filters import TRASHED
from archive.catalog.sql.merging import dissolve
from archive.catalog.stores.database import Database


def purge(database: Database, report_id: str) -> tuple[str, ...] | None:
    """The hashes of the originals that nothing refers to any more; None where it is not in the trash.

    Reports that were merged into it stay in the trash, each with its own text.
    """
    kept = find(database, f"{TRASHED} AND id = ?", report_id)
    if kept is None:
        return None
    for (merged,) in database.rows("SELECT report FROM near_merged WHERE kept = ?", (report_id,)):
        dissolve(database, merged)
    change = next_change(database)
    hashes = [row[0] for row in database.rows("SELECT sha256 FROM versions WHERE report = ?", (kept.number,))]
    database.execute("DELETE FROM versions WHERE report = ?", (kept.number,))
    database.execute("DELETE FROM reports WHERE number = ?", (kept.number,))
    database.execute("DELETE FROM near_compared WHERE report = ?", (report_id,))
    database.execute("DELETE FROM near_texts WHERE report = ?", (report_id,))
    database.execute("DELETE FROM near_pairs WHERE one = ?1 OR other = ?1", (report_id,))
    database.execute("INSERT INTO purged (report, change, at) VALUES (?, ?, ?)", (report_id, change, now()))
    gone = tuple(sha256 for sha256 in dict.fromkeys(hashes) if not _referenced(database, sha256))
    for sha256 in gone:
        database.execute("DELETE FROM duplicates WHERE sha256 = ?", (sha256,))
    return gone


def _referenced(database: Database, sha256: str) -> bool:
    return bool(
        database.rows(
            "SELECT 1 FROM versions WHERE sha256 = ?1 UNION ALL SELECT 1 FROM unread WHERE sha256 = ?1 LIMIT 1",
            (sha256,),
        )
    )
