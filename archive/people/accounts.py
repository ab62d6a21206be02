"""Accounts and the groups they belong to. An account is never deleted, only disabled: the record names it for ever."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from archive.catalog.stores.database import Database, Row
from archive.errors import AccessError
from archive.people.account import GIVEN, Account, checked_name, checked_roles, folded

_COLUMNS = "number, name, roles, disabled, source, subject, epoch, added_at, password_at, seen_at, hash, awaits"
_SELECT = f"SELECT {_COLUMNS} FROM accounts"  # noqa: S608 # the names of our own columns


class Accounts:
    """The accounts of a home. `separate`: each administrator has one duty. Methods raise CatalogError as stores do."""

    def __init__(self, database: Database, *, separate: bool = False) -> None:
        self._database = database
        self._separate = separate

    def count(self) -> int:
        """How many there are, disabled ones too: once one was made, everybody needs one."""
        return int(self._database.rows("SELECT count(*) FROM accounts")[0][0])

    def list(self) -> Sequence[Account]:
        """All accounts in the order of their names."""
        return tuple(map(account_of, self._database.rows(f"{_SELECT} ORDER BY folded")))

    def by_number(self, number: int) -> Account | None:
        """The account of that number."""
        rows = self._database.rows(f"{_SELECT} WHERE number = ?", (number,))
        return account_of(rows[0]) if rows else None

    def named(self, name: str) -> Account:
        """The account of that name, however it is written. Raises AccessError("people.no_such_account")."""
        found = self.find(name)
        if found is None:
            raise AccessError("people.no_such_account", name=name[:80])
        return found

    def find(self, name: str) -> Account | None:
        """The same; None where there is none."""
        rows = self._database.rows(f"{_SELECT} WHERE folded = ?", (folded(name),))
        return account_of(rows[0]) if rows else None

    def of_source(self, source: str, subject: str) -> Account | None:
        """The account that `source` vouches for under `subject`."""
        rows = self._database.rows(f"{_SELECT} WHERE source = ? AND subject = ?", (source, subject))
        return account_of(rows[0]) if rows else None

    def hash_of(self, number: int) -> str:
        """Argon2id's own notation of the password; "" where none opens the account, or there is no such account."""
        rows = self._database.rows("SELECT hash FROM accounts WHERE number = ?", (number,))
        return str(rows[0][0]) if rows else ""

    def add(
        self,
        name: str,
        hashed: str,
        now: int,
        roles: Collection[str] = (),
        *,
        source: str = "",
        subject: str = "",
        awaits_sign_on: bool = False,
    ) -> int:
        """A new account; its number. Raises AccessError: "people.bad_name", "people.name_taken", "people.bad_role",
        "people.separate_duties".
        """
        shown = checked_name(name)
        given = checked_roles(roles, separate=self._separate)
        with self._database.transaction():
            number = self._put_in(shown, hashed, now, given, source, subject)
            if awaits_sign_on:
                self._database.execute("UPDATE accounts SET awaits = 1 WHERE number = ?", (number,))
            return number

    def add_first(self, name: str, hashed: str, now: int, roles: Collection[str]) -> int:
        """The same where there is no account yet; of two who try at once one wins. Raises AccessError:
        "people.already_set_up" as well.
        """
        shown = checked_name(name)
        given = checked_roles(roles, separate=self._separate)
        with self._database.transaction():
            if self.count():
                raise AccessError("people.already_set_up")
            return self._put_in(shown, hashed, now, given, "", "")

    def set_password(self, number: int, hashed: str, now: int) -> None:
        """Another password; every session ends."""
        self._change(number, "hash = ?, password_at = ?, awaits = 0", (hashed, now))

    def give_password(self, number: int, hashed: str) -> None:
        """A password that its owner has to change (`Account.must_change`); "": none opens it. Every session ends."""
        self._change(number, "hash = ?, password_at = ?, awaits = 0", (hashed, GIVEN))

    def rehash(self, number: int, hashed: str) -> None:
        """The same password by today's cost; sessions go on."""
        with self._database.transaction():
            self._database.execute("UPDATE accounts SET hash = ? WHERE number = ?", (hashed, number))

    def await_sign_on(self, account: Account) -> None:
        """Let the first one of its name whom somebody vouches for take it: neither its password nor who has vouched for
        it until now opens it any more, and every session ends.
        """
        self._change(account.number, "hash = '', source = '', subject = ?, awaits = 1", (folded(account.name),))

    def adopt(self, number: int, source: str, subject: str) -> bool:
        """Let `source` vouch from now on for an account that awaits that; every session ends. False where it does not,
        or another one has been quicker.
        """
        with self._database.transaction():
            if not self._database.rows("SELECT 1 FROM accounts WHERE number = ? AND awaits = 1", (number,)):
                return False
            self._database.execute(
                "UPDATE accounts SET source = ?, subject = ?, awaits = 0, epoch = epoch + 1 WHERE number = ?",
                (source, subject, number),
            )
        return True

    def set_roles(self, number: int, roles: Collection[str]) -> None:
        """Other roles; every session ends. Raises AccessError: "people.last_administrator" as well."""
        given = checked_roles(roles, separate=self._separate)
        with self._database.transaction():
            self._database.execute(
                "UPDATE accounts SET roles = ?, epoch = epoch + 1 WHERE number = ?", (_written(given), number)
            )
            self._check_administrator()

    def disable(self, number: int, *, disabled: bool) -> None:
        """Let nobody in by it, or let in again; every session ends. Raises AccessError("people.last_administrator")."""
        with self._database.transaction():
            self._database.execute(
                "UPDATE accounts SET disabled = ?, epoch = epoch + 1 WHERE number = ?", (int(disabled), number)
            )
            if disabled:
                self._check_administrator()

    def end_sessions(self, number: int) -> None:
        """End every session of the account: log out everywhere."""
        self._change(number, "seen_at = seen_at", ())

    def logged_in(self, number: int, now: int) -> None:
        """Note that it logged in."""
        with self._database.transaction():
            self._database.execute("UPDATE accounts SET seen_at = ? WHERE number = ?", (now, number))

    def groups_of(self, number: int) -> frozenset[str]:
        """The names of the groups that it belongs to."""
        rows = self._database.rows(
            "SELECT name FROM groups JOIN members ON group_number = number WHERE account = ?", (number,)
        )
        return frozenset(str(row[0]) for row in rows)

    def _put_in(self, name: str, hashed: str, now: int, roles: frozenset[str], source: str, subject: str) -> int:
        if self.find(name) is not None:
            raise AccessError("people.name_taken", name=name)
        return self._database.insert(
            "INSERT INTO accounts (name, folded, hash, epoch, roles, disabled, source, subject, added_at, password_at,"
            " seen_at) VALUES (?, ?, ?, 1, ?, 0, ?, ?, ?, ?, 0)",
            (name, folded(name), hashed, _written(roles), source, subject or folded(name), now, now),
        )

    def _change(self, number: int, what: str, values: Sequence[object]) -> None:
        with self._database.transaction():
            self._database.execute(
                f"UPDATE accounts SET {what}, epoch = epoch + 1 WHERE number = ?",  # noqa: S608 # our own columns
                (*values, number),
            )

    def _check_administrator(self) -> None:
        """Inside a transaction, which is taken back: nobody could come in any more to make it good."""
        if not any(account.administers for account in self.list()):
            raise AccessError("people.last_administrator")


def account_of(row: Row) -> Account:
    """A row of `_COLUMNS` as a value; the hash stays behind."""
    number, name, roles, disabled, source, subject, epoch, added_at, password_at, seen_at, hashed, awaits = row
    return Account(
        *(number, name, frozenset(roles.split()), bool(disabled), source, subject),
        *(epoch, added_at, password_at, seen_at, bool(hashed), bool(awaits)),
    )


def _written(roles: Collection[str]) -> str:
    return " ".join(sorted(roles))
