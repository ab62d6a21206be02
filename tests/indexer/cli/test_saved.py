"""Saved searches at the terminal: a notebook of its own, and the exit code tells whether anything is new."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from indexer.cli.main import main
from tests.indexer.cli.test_commands import Shell


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("saved")
    (folder / "a.txt").write_text("关于工作的报告\n\n落实“一岗双责”要求。", encoding="utf-8")
    assert main(["add", "--home", str(folder / "home"), str(folder / "a.txt")]) == 0
    return folder / "home"


def test_new_places_are_told_once(home: Path) -> None:
    shell = Shell(home)
    assert shell("saved", "list").returncode == 1
    assert shell("saved", "add", "一岗双责").returncode == 0
    assert shell("saved", "add", "巡察", "--name", "看巡察").returncode == 0
    assert shell("saved", "run").returncode == 1
    (home.parent / "b.txt").write_text("关于整改的报告\n\n落实一岗双责，再落实一岗双责。", encoding="utf-8")
    assert main(["add", "--home", str(home), str(home.parent / "b.txt")]) == 0
    listed = shell("saved", "list", "--json")
    assert listed.returncode == 0
    told = {one["name"]: one["new_matches"] for one in map(json.loads, listed.stdout.splitlines())}
    assert told == {"看巡察": 0, "一岗双责": 2}
    assert shell("saved", "run", "看巡察").returncode == 1
    ran = shell("saved", "run", "一岗双责")
    assert ran.returncode == 0
    assert "+2" in ran.stdout
    assert "b.txt" in ran.stdout
    assert shell("saved", "run", "一岗双责").returncode == 1
    assert shell("saved", "list").returncode == 1
    assert shell("saved", "remove", "一岗双责", "看巡察").returncode == 0
    assert shell("saved", "list", "--json").stdout == ""


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(["add"], id="nothing to add"),
        pytest.param(["add", '"未闭'], id="no query"),
        pytest.param(["run", "没有"], id="no such search"),
        pytest.param(["remove"], id="nothing to remove"),
        pytest.param(["send"], id="no such action"),
    ],
)
def test_what_cannot_be(home: Path, words: list[str]) -> None:
    assert Shell(home)("saved", *words).returncode == 2
