"""Folders that the archive follows: what arrives is imported when it has stopped growing, what moves keeps its id,
what is deleted goes to the trash. Each look compares the folders with the catalog, so nothing is missed by a restart.

An original is never deleted. A folder that is not there (a share that is down) says nothing about its files.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from archive.catalog import Entry, Outcome
from archive.errors import ArchiveError, CatalogError, EngineError
from archive.model import Notice
from archive.readers.registry import CONTAINERS, FORMATS, suffix_of
from archive.storage import disk
from indexer.ingest import likenesses
from indexer.ingest.import_log import ImportLog
from indexer.ingest.pipeline import (
    REFUSED_BYTES,
    Candidate,
    Pipeline,
    walk,
)
from indexer.ingest.watch_events import tells, wakings
from indexer.ingest.watch_settled import Growing
from indexer.workspace import Workspace

QUIET = 2.0
"""Seconds without a change after which a file has stopped growing, and one that is gone is gone."""
LOOKS = 2.5
"""Times QUIET between two looks through folders that cannot tell of changes: five seconds, if not set otherwise."""
ANYWAY = 60.0
"""Seconds after which folders are looked through though nothing was told: a system may lose a message."""
PASSING = frozenset({"catalog.locked", "disk.full"})
"""What may be over at the next look."""

Kind = Literal["added", "updated", "unchanged", "duplicate", "skipped", "failed", "moved", "removed"]


@dataclass(frozen=True, slots=True)
class Followed:
    """What became of a file: an import's outcome, or `moved` and `removed` of a report."""

    kind: Kind
    source: str
    location: str
    id: str | None = None
    error: ArchiveError | None = None
    notices: tuple[Notice, ...] = ()


def _not_told(_: object) -> None:
    """Takes what is told of a file where no caller listens."""


