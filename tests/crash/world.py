"""A made-up archive and what it owes us: texts, the real commands that change it, and `judge`, which holds it to that.

No kill, no fault and no damage lives here: those come from the tests beside this file.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from archive.catalog import Catalog
from archive.errors import ArchiveError, EngineError
from indexer.document import document_of
from indexer.index.memory import MemoryEngine
from indexer.query.model import Phrase
from indexer.search.answer import Request
from indexer.workspace import Workspace
from tests.shared_files import ROOT

COMMAND = (sys.executable, "-m", "indexer.cli")
WORDINGS = (
    *("一岗双责", "党建责任", "主体责任", "廉政教育", "群众满意", "营商环境", "乡村振兴", "安全生产", "第*次会议"),
    *("压实责任", "整改落实", "专题研讨", "理论学习中心组", "为人民服务", "数字化改革", "存在的问题", "下一步打算"),
)
HARMLESS = frozenset({"catalog.original_unused"})
"""What an interrupted import may leave: bytes that nobody refers to, which `clean` takes away."""

FULL = os.environ.get("BAOGAO_CRASH") == "full"


def rounds(sample: int, full: int) -> int:
    """How often a proof is repeated: `sample` in the daily tests, `full` in `make crash`."""
    return full if FULL else sample


def tell(capsys: pytest.CaptureFixture[str], line: str) -> None:
    """A proof's figures, for whoever runs it; also in the file BAOGAO_FIGURES, since parallel runs swallow output."""
    if "BAOGAO_FIGURES" in os.environ:
        with Path(os.environ["BAOGAO_FIGURES"]).open("a", encoding="utf-8") as file:
            file.write(line + "\n")
    with capsys.disabled():
        sys.stdout.write(f"\n{line}")
        sys.stdout.flush()


