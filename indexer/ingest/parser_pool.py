"""Files to reports, in processes: plain ones of modest size in a shared pool, all others in a sandbox each.

What a file says is `archive.ingest`'s; the limits of a sandbox are `sandbox`'s. Answers cross the border as JSON.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType, TracebackType

from archive.catalog import KeptForm
from archive.errors import ArchiveError, ReadError
from archive.masthead.corrections import filled
from archive.model import Report
from archive.readers.registry import is_plain
from indexer.index.embedded.word_counts import Beforehand, ReadText, of_report
from indexer.logs import faults
from indexer.processes import forking, sandbox
from indexer.processes.ocr import pages_to_recognise, recognised
from indexer.processes.signals import begin_in_pool, undisturbed
from indexer.processes.wire_format import (
    Parsed,
    error_of,
    received,
    sent,
)

CHUNK = 8
"""Plain files a task of the pool: enough to make the way to it and back cheap."""
PLAIN_BYTES = 2 * 1024 * 1024
"""Up to this size a plain file is parsed without a sandbox of its own."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class File:
    """A file's bytes on the way to a parser; `error` where it is known already that nothing can be read."""

    source: str
    location: str
    data: bytes
    sha256: str
    encoding: str | None
    error: ReadError | None = None

    @property
    def name(self) -> str:
        """The file's own name."""
        return self.source.rpartition("/")[2]

    @property
    def folder(self) -> str:
        """The folders above it; a zip or mail it came in is one, by its name without the suffix."""
        parts = self.source.rpartition("/")[0].split("/")
        return "/".join(os.path.splitext(part[:-1])[0] if part.endswith("!") else part for part in parts)  # noqa: PTH122


Told = Callable[[str, int, int], None]
"""Hears how many of how many pages of the file with that source are recognised."""


def not_told(source: str, done: int, total: int) -> None:
    """Takes how far a recognition is where no caller listens."""


Answer = tuple[KeptForm | Parsed, ReadText | None]
"""What was read of a file, or the error that stands for it; and what an index wants of it, if that was made."""


class ParserPool:
    """Where files are parsed; `jobs` at a time. `pooled`: plain files too leave this process.

    `told` hears how far a scan is, from another thread; `recognise` off leaves scans as they are. `words`: what an
    index wants is made beside the reading of plain files that leave this process, with the values that are `given` of
    all of them.
    """

    def __init__(
        self,
        jobs: int,
        *,
        pooled: bool,
        told: Told = not_told,
        recognise: bool = True,
        words: Beforehand | None = None,
        given: Mapping[str, str | int] = MappingProxyType({}),
    ) -> None:
        self._ending = threading.Event()
        self._told = told
        self._recognise = recognise
        self._pool = _pool(jobs, words, given) if pooled else None
        self._watchers = ThreadPoolExecutor(jobs, thread_name_prefix="sandbox")

    def __enter__(self) -> ParserPool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ending.set()
        self._watchers.shutdown(cancel_futures=True)
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def _tell(self, source: str, done: int, total: int) -> None:
        if self._ending.is_set():  # nobody waits for the rest of a long scan
            raise sandbox.StoppedError("died", "ended")
        self._told(source, done, total)

    def submit(self, files: Sequence[File]) -> list[Callable[[], Answer]]:
        """For each of `files`, in order, what waits for its report or the error that stands for it."""
        answers: dict[int, Callable[[], Answer]] = {}
        plain = [(place, file) for place, file in enumerate(files) if _is_trusted(file)]
        for start in range(0, len(plain), CHUNK):
            chunk = plain[start : start + CHUNK]
            task = self._plain([file for _, file in chunk])
            for order, (place, file) in enumerate(chunk):
                answers[place] = self._answer(task, order, file)
        for place, file in enumerate(files):
            if place not in answers:
                answers[place] = self._watchers.submit(self._apart, file).result
        return [answers[place] for place in range(len(files))]

    def _plain(self, files: list[File]) -> Future[list[Answer]]:
        if self._pool is not None:
            with undisturbed():  # it may start a process
                return self._pool.submit(parse_all, files)
        done: Future[list[Answer]] = Future()
        try:
            done.set_result(parse_all(files))
        except Exception as problem:  # noqa: BLE001 # told by the future; each file is then tried apart
            done.set_exception(problem)
        return done

    def _apart(self, file: File) -> Answer:
        return parse_apart(file, self._tell, recognise=self._recognise), None

    def _answer(self, task: Future[list[Answer]], order: int, file: File) -> Callable[[], Answer]:
        def wait() -> Answer:
            try:
                return task.result()[order]
            except BrokenProcessPool:
                return parse_apart(file), None
            except Exception as error:  # noqa: BLE001 # logged; a fault of ours must not end an import of thousands
                faults.recorded(error, at="a reader; the files of its task are tried apart")
                return parse_apart(file), None

        return wait


