"""Sessions of browsers: kept here, not in the cookie, so that a copied cookie is worth nothing after log-out.

A session ends by log-out, by idleness, after half a day, and when its account's epoch goes up.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from archive.catalog.stores.database import Database
from archive.people.account import Account, Session, digest
from archive.people.accounts import account_of

IDLE_SECONDS = 30 * 60
ABSOLUTE_SECONDS = 12 * 3600
NOTED_SECONDS = 60
"""A session that is used is noted no more often: each note is a write to the disk."""
LONGEST_TOKEN = 200

_FOUND = (
    "SELECT s.account, s.begun, s.seen, s.address, a.number, a.name, a.roles, a.disabled, a.source, a.subject, a.epoch,"
    " a.added_at, a.password_at, a.seen_at, a.hash, a.awaits FROM sessions s JOIN accounts a ON a.number = s.account"
    " AND a.epoch = s.epoch WHERE s.token = ? AND a.disabled = 0 AND s.seen > ? AND s.begun > ?"
)


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """A session that is good now, and whose it is."""

    account: Account
    session: Session


class Sessions:
    """The sessions of a home. `idle` and `absolute` in seconds. Methods raise CatalogError as stores do."""

    def __init__(self, database: Database, *, idle: int = IDLE_SECONDS, absolute: int = ABSOLUTE_SECONDS) -> None:
        self._database = database
        self._idle = idle
        self._absolute = absolute

    def begin(self, account: Account, now: int, address: str) -> str:
        """A new session; the cookie's value, told this once. What has ended is swept away."""
        token = secrets.token_urlsafe(32)
        with self._database.transaction():
            self._database.execute(
                "DELETE FROM sessions WHERE seen <= ? OR begun <= ?", (now - self._idle, now - self._absolute)
            )
            self._database.execute(
                "INSERT INTO sessions (token, account, epoch, begun, seen, address) VALUES (?, ?, ?, ?, ?, ?)",
                (digest(token), account.number, account.epoch, now, now, address[:80]),
            )
        return token

    def find(self, token: str, now: int) -> LoggedIn | None:
        """Whose session that is; None where there is none, or it has ended."""
        if not token or len(token) > LONGEST_TOKEN:
            return None
        key = digest(token)
        rows = self._database.rows(_FOUND, (key, now - self._idle, now - self._absolute))
        if not rows:
            return None
        account, begun, seen, address, *rest = rows[0]
        return LoggedIn(account_of(tuple(rest)), Session(key, account, begun, seen, address))

    def used(self, found: LoggedIn, now: int) -> None:
        """Note that it goes on, where that was not noted lately."""
        if now - found.session.seen < min(NOTED_SECONDS, self._idle // 2):
            return
        with self._database.transaction():
            self._database.execute(
                "UPDATE sessions SET seen = ? WHERE token = ? AND seen < ?", (now, found.session.token, now)
            )

    def end(self, key: str, account: int) -> bool:
        """Log out one session of an account, by the digest of its token; False where there was none."""
        with self._database.transaction():
            known = self._database.rows("SELECT 1 FROM sessions WHERE token = ? AND account = ?", (key, account))
            self._database.execute("DELETE FROM sessions WHERE token = ? AND account = ?", (key, account))
        return bool(known)

    def of(self, account: Account, now: int) -> Sequence[Session]:
        """Those of an account that are good now, the one used last first."""
        rows = self._database.rows(
            "SELECT token, account, begun, seen, address FROM sessions WHERE account = ? AND epoch = ? AND seen > ?"
            " AND begun > ? ORDER BY seen DESC, begun DESC, token",
            (account.number, account.epoch, now - self._idle, now - self._absolute),
        )
        return tuple(Session(*row) for row in rows)
