"""baogao confirm and baogao edits: what they change, say and give back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.indexer.cli.test_commands import Shell

TEXTS = {
    "2022_河道工作总结.txt": "河道工作总结\n\n各位领导：\n今年抓了河道整治。\n",
    "考试标准_2019.txt": "开考以前，先看准考证。\n收卷以后，记下时间。\n",
}


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    papers = tmp_path / "papers"
    papers.mkdir()
    for name, text in TEXTS.items():
        (papers / name).write_text(text, encoding="utf-8")
    shell = Shell(tmp_path / "home")
    assert shell("add", str(papers)).returncode == 0
    return shell


@pytest.mark.slow
def test_confirming_and_undoing_in_the_terminal(shell: Shell) -> None:
    """A dozen processes."""
    checks = {row["id"]: row["to_check"] for row in shell.rows("list", "--json")}
    assert all(checks.values())
    assert "待核对：" in shell("list").stdout
    assert "待核对：" in shell("search", "准考证").stdout
    assert "将确认 2 篇" in shell("confirm", "--all", "--preview").stdout
    assert {row["id"]: row["to_check"] for row in shell.rows("list", "--json")} == checks, "a look changes nothing"
    (done,) = shell.rows("confirm", "--all", "--json")
    assert (done["reports"], done["values"], done["changed"]) == (2, sum(map(len, checks.values())), [])
    assert [row["to_check"] for row in shell.rows("list", "--json")] == [[], []]
    (entry,) = shell.rows("edits", "--json")
    assert (entry["number"], entry["kind"], entry["way"], entry["reports"]) == (done["edit"], "confirm", "command", 2)
    assert entry["who"]
    assert "确认无误  2 篇" in shell("edits").stdout
    first = next(iter(checks))
    assert shell("edit", first, "--unit", "甲局").returncode == 0
    undone = shell("edits", str(done["edit"]), "--undo")
    assert undone.returncode == 0
    assert "已撤销，2 篇回到改以前；1 篇后来又改过" in undone.stdout
    assert "没有动：" in undone.stdout
    assert "单位" in shell("edits", str(done["edit"])).stdout
    left = {row["id"]: row["to_check"] for row in shell.rows("list", "--json")}
    assert left == {**checks, first: [name for name in checks[first] if name != "unit"]}
    assert shell("edits", str(done["edit"]), "--undo").returncode == 1
    assert shell("edits", "77", "--json").returncode == 1


@pytest.mark.parametrize(
    ("words", "code"),
    [
        pytest.param(("confirm",), "usage.nothing_to_confirm", id="nothing at all is not everything"),
        pytest.param(("confirm", "someid", "--all"), "usage.nothing_to_confirm", id="ids and all"),
        pytest.param(("edits", "--undo"), "usage.undo_which", id="undo what"),
    ],
)
def test_what_is_not_clear_is_asked_again(tmp_path: Path, words: tuple[str, ...], code: str) -> None:
    done = Shell(tmp_path / "home")(*words, "--json")
    assert done.returncode == 2
    assert json.loads(done.stderr)["error"]["code"] == code
