"""Both exact stores asked at once: the one in force answers, the other one is compared, and every difference is logged.

For the time in which one store takes the place of the other. The second index lies in a folder of its own below the
first one's, is brought level before it is asked, and never delays an answer by its faults: they are logged, too.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

from archive.catalog import Catalog
from archive.errors import EngineError
from indexer import deadline
from indexer.analysis.analyzer import Analyzer
from indexer.document import Card
from indexer.index import sync
from indexer.index.base import Proposal
from indexer.index.embedded.engine import EmbeddedEngine
from indexer.index.embedded.reader import Index
from indexer.index.part import Fonds
from indexer.index.ranked import RankedQuestion, RankedReports
from indexer.query.model import Query
from indexer.query.shape import shape_of

FOLDER = "shadow"
OTHER: Mapping[Index, Index] = {"fts5": "positions", "positions": "fts5"}

_log = logging.getLogger(__name__)


class ShadowedEngine(EmbeddedEngine):
    """The engine over `folder` and, beside it, the other kind of index over the same `catalog`.

    `words`: whether the log may bear what was asked; otherwise it tells the shape of a question.
    """

    def __init__(
        self,
        folder: Path,
        analyzer: Analyzer,
        catalog: Catalog,
        *,
        lock_seconds: float = 30.0,
        archive: str = "",
        index: Index = "positions",
        words: bool = False,
    ) -> None:
        super().__init__(folder, analyzer, lock_seconds=lock_seconds, archive=archive, index=index)
        self.other = EmbeddedEngine(
            folder / FOLDER, analyzer, lock_seconds=lock_seconds, archive=archive, index=OTHER[index]
        )
        self._catalog = catalog
        self._words = words
        self.compared = self.differences = 0

    def propose(self, query: Query, fonds: Fonds | None = None) -> Proposal:
        """As the index in force proposes."""
        answer = super().propose(query, fonds)
        self._compare(query, lambda: _difference(answer, self.other.propose(query, fonds)))
        return answer

    def ranked(self, question: RankedQuestion, fonds: Fonds | None = None) -> RankedReports | None:  # noqa: ARG002 # the protocol asks for both
        """None: questions take the way of proposals, which both kinds of index have."""
        return None

    def score(self, query: Query, ids: Collection[str], fonds: Fonds | None = None) -> Mapping[str, float]:
        """As the index in force scores."""
        scores = super().score(query, ids, fonds)
        self._compare(query, lambda: _unlike(scores, self.other.score(query, ids, fonds)))
        return scores

    def cards(self, ids: Collection[str] | None = None, fonds: Fonds | None = None) -> Mapping[str, Card]:
        """As the index in force has them."""
        cards = super().cards(ids, fonds)
        self._compare(None, lambda: "" if cards == self.other.cards(ids, fonds) else "cards")
        return cards

    def close(self) -> None:
        """Let go of both."""
        super().close()
        self.other.close()

    def _compare(self, query: Query | None, difference: Callable[[], str]) -> None:
        """Where both stand at the same change; a question that the other one cannot answer is a difference, too."""
        with deadline.suspended():
            try:
                sync.catch_up(self._catalog, self.other)
                if self.other.state().last_change != self.state().last_change:
                    return
                found = difference()
            except EngineError as problem:
                found = f"{problem.code}: {problem}"
        self.compared += 1
        if found:
            self.differences += 1
            asked = "" if query is None else str(query) if self._words else shape_of(query)
            _log.warning("the indexes %s and %s differ: %s; asked: %s", self.index, self.other.index, found, asked)


def _difference(one: Proposal, other: Proposal) -> str:
    """What differs between two proposals, "" for nothing; numbers only, no ids.

    Exact ones are the same. Beside an exact one the other has as many reports or more; two that are not may differ.
    """
    missing, extra = len(one.counts.keys() - other.counts.keys()), len(other.counts.keys() - one.counts.keys())
    if (missing and one.exact) or (extra and other.exact):
        return f"{missing} reports less, {extra} more, exact {one.exact} and {other.exact}"
    if not (one.exact and other.exact):
        return ""
    known = [name for name, count in one.counts.items() if count is not None and other.counts[name] is not None]
    counts = sum(one.counts[name] != other.counts[name] for name in known)
    return f"other counts in {counts} reports" if counts else ""


def _unlike(one: Mapping[str, float], other: Mapping[str, float]) -> str:
    names = one.keys() | other.keys()
    unlike = sum(not math.isclose(one.get(name, 0.0), other.get(name, 0.0), abs_tol=1e-9) for name in names)
    return f"other scores for {unlike} reports" if unlike else ""
