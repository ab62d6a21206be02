"""Who asks: a person with the groups and roles that count for this request, or the owner of the home."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reader:
    """Whoever asks. `name` as the account is called; `groups` decide what may be read, `roles` what may be run."""

    name: str
    groups: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()


OWNER = Reader("", roles=frozenset({"owner"}))
"""The home's owner, who reads and edits everything: every command, and every request while no account exists."""
