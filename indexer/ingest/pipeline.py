"""The import pipeline: walks folders, opens zips and mails, hands files to parsers, keeps in batches. No terminal
and no page: how files are parsed is told in `parser_pool`.

An outcome is yielded only when its file is safe in the catalog (fsynced), in the order of the walk.
"""

from __future__ import annotations

import hashlib
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path, PurePath

from archive.catalog import Arrival, Catalog, KeptForm, Outcome, Unread
from archive.errors import ArchiveError, CatalogError, ReadError, UsageError
from archive.model import Report
from archive.readers import system_files
from archive.readers.registry import container_for, reader_for
from archive.text.digest import FOLD
from indexer.index.bulk_follow import BulkFollow
from indexer.index.embedded.word_counts import ReadText
from indexer.ingest.parser_pool import (
    Answer,
    File,
    ParserPool,
    Told,
    not_told,
)
from indexer.ingest.unpack import members

BATCH = 64
"""Files a transaction: one fsync of the catalog for all of them."""
BATCH_BYTES = 128 * 1024 * 1024
"""A batch of big files is smaller: all of it is in memory."""
AHEAD = 3
"""Batches that are parsed while one is kept, if they are not large."""
REFUSED_BYTES = 256 * 1024 * 1024
"""A file beyond this is not even read; the original of a smaller one is kept, also where no report comes of it."""
FEW = 24
"""Up to so many plain files are parsed here: starting children takes longer."""
PASSED_OVER = frozenset({system_files.CODE})
"""Errors that only tell of files that nobody wants: neither failures nor kept."""
NOT_KEPT = frozenset({"import.marked_secret"})
"""Errors after which nothing of a file is kept, neither its bytes nor its name."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that may become a report. `source` is the path shown, `folder` the part of it above the name.

    `named`: asked for by name, not met inside a folder: an unknown format is then a failure, not skipped.
    `inside` is the place of a file within the zip or mail at `path`, whose bytes are `data`; `error` what is known.
    `place` stands for the path where the file came by another way than by its folder (the page); `path` is then where
    its bytes lie for now. `data` without `inside` is a file that is read again from its kept original; `anew`: though
    the catalog knows its bytes, and decoded by `encoding` where that is known.
    """

    path: Path
    source: str
    named: bool
    inside: str = ""
    data: bytes | None = None
    error: ReadError | None = None
    place: str = ""
    anew: bool = False
    encoding: str | None = None

    @property
    def folder(self) -> str:
        """The folders of `source`, "" for none."""
        return self.source.rpartition("/")[0]

    @property
    def location(self) -> str:
        """The report's place: the absolute path, and behind `!/` the place within a zip or mail."""
        place = self.place or readable(os.path.abspath(self.path))  # noqa: PTH100 # resolve() would follow links: the place is the name
        return f"{place}!/{self.inside}" if self.inside else place


