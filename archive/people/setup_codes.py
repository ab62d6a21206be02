"""The one-time code by which a browser on this machine makes the first administrator: a terminal shows it."""

from __future__ import annotations

import secrets

from archive.catalog.stores.database import Database
from archive.errors import AccessError
from archive.people.account import digest

LASTS_SECONDS = 10 * 60
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
