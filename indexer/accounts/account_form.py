"""An account as programs read it: who there is, and by what browsers and programs come in. No secret."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

from archive.people.account import Account, Session, Token
from archive.people.people import People
from indexer.search.page import Page


@dataclass(frozen=True, slots=True)
class ProgramTokenForm:
    """A program's token. `seen_on`: the day of its last use; None for never."""

    number: int
    name: str
    scope: str
    made_at: str
    expires_at: str
    seen_on: str | None


@dataclass(frozen=True, slots=True)
class SessionForm:
    """A browser that is logged in."""

    address: Annotated[str, "Where it logged in from."]
    begun_at: str
    seen_at: str


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
    number: int


@dataclass(frozen=True, slots=True)
class AccountsForm:
    """A page of the accounts, by name."""

    total: int
    page: int
    pages: int
    accounts: Sequence[ListedAccountForm]


@dataclass(frozen=True, slots=True)
class AccountForm(ListedAccountForm):
    """One account, with what opens it now."""

    has_password: bool
    must_change: Annotated[bool, "Was its password given by an administrator, and not changed since?"]
    code_until: Annotated[str | None, "Until when its one-time code is good; null for none."]
    sessions: Sequence[SessionForm]
    tokens: Sequence[ProgramTokenForm]
    awaits_sign_on: Annotated[bool, "May the first one of its name take it whom the office's own login vouches for?"]


def token_form(token: Token) -> ProgramTokenForm:
    """A token without what opens anything."""
    seen = utc(token.seen)[:10] if token.seen else None
    return ProgramTokenForm(token.number, token.name, token.scope, utc(token.made), utc(token.expires), seen)


def session_form(session: Session) -> SessionForm:
    """A session without its token."""
    return SessionForm(session.address, utc(session.begun), utc(session.seen))


def listed_form(account: Account, groups: Iterable[str]) -> ListedAccountForm:
    """An account as administrators list it."""
    return ListedAccountForm(*_listed(account, groups))


def accounts_form(people: People, page: Page, accounts: Iterable[Account]) -> AccountsForm:
    """A page of the list."""
    listed = [listed_form(one, people.accounts.groups_of(one.number)) for one in accounts]
    return AccountsForm(page.total, page.number, page.pages, listed)


def account_form(people: People, account: Account, now: int) -> AccountForm:
    """One account with all that opens it."""
    until = people.invitations.until(account, now)
    return AccountForm(
        *_listed(account, people.accounts.groups_of(account.number)),
        account.has_password,
        account.must_change,
        utc(until) if until else None,
        list(map(session_form, people.sessions.of(account, now))),
        list(map(token_form, people.tokens.of(account))),
        account.awaits_sign_on,
    )


def utc(seconds: int) -> str:
    """Seconds since 1970 as ISO 8601."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _listed(
    account: Account, groups: Iterable[str]
) -> tuple[str, list[str], list[str], bool, str, str, str | None, int]:
    seen = utc(account.seen_at) if account.seen_at else None
    told = (account.name, sorted(account.roles), sorted(groups), account.disabled, account.source)
    return *told, utc(account.added_at), seen, account.number
