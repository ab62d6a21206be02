"""kill -9 at random moments of add, replace, remove, edit and reindex: nothing acknowledged is lost or half."""

from __future__ import annotations

import random
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.crash.launcher import Launcher
from tests.crash.world import COMMAND, FULL, Step, World, rounds, tell

RUNS = 4
"""Archives, each with its own dice: they run side by side."""

Kill = Callable[[World, Step, float], bool]


def started_and_killed(world: World, step: Step, after: float) -> bool:
    """Run the command as people do and kill it after `after` seconds; whether it was still running."""
    process = subprocess.Popen(
        [*COMMAND, *step.words], env=world.env(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    timer = threading.Timer(after, process.kill)
    timer.start()
    out, err = process.communicate()
    timer.cancel()
    return _told(world, step, process.returncode, out, err)


def _told(world: World, step: Step, code: int, out: str, err: str) -> bool:
    assert code in (0, -9), err
    assert "Traceback" not in err
    world.acknowledge(step, out, code if code == 0 else None)
    return code == -9


@pytest.fixture(scope="module")
def launcher() -> Iterator[Launcher]:
    with Launcher() as started:
        yield started


@pytest.mark.slow
@pytest.mark.timeout(10_800)
@pytest.mark.parametrize("seed", range(RUNS))
def test_kill_9_at_any_moment_loses_nothing(
    tmp_path: Path, seed: int, launcher: Launcher, capsys: pytest.CaptureFixture[str]
) -> None:
    """In `make crash` every other archive has processes of their own from the first instruction on; else, and daily,
    forks save the start.
    """

    def forked_and_killed(world: World, step: Step, after: float) -> bool:
        done = launcher(world.home, *step.words, mode="kill", at=after)
        return _told(world, step, done.code, done.out, done.err)

    own = FULL and seed % 2 == 0
    kill: Kill = started_and_killed if own else forked_and_killed
    wanted = rounds(100, 1000) // RUNS
    world = World(tmp_path, random.Random(seed))
    world.run(world.add([str(tmp_path / "files" / "a.txt"), str(tmp_path / "files" / "b.txt")]))
    begun = time.perf_counter()
    kill(world, world.begun(world.add(world.living())), 60.0)
    usual = time.perf_counter() - begun
    kills, quiet = 0, 0
    try:
        while kills < wanted:
            if kill(world, world.begun(world.step()), usual * world.dice.uniform(0.3 if own else 0.02, 1.1)):
                kills += 1
            else:
                quiet += 1
            assert world.judge() == [], f"after {kills} kills"
            usual *= 0.97 if quiet > kills + 10 else 1.0
    finally:  # also where time was short: what was done is told
        ways = "processes of their own" if own else "forks"
        tell(capsys, f"{kills} of {wanted} kills of {ways}, {quiet} done before, {len(world.owed)} places")
