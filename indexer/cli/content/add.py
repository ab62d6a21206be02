"""baogao add: import files and folders. Exit 0 all, 1 some failed (listed), 2 usage or environment, nothing touched."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from archive.catalog import Catalog, Outcome, Pair
from archive.catalog.fonds import known_fonds
from archive.catalog.imports import Way
from archive.errors import ArchiveError, UsageError
from indexer.cli.arguments import Parser
from indexer.cli.import_progress import ImportProgress
from indexer.cli.terminal import Progress, Terminal
from indexer.cli.value_types import count, year
from indexer.export.folder_layout import REPORTS
from indexer.export.folder_metadata import correct, is_exported, known_of
from indexer.ingest.comparing_process import Comparing
from indexer.ingest.import_log import ImportLog
from indexer.ingest.pipeline import (
    PASSED_OVER,
    Candidate,
    Pipeline,
    again,
    walk,
)
from indexer.ingest.reread import older, reread, with_pictures
from indexer.search.citation import title_of
from indexer.workspace import Workspace

GIVEN = ("unit", "person", "year", "period")
QUIET = ("unchanged", "skipped")
"""Outcomes that are counted but not listed one by one for people."""
TOLD = 20
"""Lines about likely drafts after an import; of more pairs only how many."""
STATUSES = ("added", "updated", "unchanged", "duplicate", "skipped", "failed")


@dataclass(frozen=True, slots=True)
class Account:
    """What became of all files: how many of each outcome, and which formats, and what else, were passed over."""

    counted: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    passed_over: list[ArchiveError] = field(default_factory=list)

    def enter(self, candidate: Candidate, outcome: Outcome) -> None:
        """Count one more file that is under way."""
        self.counted[outcome.status] += 1
        if outcome.error is not None and outcome.error.code in PASSED_OVER:
            self.passed_over.append(outcome.error)
        elif outcome.status == "skipped":
            self.skipped[candidate.path.suffix.lower() or candidate.path.name] += 1

    def print(self, terminal: Terminal) -> None:
        """The totals; formats that were passed over are named: someone may miss these files."""
        numbers = {status: self.counted[status] for status in STATUSES}
        terminal.print(terminal.say("import.done", total=self.counted.total(), **numbers))
        for error in self.passed_over:
            terminal.print(terminal.plain(error.message(terminal.language)))
        if self.skipped:
            formats = ", ".join(f"{name} {number}" for name, number in self.skipped.most_common())
            terminal.print(terminal.say("import.skipped", formats=terminal.plain(formats)))


def configure(parser: Parser) -> None:
    """Add the verb's words and options: the paths, and what the files do not say themselves."""
    parser.word("paths", "say.word.paths", nargs="*", metavar="PATH", type=Path)
    parser.option("--unit", metavar="NAME")
    parser.option("--person", metavar="NAME")
    parser.option("--year", type=year, metavar="YYYY")
    parser.option("--period", metavar="NAME")
    parser.option("--fonds", metavar="KEY", default="")
    parser.option("--encoding", metavar="NAME")
    parser.option("--jobs", type=count, metavar="N", default=None)
    parser.option("--retry", action="store_true")


def run(arguments: argparse.Namespace, home: Path, terminal: Terminal) -> int:
    """Import, telling each outcome when its file is safe; then bring the index level."""
    check_encoding(arguments.encoding)
    if not arguments.paths and not arguments.retry:
        raise UsageError("usage.nothing_to_add")
    exported = [path for path in arguments.paths if is_exported(path)]
    named = walk([path / REPORTS if path in exported else path for path in arguments.paths])
    given = {name: value for name in GIVEN if (value := getattr(arguments, name)) is not None}
    account = Account()
    with Workspace(home, writing=True) as workspace, Comparing(workspace) as comparing:
        fonds = known_fonds(workspace.catalog.fonds, arguments.fonds)
        jobs = workspace.settings.jobs if arguments.jobs is None else arguments.jobs
        unread = [file for file in workspace.catalog.unread() if not file.set_aside] if arguments.retry else []
        partly = _to_read_again(workspace) if arguments.retry else ()
        total = len(named) + len(unread) + len(partly)
        unread_files = (again(workspace.catalog, file) for file in unread)
        candidates = chain(named, unread_files, reread(workspace.catalog, partly))
        progress = ImportProgress(terminal, named, len(unread) + len(partly))
        source = " ".join(map(str, arguments.paths))
        new: list[str] = []
        known = {path / REPORTS: known_of(path) for path in exported}
        taken_in: dict[Path, dict[str, str]] = {folder: {} for folder in known}
        way: Way = "command" if named else "retry"
        with (
            workspace.alongside(total) as alongside,
            ImportLog(workspace.catalog.imports, way, source, given=given, expected=total, fonds=fonds) as recorder,
        ):
            intake = Pipeline(
                workspace.catalog,
                given,
                arguments.encoding,
                jobs,
                alongside=alongside,
                recognising=progress.recognising,
                recognise=workspace.settings.ocr != "off",
                fonds=fonds,
            )
            for candidate, outcome in recorder.recorded(intake.run(candidates)):
                account.enter(candidate, outcome)
                new += [outcome.id] if outcome.id and outcome.status in ("added", "updated") else []
                if outcome.id and candidate.path.parent in taken_in:
                    taken_in[candidate.path.parent][outcome.id] = candidate.path.name
                _print(candidate, outcome, terminal)
                progress(candidate)
            if alongside is not None and not exported:  # whose mastheads are put right before they are compared
                comparing.begin(alongside.words.texts)
        progress.close()
        restored = sum(correct(workspace.catalog, files, known[folder]) for folder, files in taken_in.items())
        _catch_up(workspace, terminal)
        _tell_likenesses(workspace, new, terminal, comparing)
    if not terminal.json:
        account.print(terminal)
        if restored:
            terminal.print(terminal.say("export.restored", n=restored))
    return 1 if account.counted["failed"] else 0


