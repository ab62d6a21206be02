"""What a catalog is: its protocol and the small values it takes and gives. How one is kept lives beside it.

Laws every catalog keeps, whatever store is behind it:

- what a call has returned survives a kill and a power cut; what has not been returned is there wholly or not at all;
- a place (`location`) has one report; the same bytes at another place are a duplicate of the first live report;
- `id` is for life: versions, re-import, removal and restoring keep it; purging ends it;
- what was read, what was given and what was corrected are kept apart; a later import undoes no correction;
- every change of a report gets the next change number in the same transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

from archive.catalog.edits import NOBODY, By, Confirmed, EditKind, Edits
from archive.catalog.fonds import FondsRegister
from archive.catalog.imports import Imports
from archive.catalog.near_duplicates import Near
from archive.catalog.notebooks import Notebooks
from archive.catalog.rosters import Rosters
from archive.catalog.serialization import KeptForm
from archive.catalog.stored_places import StoredPlace
from archive.catalog.text_slices import ByteSpan
from archive.catalog.topics import Topics
from archive.errors import ArchiveError
from archive.model import Masthead, Notice, Record, Report

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


class ReadCatalog(Protocol):
    """What is asked of a catalog for whoever reads: of all of it, or of what they may read (`indexer.rights.view`).

    Safe to use from several threads. Every method raises CatalogError: `catalog.locked` (another process writes),
    `catalog.damaged`, `catalog.read_only`, `disk.full`, `disk.failed`. Times are UTC, `YYYY-MM-DDTHH:MM:SSZ`.
    """

    @property
    def rosters(self) -> Rosters:
        """Who has to hand in for which collection."""
        ...

    @property
    def topics(self) -> Topics:
        """The sets of reports that people make."""
        ...

    @property
    def fonds(self) -> FondsRegister:
        """The 分库 and which groups may do what in each."""
        ...

    @property
    def notebooks(self) -> Notebooks:
        """What readers keep for themselves."""
        ...

    @property
    def imports(self) -> Imports:
        """What was brought in, when, and what became of each file."""
        ...

    @property
    def edits(self) -> Edits:
        """What people changed of kept reports, and taking it back."""
        ...

    @property
    def near(self) -> Near:
        """Reports that may be drafts of one another, and what people decided."""
        ...

    def record(self, report_id: str, version: int | None = None) -> Record | None:
        """A live report, its current version or an older one; None where there is none."""
        ...

    def records(self, ids: Iterable[str]) -> Iterator[Record]:
        """The live reports of `ids`, streamed in their order; those that are not live are left out."""
        ...

    def texts(self, ids: Collection[str] | None = None) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Id and passage texts of the live reports of `ids` (None: all), in no particular order; the quick way."""
        ...

    def slices(self, report_id: str, change: int, spans: Sequence[ByteSpan], size: int = 0) -> Sequence[str] | None:
        """Passages by the bytes at which they stand in the live report's texts (`text_slices`), ascending. `size`: that
        of the texts, as far as it is known, by which the store chooses how it reads them.

        None where the report has changed since `change`, or where no passage stands so.
        """
        ...

    def mastheads(self, ids: Collection[str] | None = None) -> Iterator[tuple[str, int, Masthead]]:
        """Id, change and effective masthead of the live reports of `ids` (None: all): no text is read."""
        ...

    def entries(self, ids: Iterable[str]) -> Iterator[Entry]:
        """The live reports of `ids` as lists show them, in no particular order: no text is read."""
        ...

    def noticed(self, codes: Collection[str]) -> Mapping[str, frozenset[str]]:
        """The ids of the live reports at whose reading any of `codes` was noticed (`Report.notices`), with which."""
        ...

    def stored_values(self, values: Collection[str]) -> Iterator[StoredPlace]:
        """The first cells of live reports, in order of arrival, that keep any of `values` and show something else."""
        ...

    def editions(self) -> Iterator[tuple[str, str, int]]:
        """Id, source and the edition of the reader that gave its text, of every live report: no text is read."""
        ...

    def ids(self, fonds: frozenset[str] | None = None) -> tuple[str, ...]:
        """The ids of all live reports, in order of arrival; of those of these fonds (None: of all)."""
        ...

    def list(
        self,
        where: Filter | None = None,
        *,
        sort: Sort = "added",
        limit: int = 0,
        offset: int = 0,
        removed: bool = False,
    ) -> Iterator[Entry]:
        """Reports that match `where`, sorted; `limit` 0 is all. `removed`: those in the trash instead.

        The newest are those of the latest known year.
        """
        ...

    def count(self, where: Filter | None = None, *, removed: bool = False) -> int:
        """How many `list` would give without a limit."""
        ...

    def versions(self, report_id: str) -> Sequence[Version]:
        """All versions of a report, live or in the trash, the oldest first; empty where there is no such report."""
        ...

    def original(self, report_id: str, version: int | None = None) -> bytes:
        """The bytes as they came, verified. Raises CatalogError: `catalog.no_such_report`, `catalog.original_…`."""
        ...

    def source(self, report_id: str) -> str:
        """The source of a report, live or in the trash. Raises CatalogError("catalog.no_such_report")."""
        ...

    def unread(self) -> Iterator[Unread]:
        """The files that gave no report, in order of their places."""
        ...

    def unread_original(self, location: str) -> bytes:
        """The bytes of a file that gave no report. Raises as `original`."""
        ...

    def duplicates(self, fonds: frozenset[str] | None = None) -> Iterator[Duplicate]:
        """The places whose bytes are those of a live report, in order of their places; of both those of these fonds."""
        ...

    def counts(self) -> Counts:
        """How much there is."""
        ...

    def changes(self, after: int = 0) -> Iterator[Change]:
        """The changes with a number above `after`, each report once with its latest, in order of number."""
        ...

    def last_change(self) -> int:
        """The highest change number, 0 in an empty catalog."""
        ...


