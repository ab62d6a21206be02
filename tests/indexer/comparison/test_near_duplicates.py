"""Reports that may be drafts of one another: found by their texts, told apart by their mastheads, counted once."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.catalog import Catalog
from archive.catalog.opening import open_catalog
from indexer.cli.main import main
from indexer.comparison import near_duplicates
from indexer.ingest.pipeline import Pipeline, walk
from indexer.workspace import Workspace
from tests.near_contract import NearContract
from tests.shared_files import SEEDS, shared


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    opened = open_catalog(tmp_path / "home", lock_seconds=5)
    yield opened
    opened.close()


class TestLocalNear(NearContract):
    """sqlite3."""


SENTENCES = [
    f"第{place}项工作由{who}牵头，{what}，年底前完成并报告结果。"
    for place, (who, what) in enumerate(
        (who, what)
        for who in ("党建办", "综合办", "经发办", "城管办", "平安办")
        for what in ("摸清底数建立台账", "逐条整改销号管理", "走访群众听取意见", "完善制度堵塞漏洞", "加强督查跟踪问效")
    )
]


def wrapped(text: str, width: int) -> str:
    return "\n".join(text[start : start + width] for start in range(0, len(text), width))


def alike(one: str, other: str) -> near_duplicates.Likeness:
    return near_duplicates.likeness_of(one, other)


WHOLE = "".join(SENTENCES)


@pytest.mark.parametrize(
    ("other", "tells"),
    [
        pytest.param(wrapped(WHOLE, 28), True, id="lines that end elsewhere, as in a PDF"),
        pytest.param(WHOLE.replace("，", ",").replace("。", "\n"), True, id="other punctuation"),
        pytest.param(
            WHOLE.replace("第3项", "第三项").replace("党建办", "组织办"), True, id="a draft with a name changed"
        ),
        pytest.param("".join(SENTENCES[:20]), True, id="a draft that lacks the last part"),
        pytest.param("".join(SENTENCES[:5]) + "别的事情。" * 90, False, id="a fifth in common"),
        pytest.param("".join(SENTENCES[:6]), False, id="an excerpt is no draft"),
        pytest.param("", False, id="nothing"),
    ],
)
def test_the_texts_tell_what_may_be_a_draft(other: str, tells: bool) -> None:
    assert alike(WHOLE, other).tells is tells
    assert alike(other, WHOLE) == alike(WHOLE, other)


@given(st.text(alphabet="一二三四五六，。\n甲乙", max_size=60), st.text(alphabet="一二三四五六，。\n甲乙", max_size=60))
def test_likeness_is_what_counting_says(one: str, other: str) -> None:
    def pieces(text: str) -> set[str]:
        letters = [letter for letter in text if letter.isalnum()]
        runs = ["".join(letters[at : at + 8]) for at in range(max(1, len(letters) - 7))]
        return {run for run in runs if run}

    a, b = pieces(one), pieces(other)
    found = alike(one, other)
    assert found.resemblance == (len(a & b) / len(a | b) if a and b else 0)
    assert found.containment == (len(a & b) / min(len(a), len(b)) if a and b else 0)


def found(home: Path) -> set[frozenset[str]]:
    with Workspace(home, writing=True) as workspace:
        workspace.catch_up()
        near_duplicates.compare(workspace.catalog, workspace.engine)
        source = {entry.id: entry.source for entry in workspace.catalog.list()}
        return {frozenset((source[pair.one], source[pair.other])) for pair in workspace.catalog.near.open()}


def written(folder: Path, name: str, text: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


HEAD = "东街道党工委2024年度工作报告\n\n东街道党工委\n\n"


def test_drafts_are_found_in_an_archive_whichever_came_first(tmp_path: Path) -> None:
    folder, home = tmp_path / "files", tmp_path / "home"
    written(folder, "定稿2.txt", HEAD + WHOLE)
    written(folder, "定稿3.txt", HEAD + wrapped(WHOLE.replace("年底前", "十月底前"), 40))
    written(folder, "别的.txt", "完全不同的一篇报告，讲的是别的事情，没有相同的句子。" * 9)
    assert main(["add", "--home", str(home), str(folder), str(SEEDS)]) == 0
    assert found(home) == {frozenset(("定稿2.txt", "定稿3.txt"))}


def test_many_reports_asked_together_find_what_each_alone_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Their wordings are looked for at once, by the index or in all texts; drafts of drafts, equal texts, and texts
    without any.
    """
    folder, home = tmp_path / "files", tmp_path / "home"
    for number in range(9):
        some = [sentence for at, sentence in enumerate(SENTENCES) if (at + number) % 7]
        written(folder, f"稿{number}.txt", HEAD + wrapped("".join(some), 30 + number))
    written(folder, "同文.txt", HEAD + WHOLE)
    written(folder, "同文.md", HEAD + WHOLE)
    written(folder, "别的.txt", "完全不同的一篇报告，讲的是别的事情。" * 9)
    written(folder, "短.txt", "短短的一篇。")
    with Workspace(home, writing=True) as workspace:
        list(Pipeline(workspace.catalog, {}).run(walk([folder])))
        workspace.catch_up()
    answers = []
    for size, many in ((1, 99), (5, 99), (64, 99), (64, 1)):
        copy = tmp_path / f"{size}-{many}"
        shutil.copytree(home, copy)
        monkeypatch.setattr(near_duplicates, "BATCH", size)
        monkeypatch.setattr(near_duplicates, "MANY", many)  # from so many on all texts are gone through
        with Workspace(copy, writing=True) as workspace:
            pairs = near_duplicates.compare(workspace.catalog, workspace.engine)
            assert not workspace.catalog.near.pending()
            kept = {(one.one, one.other, one.resemblance) for one in workspace.catalog.near.open()}
        answers.append(sorted((one.one, one.other, one.resemblance, one.containment) for one in pairs))
        assert kept == {row[:3] for row in answers[-1]}
    assert answers[0] == answers[1] == answers[2] == answers[3]
    assert len(answers[0]) > 20


