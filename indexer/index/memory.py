"""The oracle: keeps documents in a dictionary and answers by reading all of them. Nothing here is fast or durable."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from archive.text.fold import fold_text
from indexer import deadline
from indexer.analysis.analyzer import Analyzer
from indexer.document import Card, Document
from indexer.index import ranking
from indexer.index.base import Engine, Proposal, State
from indexer.index.part import AskedOnly
from indexer.index.ranked import RankedQuestion, RankedReports
from indexer.query.model import Query


class MemoryEngine:
    """Every proposal is exact, since `query.spans` made it. Empty at every start: what it lacks is replayed."""

    name = "memory"
    outlined = False

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._documents: dict[str, Document] = {}
        self._words: dict[str, Mapping[str, int]] = {}
        self._state = State(0, 0, "")

    def state(self) -> State:
        """What it holds; nothing before the first update."""
        return self._state

    def update(self, documents: Iterable[Document], removed: Collection[str], last_change: int) -> None:
        """Put in, replace and take out; readers in other threads see all of it or nothing."""
        if last_change < self._state.last_change:
            return
        kept = {name: document for name, document in self._documents.items() if name not in removed}
        kept.update((document.id, document) for document in documents)
        self._documents, self._words = kept, {}
        self._state = State(last_change, len(kept), ranking.fingerprint(self._analyzer))

    def propose(self, query: Query) -> Proposal:
        """The reports that match, counted by the query itself; not exact where sections and parts are not known."""
        if query.asks_outline and any(document.outline is None for document in self._documents.values()):
            needed = query.necessary()
            met = self._documents if needed is None else self.propose(needed).counts
            return Proposal(dict.fromkeys(met), exact=False)
        places, find = {}, query.finder()
        for name, document in self._documents.items():
            deadline.check()
            places[name] = find(document)
        return Proposal({name: len(found) for name, found in places.items() if found is not None}, exact=True)

    def score(self, query: Query, ids: Collection[str]) -> Mapping[str, float]:
        """The relevance of each of `ids`, by the formula of `ranking`."""
        documents = self._documents
        lengths = {name: sum(map(len, document.passages)) for name, document in documents.items()}
        figures = ranking.Figures(
            lengths=lengths,
            average=sum(lengths.values()) / len(lengths) if lengths else 0.0,
            phrase=lambda text: _present({name: _count(text, document) for name, document in documents.items()}),
            word=lambda word: _present({name: self._frequencies(name).get(word, 0) for name in documents}),
            titles=lambda: {name: fold_text(document.card.title or "") for name, document in documents.items()},
        )
        return ranking.scores(query, [name for name in ids if name in documents], figures, self._analyzer)

    def cards(self, ids: Collection[str] | None = None) -> Mapping[str, Card]:
        """The cards of `ids`, all where None."""
        return {name: document.card for name, document in self._documents.items() if ids is None or name in ids}

    def within(self, fonds: frozenset[str]) -> Engine:
        """The same over the documents of these fonds, whichever are held at the moment of the question."""
        return _MemoryPart(self, fonds)

    def of_fonds(self, fonds: frozenset[str], before: tuple[object, MemoryEngine]) -> tuple[object, MemoryEngine]:
        """What is held of these fonds as an engine of its own, with the state of the whole that it was made of.

        `before`: the one that was made last, which is given again where nothing has changed.
        """
        if before[0] is self._documents:
            return before
        made = MemoryEngine(self._analyzer)
        made._documents = {name: one for name, one in self._documents.items() if one.card.fonds in fonds}
        return self._documents, made

    def ranked(self, question: RankedQuestion) -> RankedReports | None:
        """None: the oracle is asked by the simple protocol."""
        del question
        return None

    def holders(self, texts: Sequence[str]) -> None:
        """None: the oracle is asked by the simple protocol."""
        del texts

    @contextmanager
    def replacement(self) -> Iterator[Engine]:
        """An empty engine whose documents become this one's."""
        fresh = MemoryEngine(self._analyzer)
        yield fresh
        self._documents, self._words, self._state = fresh._documents, {}, fresh._state

    def close(self) -> None:
        """Nothing is held open."""

    def _frequencies(self, name: str) -> Mapping[str, int]:
        if name not in self._words:
            self._words[name] = ranking.word_frequencies(self._documents[name], self._analyzer)
        return self._words[name]


class _MemoryPart(AskedOnly):
    """The documents of some fonds."""

    def __init__(self, whole: MemoryEngine, fonds: frozenset[str]) -> None:
        super().__init__(whole, fonds)
        self._memory = whole
        self._last: tuple[object, MemoryEngine] = None, whole

    def propose(self, query: Query) -> Proposal:
        """As the oracle does."""
        return self._level().propose(query)

    def score(self, query: Query, ids: Collection[str]) -> Mapping[str, float]:
        """As the oracle does."""
        return self._level().score(query, ids)

    def cards(self, ids: Collection[str] | None = None) -> Mapping[str, Card]:
        """As the oracle does."""
        return self._level().cards(ids)

    def _level(self) -> MemoryEngine:
        self._last = last = self._memory.of_fonds(self.fonds, self._last)
        return last[1]


def _count(text: str, document: Document) -> int:
    return sum(passage.count(text) for passage in document.passages)


def _present(counts: dict[str, int]) -> dict[str, int]:
    return {name: count for name, count in counts.items() if count}
