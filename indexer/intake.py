"""Bringing files in: walks folders, parses in child processes, keeps in batches. Knows no terminal and no page.

An outcome is yielded only when its file is safe in the catalog (fsynced), in the order of the walk.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from archive.catalog import Arrival, Catalog, Outcome
from archive.errors import ArchiveError, ReadError, UsageError
from archive.ingest import ingest
from archive.model import Notice, Report
from archive.readers import reader_for

BATCH = 64
"""Files a transaction: one fsync of the catalog for all of them."""
CHUNK = 8
"""Files a task of a child: enough to make the way to it and back cheap."""
FEW = 24
"""Up to so many files are parsed here: starting children takes longer."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that may become a report. `source` is the path shown, `folder` the part of it above the name.

    `named`: asked for by name, not met inside a folder: an unknown format is then a failure, not skipped.
    """

    path: Path
    source: str
    named: bool

    @property
    def folder(self) -> str:
        """The folders of `source`, "" for none."""
        return self.source.rpartition("/")[0]

    @property
    def location(self) -> str:
        """The absolute path, the report's place."""
        return readable(os.path.abspath(self.path))  # noqa: PTH100 # resolve() would follow links: the place is the name


def readable(name: str) -> str:
    """A file's name as text: bytes that are no UTF-8 are read as GB18030, as old archives were packed."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return os.fsencode(name).decode("gb18030", "replace")
    return name


def walk(paths: Sequence[Path]) -> list[Candidate]:
    """All files of `paths`, folders sorted, without hidden names. Raises UsageError("usage.no_such_path") first."""
    for path in paths:
        if not path.exists():
            raise UsageError("usage.no_such_path", path=str(path))
    found: list[Candidate] = []
    for path in paths:
        if path.is_dir():
            found.extend(_below(path))
        else:
            found.append(Candidate(path, readable(path.name), named=True))
    return found


def _below(root: Path) -> Iterator[Candidate]:
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith((".", "~$")):
                path = Path(folder, name)
                yield Candidate(path, readable(path.relative_to(root).as_posix()), named=False)


def _not_told(candidate: Candidate, notices: Sequence[Notice]) -> None:
    """Nobody wants to know."""


@dataclass(frozen=True, slots=True)
class Intake:
    """How files are brought in: `given` fills what the texts do not say, `jobs` processes parse (0: one a core).

    `noticed` is told what a reader noticed in a file, before the file's outcome is yielded.
    """

    catalog: Catalog
    given: Mapping[str, str | int]
    encoding: str | None = None
    jobs: int = 0
    noticed: Callable[[Candidate, Sequence[Notice]], None] = _not_told

    def run(self, candidates: Iterable[Candidate]) -> Iterator[tuple[Candidate, Outcome]]:
        """Every candidate with its outcome, in order, batch by batch."""
        waiting = iter(candidates)
        first = list(islice(waiting, FEW + 1))
        jobs = self.jobs or os.cpu_count() or 1
        everything = chain(first, waiting)
        with _parsers(jobs if len(first) > FEW else 0) as parsers:
            ahead = self._parse(parsers, list(islice(everything, BATCH)))
            while ahead:
                coming = self._parse(parsers, list(islice(everything, BATCH)))  # parsed while this batch is kept
                yield from self._keep(ahead)
                ahead = coming

    def _parse(self, parsers: Parsers, batch: list[Candidate]) -> list[tuple[Candidate, Pending]]:
        pending: list[tuple[Candidate, Pending]] = []
        unknown: list[tuple[int, File]] = []
        for candidate in batch:
            settled = self._settled(candidate)
            if isinstance(settled, File):
                unknown.append((len(pending), settled))
                pending.append((candidate, Pending(settled, None)))
            else:
                pending.append((candidate, Pending(None, settled)))
        for start in range(0, len(unknown), CHUNK):
            chunk = unknown[start : start + CHUNK]
            task = parsers.submit([file for _, file in chunk])
            for order, (position, file) in enumerate(chunk):
                pending[position] = (pending[position][0], Pending(file, None, task, order))
        return pending

    def _settled(self, candidate: Candidate) -> File | Outcome:
        """What can be said without parsing, else the file's bytes."""
        try:
            reader_for(candidate.path.name)
        except ReadError as error:
            return Outcome("failed" if candidate.named else "skipped", None, error)
        try:
            data = candidate.path.read_bytes()
        except OSError as problem:
            reason = problem.strerror or type(problem).__name__
            return Outcome("failed", None, ReadError("read.unreadable", name=candidate.source, problem=reason))
        digest = hashlib.sha256(data).hexdigest()
        known = None if self.given or self.encoding else self.catalog.seen(candidate.location, digest)
        return known or File(candidate.source, candidate.location, data, digest, self.encoding)

    def _keep(self, batch: list[tuple[Candidate, Pending]]) -> Iterator[tuple[Candidate, Outcome]]:
        arrivals = [(index, pending.arrival(self.given)) for index, (_, pending) in enumerate(batch) if pending.file]
        kept = self.catalog.add([arrival for _, arrival in arrivals])
        outcomes = {index: outcome for (index, _), outcome in zip(arrivals, kept, strict=True)}
        noticed = {index: arrival.report.notices for index, arrival in arrivals if arrival.report}
        for index, (candidate, pending) in enumerate(batch):
            outcome = outcomes.get(index, pending.outcome)
            assert outcome is not None
            if noticed.get(index):
                self.noticed(candidate, noticed[index])
            yield candidate, outcome


