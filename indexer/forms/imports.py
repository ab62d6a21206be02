"""The forms of imports, of files without text, and of reports that may be drafts: `add --json`, `near --json`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Annotated

from archive.catalog import Import, ImportedFile, Pair, Unread
from archive.catalog.imports import FileStatus, State, Way
from archive.errors import ArchiveError
from archive.model import Record
from indexer.forms.problem import ProblemForm, problem_form
from indexer.forms.report import NamedReportForm, NoticeForm, notice_forms
from indexer.search.page import Page


@dataclass(frozen=True, slots=True)
class RecordOfImportForm:
    """One import: when, by which way, with what filled in, and how many files had which outcome. Times are UTC."""

    number: int
    way: Way
    source: str
    given: Annotated[Mapping[str, str | int], "Fields that were filled in for all files."]
    expected: Annotated[int | None, "Files that were announced."]
    begun_at: str
    ended_at: str | None
    state: State
    counts: Annotated[Mapping[str, int], "Files by status."]
    error: ProblemForm | None


@dataclass(frozen=True, slots=True)
class FileForm:
    """What became of one file of an import."""

    place: int
    name: str
    status: FileStatus
    id: Annotated[str | None, "Of its report."]
    error: ProblemForm | None
    notices: Sequence[NoticeForm]


@dataclass(frozen=True, slots=True)
class ImportForm(RecordOfImportForm):
    """One import with a page of its files."""

    waiting: Annotated[int, "Files that have come and have no outcome yet."]
    page: int
    pages: int
    files: Sequence[FileForm]


@dataclass(frozen=True, slots=True)
class ImportsForm:
    """A page of the imports, the latest first."""

    total: int
    page: int
    pages: int
    imports: Sequence[RecordOfImportForm]


@dataclass(frozen=True, slots=True)
class BegunForm:
    """An import, and where it is shown."""

    number: int
    address: str


@dataclass(frozen=True, slots=True)
class PlacesForm:
    """The places of the files that were taken, in order."""

    places: Sequence[int]


@dataclass(frozen=True, slots=True)
class UnreadFileForm:
    """A file that gave no text."""

    source: str
    location: str
    error: ProblemForm
    set_aside: Annotated[str | None, "Why a person expects nothing more of it; null where nobody has said so."]


@dataclass(frozen=True, slots=True)
class DatedUnreadFileForm(UnreadFileForm):
    """The same with the time (UTC) when it was read."""

    at: str


@dataclass(frozen=True, slots=True)
class UnreadForm:
    """The files that gave no text."""

    files: Sequence[DatedUnreadFileForm]


@dataclass(frozen=True, slots=True)
class PairForm:
    """Two reports that may be drafts of one another, by id."""

    reports: Sequence[str]
    percent: int
    resemblance: Annotated[float, "Shared pieces by all of them."]
    containment: Annotated[float, "Shared pieces by those of the shorter one."]
    kept: Annotated[str | None, "The one that the other became a version of."]
    equal: Annotated[bool, "Their whole texts are one, whatever the format; of undecided pairs."]


@dataclass(frozen=True, slots=True)
class NearForm:
    """Pairs that nobody has decided about, and those that were merged."""

    open: Sequence[PairForm]
    merged: Sequence[PairForm]


@dataclass(frozen=True, slots=True)
class NamedPairForm:
    """A line of `near --json`."""

    percent: int
    resemblance: float
    containment: float
    reports: Sequence[NamedReportForm]
    equal: bool


@dataclass(frozen=True, slots=True)
class OutcomeForm:
    """A line of `add --json` and `watch --json`."""

    source: str
    location: str
    status: str
    id: str | None
    error: ProblemForm | None
    notices: Sequence[NoticeForm]


def record_form(found: Import, language: str) -> RecordOfImportForm:
    """One import, by name."""
    return RecordOfImportForm(
        number=found.number,
        way=found.way,
        source=found.source,
        given=found.given,
        expected=found.expected,
        begun_at=found.begun_at,
        ended_at=found.ended_at,
        state=found.state,
        counts=found.counts,
        error=_problem(found.error, language),
    )


def import_form(found: Import, waiting: int, page: Page, files: Sequence[FileForm], language: str) -> ImportForm:
    """One import with a page of its files."""
    record = record_form(found, language)
    above = {one.name: getattr(record, one.name) for one in fields(record)}
    return ImportForm(**above, waiting=waiting, page=page.number, pages=page.pages, files=files)


def file_form(file: ImportedFile, language: str, reason: Callable[[ArchiveError], str]) -> FileForm:
    """One file, by name; `reason` says why it gave no text."""
    error = None if file.error is None else problem_form(file.error, language, reason(file.error))
    return FileForm(file.place, file.name, file.status, file.report, error, notice_forms(file.notices))


def unread_form(file: Unread, language: str) -> UnreadFileForm:
    """A line of `list --unread --json`."""
    return UnreadFileForm(file.source, file.location, problem_form(file.error, language), file.set_aside)


def dated_unread_form(file: Unread, language: str) -> DatedUnreadFileForm:
    """One file that gave no text, by name."""
    return DatedUnreadFileForm(file.source, file.location, problem_form(file.error, language), file.set_aside, file.at)


def pair_form(pair: Pair) -> PairForm:
    """One pair, by name."""
    return PairForm((pair.one, pair.other), pair.percent, pair.resemblance, pair.containment, pair.kept, pair.equal)


def named_pair_form(pair: Pair, records: Mapping[str, Record]) -> NamedPairForm:
    """One pair with what the reports are called."""
    both = [records[name] for name in (pair.one, pair.other)]
    named = [NamedReportForm(one.id, one.report.masthead.title, one.source) for one in both]
    return NamedPairForm(pair.percent, pair.resemblance, pair.containment, named, pair.equal)


def _problem(error: ArchiveError | None, language: str) -> ProblemForm | None:
    return None if error is None else problem_form(error, language)
