"""One archive for both doors: the seeds, papers of three units, one copied from another, one with a giant passage."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.catalog import Roster
from tests.assistants_client import Client, over_http, over_stdio
from tests.served import Served, served
from tests.shared_files import SEEDS

COPIED = "我们坚持把窗口延时服务和上门代办结合起来，全年为行动不便的老人代办事项三百一十七件，群众满意。"


def end(unit: str, day: int) -> str:
    return f"{unit}街道办事处\n2023年12月{day}日\n"


PAPERS = {
    "东街道2023.txt": f"东街道2023年工作报告\n\n一、工作情况\n{COPIED}\n推进河长制落实到每个网格。\n{end('东', 1)}",
    "西街道2023.txt": f"西街道2023年工作报告\n\n一、工作情况\n开头并不相同。\n{COPIED}\n{end('西', 2)}",
    "南街道2023.txt": f"南街道2023年工作报告\n\n一、工作情况\n设了延时服务窗口，制度全了。\n{end('南', 3)}",
    "长篇.txt": "关于长篇的报告\n\n" + "甲乙丙丁戊己庚辛壬癸河长制" * 4_000 + "\n",
}


@pytest.fixture(scope="package")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    files = tmp_path_factory.mktemp("papers")
    for name, text in PAPERS.items():
        (files / name).write_text(text, encoding="utf-8")
    with served(tmp_path_factory.mktemp("assistants") / "home", SEEDS, files) as found:
        for name in ("东街道", "西街道", "南街道"):
            found.workspace.catalog.edit(found.id_of(name), {"unit": name, "year": 2023})
        found.workspace.catalog.rosters.save(Roster("各街道", ("东街道", "西街道", "南街道", "北街道"), 2023))
        found.workspace.catch_up()
        yield found


@pytest.fixture(scope="package")
def stdio(archive: Served) -> Iterator[Client]:
    with over_stdio(archive.home, PYTHONIOENCODING="gbk", BAOGAO_LANG="zh") as client:
        yield client


@pytest.fixture(params=["http", "stdio"])
def door(request: pytest.FixtureRequest, archive: Served) -> Client:
    if request.param == "stdio":
        found: Client = request.getfixturevalue("stdio")
        return found
    return over_http(archive.client)


@pytest.fixture
def http(archive: Served) -> Client:
    return over_http(archive.client)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"