@dataclass(frozen=True, slots=True)
class File:
    """A file's bytes on the way to a parser."""

    source: str
    location: str
    data: bytes
    sha256: str
    encoding: str | None


Parsed = Report | ArchiveError


class Parsers:
    """Where files are parsed: here, or in child processes of a pool."""

    def __init__(self, pool: ProcessPoolExecutor | None) -> None:
        self.pool = pool

    def submit(self, files: list[File]) -> Future[list[Parsed]]:
        """The reports of `files`, or the errors that stand for them, in order, some time later."""
        if self.pool is not None:
            return self.pool.submit(parse_all, files)
        done: Future[list[Parsed]] = Future()
        done.set_result(parse_all(files))
        return done


def _parsers(jobs: int) -> AbstractContextManager[Parsers]:
    return _Pooled(jobs) if jobs else nullcontext(Parsers(None))


class _Pooled:
    """Parsers with a pool that is shut down at the end."""

    def __init__(self, jobs: int) -> None:
        kind = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
        context = multiprocessing.get_context(kind)
        self.pool = ProcessPoolExecutor(jobs, mp_context=context)

    def __enter__(self) -> Parsers:
        return Parsers(self.pool)

    def __exit__(self, *_: object) -> None:
        self.pool.shutdown(cancel_futures=True)


@dataclass(frozen=True, slots=True)
class Pending:
    """A candidate on its way: settled already (`outcome`), or place `order` of a parser's `task`."""

    file: File | None
    outcome: Outcome | None
    task: Future[list[Parsed]] | None = None
    order: int = 0

    def arrival(self, given: Mapping[str, str | int]) -> Arrival:
        """What the catalog is given to keep; waits for the parser."""
        assert self.file is not None
        assert self.task is not None
        try:
            parsed = self.task.result()[self.order]
        except BrokenProcessPool:
            parsed = parse_apart(self.file)
        report = parsed if isinstance(parsed, Report) else None
        error = parsed if isinstance(parsed, ArchiveError) else None
        file = self.file
        return Arrival(
            location=file.location,
            source=file.source,
            data=file.data,
            sha256=file.sha256,
            report=report,
            error=error,
            given=given,
        )


def parse_all(files: Sequence[File]) -> list[Parsed]:
    """The report of each file, or the error that stands for it."""
    return [_parse_one(file) for file in files]


def _parse_one(file: File) -> Parsed:
    folder, _, name = file.source.rpartition("/")
    try:
        return ingest(file.data, name, folder=folder, encoding=file.encoding)
    except ArchiveError as error:
        return error


def parse_apart(file: File) -> Parsed:
    """One file in a process of its own, after a pool has died: only the file that kills its parser fails."""
    with _Pooled(1) as alone:
        try:
            return alone.submit([file]).result()[0]
        except BrokenProcessPool:
            return ReadError("read.crashed", name=file.source)
