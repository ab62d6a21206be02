"""All that is known of the people of a home, and how one of them logs in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from archive.catalog.stores.database import Database
from archive.errors import AccessError
from archive.people.account import Account
from archive.people.accounts import Accounts
from archive.people.attempts import Attempts
from archive.people.groups import Groups
from archive.people.password_rules import check
from archive.people.sessions import ABSOLUTE_SECONDS, IDLE_SECONDS, Sessions
from archive.people.setup_codes import Invitations, SetupCodes
from archive.people.shares import Shares
from archive.people.tokens import Tokens
from archive.people.vouching import Directory, GroupNames, SignOn, Vouched

if TYPE_CHECKING:
    from archive.people.passwords import Passwords  # few commands need what it loads


@dataclass(frozen=True, slots=True)
class PeopleRules:
    """What an office decides. `separate_duties`: 三员分立; `idle`, `absolute`: seconds after which a session ends;
    `group_names`: what the groups of those who vouch for people are called here.
    """

    separate_duties: bool = False
    idle: int = IDLE_SECONDS
    absolute: int = ABSOLUTE_SECONDS
    group_names: GroupNames = field(default_factory=GroupNames)


class People:
    """The people of a home over an open database."""

    def __init__(self, database: Database, rules: PeopleRules | None = None) -> None:
        self.rules = rules or PeopleRules()
        self.database = database
        self.accounts = Accounts(database, separate=self.rules.separate_duties)
        self.groups = Groups(database)
        self.sessions = Sessions(database, idle=self.rules.idle, absolute=self.rules.absolute)
        self.tokens = Tokens(database)
        self.attempts = Attempts(database)
        self.setup_codes = SetupCodes(database)
        self.invitations = Invitations(database)
        self.shares = Shares(database)
        self._sign_on = SignOn(self.accounts, self.groups, self.rules.group_names)

    def log_in(
        self,
        passwords: Passwords,
        name: str,
        password: str,
        address: str,
        now: int,
        directory: Directory | None = None,
    ) -> Account:
        """The account that these open, by its password here, or where it has none by `directory`.

        Raises AccessError: "people.wrong_login", whatever is wrong (the name, the password, an account that is disabled
        or locked), after the same time where no directory is asked; "people.busy"; "people.sign_on_away"; what
        `SignOn` says of somebody whom the directory knows.
        """
        if not self.attempts.admit(name, address, now):
            raise AccessError("people.wrong_login")
        account = self.accounts.find(name)
        hashed = "" if account is None else self.accounts.hash_of(account.number)
        matching = passwords.matches(hashed, password)
        if directory is not None and not hashed:
            vouched = directory.vouch(name, password)
            if vouched is None:
                raise AccessError("people.wrong_login")
            self.attempts.succeeded(name, address)
            return self.signed_on(vouched, now)
        if not matching or account is None or account.disabled:
            raise AccessError("people.wrong_login")
        self.attempts.succeeded(name, address)
        if passwords.is_old(hashed):
            self.accounts.rehash(account.number, passwords.hash(password))
        self.accounts.logged_in(account.number, now)
        return account

    def signed_on(self, vouched: Vouched, now: int) -> Account:
        """The account of somebody for whom a provider or a directory vouches. Raises AccessError as `SignOn` does."""
        return self._sign_on.account_for(vouched, now)

    def await_sign_on(self, account: Account) -> None:
        """Let the first one of its name whom somebody vouches for take the account; nothing else opens it any more."""
        self.invitations.end(account)
        self.accounts.await_sign_on(account)

    def change_password(
        self, passwords: Passwords, account: Account, old: str, new: str, address: str, now: int
    ) -> Account:
        """A password that its owner changes; every session ends. The account as it is then.

        Raises AccessError: "people.wrong_login" for the old one, and what `password_rules` says of the new one.
        """
        if not self.attempts.admit(account.name, address, now):
            raise AccessError("people.wrong_login")
        if not passwords.matches(self.accounts.hash_of(account.number), old):
            raise AccessError("people.wrong_login")
        self.attempts.succeeded(account.name, address)
        if old == new:
            raise AccessError("people.password_same")
        check(new, account.name)
        self.accounts.set_password(account.number, passwords.hash(new), now)
        return self.accounts.named(account.name)

    def set_first_password(
        self, passwords: Passwords, name: str, code: str, new: str, address: str, now: int
    ) -> Account:
        """A password that an account's owner sets by its one-time code, which is good no longer; every session ends.

        Raises AccessError: "people.wrong_invitation", whatever is wrong (the name, the code, an account that is
        disabled or locked), and what `password_rules` says of the password.
        """
        if not self.attempts.admit(name, address, now):
            raise AccessError("people.wrong_invitation")
        account = self.accounts.find(name)
        if account is None or not self.invitations.matches(account, code, now) or account.disabled:
            raise AccessError("people.wrong_invitation")
        self.attempts.succeeded(name, address)
        check(new, account.name)
        hashed = passwords.hash(new)
        self.invitations.end(account)
        self.accounts.set_password(account.number, hashed, now)
        self.accounts.logged_in(account.number, now)
        return self.accounts.named(account.name)

    def close(self) -> None:
        """Close the database that was opened for it."""
        self.database.close()
