"""Saved searches at the terminal: a notebook of its own, and the exit code tells whether anything is new."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.cli.main import main


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("saved")
    (folder / "a.txt").write_text("关于工作的报告\n\n落实“一岗双责”要求。", encoding="utf-8")
    assert main(["add", "--home", str(folder / "home"), str(folder / "a.txt")]) == 0
    return folder / "home"


Asked = Callable[..., tuple[int, str]]


@pytest.fixture
def asked(home: Path, capsys: pytest.CaptureFixture[str]) -> Asked:
    """Runs a verb in this process: its exit code and what it printed."""

    def run(*words: str) -> tuple[int, str]:
        capsys.readouterr()
        code = main([words[0], "--home", str(home), *words[1:]])
        return code, capsys.readouterr().out

    return run


def test_new_places_are_told_once(home: Path, asked: Asked) -> None:
    assert asked("saved", "list")[0] == 1
    assert asked("saved", "add", "一岗双责")[0] == 0
    assert asked("saved", "add", "巡察", "--name", "看巡察")[0] == 0
    assert asked("saved", "run")[0] == 1
    (home.parent / "b.txt").write_text("关于整改的报告\n\n落实一岗双责，再落实一岗双责。", encoding="utf-8")
    assert main(["add", "--home", str(home), str(home.parent / "b.txt")]) == 0
    code, listed = asked("saved", "list", "--json")
    assert code == 0
    told = {one["name"]: one["new_matches"] for one in map(json.loads, listed.splitlines())}
    assert told == {"看巡察": 0, "一岗双责": 2}
    assert asked("saved", "run", "看巡察")[0] == 1
    code, ran = asked("saved", "run", "一岗双责")
    assert code == 0
    assert "+2" in ran
    assert "b.txt" in ran
    assert asked("saved", "run", "一岗双责")[0] == 1
    assert asked("saved", "list")[0] == 1
    assert asked("saved", "remove", "一岗双责", "看巡察")[0] == 0
    assert asked("saved", "list", "--json")[1] == ""


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
def test_what_cannot_be(asked: Asked, words: list[str]) -> None:
    assert asked("saved", *words)[0] == 2