def _to_read_again(workspace: Workspace) -> tuple[str, ...]:
    """The reports of which this machine or this program can read more than what was read."""
    recognise = workspace.settings.ocr != "off"
    pictures = with_pictures(workspace.catalog) if recognise else ()
    return tuple(dict.fromkeys((*older(workspace.catalog, recognise=recognise), *pictures)))


def _catch_up(workspace: Workspace, terminal: Terminal) -> None:
    progress = Progress(terminal, 0)
    workspace.catch_up(progress)
    progress.close()


def _tell_likenesses(workspace: Workspace, new: Sequence[str], terminal: Terminal, comparing: Comparing) -> None:
    """Compare what is new, and what earlier imports left; say which of the new reports may be drafts of others."""
    from indexer.ingest import likenesses  # files are read before what it needs is loaded

    progress = Progress(terminal, 0)
    found = likenesses.settle(workspace, progress, comparing=comparing)
    progress.close()
    if terminal.json:  # the lines of its files are long out; `baogao near --json` has all pairs
        return
    told, rest = _one_line_each(workspace.catalog, found.pairs, new)
    for line, others in told.items():
        title = line.title if others == 1 else terminal.say("import.near_several", title=line.title, n=others)
        words = "import.near_equal" if line.equal else "import.near"
        terminal.print(f"{line.report}  {terminal.plain(terminal.say(words, title=title, p=line.percent))}")
    if rest:
        terminal.print(terminal.say("import.near_more", n=rest))
    if found.merged:
        terminal.print(terminal.say("say.near.merged_equal", n=len(found.merged)))
    if found.left:
        terminal.print(terminal.say("import.near_left", n=found.left))


class LikenessLine(NamedTuple):
    """What is told of a new report: the title of another one, and how alike they are. Several may bear that title."""

    report: str
    title: str
    equal: bool
    percent: int


def _one_line_each(catalog: Catalog, found: Sequence[Pair], new: Sequence[str]) -> tuple[Counter[LikenessLine], int]:
    """The first `TOLD` lines about `new` reports, no two alike, each with how many others it speaks of; and how many
    pairs are left untold.

    Of two new ones the later is told to be like the earlier.
    """
    order = {name: number for number, name in enumerate(new)}
    pairs = [pair for pair in found if pair.one in order or pair.other in order]
    told: Counter[LikenessLine] = Counter()
    for done, pair in enumerate(pairs):
        other, mine = sorted((pair.one, pair.other), key=lambda name: order.get(name, -1))
        record = catalog.record(other)
        if record is None:
            continue
        head = record.report.masthead
        line = LikenessLine(mine, title_of(head.title, head.title_derived, record.source), pair.equal, pair.percent)
        if line not in told and len(told) == TOLD:
            return told, len(pairs) - done
        told[line] += 1
    return told, 0


def check_encoding(name: str | None) -> None:
    """UsageError where Python knows no such encoding."""
    try:
        "".encode(name or "utf-8")
    except (LookupError, ValueError) as problem:  # ValueError: a name that cannot be one, or the codec "undefined"
        raise UsageError("usage.unknown_encoding", name=name) from problem


def _print(candidate: Candidate, outcome: Outcome, terminal: Terminal) -> None:
    if terminal.json:
        _print_json(candidate, outcome, terminal)
    elif outcome.status not in QUIET:
        status = terminal.say(f"say.status.{outcome.status}")
        about = terminal.about(outcome.error) if outcome.error else outcome.id or ""
        terminal.print(f"{status}  {terminal.plain(candidate.source)}  {about}", flush=True)
        notices = (terminal.plain(terminal.say(notice.code, **notice.evidence)) for notice in outcome.notices)
        for notice in dict.fromkeys(notices):
            terminal.print(f"      {notice}", flush=True)


def _print_json(candidate: Candidate, outcome: Outcome, terminal: Terminal) -> None:
    from indexer.forms.form import to_json  # the forms bring much along, for programs alone
    from indexer.forms.imports import OutcomeForm
    from indexer.forms.problem import problem_form
    from indexer.forms.report import notice_forms

    error = problem_form(outcome.error, terminal.language) if outcome.error else None
    notices = notice_forms(outcome.notices)
    row = OutcomeForm(candidate.source, candidate.location, outcome.status, outcome.id, error, notices)
    terminal.print_json(to_json(row), flush=True)
