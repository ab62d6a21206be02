"""Building both stores at once: the grams here, the words in a child process. What takes over is decided elsewhere.

This process cuts the words, since that shares the text, and fills the grams; the child only sorts and writes Whoosh's
files. A few reports are written here: starting a child takes longer.
"""

from __future__ import annotations

import errno
import multiprocessing
import shutil
from collections.abc import Collection, Iterable, Iterator
from contextlib import AbstractContextManager, suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from archive.errors import EngineError
from indexer.analyzer import Analyzer
from indexer.document import Document
from indexer.engines import ranking
from indexer.engines.base import Engine, State
from indexer.engines.embedded import generations
from indexer.engines.embedded.grams import Grams
from indexer.engines.embedded.reading import Reading, Stores

FEW = 200_000
"""Postings (a word in a report) up to which no child is started: about two hundred reports."""
BATCH = 64
"""Reports a message to the child."""

Row = tuple[str, dict[str, int]]


class Bulk(Reading):
    """New stores under construction in `folder`: an engine that answers from what it holds, unranked by words."""

    name = "embedded"

    def __init__(self, folder: Path, analyzer: Analyzer, *, archive: str = "") -> None:
        super().__init__(folder, analyzer, archive=archive)
        number = generations.next_number(folder)
        self.words = folder / f"{number:06}"
        self.words.mkdir()
        self.last_change = 0
        self.grams = Grams.create(folder / f"grams-{number:06}.db", self.fingerprint)
        self._waiting: list[Row] = []
        self._postings = 0
        self._child: _Child | None = None

    def in_force(self) -> Stores:
        """The new grams; no words before the end."""
        return Stores(self.grams, "")

    def state(self) -> State:
        """What has been put in so far."""
        return State(self.last_change, self.grams.held().reports, self.fingerprint)

    def update(self, documents: Iterable[Document], removed: Collection[str], last_change: int) -> None:
        """Put in and take out; nothing is safe before the takeover."""
        every = list(documents)
        for document in every:
            frequencies = ranking.word_frequencies(document, self.analyzer)
            self._postings += len(frequencies)
            self._waiting.append((document.id, frequencies))
        if self._child is None and self._postings > FEW:
            self._child = _Child(self.words)
        if self._child is not None and len(self._waiting) >= BATCH:
            self._child.send(self._waiting)
            self._waiting = []
        self.grams.update(every, removed, last_change)
        self.last_change = last_change

    def replacement(self) -> AbstractContextManager[Engine]:
        """Of a replacement there is none: whoever builds it holds the writer's lock."""
        raise EngineError("index.locked", path=str(self.folder))

    def finish(self) -> generations.Current:
        """Both stores on the disk; their names."""
        self.grams.settle()
        generations.to_disk(self.grams.path)
        if self._child is not None:
            self._child.send(self._waiting)
            self._child.finish()
        else:
            _write_words(self.words, iter(self._waiting))
        generations.seal(self.words, self.last_change, self.fingerprint)
        return generations.Current(self.grams.path.name, self.words.name)

    def drop(self) -> None:
        """Leave nothing behind."""
        if self._child is not None:
            self._child.end()
        self.grams.close()
        shutil.rmtree(self.words, ignore_errors=True)
        with suppress(OSError):  # Windows: a reader of ours may still hold it; the next sweep takes it
            self.grams.path.unlink()


class _Child:
    """The process that writes the words. It ends when its pipe does."""

    def __init__(self, folder: Path) -> None:
        forkserver = "forkserver" in multiprocessing.get_all_start_methods()
        context = multiprocessing.get_context("forkserver") if forkserver else multiprocessing.get_context("spawn")
        theirs: Connection
        self._ours, theirs = context.Pipe()
        self._process: BaseProcess = context.Process(target=_child, args=(folder, theirs), daemon=True)
        self._process.start()
        theirs.close()

    def send(self, rows: list[Row]) -> None:
        """Raises OSError where the disk refused what it wrote, EngineError("index.build_failed") where it died."""
        try:
            self._ours.send(rows)
        except OSError as problem:
            self._hear()
            raise self._died() from problem

    def finish(self) -> None:
        """Wait until everything is written. Raises as `send`."""
        with suppress(BrokenPipeError):  # it has ended early, and perhaps told why
            self._ours.send(None)
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


def _child(folder: Path, connection: Connection) -> None:
    """Writes what comes through the pipe, then says (0, ""), or the number and words of what the disk refused.

    Without the closing None the build was given up, and it just ends.
    """
    with suppress(EOFError):
        told: tuple[int, str] = 0, ""
        try:
            _write_words(folder, _received(connection))
        except OSError as problem:
            told = problem.errno or errno.EIO, problem.strerror or str(problem)
        with suppress(BrokenPipeError):
            connection.send(told)


def _received(connection: Connection) -> Iterator[Row]:
    while (rows := connection.recv()) is not None:
        yield from rows


def _write_words(folder: Path, rows: Iterator[Row]) -> None:
    from indexer.engines.embedded import words

    words.build(folder, rows)
