"""提法 of the serving process: what takes seconds is counted in a thread, for which a reader waits but a moment."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from archive.errors import ArchiveError, QueryError
from indexer.search.searcher import Searcher
from indexer.wordings import count_process
from indexer.wordings.comparison_groups import Comparison, Group
from indexer.wordings.quoted_terms import Kind
from indexer.wordings.wordings import Wordings

PATIENCE = 3.0
"""Seconds that a request waits: readers must not hold all threads of the server."""
AGAIN = 5
"""Seconds after which it is worth asking again."""


class Counting:
    """The wordings of one archive for many readers."""

    def __init__(self, searcher: Searcher, folder: Path, whole: Counting | None = None) -> None:
        """`folder`: the home's index. `whole`: the counting of all reports, of which these are some."""
        self._folder = folder
        if whole is None:
            self._wordings = Wordings(searcher, folder)
        else:
            self._wordings = whole.part(searcher)
        self._guard = threading.Lock()
        self._running: dict[str, threading.Thread] = {}

    def part(self, searcher: Searcher) -> Wordings:
        """The wordings of those reports that `searcher` holds."""
        return Wordings(searcher, whole=self._wordings)

    def begin(self, *, writing: bool = True) -> None:
        """Start counting what the archive holds, and wait for nothing. `writing`: may anything be kept?"""
        self._run("holdings", self._begun if writing else self._wordings.holdings)

    def _begun(self) -> None:
        if self._wordings.behind:
            count_process.start(self._folder.parent)

    def wordings(self) -> Wordings:
        """All of it. Raises QueryError("query.busy") while what the archive holds is counted for the first time."""
        if not self._wordings.ready and not self._done("holdings", self._wordings.holdings):
            raise QueryError("query.busy", seconds=AGAIN)
        return self._wordings

    def comparison(self, here: Group, there: Group, kind: Kind) -> Comparison | None:
        """What rises and falls; None while it is being counted. Raises UsageError where nothing can be compared."""
        wordings = self.wordings()
        count = partial(wordings.comparison, here, there, kind)
        if not wordings.counted(here, there, kind) and not self._done(f"{kind} {here} {there}", count):
            return None
        return count()

    def forget(self) -> None:
        """Let no derived file tell of what has been deleted for good."""
        self._wordings.forget()

    def settle(self) -> None:
        """Wait until what is being counted is there."""
        with self._guard:
            running = list(self._running.values())
        for thread in running:
            thread.join()

    def _done(self, name: str, work: Callable[[], object]) -> bool:
        thread = self._run(name, work)
        thread.join(PATIENCE)
        return not thread.is_alive()

    def _run(self, name: str, work: Callable[[], object]) -> threading.Thread:
        with self._guard:
            thread = self._running.get(name)
            if thread is None or not thread.is_alive():
                self._running = {key: one for key, one in self._running.items() if one.is_alive()}
                thread = self._running[name] = threading.Thread(target=_worked, args=(work,), name=name, daemon=True)
                thread.start()
            return thread


def _worked(work: Callable[[], object]) -> None:
    with suppress(ArchiveError):  # whoever waits asks again, and is told
        work()
