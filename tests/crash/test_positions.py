"""Positions where the disk fails while a search reads them."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crash.launcher import Launcher, Mode
from tests.crash.world import FULL, WORDINGS, World, answers, tell

SAMPLE = 7
"""Calls a command that are spoiled in the daily tests."""


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("watched")


@pytest.fixture(scope="module")
def launcher(watched: Path) -> Iterator[Launcher]:
    with Launcher(watched) as started:
        yield started


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory, launcher: Launcher) -> World:
    """A few reports in two segments, one of them in the trash."""
    world = World(tmp_path_factory.mktemp("base"), random.Random(5))
    for names in ("abc", "d"):
        step = world.begun(world.add([str(world.folder / "files" / f"{name}.txt") for name in names]))
        world.acknowledge(step, launcher(world.home, *step.words).out, 0)
    step = world.begun(world.remove(world.living()[0]))
    world.acknowledge(step, "", launcher(world.home, *step.words).code)
    assert world.judge() == []
    assert len(list((world.home / "index").glob("positions-*/*.segment"))) == 2
    return world


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("mode", ["eio-read", "short-read"])
def test_whichever_reading_fails_the_totals_are_true(
    base: World, watched: Path, launcher: Launcher, mode: Mode, capsys: pytest.CaptureFixture[str]
) -> None:
    """The k-th `pread` in the index fails, or gives half: what is answered is what an undisturbed search answers."""
    words = "search", "--json", WORDINGS[0], "OR", WORDINGS[1]
    home = watched / "home"

    def asked(at: int) -> tuple[int, object, int]:
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(base.home, home)
        done = launcher(home, *words, mode=mode, at=at)
        assert "Traceback" not in done.err
        told = json.loads(done.out)
        return done.code, [told[key] for key in ("total_reports", "total_matches")], done.calls

    code, totals, calls = asked(1_000_000)
    assert code == 0
    assert calls > 20, "the shim sees the readings of the index"
    moments = range(1, calls + 1, 1 if FULL else max(1, calls // SAMPLE))
    wrong = [at for at in moments if asked(at)[:2] != (0, totals)]
    tell(capsys, f"{mode}: {len(moments)} of {calls} readings of a search spoiled, {len(wrong)} wrong totals")
    assert wrong == []
    assert answers(home) == []
