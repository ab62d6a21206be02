"""What administrators run: the archive as a whole, its people, its index, its home. For no other page than theirs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from werkzeug.exceptions import NotFound

from archive.catalog import Catalog
from archive.errors import AccessError
from archive.people.account import Account
from archive.people.passwords import Passwords
from archive.people.people import People
from indexer.index.base import Engine
from indexer.settings import Settings, chosen, named_by_operator
from web.accounts.permissions import Right, has
from web.accounts.visitor import PeopleState, people_state, visitor


@dataclass(frozen=True, slots=True)
class Administration:
    """The archive for whoever has the duty that was asked for."""

    _state: PeopleState

    @property
    def home(self) -> Path:
        """The folder where the archive lies."""
        return self._state.home

    @property
    def settings(self) -> Settings:
        """The settings that the service was started with, and what was chosen on the page since."""
        return chosen(self._state.home, self._state.settings)

    @property
    def operators_settings(self) -> frozenset[str]:
        """Those that the page does not change: the settings file or the environment names them."""
        return named_by_operator(self._state.home)

    @property
    def catalog(self) -> Catalog:
        """The whole catalog, of all 分库."""
        return self._state.catalog

    @property
    def engine(self) -> Engine:
        """The whole index, of all 分库."""
        return self._state.engine

    @property
    def people(self) -> People:
        """Everybody; their database is made where there is none."""
        return self._state.all

    @property
    def passwords(self) -> Passwords:
        """What hashes passwords in this process."""
        return self._state.passwords

    @property
    def has_sign_on(self) -> bool:
        """Does somebody else vouch for people as well: a provider or a directory?"""
        return self._state.provider is not None or self._state.directory is not None

    @property
    def has_accounts(self) -> bool:
        """Is there an account yet? Else everybody at this machine is the home's owner."""
        return self._state.known() is not None


def administration(duty: Right) -> Administration:
    """The archive, once more only for whoever has that duty (the guard has asked already). Raises NotFound."""
    found = visitor()
    if not found.known or found.token is not None or not has(found.reader, duty, people_state().catalog):
        raise NotFound
    return Administration(people_state())


def not_own(account: Account) -> Account:
    """The account, unless it is the asker's: nobody takes away their own way in, or gives themselves duties.

    Raises AccessError("people.not_yourself").
    """
    mine = visitor().account
    if mine is not None and mine.number == account.number:
        raise AccessError("people.not_yourself")
    return account
