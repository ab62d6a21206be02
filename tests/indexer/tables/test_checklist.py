"""核查表: five states, rosters, collections; absence is never claimed for what could not be read."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Literal

import openpyxl
import pytest

from archive.catalog import Arrival
from archive.errors import QueryError, ReadError
from archive.ingest import ingest
from archive.model import Notice
from indexer.cli.main import main
from indexer.forms.checklist import checklist_form
from indexer.tables.checklist import (
    Cell,
    Checklist,
    Wording,
    check,
)
from indexer.workspace import Workspace

PAPER = """{year}年抓基层党建工作述职报告

一、履职情况
{work}
二、存在的问题
{problems}
三、下一步打算
{plans}
"""
ROSTER = ["东街道", "西街道", "南街道", "北街道", "新东街道"]


def report(name: str, work: str, plans: str, year: int = 2022) -> tuple[str, bytes]:
    return name, PAPER.format(year=year, work=work, problems="不足。", plans=plans).encode()


FILES = [
    report("2022/东街道.txt", "落实“一岗双责”。一岗双责。", "落实一岗双责。"),
    report("2022/西街道.txt", "抓学习。", "落实一岗双责。"),
    report("2022/新东街道.txt", "抓学习。", "抓党建。"),
]
SCANS = ["2022/南街道.pdf"]


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace(tmp_path / "home", writing=True) as workspace:
        for name, data in FILES:
            arrive(workspace, name, data)
        for name in SCANS:
            unread(workspace, name)
        yield workspace


def arrive(workspace: Workspace, name: str, data: bytes, **given: str | int) -> str:
    arrival = Arrival(f"/{name}", name, data, hashlib.sha256(data).hexdigest(), ingest(data, name), given=given)
    outcome = workspace.catalog.add([arrival])[0]
    assert outcome.status == "added"
    assert outcome.id is not None
    workspace.catch_up()
    return outcome.id


def unread(workspace: Workspace, name: str) -> None:
    data = name.encode()
    error = ReadError("read.needs_ocr", name=name)
    workspace.catalog.add([Arrival(f"/{name}", name, data, hashlib.sha256(data).hexdigest(), error=error)])


def states(table: Checklist) -> dict[str, tuple[Cell, ...]]:
    return {row.name: row.cells for row in table.rows}


WORDINGS = [Wording("一岗双责"), Wording("两个确立")]


def test_a_collection_goes_by_the_year_that_papers_are_about(workspace: Workspace) -> None:
    """A notice of 2022 that reports on no year was not handed in for 2022, though a search finds it under that year."""
    notice = "关于开展检查的通知\n\n各单位要落实一岗双责。\n".encode()
    arrive(workspace, "通知/北街道.txt", notice, unit="北街道", date="2022-05-01")
    table = states(check(workspace.searcher, WORDINGS, roster=ROSTER, year=2022))
    assert table["北街道"][0] == Cell("missing")


def test_five_states(workspace: Workspace) -> None:
    table = check(workspace.searcher, WORDINGS, roster=ROSTER, year=2022)
    assert states(table) == {
        "东街道": (Cell("written", 3), Cell("absent")),
        "西街道": (Cell("planned", 1), Cell("absent")),
        "南街道": (Cell("unreadable"), Cell("unreadable")),
        "北街道": (Cell("missing"), Cell("missing")),
        "新东街道": (Cell("absent"), Cell("absent")),
    }
    assert table.unplaced == ()
    assert table.count("missing") == 1


def test_a_scan_beside_a_report_leaves_nothing_absent(workspace: Workspace) -> None:
    unread(workspace, "2022/西街道附件.pdf")
    unread(workspace, "2022/东街道附件.pdf")
    table = states(check(workspace.searcher, WORDINGS, roster=ROSTER, year=2022))
    assert table["西街道"] == (Cell("unreadable", 1), Cell("unreadable"))
    assert table["东街道"] == (Cell("written", 3), Cell("unreadable"))
    assert table["新东街道"] == (Cell("absent"), Cell("absent")), "东街道 inside its name is not its own"


def test_a_scan_of_nobody_is_told(workspace: Workspace) -> None:
    unread(workspace, "2022/扫描0001.pdf")
    table = check(workspace.searcher, WORDINGS, roster=ROSTER, year=2022)
    assert table.unplaced == ("2022/扫描0001.pdf",)
    assert list(checklist_form(table).unplaced) == ["2022/扫描0001.pdf"]


@pytest.mark.parametrize("code", ["read.pages_without_text", "read.recognised"])
def test_pages_without_text_leave_nothing_absent(workspace: Workspace, code: str) -> None:
    """And a page that was recognised may hold a wording of which one character was read wrongly."""
    name, data = report("2022/北街道.pdf", "学习抓得紧。", "抓党建。")
    whole = ingest(data, name.replace("pdf", "txt"))
    partly = replace(whole, format="pdf", notices=(Notice(code, {"count": 1}),))
    workspace.catalog.add([Arrival(f"/{name}", name, data, hashlib.sha256(data).hexdigest(), partly)])
    workspace.catch_up()
    table = states(check(workspace.searcher, WORDINGS, roster=ROSTER, year=2022))
    assert table["北街道"] == (Cell("unreadable"), Cell("unreadable"))


@pytest.mark.parametrize("by", ["unit", "report"])
def test_who_hands_in_a_copy_has_handed_in(workspace: Workspace, by: Literal["unit", "report"]) -> None:
    data = FILES[0][1]
    name = "2022/北街道.txt"
    copy = Arrival(f"/{name}", name, data, hashlib.sha256(data).hexdigest(), ingest(data, name))
    assert workspace.catalog.add([copy])[0].status == "duplicate"
    table = check(workspace.searcher, WORDINGS, by=by, roster=ROSTER, year=2022)
    assert {row.unit: row.cells[0] for row in table.rows}["北街道"] == Cell("written", 3)
    assert table.count("missing") == 0


def test_a_collection_is_its_year_and_period(workspace: Workspace) -> None:
    arrive(workspace, *report("2021/北街道.txt", "落实一岗双责。", "无。", 2021), unit="北街道党工委")
    assert states(check(workspace.searcher, WORDINGS, roster=ROSTER, year=2022))["北街道"][0] == Cell("missing")
    assert states(check(workspace.searcher, WORDINGS, roster=ROSTER, year=2021))["北街道"][0] == Cell("written", 1)
    assert states(check(workspace.searcher, WORDINGS, roster=ROSTER))["北街道"][0] == Cell("written", 1)


def test_without_a_roster_units_and_nameless_reports_have_rows(workspace: Workspace) -> None:
    arrive(workspace, *report("某某.txt", "落实一岗双责。", "无。"), unit="中街道党工委")
    arrive(workspace, *report("中街道补充.txt", "再抓一岗双责。", "无。"))
    table = check(workspace.searcher, [Wording("一岗双责")])
    assert [row.unit for row in table.rows] == ["东街道", "西街道", "新东街道", "中街道党工委", None]
    assert table.unplaced == ("2022/南街道.pdf",)


def test_rows_may_be_reports(workspace: Workspace) -> None:
    arrive(workspace, *report("2022/东街道补充.txt", "抓学习。", "无。"))
    table = check(workspace.searcher, [Wording("一岗双责")], by="report", roster=ROSTER)
    assert [(row.unit, row.cells[0].state) for row in table.rows if row.reports] == [
        ("东街道", "written"),
        ("西街道", "planned"),
        ("新东街道", "absent"),
        ("东街道", "absent"),
    ]
    assert {row.unit: row.cells[0].state for row in table.rows if not row.reports} == {
        "南街道": "unreadable",
        "北街道": "missing",
    }


def test_any_query_may_be_a_wording(workspace: Workspace) -> None:
    asked = [
        Wording("部分:履职情况 一岗双责"),
        Wording("部分:打算 一岗双责"),
        Wording("一岗双责 OR 学习"),
        Wording("( a", literal=True),
    ]
    table = states(check(workspace.searcher, asked, roster=ROSTER))
    assert [cell.state for cell in table["东街道"]] == ["written", "planned", "written", "absent"]
    assert [cell.state for cell in table["西街道"]] == ["absent", "planned", "written", "absent"]
    with pytest.raises(QueryError):
        check(workspace.searcher, [Wording("( a")])


@pytest.fixture
def files(workspace: Workspace, tmp_path: Path) -> list[str]:
    unread(workspace, "2022/扫描0001.pdf")
    (tmp_path / "wordings.txt").write_text("一岗双责\n\n=1+1\n", encoding="utf-8")
    (tmp_path / "roster.txt").write_text("\n".join(ROSTER) + "\n", encoding="utf-8")
    return [
        *("--home", str(workspace.home), "batch", str(tmp_path / "wordings.txt"), "--matrix"),
        *("--roster", str(tmp_path / "roster.txt"), "--year", "2022"),
    ]


def test_the_command_prints_text_csv_and_json(
    files: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BAOGAO_LANG", "zh")
    assert main(files) == 0
    out, err = capsys.readouterr()
    assert "西街道\n  一岗双责   仅见于下步打算（1 处）\n  =1+1   未见\n" in out
    assert "2022/扫描0001.pdf" in err
    assert main([*files, "--csv"]) == 0
    rows = list(csv.reader(io.StringIO(capsys.readouterr().out)))
    assert rows[0] == ["单位", "一岗双责", "=1+1", "稿件"]
    assert rows[1] == ["东街道", "写了（3 处）", "未见", "2022/东街道.txt"]
    assert rows[4] == ["北街道", "未交", "未交", ""]
    assert rows[-1] == ["无法读取、看不出是哪家", "", "", "2022/扫描0001.pdf"]
    assert main([*files, "--json"]) == 0
    body = json.loads(capsys.readouterr().out)
    assert body["wordings"] == ["一岗双责", "=1+1"]
    assert body["rows"][2]["cells"][0] == {"state": "unreadable", "places": 0, "reports": []}


def test_the_command_counts_papers_without_a_unit_as_papers(
    workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """And what a unit handed in twice, in two encodings, counts once where copies are hidden."""
    monkeypatch.setenv("BAOGAO_LANG", "zh")
    name, data = report("某文件夹/甲.txt", "落实一岗双责。", "无。")
    arrive(workspace, name, data)
    arrive(workspace, "某文件夹/乙.txt", data.decode().encode("gb18030"))
    (tmp_path / "wordings.txt").write_text("一岗双责\n", encoding="utf-8")
    command = ["--home", str(workspace.home), "batch", str(tmp_path / "wordings.txt"), "--matrix"]
    assert main(command) == 0
    units = (
        "东街道\n  一岗双责   写了（3 处）\n西街道\n  一岗双责   仅见于下步打算（1 处）\n新东街道\n  一岗双责   未见\n"
    )
    assert capsys.readouterr().out == units + "单位未填（2 篇）\n  一岗双责   写了（2 处）\n"
    assert main([*command, "--copies", "hide"]) == 0
    once = units + "单位未填（2 篇）\n  一岗双责   写了（1 处）\n已隐藏副本 1 篇（1 处）\n"
    assert capsys.readouterr().out == once
    assert main([*command, "--csv"]) == 0
    assert "单位未填（2 篇）,写了（2 处）" in capsys.readouterr().out
    assert main([*command, "--by", "report", "--copies", "hide"]) == 0
    assert capsys.readouterr().out.count("述职报告\n") == 4


def test_the_workbook_holds_text_only(files: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAOGAO_LANG", "zh")
    assert main([*files, "--xlsx", str(tmp_path / "table.xlsx")]) == 0
    sheet = openpyxl.load_workbook(tmp_path / "table.xlsx").active
    assert [cell.value for cell in sheet[1]] == ["单位", "一岗双责", "=1+1", "稿件"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}
    assert main([*files, "--xlsx", str(tmp_path / "nowhere" / "table.xlsx")]) == 2
