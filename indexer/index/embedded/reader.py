"""The reading half of the embedded engine: proposals from the exact store, ranking with the words. Writes nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from archive.errors import EngineError
from indexer.analysis.analyzer import Analyzer
from indexer.document import Card
from indexer.index import ranking
from indexer.index.base import Engine, Proposal
from indexer.index.embedded import earlier_layout, generations, left_open
from indexer.index.embedded.exact_store import ExactStore, WordPostings
from indexer.index.embedded.positions import unit_rules
from indexer.index.part import AskedOnly, Fonds
from indexer.index.ranked import RankedQuestion, RankedReports
from indexer.query.model import Query

if TYPE_CHECKING:
    from indexer.index.embedded.positions.store import PositionStore
    from indexer.index.embedded.words.word_index import WordIndex

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Stores:
    """The exact store in force, and the generation of words that CURRENT names with it."""

    exact: ExactStore
    words: str

    @property
    def positions(self) -> PositionStore | None:
        """The exact store as it is written today; None where that in force is of an earlier layout."""
        from indexer.index.embedded.positions.store import PositionStore

        return self.exact if isinstance(self.exact, PositionStore) else None


class Reading:
    """Answers from whatever is in force at the moment of the question, whichever process put it there."""

    outlined = True

    def __init__(self, folder: Path, analyzer: Analyzer, *, archive: str = "", read_only: bool = False) -> None:
        self.read_only = read_only
        self.folder = folder
        self.analyzer = analyzer
        self.archive = archive
        self._guard = threading.RLock()
        self._stores: Stores | None = None
        self._seen: object = None
        self._open_words: tuple[str, WordIndex | None] = "", None
        self._proven: set[str] = set()
        self._unsound: set[str] = set()
        self._holder = 0

    @property
    def fingerprint(self) -> str:
        """What an index of this engine has to be made with, and for which archive."""
        return self._made_with(unit_rules.fingerprint())

    def readable(self, fingerprint: str) -> bool:
        """May an index that was made with this be asked? One of the release before, too."""
        return fingerprint in (self.fingerprint, self._made_with(f"embedded-{earlier_layout.LAYOUT}"))

    def _made_with(self, kind: str) -> str:
        return f"{kind} {ranking.fingerprint(self.analyzer)} {self.archive}".rstrip()

    def propose(self, query: Query, fonds: Fonds | None = None) -> Proposal:
        """By the exact store; of the reports of these fonds (None: all)."""
        return self._answer(lambda stores: stores.exact.propose(query, fonds))

    def score(self, query: Query, ids: Collection[str], fonds: Fonds | None = None) -> Mapping[str, float]:
        """By `ranking`; without the words where no generation of them is sound."""
        return self._answer(lambda stores: self._score(query, ids, stores, fonds))

    def cards(self, ids: Collection[str] | None = None, fonds: Fonds | None = None) -> Mapping[str, Card]:
        """From the exact store."""
        return self._answer(lambda stores: stores.exact.cards(ids, fonds))

    def ranked(self, question: RankedQuestion, fonds: Fonds | None = None) -> RankedReports | None:
        """By the exact store, where it can; without the words where no generation of them is sound."""

        def ask(stores: Stores) -> RankedReports | None:
            with stores.exact.session():
                posted = partial(self._posted, words=stores.words)
                return stores.exact.ranked(question, self.analyzer, posted, fonds)

        return self._answer(ask)

    def holders(self, texts: Sequence[str]) -> Sequence[Collection[str]] | None:
        """By the exact store."""
        return self._answer(lambda stores: stores.exact.holders(texts))

    def within(self, fonds: Fonds) -> Engine:
        """The same over the reports of these fonds."""
        return _Part(self, fonds)

    def close(self) -> None:
        """Let go of files and connections."""
        with self._guard:
            if self._stores is not None:
                self._stores.exact.close()
            if self._open_words[1] is not None:
                self._open_words[1].close()
            self._stores, self._seen, self._open_words = None, None, ("", None)

    def in_force(self) -> Stores | None:
        """The stores that CURRENT names, opened anew where it has changed; None where nothing is."""
        seen = generations.signature(self.folder)
        with self._guard:
            if seen != self._seen:
                self._turn_to(generations.current(self.folder, unit_rules.LAYOUT))
                self._seen = seen
            return self._stores

    def sound_words(self, names: str) -> tuple[Path, generations.Manifest] | None:
        """The newest generation up to `names` that may be asked and whose files are all there; None without one."""
        for folder in generations.generations(self.folder):
            if folder.name <= names and folder.name not in self._unsound:
                found = generations.manifest(folder, hashes=False)
                if found is not None and self.readable(found.fingerprint):
                    return folder, found
        return None

    def proven_words(self, names: str) -> tuple[Path, generations.Manifest] | None:
        """The same, with the content of its files compared with their hashes: only then may they be unpickled.

        Once in the life of this engine: what other programs do to files that are in use is not for an index to watch.
        """
        while (found := self.sound_words(names)) is not None:
            name = found[0].name
            if name in self._proven:
                return found
            proven = generations.manifest(found[0], hashes=True) is not None
            (self._proven if proven else self._unsound).add(name)
        return None

    def _turn_to(self, names: generations.Current | None) -> None:
        before = self._stores
        if names is None:
            self._stores = None
        elif before is not None and before.exact.path.name == names.grams:
            self._stores = Stores(before.exact, names.words)
        else:
            self._stores = Stores(opened(self.folder / names.grams, proven=not self.read_only), names.words)
            left_open.turned_to(self._stores.exact.path)
        if before is not None and (self._stores is None or self._stores.exact is not before.exact):
            before.exact.close()

    @contextmanager
    def turn(self, seconds: float) -> Iterator[None]:
        """The writers' lock, which this thread may hold already. Raises EngineError: "index.locked", and "index.newer"
        where a later program's index is in force, which nobody here writes over.
        """
        if self._holder == threading.get_ident():
            yield
            return
        with generations.writing(self.folder, seconds):
            generations.spare_newer(self.folder, unit_rules.LAYOUT)
            self._holder = threading.get_ident()
            try:
                yield
            finally:
                self._holder = 0

    def _answer(self, ask: Callable[[Stores], T]) -> T:
        """Ask what is in force; once more where a takeover came between finding it and asking it."""
        stores = self._needed()
        try:
            return ask(stores)
        except EngineError:
            now = self._needed()
            if now.exact is stores.exact:
                raise
            return ask(now)

    def _needed(self) -> Stores:
        stores = self.in_force()
        if stores is None:
            raise EngineError("index.missing", path=str(self.folder))
        return stores

    def _score(self, query: Query, ids: Collection[str], stores: Stores, fonds: Fonds | None) -> Mapping[str, float]:
        exact = stores.exact
        with exact.session():
            now = exact.snapshot(fonds)
            figures = ranking.Figures(
                lengths=now.lengths,
                average=now.average,
                phrase=exact.counts if fonds is None else lambda text: _among(exact.counts(text), now.rows),
                word=lambda word: self._frequencies(word, stores.words, now.lengths),
                titles=exact.titles,
            )
            return ranking.scores(query, [name for name in ids if name in now.rows], figures, self.analyzer)

    def _frequencies(self, word: str, words: str, living: Collection[str]) -> Mapping[str, int]:
        """Of living reports only: the words may be a change behind the exact store."""
        with self._guard:
            index = self._word_index(words)
            found = index.frequencies(word) if index is not None else {}
        return _among(found, living)

    def _posted(self, word: str, words: str) -> WordPostings | None:
        with self._guard:
            index = self._word_index(words)
            return None if index is None else WordPostings(index.ids, index.postings(word), index.folder)

    def _word_index(self, names: str) -> WordIndex | None:
        if self._open_words[0] == names:
            return self._open_words[1]
        found = self.proven_words(names)
        name = found[0].name if found else ""
        if name != self._open_words[0]:
            before, self._open_words = self._open_words[1], ("", None)  # whatever fails now, it is not asked again
            if before is not None:
                before.close()
            self._open_words = name, _opened(found[0]) if found else None
        return self._open_words[1]


class _Part(AskedOnly):
    """The reports of some fonds, asked of what is in force."""

    def __init__(self, whole: Reading, fonds: Fonds) -> None:
        super().__init__(whole, fonds)  # type: ignore[arg-type] # whatever reads so is an engine
        self._reading = whole

    def propose(self, query: Query) -> Proposal:
        """By the exact store."""
        return self._reading.propose(query, self.fonds)

    def score(self, query: Query, ids: Collection[str]) -> Mapping[str, float]:
        """By `ranking`, over the figures of these reports."""
        return self._reading.score(query, ids, self.fonds)

    def cards(self, ids: Collection[str] | None = None) -> Mapping[str, Card]:
        """From the exact store."""
        return self._reading.cards(ids, self.fonds)

    def ranked(self, question: RankedQuestion) -> RankedReports | None:
        """By the exact store, where it can."""
        return self._reading.ranked(question, self.fonds)


def _among(found: Mapping[str, int], ids: Collection[str]) -> dict[str, int]:
    return {name: times for name, times in found.items() if name in ids}


def _opened(generation: Path) -> WordIndex | None:
    """None where it has been swept away since it was proven: that one question is ranked without words."""
    from indexer.index.embedded.words.word_index import WordIndex

    try:
        words = WordIndex(generation)
    except EngineError:  # some of its files are gone
        if generations.manifest(generation, hashes=False) is not None:
            raise
        return None
    if generations.manifest(generation, hashes=False) is None:  # what was opened may lack a file, without a word
        words.close()
        return None
    return words


def opened(path: Path, *, proven: bool) -> ExactStore:
    """The exact store at `path`. `proven`: one of an earlier layout is compared with its sums first; each page of
    positions is, before its first use. Raises EngineError("index.damaged").
    """
    if path.name.startswith(generations.POSITIONS):
        from indexer.index.embedded.positions.store import PositionStore  # what it imports is for those who have it

        return PositionStore(path)
    from indexer.index.embedded.earlier_layout.bigram_store import EarlierStore

    earlier = EarlierStore(path)
    if proven:
        earlier.prove()
    return earlier
