"""The forms of 专题 and of 分库: `topic list --json`, `/topics.json`, `fonds list --json`, `right list --json`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from archive.catalog.fonds import Right
from indexer.search.narrowing.topics import Kept


@dataclass(frozen=True, slots=True)
class ReportSetForm:
    """A set of reports by its name."""

    name: str
    reports: Annotated[int | None, "How many it holds now; null where its search cannot be asked any more."]
    by_hand: Annotated[int, "How many were put in one by one."]
    search: Annotated[str, "The address of its kept search without the “?”, empty for none."]
    roster: Annotated[int | None, "Units of its roster, which makes it a collection (期次); null for none."]


@dataclass(frozen=True, slots=True)
class ReportSetsForm:
    """All topics by name."""

    topics: Sequence[ReportSetForm]


def topic_form(kept: Kept, reports: int | None) -> ReportSetForm:
    """A topic as JSON shows it."""
    units = len(kept.roster.units) if kept.roster else None
    return ReportSetForm(kept.name, reports, kept.by_hand, kept.search, units)


@dataclass(frozen=True, slots=True)
class FondsForm:
    """One of them, with how many reports it holds."""

    key: Annotated[str, "“” for the archive's own."]
    name: str
    reports: int


@dataclass(frozen=True, slots=True)
class MovedForm:
    """What was moved to a fonds: the reports that were elsewhere before."""

    fonds: str
    moved: Sequence[str]


@dataclass(frozen=True, slots=True)
class GrantForm:
    """What a group may do in a fonds."""

    group: str
    fonds: str
    right: Right
