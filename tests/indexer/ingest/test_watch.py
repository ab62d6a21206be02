"""baogao watch with real files: what arrives whole, moves, changes, is deleted, while it runs and while it does not."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from indexer import settings
from indexer.ingest import watch_events
from indexer.ingest.watch_folders import ANYWAY, FolderWatch, Followed
from indexer.workspace import Workspace
from tests.hostile_files import zipped
from tests.sample_files import PLAIN, word
from tests.shared_files import ROOT

DEADLINE = 90.0
LONG_AGO = 1_600_000_000


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "报送"
    made.mkdir()
    return made


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace(tmp_path / "home", writing=True) as opened:
        yield opened


class World:
    """A followed folder whose time is a test's own."""

    def __init__(self, workspace: Workspace, *folders: Path) -> None:
        self.clock = Clock()
        self.missing: list[object] = []
        self.following = FolderWatch(
            workspace, folders, self.missing.append, clock=self.clock, now=lambda: LONG_AGO + 1000.0
        )

    def look(self, seconds: float = 0.0) -> list[Followed]:
        self.clock.at += seconds
        return list(self.following.look(threading.Event()))

    def settled(self) -> list[tuple[str, str]]:
        """What becomes of everything once it is at rest."""
        return [(followed.kind, followed.source) for seconds in (0, 3) for followed in self.look(seconds)]


