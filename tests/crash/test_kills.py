"""kill -9 at random moments of add, replace, remove, edit and reindex: nothing acknowledged is lost or half."""

from __future__ import annotations

import random
import subprocess
import threading
import time
from pathlib import Path

import pytest

from tests.crash.world import COMMAND, Step, World, rounds, tell

RUNS = 4
"""Archives, each with its own dice: they run side by side."""


def killed(world: World, step: Step, after: float) -> bool:
    """Run the real command and kill it after `after` seconds; whether it was still running."""
    world.begin(step)
    process = subprocess.Popen(
        [*COMMAND, *step.words], env=world.env(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    timer = threading.Timer(after, process.kill)
    timer.start()
    out, err = process.communicate()
    timer.cancel()
    assert process.returncode in (0, -9), err
    assert "Traceback" not in err
    world.acknowledge(step, out, process.returncode if process.returncode == 0 else None)
    return process.returncode == -9


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("seed", range(RUNS))
def test_kill_9_at_any_moment_loses_nothing(tmp_path: Path, seed: int, capsys: pytest.CaptureFixture[str]) -> None:
    wanted = rounds(100, 1000) // RUNS
    world = World(tmp_path, random.Random(seed))
    begun = time.perf_counter()
    world.run(world.add([str(tmp_path / "files" / "a.txt"), str(tmp_path / "files" / "b.txt")]))
    usual = time.perf_counter() - begun
    kills, quiet = 0, 0
    while kills < wanted:
        if killed(world, world.step(), usual * world.dice.uniform(0.3, 1.1)):
            kills += 1
        else:
            quiet += 1
        assert world.judge() == [], f"after {kills} kills"
        usual *= 0.97 if quiet > kills + 10 else 1.0
    tell(capsys, f"{kills} kills, {quiet} commands that were done before, {len(world.owed)} places: 0 lost, 0 half")
