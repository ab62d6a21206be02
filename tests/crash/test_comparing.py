"""kill -9 of an import, and of the process that compares drafts beside the end of its index, while that one compares.

The moment is seen, not waited out: the process is stopped as soon as it holds the lease of whoever looks for drafts,
or once it has written down some of what it found; what is left to compare by then the catalog tells.
"""

from __future__ import annotations

import copy
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest

from archive.catalog.opening import open_catalog
from archive.errors import CatalogError
from indexer.comparison import draft_candidates, near_duplicates
from indexer.ingest.comparing_process import COMPARING
from tests.crash.world import COMMAND, WORDINGS, Place, World
from tests.served_process import alive, children, still, until

SHORT, LONG, DRAFTS, LINES = near_duplicates.BATCH, 25, draft_candidates.COMPARED, 160
"""Reports of their own; long ones, and drafts of each, so few that each is compared with each; their paragraphs."""
TRIES = 5
"""Imports until one is met while it compares: a busy machine may look away for just that time."""

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processes are looked at in /proc")

Moment = Literal["begun", "partly"]
Likeness = tuple[str, str, float, float, bool]


@dataclass(frozen=True, slots=True)
class Met:
    """An import of which `comparing` is stopped while it compares; `family`: all processes that it had started."""

    process: subprocess.Popen[bytes]
    comparing: int
    family: set[int]


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Files that nobody has imported yet: as many as are indexed and compared beside an import."""
    world = World(tmp_path_factory.mktemp("papers"), random.Random(60))
    folder = world.folder / "files"
    world.begin(world.add([str(folder / f"{number}.txt") for number in range(SHORT)]))
    for number in range(LONG):
        lines = [f"{'，'.join(world.dice.choices(WORDINGS, k=4))}，第{number}之{line}项。" for line in range(LINES)]
        for draft in range(DRAFTS):
            path = folder / f"定稿{number}-{draft}.txt"
            text = "".join(f"{draft}稿{line}\n" if world.dice.random() < 0.1 else f"{line}\n" for line in lines)
            path.write_text(text, encoding="utf-8")
            world.owed[str(path)] = {Place(), Place(text)}
    with tempfile.TemporaryDirectory(prefix="b", dir="/tmp") as short:  # a socket lies in it, whose name has to fit
        (world.folder / "temporary").symlink_to(short)
        yield world


@pytest.fixture(scope="module")
def undisturbed(papers: World, tmp_path_factory: pytest.TempPathFactory) -> World:
    """The same, imported by whoever was let alone."""
    world = over(papers, tmp_path_factory.mktemp("undisturbed"))
    assert add(world).wait() == 0
    assert len(likenesses(world.home)) == LONG * DRAFTS * (DRAFTS - 1) // 2
    return world


def over(papers: World, folder: Path) -> World:
    """A home of its own for the same files, and a folder for what is temporary."""
    world = copy.deepcopy(papers)
    world.home = folder / "home"
    (folder / "temporary").symlink_to(tempfile.mkdtemp(dir=(papers.folder / "temporary").resolve()))
    return world


def run(world: World, *words: str) -> subprocess.Popen[bytes]:
    """A command of the real program; what it says lies beside the home."""
    temporary = (world.home.parent / "temporary").resolve()
    with (world.home.parent / "said").open("wb") as said:
        env = {**world.env(), "TMPDIR": str(temporary)}
        return subprocess.Popen([*COMMAND, *words], env=env, stdout=said, stderr=said)


def add(world: World) -> subprocess.Popen[bytes]:
    return run(world, "add", str(world.folder / "files"))


def said(world: World) -> str:
    return (world.home.parent / "said").read_text(encoding="utf-8")


def family(process: int) -> set[int]:
    """All that a process has started, and what these have."""
    mine = children(process)
    return mine.union(*map(family, mine))


def holder(processes: set[int]) -> int | None:
    """Which of these looks for drafts: it has the file of that lease open."""
    for process in processes:
        with suppress(OSError):
            for handle in Path(f"/proc/{process}/fd").iterdir():
                if handle.readlink().name == f"{COMPARING}.lock":
                    return process
    return None


def left(home: Path) -> int:
    """Reports that are not compared yet; none where there is no catalog yet."""
    try:
        catalog = open_catalog(home, read_only=True)
    except CatalogError:
        return 0
    try:
        return len(catalog.near.pending())
    finally:
        catalog.close()


def likenesses(home: Path) -> set[Likeness]:
    """All pairs by where their files lie."""
    catalog = open_catalog(home, read_only=True)
    try:
        places = {entry.id: entry.location for entry in catalog.list()}
        pairs = catalog.near.open()
    finally:
        catalog.close()
    return {
        (*sorted((places[pair.one], places[pair.other])), pair.resemblance, pair.containment, pair.equal)  # type: ignore[misc] # two places
        for pair in pairs
    }


def met(world: World, moment: Moment) -> Met:
    """An import that is under way, at that moment; every other one is taken back."""
    for _ in range(TRIES):
        shutil.rmtree(world.home, ignore_errors=True)
        process, comparing = add(world), None
        while process.poll() is None and comparing is None:
            comparing = holder(family(process.pid))
        if comparing is not None and stopped(world, comparing, moment):
            return Met(process, comparing, family(process.pid))
        assert process.wait() == 0, said(world)
    pytest.fail("no import was met while it compared")


def stopped(world: World, comparing: int, moment: Moment) -> bool:
    """Stop it at that moment; False where it had come to its end."""
    every = len(world.owed)
    while moment == "partly" and left(world.home) == every and alive(comparing):
        pass
    with suppress(ProcessLookupError):
        os.kill(comparing, signal.SIGSTOP)
        until(lambda: still(comparing) or not alive(comparing))
    return alive(comparing) and 0 < left(world.home) <= (every if moment == "begun" else every - SHORT)


def names(home: Path) -> set[str]:
    """The files of a home, numbers and random names alike."""
    found = (path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file())
    return {re.sub(r"[0-9a-f]{6,}|\d+", "#", name) for name in found if not name.startswith("originals")}


def problems(world: World, expected: World) -> Iterator[str]:
    """What is wrong once somebody has imported the same folder again."""
    again = add(world)
    if again.wait() != 0:
        yield f"the next import ends with {again.returncode}: {said(world)}"
    if left(world.home):
        yield f"{left(world.home)} are not compared"
    if different := likenesses(world.home) ^ likenesses(expected.home):
        yield f"likenesses differ: {different}"
    check = run(world, "check")
    if check.wait() != 0:
        yield f"check: {said(world)}"
    temporary = (world.home.parent / "temporary").resolve()
    with suppress(OSError):  # where that is empty
        (temporary / f"baogao-{os.getuid()}").rmdir()
    # multiprocessing's own folder, of a killed process: an empty socket lies in it, and nothing tells it where to lie
    yield from (f"left behind: {path}" for path in temporary.rglob("*") if "/pymp-" not in str(path))
    yield from (f"left behind: {name}" for name in names(world.home) - names(expected.home))
    yield from world.judge()


@pytest.mark.slow
@pytest.mark.parametrize("moment", ["begun", "partly"])
def test_a_killed_import_leaves_its_drafts_to_the_next(
    papers: World, undisturbed: World, tmp_path: Path, moment: Moment
) -> None:
    world = over(papers, tmp_path)
    found = met(world, moment)
    found.process.kill()
    found.process.wait()
    os.kill(found.comparing, signal.SIGCONT)
    until(lambda: not any(map(alive, found.family)))
    assert left(world.home), "whoever compared ended with the import, not when it was done"
    shutil.copytree(world.home, tmp_path / "copy")
    assert copy.deepcopy(world).judge(tmp_path / "copy") == []  # before anybody has put anything right
    assert list(problems(world, undisturbed)) == []


@pytest.mark.slow
@pytest.mark.parametrize("moment", ["begun", "partly"])
def test_where_the_comparing_is_killed_the_import_does_it(
    papers: World, undisturbed: World, tmp_path: Path, moment: Moment
) -> None:
    world = over(papers, tmp_path)
    found = met(world, moment)
    os.kill(found.comparing, signal.SIGKILL)
    assert found.process.wait() == 0, said(world)
    until(lambda: not any(map(alive, found.family)))  # who forks processes notices a moment later
    assert left(world.home) == 0
    assert likenesses(world.home) == likenesses(undisturbed.home)
    assert names(world.home) <= names(undisturbed.home)
    assert list(problems(world, undisturbed)) == []
