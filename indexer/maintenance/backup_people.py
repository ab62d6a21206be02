"""The people of an archive in its backup: accounts, groups, tokens (as hashes) and the record of deeds.

Who happens to be logged in is not in it, nor what was tried at the door: whoever restores a backup brings no session
back to life.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from archive.catalog.stores.database import Database
from archive.catalog.stores.sqlite import Sqlite
from archive.errors import CatalogError
from archive.people.accounts import Accounts
from archive.people.audit import Audit
from archive.people.audit_chain import Witness
from archive.people.opening import FILE, PEOPLE, PRIVATE, open_people
from indexer.settings import Settings

OF_A_DAY = ("sessions", "attempts", "setup_codes")


@dataclass(frozen=True, slots=True)
class PeopleCopy:
    """A file as of one moment: how many `accounts` it has, and the end of its record."""

    path: Path
    accounts: int
    last: Witness


def copied(home: Path, settings: Settings, folder: Path) -> PeopleCopy | None:
    """The people of `home` in a new file in `folder`, from wherever they are kept; None where there are none."""
    if not settings.catalog and not (home / FILE).exists():
        return None
    try:
        people = open_people(
            home,
            read_only=True,
            lock_seconds=settings.lock_seconds,
            address=settings.catalog,
            password=settings.secret("catalog", home) if settings.catalog else "",
        )
    except CatalogError as problem:
        if problem.code != "home.missing":
            raise
        return None
    path = folder / FILE
    path.touch(mode=PRIVATE)
    try:
        people.copy(path)
    finally:
        people.close()
    store = _opened(path)
    try:
        with store.transaction():
            for table in OF_A_DAY:
                store.execute(f"DELETE FROM {table}")  # noqa: S608 # names of our own
        return PeopleCopy(path, Accounts(store).count(), Audit(store).last())
    finally:
        store.close()


def fault(path: Path) -> str | None:
    """What is wrong with a restored file, which from now on is its owner's alone; None for nothing.

    A record that was broken when the backup was made is restored as it was: `baogao audit verify` tells of it.
    """
    path.chmod(PRIVATE)
    store = _opened(path)
    try:
        return next(iter(store.integrity()), None)
    finally:
        store.close()


def _opened(path: Path) -> Database:
    return Sqlite(path, read_only=False, lock_seconds=1.0, schema=PEOPLE)
