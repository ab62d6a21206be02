"""The engine protocol and its law: an engine may propose too much; it must never miss.

A query's meaning is `query.spans(document)` (see `indexer.query.model`); an engine only proposes. Where it
declares a proposal exact, its ids and counts equal what the scan of the folded passages gives.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from indexer.document import Card, Document
from indexer.index.ranked import RankedQuestion, RankedReports
from indexer.query.model import Query


@dataclass(frozen=True, slots=True)
class Proposal:
    """Reports that may answer a query: id -> number of places, or None where the engine did not count.

    `exact`: these ids, and no others, match, and every count that is not None is true. Otherwise each id has
    to be verified on its text (ids may be too many, never too few).
    """

    counts: Mapping[str, int | None]
    exact: bool


@dataclass(frozen=True, slots=True)
class State:
    """What an index holds: the last catalog change it has seen, how many reports, made by which fold and analyzer.

    `worn`: much of it stands for reports that are gone or have newer versions; a rebuild makes it small again.
    `outdated`: an earlier program made it: it answers as well as ever and takes no update, until a rebuild takes over.
    """

    last_change: int
    reports: int
    fingerprint: str
    worn: bool = False
    outdated: bool = False


class Engine(Protocol):
    """A derived index over documents. Everything in it can be made again from the catalog alone."""

    name: str
    outlined: bool
    """Does it index where sections and parts begin? Then the documents given to it must have their outlines."""

    def state(self) -> State:
        """What the index holds now; last_change 0 and fingerprint "" where it has to be built anew.

        That is where there is nothing, where it is not sound, and where another fold or analyzer made it.
        """
        ...

    def update(self, documents: Iterable[Document], removed: Collection[str], last_change: int) -> None:
        """Put `documents` in (replacing those of the same id), take `removed` out, and remember `last_change`.

        Idempotent; durable on return; a crash inside leaves the state before or after, or one that `state` owns up to.
        An update that is older than what the index has seen changes nothing. Raises EngineError("index.locked") when
        another process writes, "index.damaged" when only a replacement helps.
        """
        ...

    def propose(self, query: Query) -> Proposal:
        """The reports that may answer `query`; never misses one that does."""
        ...

    def score(self, query: Query, ids: Collection[str]) -> Mapping[str, float]:
        """Relevance of each of `ids` for `query`, higher is better; ids without a score may be left out (0.0)."""
        ...

    def cards(self, ids: Collection[str] | None = None) -> Mapping[str, Card]:
        """The cards of `ids` (all where None), as indexed."""
        ...

    def ranked(self, question: RankedQuestion) -> RankedReports | None:
        """The whole answer in its order; None where this question is answered by `propose`, `score` and `cards`."""
        ...

    def holders(self, texts: Sequence[str]) -> Sequence[Collection[str]] | None:
        """For each folded text the ids of the reports that hold it, of thousands at once; None where each of them is
        to be proposed (`indexer.index.holders`).
        """
        ...

    def within(self, fonds: frozenset[str]) -> Engine:
        """An engine that holds only the reports whose `Card.fonds` is among these ("" is the archive's own 全库).

        Proposals, counts, facets, cards, and of scores the rarity and the average length are those of an archive that
        holds nothing else; so whoever is above needs no further check. It shares this engine's files and state, is
        level with it at every question, and costs next to nothing to make. It is for asking only.
        """
        ...

    def replacement(self) -> AbstractContextManager[Engine]:
        """An empty engine beside this one; on a clean exit it takes over at once, on an error it is dropped.

        This engine goes on answering until then; readers that are still inside the old one are not disturbed.
        """
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...
