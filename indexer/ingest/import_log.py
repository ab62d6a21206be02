"""Writes an import down while it runs: its outcomes in batches, its end or what stopped it. Imports nothing itself.

The reports are the truth, the record only tells of them: where a batch of it cannot be written, that is logged, tried
again with the next one, and the import goes on.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any

from archive.catalog import ImportedFile, Imports, Outcome
from archive.catalog.imports import Way, status_of
from archive.errors import ArchiveError, CatalogError, ReadError
from indexer.ingest.pipeline import NOT_KEPT, Candidate
from indexer.logs import faults

MANY = 512
EVERY = 2.0
"""Outcomes, or seconds, after which those that wait are written: one fsync for all of them."""

_log = logging.getLogger(__name__)


class ImportLog:
    """The record of one import; use it as a context. `expected` 0 files make no record at all.

    `number`: an import that was begun before and goes on; `mine` is False where another process runs it. On leaving by
    an error the import is `stopped`, by a bug with the number under which that is logged; by Ctrl+C or a kill it stays
    without an end, which is shown as broken off.
    """

    def __init__(
        self,
        imports: Imports,
        way: Way,
        source: str,
        *,
        given: Mapping[str, str | int] | None = None,
        expected: int | None = None,
        number: int | None = None,
        fonds: str = "",
    ) -> None:
        self._imports = imports
        self._begin = (way, source, given, expected)
        self._fonds = fonds
        self.number = number
        self.mine = True
        self._silent = expected == 0 and number is None
        self._waiting: list[ImportedFile] = []
        self._last = time.monotonic()
        self._held = ExitStack()
        self._place = 0
        self._path: Path | None = None

    def __enter__(self) -> ImportLog:
        if not self._silent:
            if self.number is None:
                self.number = self._imports.begin(*self._begin, fonds=self._fonds)
            self.mine = self._held.enter_context(self._imports.holding(self.number))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.flush()
            reason = _reason(error)
            if self.mine and not self._silent and (error is None or reason is not None):
                self._end(reason)
        finally:
            self._held.close()

    def recorded(self, outcomes: Iterable[tuple[Candidate, Outcome]]) -> Iterator[tuple[Candidate, Outcome]]:
        """What an intake yields, passed on; each is in the record soon after."""
        for candidate, outcome in outcomes:
            self._place += candidate.path != self._path  # what lies in one zip is one file to whoever gave it
            self._path = candidate.path
            self.enter(candidate, outcome, self._place)
            yield candidate, outcome

    def enter(self, candidate: Candidate, outcome: Outcome, place: int) -> None:
        """One more file, the `place`-th of those that were given."""
        secret = outcome.error is not None and outcome.error.code in NOT_KEPT
        error = outcome.error
        if secret and error is not None:
            unnamed: dict[str, Any] = {**error.evidence, "name": ""}
            error = ReadError(error.code, **unnamed)
        self._waiting.append(
            ImportedFile(
                name="" if secret else candidate.source,
                status=status_of(outcome.status, outcome.error),
                place=place,
                report=outcome.id,
                location="" if secret else candidate.location,
                error=error,
                notices=outcome.notices,
            )
        )
        if len(self._waiting) >= MANY or time.monotonic() - self._last > EVERY:
            self.flush()

    def flush(self) -> bool:
        """Write what waits; False where it could not be written."""
        self._last = time.monotonic()
        if self._silent or not self._waiting or self.number is None:
            self._waiting.clear()
            return True
        try:
            self._imports.enter(self.number, self._waiting)
        except CatalogError as problem:
            _log.warning("the record of import %s waits: %s", self.number, problem)
            return False
        self._waiting.clear()
        return True

    def _end(self, error: ArchiveError | None) -> None:
        assert self.number is not None
        told = {"number": self.number, "way": self._begin[0], "reason": error.code if error else "-"}
        _log.info("import ended", extra={"fields": told})
        try:
            self._imports.end(self.number, error)
        except CatalogError as problem:
            _log.warning("the end of import %s is not written: %s", self.number, problem)


def _reason(error: BaseException | None) -> ArchiveError | None:
    """What a record says of an error that stopped its import; None of Ctrl+C and a kill."""
    if error is None or isinstance(error, ArchiveError):
        return error
    return ReadError("import.internal", number=faults.recorded(error)) if isinstance(error, Exception) else None
