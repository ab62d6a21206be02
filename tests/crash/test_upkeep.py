"""What `serve` does unasked: bytes that the disk altered by itself are found and healed, beside the searches."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.index import sync
from indexer.index.embedded import exact_store
from indexer.index.embedded.positions.page_file import PageFile
from indexer.maintenance import upkeep
from indexer.workspace import Workspace
from tests.crash.test_heals import flip_positions, own_copy, positions, words
from tests.crash.world import World, answers, rounds, tell
from tests.shared_files import ROOT

PATIENCE = 60.0


def at_once(_: float) -> None:
    """No rest between the pieces."""


def rot_in_positions(index: Path, dice: random.Random) -> None:
    flip_positions(index, dice)


def rot_that_no_question_reads(index: Path, dice: random.Random) -> None:
    """One of the sentences, of which nothing asks yet."""
    path = next(positions(index).glob("*.segment"))
    at = PageFile(path).sections["sentence_starts"].offset
    data = bytearray(path.read_bytes())
    data[at] ^= 1 << dice.randrange(8)
    path.write_bytes(data)


def rot_in_words(index: Path, dice: random.Random) -> None:
    path = dice.choice([path for path in sorted(words(index).iterdir()) if path.stat().st_size])
    own_copy(path)
    data = bytearray(path.read_bytes())
    data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    path.write_bytes(data)


def unnoticed(index: Path, rot: Callable[[Path, random.Random], None], dice: random.Random) -> None:
    """As a disk does it: the times of the files stay."""
    before = {path: path.stat() for path in index.rglob("*") if path.is_file()}
    rot(index, dice)
    for path, status in before.items():
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    world = World(tmp_path_factory.mktemp("upkeep"), random.Random(18))
    for _ in range(3):
        world.run(world.add([str(world.folder / "files" / f"{world.made + n}.txt") for n in range(8)]))
    assert world.judge() == []
    return world


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("rot", [rot_in_positions, rot_in_words])
def test_rot_is_found_and_healed(
    world: World, tmp_path: Path, rot: Callable[[Path, random.Random], None], capsys: pytest.CaptureFixture[str]
) -> None:
    times, found = rounds(12, 200), 0
    for number in range(times):
        home = tmp_path / str(number)
        shutil.copytree(world.home, home)
        with Workspace(home, writing=True, answering=True) as serving:
            assert serving.searcher.engine.state().last_change  # open, and proven
            with Workspace(home, writing=True) as unasked:
                assert upkeep.once(unasked, at_once).healed == 0, "nothing sound is accused"
            unnoticed(home / "index", rot, random.Random(number))
            with Workspace(home, writing=True) as unasked:
                found += upkeep.once(unasked, at_once).healed
                account = upkeep.once(unasked, at_once)
            assert account.damaged is None
            assert account.verified_at
        assert answers(home) == [], number
        shutil.rmtree(home)
    tell(capsys, f"{rot.__name__}: {times} bytes altered without a new time, {found} found and healed by upkeep")
    # In the words' manifest a byte may also make it a change behind: what is replayed is no damage.
    assert found == times if rot is rot_in_positions else found > times // 2


def test_a_worn_index_is_renewed_in_the_background(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever has readers waiting leaves it as it is, and answers from it."""
    monkeypatch.setattr(exact_store, "_WORN_ROWS", 0)
    home = tmp_path / "home"
    shutil.copytree(world.home, home)
    with Workspace(home, writing=True) as former:
        former.catch_up()
        for name in former.catalog.ids()[3:]:
            former.catalog.remove(name)
        former.catch_up()  # more reports are gone than live
    before = positions(home / "index").name
    with Workspace(home, writing=True, answering=True) as serving:
        assert serving.engine.state().worn
        assert serving.searcher.engine.cards()
        serving.catch_up()
        assert positions(home / "index").name == before
        with Workspace(home, writing=True) as unasked:
            upkeep.once(unasked, at_once)
        assert positions(home / "index").name != before
        assert not serving.engine.state().worn
    assert answers(home) == []


def test_the_round_waits_for_a_writer_and_lets_it_in(world: World, tmp_path: Path) -> None:
    """Between two pieces a whole rebuild may come: the round ends with the files that it began with."""
    home = tmp_path / "home"
    shutil.copytree(world.home, home)
    with Workspace(home, writing=True) as unasked, Workspace(home, writing=True) as other:
        waits: list[float] = []

        def wait(seconds: float) -> None:
            if not waits:
                sync.rebuild(other.catalog, other.engine)
            waits.append(seconds)

        assert upkeep.once(unasked, wait).healed == 0
        assert waits
    assert answers(home) == []


def test_a_server_heals_by_itself_and_says_so(world: World, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(world.home, home)
    with Workspace(home, writing=True) as workspace:
        workspace.catch_up()
        assert workspace.engine.state().last_change
    unnoticed(home / "index", rot_that_no_question_reads, random.Random(1))
    damaged = positions(home / "index").name
    serving = subprocess.Popen(
        [sys.executable, "-m", "indexer.cli", "serve", "--port", "0", "--processes", "2"],
        env={**os.environ, "BAOGAO_HOME": str(home), "PYTHONPATH": str(ROOT), "LANG": "en_US.UTF-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert serving.stdout
        found = re.search(r"http://\S+/", serving.stdout.readline())
        assert found
        until, healed = time.monotonic() + PATIENCE, False
        while not healed:
            with urllib.request.urlopen(found[0] + "health", timeout=30) as answer:
                told = json.loads(answer.read())["upkeep"]
            # A small segment is one page: a question may read it and heal it first.
            healed = told["healed"] == 1 or positions(home / "index").name != damaged
            assert healed or time.monotonic() < until, told
    finally:
        serving.terminate()
        _, log = serving.communicate(timeout=30)
    assert positions(home / "index").name != damaged, (told, log)
    assert told["damaged"] is None
    assert "is built anew" in log, log
    assert answers(home) == []
