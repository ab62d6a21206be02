"""Power cuts: the device is copied at random moments, without the memory; each copy holds all that was acknowledged."""

from __future__ import annotations

import copy
import os
import random
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.crash.mounts import ext4, mounted, needs_mounts, without_power
from tests.crash.world import COMMAND, Step, World, rounds, tell
from tests.served_process import still

OPTIONS = [
    pytest.param("data=ordered", id="as distributions mount"),
    pytest.param("data=writeback,noauto_da_alloc,commit=300", id="names before contents, no flush on rename"),
]


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("options", OPTIONS)
def test_a_power_cut_loses_nothing(tmp_path: Path, options: str, capsys: pytest.CaptureFixture[str]) -> None:
    needs_mounts("mkfs.ext4", "mount", "losetup")
    image, shot = tmp_path / "disk", tmp_path / "shot"
    ext4(image, 48)
    cuts, inside = rounds(6, 100), 0
    world = World(tmp_path, random.Random(options))
    with mounted(str(image), tmp_path / "m", "-o", f"loop,{options}") as mount:
        world.home = mount / "home"
        for number in range(cuts):
            if number % 3 == 2:
                world.run(world.step())
            after, running = _cut(world, image, mount, shot)
            inside += running
            with mounted(str(shot), tmp_path / "after", "-o", "loop"):
                problems = after.judge(tmp_path / "after" / "home")
                assert problems == [], f"copy {number}"
            assert world.judge() == []
    tell(capsys, f"{options}: {cuts} copies of the device ({inside} in the middle of a command): 0 lost, 0 unopenable")


def _cut(world: World, image: Path, mount: Path, shot: Path) -> tuple[World, bool]:
    """Begin a command, stop it at a random moment, copy the device; what was owed then, and whether it was running."""
    step = world.step()
    world.begin(step)
    process = subprocess.Popen([*COMMAND, *step.words], env=world.env(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    out = process.stdout.fileno()
    os.set_blocking(out, False)
    said = b""
    if world.dice.random() < 0.5 and step.words[0] == "add":
        said = _first_words(process)  # just acknowledged: the moment that matters most
    else:
        time.sleep(world.dice.uniform(0.2, 0.9))  # not for anything to happen: the moment of the cut
    _stop(process)
    running = process.poll() is None
    said += _heard(out)
    after = copy.deepcopy(world)
    _acknowledge(after, step, said, None if running else process.returncode)
    without_power(image, mount, shot)
    if running:
        os.kill(process.pid, signal.SIGCONT)
    process.wait()
    said += _heard(out)
    assert process.returncode == 0
    _acknowledge(world, step, said, 0)
    process.stdout.close()
    if process.stderr is not None:
        process.stderr.close()
    return after, running


def _acknowledge(world: World, step: Step, said: bytes, code: int | None) -> None:
    world.acknowledge(step, said.decode(), code)


def _first_words(process: subprocess.Popen[bytes]) -> bytes:
    assert process.stdout is not None
    said = b""
    while b"\n" not in said and process.poll() is None:
        said += _heard(process.stdout.fileno())
    return said


def _heard(descriptor: int) -> bytes:
    said = b""
    while True:
        try:
            piece = os.read(descriptor, 65536)
        except BlockingIOError:
            return said
        if not piece:
            return said
        said += piece


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Until no thread of it runs any more, not even inside the kernel."""
    if process.poll() is not None:
        return
    os.kill(process.pid, signal.SIGSTOP)
    while process.poll() is None and not still(process.pid):
        os.sched_yield()
