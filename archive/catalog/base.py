"""What a catalog is: its protocol. The values that it takes and gives are in `values`; how one is kept lives beside it.

Laws every catalog keeps, whatever store is behind it:

- what a call has returned survives a kill and a power cut; what has not been returned is there wholly or not at all;
- a place (`location`) has one report; the same bytes at another place are a duplicate of the first live report;
- an id is for life: versions, re-import, removal and restoring keep it; purging ends it;
- what was read, what was given and what was corrected are kept apart; a later import undoes no correction;
- every change of a report gets the next change number in the same transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from archive.catalog.edits import NOBODY, By, Confirmed, EditKind, Edits
from archive.catalog.fonds import FondsRegister
from archive.catalog.imports import Imports
from archive.catalog.near_duplicates import Near
from archive.catalog.notebooks import Notebooks
from archive.catalog.rosters import Rosters
from archive.catalog.stored_places import StoredPlace
from archive.catalog.text_slices import Slices
from archive.catalog.topics import Topics
from archive.catalog.values import (
    Arrival,
    Change,
    Counts,
    Duplicate,
    Entry,
    Filter,
    Finding,
    Outcome,
    Sort,
    Unread,
    Value,
    Version,
)
from archive.model import Masthead, Record, Report


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

    def slices(self, wanted: Sequence[Slices]) -> Sequence[Sequence[str] | None]:
        """Of each live report passages by the bytes at which they stand in its texts (`text_slices`), all at once.

        None for one that has changed since, or where no passage stands so.
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
