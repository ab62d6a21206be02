"""The small values that a catalog takes and gives: files on their way in and what became of them, reports as lists show
them, the lines of its change log.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Literal

from archive.catalog.serialization import KeptForm
from archive.errors import ArchiveError
from archive.model import Notice, Report

Status = Literal["added", "updated", "unchanged", "duplicate", "skipped", "failed"]
ChangeKind = Literal["put", "remove"]
Sort = Literal["added", "newest", "oldest", "title", "source"]
Value = str | int
Filter = Mapping[str, "Value | Collection[Value] | None"]
"""Field of the entry -> the value it must have, the values it may have, or None for “not known”."""

FILTERS = (
    "unit", "person", "number", "addressee", "date", "year", "year_known", "period", "type", "format", "title",
    "source", "dates", "fonds",
)  # fmt: skip
"""`year` is the year that a paper is about, `year_known` the one by which it is found (`archive.known_year`).

`dates` are stretches of days, each `FIRST..LAST` in full ISO days, both included; either may be missing.
"""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file on its way in: its bytes, and the report read from them or the error that stands for it.

    `location` is the absolute path, `source` the path shown; `given` masthead fields fill what the text does not say.
    `fonds`: to which 分库 it comes, where its place has no report yet. `readable`: those that whoever brings it may
    read (None: all); bytes that only others have are no duplicate for them. `form`: the report
    in its kept form, in its place; `digest`: the fold and the digest of the text under it (`Near.digested`). Whoever
    read it may have made both.
    """

    location: str
    source: str
    data: bytes
    sha256: str
    report: Report | None = None
    error: ArchiveError | None = None
    given: Mapping[str, Value] = field(default_factory=dict)
    fonds: str = ""
    readable: frozenset[str] | None = None
    form: KeptForm | None = None
    digest: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file. `id` is its report's (a duplicate's: the first one's), None where there is none.

    `notices`: what its reader noticed, where it was read just now. `change`: of a report that is new the catalog change
    that made it what the file says; 0 for all others.
    """

    status: Status
    id: str | None = None
    error: ArchiveError | None = None
    notices: tuple[Notice, ...] = ()
    change: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """A line of the change log: the latest change of report `id`. `put` covers added, updated, edited and restored."""

    number: int
    id: str
    kind: ChangeKind


@dataclass(frozen=True, slots=True)
class Version:
    """One text of a report. `number` counts from 1.

    The `current` one is the highest but where a person merged another report into this one: its texts come behind.
    """

    number: int
    sha256: str
    source: str
    added_at: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A report as lists show it: effective masthead and place, without its text. `removed_at` only in the trash."""

    id: str
    title: str | None
    title_derived: bool
    unit: str | None
    person: str | None
    number: str | None
    addressee: str | None
    date: str | None
    year: int | None
    period: str | None
    type: str | None
    format: str
    source: str
    location: str
    version: int
    sha256: str
    change: int
    added_at: str
    removed_at: str | None
    fonds: str = ""


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that gave no report: why, and the original that is kept.

    `set_aside`: why a person expects nothing more of it; None where nobody has said so.
    """

    location: str
    source: str
    sha256: str
    at: str
    error: ArchiveError
    set_aside: str | None = None
    fonds: str = ""


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A place with the same bytes as the live report `id`, the first of them."""

    location: str
    source: str
    id: str
    fonds: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there is: live reports, those in the trash, places with duplicates, files that gave no report, and of
    such files those that were set aside, which `unread` leaves out.
    """

    reports: int
    removed: int
    duplicates: int
    unread: int
    set_aside: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """Something `verify` found wrong (or left over): a stable code and its evidence."""

    code: str
    evidence: Mapping[str, object] = field(default_factory=dict)
