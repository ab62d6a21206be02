"""Where log lines go, by the settings `log_level`, `log_format`, `log_file`. The only place that sets up logging."""

from __future__ import annotations

import logging
import logging.handlers
import os
import sys
import threading
from pathlib import Path

from archive.errors import UsageError
from indexer.logs import faults, slow_queries
from indexer.logs.formats import JsonFormat, TextFormat
from indexer.settings import Settings

TERMINAL = "-"
"""The value of `log_file` for standard error, with every line that the level lets through."""

_own: list[logging.Handler] = []
"""The handlers that were set up here: set up anew, they make room."""


def configure(settings: Settings, home: Path, role: str, *, for_programs: bool = False) -> None:
    """Let this process, and those that are forked from it, log as set. Raises UsageError("settings.log_file").

    Without `log_file` warnings and errors go to standard error, and nothing else does: a terminal stays readable.
    `for_programs` (--json): not even those, as a program reads the error there as one JSON object.
    """
    level = getattr(logging, settings.log_level.upper())
    handler: logging.Handler
    if for_programs and not settings.log_file:
        handler = logging.NullHandler(level)
    elif settings.log_file in ("", TERMINAL):
        handler = _Terminal(level if settings.log_file else max(level, logging.WARNING))
        handler.addFilter(faults.not_told_otherwise)
    else:
        handler = _opened(home / Path(settings.log_file).expanduser(), home)
        handler.setLevel(level)
    handler.setFormatter(JsonFormat(role) if settings.log_format == "json" else TextFormat(role))
    root = logging.getLogger()
    for old in _own:
        root.removeHandler(old)
        old.close()
    _own[:] = [handler]
    root.addHandler(handler)
    root.setLevel(handler.level)
    slow_queries.configure(settings.slow_query_ms, words=settings.log_queries)


def watch_threads() -> None:
    """From now on a thread that ends by an unexpected error leaves its trace in the log."""
    threading.excepthook = _thread_failed


def _thread_failed(failed: threading.ExceptHookArgs) -> None:
    if failed.exc_value is not None and not isinstance(failed.exc_value, SystemExit):
        faults.recorded(failed.exc_value, at=f"thread {failed.thread.name if failed.thread else '-'}")


class _Terminal(logging.StreamHandler):  # type: ignore[type-arg] # generic for mypy alone
    """Standard error, as it is when a line is written."""

    def __init__(self, level: int) -> None:
        logging.Handler.__init__(self, level)

    @property
    def stream(self) -> object:
        """Where it goes now."""
        return sys.stderr


def _opened(path: Path, home: Path) -> logging.Handler:
    """The file, opened now, so that a wrong path is told at once; later only where its home is still to be made."""
    try:
        return LogFile(path, delay=path.parent == home and not home.exists())
    except OSError as problem:
        raise UsageError("settings.log_file", path=str(path), problem=problem.strerror or "") from problem


class LogFile(logging.handlers.WatchedFileHandler):
    """A file that several processes write, a line at a time (O_APPEND, one write), and that may be rotated by others.

    A file that was moved or deleted is made anew before the next line. Where that cannot be seen (Windows, which keeps
    open files from being moved) it stays open. A line that cannot be written is told once on standard error.
    """

    def __init__(self, path: Path, *, delay: bool = False) -> None:
        self._broken = False
        super().__init__(path, encoding="utf-8", delay=delay)

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record to the log in its form."""
        try:
            if self.stream is None:
                self.stream = self._open()
                self._statstream()
            elif os.name != "nt":
                self.reopenIfNeeded()
            os.write(self.stream.fileno(), (self.format(record) + "\n").encode("utf-8", "backslashreplace"))
            self._broken = False
        except OSError as problem:
            self._tell(problem)

    def _tell(self, problem: OSError) -> None:
        if not self._broken and sys.stderr is not None:
            sys.stderr.write(f"baogao: the log cannot be written: {problem.strerror}\n")
        self._broken = True