def put(path: Path, data: bytes = PLAIN) -> Path:
    """A file that has been at rest for long."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    os.utime(path, (LONG_AGO, LONG_AGO))
    return path


def other(text: str) -> bytes:
    return PLAIN + f"\n{text}".encode()


def found(workspace: Workspace) -> dict[str, str]:
    return {entry.source: entry.id for entry in workspace.catalog.list()}


def test_what_lies_there_is_imported_at_the_first_look(workspace: Workspace, folder: Path) -> None:
    put(folder / "甲.txt")
    put(folder / "内" / "乙.docx", word())
    put(folder / "x.exe")
    assert [(f.kind, f.source) for f in World(workspace, folder).look()] == [
        ("added", "甲.txt"),
        ("added", "内/乙.docx"),
    ]


def test_a_file_is_imported_when_it_has_stopped_growing(workspace: Workspace, folder: Path) -> None:
    world = World(workspace, folder)
    assert world.look() == []
    path = put(folder / "甲.txt", PLAIN[:9])
    assert world.look(1) == []
    path.write_bytes(PLAIN)
    assert world.look(1.9) == []
    assert world.look(1.9) == []
    assert [f.kind for f in world.look(0.2)] == ["added"]
    assert world.look(9) == []
    assert not world.following.waits


def test_a_change_is_a_new_version(workspace: Workspace, folder: Path) -> None:
    world = World(workspace, folder)
    path = put(folder / "甲.txt")
    world.settled()
    before = found(workspace)
    path.write_bytes(other("又及"))
    assert world.settled() == [("updated", "甲.txt")]
    assert found(workspace) == before
    assert len(workspace.catalog.versions(before["甲.txt"])) == 2


@pytest.mark.parametrize(
    "restarted", [pytest.param(False, id="while it runs"), pytest.param(True, id="while it does not")]
)
def test_a_rename_keeps_the_id_and_corrections(workspace: Workspace, folder: Path, restarted: bool) -> None:
    world = World(workspace, folder)
    put(folder / "甲.txt")
    put(folder / "乙.txt", other("乙"))
    world.settled()
    before = found(workspace)
    workspace.catalog.edit(before["甲.txt"], {"year": 2019})
    (folder / "内").mkdir()
    (folder / "甲.txt").rename(folder / "内" / "定稿.txt")
    if restarted:
        world = World(workspace, folder)
    assert world.settled() == [("moved", "内/定稿.txt")]
    assert found(workspace) == {"内/定稿.txt": before["甲.txt"], "乙.txt": before["乙.txt"]}
    record = workspace.catalog.record(before["甲.txt"])
    assert record is not None
    assert record.report.masthead.year == 2019


def test_a_renamed_folder_keeps_all_ids(workspace: Workspace, folder: Path) -> None:
    world = World(workspace, folder)
    for number in range(20):
        put(folder / "旧" / f"{number:02}.txt", other(str(number)))
    world.settled()
    before = {source.split("/")[1]: name for source, name in found(workspace).items()}
    (folder / "旧").rename(folder / "新")
    assert {kind for kind, _ in world.settled()} == {"moved"}
    assert found(workspace) == {f"新/{name}": identity for name, identity in before.items()}


@pytest.mark.parametrize(
    "restarted", [pytest.param(False, id="while it runs"), pytest.param(True, id="while it does not")]
)
def test_a_deletion_moves_to_the_trash_and_deletes_no_original(
    workspace: Workspace, folder: Path, restarted: bool
) -> None:
    world = World(workspace, folder)
    put(folder / "甲.txt")
    put(folder / "乙.txt", other("乙"))
    world.settled()
    before = found(workspace)
    (folder / "甲.txt").unlink()
    if restarted:
        world = World(workspace, folder)
    assert world.settled() == [("removed", "甲.txt")]
    assert [entry.id for entry in workspace.catalog.list(removed=True)] == [before["甲.txt"]]
    assert workspace.catalog.restore(before["甲.txt"])
    assert workspace.catalog.original(before["甲.txt"]) == PLAIN


def test_a_file_that_comes_back_is_the_same_report(workspace: Workspace, folder: Path) -> None:
    world = World(workspace, folder)
    put(folder / "甲.txt")
    put(folder / "乙.txt", other("乙"))
    world.settled()
    before = found(workspace)
    (folder / "甲.txt").unlink()
    world.settled()
    put(folder / "甲.txt")
    assert world.settled() == [("added", "甲.txt")]
    assert found(workspace) == before


def test_what_a_person_removed_does_not_come_back_by_itself(workspace: Workspace, folder: Path) -> None:
    path = put(folder / "甲.txt")
    World(workspace, folder).settled()
    identity = found(workspace)["甲.txt"]
    moment = time.time()
    while int(time.time()) <= int(max(path.stat().st_ctime, moment)):  # the trash knows seconds only
        threading.Event().wait(0.05)
    workspace.catalog.remove(identity)
    assert World(workspace, folder).settled() == []
    assert found(workspace) == {}


def test_where_one_of_two_copies_is_deleted_the_other_carries_the_report(workspace: Workspace, folder: Path) -> None:
    world = World(workspace, folder)
    put(folder / "甲.txt")
    put(folder / "副本.txt")
    assert sorted(world.settled()) == [("added", "副本.txt"), ("duplicate", "甲.txt")]
    identity = found(workspace)["副本.txt"]
    (folder / "副本.txt").unlink()
    assert world.settled() == [("moved", "甲.txt")]
    assert found(workspace) == {"甲.txt": identity}


def test_a_share_that_is_down_says_nothing_about_its_files(workspace: Workspace, folder: Path) -> None:
    world = World(workspace, folder)
    put(folder / "甲.txt")
    world.settled()
    before = found(workspace)
    away = folder.rename(folder.with_name("别处"))
    assert world.settled() == []
    folder.mkdir()  # the bare place where a share is mounted
    assert World(workspace, folder).settled() == []
    assert world.missing == [folder]
    folder.rmdir()
    away.rename(folder)
    assert world.settled() == []
    assert found(workspace) == before


def test_a_zip_that_changes_gives_up_what_is_no_longer_in_it(workspace: Workspace, folder: Path) -> None:
    world = World(workspace, folder)
    path = put(folder / "材料.zip", zipped({"甲.txt": PLAIN, "乙.txt": other("乙")}))
    world.settled()
    assert set(found(workspace)) == {"材料.zip!/甲.txt", "材料.zip!/乙.txt"}
    path.write_bytes(zipped({"甲.txt": PLAIN}))
    assert world.settled() == [("unchanged", "材料.zip!/甲.txt"), ("removed", "材料.zip!/乙.txt")]
    path.unlink()
    put(folder / "丙.txt", other("丙"))
    assert set(world.settled()) == {("removed", "材料.zip!/甲.txt"), ("added", "丙.txt")}


def test_a_restart_with_nothing_new_records_no_import(workspace: Workspace, folder: Path) -> None:
    put(folder / "甲.txt")
    World(workspace, folder).settled()
    before = [run.number for run in workspace.catalog.imports.list()]
    assert len(before) == 1
    assert World(workspace, folder).settled() == []
    assert [run.number for run in workspace.catalog.imports.list()] == before


def test_what_another_process_holds_up_is_tried_again(tmp_path: Path, folder: Path) -> None:
    home = tmp_path / "home"
    put(folder / "甲.txt")
    with Workspace(home, writing=True) as first:
        assert first.catalog.counts().reports == 0
        hurried = replace(settings.load(home), lock_seconds=0.1)
        with Workspace(home, writing=True, settings=hurried) as second:
            world = World(second, folder)
            assert second.catalog.counts().reports == 0
            holding = first.catalog.database.transaction()  # type: ignore[attr-defined]
            with holding:
                assert world.look() == []
            assert [getattr(problem, "code", "") for problem in world.missing] == ["catalog.locked"]
            assert world.settled() == [("added", "甲.txt")]


class Watch:
    """The command as a process; what it says is gathered line by line."""

    def __init__(self, home: Path, *folders: Path, options: tuple[str, ...] = ()) -> None:
        env = {**os.environ, "BAOGAO_HOME": str(home), "BAOGAO_WATCH_QUIET": "0.2", "BAOGAO_LANG": "en"}
        command = [sys.executable, "-m", "indexer.cli", "watch", "--json", *options, *map(str, folders)]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
        )
        self.rows: list[dict[str, object]] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        assert self.process.stderr is not None
        assert self.process.stderr.readline().startswith("Following ")

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.rows.append(json.loads(line))

    def wait_for(self, condition: Callable[[], bool]) -> None:
        deadline = time.monotonic() + DEADLINE
        tick = threading.Event()
        while not condition():
            assert time.monotonic() < deadline, self.rows
            assert self.process.poll() is None, self.rows
            tick.wait(0.05)

    def said(self, kind: str, source: str) -> bool:
        return any((row["status"], row["source"]) == (kind, source) for row in self.rows)

    def end(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        code = self.process.wait(DEADLINE)
        self._reader.join(DEADLINE)
        assert self.process.stdout is not None
        assert self.process.stderr is not None
        assert self.process.stderr.read() == ""
        self.process.stdout.close()
        self.process.stderr.close()
        return code


@pytest.mark.slow
@pytest.mark.parametrize(
    "options", [pytest.param((), id="told by the system"), pytest.param(("--polling",), id="looked at again and again")]
)
def test_the_command_follows_two_folders_and_ends_at_sigterm(tmp_path: Path, options: tuple[str, ...]) -> None:
    one, two = tmp_path / "一", tmp_path / "二"
    one.mkdir()
    two.mkdir()
    put(one / "甲.txt")
    watch = Watch(tmp_path / "home", one, two, options=options)
    try:
        watch.wait_for(lambda: watch.said("added", "甲.txt"))
        put(two / "新" / "乙.txt", other("乙"))
        watch.wait_for(lambda: watch.said("added", "新/乙.txt"))
        (two / "新" / "乙.txt").rename(one / "丙.txt")
        watch.wait_for(lambda: watch.said("moved", "丙.txt"))
        (one / "甲.txt").unlink()
        watch.wait_for(lambda: watch.said("removed", "甲.txt"))
    finally:
        code = watch.end()
    assert code == 0
    with Workspace(tmp_path / "home") as workspace:
        assert set(found(workspace)) == {"丙.txt"}


def test_once_brings_level_and_ends(tmp_path: Path, folder: Path) -> None:
    put(folder / "甲.txt")
    env = {**os.environ, "BAOGAO_HOME": str(tmp_path / "home"), "BAOGAO_WATCH": f"{folder};", "BAOGAO_LANG": "zh"}
    command = [sys.executable, "-m", "indexer.cli", "watch", "--once"]
    done = subprocess.run(
        command, cwd=ROOT, env=env, capture_output=True, text=True, encoding="utf-8", timeout=DEADLINE
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("新增  甲.txt")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        pytest.param((), "usage.nothing_to_watch", id="no folder"),
        pytest.param(("README.md",), "usage.not_a_folder", id="a file"),
    ],
)
def test_wrong_usage_touches_nothing(tmp_path: Path, words: tuple[str, ...], code: str) -> None:
    command = [sys.executable, "-m", "indexer.cli", "watch", "--json", *words]
    env = {**os.environ, "BAOGAO_HOME": str(tmp_path / "home")}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=DEADLINE)
    assert done.returncode == 2
    assert json.loads(done.stderr)["error"]["code"] == code


def test_without_its_library_folders_are_looked_through(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert watch_events.tells(folder)
    monkeypatch.setattr(watch_events, "watchfiles", None)
    assert not watch_events.tells(folder)
    assert next(watch_events.wakings([folder], threading.Event(), telling=False, between=0.01)) is True


def test_where_the_system_watches_no_more_folders_are_looked_through(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(*_: object, **__: object) -> Iterator[set[object]]:
        raise OSError(28, "OS file watch limit reached")

    monkeypatch.setattr("watchfiles.watch", full)
    assert next(watch_events.wakings([folder], threading.Event(), telling=True, between=0.01)) is True
    assert "watch limit" in caplog.text


def test_what_comes_between_the_first_look_and_the_waiting_is_not_forgotten(workspace: Workspace, folder: Path) -> None:
    put(folder / "甲.txt")
    stop = threading.Event()
    followed = FolderWatch(workspace, [folder], quiet=0.1).run(stop)
    assert next(followed).source == "甲.txt"
    put(folder / "新" / "乙.txt", other("乙"))  # told to nobody: nobody watches yet
    giving_up = threading.Timer(ANYWAY / 2, stop.set)
    giving_up.start()
    found = next(followed, None)
    giving_up.cancel()
    assert found is not None
    assert found.source == "新/乙.txt"


def test_a_change_wakes_at_once_and_silence_is_told(folder: Path) -> None:
    stop = threading.Event()
    wakings = watch_events.wakings([folder], stop, telling=True, between=5.0)
    assert next(wakings) is False
    put(folder / "甲.txt")
    deadline = time.monotonic() + DEADLINE
    while not next(wakings):
        assert time.monotonic() < deadline
    stop.set()
    assert list(wakings) == []
