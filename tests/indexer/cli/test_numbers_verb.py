"""baogao numbers: what people see of a sample, written by reading it; JSON; nothing found."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.indexer.cli.test_term import Shell
from tests.shared_files import SEEDS

SEEN = """\
党课  1 篇 1 处，同句数字 6 个，其中说的就是它的 1 个
次（1 个）
  2022  党课  组，督导检查72次，组织领导班子读书班集中学习10次、讲党课32次、专题研讨7次，形成关于加快养老服务业发展等调研报告11篇。
    ——［今年以来抓基层党建工作情况报告］（2022年），二、（一）第1段
同句的其他数字（说的是别的事）
次（3 个）
  2022  督导检查  成立9个指导小组，督导检查72次，组织领导班子读书班集中学习10次、讲党课32次、专题研讨7
    ——［今年以来抓基层党建工作情况报告］（2022年），二、（一）第1段
  另有 2 个（--limit 0 列出全部）
个（1 个）
  2022  指导小组  成立9个指导小组，督导检查72次，组织领导班子读书班集中学习10次、
    ——［今年以来抓基层党建工作情况报告］（2022年），二、（一）第1段
篇（1 个）
  2022  调研报告  课32次、专题研讨7次，形成关于加快养老服务业发展等调研报告11篇。
    ——［今年以来抓基层党建工作情况报告］（2022年），二、（一）第1段
"""  # noqa: E501 # lines as a terminal has them


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    shell = Shell(tmp_path_factory.mktemp("numbers") / "home")
    (sample,) = Path(SEEDS).glob("001_*")
    assert shell("add", str(sample)).returncode == 0
    return shell


def test_what_people_see(shell: Shell) -> None:
    done = shell("numbers", "党课", "--limit", "1")
    assert (done.returncode, done.stdout) == (0, SEEN)


def test_json_has_them_all(shell: Shell) -> None:
    (row,) = shell.rows("numbers", "党课", "--json")
    assert (row["wording"], row["total_figures"], row["named_figures"]) == ("党课", 6, 1)
    values = {one["value"]: one["names_wording"] for group in row["groups"] for one in group["figures"]}
    assert values == {9: False, 72: False, 10: False, 32: True, 7: False, 11: False}


def test_nothing_found(shell: Shell) -> None:
    assert shell("numbers", "绝无此语").returncode == 1
    assert shell("numbers", "绝无此语", "--json").returncode == 1


def test_no_wording_is_an_error(shell: Shell) -> None:
    assert shell("numbers", "“”").returncode == 2
