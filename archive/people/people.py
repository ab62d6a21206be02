"""All that is known of the people of a home, and how one of them logs in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive.catalog.stores.database import Database
from archive.errors import AccessError
from archive.people.account import Account
from archive.people.accounts import Accounts
from archive.people.attempts import Attempts
from archive.people.groups import Groups
from archive.people.invitations import Invitations
from archive.people.password_rules import check
from archive.people.sessions import ABSOLUTE_SECONDS, IDLE_SECONDS, Sessions
from archive.people.setup_codes import SetupCodes
from archive.people.tokens import Tokens

if TYPE_CHECKING:
    from archive.people.passwords import Passwords  # few commands need what it loads


@dataclass(frozen=True, slots=True)
class PeopleRules:
    """What an office decides. `separate_duties`: 三员分立; `idle`, `absolute`: seconds after which a session ends."""

    separate_duties: bool = False
    idle: int = IDLE_SECONDS
    absolute: int = ABSOLUTE_SECONDS


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

    def log_in(self, passwords: Passwords, name: str, password: str, address: str, now: int) -> Account:
        """The account that these open. Raises AccessError: "people.wrong_login", whatever is wrong (the name, the
        password, an account that is disabled or locked), after the same time; "people.busy".
        """
        if not self.attempts.admit(name, address, now):
            raise AccessError("people.wrong_login")
        account = self.accounts.find(name)
        hashed = "" if account is None else self.accounts.hash_of(account.number)
        if not passwords.matches(hashed, password) or account is None or account.disabled:
            raise AccessError("people.wrong_login")
        self.attempts.succeeded(name, address)
        if passwords.is_old(hashed):
            self.accounts.rehash(account.number, passwords.hash(password))
        self.accounts.logged_in(account.number, now)
        return account

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
