"""One writer, many readers: searches go on through takeovers and rebuilds, no update is lost, SIGTERM ends cleanly."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from archive.catalog.opening import open_catalog
from indexer.index import sync
from indexer.workspace import Workspace
from tests.crash.world import COMMAND, World, answers, rounds, tell
from tests.shared_files import ROOT

SEARCHING = """
import sys
from pathlib import Path
from indexer.search.answer import Request
from indexer.workspace import Workspace
asked = failed = 0
last = 0
with Workspace(Path(sys.argv[1])) as workspace:
    print("ready", flush=True)
    while not Path(sys.argv[2]).exists():
        for query in ("“一岗双责”", "编号", "党建责任 整改落实"):
            asked += 1
            try:
                answer = workspace.searcher.search(Request(query, limit=3))
            except Exception as problem:
                failed += 1
                print("failed", repr(problem), flush=True)
                continue
            if query == "编号":
                if answer.total_reports < last:
                    failed += 1
                    print("fewer", last, answer.total_reports, flush=True)
                last = answer.total_reports
print("asked", asked, failed, flush=True)
"""


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_searches_go_on_through_takeovers_a_rebuild_and_an_import(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    world = World(tmp_path, random.Random(6))
    world.run(world.add([str(tmp_path / "files" / f"{n}.txt") for n in range(30)]))
    over = tmp_path / "over"
    readers = [
        subprocess.Popen(
            [sys.executable, "-c", SEARCHING, str(world.home), str(over)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(rounds(3, 8))
    ]
    try:
        for reader in readers:
            assert reader.stdout is not None
            assert reader.stdout.readline() == "ready\n"
        takeovers = _write_beside(world, rounds(20, 300))
    finally:
        over.touch()
    told = [reader.communicate()[0] for reader in readers]
    asked = sum(int(lines.splitlines()[-1].split()[1]) for lines in told)
    bad = [line for lines in told for line in lines.splitlines() if not line.startswith("asked")]
    tell(capsys, f"{asked} searches by {len(readers)} processes through {takeovers} takeovers: {len(bad)} failed")
    assert Counter(" ".join(line.split()[:2]) for line in bad) == {}, bad[:9]
    assert asked > takeovers
    assert answers(world.home) == []


def _write_beside(world: World, wanted: int) -> int:
    """Updates, each with a takeover of the words; in the middle a rebuild with real commands and an import beside."""
    with Workspace(world.home, writing=True) as workspace:
        ids = workspace.catalog.ids()
        for number in range(wanted // 2):
            workspace.catalog.edit(ids[number % len(ids)], {"unit": f"第{number}局"})
            workspace.catch_up()
        rebuilding = subprocess.Popen([*COMMAND, "reindex"], env=world.env(), stdout=subprocess.DEVNULL)
        for name in ("x", "y", "z"):
            (world.folder / "files" / f"{name}.txt").write_text(world.text(), encoding="utf-8")
        done = subprocess.run([*COMMAND, "add", str(world.folder / "files")], env=world.env(), capture_output=True)
        assert (rebuilding.wait(), done.returncode) == (0, 0), done.stderr
        sync.rebuild(workspace.catalog, workspace.engine)
        for number in range(wanted - wanted // 2):
            workspace.catalog.edit(ids[number % len(ids)], {"unit": f"第{number}处"})
            workspace.catch_up()
    return wanted + 2


def test_two_who_edit_at_once_lose_nothing(tmp_path: Path) -> None:
    """Each process corrects another field of the same report, again and again; both last words stand."""
    world = World(tmp_path, random.Random(2))
    world.run(world.add([str(tmp_path / "files" / "a.txt")]))
    (name,) = world.ids.values()
    edit = """
import sys
from pathlib import Path
from indexer.workspace import Workspace
with Workspace(Path(sys.argv[1]), writing=True) as workspace:
    for number in range(int(sys.argv[4])):
        workspace.catalog.edit(sys.argv[2], {sys.argv[3]: f"{sys.argv[3]} {number}"})
        workspace.catch_up()
