"""baogao term: what people see of the seeds, written by reading them; JSON; quoted terms; rising and falling."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from indexer.cli.main import main
from tests.shared_files import SEEDS

SEEN = """\
一岗双责  3 篇 8 处（库内 5 篇）
本库最早见于 2022：带头开展村（社区）“两委”换届“回头看”，严格开展党组织书记抓基层党建述职评议考核，督促党委班子成员落实“一岗双责”，切实把责任压力传递到班子成员、各级书记。
    ——［2022年上半年以来抓基层党建工作情况报告］（2022年），一、（一）第1段
最近见于 2022：牢固树立“抓好党建是本职”的意识，切实履行党建工作“第一责任人”的职责，以“钉钉子”的精神，团结带领政府班子成员，着力构建党建工作“一岗双责、齐抓共管”的责任体系，推动党建工作责任制落到实处。
    ——［一年来抓基层党建工作报告］（2022年），三、1.第1段
历年（篇 处 每万篇 每百万字）
  2022  3  8  6000.0  512.0
单位（篇 处 每万篇 每百万字）
  不明  3  8  6000.0  512.0
部分：下步打算 4 · 履职情况 4
标题里 1 处；所在标题：强化责任担当，认真落实“一岗双责” 2 · 以更严的要求落实“第一责任” 1 · 坚持知责明责，以上率下压实党建责任 1 · 提高政治站位，增强思想自觉和行动自觉 1 · 突出抓廉政建设，着力严肃党内政治生活 1 · 突出抓组织建设，着力巩固基层基础 1 · 聚焦支部建设，夯实党建基础 1
前面常见：落实 3 · 工作 2 · 班子 1 · 建立 1 · 履行 1
后面常见：党建 1 · 和 1 · 机关 1 · 要求 1
历年例句
  2022  带头开展村（社区）“两委”换届“回头看”，严格开展党组织书记抓基层党建述职评议考核，督促党委班子成员落实“一岗双责”，切实把责任压力传递到班子成员、各级书记。
"""  # noqa: E501 # lines as a terminal has them
"""15,624 characters stand in the five files: 8 places are 512.0 of a million; 3 of 5 reports are 6,000 of 10,000."""


@dataclass
class Ran:
    """What a command has printed."""

    returncode: int
    stdout: str
    stderr: str


class Shell:
    """Runs `baogao` on one home, in this process: what its own process does, `test_commands` proves."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def __call__(self, *words: str) -> Ran:
        out, err = io.StringIO(), io.StringIO()
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            patch.setenv("BAOGAO_LANG", "zh")
            code = main([words[0], "--home", str(self.home), *words[1:]])
        return Ran(code, out.getvalue(), err.getvalue())

    def rows(self, *words: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self(*words).stdout.splitlines()]


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    shell = Shell(tmp_path_factory.mktemp("term") / "home")
    assert shell("add", str(SEEDS)).returncode == 0
    return shell


def test_what_people_see(shell: Shell) -> None:
    done = shell("term", "一岗双责")
    assert done.returncode == 0
    assert done.stdout == SEEN


def test_as_data(shell: Shell) -> None:
    (row,) = shell.rows("term", "一岗双责", "--json")
    assert (row["total_reports"], row["total_matches"], row["archive_reports"]) == (3, 8, 5)
    for name in ("first", "last", "years", "units", "parts", "neighbours", "variants"):
        assert name in row
    assert row["first"]["text"][row["first"]["start"] : row["first"]["end"]] == "一岗双责"
    assert [one["year"] for one in row["years"]] == [2022]
    assert row["neighbours"]["places"] == 8


def test_several_wordings_are_a_line_each(shell: Shell) -> None:
    rows = shell.rows("term", "一岗双责", "绝无此语", "--json")
    assert [(one["wording"], one["total_reports"]) for one in rows] == [("一岗双责", 3), ("绝无此语", 0)]
    assert rows[1]["first"] is None


def test_quoted_terms(shell: Shell) -> None:
    """“三会一课” stands in marks in four of the five files, “一岗双责” as a whole in three: seven times of eight."""
    done = shell("term")
    assert done.stdout.splitlines() == [
        "三会一课  4 篇 5 处  2022  0 个单位",
        "一岗双责  3 篇 7 处  2022  0 个单位",
        "共 2 条",
    ]
    assert shell("term", "--find", "岗").stdout.splitlines()[0].startswith("一岗双责")
    body = json.loads(shell("term", "--json").stdout)
    assert [(one["text"], one["reports"]) for one in body["terms"]] == [("三会一课", 4), ("一岗双责", 3)]


def test_none_is_1_and_what_cannot_be_compared_2(shell: Shell) -> None:
    none = shell("term", "绝无此语甲乙")
    assert none.returncode == 1
    assert none.stdout == "绝无此语甲乙  0 篇 0 处（库内 5 篇）\n"
    alone = shell("term", "--rising", "2022")
    assert alone.returncode == 2
    assert "请写明比较的两组" in alone.stderr
    assert shell("term", "--rising", "2022", "--against", "1999").returncode == 2
    assert shell("term", "").returncode == 2
    assert shell("term", "-一岗双责").stdout.startswith("-一岗双责  0 篇"), "a wording, no option"


def test_rising_and_falling(tmp_path: Path) -> None:
    for year, words in ((2015, "加快转方式调结构步伐"), (2023, "扎实推进中国式现代化建设")):
        for number in range(3):
            text = f"关于{year}年工作的报告\n" + f"第{number}段，{words}。\n" * 12
            (tmp_path / f"{year}-{number}.txt").write_text(text, encoding="utf-8")
    shell = Shell(tmp_path / "home")
    shell("add", *map(str, sorted(tmp_path.glob("*.txt"))))
    lines = shell("term", "--rising", "2023", "--against", "2015").stdout.splitlines()
    assert lines[0].startswith("2023：3/3 篇，")
    assert lines[2] == "“2023”比“2015”多（G² 对数比 处数）"
    assert lines[3].startswith("  扎实推进中国式现代化建设  ")
    assert lines[3].endswith("  36/0")
    (body,) = shell.rows("term", "--rising", "2023", "--against", "2015", "--json")
    assert body["rising"][0]["places"] == 36
    assert body["rising"][0]["places_there"] == 0
