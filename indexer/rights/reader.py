"""Who asks: a person with the groups and roles that count for this request, or the owner of the home."""

from __future__ import annotations

from dataclasses import dataclass

OWNING = frozenset({"owner", "admin"})
"""Roles with the right of the home's owner (`archive.people.account`)."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Whoever asks. `name` as the account is called; `groups` decide what may be read, `roles` what may be run."""

    name: str
    groups: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()

    @property
    def owns(self) -> bool:
        """Has this reader the right of the home's owner, as the administrator who does everything has it?"""
        return bool(self.roles & OWNING)


OWNER = Reader("", roles=frozenset({"owner"}))
"""The home's owner, who reads and edits everything: every command, and every request while no account exists."""