class EditCatalog(ReadCatalog, Protocol):
    """What people change of a catalog, beside asking it."""

    def edit(
        self,
        report_id: str,
        corrections: Mapping[str, Value | None],
        reset: Collection[str] = (),
        *,
        by: By = NOBODY,
    ) -> Record:
        """Correct masthead fields (None clears one); fields in `reset` go back to what was read or given.

        Like every edit it is an entry of `edits`. Raises CatalogError: `catalog.no_such_report`, `catalog.bad_value`.
        """
        ...

    def edit_all(
        self,
        corrections: Mapping[str, Mapping[str, Value | None]],
        reset: Collection[str] = (),
        *,
        by: By = NOBODY,
        kind: EditKind = "correct",
    ) -> int | None:
        """Correct many reports, by their ids, in one transaction: all of them or none. Raises as `edit`.

        The fields in `reset` of each go back to what was read or given. The number of its one entry in `edits`, None
        where it changed nothing.
        """
        ...

    def confirm(self, ids: Iterable[str], *, by: By = NOBODY, seen: int | None = None) -> Confirmed:
        """全部无误: all doubtful values of these reports are right, says a person, and what is missing is not there.

        One transaction, one entry in `edits`. `seen`: the last change that the person saw; what has changed since is
        left alone and told. Raises CatalogError("catalog.no_such_report").
        """
        ...

    def remove(self, report_id: str) -> bool:
        """To the trash: no longer found; versions, corrections and originals stay. False where it is not live."""
        ...

    def remove_all(self, ids: Iterable[str]) -> Sequence[str]:
        """Many to the trash in one transaction; those that were live."""
        ...

    def restore(self, report_id: str) -> bool:
        """Back from the trash as it was. False where it is not in the trash."""
        ...

    def purge(self, report_id: str) -> bool:
        """Delete a report of the trash for good: versions, texts, notices, and the originals that nothing else has.

        What readers clipped and noted stays theirs. The change log says `remove` of its id. False where it is not in
        the trash.
        """
        ...

    def set_aside(self, location: str, reason: str | None) -> bool:
        """Say why nothing more is expected of an unread file (None: take that back); False where there is none.

        The same bytes at that place stay set aside, however often they are read in vain.
        """
        ...

    def forget(self, location: str) -> bool:
        """A place that gave no report, or has the bytes of another, is known no more, and its original goes where
        nothing else has it. False where it is no such place. A report is never forgotten: `remove`, then `purge`.
        """
        ...

    def amend(self, report_id: str, version: int, report: Report) -> Record:
        """Keep `report`, in which a person has put recognised text right, as a new version of the same bytes; later
        readings of them carry it on.

        Raises CatalogError: `catalog.no_such_report`, `catalog.changed_meanwhile` where `version` is not the current.
        """
        ...


class Catalog(EditCatalog, Protocol):
    """The truth: reports with their versions, originals and change log, with all that imports and upkeep do to it."""

    def seen(self, location: str, sha256: str, readable: frozenset[str] | None = None) -> Outcome | None:
        """`unchanged` or `duplicate` where nothing needs to be read; None where the file must be parsed and added.

        `readable`: as of an `Arrival`.
        """
        ...

    def add(self, arrivals: Iterable[Arrival]) -> Sequence[Outcome]:
        """Keep a batch in one transaction, outcomes in order; on return all of it is safe, on an error none is kept.

        The same bytes with another text are a new version. With the same text they are none, but what a later edition
        of the reader says of it beside (notices, outline, masthead, its edition) takes the place of what was said.
        Raises CatalogError("catalog.bad_value") for a given value that cannot be, before anything is touched.
        """
        ...

    def verify(self) -> Iterator[Finding]:
        """Everything that is not sound: the store itself, originals missing or altered, originals nobody refers to."""
        ...

    def referenced(self) -> Collection[str]:
        """The hashes of all originals that versions and unread files refer to."""
        ...

    def put_back(self, data: bytes, sha256: str) -> bool:
        """Keep an original again that is gone or altered; False where these are other bytes."""
        ...

    def read_anew(self, report_id: str, version: int | None, report: Report) -> bool:
        """Write down anew what was read from a version's original (None: the current one's), for rows that changed
        by themselves; corrections stay. False where there is no such version.
        """
        ...

    def copy(self, target: Path) -> None:
        """The store as it is at one moment, as a file of its own, while others go on reading and writing."""
        ...

    def clean(self) -> int:
        """Delete originals that nothing refers to and the remains of interrupted imports; how many files."""
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...
