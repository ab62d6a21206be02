"""Groups of accounts. What a group may read stands in the catalog, by the group's name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from archive.catalog.stores.database import Database
from archive.errors import AccessError
from archive.people.account import checked_name, folded


class Groups:
    """The groups of a home. Methods raise CatalogError as stores do."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def list(self) -> Mapping[str, Sequence[str]]:
        """Name -> the names of its accounts, both in order."""
        found: dict[str, list[str]] = {
            row[0]: [] for row in self._database.rows("SELECT name FROM groups ORDER BY folded")
        }
        members = self._database.rows(
            "SELECT g.name, a.name FROM members m JOIN groups g ON g.number = m.group_number"
            " JOIN accounts a ON a.number = m.account ORDER BY a.folded"
        )
        for group, account in members:
            found[group].append(account)
        return found

    def add(self, name: str) -> str:
        """A new group; its name. Raises AccessError: "people.bad_name", "people.group_taken"."""
        shown = checked_name(name)
        with self._database.transaction():
            if self._database.rows("SELECT 1 FROM groups WHERE folded = ?", (folded(shown),)):
                raise AccessError("people.group_taken", name=shown)
            self._database.insert("INSERT INTO groups (name, folded) VALUES (?, ?)", (shown, folded(shown)))
        return shown

    def known(self, name: str) -> str:
        """The group's name as it is shown. Raises AccessError("people.no_such_group")."""
        return self._found(name)[1]

    def remove(self, name: str) -> str:
        """Nobody belongs to it any more; its name. Raises AccessError("people.no_such_group")."""
        with self._database.transaction():
            number, shown = self._found(name)
            self._database.execute("DELETE FROM members WHERE group_number = ?", (number,))
            self._database.execute("DELETE FROM shares WHERE group_number = ?", (number,))
            self._database.execute("DELETE FROM groups WHERE number = ?", (number,))
        return shown

    def put(self, name: str, account: int) -> bool:
        """Let an account belong to it; False where it did. Raises AccessError("people.no_such_group")."""
        with self._database.transaction():
            number, _ = self._found(name)
            known = self._database.rows(
                "SELECT 1 FROM members WHERE group_number = ? AND account = ?", (number, account)
            )
            if known:
                return False
            self._database.execute("INSERT INTO members (group_number, account) VALUES (?, ?)", (number, account))
        return True

    def take(self, name: str, account: int) -> bool:
        """Let it belong no longer; False where it did not. Raises AccessError("people.no_such_group")."""
        with self._database.transaction():
            number, _ = self._found(name)
            known = self._database.rows(
                "SELECT 1 FROM members WHERE group_number = ? AND account = ?", (number, account)
            )
            self._database.execute("DELETE FROM members WHERE group_number = ? AND account = ?", (number, account))
        return bool(known)

    def _found(self, name: str) -> tuple[int, str]:
        rows = self._database.rows("SELECT number, name FROM groups WHERE folded = ?", (folded(name),))
        if not rows:
            known = "、".join(row[0] for row in self._database.rows("SELECT name FROM groups ORDER BY folded"))
            raise AccessError("people.no_such_group", name=name[:80], known=known or "–")
        return int(rows[0][0]), str(rows[0][1])
