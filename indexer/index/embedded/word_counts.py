"""A report's words, cut and counted, as they cross between processes and go into the words' store. What a word is says
`analyzer`, what it counts for `ranking`.

Cutting is the largest part of indexing, so it is done where there is time: by an import's parsers, which have the text
at hand, or in processes of its own. What was cut is known by the text's digest: whatever happened to a report in
between, the words are those of its text.
"""

from __future__ import annotations

import multiprocessing
import os
from array import array
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial

from archive.text.fold import fold_passages
from indexer.analysis.analyzer import Analyzer
from indexer.document import Document
from indexer.index import ranking
from indexer.index.embedded.folded_text import digest_of
from indexer.processes.signals import begin_in_pool, undisturbed

MANY = 64
"""Reports from which on they are cut in other processes: to start these takes longer than to cut a few."""
CHUNK = 16
"""Reports a task."""
AHEAD = 16
"""Tasks that may wait: beyond, whoever brings more waits for the oldest."""
PROCESSES = 8
"""At most: one process sorts what all of them cut."""


@dataclass(frozen=True, slots=True)
class WordCounts:
    """The words of a folded text, joined by blanks, and how often each counts for it (32 bits each)."""

    words: bytes
    times: bytes

    def __len__(self) -> int:
        return len(self.times) // 4

    def counted(self, title: Mapping[str, int]) -> dict[bytes, int]:
        """How often each word counts for the report, those of its `title` included."""
        frequencies = dict(zip(self.words.split(b" "), array("I", self.times), strict=True)) if self.times else {}
        for word, times in title.items():
            frequencies[word.encode()] = frequencies.get(word.encode(), 0) + times
        return frequencies


def cut(passages: Sequence[str], analyzer: Analyzer) -> WordCounts:
    """The words of a report's folded passages."""
    frequencies = ranking.text_frequencies(passages, analyzer)  # no word holds a blank: folded text has none
    return WordCounts(" ".join(frequencies).encode(), array("I", frequencies.values()).tobytes())


class Beforehand:
    """Words that are cut where texts are read, before an index asks for them: `known`, by the digest of the text."""

    def __init__(self, analyzer: Analyzer) -> None:
        self.known: dict[bytes, WordCounts] = {}
        self.begin = partial(_begin, analyzer)
        """To be called in each process that reads."""

    def hear(self, read: Read | None) -> None:
        """What such a process told of a text."""
        if read is not None:
            self.known[read[0]] = read[1]


Read = tuple[bytes, WordCounts]
"""The digest of a folded text, and its words."""


def of_texts(texts: Sequence[str]) -> Read | None:
    """In a process that reads: the words of a report's passages. None where nobody asked for them (`begin`)."""
    if not _here:
        return None
    passages = fold_passages(texts)
    return digest_of(passages), cut(passages, _here[0])


class Cutters:
    """Cuts documents, the first ones here, others in processes; gives each back in its turn."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._waiting: deque[Document] = deque()
        self._tasks: deque[tuple[list[Document], Future[list[WordCounts]]]] = deque()
        self._pool: ProcessPoolExecutor | None = None
        self._seen = 0

    def put(self, document: Document) -> Iterator[tuple[Document, WordCounts]]:
        """One more; yields those that are done."""
        self._seen += 1
        if self._seen <= MANY or (os.cpu_count() or 1) == 1:
            yield document, cut(document.passages, self._analyzer)
            return
        self._waiting.append(document)
        if len(self._waiting) == CHUNK:
            self._submit()
        while self._tasks and (len(self._tasks) > AHEAD or self._tasks[0][1].done()):
            yield from self._done()

    def rest(self) -> Iterator[tuple[Document, WordCounts]]:
        """All that are not given back yet."""
        if self._waiting:
            self._submit()
        while self._tasks:
            yield from self._done()

    def close(self) -> None:
        """End the processes that cut words."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def _submit(self) -> None:
        documents = list(self._waiting)
        self._waiting.clear()
        if self._pool is None:
            self._pool = _pool(self._analyzer)
        task: Future[list[WordCounts]]
        try:
            with undisturbed():  # it may start a process
                task = self._pool.submit(_cut_all, [document.passages for document in documents])
        except BrokenProcessPool as problem:
            task = Future()
            task.set_exception(problem)
        self._tasks.append((documents, task))

    def _done(self) -> Iterator[tuple[Document, WordCounts]]:
        documents, task = self._tasks.popleft()
        try:
            cuts = task.result()
        except BrokenProcessPool:  # somebody ended one of them: the work is done here
            cuts = [cut(document.passages, self._analyzer) for document in documents]
        yield from zip(documents, cuts, strict=True)


def _pool(analyzer: Analyzer) -> ProcessPoolExecutor:
    kind = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    processes = min(os.cpu_count() or 1, PROCESSES)
    return ProcessPoolExecutor(processes, multiprocessing.get_context(kind), _begin, (analyzer,))


_here: list[Analyzer] = []
"""In a process that cuts: the analyzer, whose dictionary is loaded once."""


def _begin(analyzer: Analyzer) -> None:
    begin_in_pool()
    _here[:] = [analyzer]


def _cut_all(texts: Sequence[Sequence[str]]) -> list[WordCounts]:
    return [cut(passages, _here[0]) for passages in texts]
