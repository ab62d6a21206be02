"""baogao kwic: what people see, as JSON too."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.indexer.cli.test_commands import Shell
from tests.shared_files import SEEDS


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    shell = Shell(tmp_path_factory.mktemp("kwic"))
    assert shell("add", str(SEEDS)).returncode == 0
    return shell


def test_the_wording_stands_in_the_middle(shell: Shell) -> None:
    done = shell("kwic", "一岗双责", "-C", "8", "--limit", "4")
    assert done.returncode == 0
    assert done.stdout.splitlines() == [
        "黑”问题。建立“一岗双责”机关党建工作责  2022  履职情况  ［今年以来抓基层党建工作情况报告］",
        "委班子成员落实“一岗双责”，切实把责任压  2022  履职情况  ［2022年上半年以来抓基层党建工作情况报告］",
        "担当，认真落实“一岗双责”。切实增强“四  2022  下步打算  ［一年来抓基层党建工作报告］",
        "子成员认真落实“一岗双责”要求，全年安排  2022  履职情况  ［一年来抓基层党建工作报告］",
        "共 3 篇 8 处   检索式：“一岗双责”",
        "前面常见：落实 3 · 工作 2 · 班子 1 · 建立 1 · 履行 1",
        "后面常见：党建 1 · 和 1 · 机关 1 · 要求 1",
    ]


def test_a_short_left_side_is_put_in_its_place(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("关于2021年工作的报告\n12落实制度\n制度好\n", encoding="utf-8")
    shell = Shell(tmp_path / "home")
    shell("add", str(tmp_path / "a.txt"))
    lines = shell("kwic", "制度", "-C", "4").stdout.splitlines()
    assert lines[:2] == [
        "        制度好        2021  《关于2021年工作的报告》",
        "  12落实制度          2021  《关于2021年工作的报告》",
    ]


def test_json_is_a_line_a_place(shell: Shell) -> None:
    rows = shell.rows("kwic", "一岗双责", "--order", "year", "--json")
    assert len(rows) == 8
    assert {"id", "passage", "start", "end", "left", "term", "right", "path", "part", "citation"} <= rows[0].keys()


def test_none_is_1_and_a_wrong_query_2(shell: Shell) -> None:
    assert shell("kwic", "绝无此语甲乙").returncode == 1
    assert shell("kwic", '"一岗双责').returncode == 2
    assert shell("kwic", "党建", "-廉政", "--limit", "1").returncode == 0
