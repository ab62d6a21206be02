"""`baogao check`: every kind of damage is found, nothing sound is accused, not a byte is changed; --repair mends."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.index.embedded.positions.manifest import Manifest
from tests.crash.launcher import Launcher
from tests.crash.test_heals import flip_positions, in_force, own_copy, words
from tests.crash.world import World, answers, rounds, tell

Harm = Callable[[Path, random.Random], None]


def originals(home: Path) -> list[Path]:
    return sorted((home / "originals").glob("*/*"))


def original_deleted(home: Path, dice: random.Random) -> None:
    dice.choice(originals(home)).unlink()


def original_flipped(home: Path, dice: random.Random) -> None:
    flip(dice.choice(originals(home)), dice)


def original_truncated(home: Path, dice: random.Random) -> None:
    path = dice.choice(originals(home))
    path.write_bytes(path.read_bytes()[: dice.randrange(path.stat().st_size)])


def flip(path: Path, dice: random.Random, first: int = 0) -> None:
    data = bytearray(path.read_bytes())
    data[dice.randrange(first, len(data))] ^= 1 << dice.randrange(8)
    path.write_bytes(data)


def catalog_text_changed(home: Path, dice: random.Random) -> None:
    """One letter of a text, where it lies in the file."""
    sql(home, "UPDATE versions SET texts = replace(texts, '。', '，') WHERE rowid = ?", dice.randint(1, 15))


def catalog_structure_changed(home: Path, dice: random.Random) -> None:
    sql(
        home,
        "UPDATE versions SET structure = replace(structure, '\"txt\"', '\"md\"') WHERE rowid = ?",
        dice.randint(1, 15),
    )


def catalog_face_changed(home: Path, dice: random.Random) -> None:
    sql(home, "UPDATE reports SET year = 1999 WHERE number = ?", dice.randint(1, 15))


def catalog_version_lost(home: Path, dice: random.Random) -> None:
    sql(home, "DELETE FROM versions WHERE report = ?", dice.randint(1, 15))


def catalog_zeroed(home: Path, dice: random.Random) -> None:
    """A page of zeros, as a file system leaves after a crash."""
    path = home / "catalog.db"
    data = bytearray(path.read_bytes())
    page = 4096 * dice.randrange(1, len(data) // 4096)
    data[page : page + 4096] = bytes(4096)
    path.write_bytes(data)


def index_gone(home: Path, _: random.Random) -> None:
    shutil.rmtree(home / "index")


def index_flipped(home: Path, dice: random.Random) -> None:
    flip_positions(home / "index", dice)


def index_row_lost(home: Path, dice: random.Random) -> None:
    """Nothing is broken: a report is simply not there."""
    in_force(home / "index", lambda now: _without_one(now, dice))


def _without_one(now: Manifest, dice: random.Random) -> Manifest:
    """A tombstone for a report that lives."""
    first = now.parts[0]
    living = sorted(set(range(first.reports)) - first.gone)
    return replace(now, parts=(first.without({dice.choice(living)}), *now.parts[1:]))


def index_behind(home: Path, _: random.Random) -> None:
    in_force(home / "index", lambda now: replace(now, last_change=now.last_change - 1))


def words_flipped(home: Path, dice: random.Random) -> None:
    folder = words(home / "index")
    path = dice.choice([path for path in sorted(folder.iterdir()) if path.name != "manifest.json"])
    own_copy(path)
    flip(path, dice)


def manifest_gone(home: Path, _: random.Random) -> None:
    (words(home / "index") / "manifest.json").unlink()


def current_garbled(home: Path, dice: random.Random) -> None:
    (home / "index" / "CURRENT").write_bytes(dice.randbytes(40))


def sql(home: Path, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(home / "catalog.db")) as connection, connection:
        assert connection.execute(statement, values).rowcount


HARMS: list[Harm] = [
    *(original_deleted, original_flipped, original_truncated),
    *(catalog_text_changed, catalog_structure_changed, catalog_face_changed, catalog_version_lost, catalog_zeroed),
    *(index_gone, index_flipped, index_row_lost, index_behind, words_flipped, manifest_gone, current_garbled),
]
BEYOND_REPAIR = {catalog_version_lost, catalog_zeroed}
"""What only a backup helps against."""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    world = World(tmp_path_factory.mktemp("check"), random.Random(12))
    world.run(world.add([str(world.folder / "files" / f"{n}.txt") for n in range(15)]))
    for location in world.living()[:3]:
        world.run(world.edit(location))
    world.run(world.remove(world.living()[4]))
    assert world.judge() == []
    return world


@pytest.fixture(scope="module")
def launcher() -> Iterator[Launcher]:
    with Launcher() as started:
        yield started


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("harm", HARMS)
def test_damage_is_found_and_mended(
    world: World, launcher: Launcher, tmp_path: Path, harm: Harm, capsys: pytest.CaptureFixture[str]
) -> None:
    times = rounds(3, 50)
    missed, left = [], []
    for number in range(times):
        home = tmp_path / str(number)
        shutil.copytree(world.home, home)
        harm(home, random.Random(number))
        before = contents(home)
        done = launcher(home, "check", "--json")
        assert "Traceback" not in done.err
        assert contents(home) == before, "check has changed something"
        if done.code == 0:
            missed.append(number)
        kept = {path for path in before if path.startswith("originals")}
        mended = launcher(home, "check", "--repair", "--json")
        assert kept <= contents(home).keys(), "an original was deleted"
        if harm not in BEYOND_REPAIR and (mended.code != 0 or answers(home)):
            left.append(f"{number}: {mended.out} {mended.err}")
        shutil.rmtree(home)
    tell(capsys, f"{harm.__name__}: {times - len(missed)} of {times} found, {times - len(left)} as new after --repair")
    assert missed == []
    assert left == []


def contents(home: Path) -> dict[str, str]:
    """The hash of every file but SQLite's shared memory, which is no content, and its log where that is empty."""
    files = [path for path in home.rglob("*") if path.is_file()]
    return {
        path.relative_to(home).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
        if not path.name.endswith("-shm") and not (path.name.endswith("-wal") and not path.stat().st_size)
    }


@pytest.mark.timeout(3600)
def test_nothing_sound_is_accused(tmp_path: Path, launcher: Launcher, capsys: pytest.CaptureFixture[str]) -> None:
    world = World(tmp_path, random.Random(1))
    wanted = rounds(300, 10_000)
    for start in range(0, wanted, 2_500):
        places = [tmp_path / "files" / f"{start + n}.txt" for n in range(min(2_500, wanted - start))]
        for place in places:
            place.write_text(world.text(), encoding="utf-8")
        assert launcher(world.home, "add", *map(str, places)).code == 0
    ids = [json.loads(line)["id"] for line in launcher(world.home, "list", "--json").out.splitlines()]
    assert launcher(world.home, "edit", ids[0], "--title", "改过的", "--year", "2020").code == 0
    assert launcher(world.home, "remove", ids[1]).code == 0
    assert launcher(world.home, "edit", ids[2], "--unit", "").code == 0
    before = contents(world.home)
    done = launcher(world.home, "check", "--json")
    assert (done.code, done.out) == (0, "")
    assert contents(world.home) == before
    tell(capsys, f"{len(ids)} sound reports: 0 false alarms")
