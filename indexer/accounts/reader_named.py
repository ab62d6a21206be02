"""An account as the reader that rights are asked for: its groups, and the duties that count now."""

from __future__ import annotations

from archive.errors import AccessError
from archive.people.account import ADMIN, Account, duties_of
from archive.people.people import People
from indexer.rights.reader import OWNER, Reader
from indexer.workspace import Workspace


def reader_of(people: People, account: Account) -> Reader:
    """The account's reader. An administrator of everything has the owner's right, unless duties are separate."""
    separate = people.rules.separate_duties
    roles = duties_of(account.roles, separate=separate)
    if ADMIN in account.roles and not separate:
        roles |= OWNER.roles
    return Reader(account.name, people.accounts.groups_of(account.number), roles)


def reader_named(workspace: Workspace, name: str | None) -> Reader:
    """Whom a command answers: the home's owner, or with `--as` the account of that name.

    Raises AccessError: "people.no_such_account", also for one that is disabled.
    """
    if name is None:
        return OWNER
    people = workspace.known_people()
    account = None if people is None else people.accounts.find(name)
    if people is None or account is None or account.disabled:
        raise AccessError("people.no_such_account", name=name[:80])
    return reader_of(people, account)
