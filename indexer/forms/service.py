"""The forms of health and of small answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from indexer.forms.form import ABSENT, Absent
from indexer.forms.problem import ProblemForm


@dataclass(frozen=True, slots=True)
class UpkeepForm:
    """When the whole index was last read again, what is damaged, how often and when it was healed, UTC; whether pieces
    of the index are to be merged for which the disk has too little room; how many reports the index holds that is being
    built, and of how many (null: none is), while the one before it answers.
    """

    verified_at: str | None
    damaged: str | None
    healed: int
    healed_at: str | None
    merge_waits_for_room: bool
    rebuilding: Sequence[int] | None


@dataclass(frozen=True, slots=True)
class HealthForm:
    """A search would be answered in full."""

    status: Literal["ok"]
    reports: Annotated[int | Absent, "This and what follows: not for whoever has to log in and has not."] = ABSENT
    behind: Annotated[int | Absent, "Changes that the index has not seen; they are searched all the same."] = ABSENT
    upkeep: UpkeepForm | Absent = ABSENT
    start_fault: Annotated[str | Absent, "The number in the log of a bug that the start met; absent: none."] = ABSENT


@dataclass(frozen=True, slots=True)
class FailedForm:
    """A search would not be answered in full, and why."""

    status: Literal["failed"]
    error: ProblemForm


@dataclass(frozen=True, slots=True)
class TopicForm:
    """A piece of the query language; totals are null where the example took too long to be counted."""

    syntax: str
    example: str
    meaning: Annotated[Mapping[str, str], "By language."]
    total_reports: int | None
    total_matches: int | None


@dataclass(frozen=True, slots=True)
class HelpForm:
    """The query language as data: its topics with examples."""

    topics: Sequence[TopicForm]


@dataclass(frozen=True, slots=True)
class WrittenForm:
    """The query that a form writes, and what it finds."""

    query: str
    total_reports: int
    total_matches: int


@dataclass(frozen=True, slots=True)
class TokenForm:
    """What a change from a script needs."""

    csrf_token: str


@dataclass(frozen=True, slots=True)
class DemoForm:
    """The invented papers: how many are there, and what was just done."""

    status: Literal["present", "added", "removed"]
    reports: Annotated[int, "Papers that are there as reports."]
    added: Annotated[int, "Of them new."]
    removed: Annotated[int, "Reports that were taken away."]
    unread: Annotated[int, "Papers that gave no text: the scan, where nothing recognises it."]
    collection: Annotated[str, "The collection whose roster came with them."]
