"""What an account, a session and a token are: frozen values, and the rules for names and roles."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from archive.errors import AccessError

LONGEST_NAME = 60
GIVEN = 0
"""When a password was set that an administrator has given: never, by its owner."""
ADMIN = "admin"
SYSTEM, SECURITY, AUDIT = "system", "security", "audit"
DUTIES = (SYSTEM, SECURITY, AUDIT)
"""三员: accounts and running (系统管理员), rights (安全管理员), the record (审计管理员)."""
ROLES = (ADMIN, *DUTIES)
"""“admin” has all three duties and the right of the home's owner; it cannot be given where duties are separate."""


@dataclass(frozen=True, slots=True)
class Account:
    """A person who may come in. Times are seconds since 1970, 0 for never; `source` is "" for an account of this place,
    else who vouches for it, by `subject`. `awaits_sign_on`: the first of its name to be vouched for takes it.
    """

    number: int
    name: str
    roles: frozenset[str]
    disabled: bool
    source: str
    subject: str
    epoch: int
    added_at: int
    password_at: int
    seen_at: int
    has_password: bool
    awaits_sign_on: bool

    @property
    def administers(self) -> bool:
        """May it make accounts?"""
        return not self.disabled and bool(self.roles & {ADMIN, SYSTEM})

    @property
    def must_change(self) -> bool:
        """Was its password given by somebody else, and has to be changed before anything is read?"""
        return self.has_password and self.password_at == GIVEN


@dataclass(frozen=True, slots=True)
class Session:
    """A browser that has logged in. `token` is the SHA-256 of its cookie."""

    token: str
    account: int
    begun: int
    seen: int
    address: str


@dataclass(frozen=True, slots=True)
class Token:
    """What lets a program in, for one purpose (`scope`), with the rights that its account has on the day of use."""

    number: int
    account: int
    name: str
    scope: str
    made: int
    expires: int
    seen: int


def digest(secret: str) -> str:
    """What is kept of a secret of ours, which is long and random: no salt and no slow hash are needed."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def folded(name: str) -> str:
    """By what a name is found: NFKC, without case, blanks taken together."""
    return " ".join(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()).split())


def checked_name(name: str) -> str:
    """`name` as it is shown. Raises AccessError("people.bad_name")."""
    shown = " ".join(unicodedata.normalize("NFC", name).split())
    if not shown or len(shown) > LONGEST_NAME or not shown.isprintable() or not folded(shown):
        raise AccessError("people.bad_name", name=name[:LONGEST_NAME], limit=LONGEST_NAME)
    return shown


def checked_roles(roles: Collection[str], *, separate: bool) -> frozenset[str]:
    """Roles as they may be given together. Raises AccessError: "people.bad_role", "people.separate_duties"."""
    given = frozenset(roles)
    unknown = sorted(given - {*ROLES})
    if unknown:
        raise AccessError("people.bad_role", role=unknown[0][:40], known=" ".join(ROLES))
    if separate and (ADMIN in given or len(given) > 1):
        raise AccessError("people.separate_duties", known=" ".join(DUTIES))
    return given


def duties_of(roles: Collection[str], *, separate: bool) -> frozenset[str]:
    """What the roles of an account come to now: where duties have been made separate since, an “admin” of before runs
    the system only, and of several duties none counts.
    """
    given = frozenset(roles)
    if not separate:
        return given | {*DUTIES} if ADMIN in given else given
    duties = given & {*DUTIES}
    if ADMIN in given:
        return frozenset({SYSTEM})
    return duties if len(duties) < 2 else frozenset()