def readable(name: str) -> str:
    """A file's name as text: bytes that are no UTF-8 are read as GB18030, as old archives were packed."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return os.fsencode(name).decode("gb18030", "replace")
    return name


def walk(paths: Sequence[Path]) -> list[Candidate]:
    """All files of `paths`, folders sorted; of a folder, what is nobody's paper is one summary.

    Raises UsageError("usage.no_such_path") first.
    """
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


def again(catalog: Catalog, file: Unread) -> Candidate:
    """A file that gave no report, to be read once more from its kept original."""
    error, data = None, b""
    try:
        data = catalog.unread_original(file.location)
    except CatalogError as problem:
        error = ReadError("read.unreadable", name=file.source, problem=problem.message("en"))
    return Candidate(Path(file.location), file.source, named=True, data=data, error=error, place=file.location)


def _below(root: Path) -> Iterator[Candidate]:
    """The files below, and at the end the summary of what is nobody's paper; folders of that kind are not entered.

    A folder that may not be read is a candidate that fails: what lies in it is missing, and not in silence.
    """
    passed_over: list[str] = []
    closed: list[OSError] = []
    for folder, folders, names in os.walk(root, onerror=closed.append):
        passed_over += [f"{name}/" for name in folders if system_files.is_system_folder(name)]
        folders[:] = sorted(name for name in folders if not system_files.is_system_folder(name))
        passed_over += [name for name in names if system_files.is_system_file(name)]
        for name in sorted(names):
            if not system_files.is_system_file(name):
                path = Path(folder, name)
                yield Candidate(path, readable(path.relative_to(root).as_posix()), named=False)
    for problem in closed:
        path = Path(os.fsdecode(problem.filename))
        name = readable(path.relative_to(root).as_posix() if path != root else path.name)
        error = ReadError("read.unreadable", name=f"{name}/", problem=problem.strerror or "")
        yield Candidate(path, f"{name}/", named=True, error=error)
    if passed_over:
        name = readable(root.name or str(root))
        yield Candidate(root, name, named=False, error=system_files.summary_of(name, passed_over))


@dataclass(frozen=True, slots=True)
class Pipeline:
    """How files are brought in: `given` fills what the texts do not say, `jobs` processes parse (0: one a core).

    `recognising` is told, from another thread, how far a scan is. `recognise` off leaves scans as they are. `alongside`
    indexes each batch when it is kept. A file that is read `anew` is given nothing: what was given stays with it.
    `fonds`, `readable`: as of an `Arrival`.
    """

    catalog: Catalog
    given: Mapping[str, str | int]
    encoding: str | None = None
    jobs: int = 0
    recognising: Told = not_told
    recognise: bool = True
    alongside: BulkFollow | None = None
    fonds: str = ""
    readable: frozenset[str] | None = None

    def run(self, candidates: Iterable[Candidate]) -> Iterator[tuple[Candidate, Outcome]]:
        """Every candidate with its outcome, in order, batch by batch; a zip or mail stands for what is in it."""
        waiting = iter(candidates)
        first = list(islice(waiting, FEW + 1))
        jobs = self.jobs or os.cpu_count() or 1
        everything = chain.from_iterable(map(opened, chain(first, waiting)))
        with self._parsers(jobs, pooled=len(first) > FEW) as parsers:
            batches: deque[Batch] = deque()
            changed: set[str] = set()
            while self._read_ahead(parsers, everything, batches):  # parsed while others are kept
                kept = self._keep(batches.popleft())
                changed.update(outcome.id for _, outcome in kept if outcome.status == "updated" and outcome.id)
                for candidate, outcome in kept:
                    copied = outcome.status == "duplicate" and outcome.id in changed
                    yield candidate, self._no_longer_a_copy(candidate, parsers) if copied else outcome
                if self.alongside is not None:
                    self.alongside.follow()

    def _read_ahead(self, parsers: ParserPool, candidates: Iterator[Candidate], batches: deque[Batch]) -> bool:
        """Let so many batches be on their way that no parser waits, unless they are large; are there any?"""
        while len(batches) <= AHEAD and (len(batches) < 2 or sum(map(_size, batches)) < BATCH_BYTES):
            batch = self._parse(parsers, candidates)
            if not batch:
                break
            batches.append(batch)
        return bool(batches)

    def _parsers(self, jobs: int, *, pooled: bool) -> ParserPool:
        words = self.alongside.words if self.alongside is not None else None
        return ParserPool(
            jobs, pooled=pooled, told=self.recognising, recognise=self.recognise, words=words, given=self.given
        )

    def _no_longer_a_copy(self, candidate: Candidate, parsers: ParserPool) -> Outcome:
        """What becomes of a file that was a duplicate when it was met, of a report that this run has since changed."""
        settled = self._settled(candidate)
        if isinstance(settled, Outcome):
            return settled
        [answer] = parsers.submit([settled])
        [(_, outcome)] = self._keep([(candidate, Pending(settled, answer))])
        return outcome

    def _parse(self, parsers: ParserPool, candidates: Iterator[Candidate]) -> Batch:
        """The next batch, on its way to the parsers."""
        batch: list[tuple[Candidate, File | Outcome]] = []
        size = 0
        while len(batch) < BATCH and size < BATCH_BYTES:
            candidate = next(candidates, None)
            if candidate is None:
                break
            settled = self._settled(candidate)
            size += len(settled.data) if isinstance(settled, File) else 0
            batch.append((candidate, settled))
        answers = iter(parsers.submit([file for _, file in batch if isinstance(file, File)]))
        return [
            (candidate, Pending(settled, next(answers)) if isinstance(settled, File) else settled)
            for candidate, settled in batch
        ]

    def _settled(self, candidate: Candidate) -> File | Outcome:
        """What can be said without parsing, else the file's bytes."""
        try:
            if candidate.error is not None and candidate.error.code in PASSED_OVER:
                return Outcome("skipped", None, candidate.error)
            if candidate.error is None:
                reader_for(candidate.source)
            data = b"" if _is_no_file(candidate) else _bytes_of(candidate)
        except ReadError as error:
            if error.code != "read.unknown_format":
                return Outcome("failed", None, error)
            return Outcome("failed" if candidate.named else "skipped", None, error)
        except OSError as problem:
            reason = problem.strerror or type(problem).__name__
            return Outcome("failed", None, ReadError("read.unreadable", name=candidate.source, problem=reason))
        if candidate.error is not None and not data:
            return Outcome("failed", None, candidate.error)
        digest = hashlib.sha256(data).hexdigest()
        fresh = self.given or self.encoding or candidate.anew
        known = None if fresh else self.catalog.seen(candidate.location, digest, self.readable)
        encoding = candidate.encoding if candidate.anew else self.encoding
        return known or File(candidate.source, candidate.location, data, digest, encoding, candidate.error)

    def _keep(self, batch: Batch) -> list[tuple[Candidate, Outcome]]:
        """Each of a batch with its outcome, once all of it is safe."""
        outcomes: dict[int, Outcome] = {}
        arrivals: dict[int, Arrival] = {}
        reads: dict[int, ReadText] = {}
        for index, (candidate, pending) in enumerate(batch):
            if isinstance(pending, Outcome):
                outcomes[index] = pending
                continue
            arrival, read = pending.arrival({} if candidate.anew else self.given)
            arrival = replace(arrival, fonds=self.fonds, readable=self.readable)
            if read is not None and not candidate.anew:  # else it was read as if something was given
                reads[index] = read
            if arrival.error is not None and arrival.error.code in NOT_KEPT:
                outcomes[index] = Outcome("failed", None, arrival.error)
            elif arrival.error is not None and arrival.error.code == "read.unknown_format":  # known by its bytes only
                outcomes[index] = Outcome("failed" if candidate.named else "skipped", None, arrival.error)
            else:
                arrivals[index] = arrival
        for (index, arrival), outcome in zip(arrivals.items(), self.catalog.add(arrivals.values()), strict=True):
            kept = arrival.form or arrival.report
            noticed = kept.notices if kept is not None else ()
            outcomes[index] = replace(outcome, notices=tuple(noticed))
            if outcome.id is not None and outcome.change and index in reads and self.alongside is not None:
                self.alongside.words.known[outcome.id, outcome.change] = reads[index]
        return [(candidate, outcomes[index]) for index, (candidate, _) in enumerate(batch)]


