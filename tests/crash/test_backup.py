"""Backup and restore: the same archive to the byte, the same answers; nothing is restored that is not whole."""

from __future__ import annotations

import hashlib
import json
import random
import subprocess
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from archive.catalog.opening import open_catalog
from indexer.search.answer import Request
from indexer.workspace import Workspace
from tests.crash.launcher import Launcher
from tests.crash.world import COMMAND, WORDINGS, World, rounds, tell


@pytest.fixture(scope="module")
def launcher() -> Iterator[Launcher]:
    with Launcher() as started:
        yield started


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    world = World(tmp_path_factory.mktemp("backup"), random.Random(21))
    world.run(world.add([str(world.folder / "files" / f"{n}.txt") for n in range(20)]))
    world.run(world.add(world.living()[:2]))
    world.run(world.edit(world.living()[3]))
    world.run(world.remove(world.living()[4]))
    (world.home / "baogao.toml").write_text("lock_seconds = 20.0\n", encoding="utf-8")
    return world


@pytest.fixture
def backup(world: World, launcher: Launcher, tmp_path: Path) -> Path:
    path = tmp_path / "备份.zip"
    done = launcher(world.home, "backup", str(path))
    assert done.code == 0, done.err
    return path


def everything(home: Path) -> str:
    """A hash over all that the archive knows: entries, versions with texts, trash, unread, and every original."""
    digest = hashlib.sha256()
    catalog = open_catalog(home, read_only=True)
    for removed in (False, True):
        for entry in catalog.list(removed=removed):
            digest.update(repr(entry).encode())
            for version in catalog.versions(entry.id):
                digest.update(repr(version).encode())
                digest.update(catalog.original(entry.id, version.number))
                digest.update(repr(catalog.record(entry.id, version.number)).encode())
    digest.update(repr(list(catalog.unread())).encode())
    catalog.close()
    return digest.hexdigest()


def told(home: Path, queries: list[str]) -> list[object]:
    with Workspace(home) as workspace:
        tallies = [workspace.searcher.tally(Request(query)) for query in queries]
        return [[(row.card.id, row.matches) for row in tally.rows] for tally in tallies]


