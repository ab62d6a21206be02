"""Filling a new index side by side: each process cuts the words of some reports and sends them to the cluster itself.

Versions and ids are explicit, so that the order in which they come does not matter.
"""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from archive.errors import EngineError
from indexer.analysis.analyzer import Analyzer
from indexer.document import Document
from indexer.index.opensearch.address import Address
from indexer.index.opensearch.connection import Connection
from indexer.index.opensearch.layout import mapping
from indexer.processes.signals import begin_in_pool, undisturbed

MANY = 256
"""Reports from which on others help: to start a process takes as long as to index a hundred."""
MOST = 8
"""Processes at most."""
AHEAD = 2
"""Tasks for each that may wait: beyond, whoever brings more waits for the oldest."""


class Filling:
    """Puts documents into `index`, the first ones from here. What failed is raised by the next call or by `finish`."""

    def __init__(self, address: Address, analyzer: Analyzer, index: str, *, processes: int | None = None) -> None:
        self._address, self._analyzer, self._index = address, analyzer, index
        self._processes = min(processes or os.cpu_count() or 1, MOST)
        self._connection = Connection(address)
        self._pool: ProcessPoolExecutor | None = None
        self._tasks: deque[Future[None]] = deque()
        self._seen = 0

    def put(self, documents: Sequence[Document]) -> None:
        """Raises EngineError as `Connection.bulk`, and "index.build_failed" where a process died."""
        self._seen += len(documents)
        if self._seen <= MANY or self._processes == 1:
            self._connection.bulk(mapping.actions(self._index, iter(documents), self._analyzer))
            return
        while len(self._tasks) >= AHEAD * self._processes:
            self._wait()
        if self._pool is None:
            kind = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
            about = (self._address, self._analyzer, self._index)
            self._pool = ProcessPoolExecutor(self._processes, multiprocessing.get_context(kind), _begin, about)
        try:
            with undisturbed():  # it may start a process
                self._tasks.append(self._pool.submit(_put, documents))
        except BrokenProcessPool as problem:
            raise EngineError("index.build_failed", problem=str(problem)) from problem

    def finish(self) -> None:
        """Wait until everything is there. Raises as `put`."""
        while self._tasks:
            self._wait()

    def close(self) -> None:
        """End the processes, whether everything is there or given up."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
        self._connection.close()

    def _wait(self) -> None:
        try:
            self._tasks.popleft().result()
        except BrokenProcessPool as problem:
            raise EngineError("index.build_failed", problem=str(problem)) from problem


_here: list[tuple[Connection, Analyzer, str]] = []
"""In a process that fills: the connection, the analyzer, whose dictionary is loaded once, and the index."""


def _begin(address: Address, analyzer: Analyzer, index: str) -> None:
    begin_in_pool()
    _here[:] = [(Connection(address), analyzer, index)]


def _put(documents: Sequence[Document]) -> None:
    ((connection, analyzer, index),) = _here
    connection.bulk(mapping.actions(index, iter(documents), analyzer))