@dataclass(frozen=True, slots=True)
class Place:
    """What one file's report may look like: its text (None: no report), in the trash or not, its corrected unit."""

    text: str | None = None
    removed: bool = False
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A command about to run, and what each place it touches is when it is done."""

    words: tuple[str, ...]
    after: Mapping[str, Place]


@dataclass
class World:
    """One archive under test. `owed`: location -> every state it may be in; more than one only while a command runs."""

    folder: Path
    dice: random.Random
    home: Path = field(init=False)
    owed: dict[str, set[Place]] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    made: int = 0

    def __post_init__(self) -> None:
        self.home = self.folder / "home"
        (self.folder / "files").mkdir(parents=True, exist_ok=True)

    def text(self) -> str:
        """A report of a few short paragraphs that no other one equals."""
        self.made += 1
        lines = [f"关于第{self.made}号工作的情况报告"]
        for number in range(self.dice.randint(1, 4)):
            said = "，".join(self.dice.choices(WORDINGS, k=self.dice.randint(2, 7)))
            lines.append(f"{'一二三四'[number]}、{said}。编号{self.dice.randrange(10**9)}。")
        return "\n".join(lines) + "\n"

    def known(self, location: str) -> Place:
        """The one state a place is in."""
        (place,) = self.owed.get(location, {Place()})
        return place

    def living(self, *, removed: bool = False) -> list[str]:
        """The places with a report."""
        places = ((location, self.known(location)) for location in self.owed)
        return [location for location, place in places if place.text is not None and place.removed == removed]

    def step(self) -> Step:
        """Any command that changes something."""
        choice = self.dice.random()
        living = self.living()
        if choice < 0.15 and len(living) > 2:
            return self.remove(self.dice.choice(living))
        if choice < 0.3 and living:
            return self.edit(self.dice.choice(living))
        if choice < 0.4 and self.owed:
            return Step(("reindex",), {})
        if choice < 0.6 and living:
            return self.add(self.dice.sample(living, min(len(living), self.dice.randint(1, 2))))
        return self.add([str(self.folder / "files" / f"{self.made + n}.txt") for n in range(self.dice.randint(1, 4))])

    def add(self, locations: Sequence[str]) -> Step:
        """Write new texts to files and add them: what was there is replaced, what was removed comes back."""
        after = {}
        for location in locations:
            before = self.known(location)
            after[location] = Place(self.text(), unit=before.unit)
            Path(location).write_text(after[location].text or "", encoding="utf-8")
        return Step(("add", *locations, "--json"), after)

    def remove(self, location: str) -> Step:
        """To the trash."""
        before = self.known(location)
        return Step(("remove", self.ids[location], "--json"), {location: Place(before.text, True, before.unit)})

    def purge(self, location: str) -> Step:
        """Out of the trash for good."""
        return Step(("purge", self.ids[location], "--yes", "--json"), {location: Place()})

    def edit(self, location: str) -> Step:
        """Another unit."""
        before, unit = self.known(location), f"第{self.dice.randrange(1000)}局"
        return Step(("edit", self.ids[location], "--unit", unit, "--json"), {location: Place(before.text, False, unit)})

    def begin(self, step: Step) -> None:
        """From now on each place may be as before or as after."""
        for location, place in step.after.items():
            self.owed.setdefault(location, {Place()}).add(place)

    def begun(self, step: Step) -> Step:
        """The same, with the step."""
        self.begin(step)
        return step

    def acknowledge(self, step: Step, out: str, code: int | None) -> None:
        """What the command has said is owed from now on. `code` None: it was killed."""
        if step.words[0] == "add":
            for row in _rows(out):
                assert row["status"] in ("added", "updated", "unchanged"), row
                location = str(row["location"])
                self.ids[location] = str(row["id"])
                self.owed[location] = {step.after[location]}
        elif code == 0:
            self.owed.update({location: {place} for location, place in step.after.items()})

    def run(self, step: Step) -> None:
        """Undisturbed, to its end."""
        self.begin(step)
        done = subprocess.run([*COMMAND, *step.words], env=self.env(), capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stdout + done.stderr
        self.acknowledge(step, done.stdout, 0)

    def env(self) -> dict[str, str]:
        """For the real commands."""
        return {**os.environ, "BAOGAO_HOME": str(self.home), "PYTHONPATH": str(ROOT), "LANG": "en_US.UTF-8"}

    def judge(self, home: Path | None = None) -> list[str]:
        """Start on the home as any command would and say all that is wrong; what is seen is owed from now on."""
        home = home or self.home
        if not home.exists() and all(Place() in places for places in self.owed.values()):
            self.owed = {}
            return []
        try:
            with Workspace(home, writing=True) as workspace:
                return list(self._problems(workspace))
        except ArchiveError as error:
            return [f"the next start fails: {error.code} {dict(error.evidence)}"]

    def _problems(self, workspace: Workspace) -> Iterator[str]:
        catalog = workspace.catalog
        yield from (f"{found.code} {dict(found.evidence)}" for found in catalog.verify() if found.code not in HARMLESS)
        yield from self._places(catalog)
        try:
            workspace.catch_up()
        except EngineError as problem:
            yield f"index: {problem.code} {dict(problem.evidence)}"
        yield from disagreements(workspace)

    def _places(self, catalog: Catalog) -> Iterator[str]:
        entries = [entry for removed in (False, True) for entry in catalog.list(removed=removed)]
        twice = [name for name, times in Counter(entry.location for entry in entries).items() if times > 1]
        yield from (f"doubled: {name}" for name in twice)
        seen = {}
        for entry in entries:
            data = catalog.original(entry.id)
            seen[entry.location] = Place(data.decode("utf-8"), entry.removed_at is not None, entry.unit)
            if entry.removed_at is None:
                record = catalog.record(entry.id)
                assert record is not None
                kept = "\n".join(passage.text for passage in record.report.passages) + "\n"
                if kept != seen[entry.location].text:
                    yield f"half: {entry.location} {kept!r}"
            before = self.ids.setdefault(entry.location, entry.id)
            if before != entry.id:
                yield f"another id: {entry.location} {before} {entry.id}"
        yield from (f"made up: {location}" for location in seen.keys() - self.owed.keys())
        for location, places in list(self.owed.items()):
            place = seen.get(location, Place())
            if place not in places:
                yield f"lost: {location} is {place}, owed {places}"
            self.owed[location] = {place}


def disagreements(workspace: Workspace, phrases: Sequence[str] = WORDINGS) -> Iterator[str]:
    """Where the index is not the catalog's: how far it is, which reports, and every wording's answer and totals."""
    catalog, engine = workspace.catalog, workspace.engine
    oracle = MemoryEngine(workspace.analyzer)
    oracle.update([document_of(record) for record in catalog.records(catalog.ids())], (), catalog.last_change())
    for wording in phrases:
        query = Phrase.of(wording)
        truth = oracle.propose(query).counts
        found = workspace.searcher.tally(Request(wording, literal=True))
        told = {row.card.id: row.matches for row in found.rows}
        if told != truth:
            yield f"{wording}: {told}, a scan gives {truth}"
    try:
        state = engine.state()
    except EngineError as problem:
        yield f"index: {problem.code} {dict(problem.evidence)}"
        return
    if not state.fingerprint or state.last_change != catalog.last_change():
        yield f"index at change {state.last_change}, catalog at {catalog.last_change()}"
    elif engine.cards() != oracle.cards():
        yield f"cards differ: {set(engine.cards()) ^ set(catalog.ids())}"


def answers(home: Path, phrases: Sequence[str] = WORDINGS) -> list[str]:
    """What is wrong with a home's index after its next start; what is owed to whom is not asked."""
    with Workspace(home) as workspace:
        return list(disagreements(workspace, phrases))


def _rows(out: str) -> Iterator[dict[str, object]]:
    """The whole lines: the last one may have been cut off by a kill."""
    for line in out.splitlines(keepends=True):
        if line.endswith("\n"):
            yield json.loads(line)
