"""Which live reports have one text: digests of whole folded texts, and what people said of such pairs, in SQL.

What is digested how is the business of `archive.text.digest`; here a digest is a word. A row of an earlier version of
its report, or made under another fold, counts as none.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from archive.catalog.near_duplicates import Texts
from archive.catalog.stores.database import Database

_CURRENT = (
    " FROM reports r JOIN near_texts t ON t.report = r.id AND t.version = r.version AND t.fold = ?"
    " WHERE r.removed_at IS NULL"
)


def texts(database: Database, fold: str) -> Texts:
    """The digests that hold, and what people said of pairs: `Near.texts`."""
    digests: dict[str, str] = dict(database.rows("SELECT r.id, t.digest" + _CURRENT + " ORDER BY r.number", (fold,)))
    apart = database.rows("SELECT one, other FROM near_pairs WHERE decision = 'apart'")
    undone = database.rows(
        "SELECT one, other FROM near_pairs WHERE decision IS NULL AND decided_at IS NOT NULL"  # a merge was taken back
    )
    return Texts(digests, frozenset(map(tuple, apart)), frozenset(map(tuple, undone)))


def state(database: Database, fold: str) -> Hashable:
    """As `Near.texts_state`: digests are only added, but for those of changed reports; so are what people say apart."""
    known = database.rows("SELECT count(*)" + _CURRENT, (fold,))[0][0]
    return known, apart_state(database)


def apart_state(database: Database) -> int:
    """As `Near.apart_state`: who has said it cannot take it back."""
    return int(database.rows("SELECT count(*) FROM near_pairs WHERE decision = 'apart'")[0][0])


def undigested(database: Database, fold: str) -> Sequence[str]:
    """What waits for its digest: `Near.undigested`."""
    rows = database.rows(
        "SELECT r.id FROM reports r LEFT JOIN near_texts t ON t.report = r.id AND t.version = r.version AND t.fold = ?"
        " WHERE r.removed_at IS NULL AND t.report IS NULL ORDER BY r.number",
        (fold,),
    )
    return tuple(row[0] for row in rows)


def keep(database: Database, fold: str, digests: Sequence[tuple[str, int, str]]) -> None:
    """Write digests down, in one transaction: `Near.digested`."""
    with database.transaction():
        put(database, fold, digests)


def put(database: Database, fold: str, digests: Sequence[tuple[str, int, str]]) -> None:
    """The same inside a transaction that is open."""
    for name, version, digest in digests:
        database.execute(
            "INSERT INTO near_texts (report, version, fold, digest) VALUES (?1, ?2, ?3, ?4)"
            " ON CONFLICT (report) DO UPDATE SET version = ?2, fold = ?3, digest = ?4",
            (name, version, fold, digest),
        )
