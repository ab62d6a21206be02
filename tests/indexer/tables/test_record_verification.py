"""verify-record: every form of a record is read back, an archive that has not changed says the same, and whatever has
changed in it is named.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest

from archive.catalog import Arrival, Roster
from archive.errors import UsageError
from archive.ingest import ingest
from archive.messages import text
from indexer.cli.main import main
from indexer.export import answer_file, concordance_file, spreadsheet
from indexer.export.record_lines import program, read
from indexer.search.answer import Request
from indexer.tables.checklist import Wording, check
from indexer.tables.checklist_sheet import sheet_of
from indexer.tables.receipts import receipts
from indexer.tables.receipts import sheet_of as receipts_sheet
from indexer.tables.record_verification import checklist_record, record_in, roster_record, verify
from indexer.workspace import Workspace
from tests.indexer.tables.test_checklist import FILES, arrive, report
from web.app import create_app

QUERY = Request("一岗双责", literal=True)
FORMS = ("docx", "xlsx", "csv", "jsonl")


def say(code: str, /, **evidence: object) -> str:
    return text(code, "zh", **evidence)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace(tmp_path / "home", writing=True) as workspace:
        for name, data in FILES:
            arrive(workspace, name, data)
        yield workspace


def differences(workspace: Workspace, data: bytes, name: str) -> list[tuple[str, str, str | None, str | None]]:
    return [(one.what, one.of, one.before, one.now) for one in verify(workspace.searcher, record_in(data, name))]


def id_of(workspace: Workspace, name: str) -> str:
    return next(entry.id for entry in workspace.catalog.list() if name in entry.source)


@pytest.mark.parametrize("form", FORMS)
def test_an_answer_in_every_form_says_the_same(workspace: Workspace, form: str) -> None:
    data = answer_file.file(workspace.searcher, QUERY, form, say).data
    assert differences(workspace, data, f"a.{form}") == []
    record = record_in(data, f"a.{form}")
    assert record.program == program()
    entries = {entry.id: entry for entry in workspace.catalog.list()}
    assert {one.id: (one.version, one.sha256, one.added) for one in record.references} == {
        name: (entry.version, entry.sha256, entry.added_at[:10])
        for name, entry in entries.items()
        if "新东" not in entry.source
    }


@pytest.mark.parametrize("form", FORMS)
def test_so_do_all_its_places(workspace: Workspace, form: str) -> None:
    data = concordance_file.file(workspace.searcher, QUERY, "left", form, say).data
    assert differences(workspace, data, f"a.{form}") == []


@pytest.mark.parametrize("form", ["xlsx", "csv"])
@pytest.mark.parametrize("by", ["unit", "report"])
def test_so_do_tables(workspace: Workspace, form: str, by: str) -> None:
    wordings = [Wording("一岗双责"), Wording("“不成对", literal=True)]
    table = check(workspace.searcher, wordings, by="unit" if by == "unit" else "report", roster=("东街道", "北街道"))
    record = checklist_record(workspace.catalog, table, "2026-01-01 08:00")
    assert differences(workspace, spreadsheet.data(sheet_of(table, say, record=record), form), f"a.{form}") == []
    found = receipts(workspace.searcher, Roster("2022年度", ("东街道", "北街道"), 2022))
    data = spreadsheet.data(receipts_sheet(found, say, roster_record(workspace.catalog, found)), form)
    assert differences(workspace, data, f"b.{form}") == []


@pytest.mark.parametrize("path", ["/record?q=一岗双责", "/checklist/record?list=一岗双责%0A抓学习&roster=东街道"])
def test_a_saved_page_says_the_same_and_names_the_program(workspace: Workspace, path: str) -> None:
    html = create_app(workspace).test_client().get(path).data
    assert differences(workspace, html, "核查单.html") == []
    assert f"baogao {program()}".encode() in html


def added(workspace: Workspace) -> None:
    arrive(workspace, *report("2022/北街道.txt", "落实一岗双责。", "抓落实。"))


def removed(workspace: Workspace) -> None:
    workspace.catalog.remove(id_of(workspace, "西街道"))


def changed(workspace: Workspace) -> None:
    name, data = report("2022/西街道.txt", "一岗双责，一岗双责。", "落实一岗双责。")
    [entry] = [entry for entry in workspace.catalog.list() if entry.source == name]
    digest = hashlib.sha256(data).hexdigest()
    workspace.catalog.add([Arrival(entry.location, name, data, digest, ingest(data, name))])


@pytest.mark.parametrize(
    ("change", "whats"),
    [
        pytest.param(added, {("new", None), ("total", "reports"), ("total", "matches")}, id="another report answers"),
        pytest.param(removed, {("gone", "西街道"), ("total", "reports"), ("total", "matches")}, id="one is gone"),
        pytest.param(changed, {("original", "西街道"), ("places", "西街道"), ("total", "matches")}, id="another text"),
    ],
)
def test_what_has_changed_is_named(
    workspace: Workspace, change: Callable[[Workspace], None], whats: set[tuple[str, str | None]]
) -> None:
    named = {id_of(workspace, "2022/西街道"): "西街道"}
    data = answer_file.file(workspace.searcher, QUERY, "csv", say).data
    change(workspace)
    found = differences(workspace, data, "a.csv")
    assert {(what, named.get(of, None if what == "new" else of)) for what, of, _, _ in found} == whats


def test_a_row_of_a_table_that_says_otherwise_is_named(workspace: Workspace) -> None:
    table = check(workspace.searcher, [Wording("一岗双责")], roster=("东街道", "北街道"))
    record = checklist_record(workspace.catalog, table, "2026-01-01 08:00")
    added(workspace)
    found = verify(workspace.searcher, read(record, "a"))
    assert ("state", "北街道", "missing", "written 1") in {(one.what, one.of, one.before, one.now) for one in found}


def test_a_table_of_a_topic_or_with_copies_hidden_is_made_again_as_it_was(workspace: Workspace) -> None:
    workspace.catalog.topics.put("两篇", workspace.catalog.ids()[:2])
    hidden = check(workspace.searcher, [Wording("一岗双责")], hiding=True)
    table = check(workspace.searcher, [Wording("一岗双责")], topic="两篇")
    assert table.reports == 2
    for one in (hidden, table):
        assert verify(workspace.searcher, read(checklist_record(workspace.catalog, one, "2026-01-01 08:00"), "a")) == []


def test_lines_that_are_missing_or_altered_are_no_record(workspace: Workspace) -> None:
    lines = answer_file.file(workspace.searcher, QUERY, "csv", say).head.record
    for broken in (lines[:-1], (lines[0].replace('"kind"', '"kynd"'), *lines[1:]), (lines[0][:-1], *lines[1:])):
        with pytest.raises(UsageError, match="are missing or altered"):
            read(broken, "a")
    with pytest.raises(UsageError, match="no verification lines"):
        read(["别的文字"], "a")
    with pytest.raises(UsageError, match="exe"):
        record_in(b"", "a.exe")


def test_the_lines_stand_apart_from_the_table(workspace: Workspace) -> None:
    book = openpyxl.load_workbook(io.BytesIO(answer_file.file(workspace.searcher, QUERY, "xlsx", say).data))
    assert book.sheetnames[1] == "核验信息"
    assert not any("baogao-re" in str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row)


def test_the_terminal_answers_by_exit_code_and_json(
    workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "核查单.docx"
    path.write_bytes(answer_file.file(workspace.searcher, QUERY, "docx", say).data)
    words = ["verify-record", str(path), "--home", str(tmp_path / "home")]
    workspace.catch_up()
    assert main(words) == 0
    assert "一致" in capsys.readouterr().out
    removed(workspace)
    assert main([*words, "--json"]) == 1
    body = json.loads(capsys.readouterr().out)
    assert (body["same"], body["reports"]) == (False, 2)
    assert "gone" in {one["what"] for one in body["differences"]}
    assert main(words) == 1
    assert re.search("报告 .*库里没有了", capsys.readouterr().out)