@dataclass
class FolderWatch:
    """Keeps an archive level with `folders`. `told` hears of a folder that is not there, once, and of what keeps an
    import back, and of what is nobody's paper; `recognising` how far a scan is.

    `quiet`, `clock`, `now`: see QUIET; the seconds that pass, and the time of day that files bear.
    """

    workspace: Workspace
    folders: Sequence[Path]
    told: Callable[[Path | ArchiveError], None] = _not_told
    recognising: Callable[[str, int, int], None] = lambda *_: None
    quiet: float = QUIET
    clock: Callable[[], float] = time.monotonic
    now: Callable[[], float] = time.time
    _places: frozenset[str] = frozenset()
    _gone: dict[str, float] = field(default_factory=dict)
    _missing: set[Path] = field(default_factory=set)
    _passed_over: dict[Path, Mapping[str, object]] = field(default_factory=dict)
    _devices: dict[Path, int] = field(default_factory=dict)
    _first: bool = True

    def __post_init__(self) -> None:
        self._growing = Growing(self.quiet)

    def run(self, stop: threading.Event, *, polling: bool = False) -> Iterator[Followed]:
        """Follow until `stop` is set."""
        yield from self.look(stop)
        while not stop.is_set():
            telling = not polling and all(map(tells, self.folders))
            last: float | None = None  # what came between the look and the waiting was told to nobody
            for changed in wakings(self.folders, stop, telling=telling, between=LOOKS * self.quiet):
                if changed or self.waits or last is None or self.clock() - last > ANYWAY:
                    last = self.clock()
                    yield from self.look(stop)
                if telling != (not polling and all(map(tells, self.folders))):
                    break  # a folder has gone or has come back: wait in the other way

    @property
    def waits(self) -> bool:
        """Whether a file is still growing, or one that is gone may come back under another name."""
        return bool(self._growing or self._gone)

    def look(self, stop: threading.Event) -> Iterator[Followed]:
        """Look through the folders once: import what is ready, let go what is gone. Stops between two files."""
        tree, clock = self._tree(), self.clock()
        ready = self._growing.ready(tree, clock, now=self.now() if self._first else None)
        gone = self._gone_from(tree, clock)
        self._first = False
        news = self._news(ready)
        if not news and not gone:
            return
        try:
            yield from self._settle(tree, news, gone, stop)
        except CatalogError as problem:
            if problem.code not in PASSING:
                raise
            self.told(problem)
            for candidate in ready:
                self._growing.again(candidate.location)
        finally:
            self.workspace.catch_up()
        with suppress(EngineError):  # what was not compared waits for the next import
            likenesses.settle(self.workspace, stopped=stop.is_set)

    def _tree(self) -> dict[str, Candidate]:
        """Every file of the folders that are there, by its place."""
        tree: dict[str, Candidate] = {}
        for folder in self.folders:
            found = self._papers(folder, walk([folder])) if folder.is_dir() else []
            if found:
                self._devices[folder] = folder.stat().st_dev
            if not found and self._is_missing(folder):
                if folder not in self._missing:
                    self._missing.add(folder)
                    self.told(folder)
                continue
            self._missing.discard(folder)
            tree.update({candidate.location: candidate for candidate in found})
        return tree

    def _papers(self, folder: Path, found: Sequence[Candidate]) -> list[Candidate]:
        """Without the summary of what is nobody's paper, which is told as often as it becomes another one."""
        for candidate in found:
            if candidate.error is not None and self._passed_over.get(folder) != candidate.error.evidence:
                self._passed_over[folder] = candidate.error.evidence
                self.told(candidate.error)
        return [candidate for candidate in found if candidate.error is None]

    def _is_missing(self, folder: Path) -> bool:
        """Whether a folder without files is the bare place where a share is mounted, as far as can be told."""
        if not folder.is_dir():
            return True
        if self._devices.get(folder) == folder.stat().st_dev:
            return False
        return any(entry.location.startswith(_root(folder)) for entry in self.workspace.catalog.list())

    def _gone_from(self, tree: Mapping[str, Candidate], clock: float) -> list[Entry]:
        """The reports whose files have not been there for a while."""
        same, self._places = not self._first and self._places <= tree.keys(), frozenset(tree)
        if same and not self._gone:
            return []
        roots = tuple(_root(folder) for folder in self.folders if folder not in self._missing)
        lost = [
            entry
            for entry in self.workspace.catalog.list()
            if entry.location.startswith(roots) and outer(entry.location) not in tree
        ]
        self._gone = {entry.location: self._gone.get(entry.location, clock) for entry in lost}
        if self._first and not self._growing:
            return lost
        return [entry for entry in lost if clock - self._gone[entry.location] >= self.quiet]

    def _news(self, ready: Iterable[Candidate]) -> list[Candidate]:
        """Those that may become reports: not what the catalog knows, nor files of reports that a person has removed
        since the files were last touched.
        """
        trash: dict[str, str | None] | None = None
        news = []
        for candidate in ready:
            if suffix_of(candidate.path.name) not in FORMATS.keys() | CONTAINERS.keys():
                continue
            if trash is None:
                trash = {entry.location: entry.removed_at for entry in self.workspace.catalog.list(removed=True)}
            removed_at = trash.get(candidate.location)
            if removed_at is not None and not _touched_after(candidate.path, removed_at):
                continue
            if self.workspace.catalog.seen(candidate.location, _digest(candidate)) is None:
                news.append(candidate)
        return news

    def _settle(
        self, tree: Mapping[str, Candidate], news: Sequence[Candidate], gone: Sequence[Entry], stop: threading.Event
    ) -> Iterator[Followed]:
        """First those that have moved, one by one: so a report is out of sight only while its file is read."""
        catalog = self.workspace.catalog
        left = {entry.sha256: entry for entry in gone}
        rest: list[Candidate] = []
        for candidate in news:
            entry = left.pop(_digest(candidate), None)
            if entry is None:
                rest.append(candidate)
            elif not stop.is_set() and catalog.remove(entry.id):
                self._gone.pop(entry.location, None)
                yield from self._import([candidate], {entry.id}, stop)
        ids = {entry.id for entry in left.values()}
        copies = [tree[copy.location] for copy in catalog.duplicates() if copy.id in ids and copy.location in tree]
        gone_now = set(catalog.remove_all(() if stop.is_set() else (entry.id for entry in left.values())))
        removed = [entry for entry in left.values() if entry.id in gone_now]
        back: set[str] = set()
        for followed in self._import([*rest, *copies], {entry.id for entry in removed}, stop):
            back.update([followed.id] if followed.id else [])
            yield followed
        for entry in removed:
            self._gone.pop(entry.location, None)
            if entry.id not in back:
                yield Followed("removed", entry.source, entry.location, entry.id)

    def _import(
        self, candidates: Sequence[Candidate], moved: Collection[str], stop: threading.Event
    ) -> Iterator[Followed]:
        if not candidates or stop.is_set():
            return
        workspace = self.workspace
        settings = workspace.settings
        recognise = settings.ocr != "off"
        intake = Pipeline(workspace.catalog, {}, None, settings.jobs, recognising=self.recognising, recognise=recognise)
        source = " ".join(map(str, self.folders))
        inside: dict[str, set[str]] = {}
        with ImportLog(workspace.catalog.imports, "watch", source, expected=len(candidates)) as recorder:
            for candidate, outcome in recorder.recorded(intake.run(candidates)):
                inside.setdefault(outer(candidate.location), set()).add(candidate.location)
                yield _followed(candidate, outcome, moved)
                if stop.is_set():
                    return
        for place, names in inside.items():
            yield from self._taken_out(place, names)

    def _taken_out(self, place: str, names: set[str]) -> Iterator[Followed]:
        """The reports of a zip or mail that are no longer in it."""
        if names == {place}:
            return
        catalog = self.workspace.catalog
        inside = [entry for entry in catalog.list() if entry.location.startswith(f"{place}!/")]
        lost = {entry.id: entry for entry in inside if entry.location not in names}
        for report_id in catalog.remove_all(lost):
            entry = lost[report_id]
            yield Followed("removed", entry.source, entry.location, entry.id)


def outer(location: str) -> str:
    """The file itself, of a place within a zip or mail."""
    return location.split("!/", 1)[0]


def _root(folder: Path) -> str:
    return os.path.join(os.path.abspath(folder), "")  # noqa: PTH100, PTH118 # resolve() would follow links: the place is the name


def _followed(candidate: Candidate, outcome: Outcome, moved: Collection[str]) -> Followed:
    kind: Kind = "moved" if outcome.id in moved and outcome.status == "added" else outcome.status
    return Followed(kind, candidate.source, candidate.location, outcome.id, outcome.error, outcome.notices)


def _digest(candidate: Candidate) -> str:
    """The empty text for what cannot be read: it is then no file that has moved."""
    try:
        if candidate.path.stat().st_size > REFUSED_BYTES:
            return ""
        return disk.digest(candidate.path)
    except OSError:
        return ""


def _touched_after(path: Path, moment: str) -> bool:
    """Whether the file was changed, or put where it is, after the moment (UTC, to the second)."""
    try:
        status = path.stat()
    except OSError:
        return False
    removed = datetime.strptime(moment, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC).timestamp()
    return max(status.st_mtime, status.st_ctime) > removed
