"""A report's words, cut and counted, as they cross between processes and go into the words' store. What a word is says
`analyzer`, what it counts for `ranking`.

Cutting is the largest part of indexing, so it is done where there is time: by an import's parsers, which have the text
at hand, or in processes of its own. What was made beside the reading is known by the report's change number: whatever
happened to it in between has another one.
"""

from __future__ import annotations

import os
from array import array
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial

from archive.catalog import Entry
from archive.model import Report
from archive.text.digest import of_folded
from archive.text.fold import LINE, fold_both
from indexer.analysis.analyzer import Analyzer
from indexer.document import Document, Turn, card_of_entry, outline_of
from indexer.index import ranking
from indexer.index.text_probes import KnownTexts, ReportState, probes_of
from indexer.passage_table import table_of
from indexer.processes import forking
from indexer.processes.signals import begin_in_pool, undisturbed

MANY = 64
"""Reports from which on they are cut in other processes: to start these takes longer than to cut a few."""
CHUNK = 16
"""Reports a task."""
AHEAD = 16
"""Tasks that may wait: beyond, whoever brings more waits for the oldest."""
REMEMBERED = 16_000_000
"""Characters of folded texts that are remembered of an import."""
PROBED = 32_768
"""Reports whose probes are remembered, not a kilobyte each."""
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


@dataclass(frozen=True, slots=True)
class ReadText:
    """What is made of a text where it is read: the folded passages, joined by `LINE` and of so many, the turns, the
    words, the digest by which copies are known (`archive.text.digest`), the table (`indexer.passage_table`), and the
    probes, joined (`indexer.index.text_probes`).
    """

    joined: str
    count: int
    outline: tuple[Turn, ...]
    words: WordCounts
    digest: str
    table: bytes
    probes: str

    @property
    def passages(self) -> tuple[str, ...]:
        """The folded passages, one by one."""
        return tuple(self.joined.split(LINE)) if self.count else ()


class Beforehand:
    """What is made of texts where they are read, before an index asks for it: `known`, of reports that are new.

    `texts`: what of them is for whoever compares them afterwards, of the first ones; of fewer still the texts.
    """

    def __init__(self, analyzer: Analyzer) -> None:
        self.known: dict[ReportState, ReadText] = {}
        self.texts = KnownTexts()
        self._room = REMEMBERED
        self.begin = partial(_begin, analyzer)
        """To be called in each process that reads."""

    def document(self, entry: Entry) -> Document | None:
        """The report of the catalog's list, if it is still what was read."""
        read = self.known.get((entry.id, entry.change))
        if read is None:
            return None
        self._remember((entry.id, entry.change), read)
        return Document(card_of_entry(entry), read.passages, entry.change, read.outline, table=read.table)

    def _remember(self, state: ReportState, read: ReadText) -> None:
        if len(self.texts.probes) < PROBED:
            self.texts.probes[state] = read.probes
            if len(read.joined) <= self._room:
                self._room -= len(read.joined)
                self.texts.folded[state] = read.joined


def of_report(report: Report) -> ReadText | None:
    """In a process that reads: what an index wants of a report with its effective masthead. None where nobody asked for
    it (`begin`).
    """
    if not _here:
        return None
    passages, whole = fold_both(report.texts)
    outline = outline_of(report.sections, report.texts)
    words, digest = cut(passages, _here[0]), of_folded(whole)
    joined = LINE.join(passages)
    probes = "".join(probes_of(joined))
    return ReadText(joined, len(passages), outline, words, digest, table_of(report), probes)


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
                # A text as one string crosses in less time than its passages, which are cut as one anyway.
                task = self._pool.submit(_cut_all, [LINE.join(document.passages) for document in documents])
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
    processes = min(os.cpu_count() or 1, PROCESSES)
    return ProcessPoolExecutor(processes, forking.context(forking.INDEXING), _begin, (analyzer,))


_here: list[Analyzer] = []
"""In a process that cuts: the analyzer, whose dictionary is loaded once."""


def _begin(analyzer: Analyzer) -> None:
    begin_in_pool()
    _here[:] = [analyzer]


def _cut_all(texts: Sequence[str]) -> list[WordCounts]:
    return [cut((text,), _here[0]) for text in texts]
