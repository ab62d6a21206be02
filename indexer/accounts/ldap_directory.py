"""An LDAP directory that knows names and passwords: search, then bind (RFC 4511, RFC 4513). The only ldap3.

A password never leaves without TLS whose certificate was verified: ldaps://, or ldap:// with StartTLS before all else.
What was typed is compared with the entry that is found: some directories read more into a filter than stands in it.
"""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import ldap3
from ldap3.core.exceptions import LDAPException
from ldap3.utils.conv import escape_filter_chars
from ldap3.utils.dn import parse_dn

from archive.errors import AccessError, UsageError
from archive.people.account import folded
from archive.people.vouching import Vouched
from indexer.settings import Settings

SECONDS = 5
"""For a connection, and for an answer."""
KEYS = ("entryUUID", "objectGUID")
"""What an entry keeps when it is renamed (RFC 4530; Active Directory); without either its name is its key."""
MOST_GROUPS = 500
LONGEST_PASSWORD = 256
NAMED = "cn"
ESCAPED = re.compile(r"(?:\\[0-9A-Fa-f]{2})+")


@dataclass(frozen=True, slots=True)
class LdapDirectory:
    """A directory. `user`, `password`: who may search it, "" for everybody; `attribute` holds the names people type.

    `authority`: a file with the certificates that are trusted, None for the system's; `source` names the directory in
    accounts.
    """

    address: str
    base: str
    user: str
    password: str
    attribute: str
    groups_base: str
    authority: Path | None

    @property
    def source(self) -> str:
        """Who vouches: address and base."""
        return f"{self.address}/{self.base}"

    def vouch(self, name: str, password: str) -> Vouched | None:
        """Whom they open; None where they are wrong. Raises AccessError("people.sign_on_away")."""
        if not _sensible(name, password):
            return None
        try:
            return self._vouched(name, password)
        except (LDAPException, OSError) as problem:
            raise AccessError("people.sign_on_away", problem=type(problem).__name__) from problem

    def _vouched(self, name: str, password: str) -> Vouched | None:
        with self._searching() as searching:
            found = self._entry(searching, name)
            if found is None:
                return None
            place, attributes = found
            if not self._binds(place, password):
                return None
            groups = tuple(
                dict.fromkeys(
                    (*groups_named(_texts(attributes.get("memberOf"))), *self._of_groups(searching, place, name))
                )
            )
        return Vouched(self.source, _key(place, attributes), name.strip(), groups)

    def _entry(self, searching: Any, name: str) -> tuple[str, dict[str, Any]] | None:
        """The one entry that bears what was typed, by its name; None for none and for several."""
        wanted = f"({self.attribute}={escape_filter_chars(name)})"
        asked = [self.attribute, "memberOf", *KEYS]
        found = list(_found(searching, self.base, wanted, asked, most=2))
        if len(found) != 1:
            return None
        place, attributes = found[0]
        borne = {folded(value) for value in _texts(attributes.get(self.attribute))}
        return (place, attributes) if folded(name) in borne else None

    def _of_groups(self, searching: Any, place: str, name: str) -> Iterator[str]:
        """Groups that name the entry: `memberOf` is kept by some directories only, and not for what is older."""
        who, called = escape_filter_chars(place), escape_filter_chars(name)
        wanted = f"(|(member={who})(uniqueMember={who})(memberUid={called}))"
        for _, attributes in _found(searching, self.groups_base or self.base, wanted, [NAMED], most=MOST_GROUPS):
            yield from _texts(attributes.get(NAMED))

    def _binds(self, place: str, password: str) -> bool:
        """Does the password open the entry? Raises LDAPException where the directory cannot say."""
        with self._opened(place, password) as connection:
            return bool(connection.bind())

    @contextmanager
    def _searching(self) -> Iterator[Any]:
        with self._opened(self.user, self.password) as connection:
            if not connection.bind():
                raise LDAPException(connection.result["description"])
            yield connection

    @contextmanager
    def _opened(self, user: str, password: str) -> Iterator[Any]:
        """A connection with verified TLS, not bound yet. ldap3's own context would open it again at its end."""
        trusted = None if self.authority is None else str(self.authority)
        tls = ldap3.Tls(validate=ssl.CERT_REQUIRED, ca_certs_file=trusted, version=ssl.PROTOCOL_TLS_CLIENT)
        server = ldap3.Server(self.address, tls=tls, connect_timeout=SECONDS, get_info=ldap3.NONE)
        connection = ldap3.Connection(
            *(server, user or None, password or None),
            receive_timeout=SECONDS,
            auto_referrals=False,
            read_only=True,
        )
        try:
            connection.open()
            if not server.ssl and not connection.start_tls():
                raise LDAPException("StartTLS")
            yield connection
        finally:
            held = connection.socket
            connection.unbind()
            if held is not None:  # one that could not connect ldap3 leaves to the collector
                held.close()


