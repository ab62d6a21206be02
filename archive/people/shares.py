"""What accounts let their groups see of their notebooks: clippings, saved searches, notes.

Only what is shared stands here. Whether somebody in the group may read the report behind it, the view decides when it
is asked: a share gives no right on any report.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from archive.catalog.stores.database import Database
from archive.errors import AccessError
from archive.people.account import Account, folded

Kind = Literal["clipping", "search", "note"]
KINDS: tuple[Kind, ...] = get_args(Kind)
MOST_SHARES = 5_000
"""Of one account: as many as it may keep notes."""

_SELECT = (
    "SELECT s.account, a.name, s.kind, s.item, g.name, s.shared_at FROM shares s"
    " JOIN accounts a ON a.number = s.account JOIN groups g ON g.number = s.group_number"
)
_ORDER = "ORDER BY s.shared_at DESC, s.account, s.kind, s.item, g.folded"


@dataclass(frozen=True, slots=True)
class Share:
    """One thing of an account's that a group sees. `item` tells it in the account's notebook, for good."""

    account: int
    who: str
    kind: Kind
    item: str
    group: str
    shared_at: int


class Shares:
    """The shares of a home. Methods raise CatalogError as stores do."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def share(self, account: Account, kind: Kind, items: Collection[str], group: str, now: int) -> int:
        """Let a group that the account belongs to see these; how many it did not see before.

        Raises AccessError: "people.not_in_group", "people.shares_full".
        """
        with self._database.transaction():
            number = self._group(account, group)
            sql = "SELECT item FROM shares WHERE account = ? AND kind = ? AND group_number = ?"
            known = {str(row[0]) for row in self._database.rows(sql, (account.number, kind, number))}
            new = [item for item in dict.fromkeys(items) if item not in known]
            count = self._database.rows("SELECT count(*) FROM shares WHERE account = ?", (account.number,))[0][0]
            if int(count) + len(new) > MOST_SHARES:
                raise AccessError("people.shares_full", limit=MOST_SHARES)
            for item in new:
                self._database.execute(
                    "INSERT INTO shares (account, kind, item, group_number, shared_at) VALUES (?, ?, ?, ?, ?)",
                    (account.number, kind, item, number, now),
                )
        return len(new)

    def end(self, account: Account, kind: Kind, item: str, group: str) -> bool:
        """The group sees it no more; False where it did not."""
        where = "account = ? AND kind = ? AND item = ? AND group_number IN (SELECT number FROM groups WHERE folded = ?)"
        values = (account.number, kind, item, folded(group))
        with self._database.transaction():
            known = self._database.rows(f"SELECT 1 FROM shares WHERE {where}", values)  # noqa: S608 # our own columns
            self._database.execute(f"DELETE FROM shares WHERE {where}", values)  # noqa: S608 # as above
        return bool(known)

    def forget(self, account: Account, kind: Kind, items: Collection[str]) -> None:
        """They are no longer kept: no group sees them, nor what is kept later in the same place."""
        with self._database.transaction():
            for item in items:
                self._database.execute(
                    "DELETE FROM shares WHERE account = ? AND kind = ? AND item = ?", (account.number, kind, item)
                )

    def of(self, account: Account) -> Sequence[Share]:
        """What the account shares, the latest first."""
        rows = self._database.rows(f"{_SELECT} WHERE s.account = ? {_ORDER}", (account.number,))
        return tuple(Share(*row) for row in rows)

    def seen_by(self, account: Account) -> Sequence[Share]:
        """What others share with groups that the account belongs to now, the latest first; of accounts in use alone."""
        sql = (
            f"{_SELECT} JOIN members m ON m.group_number = s.group_number AND m.account = ?"
            f" WHERE s.account <> ? AND a.disabled = 0 {_ORDER}"
        )
        return tuple(Share(*row) for row in self._database.rows(sql, (account.number, account.number)))

    def _group(self, account: Account, group: str) -> int:
        sql = (
            "SELECT g.number FROM groups g JOIN members m ON m.group_number = g.number"
            " WHERE g.folded = ? AND m.account = ?"
        )
        rows = self._database.rows(sql, (folded(group), account.number))
        if not rows:
            raise AccessError("people.not_in_group", name=group[:80])
        return int(rows[0][0])
