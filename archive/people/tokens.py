"""Tokens of programs: each for one purpose, with an end, and the rights of its account on the day of use."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence

from archive.catalog.stores.database import Database
from archive.errors import AccessError
from archive.people.account import Account, Token, checked_name, digest
from archive.people.accounts import account_of

SCOPES = ("search", "assistant", "feed")
"""What a token is for: reading as JSON, asking as an assistant, following a search."""
MOST_DAYS = 366
MOST_TOKENS = 50
DAY = 24 * 3600
PREFIX = "baogao_"
"""So that those who find one somewhere know what it is, and scanners of source code find it."""
_FORM = re.compile(PREFIX + "[0-9A-Za-z_-]{43}")

_FOUND = (
    "SELECT t.number, t.account, t.name, t.scope, t.made, t.expires, t.seen, a.number, a.name, a.roles, a.disabled,"
    " a.source, a.subject, a.epoch, a.added_at, a.password_at, a.seen_at, a.hash, a.awaits FROM tokens t"
    " JOIN accounts a ON a.number = t.account WHERE t.token = ? AND t.expires > ? AND a.disabled = 0"
)


class Tokens:
    """The tokens of a home. Methods raise CatalogError as stores do."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def make(self, account: Account, name: str, scope: str, days: int, now: int) -> str:
        """A new one, told this once. Raises AccessError: "people.bad_scope", "people.bad_days", "people.bad_name",
        "people.tokens_full".
        """
        if scope not in SCOPES:
            raise AccessError("people.bad_scope", scope=scope[:40], known=" ".join(SCOPES))
        if not 1 <= days <= MOST_DAYS:
            raise AccessError("people.bad_days", limit=MOST_DAYS)
        shown = checked_name(name)
        secret = PREFIX + secrets.token_urlsafe(32)
        with self._database.transaction():
            self._database.execute("DELETE FROM tokens WHERE account = ? AND expires <= ?", (account.number, now))
            if len(self.of(account)) >= MOST_TOKENS:
                raise AccessError("people.tokens_full", limit=MOST_TOKENS)
            self._database.insert(
                "INSERT INTO tokens (token, account, name, scope, made, expires, seen) VALUES (?, ?, ?, ?, ?, ?, 0)",
                (digest(secret), account.number, shown, scope, now, now + days * DAY),
            )
        return secret

    def find(self, secret: str, now: int) -> tuple[Account, Token] | None:
        """Whose token that is and what for; None where it was never given, has run out or is revoked."""
        if not _FORM.fullmatch(secret):
            return None
        rows = self._database.rows(_FOUND, (digest(secret), now))
        if not rows:
            return None
        return account_of(tuple(rows[0][7:])), Token(*rows[0][:7])

    def used(self, token: Token, now: int) -> None:
        """Note the day of its use."""
        day = now - now % DAY
        if token.seen >= day:
            return
        with self._database.transaction():
            self._database.execute("UPDATE tokens SET seen = ? WHERE number = ?", (day, token.number))

    def of(self, account: Account) -> Sequence[Token]:
        """Those of an account, the latest first."""
        rows = self._database.rows(
            "SELECT number, account, name, scope, made, expires, seen FROM tokens WHERE account = ?"
            " ORDER BY number DESC",
            (account.number,),
        )
        return tuple(Token(*row) for row in rows)

    def revoke(self, number: int, account: Account) -> None:
        """End one of an account's. Raises AccessError("people.no_such_token")."""
        with self._database.transaction():
            if number not in {token.number for token in self.of(account)}:
                raise AccessError("people.no_such_token", number=number)
            self._database.execute("DELETE FROM tokens WHERE number = ?", (number,))
