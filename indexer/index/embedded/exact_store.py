"""What the embedded engine asks of its exact store: SQLite's FTS5 (`bigrams`), or positions of our own (`positions`).

Either decides which reports match and how often; ranking by words, and which files are in force, lie beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

from indexer.analysis.analyzer import Analyzer
from indexer.document import Card, Document
from indexer.index.base import Proposal
from indexer.index.embedded.words.word_index import PostingBlock
from indexer.index.part import Fonds
from indexer.index.ranked import RankedQuestion, RankedReports
from indexer.query.model import Query

_WORN_ROWS = 512
"""Fewer dead rows than this are never worth a rebuild."""


@dataclass(frozen=True, slots=True)
class Held:
    """What the store holds, and for whom: the fingerprint it was made with. `dead`: reports that only take room."""

    last_change: int
    fingerprint: str
    reports: int
    dead: int

    @property
    def worn(self) -> bool:
        """More than half of the rows are dead."""
        return self.dead > max(self.reports, _WORN_ROWS)


class WordPostings(NamedTuple):
    """How often a word counts for reports by their numbers in `ids`; for all others it does not.

    An id that is empty stands for no report.
    """

    ids: Sequence[str]
    blocks: Sequence[PostingBlock]


Posted = Callable[[str], WordPostings | None]
"""The postings of a word; None where there are no words to rank by."""


class Listing(Protocol):
    """The living reports as of one state of the store."""

    @property
    def rows(self) -> Mapping[str, int]:
        """The number of each report, by its id."""

    @property
    def lengths(self) -> Mapping[str, int]:
        """The folded length of each report in characters, by its id."""

    @property
    def average(self) -> float:
        """Of the lengths; 0 without reports."""


class ExactStore(Protocol):
    """One store. Threads may share it. Every failure is an EngineError: "index.damaged", "disk.full" and others."""

    path: Path
    outlined: bool
    """Does it index where sections and parts begin? Then documents have to come with their outlines."""
    piece: int
    """Pages that `altered` reads in some milliseconds."""
    merges: bool
    """Does it consist of pieces that have to be merged?"""

    def propose(self, query: Query, fonds: Fonds | None = None) -> Proposal:
        """The reports that may answer the query, of those in these fonds (None: of all)."""
        ...

    def ranked(
        self, question: RankedQuestion, analyzer: Analyzer, posted: Posted, fonds: Fonds | None = None
    ) -> RankedReports | None:
        """The whole answer in its order, of the reports in these fonds (None: of all), with words by what `posted`
        tells; None where `propose` has to do.
        """
        ...

    def counts(self, phrase: str) -> Mapping[str, int]:
        """The reports that hold the folded phrase, each with the number of its places, as `str.count` counts them."""
        ...

    def holders(self, texts: Sequence[str]) -> Sequence[Collection[str]]:
        """For each folded text the ids of the reports that hold it, as of one state of the store."""
        ...

    def places(self, phrase: str) -> dict[str, list[int]]:
        """Id -> where the folded phrase begins in the passages laid one after the other, ascending."""
        ...

    def cards(self, ids: Collection[str] | None = None, fonds: Fonds | None = None) -> dict[str, Card]:
        """The cards of `ids` (all where None), of those in these fonds."""
        ...

    def titles(self) -> Mapping[str, str]:
        """The folded title of every report that has one."""
        ...

    def snapshot(self, fonds: Fonds | None = None) -> Listing:
        """The living reports of these fonds (None: all) and their lengths."""
        ...

    def session(self) -> AbstractContextManager[None]:
        """All that this thread reads inside comes from one state of the store."""
        ...

    def held(self) -> Held:
        """What is in the store. Raises EngineError("index.damaged") where it is missing or not sound."""
        ...

    def holds(self, document: Document) -> bool:
        """Is just this state of the report indexed?"""
        ...

    def update(self, documents: Iterable[Document], removed: Collection[str], last_change: int) -> None:
        """`documents` in, `removed` out, all of it or nothing."""
        ...

    def settle(self) -> None:
        """End of a bulk build: all of it is on the disk."""
        ...

    def trusted(self) -> bool:
        """Need nothing be proven before it is used?"""
        ...

    def prove(self) -> None:
        """Read all of it and compare it with its sums. Raises EngineError("index.damaged")."""
        ...

    def harm(self) -> str:
        """What is not as it was written, "" for nothing; writes nothing."""
        ...

    def altered(self, first: int, count: int) -> bool | None:
        """Is any of these pages not as it was written? None where there are no such pages, or no sums that tell."""
        ...

    def merge(self, folder: Path, locked: AbstractContextManager[None]) -> bool:
        """Merge pieces, in `folder` and without a lock, and put the whole in force inside `locked`; whether any was."""
        ...

    def waits_for_room(self) -> bool:
        """Is a merge due for which the disk has too little room?"""
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...

    def retire(self) -> None:
        """Close as soon as no thread reads here any more."""
        ...