@pytest.mark.parametrize("field", ["--unit", "--year"])
def test_this_year_s_report_is_not_last_year_s(tmp_path: Path, field: str) -> None:
    """Copied from last year, or from another unit: like, but two reports."""
    home = tmp_path / "home"
    for place, value in enumerate(("2023", "2024")):
        text = WHOLE if place else "".join(SENTENCES[:18])
        written(tmp_path, f"{place}.txt", text)
        assert main(["add", "--home", str(home), field, value, str(tmp_path / f"{place}.txt")]) == 0
    assert found(home) == set()


@pytest.mark.slow
def test_the_same_text_as_word_and_pdf_is_found(tmp_path: Path) -> None:
    folder = shared("corpus", "formats")
    files = sorted(path for path in folder.rglob("*") if path.suffix in (".docx", ".pdf") and "民法典" in path.name)
    assert {path.suffix for path in files} == {".docx", ".pdf"}
    assert main(["add", "--home", str(tmp_path / "home"), *map(str, files)]) == 0
    assert any({Path(name).suffix for name in pair} == {".docx", ".pdf"} for pair in found(tmp_path / "home"))


def told(capsys: pytest.CaptureFixture[str], home: Path, *words: str) -> list[str]:
    capsys.readouterr()
    assert main([words[0], "--home", str(home), *words[1:]]) == 0
    return capsys.readouterr().out.splitlines()


def test_the_terminal_tells_lists_merges_and_undoes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, home = tmp_path / "files", tmp_path / "home"
    written(folder, "定稿2.txt", HEAD + WHOLE)
    told(capsys, home, "add", str(folder))
    written(folder, "定稿3.txt", HEAD + WHOLE.replace("年底前", "十月底前"))
    added, said, total = told(capsys, home, "add", str(folder))
    assert added.startswith("新增  定稿3.txt")
    assert "与《东街道党工委2024年度工作报告》有 " in said
    assert total.startswith("导入 2 个文件：新增 1，更新 0，未变 1")
    percent, one, other = told(capsys, home, "near")
    assert percent.endswith("% 相同")
    ids = {line.split()[2] if len(line.split()) > 3 else line.split()[-1]: line.split()[0] for line in (one, other)}
    draft, final = ids["定稿2.txt"], ids["定稿3.txt"]
    (row,) = map(json.loads, told(capsys, home, "near", "--json"))
    assert {report["id"] for report in row["reports"]} == {draft, final}
    assert told(capsys, home, "search", "-l", "走访群众") == ["定稿2.txt", "定稿3.txt"]
    assert told(capsys, home, "near", "--merge", final, draft) == [
        f"已并为版本：{draft} → {final}。撤销：baogao near --undo {draft}"
    ]
    assert told(capsys, home, "search", "-l", "走访群众") == ["定稿3.txt"]
    assert told(capsys, home, "near") == ["没有待认定的。"]
    assert told(capsys, home, "near", "--undo", draft) == [f"已撤销：{draft} 又是单独一篇。"]
    assert told(capsys, home, "search", "-l", "走访群众") == ["定稿2.txt", "定稿3.txt"]
    assert told(capsys, home, "near", "--apart", draft, final) == [f"已记下：{draft} 和 {final} 不是同一报告。"]
    assert told(capsys, home, "near") == ["没有待认定的。"]


def test_deciding_about_a_report_that_is_not_there_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = tmp_path / "home"
    assert main(["add", "--home", str(home), str(SEEDS)]) == 0
    for words in (["--merge", "nobody", "nothing"], ["--apart", "nobody", "nothing"], ["--undo", "nobody"]):
        assert main(["near", "--home", str(home), *words]) == 1
        assert "没有编号为 nobody 的报告" in capsys.readouterr().err
