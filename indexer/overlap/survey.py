"""雷同 of a whole archive: for each report how much of it stands elsewhere, and beside which report most.

Long work that may be broken off at any time: each report is a line of a file in the home's index folder as soon as it
is done, and whoever begins again goes on behind the last whole line. A file belongs to one change number and one view;
when the catalog changes it is old, is shown as such, and the next survey takes its place. Nothing is lost with it.

`python -m indexer.overlap.survey HOME VIEW 0|1` is the process that the page starts.
"""

from __future__ import annotations

import json
import logging
import re
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from archive.errors import QueryError, UsageError
from archive.storage import disk
from archive.storage.file_lock import held, is_held
from indexer.overlap.shared_passages import VIEWS, Overlap, Text, View, overlap
from indexer.workspace import Workspace

FOLDER = "overlap"
_NAME = re.compile(r"(\d+)-([a-z_]+?)(-masked)?\.jsonl")
Progress = Callable[[int, int], None]
_log = logging.getLogger(__name__)


def silent(done: int, total: int) -> None:
    """Hears of the progress where nobody waits for it."""


@dataclass(frozen=True, slots=True)
class Surveyed:
    """A report, what it shares, in folded characters, and the report beside which most of that stands.

    `state`: "done"; "no_base" where the view has nothing to compare it with; "timeout" where it took too long.
    """

    id: str
    state: str
    characters: int = 0
    shared: int = 0
    plain: int = 0
    total: int = 0
    beside: str | None = None
    beside_same: int = 0

    @property
    def share(self) -> float:
        """The part of it, from 0 to 1, that stands elsewhere and is no formula, quotation or law."""
        return self.plain / self.characters if self.characters else 0.0


class Survey:
    """The survey of one view in the folder of an index."""

    def __init__(self, index: Path, view: View = "all", *, masked: bool = False) -> None:
        self.folder = index / FOLDER
        self.view: View = view
        self.masked = masked
        self._key = f"{view}-masked" if masked else view

    @property
    def running(self) -> bool:
        """Is some process at it?"""
        return is_held(self._lock)

    @property
    def change(self) -> int | None:
        """The catalog change that the newest file stands for; None where there is none."""
        return max((int(found[1]) for found in self._files().values()), default=None)

    def rows(self) -> list[Surveyed]:
        """What is there of the newest file, the reports that share most first."""
        change = self.change
        found = [] if change is None else list(self._read(self._path(change)))
        return sorted(found, key=lambda one: (-one.share, -one.shared, one.id))

    def stop(self) -> None:
        """Let the process that is at it end after the report under way."""
        with suppress(FileNotFoundError):
            self._stop.write_bytes(b"")

    def run(self, workspace: Workspace, progress: Progress = silent) -> bool:
        """Survey what is not surveyed yet; False where another process is at it, or it was stopped."""
        disk.make_folder(self.folder)
        with held(self._lock) as mine:
            if not mine:
                return False
            self._stop.unlink(missing_ok=True)
            change = workspace.catalog.last_change()
            path = self._path(change)
            done = {one.id for one in self._read(path)}
            waiting = [entry.id for entry in workspace.catalog.list() if entry.id not in done]
            self._mend(path)
            with path.open("ab") as out:
                for number, report_id in enumerate(waiting, 1):
                    if self._stop.exists():
                        return False
                    line = json.dumps(asdict(self._surveyed(workspace, report_id)), ensure_ascii=False)
                    out.write(line.encode() + b"\n")
                    out.flush()
                    progress(number, len(waiting))
            for old, found in self._files().items():
                if int(found[1]) < change:
                    old.unlink(missing_ok=True)
        return True

    def _surveyed(self, workspace: Workspace, report_id: str) -> Surveyed:
        record = workspace.catalog.record(report_id)
        if record is None:
            return Surveyed(report_id, "no_base")
        text = Text(record.report, record.source, record.id)
        try:
            found = overlap(workspace.searcher, text, view=self.view, masked=self.masked)
        except UsageError:  # no unit or no year: there is nothing to compare it with
            return Surveyed(report_id, "no_base")
        except QueryError:
            _log.warning("report %s took too long to compare", report_id)
            return Surveyed(report_id, "timeout")
        beside, same = _most(found)
        return Surveyed(report_id, "done", found.characters, found.shared, found.plain, found.total, beside, same)

    def _files(self) -> dict[Path, re.Match[str]]:
        paths = self.folder.glob("*.jsonl") if self.folder.is_dir() else ()
        found = {path: match for path in paths if (match := _NAME.fullmatch(path.name))}
        return {path: match for path, match in found.items() if match[2] + (match[3] or "") == self._key}

    def _path(self, change: int) -> Path:
        return self.folder / f"{change}-{self._key}.jsonl"

    @property
    def _lock(self) -> Path:
        return self.folder / f"{self._key}.lock"

    @property
    def _stop(self) -> Path:
        return self.folder / f"{self._key}.stop"

    @staticmethod
    def _read(path: Path) -> Iterator[Surveyed]:
        """The whole lines of a file: the last one may have been cut off by a kill."""
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            return
        for line in data[: data.rfind(b"\n") + 1].splitlines():
            with suppress(ValueError, TypeError):  # a line that the disk spoiled is surveyed again
                yield Surveyed(**json.loads(line))

    @staticmethod
    def _mend(path: Path) -> None:
        """Cut off what stands behind the last whole line."""
        if path.exists():
            with path.open("r+b") as file:
                data = file.read()
                file.truncate(data.rfind(b"\n") + 1)


def _most(found: Overlap) -> tuple[str | None, int]:
    counted: Counter[str] = Counter()
    for one in found.stretches:
        if one.nature == "plain":
            counted[one.card.id] += one.same
    return counted.most_common(1)[0] if counted else (None, 0)


def survey_start(home: Path, survey: Survey) -> None:
    """Let a process of its own survey the archive; return at once. A second one finds the lock held and ends."""
    threading.Thread(target=_surveying, args=(home, survey), name="survey", daemon=True).start()


def _surveying(home: Path, survey: Survey) -> None:
    subprocess.run(  # our own interpreter and module
        [sys.executable, "-m", "indexer.overlap.survey", str(home), survey.view, "1" if survey.masked else "0"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        check=False,  # what is done stands in its file; who looks sees how far it is
    )


def main(home: str, view: str, masked: str) -> int:
    """The process that the page starts."""
    known = next(one for one in VIEWS if one == view)
    with Workspace(Path(home)) as workspace:
        Survey(Path(home) / "index", known, masked=masked == "1").run(workspace)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:4]))
