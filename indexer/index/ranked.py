"""The richer engine protocol: a whole answer in its order, without an object for each report that is not shown.

An engine that can gives it (`Engine.ranked`); the others answer None, and the searcher puts an answer of the same shape
together from what they propose and score. Either way order, totals and facets are the same.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, Protocol

from indexer.document import Card
from indexer.index.card_filter import Pairs
from indexer.passage_table import PassageTable
from indexer.query.model import Query

Order = Literal["relevance", "newest", "oldest", "matches"]


@dataclass(frozen=True, slots=True)
class RankedQuestion:
    """What is asked of folded texts, which reports may answer by their cards, and in which order they come.

    `filters` as `card_filter.failing` takes them: a topic stands as the ids of its reports. `counts_places`: without it
    nothing is counted, and every report has 0. Ties go to the newer report, then to the id; undated ones come last
    where the oldest come first. `near`: the wordings of which `RankedReports.closeness` tells how near they stand.
    Without `facets` or `cards` nobody means to ask for them: an engine need not fetch them with the rows.
    """

    query: Query
    order: Order = "relevance"
    filters: Mapping[str, Collection[str]] = field(default_factory=dict)
    counts_places: bool = True
    near: tuple[str, ...] = ()
    facets: bool = True
    cards: bool = True


class RankedRow(NamedTuple):
    """A report that answers: its id, the number of its places, its score (0.0 in any order but that of relevance)."""

    id: str
    matches: int
    score: float


class MarkedReport(NamedTuple):
    """A report that is shown: the `passages` (from 1, ascending) in which marks begin, and its card, as of a state of
    the index that holds all changes up to `change`.

    `best`: of a question of several wordings maybe those that say most (`nearness.best_passages`). `table` gives that
    of its passages, None where nothing tells them: it is read when it is asked for.
    """

    passages: Sequence[int]
    best: Sequence[int] | None
    card: Card
    table: Callable[[], PassageTable | None]
    change: int


class RankedReports(Protocol):
    """The reports that answer a question, in order, as of one state of the index; what is shown of them is made when it
    is asked for.

    Whoever asks has a deadline (`indexer.deadline`), which is looked at in between.
    """

    @property
    def total_reports(self) -> int:
        """How many reports answer."""

    @property
    def total_matches(self) -> int:
        """How many places they hold."""

    def rows(self, start: int, stop: int) -> Sequence[RankedRow]:
        """Those at the places [start, stop) of the order, as far as there are any."""
        ...

    def cards(self, start: int, stop: int) -> Sequence[Card]:
        """Their cards, in the same order."""
        ...

    def closeness(self, start: int, stop: int) -> Sequence[float] | None:
        """Of the same, how near the wordings `near` stand (`nearness.closeness`); None where the texts have to tell."""
        ...

    def marked(self, ids: Sequence[str], most: int) -> Sequence[MarkedReport] | None:
        """Of each of these reports, which are among the rows, the passages in which marks begin, those of words apart
        included; `most` of them are shown (0: all). The marks in these are those that the query makes in a report of
        these passages alone. None where the texts have to tell.
        """
        ...

    def parts(self) -> Mapping[str | None, int] | None:
        """The places of all of them by the part in which each begins (None: no part); None where texts have to tell.

        Words apart count here, too.
        """
        ...

    def by_year(self) -> Mapping[int | None, int] | None:
        """The places of all of them by the known year of their reports (None: not known); None: cards have to tell."""
        ...

    def facets(self) -> Mapping[str, Pairs]:
        """For each facet of a card its values with the number of reports, as `card_filter.facets_of` orders them."""
        ...

    def among(self, sets: Mapping[str, Collection[str]]) -> Mapping[str, int] | None:
        """How many of them are in each of these sets of ids; None: `counts` has to tell."""

    def counts(self) -> Mapping[str, int]:
        """All of them by id with their places, in no order: for what cannot do without."""
        ...