def _is_no_file(candidate: Candidate) -> bool:
    """A pipe, a device, a folder that may not be read: there are no bytes to ask for."""
    return candidate.error is not None and (candidate.error.code == "read.not_a_file" or candidate.path.is_dir())


def _bytes_of(candidate: Candidate) -> bytes:
    """Raises `read.too_large` for what is refused whole, and OSError."""
    if candidate.data is not None:
        return candidate.data
    size = candidate.path.stat().st_size
    if size > REFUSED_BYTES:
        raise ReadError("read.too_large", name=candidate.source, size=size, limit=REFUSED_BYTES)
    return candidate.path.read_bytes()


def opened(candidate: Candidate) -> Iterator[Candidate]:
    """`candidate` itself, or the files inside it where it is a zip or a mail."""
    if candidate.error is not None and (candidate.error.code in PASSED_OVER or candidate.data is None):
        yield candidate
        return
    if candidate.data is None and not candidate.path.is_file() and candidate.path.exists():
        # A pipe or a device: reading it would wait for somebody who may never write.
        problem = ReadError("read.not_a_file", name=candidate.source)
        yield Candidate(candidate.path, candidate.source, candidate.named, error=problem)
        return
    name = PurePath(candidate.source).name
    if candidate.inside or container_for(name) is None:
        yield candidate
        return
    for member in members(candidate.path if candidate.data is None else candidate.data, name):
        if member.name:
            yield Candidate(
                path=candidate.path,
                source=f"{candidate.source}!/{member.name}",
                named=False,
                inside=member.name,
                data=member.data,
                error=member.error,
                place=candidate.place,
            )
        else:
            yield replace(candidate, error=member.error)


@dataclass(frozen=True, slots=True)
class Pending:
    """A file on its way; `answer` waits for its parser."""

    file: File
    answer: Callable[[], Answer]

    def arrival(self, given: Mapping[str, str | int]) -> tuple[Arrival, ReadText | None]:
        """What the catalog is given to keep, and an index, if that was made."""
        (parsed, read), file = self.answer(), self.file
        arrival = Arrival(
            location=file.location,
            source=file.source,
            data=file.data,
            sha256=file.sha256,
            report=parsed if isinstance(parsed, Report) else None,
            error=parsed if isinstance(parsed, ArchiveError) else None,
            given=given,
            form=parsed if isinstance(parsed, KeptForm) else None,
            digest=(FOLD, read.digest) if read is not None else None,
        )
        return arrival, read


Batch = list[tuple[Candidate, Pending | Outcome]]
"""Files with what is known of each: what became of it already, or that it is on its way."""


def _size(batch: Batch) -> int:
    """Bytes of the files that are on their way."""
    return sum(len(pending.file.data) for _, pending in batch if isinstance(pending, Pending))
