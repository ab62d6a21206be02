"""A full disk of many sizes: `disk.full` is said, nothing is lost, and the next write works without a restart."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from archive.catalog import open_catalog
from archive.errors import ArchiveError
from indexer.intake import Intake, walk
from indexer.workspace import Workspace
from tests.crash.launcher import Launcher
from tests.crash.mounts import mounted, needs_mounts
from tests.crash.world import World, disagreements, rounds, tell

SAID = {"disk.full", "index.unwritable"}
"""What a full disk may be called: the archive's own files, or the index, which is made again when there is room."""


@pytest.mark.timeout(1800)
def test_a_full_disk_harms_nothing_whatever_its_size(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    needs_mounts("mount")
    told = dict.fromkeys(sorted(SAID), 0)
    kilobytes = range(240, 1440, 1200 // rounds(8, 80))
    with Launcher() as launcher:
        for size in kilobytes:
            with mounted("none", tmp_path / f"m{size}", "-t", "tmpfs", "-o", f"size={size}k") as mount:
                told[_fill(tmp_path / f"w{size}", mount, launcher)] += 1
    tell(capsys, f"{len(kilobytes)} full disks from {kilobytes[0]} to {kilobytes[-1]} KB, said: {told}; 0 lost")


def _fill(folder: Path, mount: Path, launcher: Launcher) -> str:
    """Add until the disk is full, make room, add once more; the code that was said."""
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
    assert "Traceback" not in done.err
    ballast.unlink()
    problems = world.judge()
    assert problems == [], (mount, problems)
    after = launcher(world.home, *step.words)
    world.begin(step)
    world.acknowledge(step, after.out, after.code)
    if after.code == 0:  # where a third of the disk was room enough
        assert world.judge() == []
    else:
        assert mount_size(mount) < 400_000, after.err
    return "disk.full" if "Disk full" in done.err else "index.unwritable"


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
            intake = Intake(workspace.catalog, {}, None, 0)
            kept: list[str] = []
            with pytest.raises(ArchiveError) as told:  # noqa: PT012 # whichever import it is
                for file in files:
                    kept += [str(outcome.id) for _, outcome in intake.run(walk([file]))]
                    workspace.catch_up()
            assert told.value.code in SAID
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
