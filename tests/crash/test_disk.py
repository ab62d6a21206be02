"""A full disk of many sizes: `disk.full` is said, nothing is lost, and the next write works without a restart."""

from __future__ import annotations

import json
import os
import random
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import pytest

from archive.catalog.opening import open_catalog
from archive.errors import ArchiveError, CatalogError, EngineError
from indexer.index import sync
from indexer.index.embedded import bulk_build
from indexer.index.embedded.engine import EmbeddedEngine
from indexer.ingest.pipeline import Pipeline, walk
from indexer.workspace import Workspace
from tests.crash.launcher import Launcher
from tests.crash.mounts import grow, mounted, needs_mounts
from tests.crash.world import World, disagreements, rounds, tell
from web.http.error_pages import status_of

T = TypeVar("T")
INDEX_ROOM = 128 * 1024
"""Bytes in which the index of a few reports surely has room, with SQLite's shared memory."""
WORDS = {"this import not stored": "while importing", "the index catches up": "while indexing what is kept"}


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_a_full_disk_harms_nothing_whatever_its_size(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    needs_mounts("mount")
    told = dict.fromkeys(WORDS.values(), 0)
    kilobytes = range(240, 1440, 1200 // rounds(8, 80))
    with Launcher() as launcher:
        for size in kilobytes:
            with mounted("none", tmp_path / f"m{size}", "-t", "tmpfs", "-o", f"size={size}k") as mount:
                told[_fill(tmp_path / f"w{size}", mount, launcher)] += 1
    tell(
        capsys, f"{len(kilobytes)} full disks from {kilobytes[0]} to {kilobytes[-1]} KB, disk.full said {told}; 0 lost"
    )


def _fill(folder: Path, mount: Path, launcher: Launcher) -> str:
    """Add until the disk is full, make some room, then enough, add once more; when the disk was full.

    Some room may be too little for an index: then the answers come from the texts, and the index says why.
    """
    world = World(folder, random.Random(str(mount)))
    world.home = mount / "home"
    ballast = mount / "ballast"
    ballast.write_bytes(b"x" * (mount_size(mount) // 3))
    for _ in range(200):
        step = world.add([str(folder / "files" / f"{world.made + n}.txt") for n in range(4)])
        world.begin(step)
        done = launcher(world.home, *step.words)
        world.acknowledge(step, done.out, done.code)
        if done.code != 0:
            break
    assert done.code == 2, done
    told = json.loads(done.err)["error"]
    assert told["code"] == "disk.full", done
    kept = len(done.out.splitlines()) == len(step.after)
    when = next(stage for words, stage in WORDS.items() if words in told["message"])
    assert kept == (when == WORDS["the index catches up"]), done
    ballast.unlink()
    room = shutil.disk_usage(mount).free
    problems = world.judge()
    room = min(room, shutil.disk_usage(mount).free)  # the catalog may have needed some of it
    if room < INDEX_ROOM and any(problem.startswith("index: disk.full") for problem in problems):
        problems = [problem for problem in problems if not problem.startswith("index")]
    assert problems == [], (mount, room)
    grow(mount, 1024)
    assert world.judge() == [], mount
    world.begin(step)
    after = launcher(world.home, *step.words)
    world.acknowledge(step, after.out, after.code)
    assert after.code == 0, after
    assert world.judge() == [], mount
    return when


def test_the_process_that_writes_the_words_tells_of_a_full_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """A big index is built by two processes: whichever of them meets the full disk, it is called so."""
    needs_mounts("mount")
    monkeypatch.setattr(bulk_build, "FEW", 0)  # few reports are enough
    world = World(tmp_path, random.Random(5))
    world.run(world.add([str(tmp_path / "files" / f"{n}.txt") for n in range(12)]))
    told = []
    with mounted("none", tmp_path / "m", "-t", "tmpfs", "-o", "size=40k") as mount, Workspace(world.home) as workspace:
        for _ in range(16):
            grow(mount, 8)
            engine = EmbeddedEngine(mount / "index", workspace.analyzer)
            try:
                sync.rebuild(workspace.catalog, engine)
            except ArchiveError as error:
                told.append((error.code, Path(str(error.evidence["path"])).name))
            engine.close()
            shutil.rmtree(mount / "index")
    assert {code for code, _ in told} == {"disk.full"}, told
    assert len(told) < 16, "and at last there is room"
    assert capfd.readouterr().err == ""


def mount_size(mount: Path) -> int:
    return shutil.disk_usage(mount).total


def test_the_same_process_goes_on_when_there_is_room_again(tmp_path: Path) -> None:
    """What a server does: catalog and engine stay open, the import fails, room is made, the next import is kept."""
    needs_mounts("mount")
    world = World(tmp_path, random.Random(3))
    files = [tmp_path / "files" / f"{n}.txt" for n in range(40)]
    for file in files:
        file.write_text(world.text() * 40, encoding="utf-8")
    with mounted("none", tmp_path / "m", "-t", "tmpfs", "-o", "size=900k") as mount:
        (mount / "ballast").write_bytes(b"x" * 500_000)
        with Workspace(mount / "home", writing=True) as workspace:
            intake = Pipeline(workspace.catalog, {}, None, 0)
            kept: list[str] = []
            with pytest.raises(ArchiveError) as told:  # noqa: PT012 # whichever import it is
                for file in files:
                    kept += [str(outcome.id) for _, outcome in intake.run(walk([file]))]
                    workspace.catch_up()
            assert told.value.code == "disk.full"
            assert set(workspace.catalog.ids()) >= set(kept)
            (mount / "ballast").unlink()
            more = files[len(kept) : len(kept) + 3]
            kept += [str(outcome.id) for _, outcome in intake.run(walk(more))]
            workspace.catch_up()
            assert set(workspace.catalog.ids()) >= set(kept)
            assert list(disagreements(workspace)) == []
            assert [found.code for found in workspace.catalog.verify()] == []
        catalog = open_catalog(mount / "home", read_only=True)
        assert set(catalog.ids()) >= set(kept)
        catalog.close()


WAYS: list[Callable[[Workspace], object]] = [
    Workspace.catch_up,
    lambda workspace: sync.rebuild(workspace.catalog, workspace.engine),
    lambda workspace: _followed(workspace, 0),
]
ROOMS = range(0, 48, 12)
"""Kilobytes that are left on the full disk: too few for SQLite's shared memory, or for the rest."""


def _followed(workspace: Workspace, after: int) -> int:
    """As a large import is indexed while it is made."""
    assert isinstance(workspace.engine, EmbeddedEngine)
    with workspace.engine.building() as bulk:
        return sync.follow(workspace.catalog, bulk, after)


@pytest.mark.parametrize("way", WAYS, ids=["bringing level", "building anew", "beside an import"])
def test_a_catalog_that_has_no_room_to_be_read_does_not_deny_what_it_keeps(
    tmp_path: Path, way: Callable[[Workspace], object]
) -> None:
    """The reports are kept by one thread, and the disk is full before another one indexes them.

    The last connection of each thread takes SQLite's shared memory with it, 32 KB that the next one cannot have.
    """
    needs_mounts("mount")
    world = World(tmp_path, random.Random(7))
    one, other = (
        [Path(location)] for location in world.add([str(tmp_path / "files" / f"{n}.txt") for n in (1, 2)]).after
    )
    mounting = mounted("none", tmp_path / "m", "-t", "tmpfs", "-o", "size=3000k")
    with mounting as mount, Workspace(mount / "home", writing=True) as workspace:
        _elsewhere(lambda: (_imported(workspace, one), workspace.catch_up()))
        kept = _elsewhere(lambda: _imported(workspace, other))
        assert not (mount / "home" / "catalog.db-shm").exists()
        fill(mount / "ballast")
        told = set()
        for kilobytes in ROOMS:
            os.truncate(mount / "ballast", (mount / "ballast").stat().st_size - 1024 * kilobytes)
            told.add(_elsewhere(lambda: _refused(way, workspace)))
            fill(mount / "ballast")
        assert told - {""} == {"EngineError disk.full"}, told
        (mount / "ballast").unlink()
        assert set(kept) <= set(workspace.catalog.ids())
        workspace.catch_up()
        assert list(disagreements(workspace)) == []


def _elsewhere(call: Callable[[], T]) -> T:
    """In a thread of its own, which lets go of its connection to the catalog."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(call).result()


def _imported(workspace: Workspace, files: list[Path]) -> list[str]:
    return [str(outcome.id) for _, outcome in Pipeline(workspace.catalog, {}).run(walk(files))]


def _refused(way: Callable[[Workspace], object], workspace: Workspace) -> str:
    """How it fails, "" where it does not; the error itself would hold files open."""
    try:
        way(workspace)
    except ArchiveError as error:
        return f"{type(error).__name__} {error.code}"
    return ""


def fill(ballast: Path) -> None:
    """Take all the room there is."""
    with suppress(OSError), ballast.open("ab", buffering=0) as file:
        while file.write(bytes(4096)):
            pass
    assert not shutil.disk_usage(ballast.parent).free


@pytest.mark.parametrize(
    ("error", "kept"),
    [
        pytest.param(CatalogError("disk.full", path="h", problem="full"), False, id="while importing"),
        pytest.param(EngineError("disk.full", path="h", problem="full"), True, id="while indexing"),
    ],
)
def test_each_is_507_on_the_page_and_says_what_is_kept(error: ArchiveError, kept: bool) -> None:
    assert status_of(error) == 507
    assert ("都已保存" in error.message("zh")) == kept
    assert ("not stored" in error.message("en")) == (not kept)
