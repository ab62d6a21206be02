"""One-time codes: of a home, by which a browser on this machine makes the first administrator, shown by a terminal; and
of an account, by which its owner sets a password that nobody else knows, passed on by an administrator.
"""

from __future__ import annotations

import secrets

from archive.catalog.stores.database import Database
from archive.errors import AccessError
from archive.people.account import Account, digest

LASTS_SECONDS = 10 * 60
INVITED_SECONDS = 3 * 24 * 3600
"""Long enough for a code of an account that is handed over on a Friday."""
MOST_FAILED = 5
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without those that are taken for each other."""
LENGTH = 10


class SetupCodes:
    """The code of a home, one at a time. Methods raise CatalogError as stores do."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def make(self, now: int) -> str:
        """A new code, in place of any other."""
        code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
        with self._database.transaction():
            self._database.execute("DELETE FROM setup_codes")
            self._database.execute(
                "INSERT INTO setup_codes (code, expires, failed) VALUES (?, ?, 0)", (digest(code), now + LASTS_SECONDS)
            )
        return code

    def check(self, code: str, now: int) -> None:
        """A wrong try counts, and the fifth ends the code. Raises AccessError("people.wrong_code")."""
        if not self.matches(code, now):
            raise AccessError("people.wrong_code")

    def matches(self, code: str, now: int) -> bool:
        """The same as an answer: is it the code that is good now?"""
        told = digest("".join(code.upper().replace("-", "").split()))
        with self._database.transaction():
            self._database.execute("DELETE FROM setup_codes WHERE expires <= ? OR failed >= ?", (now, MOST_FAILED))
            if self._database.rows("SELECT 1 FROM setup_codes WHERE code = ?", (told,)):
                return True
            self._database.execute("UPDATE setup_codes SET failed = failed + 1")
        return False

    def end(self) -> None:
        """No code is good any more."""
        with self._database.transaction():
            self._database.execute("DELETE FROM setup_codes")


class Invitations:
    """The codes of a home's accounts, one an account. Methods raise CatalogError as stores do."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def make(self, account: Account, now: int) -> str:
        """A new code, told this once, in place of any other of the account's."""
        code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
        with self._database.transaction():
            self._database.execute("DELETE FROM invitations WHERE account = ?", (account.number,))
            self._database.execute(
                "INSERT INTO invitations (account, code, expires, failed) VALUES (?, ?, ?, 0)",
                (account.number, digest(code), now + INVITED_SECONDS),
            )
        return code

    def matches(self, account: Account, code: str, now: int) -> bool:
        """Is it the account's code, and good now? A wrong try counts, and the fifth ends it."""
        told = digest("".join(code.upper().replace("-", "").split()))
        with self._database.transaction():
            self._database.execute("DELETE FROM invitations WHERE expires <= ? OR failed >= ?", (now, MOST_FAILED))
            if self._database.rows("SELECT 1 FROM invitations WHERE account = ? AND code = ?", (account.number, told)):
                return True
            self._database.execute("UPDATE invitations SET failed = failed + 1 WHERE account = ?", (account.number,))
        return False

    def end(self, account: Account) -> None:
        """No code opens the account any more."""
        with self._database.transaction():
            self._database.execute("DELETE FROM invitations WHERE account = ?", (account.number,))

    def until(self, account: Account, now: int) -> int:
        """Until when its code is good, seconds since 1970; 0 where it has none."""
        rows = self._database.rows(
            "SELECT expires FROM invitations WHERE account = ? AND expires > ? AND failed < ?",
            (account.number, now, MOST_FAILED),
        )
        return int(rows[0][0]) if rows else 0
