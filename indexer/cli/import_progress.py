"""How far an import is, on standard error: files, reports, rate, time left, and the page of a scan that takes long.

Time left goes by bytes: one zip may hold a thousand reports, and a scan takes as long as a hundred texts.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from indexer.cli.terminal import Terminal
from indexer.ingest.pipeline import Candidate

EACH = 4096
"""Bytes that every file counts for beside its own: opening and keeping it costs as much."""
EVERY = 0.2


class ImportProgress:
    """One line that is written over; silent where standard error is no terminal. Safe to tell from several threads."""

    def __init__(
        self,
        terminal: Terminal,
        candidates: Sequence[Candidate],
        more: int,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._terminal = terminal
        self._shown = terminal.err.isatty()
        self._clock = clock
        self._begun = clock()
        self._last = self._begun - EVERY
        self._lock = threading.Lock()
        self._files = len(candidates) + more
        self._sizes = {candidate.path: _size(candidate.path) for candidate in candidates} if self._shown else {}
        self._bytes = sum(self._sizes.values()) + more * EACH
        self._path: Path | None = None
        self._done_files = self._done = self._done_bytes = 0

    def __call__(self, candidate: Candidate) -> None:
        """The outcome of one more file, or of one more within a zip or mail, whose other ones may still come."""
        if candidate.path != self._path:
            self._done_bytes += self._sizes.get(self._path, EACH) if self._path is not None else 0
            self._done_files += 1
            self._path = candidate.path
        self._done += 1
        if self._clock() - self._last >= EVERY:
            self._tell()

    def recognising(self, source: str, done: int, total: int) -> None:
        """`done` of the `total` pages of a scan are recognised."""
        if self._shown:
            name = self._terminal.plain(source)
            self._write(self._terminal.say("say.recognising", name=name, page=min(done + 1, total), pages=total))

    def close(self) -> None:
        """Wipe the line of progress from the terminal."""
        if self._shown:
            self._write("")

    def _tell(self) -> None:
        if not self._shown:
            return
        seconds = max(self._clock() - self._begun, 1e-6)
        # The file under way counts by half: how much of a zip is through nobody knows.
        share = (self._done_bytes + self._sizes.get(self._path or Path(), EACH) / 2) / max(self._bytes, 1)
        left = int(seconds * (1 - share) / share) if 0 < share < 1 else 0
        self._write(
            self._terminal.say(
                "import.progress",
                files=self._done_files,
                total=self._files,
                reports=self._done,
                rate=f"{self._done / seconds:.0f}",
                left=f"{left // 60}:{left % 60:02}",
            )
        )

    def _write(self, text: str) -> None:
        with self._lock:
            self._last = self._clock()
            self._terminal.err.write(f"\r\x1b[K{text}")
            self._terminal.err.flush()


def _size(path: Path) -> int:
    try:
        return path.stat().st_size + EACH
    except OSError:
        return EACH