def _pool(jobs: int, words: Beforehand | None, given: Mapping[str, str | int]) -> ProcessPoolExecutor:
    begin = begin_in_pool if words is None else partial(_begin, words.begin, dict(given))
    return ProcessPoolExecutor(jobs, mp_context=forking.context(forking.TOGETHER), initializer=begin)


_given: dict[str, str | int] = {}
"""In a process that reads for an index: what is given of all reports."""


def _begin(begin: Callable[[], None], given: Mapping[str, str | int]) -> None:
    begin()
    _given.update(given)


def _is_trusted(file: File) -> bool:
    return file.error is not None or (is_plain(file.name) and len(file.data) <= PLAIN_BYTES)


def parse_all(files: Sequence[File]) -> list[Answer]:
    """The report of each file in its kept form, which crosses to another process in no time, or the error that stands
    for it; in a pool that works for an index, what that wants of it.
    """
    return [
        (KeptForm.of(parsed), _read(parsed)) if isinstance(parsed, Report) else (parsed, None)
        for parsed in map(parse, files)
    ]


def _read(report: Report) -> ReadText | None:
    try:
        return of_report(replace(report, masthead=filled(report.masthead, _given)) if _given else report)
    except (UnicodeEncodeError, ArchiveError):  # half a character, or no analyzer: whoever needs the words will say so
        return None


def parse(file: File) -> Parsed:
    """The report of `file`, or the error that stands for it, in this process."""
    if file.error is not None:
        return file.error
    from archive.ingest import ingest  # an import's own process reads nothing, where there are many files

    try:
        return ingest(file.data, file.name, folder=file.folder, encoding=file.encoding)
    except ArchiveError as error:
        return error


def parse_apart(file: File, told: Told = not_told, *, recognise: bool = True) -> Parsed:
    """One file in a sandbox: whatever it does there, only it fails. A scan is recognised where this machine can."""
    parsed = _guarded(file, lambda: _parsed(file))
    pages = pages_to_recognise(file.name, parsed) if recognise else 0
    if not pages:
        return parsed
    scan = _guarded(file, lambda: recognised(file.data, file.name, file.folder, pages, partial(told, file.source)))
    # What has text without its pictures keeps it where these cannot be read.
    return parsed if isinstance(parsed, Report) and not isinstance(scan, Report) else scan


def _parsed(file: File) -> Parsed:
    (answer,) = sandbox.run(_parse_to_json, file)
    return received(answer)


def _guarded(file: File, answer: Callable[[], Parsed]) -> Parsed:
    """The answer of a child, or the error that stands for a child that was stopped or answered nonsense."""
    try:
        return answer()
    except sandbox.StoppedError as stopped:
        _log.warning("the parser of %s was stopped (%s) %s", _unnamed(file), stopped.reason, stopped.detail)
        return error_of(stopped, file.name)
    except (ValueError, KeyError, TypeError, ArchiveError) as problem:
        _log.warning("the parser of %s answered nonsense (%s)", _unnamed(file), type(problem).__name__)
        return ReadError("read.crashed", name=file.name)


def _unnamed(file: File) -> str:
    """A file as a log may speak of it: whether it is secret is not known before it is read. The record has its name."""
    return f"a {faults.kind_of(file.name)} file of {len(file.data)} bytes, sha256 {file.sha256[:12]}"


def _parse_to_json(file: File) -> Iterator[bytes]:
    yield sent(parse(file))
