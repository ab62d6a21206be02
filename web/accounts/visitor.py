"""Whoever sends a request: nobody yet, the home's owner, or an account by a session or a token."""

from __future__ import annotations

import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask, current_app, g, request

from archive.catalog import Catalog
from archive.catalog.notebooks import Notebooks, name_of_account, reader_key
from archive.errors import AccessError, UsageError
from archive.people.account import Account, Token
from archive.people.passwords import AT_ONCE, Passwords
from archive.people.people import People
from archive.people.sessions import LoggedIn
from archive.people.vouching import Directory
from indexer.accounts.reader_named import reader_of
from indexer.index.base import Engine
from indexer.rights.reader import OWNER, Reader
from indexer.settings import Settings
from indexer.workspace import Workspace
from web.http.security import is_local, is_proxied

if TYPE_CHECKING:
    from web.accounts.openid_connect import Provider

KEY = "baogao-people"
STRANGER = Reader("")
"""Whoever is not logged in where people have to be: in no group, so that nothing may be read."""
BEARER = "Bearer "
FEED = "feeds.show"


@dataclass(frozen=True, slots=True)
class Visitor:
    """`account` is None for the owner and for strangers; `known` tells those two apart."""

    reader: Reader
    known: bool
    account: Account | None = None
    logged_in: LoggedIn | None = None
    token: Token | None = None


OWNER_HERE = Visitor(OWNER, known=True)
UNKNOWN = Visitor(STRANGER, known=False)


class PeopleState:
    """What the requests of a serving process need of people. `processes` share the hashes that are made at once."""

    def __init__(self, workspace: Workspace, processes: int = 1) -> None:
        self._workspace = workspace
        self.passwords = Passwords(max(1, AT_ONCE // processes))
        self.provider = _provider(workspace.settings, workspace.home)
        self.directory = _directory(workspace.settings, workspace.home)

    @property
    def settings(self) -> Settings:
        """The settings that the service was started with."""
        return self._workspace.settings

    @property
    def catalog(self) -> Catalog:
        """The whole catalog, for the rights that groups have in it, and for administrators."""
        return self._workspace.catalog

    @property
    def home(self) -> Path:
        """Where the archive lies, for administrators."""
        return self._workspace.home

    @property
    def engine(self) -> Engine:
        """The whole index, for administrators."""
        return self._workspace.engine

    @property
    def all(self) -> People:
        """The people, to add the first: their database is made where there is none."""
        return self._workspace.people

    def known(self) -> People | None:
        """The people, where there is an account; None where nobody needs one."""
        return self._workspace.known_people()


def _provider(settings: Settings, home: Path) -> Provider | None:
    if not settings.oidc:
        return None
    _needed("authlib", "oidc")
    from web.accounts.openid_connect import provider_of  # an extra, and slow to load

    return provider_of(settings, home)


def _directory(settings: Settings, home: Path) -> Directory | None:
    if not settings.ldap:
        return None
    _needed("ldap3", "ldap")
    from indexer.accounts.ldap_directory import directory_of  # an extra

    return directory_of(settings, home)


def _needed(library: str, name: str) -> None:
    if find_spec(library) is None:
        raise UsageError("settings.no_library", name=name, library=library)


def people_state() -> PeopleState:
    """The state of the application that answers the current request."""
    found: PeopleState = current_app.extensions[KEY]
    return found


def visitor() -> Visitor:
    """Who sends the current request; a request that came by no guard is a stranger's."""
    found: Visitor = g.get("visitor", UNKNOWN)
    return found


def now() -> int:
    """Whole seconds since 1970."""
    return int(time.time())


def cookie_name() -> str:
    """The name of the cookie that says who is logged in: with TLS one that no other host sets (RFC 6265bis, 4.1.3)."""
    return "__Host-baogao_login" if request.is_secure else "baogao_login"


def recognised(people: People | None, settings: Settings, feeds: Notebooks) -> Visitor:
    """Who asks, by what the request brings. Raises AccessError: "people.bad_token", "people.nobody_yet"."""
    if people is None:
        if settings.trusted_proxy or is_proxied() or not is_local(any_name=True):
            raise AccessError("people.nobody_yet")
        return OWNER_HERE
    authorization = request.headers.get("Authorization", "")
    if authorization.startswith(BEARER):
        return _by_token(people, settings, authorization.removeprefix(BEARER).strip())
    if request.endpoint == FEED and (follower := _by_feed(people, settings, feeds)) is not None:
        return follower
    at = now()
    found = people.sessions.find(request.cookies.get(cookie_name(), ""), at)
    if found is None:
        return UNKNOWN
    people.sessions.used(found, at)
    return Visitor(reader_of(people, found.account), known=True, account=found.account, logged_in=found)


def _by_token(people: People, settings: Settings, secret: str) -> Visitor:
    found = people.tokens.find(secret, now())
    if found is None:
        raise AccessError("people.bad_token")
    account, token = found
    if not _taken_here(settings.assistants if token.scope == "assistant" else settings.tokens):
        raise AccessError("people.tokens_off")
    people.tokens.used(token, now())
    return Visitor(_program_of(people, account), known=True, account=account, token=token)


def _by_feed(people: People, settings: Settings, feeds: Notebooks) -> Visitor | None:
    """The name of a feed is a token of whoever follows that search: it opens this one address, as they may read now,
    whoever bears it. None where nobody's, and where tokens are not taken: then it is an address like any other.
    """
    name = str((request.view_args or {}).get("name", "")).removesuffix(".atom")
    follower = feeds.follower(name) if _taken_here(settings.tokens) else None
    if follower is None:
        return None
    for account in people.accounts.list():
        if reader_key(name_of_account(account.number)) == follower and not account.disabled:
            return Visitor(_program_of(people, account), known=True, account=account)
    return None


def _taken_here(who: str) -> bool:
    """Do these settings take what programs bring from where the current request comes?"""
    return who == "everywhere" or (who == "here" and is_local())


def _program_of(people: People, account: Account) -> Reader:
    """A program in its account's name: it may read what that may; what administrators may do no program does."""
    reader = reader_of(people, account)
    return Reader(reader.name, reader.groups, reader.roles & OWNER.roles)


def register(app: Flask, workspace: Workspace, processes: int) -> None:
    """Let the application know its people."""
    app.extensions[KEY] = PeopleState(workspace, processes)
    app.jinja_env.globals.update(visitor=visitor)