@pytest.mark.timeout(1200)
def test_the_restored_archive_is_the_same(
    world: World, backup: Path, launcher: Launcher, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    restored = tmp_path / "restored"
    assert not [name for name in zipfile.ZipFile(backup).namelist() if name.startswith("index")]
    done = launcher(restored, "restore", str(backup))
    assert done.code == 0, done.err
    assert everything(restored) == everything(world.home)
    assert (restored / "baogao.toml").read_text() == (world.home / "baogao.toml").read_text()
    dice, text = random.Random(2), "".join(place.text or "" for places in world.owed.values() for place in places)
    starts = [dice.randrange(len(text)) for _ in range(rounds(100, 1000))]
    cut = ["".join(text[start : start + dice.randint(2, 12)].split()) for start in starts]
    queries = [f"“{piece}”" for piece in cut if piece.strip("、，。")] + [" ".join(dice.sample(WORDINGS, 2))]
    assert told(restored, queries) == told(world.home, queries)
    assert launcher(restored, "check").code == 0
    tell(capsys, f"{len(queries)} queries: the same answers, and everything equal to the byte")


@pytest.mark.slow
def test_a_backup_while_others_add_is_of_one_moment(world: World, tmp_path: Path, launcher: Launcher) -> None:
    busy = World(tmp_path / "busy", random.Random(4))
    busy.run(busy.add([str(busy.folder / "files" / "first.txt")]))
    for number in range(300):
        (busy.folder / "files" / f"{number}.txt").write_text(busy.text(), encoding="utf-8")
    adding = subprocess.Popen(
        [*COMMAND, "add", str(busy.folder / "files"), "--json"], env=busy.env(), stdout=subprocess.PIPE, text=True
    )
    assert adding.stdout is not None
    adding.stdout.readline()
    drain = threading.Thread(target=adding.stdout.read)
    drain.start()
    saved = [launcher(busy.home, "backup", str(tmp_path / f"{n}.zip")) for n in range(3)]
    drain.join()
    assert adding.wait() == 0
    adding.stdout.close()
    counts = []
    for number, done in enumerate(saved):
        assert done.code == 0, done.err
        home = tmp_path / f"restored{number}"
        assert launcher(home, "restore", str(tmp_path / f"{number}.zip")).code == 0
        assert launcher(home, "check").code == 0
        catalog = open_catalog(home, read_only=True)
        counts.append(len(catalog.ids()))
        catalog.close()
    assert counts == sorted(counts)
    assert counts[0] > 1


def repacked(backup: Path, rename: Callable[[str], str], change: Callable[[str, bytes], bytes] | None = None) -> Path:
    """The same zip as another program would pack it."""
    other = backup.with_name("other.zip")
    with zipfile.ZipFile(backup) as old, zipfile.ZipFile(other, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(rename(name), change(name, data) if change else data)
    return other


@pytest.mark.parametrize(
    "rename",
    [
        pytest.param(lambda name: name.replace("/", "\\"), id="backslashes"),
        pytest.param(lambda name: "备份/" + name, id="a folder around it"),
        pytest.param(lambda name: "备份".encode("gbk").decode("cp437") + "/" + name, id="its name in GBK"),
        pytest.param(lambda name: "./" + name, id="a dot before it"),
    ],
)
def test_a_backup_packed_by_another_program_is_restored(
    world: World, backup: Path, launcher: Launcher, tmp_path: Path, rename: Callable[[str], str]
) -> None:
    restored = tmp_path / "restored"
    done = launcher(restored, "restore", str(repacked(backup, rename)))
    assert done.code == 0, done.err
    assert everything(restored) == everything(world.home)


def lie(files: dict[str, str]) -> Callable[[str, bytes], bytes]:
    def change(name: str, data: bytes) -> bytes:
        if name != "manifest.json":
            return data
        manifest = json.loads(data)
        manifest["files"] |= files
        return json.dumps(manifest).encode()

    return change


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda path: path.write_bytes(path.read_bytes()[:-300]), id="cut off"),
        pytest.param(lambda path: path.write_bytes(b"PK\x03\x04nothing"), id="no zip"),
        pytest.param(lambda path: path.write_bytes(b""), id="empty"),
        pytest.param(lambda path: path.unlink(), id="not there"),
        pytest.param(
            lambda path: repacked(path, str, lambda name, data: data[::-1] if name > "n" else data).replace(path),
            id="an original is another",
        ),
        pytest.param(
            lambda path: repacked(
                path, str, lambda name, data: data + b"# changed\n" if name == "baogao.toml" else data
            ).replace(path),
            id="the settings are others",
        ),
        pytest.param(
            lambda path: repacked(path, lambda name: name.replace("catalog", "kat")).replace(path),
            id="a file is missing",
        ),
        pytest.param(
            lambda path: repacked(path, str, lie({"../../evil": "0" * 64})).replace(path), id="a name that climbs out"
        ),
        pytest.param(
            lambda path: repacked(path, str, lie({"index/CURRENT": "0" * 64})).replace(path),
            id="a name that is not ours",
        ),
    ],
)
def test_what_is_not_whole_is_not_restored(
    backup: Path, launcher: Launcher, tmp_path: Path, spoil: Callable[[Path], object]
) -> None:
    spoil(backup)
    before = set(tmp_path.iterdir())
    done = launcher(tmp_path / "restored", "restore", str(backup), "--json")
    assert done.code == 2
    assert json.loads(done.err)["error"]["code"] == "backup.unreadable", done.err
    assert set(tmp_path.iterdir()) == before, "nothing is left behind"


def test_nothing_is_overwritten(world: World, backup: Path, launcher: Launcher) -> None:
    before = everything(world.home)
    assert launcher(world.home, "restore", str(backup)).code == 2
    assert everything(world.home) == before
    assert launcher(world.home, "backup", str(backup)).code == 2