def directory_of(settings: Settings, home: Path) -> LdapDirectory | None:
    """The directory that is set; None for none. Raises UsageError("settings.bad_value") for an address without LDAP."""
    if not settings.ldap:
        return None
    parts = urlsplit(settings.ldap)
    if parts.scheme not in ("ldap", "ldaps") or not parts.hostname or parts.path.strip("/"):
        raise UsageError("settings.bad_value", name="ldap", value=settings.ldap, where="settings")
    return LdapDirectory(
        address=settings.ldap.rstrip("/"),
        base=settings.ldap_base,
        user=settings.ldap_user,
        password=settings.secret("ldap", home),
        attribute=settings.ldap_name,
        groups_base=settings.ldap_groups,
        authority=home / settings.ldap_ca if settings.ldap_ca else None,
    )


def _sensible(name: str, password: str) -> bool:
    """May they be sent at all? An empty password binds as nobody, and succeeds (RFC 4513, 5.1.2)."""
    return bool(name.strip() and password and len(password) <= LONGEST_PASSWORD and "\0" not in name + password)


def _found(
    searching: Any, base: str, wanted: str, asked: Sequence[str], *, most: int
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Entries by their names, with the attributes asked for; references to other directories are not followed.

    Raises LDAPException.
    """
    searching.search(base, wanted, attributes=[*asked], size_limit=most, time_limit=SECONDS)
    if searching.result["description"] not in ("success", "sizeLimitExceeded", "noSuchObject"):
        raise LDAPException(searching.result["description"])
    for entry in searching.response or ():
        if entry["type"] == "searchResEntry":
            yield entry["dn"], entry["attributes"]


def _key(place: str, attributes: dict[str, Any]) -> str:
    """By which the entry is known for ever; bytes in hexadecimal digits."""
    for name in KEYS:
        for value in _values(attributes.get(name)):
            return f"{name}={value.hex() if isinstance(value, bytes) else value}"
    return place


def groups_named(places: Sequence[str]) -> Iterator[str]:
    """Groups by the first part of their distinguished names (RFC 4514)."""
    for place in places:
        yield _unescaped(parse_dn(place)[0][1])


def _unescaped(value: str) -> str:
    r"""A value of a distinguished name (RFC 4514, 2.4): `\,` is a comma, `\E5\8A\9E` are bytes of UTF-8."""
    written = ESCAPED.sub(lambda found: bytes.fromhex(found[0].replace("\\", "")).decode("utf-8", "replace"), value)
    return re.sub(r"\\(.)", r"\1", written)


def _values(value: object) -> Sequence[object]:
    return value if isinstance(value, list | tuple) else [] if value is None else [value]


def _texts(value: object) -> list[str]:
    """The values of an attribute, which without the directory's schema come as bytes or as text, one or several."""
    return [one.decode("utf-8", "replace") if isinstance(one, bytes) else str(one) for one in _values(value)]
