"""A damaged index: whatever is done to its files, the next search starts, answers right and makes the index sound."""

from __future__ import annotations

import json
import pickle
import random
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.index.embedded.positions import manifest
from indexer.index.embedded.positions.manifest import Manifest
from indexer.workspace import Workspace
from tests.crash.world import World, answers, disagreements, rounds, tell

Harm = Callable[[Path, random.Random], None]


def files(index: Path) -> list[Path]:
    """All files of the index that hold something."""
    return sorted(path for path in index.rglob("*") if path.is_file() and path.stat().st_size)


def positions(index: Path) -> Path:
    return index / str(json.loads((index / "CURRENT").read_text())["grams"])


def words(index: Path) -> Path:
    return index / str(json.loads((index / "CURRENT").read_text())["words"])


def in_force(index: Path, changed: Callable[[Manifest], Manifest]) -> None:
    """Another manifest of positions, with its sum."""
    manifest.write(positions(index), changed(manifest.read(positions(index))))


def delete_all(index: Path, _: random.Random) -> None:
    shutil.rmtree(index)


def delete_one(index: Path, dice: random.Random) -> None:
    dice.choice(files(index)).unlink()


def delete_words(index: Path, _: random.Random) -> None:
    shutil.rmtree(words(index))


def truncate(index: Path, dice: random.Random) -> None:
    path = dice.choice(files(index))
    own_copy(path)
    with path.open("r+b") as file:
        file.truncate(dice.randrange(path.stat().st_size))


def empty(index: Path, dice: random.Random) -> None:
    path = dice.choice(files(index))
    own_copy(path)
    path.write_bytes(b"")


def garbage(index: Path, dice: random.Random) -> None:
    path = dice.choice(files(index))
    own_copy(path)
    path.write_bytes(dice.randbytes(path.stat().st_size))


def flip(index: Path, dice: random.Random) -> None:
    path = dice.choice(files(index))
    own_copy(path)
    data = bytearray(path.read_bytes())
    data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    path.write_bytes(data)


def flip_positions(index: Path, dice: random.Random) -> None:
    """Any bit of a segment of positions."""
    path = dice.choice(sorted(positions(index).glob("*.segment")))
    data = bytearray(path.read_bytes())
    data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    path.write_bytes(data)


def wrong_version(index: Path, _: random.Random) -> None:
    in_force(index, lambda now: replace(now, fingerprint="positions-0 older"))


def other_sections(index: Path, _: random.Random) -> None:
    """Files of another program, in order by themselves."""
    for path in positions(index).glob("*.segment"):
        path.write_bytes(b"baogao positions" + bytes(path.stat().st_size - 16))


def ahead(index: Path, _: random.Random) -> None:
    """As after putting back an older catalog."""
    in_force(index, lambda now: replace(now, last_change=10_000))


class Trap:
    """Unpickling it leaves a trace."""

    trace = Path("trace")

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (self.trace,)


def pickle_inside(index: Path, _: random.Random) -> None:
    """Where whoosh keeps its pickled schema."""
    Trap.trace = index.parent / "executed"
    for toc in words(index).glob("*.toc"):
        own_copy(toc)
        toc.write_bytes(pickle.dumps(Trap()))


def own_copy(path: Path) -> None:
    """Generations share files by hard links: only this one is to be harmed."""
    data = path.read_bytes()
    path.unlink()
    path.write_bytes(data)


HARMS: list[Harm] = [
    *(delete_all, delete_one, delete_words, truncate, empty, garbage, flip, flip_positions),
    *(wrong_version, other_sections, ahead, pickle_inside),
]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Twenty reports with a few generations behind them."""
    world = World(tmp_path_factory.mktemp("heals"), random.Random(8))
    for _ in range(4):
        world.run(world.add([str(world.folder / "files" / f"{world.made + n}.txt") for n in range(5)]))
    world.run(world.remove(world.living()[0]))
    assert world.judge() == []
    return world


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("harm", HARMS)
def test_a_damaged_index_heals_itself(
    world: World, tmp_path: Path, harm: Harm, capsys: pytest.CaptureFixture[str]
) -> None:
    times = rounds(60, 1008) // len(HARMS)
    wrong = Counter[str]()
    for number in range(times):
        home = tmp_path / str(number)
        shutil.copytree(world.home, home)
        harm(home / "index", random.Random(number))
        problems = answers(home)
        if problems:
            wrong[f"{number}: {problems[0][:150]}"] += 1
        assert not (home / "executed").exists(), "a pickle of another hand was loaded"
        shutil.rmtree(home)
    tell(capsys, f"{harm.__name__}: {times} damages, {times - len(wrong)} healed")
    assert not wrong


@pytest.mark.slow
def test_an_index_of_another_archive_is_not_taken_for_ours(world: World, tmp_path: Path) -> None:
    """As many reports, as many changes: only the archive's own mark tells the two apart."""
    home, other = tmp_path / "home", World(tmp_path / "other", random.Random(99))
    for _ in range(4):
        other.run(other.add([str(other.folder / "files" / f"{other.made + n}.txt") for n in range(5)]))
    other.run(other.remove(other.living()[0]))
    shutil.copytree(world.home, home)
    shutil.rmtree(home / "index")
    shutil.copytree(other.home / "index", home / "index")
    assert answers(home) == []


def test_a_search_that_may_not_write_the_index_answers_all_the_same(world: World, tmp_path: Path) -> None:
    """Another program holds the index's lock, and the index is gone: the answer comes from the texts themselves."""
    home = tmp_path / "home"
    shutil.copytree(world.home, home)
    shutil.rmtree(home / "index")
    (home / "index").mkdir()
    with closing(sqlite3.connect(home / "index" / "lock", isolation_level=None)) as lock:
        lock.execute("BEGIN EXCLUSIVE")
        with Workspace(home) as workspace:
            assert workspace.searcher.engine is not workspace.engine
            told = list(disagreements(workspace))
            assert [problem for problem in told if not problem.startswith("index at")] == []
            assert told, "the index itself stays behind"
