"""What was not read is told wherever absence might be claimed: lists, status, tables, exports, empty answers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from archive.catalog import Arrival
from archive.ingest import ingest
from archive.model import Notice
from archive.readers import text
from archive.readers.left_out import CODES, PARTLY_READ, left_out
from indexer.cli.main import main
from indexer.export import answer_file
from indexer.forms.checklist import checklist_form
from indexer.search.answer import Request
from indexer.tables.checklist import Wording, check
from indexer.workspace import Workspace
from tests.served import Served
from web.app import create_app
from web.http.language import say

TEXT = "东街道2024年度工作报告\n\n一、落实情况\n\n认真履行一岗双责。\n"
NOWHERE = "绝无此语"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace(tmp_path / "home", writing=True) as workspace:
        yield workspace


def arrive(workspace: Workspace, *notices: Notice, name: str = "2024/东街道.txt") -> str:
    data = (TEXT + name).encode()
    report = replace(ingest(data, name), notices=notices)
    arrival = Arrival(f"/{name}", name, data, hashlib.sha256(data).hexdigest(), report)
    (outcome,) = workspace.catalog.add([arrival])
    assert outcome.id
    workspace.catch_up()
    return outcome.id


def code_of(code: str, /, **_: object) -> str:
    """Instead of words, their code."""
    return code


def notice(code: str) -> Notice:
    return Notice(code, {"count": 3, "pages": "1–3", "with": "x"})


def printed(workspace: Workspace, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[str, str]:
    capsys.readouterr()
    main([*words, "--home", str(workspace.home)])
    return capsys.readouterr()


def test_a_kind_without_a_file_of_it_is_no_notice() -> None:
    assert left_out("comments", 0) == ()
    assert left_out("comments", 2) == (Notice("read.left_out.comments", {"count": 2}),)


@pytest.mark.parametrize("code", sorted(PARTLY_READ))
def test_of_a_report_that_was_not_read_whole_nothing_is_absent(
    workspace: Workspace, capsys: pytest.CaptureFixture[str], code: str
) -> None:
    """Also of a text file: no format is exempt from what its reader notices."""
    name = arrive(workspace, notice(code))
    other = arrive(workspace, name="2024/西街道.txt")
    table = check(workspace.searcher, [Wording(NOWHERE)], by="report")
    assert {row.reports[0].id: row.cells[0].state for row in table.rows} == {name: "unreadable", other: "absent"}
    assert checklist_form(table).partly_read == 1
    (made, whole) = (
        answer_file.file(workspace.searcher, Request(query), "jsonl", code_of) for query in (NOWHERE, "一岗双责")
    )
    assert made.head.partly == whole.head.partly == 1
    assert json.loads(made.data.decode().splitlines()[0])["archive_partly_read"] == 1
    rows = [json.loads(line) for line in printed(workspace, capsys, "list", "--json")[0].splitlines()]
    assert {row["id"]: row["doubts"] for row in rows} == {name: [code], other: []}
    assert json.loads(printed(workspace, capsys, "status", "--json")[0])["partly_read"] == 1
    for words in (["search", NOWHERE], ["search", "-c", NOWHERE], ["search", "--json", NOWHERE], ["kwic", NOWHERE]):
        assert "1 篇" in printed(workspace, capsys, *words)[1], words
    assert printed(workspace, capsys, "search", "一岗双责")[1] == ""


def test_in_the_words_of_lists_all_kinds_are_one_doubt(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    arrive(workspace, *map(notice, sorted(CODES)))
    assert printed(workspace, capsys, "list")[0].count("有内容未读入") == 1


def test_where_all_was_read_nothing_is_said(workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    arrive(workspace)
    assert printed(workspace, capsys, "search", NOWHERE)[1] == ""
    head = answer_file.file(workspace.searcher, Request(NOWHERE), "jsonl", code_of).head
    assert answer_file.head_lines(head, code_of)[3][1] == "export.scope.value"


def test_an_older_reader_s_text_is_no_ground_for_absence(
    workspace: Workspace, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    name = arrive(workspace)
    assert check(workspace.searcher, [Wording(NOWHERE)]).rows[0].cells[0].state == "absent"
    monkeypatch.setattr(text, "EDITION", text.EDITION + 1)
    arrive(workspace, name="2024/西街道.txt")
    table = check(workspace.searcher, [Wording(NOWHERE)], by="report")
    assert {row.reports[0].id == name: row.cells[0].state for row in table.rows} == {
        True: "unreadable",
        False: "absent",
    }
    assert (table.older, table.partly, checklist_form(table).older) == (1, 0, 1)
    assert json.loads(printed(workspace, capsys, "status", "--json")[0])["older"] == 1
    assert "旧版程序" in printed(workspace, capsys, "status")[0]
    rows = [json.loads(line) for line in printed(workspace, capsys, "list", "--json")[0].splitlines()]
    assert [row["doubts"] for row in rows if row["id"] == name] == [["read.older"]]
    wordings = workspace.home.parent / "wordings.txt"
    wordings.write_text(NOWHERE, encoding="utf-8")
    assert "1 篇" in printed(workspace, capsys, "batch", "--matrix", str(wordings))[1]
    assert "1 篇" in printed(workspace, capsys, "batch", str(wordings))[1]


def test_pages_say_it(workspace: Workspace) -> None:
    name = arrive(workspace, *left_out("comments", 7), Notice("read.of_tomorrow", {"x": 1}))
    client = Served(workspace.home, workspace, create_app(workspace)).client
    page = client.get(f"/reports/{name}").text
    assert "有 7 条批注没有读入" in page
    assert "read.of_tomorrow" in page, "a code that this program does not know is told all the same"
    for address in (f"/search?q={NOWHERE}", f"/concordance?q={NOWHERE}"):
        assert "其中 1 篇无法读取、没有读全" in client.get(address).text, address
    assert "1 篇没有读全" in client.get(f"/checklist?list={NOWHERE}").text


def test_an_import_s_record_keeps_what_was_noticed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Here: a page whose stated encoding was not its own."""
    page = tmp_path / "通知.html"
    page.write_bytes(f'<meta charset="utf-8"><p>{TEXT}</p>'.encode("gb18030"))
    home = tmp_path / "home"
    assert main(["add", "--json", "--home", str(home), str(page)]) == 0
    (row,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert [one["code"] for one in row["notices"]] == ["read.wrong_charset"]
    with Workspace(home) as workspace:
        (file,) = workspace.catalog.imports.files(1)
        assert [one.code for one in file.notices] == ["read.wrong_charset"]
        app = create_app(workspace)
        client = Served(home, workspace, app).client
        assert client.get("/imports/1.json").get_json()["files"][0]["notices"] == row["notices"]
        with app.test_request_context("/"):
            words = say(row["notices"][0].pop("code"), **row["notices"][0])
        assert words in client.get("/imports/1").text
