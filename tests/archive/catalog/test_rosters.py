"""Rosters at the terminal, and what a table says of who handed in."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.cli.main import main
from indexer.tables.checklist import Wording, _Names, check
from indexer.tables.checklist_table import Checklist, Turnout
from indexer.workspace import Workspace
from tests.indexer.tables.test_checklist import (
    FILES,
    ROSTER,
    SCANS,
    arrive,
    report,
    unread,
)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace(tmp_path / "home", writing=True) as workspace:
        for name, data in FILES:
            arrive(workspace, name, data)
        for name in SCANS:
            unread(workspace, name)
        yield workspace


def table_of(workspace: Workspace, *wordings: str, by: str = "unit", roster: list[str] = ROSTER) -> Checklist:
    return check(workspace.searcher, [Wording(one) for one in wordings], by=by, roster=roster)  # type: ignore[arg-type]


def test_who_came_who_did_not_and_who_cannot_be_read(workspace: Workspace) -> None:
    doubtful = [name for name, card in workspace.searcher.engine.cards().items() if "新东" in card.source]
    assert table_of(workspace, "一岗双责").turnout(doubtful) == Turnout(
        due=tuple(ROSTER),
        came=("东街道", "西街道", "南街道", "新东街道"),
        missing=("北街道",),
        unreadable=("南街道",),
        doubtful=("新东街道",),
    )


def test_who_has_not_written_is_answered_for_each_wording(workspace: Workspace) -> None:
    table = table_of(workspace, "一岗双责", "抓学习")
    assert table.names(0, "absent") == ("新东街道",)
    assert table.names(0, "planned") == ("西街道",)
    assert table.names(0, "unreadable") == ("南街道",)
    assert table.names(0, "missing") == ("北街道",)
    assert table.names(1, "absent") == ("东街道",)


def test_those_who_are_not_in_the_roster_are_not_reproached(workspace: Workspace) -> None:
    table = table_of(workspace, "没有人写过的话", roster=["东街道"])
    assert table.names(0, "absent") == ("东街道",)
    assert [row.name for row in table.rows if not row.due] != []


def test_by_report_the_titles_tell_them_apart(workspace: Workspace) -> None:
    arrive(workspace, *report("2022/东街道-补报.txt", "抓学习、抓作风。", "抓党建。"))
    table = table_of(workspace, "一岗双责", by="report")
    assert table.names(0, "absent") == ("新东街道", "东街道《2022年抓基层党建工作述职报告》")
    assert table.names(0, "missing") == ("北街道",)


def test_a_cell_tells_where_its_places_are(workspace: Workspace) -> None:
    arrive(workspace, *report("2022/东街道-补报.txt", "一岗双责。", "抓党建。"))
    cell = table_of(workspace, "一岗双责").rows[0].cells[0]
    assert (cell.state, cell.places) == ("written", 4)
    assert sorted(count for _, count in cell.where) == [1, 3]


def test_a_roster_of_five_thousand_is_looked_through_quickly(workspace: Workspace) -> None:
    roster = [f"第{number}街道办事处" for number in range(5000)]
    (entry, *_) = workspace.catalog.list()
    names, due = _Names(roster), frozenset(roster)
    begun = time.thread_time()
    found = [
        names.of_report(replace(entry, unit=f"中共第{number}街道办事处委员会"), due) for number in range(0, 5000, 25)
    ]
    assert found == roster[::25]
    assert time.thread_time() - begun < 2  # looked for in a list for each report it took a minute


@pytest.fixture
def home(tmp_path: Path) -> str:
    return str(tmp_path / "home")


def test_a_roster_is_saved_listed_shown_used_and_removed(
    home: str, workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace.close()
    units = tmp_path / "名单.txt"
    units.write_text("\ufeff东街道\n\n北街道\n", encoding="utf-8")
    assert main(["roster", "save", "2022年度述职", str(units), "--year", "2022", "--home", home]) == 0
    assert main(["roster", "list", "--home", home]) == 0
    assert main(["roster", "show", "2022年度述职", "--units", "--home", home]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "已存：2022年度述职，2 家。",
        "2022年度述职   2 家   2022",
        "东街道",
        "北街道",
    ]
    queries = tmp_path / "提法.txt"
    queries.write_text("一岗双责\n", encoding="utf-8")
    batch = ["batch", str(queries), "--matrix", "--collection", "2022年度述职", "--home", home]
    assert main(batch) == 0
    printed = capsys.readouterr().out.splitlines()
    assert printed[-2:] == ["应交 2 家，已交 1，未交 1，无法读取 0。", "  未交：北街道"]
    assert main([*batch, "--json"]) == 0
    body = json.loads(capsys.readouterr().out)
    assert (body["year"], body["turnout"]["missing"]) == (2022, ["北街道"])
    assert main(["roster", "remove", "2022年度述职", "--home", home]) == 0
    assert main(["roster", "show", "2022年度述职", "--home", home, "--json"]) == 1
    told = capsys.readouterr()
    assert json.loads(told.err)["error"]["code"] == "catalog.no_such_roster"
    assert main(batch) == 2


@pytest.mark.parametrize(
    ("words", "told"),
    [
        pytest.param(["save", "2022年度述职"], "少了 FILE", id="no file"),
        pytest.param(["show"], "少了 NAME", id="no name"),
        pytest.param(["lend"], "lend", id="no such action"),
    ],
)
def test_what_is_missing_is_told(
    home: str, words: list[str], told: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BAOGAO_LANG", "zh")
    assert main(["roster", *words, "--home", home]) == 2
    assert told in capsys.readouterr().err
