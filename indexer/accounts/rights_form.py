"""Groups, 分库 and the rights of the ones on the others as programs read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from archive.catalog.fonds import Grant
from indexer.forms.topics import FondsForm, GrantForm
from indexer.search.page import Page


@dataclass(frozen=True, slots=True)
class GroupForm:
    """A group: who belongs to it, and what it may do where."""

    name: str
    accounts: Sequence[str]
    grants: Sequence[GrantForm]


@dataclass(frozen=True, slots=True)
class GroupsForm:
    """A page of the groups, by name."""

    total: int
    page: int
    pages: int
    groups: Sequence[GroupForm]


@dataclass(frozen=True, slots=True)
class AllFondsForm:
    """A page of the 分库 by key; the first of all is the archive's own."""

    total: int
    page: int
    pages: int
    fonds: Sequence[FondsForm]


@dataclass(frozen=True, slots=True)
class RightsForm:
    """All rights. `state` rises with every change of a right or a fonds."""

    state: int
    groups: Annotated[Sequence[str], "All groups, also those that may do nothing."]
    grants: Sequence[GrantForm]


def grant_form(grant: Grant) -> GrantForm:
    """A right as `right list --json` tells it."""
    return GrantForm(grant.group, grant.fonds, grant.right)


def group_form(name: str, accounts: Sequence[str], grants: Sequence[Grant]) -> GroupForm:
    """A group with those of `grants` that are its own."""
    return GroupForm(name, list(accounts), [grant_form(one) for one in grants if one.group == name])


def groups_form(page: Page, groups: Sequence[GroupForm]) -> GroupsForm:
    """A page of groups."""
    return GroupsForm(page.total, page.number, page.pages, groups)


def all_fonds_form(page: Page, fonds: Sequence[FondsForm]) -> AllFondsForm:
    """A page of 分库."""
    return AllFondsForm(page.total, page.number, page.pages, fonds)