"""
    times = rounds(25, 300)
    both = [
        subprocess.Popen([sys.executable, "-c", edit, str(world.home), name, field, str(times)], cwd=ROOT)
        for field in ("unit", "title")
    ]
    assert [process.wait(120 if times < 100 else 1200) for process in both] == [0, 0]
    catalog = open_catalog(world.home, read_only=True)
    (entry,) = catalog.list()
    assert (entry.unit, entry.title) == (f"unit {times - 1}", f"title {times - 1}")
    assert entry.change == 1 + 2 * times
    catalog.close()
    assert answers(world.home) == []


@pytest.mark.parametrize(
    ("file", "code"),
    [
        pytest.param("catalog.db", "catalog.locked", id="the catalog"),
        pytest.param("index/lock", "index.locked", id="the index"),
    ],
)
def test_a_second_writer_waits_and_then_says_why(tmp_path: Path, file: str, code: str) -> None:
    world = World(tmp_path, random.Random(3))
    world.run(world.add([str(tmp_path / "files" / "a.txt")]))
    step = world.add([str(tmp_path / "files" / "b.txt")])
    env = {**world.env(), "BAOGAO_LOCK_SECONDS": "0.3"}
    with closing(sqlite3.connect(world.home / file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE" if file == "catalog.db" else "BEGIN EXCLUSIVE")
        world.begin(step)
        done = subprocess.run([*COMMAND, *step.words], env=env, capture_output=True, text=True)
        assert done.returncode == 2
        assert json.loads(done.stderr)["error"]["code"] == code
        found = subprocess.run([*COMMAND, "search", "编号", "--json"], env=env, capture_output=True, text=True)
        assert found.returncode == 0, found.stderr
        reports = json.loads(found.stdout)["total_reports"]
        assert reports == (1 if file == "catalog.db" else 2), "reading goes on, and what is kept is found"
    world.acknowledge(step, done.stdout, done.returncode)
    assert world.judge() == []


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_sigterm_ends_an_import_cleanly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dice = random.Random(8)
    world = World(tmp_path, dice)
    world.run(world.add([str(tmp_path / "files" / "first.txt")]))
    ended: dict[int, int] = {}
    for _ in range(rounds(6, 100)):
        step = world.add([str(tmp_path / "files" / f"{world.made + n}.txt") for n in range(70)])
        world.begin(step)
        process = subprocess.Popen(
            [*COMMAND, *step.words], env=world.env(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        timer = threading.Timer(dice.uniform(0.3, 1.2), process.terminate)
        timer.start()
        out, err = process.communicate()
        timer.cancel()
        assert err == "", "nothing in another's words"
        assert process.returncode in (0, 143, -15), err  # -15: before the program had begun
        ended[process.returncode] = ended.get(process.returncode, 0) + 1
        world.acknowledge(step, out, process.returncode)
        assert world.judge() == []
    tell(capsys, f"SIGTERM at random moments of an import, exits {ended}: what was acknowledged is all there")
    assert ended.get(143)


@pytest.mark.slow
def test_ctrl_c_goes_to_the_whole_group_and_only_one_answers(tmp_path: Path) -> None:
    """A terminal sends the signal to the parsers too; they leave the word to the command."""
    world = World(tmp_path, random.Random(9))
    ended = set()
    for _ in range(rounds(4, 12)):
        step = world.add([str(tmp_path / "files" / f"{world.made + n}.txt") for n in range(300)])
        world.begin(step)
        with (tmp_path / "said").open("w+", encoding="utf-8") as said:
            process = subprocess.Popen(
                [*COMMAND, *step.words],
                env=world.env(),
                stdout=subprocess.PIPE,
                stderr=said,
                text=True,
                start_new_session=True,
            )
            assert process.stdout is not None
            first = process.stdout.readline()
            os.killpg(process.pid, signal.SIGINT)
            out = process.stdout.read()
            process.stdout.close()
            process.wait()
            said.seek(0)
            assert said.read() == ""
        assert process.returncode in (0, 130)
        ended.add(process.returncode)
        world.acknowledge(step, first + out, process.returncode)
        assert world.judge() == []
    assert 130 in ended
