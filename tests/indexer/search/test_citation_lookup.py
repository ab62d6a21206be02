"""出处 in its forms, and a pasted one that finds its passage again."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.model import Masthead, Passage, Report, ScanLine
from indexer.cli.main import main
from indexer.search.citation import Citations
from indexer.search.citation_lookup import find
from indexer.workspace import Workspace
from tests.shared_files import SEEDS

OTHERS = {
    "2023.txt": "关于2023年工作的报告\n一、成效\n落实责任三次。\n二、不足\n落实责任不够。\n",
    "2024.txt": "关于2024年工作的报告\n一、成效\n落实责任三次。\n二、不足\n落实责任不够。\n",
    "twin.txt": "关于2024年工作的报告\n一、成效\n落实责任九次。\n二、不足\n还是不够。\n",
    "own.txt": "《条例》贯彻情况的报告（试行）\n一、成效\n贯彻条例。\n",
}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder: Path = tmp_path_factory.mktemp("cited")
    for name, text in OTHERS.items():
        (folder / name).write_text(text, encoding="utf-8")
    files = [str(folder / name) for name in OTHERS]
    assert main(["add", "--home", str(folder / "home"), str(SEEDS), *files]) == 0
    with Workspace(folder / "home", writing=True) as workspace:
        yield workspace


def test_every_source_of_the_seeds_finds_its_passage_with_its_words(workspace: Workspace) -> None:
    dice = random.Random(7)
    tried = 0
    for record in workspace.catalog.records(workspace.catalog.ids()):
        if record.source in OTHERS:
            continue
        citations = Citations(record.report, record.source)
        texts = [passage.text for passage in record.report.passages]
        for passage in dice.sample(record.report.passages, min(12, len(texts))):
            pasted = f"{passage.text}\n{citations.of(passage.number)}"
            found = find(workspace.catalog, pasted)
            assert found, pasted
            assert found.report_id == record.id
            assert found.passage is not None
            assert texts[found.passage - 1] == passage.text
            tried += 1
    assert tried > 50


def test_a_source_alone_finds_its_paragraph(workspace: Workspace) -> None:
    record = next(one for one in workspace.catalog.records(workspace.catalog.ids()) if one.source.startswith("004_"))
    passage = next(one for one in record.report.passages if "督促班子成员认真落实“一岗双责”" in one.text)
    found = find(workspace.catalog, "——［一年来抓基层党建工作报告］（2022年），一、3.第1段")
    assert found
    assert (found.report_id, found.passage) == (record.id, passage.number)


@pytest.mark.parametrize(
    ("pasted", "source", "passage"),
    [
        pytest.param("——《关于2023年工作的报告》（2023年），二、第1段", "2023.txt", 5, id="by its place"),
        pytest.param("——《关于2023年工作的报告》（2023年），二、第1段。", "2023.txt", 5, id="with a full stop"),
        pytest.param("落实责任不够。——《关于2023年工作的报告》（2023年），二、第1段", "2023.txt", 5, id="on one line"),
        pytest.param(
            "——《关于2023年工作的报告》（东街道，2023年），二、第1段", "2023.txt", 5, id="a unit corrected since"
        ),
        pytest.param("——《关于2023年工作的报告》（2023年），二、第1段（第3页）（扫描识别）", "2023.txt", 5, id="page"),
        pytest.param("——《关于2023年工作的报告》（2023年），九、第1段", "2023.txt", None, id="a place that is none"),
        pytest.param("落实责任三次……——《关于2023年工作的报告》", "2023.txt", 3, id="by its words"),
        pytest.param(
            "还是不够。——《关于2024年工作的报告》（2024年），二、第1段", "twin.txt", 5, id="words tell of two"
        ),
        pytest.param("——《条例》贯彻情况的报告（试行），一、第1段", "own.txt", 3, id="a title with its own marks"),
    ],
)
def test_a_source_finds(workspace: Workspace, pasted: str, source: str, passage: int | None) -> None:
    found = find(workspace.catalog, pasted)
    assert found
    record = workspace.catalog.record(found.report_id)
    assert record
    assert (record.source, found.passage) == (source, passage)


@pytest.mark.parametrize(
    "pasted",
    [
        pytest.param("一岗双责", id="a wording"),
        pytest.param("坚持底线思维——《党章》的要求", id="a sentence with a title in it"),
        pytest.param("——《关于2024年工作的报告》（2024年），二、第1段", id="two reports of one title and year"),
        pytest.param("——《没有这个报告》（2022年），一、第1段", id="no such report"),
        pytest.param("——" * 2000, id="too long"),
        pytest.param("——《", id="cut off"),
    ],
)
def test_what_is_no_source_of_one_report_is_a_search(workspace: Workspace, pasted: str) -> None:
    assert find(workspace.catalog, pasted) is None


def report(head: Masthead, page: int | None = None, scanned: bool = False) -> Report:
    scan = (ScanLine(0, 0.9, 1),) if scanned else ()
    return Report(head, (Passage(1, "开展**次，1.督查[2]。", page=page, scan=scan),), (), "txt")


FULL = Masthead(
    title="2024年度述职报告",
    unit="东街道党工委",
    year=2024,
    date="2025-01-08",
    number="东街道发〔2025〕3号",
    type="述职报告",
)


@pytest.mark.parametrize(
    ("head", "page", "words"),
    [
        pytest.param(
            FULL, 3, "东街道党工委. 2024年度述职报告: 东街道发〔2025〕3号[R]. (2025-01-08): 3.", id="all of it"
        ),
        pytest.param(
            Masthead(title="2024年度述职报告", year=2024),
            None,
            "2024年度述职报告[R]. ([2024]).",
            id="a year reported on is no year of issue: inferred, in brackets",
        ),
        pytest.param(
            Masthead(title="关于乡村振兴的意见", unit="国务院", number="国发〔2018〕5号"),
            None,
            "国务院. 关于乡村振兴的意见: 国发〔2018〕5号[Z]. (2018).",
            id="no date: the year of the number",
        ),
        pytest.param(
            Masthead(title="关于乡村振兴的意见", unit="国务院"), 2, "国务院. 关于乡村振兴的意见[Z]. 2.", id="no report"
        ),
        pytest.param(Masthead(person="张三"), None, "张三. a.txt[Z].", id="a file's name"),
        pytest.param(
            Masthead(title="抓基层党建工作报告", title_derived=True, year=2022),
            None,
            "［抓基层党建工作报告］[R]. ([2022]).",
            id="a made title in its brackets",
        ),
        pytest.param(
            Masthead(title="抓基层党建工作报告", title_derived=True, year=2022, date="2023-01-05"),
            4,
            "［抓基层党建工作报告］[R]. (2023-01-05): 4.",
            id="a date goes before",
        ),
    ],
)
def test_gbt7714_leaves_out_what_is_not_known(head: Masthead, page: int | None, words: str) -> None:
    assert Citations(report(head, page), "a.txt").source_of(1).gbt7714 == words


def test_markdown_keeps_masks_and_numbers() -> None:
    source = Citations(report(FULL), "a.txt").source_of(1)
    assert source.markdown.splitlines()[0] == r"> 开展\*\*次，1.督查\[2\]。"
    from archive.readers.markup.markdown import rendered

    assert "<strong>" not in rendered(source.markdown)
    assert "开展**次，1.督查[2]。" in rendered(source.markdown)


def test_words_that_were_recognised_say_so() -> None:
    assert Citations(report(FULL, 3, scanned=True), "a.txt").of(1).endswith("第1段（第3页）（扫描识别）")
