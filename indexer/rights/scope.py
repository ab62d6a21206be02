"""What somebody may do where: worked out from their groups and the rights that the catalog keeps, in this one place."""

from __future__ import annotations

from dataclasses import dataclass

from archive.catalog.fonds import RIGHTS, WHOLE, FondsRegister
from indexer.rights.reader import Reader

Keys = frozenset[str]


@dataclass(frozen=True, slots=True)
class Scope:
    """The keys of the 分库 that may be read, edited and managed; None: all, those that are made later included."""

    read: Keys | None = None
    edit: Keys | None = None
    manage: Keys | None = None

    def may_read(self, fonds: str) -> bool:
        """May a report of this fonds be seen at all?"""
        return self.read is None or fonds in self.read

    def may_edit(self, fonds: str) -> bool:
        """May a report of this fonds be changed?"""
        return self.edit is None or fonds in self.edit

    def may_manage(self, fonds: str) -> bool:
        """May rights on this fonds be given?"""
        return self.manage is None or fonds in self.manage


EVERYTHING = Scope()
"""The home owner's."""


def scope_of(reader: Reader, register: FondsRegister) -> Scope:
    """What `reader` may do as of now. Whoever may read every fonds is asked about none."""
    if reader.owns:
        return EVERYTHING
    every = frozenset({WHOLE, *(one.key for one in register.all())})
    granted = [grant for grant in register.grants() if grant.group in reader.groups]
    least = (
        frozenset(grant.fonds for grant in granted if RIGHTS.index(grant.right) >= rank) & every
        for rank in range(len(RIGHTS))
    )
    read, edit, manage = (None if keys == every else keys for keys in least)
    return Scope(read, edit, manage)
