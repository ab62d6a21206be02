"""An account as programs read it: who there is, and what programs come in by. No secret."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from archive.people.account import Account, Token


@dataclass(frozen=True, slots=True)
class TokenForm:
    """A program's token. `seen_on`: the day of its last use; None for never."""

    number: int
    name: str
    scope: str
    made_at: str
    expires_at: str
    seen_on: str | None


@dataclass(frozen=True, slots=True)
class ListedAccountForm:
    """An account in the list of all. `seen_at`: of the last login; None for never."""

    name: str
    roles: list[str]
    groups: list[str]
    disabled: bool
    source: str
    added_at: str
    seen_at: str | None


def token_form(token: Token) -> TokenForm:
    """A token without what opens anything."""
    seen = utc(token.seen)[:10] if token.seen else None
    return TokenForm(token.number, token.name, token.scope, utc(token.made), utc(token.expires), seen)


def listed_form(account: Account, groups: Iterable[str]) -> ListedAccountForm:
    """An account as administrators list it."""
    seen = utc(account.seen_at) if account.seen_at else None
    named = sorted(account.roles)
    return ListedAccountForm(
        account.name, named, sorted(groups), account.disabled, account.source, utc(account.added_at), seen
    )


def utc(seconds: int) -> str:
    """Seconds since 1970 as ISO 8601."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
