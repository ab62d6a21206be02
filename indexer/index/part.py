"""What engines that hold only some 分库 of another one have in common (`Engine.within`): they are for asking alone."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace

from indexer.document import Card, Document
from indexer.index.base import Engine, Proposal, State
from indexer.index.ranked import RankedQuestion, RankedReports
from indexer.query.model import Query

Fonds = frozenset[str]


class AskedOnly(Engine):
    """An engine over the reports of `fonds` in `whole`, which alone is written, replaced and closed."""

    def __init__(self, whole: Engine, fonds: Fonds) -> None:
        self.whole = whole
        self.fonds = fonds
        self.name = whole.name
        self.outlined = whole.outlined

    def state(self) -> State:
        """How far the whole has come; of the reports only those that may be asked are told."""
        return replace(self.whole.state(), reports=len(self.cards()))

    @abstractmethod
    def propose(self, query: Query) -> Proposal:
        """As an archive of these reports would."""

    @abstractmethod
    def score(self, query: Query, ids: Collection[str]) -> Mapping[str, float]:
        """As an archive of these reports would."""

    @abstractmethod
    def cards(self, ids: Collection[str] | None = None) -> Mapping[str, Card]:
        """Those of these reports."""

    def ranked(self, question: RankedQuestion) -> RankedReports | None:
        """None: the question is answered by `propose`, `score` and `cards`."""
        del question
        return None

    def holders(self, texts: Sequence[str]) -> Sequence[Collection[str]] | None:
        """Those of these reports that the whole names."""
        found = self.whole.holders(texts)
        if found is None:
            return None
        readable = self.cards().keys()
        return [[name for name in names if name in readable] for names in found]

    def within(self, fonds: Fonds) -> Engine:
        """Of these fonds again only some."""
        return self.whole.within(self.fonds & fonds)

    def update(self, documents: Iterable[Document], removed: Collection[str], last_change: int) -> None:
        """Raises TypeError: whoever writes has the whole."""
        del documents, removed, last_change
        raise TypeError("a part of an index is for asking only")

    def replacement(self) -> AbstractContextManager[Engine]:
        """Raises TypeError as `update`."""
        raise TypeError("a part of an index is for asking only")

    def close(self) -> None:
        """Nothing is held open here."""
