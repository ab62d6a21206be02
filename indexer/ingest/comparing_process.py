"""Drafts looked for beside the end of a large import: in a process of its own, while the import's index is finished.

Comparing most of an archive asks no index: it goes through all texts. What this process does not do, because its time
is over, because it was ended, or because it would have to ask the index, waits as always for whoever comes next: the
import itself, which looks once more at its very end.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType

from archive.catalog import Pair
from archive.errors import ArchiveError
from indexer.index.text_probes import KnownTexts
from indexer.processes import forking
from indexer.processes.signals import begin_in_pool, undisturbed
from indexer.settings import Settings
from indexer.workspace import Workspace

COMPARING = 0
"""In place of an import's number: the lease of whoever looks for drafts."""
SECONDS = 60.0
"""Of comparing, for whoever waits for it: some hundred thousand texts."""
TOLD = 0.2
"""Seconds between two words on how far it is: few enough for a pipe that nobody reads yet."""
SOME = 256
"""Texts a message."""

Progress = Callable[[int, int], None]
_log = logging.getLogger(__name__)


class Comparing:
    """The process of one import, to be used as a context: whatever becomes of the import, it does not outlive it."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._process: BaseProcess | None = None
        self._ours: Connection | None = None

    def __enter__(self) -> Comparing:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def begin(self, texts: KnownTexts, seconds: float = SECONDS) -> None:
        """Compare from now on what the catalog holds, for so long at most; return at once. `texts` are handed over.

        Nothing where equal texts are merged first.
        """
        if self._workspace.settings.merge_equal:
            return
        context = forking.context(forking.TOGETHER)
        theirs: Connection
        self._ours, theirs = context.Pipe()
        arguments = self._workspace.home, self._workspace.settings, seconds, theirs
        self._process = context.Process(target=_compare, args=arguments, daemon=True)
        with undisturbed():
            self._process.start()
        theirs.close()
        threading.Thread(target=_hand_over, args=(texts, self._ours), daemon=True, name="texts").start()

    @property
    def begun(self) -> bool:
        """Is there anything to wait for?"""
        return self._process is not None

    def pairs(self, progress: Progress | None = None) -> Sequence[Pair]:
        """What was found, once it is over. Where the process failed that is logged, and nothing is found."""
        told: object = None
        try:
            while self._ours is not None and isinstance(told := self._ours.recv(), tuple):
                if progress is not None:
                    progress(*told)
        except (EOFError, OSError):
            told = None
        self._end()
        if isinstance(told, list):
            return told
        if self._process is not None:
            reason = f"{told.code}: {told}" if isinstance(told, ArchiveError) else f"exit {self._process.exitcode}"
            _log.warning("comparing beside the import is given up, it is done afterwards: %s", reason)
        return ()

    def _end(self) -> None:
        if self._process is not None and self._ours is not None:
            self._process.terminate()
            self._process.join()
            self._ours.close()
            self._ours = None


def _hand_over(texts: KnownTexts, connection: Connection) -> None:
    with suppress(OSError, ValueError):  # it has ended, or nobody waits for it any more
        states = [*texts.probes]
        for start in range(0, len(states), SOME):
            some = states[start : start + SOME]
            probes = {state: texts.probes.pop(state) for state in some}
            folded = {state: texts.folded.pop(state) for state in some if state in texts.folded}
            connection.send(KnownTexts(folded, probes))
        connection.send(None)


def _compare(home: Path, settings: Settings, seconds: float, connection: Connection) -> None:
    """The process itself: tells how far it is as tuples, and at the end its pairs, or the error that ended it."""
    begin_in_pool()
    with suppress(BrokenPipeError):
        try:
            connection.send(_found(home, settings, seconds, connection))
        except ArchiveError as problem:
            connection.send(problem)


def _found(home: Path, settings: Settings, seconds: float, connection: Connection) -> list[Pair]:
    from indexer.comparison import near_duplicates  # needed in this process alone

    end = time.monotonic() + seconds
    texts = KnownTexts()
    while (some := connection.recv()) is not None:
        texts.probes.update(some.probes)
        texts.folded.update(some.folded)
    with (
        Workspace(home, writing=True, settings=settings) as workspace,
        workspace.catalog.imports.holding(COMPARING) as mine,
    ):
        if not mine:  # another process is at it
            return []
        return near_duplicates.compare(
            workspace.catalog, None, None, _telling(connection), enough=lambda: time.monotonic() > end, texts=texts
        )


def _telling(connection: Connection) -> Callable[[int, int], None]:
    last = time.monotonic()

    def tell(done: int, of: int) -> None:
        nonlocal last
        if time.monotonic() - last >= TOLD:
            last = time.monotonic()
            connection.send((done, of))

    return tell
