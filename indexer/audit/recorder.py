"""What is recorded when: everything once there are accounts; before, what changes the archive or leaves it.

Whoever has an archive alone expects no diary of what they searched; `audit_reading = "always"` keeps one all the same.
"""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from archive.catalog.opening import MARKER
from archive.catalog.stores.database import Database
from archive.people.audit import LASTING, Audit
from archive.people.audit_chain import Deed, Kind, Line
from archive.people.opening import FILE, open_people
from indexer.settings import Settings

LOGGED = 100
"""A line of the log bears the hash of every so many lines of the record, and of each that is lasting: whoever keeps the
log elsewhere can prove that no end was cut off.
"""

_log = logging.getLogger(__name__)


class Recorder:
    """The record of one home, opened when it is first needed. Methods raise CatalogError."""

    def __init__(self, home: Path, settings: Settings, *, read_only: bool = False) -> None:
        self._home = home
        self._settings = settings
        self._read_only = read_only
        self._guard = threading.Lock()
        self._opened: Database | None = None
        self._accounts = False

    @property
    def audit(self) -> Audit:
        """The record of deeds itself, opened now."""
        return Audit(self._database())

    @property
    def exists(self) -> bool:
        """Has anything been recorded here, or anybody been let in? Looking makes no file."""
        return bool(self._settings.catalog) or (self._home / FILE).exists()

    @property
    def has_accounts(self) -> bool:
        """Is there an account? Once there is one there always is: they are disabled, never deleted."""
        if not self._accounts and self.exists:
            self._accounts = bool(self._database().rows("SELECT 1 FROM accounts LIMIT 1"))
        return self._accounts

    def records(self, kind: Kind) -> bool:
        """Is a deed of that kind recorded here?"""
        return kind in LASTING or self._settings.audit_reading == "always" or self.has_accounts

    def record(self, deed: Deed) -> Line | None:
        """Put a deed at the end of the record; None where deeds of its kind are not recorded."""
        if not self.records(deed.kind):
            return None
        line = self.audit.add(deed)
        if deed.kind in LASTING or line.number % LOGGED == 0:
            self.witness(line.number, line.hash)
        return line

    def witness(self, number: int, hash_: str) -> None:
        """Write the hash of a line into the log."""
        _log.info("audit", extra={"fields": {"number": number, "hash": hash_}})

    def keep_up(self) -> None:
        """Delete what is older than set, and write the end of the record into the log: from time to time."""
        if not self.exists:
            return
        gone = self.audit.prune(self._settings.audit_days)
        if gone:
            _log.info("audit pruned", extra={"fields": {"lines": gone}})
        last = self.audit.last()
        if last.number:
            self.witness(last.number, last.hash)

    def close(self) -> None:
        """Close what was opened."""
        with self._guard:
            if self._opened is not None:
                self._opened.close()
                self._opened = None

    def _database(self) -> Database:
        with self._guard:
            if self._opened is None:
                settings = self._settings
                self._opened = open_people(
                    self._home,
                    read_only=self._read_only,
                    lock_seconds=settings.lock_seconds,
                    address=settings.catalog,
                    password=settings.secret("catalog", self._home),
                )
            return self._opened


def is_home(home: Path) -> bool:
    """Is there an archive whose record could be kept?"""
    return (home / MARKER).exists()
