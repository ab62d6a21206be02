"""Removing a group, with what it might do: a later group of that name must not find the rights of the former one."""

from __future__ import annotations

from collections.abc import Sequence

from archive.catalog.fonds import FondsRegister, Grant
from archive.people.people import People


def grants_of(register: FondsRegister, group: str) -> Sequence[Grant]:
    """What a group may do where."""
    return [grant for grant in register.grants() if grant.group == group]


def remove_group(people: People, register: FondsRegister, name: str) -> str:
    """Revoke all rights of the group, then let nobody belong to it; its name.

    Raises AccessError("people.no_such_group").
    In this order: whoever is stopped in between has taken too much away, not left too much.
    """
    shown = people.groups.known(name)
    for grant in grants_of(register, shown):
        register.revoke(grant.group, grant.fonds)
    return people.groups.remove(shown)
