"""导入记录: what was brought in and what became of each file, as values and a protocol. Not where it is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Literal, Protocol, get_args

from archive.errors import ArchiveError
from archive.model import Notice

Way = Literal["command", "page", "watch", "retry", "reread"]
State = Literal["running", "done", "stopped", "interrupted"]
"""`stopped`: by an error that is told; `interrupted`: whoever ran it is gone without a word (killed, power cut)."""
FileStatus = Literal["added", "updated", "unchanged", "duplicate", "skipped", "no_text", "failed"]
STATUSES: tuple[FileStatus, ...] = get_args(FileStatus)

NO_TEXT = frozenset({"read.empty", "read.needs_ocr", "read.unreadable_text_layer", "import.ocr_missing"})
"""Errors of files that are sound and say nothing that can be searched."""


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """What became of one file of an import.

    `name` is what the person called it, "" where nothing of the file may be kept; `place` counts the files as they
    were given, from 1. `title` is that of its report as of today, where there is one. `notices`: what its reader
    noticed.
    """

    name: str
    status: FileStatus
    place: int = 0
    report: str | None = None
    location: str = ""
    error: ArchiveError | None = None
    title: str | None = None
    title_derived: bool = False
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Import:
    """One import: when, by which way, from where, with what filled in, and how many files had which outcome.

    `expected` is how many files were announced, where that is known. Times are UTC. `fonds`: to which 分库 it brings.
    """

    number: int
    way: Way
    source: str
    given: Mapping[str, str | int]
    expected: int | None
    begun_at: str
    ended_at: str | None
    state: State
    counts: Mapping[str, int] = field(default_factory=dict)
    error: ArchiveError | None = None
    fonds: str = ""

    @property
    def files(self) -> int:
        """How many files have an outcome."""
        return sum(self.counts.values())


class Imports(Protocol):
    """The imports of a catalog. Raises CatalogError as every catalog does."""

    def begin(
        self,
        way: Way,
        source: str,
        given: Mapping[str, str | int] | None = None,
        expected: int | None = None,
        *,
        fonds: str = "",
    ) -> int:
        """A new import, running; its number."""
        ...

    def holding(self, number: int) -> AbstractContextManager[bool]:
        """Hold the import while the context lasts, also against other processes; False where another one holds it.

        An import that has not ended and that nobody holds is `interrupted`.
        """
        ...

    def enter(self, number: int, files: Sequence[ImportedFile]) -> None:
        """Write down outcomes, in order, in one transaction."""
        ...

    def expect(self, number: int, expected: int) -> None:
        """So many files were announced after all."""
        ...

    def end(self, number: int, error: ArchiveError | None = None) -> None:
        """It is over; `error`: what stopped it."""
        ...

    def resume(self, number: int) -> bool:
        """It runs again; False where there is no such import."""
        ...

    def get(self, number: int) -> Import | None:
        """One import; None where there is none."""
        ...

    def list(self, *, limit: int = 0, offset: int = 0) -> Sequence[Import]:
        """Imports, the latest first; `limit` 0 is all."""
        ...

    def unended(self) -> Sequence[int]:
        """The numbers of those that have not ended, the oldest first."""
        ...

    def count(self) -> int:
        """How many there are."""
        ...

    def files(
        self, number: int, *, statuses: Sequence[str] = (), limit: int = 0, offset: int = 0
    ) -> Sequence[ImportedFile]:
        """The files of an import that have one of `statuses` (none named: all), in order; `limit` 0 is all.

        Of imports long ago those that changed nothing (`unchanged`, `skipped`) are only counted.
        """
        ...


def status_of(status: str, error: ArchiveError | None) -> FileStatus:
    """How a record calls the outcome that the catalog calls `status`."""
    if error is not None and error.code in NO_TEXT:
        return "no_text"
    for known in STATUSES:
        if known == status:
            return known
    raise ValueError(status)
