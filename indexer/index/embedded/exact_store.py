"""What the embedded engine asks of its exact store: which reports match, and how often.

Of positions (`positions`), or of the layout of the release before, until its successor takes over (`earlier_layout`).
Ranking by words, and which files are in force, lie beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
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

    An id that is empty stands for no report. `place`: the folder of the words.
    """

    ids: Sequence[str]
    blocks: Sequence[PostingBlock]
    place: Path


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
    """One store, asked. Threads may share it. Every failure is an EngineError: "index.damaged" and others."""

    path: Path

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

    def harm(self) -> str:
        """What is not as it was written, "" for nothing; writes nothing."""
        ...

    def close(self) -> None:
        """Let go of files. Whoever still reads holds what it reads."""
        ...
