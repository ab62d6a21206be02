"""Suggestions: from titles, quoted terms and words of the archive, by beginning, sound and one wrong character."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.cli.main import main
from indexer.ingest.pipeline import Pipeline, walk
from indexer.search.answer import Request
from indexer.search.suggest import (
    Suggester,
    _one_apart,
    differing,
    meant,
)
from indexer.workspace import Workspace
from tests.shared_files import SEEDS


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace(tmp_path / "home", writing=True) as workspace:
        take(workspace, SEEDS)
        yield workspace


def take(workspace: Workspace, path: Path) -> None:
    list(Pipeline(workspace.catalog, {}).run(walk([path])))
    workspace.catch_up()


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        pytest.param("ygsz", "一岗双责", id="initials"),
        pytest.param("YGSZ", "一岗双责", id="initials-in-capitals"),
        pytest.param("一岗", "一岗双责", id="beginning"),
        pytest.param("双责", "一岗双责", id="inside"),
        pytest.param("「一岗", "一岗双责", id="folded"),
        pytest.param("2022年区基层", "2022年区基层党建工作情况报告", id="title"),
        pytest.param("绝无此语", None, id="nothing"),
        pytest.param("“”", None, id="nothing-left"),
    ],
)
def test_suggests(workspace: Workspace, typed: str, first: str | None) -> None:
    found = workspace.suggester.suggest(typed)
    assert (found[0].text if found else None) == first
    assert len(found) <= 8


def test_every_suggestion_is_in_the_archive(workspace: Workspace) -> None:
    for one in workspace.suggester.suggest("党", 200):
        if one.kind != "title":
            tally = workspace.searcher.tally(Request(one.text, literal=True))
            assert tally.total_reports >= one.reports > 0, one


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        pytest.param("一岗双则", "一岗双责", id="wrong-and-sounds-alike"),
        pytest.param("一岗双", "一岗双责", id="missing"),
        pytest.param("一岗双双责", "一岗双责", id="too-many"),
        pytest.param("一双岗责", "一岗双责", id="swapped"),
        pytest.param("民主集体制", "民主集中制", id="wrong"),
    ],
)
def test_did_you_mean(workspace: Workspace, typed: str, expected: str) -> None:
    assert meant(workspace.suggester, workspace.searcher, typed)[0] == expected


def test_what_is_in_no_list_is_found_in_the_texts(workspace: Workspace) -> None:
    assert workspace.suggester.alike("乡村正兴") == []
    assert differing(workspace.searcher, "乡村正兴") == [("乡村振兴", 1)]
    assert differing(workspace.searcher, "乡") == []


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("abc", "abc", False), ("abc", "abd", True), ("abc", "ab", True), ("ab", "xab", True), ("abcd", "acbd", True),
        ("abc", "cba", False), ("abc", "axx", False), ("abc", "abcde", False), ("abcd", "badx", False),
    ],
)  # fmt: skip
def test_one_change(one: str, other: str, apart: bool) -> None:
    assert _one_apart(one, other) is _one_apart(other, one) is apart


def test_the_list_is_kept_and_made_anew_after_a_change(workspace: Workspace, tmp_path: Path) -> None:
    suggester = workspace.suggester
    assert suggester.path is not None
    assert not suggester.path.exists(), "nothing before the first question"
    suggester.suggest("ygsz")
    again = Suggester(workspace.catalog, workspace.analyzer, suggester.path)
    assert again.suggest("ygsz") == suggester.suggest("ygsz")
    (tmp_path / "new.txt").write_text("坚持“三会一课”制度。", encoding="utf-8")
    take(workspace, tmp_path / "new.txt")
    again.suggest("三会")
    again.settle()
    assert [one.text for one in again.suggest("shyk")] == ["三会一课"]
    suggester.path.write_text("{", encoding="utf-8")
    assert Suggester(workspace.catalog, workspace.analyzer, suggester.path).suggest("shyk")[0].text == "三会一课"


def test_it_takes_no_longer_than_a_keystroke(workspace: Workspace) -> None:
    workspace.suggester.suggest("党")
    begun = time.process_time()
    for typed in ("党", "dj", "责任", "ygsz"):
        workspace.suggester.suggest(typed)
    assert time.process_time() - begun < 4 * 0.03


def test_the_command(workspace: Workspace, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAOGAO_LANG", "zh")
    home = str(workspace.home)
    assert main(["--home", home, "suggest", "ygsz"]) == 0
    assert capsys.readouterr().out.startswith("一岗双责   3\n")
    assert main(["--home", home, "suggest", "一岗双则"]) == 0
    assert capsys.readouterr().out == "是不是要找：一岗双责\n"
    assert main(["--home", home, "suggest", "--json", "一岗双则"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "text": "一岗双则",
        "suggestions": [],
        "did_you_mean": ["一岗双责"],
    }
    assert main(["--home", home, "suggest", "绝无此语"]) == 1
