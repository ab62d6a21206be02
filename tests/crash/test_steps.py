"""Every single file call of a command fails once, finds the disk full, or is the process's last: nothing is harmed."""

from __future__ import annotations

import copy
import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.crash.launcher import Launcher, Mode
from tests.crash.world import FULL, Step, World, tell

SAMPLE = 9
"""Calls a command that are spoiled in the daily tests, spread over all of them."""


def first(world: World) -> Step:
    return world.add([str(world.folder / "files" / "first.txt")])


def two(world: World) -> Step:
    living = world.living()
    return world.add([living[0], str(world.folder / "files" / "new.txt")])


def again(world: World) -> Step:
    return world.add(world.living(removed=True)[:1])


def edit(world: World) -> Step:
    return world.edit(world.living()[0])


def remove(world: World) -> Step:
    return world.remove(world.living()[0])


def purge(world: World) -> Step:
    return world.purge(world.living(removed=True)[0])


def reindex(_: World) -> Step:
    return Step(("reindex",), {})


COMMANDS = [
    pytest.param(first, False, id="add makes the home"),
    pytest.param(two, True, id="add one anew and one more"),
    pytest.param(again, True, id="add brings one back from the trash"),
    pytest.param(edit, True, id="edit"),
    pytest.param(remove, True, id="remove"),
    pytest.param(purge, True, id="purge"),
    pytest.param(reindex, True, id="reindex"),
]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A few reports, one of them in the trash."""
    world = World(tmp_path_factory.mktemp("base"), random.Random(5))
    world.run(world.add([str(world.folder / "files" / f"{n}.txt") for n in range(4)]))
    world.run(world.remove(world.living()[0]))
    assert world.judge() == []
    return world


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("watched")


@pytest.fixture(scope="module")
def launcher(watched: Path) -> Iterator[Launcher]:
    with Launcher(watched) as started:
        yield started


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("mode", ["eio", *(pytest.param(mode, marks=pytest.mark.slow) for mode in ("full", "die"))])
@pytest.mark.parametrize(("command", "filled"), COMMANDS)
def test_whichever_file_call_fails_nothing_is_harmed(
    base: World,
    watched: Path,
    launcher: Launcher,
    command: Callable[[World], Step],
    filled: bool,
    mode: Mode,
    capsys: pytest.CaptureFixture[str],
) -> None:
    calls = _spoil(base, watched, launcher, command, filled, mode, 1_000_000)[1]
    assert calls > 20, "the shim sees the command's file calls"
    bad, ends = [], Counter[int]()
    for at in _moments(calls):
        problems, _, code = _spoil(base, watched, launcher, command, filled, mode, at)
        ends[code] += 1
        bad += [f"call {at}: {problem}" for problem in problems]
    tell(capsys, f"{mode} {command.__name__}: {sum(ends.values())} of {calls} calls spoiled, exits {dict(ends)}")
    assert not bad, "\n".join(bad)
    if mode == "die":
        assert ends[-9], "it does die"


def _moments(calls: int) -> Iterator[int]:
    last = calls + 3  # a call more or less: temporary names and threads differ from run to run
    yield from range(1, last + 1, 1 if FULL else max(1, last // SAMPLE))


def _spoil(
    base: World, watched: Path, launcher: Launcher, command: Callable[[World], Step], filled: bool, mode: Mode, at: int
) -> tuple[list[str], int, int]:
    """On a fresh copy of the home: run the command with one fault, judge, run it again, judge."""
    world = copy.deepcopy(base)
    world.home = watched / "home"
    shutil.rmtree(world.home, ignore_errors=True)
    if filled:
        shutil.copytree(base.home, world.home)
    else:
        world.owed, world.ids = {}, {}
    step = command(world)
    world.begin(step)
    done = launcher(world.home, *step.words, mode=mode, at=at)
    world.acknowledge(step, done.out, done.code)
    problems = [done.err] if "Traceback" in done.err or done.code not in (0, 1, 2, -9) else []
    problems += world.judge()
    world.begin(step)
    after = launcher(world.home, *step.words)
    world.acknowledge(step, after.out, after.code)
    removed_before = step.words[0] in ("remove", "purge") and after.code == 1
    if after.code != 0 and not removed_before:
        problems.append(f"the next try fails: {after.code} {after.err}")
    return problems + world.judge(), done.calls, done.code
