"""Building both stores at once: positions here, words in a child process. What takes over is decided elsewhere.

This process fills the positions; others cut the words (see `word_counts`), and one sorts them and writes Whoosh's
files. A few reports are cut and written here: starting processes takes longer.
"""

from __future__ import annotations

import errno
from collections.abc import Collection, Iterable, Iterator
from contextlib import AbstractContextManager, suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from archive.errors import EngineError
from archive.storage import disk
from indexer.analysis.analyzer import Analyzer
from indexer.document import Document
from indexer.index import ranking
from indexer.index.base import Engine, State
from indexer.index.embedded import generations
from indexer.index.embedded.positions.store import PositionStore
from indexer.index.embedded.reader import Reading, Stores
from indexer.index.embedded.word_counts import Cutters, ReadText, WordCounts
from indexer.index.text_probes import ReportState
from indexer.processes import forking
from indexer.processes.signals import leave_interrupts_to_the_parent, undisturbed

FEW = 200_000
"""Postings (a word in a report) up to which no child is started: about two hundred reports."""
BATCH = 64
"""Reports a message to the child."""

Row = tuple[str, WordCounts, str | None]
"""A report's id, the words of its text, and its title."""


class BulkBuild(Reading):
    """New stores under construction in folder `place`: an engine that answers from what it holds, unranked by words.

    `known`: what was made where texts were read; what is used is taken out.
    """

    name = "embedded"

    def __init__(
        self,
        place: Path,
        analyzer: Analyzer,
        *,
        archive: str = "",
        known: dict[ReportState, ReadText] | None = None,
    ) -> None:
        super().__init__(place, analyzer, archive=archive)
        self.words = place / generations.WORDS
        self.words.mkdir()
        self.last_change = 0
        self.positions = PositionStore.create(place / generations.POSITIONS, self.fingerprint)
        self._known = {} if known is None else known
        self._cutters = Cutters(analyzer)
        self._waiting: list[Row] = []
        self._postings = 0
        self._child: _Child | None = None

    def in_force(self) -> Stores:
        """The new positions; no words before the end."""
        return Stores(self.positions, "")

    def state(self) -> State:
        """What has been put in so far."""
        return State(self.last_change, self.positions.held().reports, self.fingerprint)

    def update(self, documents: Iterable[Document], removed: Collection[str], last_change: int) -> None:
        """Put in and take out; nothing is safe before the takeover."""
        every = list(documents)
        for document in every:
            known = self._known.pop((document.id, document.change), None)
            done = self._cutters.put(document) if known is None else ((document, known.words),)
            self._send(done)
        self.positions.update(every, removed, last_change)
        self.last_change = last_change

    def _send(self, done: Iterable[tuple[Document, WordCounts]]) -> None:
        for document, cut in done:
            self._postings += len(cut)
            self._waiting.append((document.id, cut, document.card.title))
        if self._child is None and self._postings > FEW:
            self._child = _Child(self.words, self.analyzer)
        if self._child is not None and len(self._waiting) >= BATCH:
            self._child.send(self._waiting)
            self._waiting = []

    def replacement(self) -> AbstractContextManager[Engine]:
        """Of a replacement there is none: whoever builds it holds the writer's lock."""
        raise EngineError("index.locked", path=str(self.folder))

    def finish(self) -> None:
        """Both stores on the disk, ready to be adopted."""
        self._send(self._cutters.rest())
        self._cutters.close()
        if self._child is not None:
            self._child.send(self._waiting)
            self._child.send(None)  # it writes while the positions settle
        self.positions.settle()
        disk.to_disk(self.positions.path)
        if self._child is not None:
            self._child.finish()
        else:
            _write_words(self.words, self.analyzer, iter(self._waiting))
        generations.seal(self.words, self.last_change, self.fingerprint)

    def end(self) -> None:
        """Let go of files and processes, whether it is finished or given up."""
        self._cutters.close()
        if self._child is not None:
            self._child.end()
        self.positions.close()


class _Child:
    """The process that writes the words. It ends when its pipe does."""

    def __init__(self, folder: Path, analyzer: Analyzer) -> None:
        context = forking.context(forking.INDEXING)
        theirs: Connection
        self._ours, theirs = context.Pipe()
        self._process: BaseProcess = context.Process(target=_child, args=(folder, analyzer, theirs), daemon=True)
        with undisturbed():
            self._process.start()
        theirs.close()

    def send(self, rows: list[Row] | None) -> None:
        """Raises OSError where the disk refused what it wrote, EngineError("index.build_failed") where it died."""
        try:
            self._ours.send(rows)
        except OSError as problem:
            self._hear()
            raise self._died() from problem

    def finish(self) -> None:
        """Wait until everything is written, None having been sent. Raises as `send`."""
        self._hear()
        self.end()

    def _hear(self) -> None:
        """What the child says at its end."""
        try:
            number, words = self._ours.recv()
        except (OSError, EOFError) as problem:
            raise self._died() from problem
        if number:
            self.end()
            raise OSError(number, words)

    def end(self) -> None:
        self._ours.close()
        self._process.join()

    def _died(self) -> EngineError:
        self._process.join()
        return EngineError("index.build_failed", problem=f"exit {self._process.exitcode}")


def _child(folder: Path, analyzer: Analyzer, connection: Connection) -> None:
    """Writes what comes through the pipe, then says (0, ""), or the number and words of what the disk refused.

    Without the closing None the build was given up, and it just ends.
    """
    leave_interrupts_to_the_parent()
    with suppress(EOFError):
        told: tuple[int, str] = 0, ""
        try:
            _write_words(folder, analyzer, _received(connection))
        except OSError as problem:
            told = problem.errno or errno.EIO, problem.strerror or str(problem)
        with suppress(BrokenPipeError):
            connection.send(told)


def _received(connection: Connection) -> Iterator[Row]:
    while (rows := connection.recv()) is not None:
        yield from rows


def _write_words(folder: Path, analyzer: Analyzer, rows: Iterator[Row]) -> None:
    from indexer.index.embedded import word_store

    frequencies = ranking.title_frequencies
    word_store.build(folder, ((name, cut.counted(frequencies(title, analyzer))) for name, cut, title in rows))
