"""What administrators are told of the archive that they run, as programs read it. No report, no path."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from archive.catalog.imports import Import, State, Way
from indexer.search.page import Page


@dataclass(frozen=True, slots=True)
class AttentionForm:
    """Something that an administrator should see to."""

    code: str
    count: int | None
    address: Annotated[str, "The page where it is seen to; empty where it is a setting."]


@dataclass(frozen=True, slots=True)
class AdministrationForm:
    """What of the whole archive the asker's duties are about."""

    duties: Sequence[str]
    plain_http: bool
    read_only: bool
    separate_duties: bool
    attention: Sequence[AttentionForm]


@dataclass(frozen=True, slots=True)
class JobForm:
    """An import as whoever runs the archive needs it."""

    number: int
    way: Way
    state: State
    begun_at: str
    ended_at: str | None
    expected: int | None
    counts: Annotated[Mapping[str, int], "Files by outcome."]
    problem: Annotated[str | None, "The code of what stopped it."]


@dataclass(frozen=True, slots=True)
class JobsForm:
    """A page of the imports, the latest first, and what else is at work."""

    total: int
    page: int
    pages: int
    rebuilding: bool
    backing_up: bool
    jobs: Sequence[JobForm]


@dataclass(frozen=True, slots=True)
class RebuildForm:
    """The last time that somebody had the index built anew; null for never."""

    begun_at: str | None
    ended_at: str | None
    reports: int
    problem: str | None


@dataclass(frozen=True, slots=True)
class IndexForm:
    """The index as it is."""

    engine: str
    kind: Annotated[str, "positions in an embedded engine; fts5 for one of the release before, until it is built anew."]
    reports: int
    behind: Annotated[int, "Changes that it has not seen; they are searched all the same."]
    fingerprint: str
    worn: bool
    segments: int | None
    bytes: int
    problem: Annotated[str | None, "The code of what keeps it from being opened."]
    verified_at: str | None
    damaged: str | None
    healed: int
    healed_at: str | None
    merge_waits_for_room: bool
    rebuilding: Annotated[bool, "Is it being built anew, because somebody asked or because it has to be?"]
    progress: Annotated[Sequence[int] | None, "Of a rebuild: reports that are in, and all; null where not known."]
    rebuilt: RebuildForm


@dataclass(frozen=True, slots=True)
class UsedForm:
    """What the files of one kind take; `whole` is false where they were too many to be counted in time."""

    kind: str
    bytes: int
    files: int
    whole: bool


@dataclass(frozen=True, slots=True)
class StorageForm:
    """How much of the disk the archive takes, and what is left."""

    bytes: int
    free: int | None
    size: int | None
    used: Sequence[UsedForm]


@dataclass(frozen=True, slots=True)
class MadeBackupForm:
    """The last backup of the schedule; null and 0 for what it did not come to."""

    begun_at: str | None
    ended_at: str | None
    file: str | None
    bytes: int
    reports: int
    problem: str | None
    trial: str | None


@dataclass(frozen=True, slots=True)
class BackupFileForm:
    """A backup that lies in the folder."""

    file: str
    bytes: int
    made_at: str


@dataclass(frozen=True, slots=True)
class BackupsForm:
    """Backups and their schedule."""

    scheduled: bool
    every_hours: float
    keep: int
    next_at: str | None
    running: bool
    last: MadeBackupForm
    files: Sequence[BackupFileForm]
    noted_at: Annotated[str | None, "When one was made last, by the schedule or by hand."]


def job_form(found: Import) -> JobForm:
    """An import without what it was called and what it brought."""
    problem = found.error.code if found.error else None
    told = (found.number, found.way, found.state, found.begun_at, found.ended_at, found.expected)
    return JobForm(*told, dict(found.counts), problem)


def jobs_form(page: Page, jobs: Sequence[Import], *, rebuilding: bool, backing_up: bool) -> JobsForm:
    """A page of them."""
    return JobsForm(page.total, page.number, page.pages, rebuilding, backing_up, list(map(job_form, jobs)))
