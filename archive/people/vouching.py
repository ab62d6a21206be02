"""Accounts of people for whom somebody else vouches: an OpenID Connect provider, an LDAP directory.

The account belongs to (source, subject), whatever name its owner has there today. An account of this place is nobody's
to take, whatever it is called and whether or not its owner has ever come in, unless an administrator has marked it for
that (`Account.awaits_sign_on`): then the first one of its name gets it, by the name that the office has set, no other.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from archive.errors import AccessError
from archive.people.account import LONGEST_NAME, Account, checked_name, folded
from archive.people.accounts import Accounts
from archive.people.groups import Groups

MOST_ALIKE = 1000
"""Accounts of one name, told apart by a number."""


@dataclass(frozen=True, slots=True)
class Vouched:
    """Whom `source` vouches for. `subject` is for ever theirs there, `name` is not; `groups` as they are called there,
    None where the source says nothing of any. `by_rule`: is it the name that the office has said people go by, or only
    what else the source calls them, which may be theirs to choose?
    """

    source: str
    subject: str
    name: str
    groups: tuple[str, ...] | None = None
    by_rule: bool = True


class Directory(Protocol):
    """What knows names and passwords beside the accounts here."""

    def vouch(self, name: str, password: str) -> Vouched | None:
        """Whom they open; None where they are wrong. Raises AccessError("people.sign_on_away")."""
        ...


@dataclass(frozen=True, slots=True)
class GroupNames:
    """Groups of a source -> groups here, by their folded names; what is not named is called the same in both."""

    renamed: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, setting: str) -> GroupNames:
        """From `THERE=HERE`, apart by `;`. Raises ValueError."""
        pairs = [pair.rpartition("=") for pair in setting.split(";") if pair.strip()]
        if any(not there.strip() or not here.strip() for there, _, here in pairs):
            raise ValueError(setting)
        return cls({folded(there): here.strip() for there, _, here in pairs})

    def here(self, names: Collection[str], known: Collection[str]) -> frozenset[str]:
        """Those of the groups `known` here that `names` come to."""
        wanted = {folded(self.renamed.get(folded(name), name)) for name in names}
        return frozenset(group for group in known if folded(group) in wanted)


class SignOn:
    """The accounts of those for whom somebody vouches. Methods raise CatalogError as stores do."""

    def __init__(self, accounts: Accounts, groups: Groups, names: GroupNames) -> None:
        self._accounts = accounts
        self._groups = groups
        self._names = names

    def account_for(self, vouched: Vouched, now: int) -> Account:
        """Their account, made where there is none, in the groups that the source says they are in now.

        Raises AccessError: "people.sign_on_disabled", "people.name_is_local", "people.bad_name".
        """
        account = self._accounts.of_source(vouched.source, vouched.subject) or self._first(vouched, now)
        if account.disabled:
            raise AccessError("people.sign_on_disabled", name=account.name)
        if vouched.groups is not None:
            self._belong(account, vouched.groups)
        self._accounts.logged_in(account.number, now)
        return account

    def _first(self, vouched: Vouched, now: int) -> Account:
        alike = self._accounts.find(vouched.name)
        if alike is not None and not alike.source:
            return self._taken(alike, vouched)
        for name in _alike(checked_name(vouched.name)):
            if self._accounts.find(name) is None:
                self._accounts.add(name, "", now, source=vouched.source, subject=vouched.subject)
                return self._accounts.named(name)
        raise AccessError("people.name_taken", name=vouched.name[:LONGEST_NAME])

    def _taken(self, local: Account, vouched: Vouched) -> Account:
        """An account of this place, theirs from now on where it was marked for that."""
        if local.awaits_sign_on and local.disabled:
            raise AccessError("people.sign_on_disabled", name=local.name)
        if not vouched.by_rule or not self._accounts.adopt(local.number, vouched.source, vouched.subject):
            raise AccessError("people.name_is_local", name=local.name)
        return self._accounts.named(local.name)

    def _belong(self, account: Account, there: Sequence[str]) -> None:
        wanted = self._names.here(there, self._groups.list())
        present = self._accounts.groups_of(account.number)
        for name in wanted - present:
            self._groups.put(name, account.number)
        for name in present - wanted:
            self._groups.take(name, account.number)


def _alike(name: str) -> Sequence[str]:
    numbered = [f"{name[: LONGEST_NAME - 7]} ({number})" for number in range(2, MOST_ALIKE)]
    return (name, *numbered)
