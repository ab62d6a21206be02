"""Results as files at the terminal: whole, with their 出处 and with what makes their count evidence."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest

from archive import messages
from archive.errors import UsageError
from indexer.cli.main import main
from indexer.export import answer_file
from indexer.export.docx_writer import WordFile
from indexer.export.printed_record import findings
from indexer.search.answer import Request
from indexer.workspace import Workspace
from tests.indexer.tables.test_checklist import unread
from tests.shared_files import ROOT, SEEDS

Q = "一岗双责"


def say(code: str, /, **evidence: object) -> str:
    return messages.text(code, "zh", **evidence)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("export") / "home"
    assert main(["add", str(SEEDS), "--home", str(home)]) == 0
    return home


@pytest.fixture
def workspace(home: Path) -> Iterator[Workspace]:
    with Workspace(home) as workspace:
        yield workspace


@pytest.mark.parametrize("query", [Q, "党建", "党建 责任", "同段:(党建 责任)", "年:2022 党建", "部分:存在问题 不够"])
def test_every_place_of_the_search_is_listed_with_its_source(workspace: Workspace, query: str) -> None:
    answer = workspace.searcher.search(Request(query, limit=0, passages=0))
    found = findings(workspace.searcher, Request(query), most=10_000)
    assert [(one.card.id, one.matches) for one in found.reports] == [
        (one.card.id, one.matches) for one in answer.reports
    ]
    assert [item.passage for one in found.reports for item in one.items] == [
        passage for one in answer.reports for passage in one.passages
    ]
    assert (found.head.total_reports, found.head.total_matches, found.head.whole) == (
        answer.total_reports,
        answer.total_matches,
        True,
    )
    assert all(item.citation.startswith("——") for one in found.reports for item in one.items)


def test_what_is_left_out_is_said_and_the_totals_stay(workspace: Workspace) -> None:
    whole = findings(workspace.searcher, Request("党建"), most=10_000)
    cut = findings(workspace.searcher, Request("党建"), most=whole.head.listed_passages - 1)
    assert cut.head.listed_reports < whole.head.listed_reports
    assert (cut.head.total_reports, cut.head.total_matches) == (whole.head.total_reports, whole.head.total_matches)
    assert dict(answer_file.head_lines(cut.head, say))["未列全"].startswith(
        f"以下只列前 {cut.head.listed_reports} 篇的"
    )
    assert len(findings(workspace.searcher, Request("党建"), most=0).reports) == 1  # never none of what was found


def test_files_that_could_not_be_searched_are_part_of_the_scope(tmp_path: Path) -> None:
    with Workspace(tmp_path / "home", writing=True) as workspace:
        unread(workspace, "扫描.pdf")
        found = findings(workspace.searcher, Request(Q), most=10)
    assert dict(answer_file.head_lines(found.head, say))["范围"].endswith("；另有 1 个文件无法读取，不在其内")


@pytest.mark.parametrize("form", answer_file.FORMS)
def test_the_terminal_writes_each_form(
    home: Path, tmp_path: Path, form: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BAOGAO_LANG", "zh")
    file = tmp_path / f"结果.{form.upper()}"
    assert main(["search", Q, "--export", str(file), "--home", str(home)]) == 0
    assert re.fullmatch(rf"已导出 3 篇 \d+ 段：{file}\n", capsys.readouterr().out)
    assert file.stat().st_size > 1000
    assert main(["search", "没有人写过的一句话", "--export", str(file), "--home", str(home)]) == 1


@pytest.mark.parametrize(
    ("name", "code"),
    [
        pytest.param("结果.doc", "usage.unknown_form", id="an old form"),
        pytest.param("结果", "usage.unknown_form", id="no form"),
        pytest.param("没有/结果.csv", "usage.unwritable_file", id="no such folder"),
    ],
)
def test_a_file_that_cannot_be_written_is_told(
    home: Path, tmp_path: Path, name: str, code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["search", Q, "--export", str(tmp_path / name), "--home", str(home), "--json"]) == 2
    assert json.loads(capsys.readouterr().err)["error"]["code"] == code


def test_a_wrong_query_writes_nothing(home: Path, tmp_path: Path) -> None:
    assert main(["search", '"一岗双责', "--export", str(tmp_path / "a.csv"), "--home", str(home)]) == 2
    assert list(tmp_path.iterdir()) == []


def test_a_word_file_takes_any_text() -> None:
    document = WordFile("标\x00题")
    document.heading("一、\ud800", 2)
    document.paragraph("甲\x1f乙\x0b丙\n丁")
    texts = [paragraph.text for paragraph in docx.Document(io.BytesIO(document.data())).paragraphs]
    assert 'w:eastAsia="zh-CN"' in docx.Document(io.BytesIO(document.data())).styles.element.xml
    assert texts == ["标题", "一、", "甲\t乙丙\n丁"]


@pytest.mark.slow
def test_without_the_library_the_other_forms_still_work(home: Path, tmp_path: Path) -> None:
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "tests" / "hidden"), str(ROOT)])}
    run = [sys.executable, "-c", "import sys; from indexer.cli.main import main; sys.exit(main())"]
    words = [*run, "search", Q, "--home", str(home), "--json", "--export"]
    told = subprocess.run([*words, str(tmp_path / "a.docx")], env=env, capture_output=True, text=True)
    assert told.returncode == 2
    assert json.loads(told.stderr)["error"]["code"] == "export.word_missing"
    assert subprocess.run([*words, str(tmp_path / "a.xlsx")], env=env, capture_output=True).returncode == 0


def test_an_unknown_form_is_told(workspace: Workspace) -> None:
    with pytest.raises(UsageError):
        answer_file.file(workspace.searcher, Request(Q), "pdf", say)
