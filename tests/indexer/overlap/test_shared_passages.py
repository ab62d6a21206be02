"""雷同: what was copied is found however it was edited, what is common comes last, and the plain slow way agrees."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.text.fold import fold_text
from indexer.cli.main import main
from indexer.overlap.masking import NAME, NUMBER, Masking
from indexer.overlap.shared_passages import Overlap, Text, overlap
from indexer.overlap.shared_runs import PIECE, JoinedText, common_places, cut_of, dense_runs, pieces_of, runs, stretches
from indexer.overlap.survey import Survey
from indexer.proofing.draft import draft_of_text
from indexer.workspace import Workspace

COPIED = (
    "我镇坚持把基层治理摆在突出位置，先后召开党委会六次专题研究网格划分和人员配备，"
    "建立起镇村组三级联动的巡查走访制度，把矛盾化解在田间地头和农户院落之中。"
)
FORMULA = "更加紧密地团结在党中央周围，高举旗帜，埋头苦干，为实现奋斗目标而努力。"
PAPERS = {
    "甲2022": ("青石镇人民政府", 2022, f"今年以来工作扎实。\n{COPIED}\n下步打算是继续抓落实。\n{FORMULA}"),
    "乙2022": ("白水镇人民政府", 2022, f"这里的工作另有特点，着力推进水利设施管护。\n{FORMULA}"),
    "甲2023": ("青石镇人民政府", 2023, f"新的一年我们注重产业发展，培育了三家合作社。\n{COPIED}\n{FORMULA}"),
    **{
        f"丙{n}": ("清河镇人民政府", 2000 + n, f"第{n}份报告各有各的内容，编号是{n * 7919}。\n{FORMULA}")
        for n in range(10, 16)
    },
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("overlap")
    for name, (unit, year, text) in PAPERS.items():
        paper = folder / f"{name}.txt"
        paper.write_text(f"{unit}{year}年工作总结\n{text}\n{unit}\n{year}年12月20日\n", encoding="utf-8")
    assert main(["--home", str(folder / "home"), "add", *map(str, sorted(folder.glob("*.txt")))]) == 0
    return folder / "home"


@pytest.fixture(scope="module")
def workspace(home: Path) -> Iterator[Workspace]:
    with Workspace(home) as opened:
        yield opened


def of_report(workspace: Workspace, name: str, **options: object) -> Overlap:
    entry = next(entry for entry in workspace.catalog.list() if entry.source.startswith(name))
    record = workspace.catalog.record(entry.id)
    assert record
    text = Text(record.report, record.source, record.id)
    return overlap(workspace.searcher, text, **options)  # type: ignore[arg-type] # the options of `overlap`


def of_draft(workspace: Workspace, text: str, *, masked: bool = False) -> Overlap:
    draft = draft_of_text(text)
    return overlap(workspace.searcher, Text(draft.report, draft.name), masked=masked)


def test_a_copied_paragraph_comes_first_and_formula_last(workspace: Workspace) -> None:
    found = of_report(workspace, "甲2023")
    first, *_, last = found.stretches
    assert (first.nature, first.text, first.other_text) == ("plain", COPIED, COPIED)
    assert (first.card.unit, first.card.year, first.reports) == ("青石镇人民政府", 2022, 2)
    assert first.source == "——《青石镇人民政府2022年工作总结》（青石镇人民政府，2022年），第2段"
    assert (last.nature, last.reports, last.text) == ("formula", 9, FORMULA)
    assert found.compared == len(PAPERS) - 1
    assert found.plain == len(fold_text(COPIED))
    assert found.shared >= found.plain + len(fold_text(FORMULA))


@pytest.mark.parametrize(
    ("view", "compared", "natures"),
    [
        pytest.param("last_year", 1, {"plain"}, id="the unit’s own of the year before"),
        pytest.param("other_units", 7, {"formula"}, id="other units"),
    ],
)
def test_the_views_compare_with_whom_they_say(
    workspace: Workspace, view: str, compared: int, natures: set[str]
) -> None:
    found = of_report(workspace, "甲2023", view=view)
    assert found.compared == compared
    assert {one.nature for one in found.stretches if one.text == COPIED or one.text == FORMULA} >= natures
    assert all((one.card.unit == "青石镇人民政府") == (view == "last_year") for one in found.stretches)


def _every(text: str, step: int) -> str:
    return "".join("鑫" if at % step == step - 1 else one for at, one in enumerate(text))


def _at_random(text: str) -> str:
    dice = random.Random(7)
    return "".join("淼" if dice.random() < 0.1 else one for one in text)


EDITS = [
    (COPIED, "word for word"),
    (_every(COPIED, 10), "every tenth character changed"),
    (_at_random(COPIED), "one in ten at random"),
    (COPIED.replace("，", ",").replace("党委会", "“党委会”"), "other marks"),
    (COPIED.replace("网格划分", "网格化管理划分").replace("和农户院落", ""), "words put in and left out"),
    ("，".join(COPIED[:-1].split("，")[i] for i in (2, 3, 0, 1)) + "。", "its halves in another order"),
]


@pytest.mark.parametrize("draft", [pytest.param(text, id=name) for text, name in EDITS])
def test_an_edited_copy_is_found(workspace: Workspace, draft: str) -> None:
    found = of_draft(workspace, f"关于工作的报告\n我们的开头完全不同。\n{draft}")
    mine = [one for one in found.stretches if one.card.unit == "青石镇人民政府" and one.other_text in COPIED + FORMULA]
    assert sum(one.same for one in mine) >= 0.6 * len(fold_text(COPIED))
    for one in mine:
        text = draft_of_text(f"关于工作的报告\n我们的开头完全不同。\n{draft}").texts[one.passage - 1]
        assert text[one.start : one.end] == one.text


@pytest.mark.parametrize(
    ("before", "after", "nature"),
    [
        pytest.param("有人说“", "”这话不错。", "quoted", id="in quotation marks"),
        pytest.param("有人说“", "”，这话不错。", "quoted", id="the comma behind them is the same, too"),
        pytest.param("《", "》一文里有。", "quoted", id="a title"),
        pytest.param("有人说“好”，", "，“好”就是好。", "plain", id="between two quotations"),
    ],
)
def test_what_is_quoted_is_named_so(workspace: Workspace, before: str, after: str, nature: str) -> None:
    words = COPIED.partition("，先后")[0] + "，先后召开党委会六次专题研究网格划分和人员配备"
    assert words in COPIED
    found = of_draft(workspace, f"关于工作的报告\n我们的开头完全不同。\n{before}{words}{after}")
    assert {one.nature for one in found.stretches if "党委会" in one.text} == {nature}


def test_names_and_numbers_can_be_ignored(workspace: Workspace) -> None:
    """Of the paper of 2022 only the names and numbers were changed."""
    copied = "清河镇人民政府2031年工作总结\n清河镇人民政府2031年12月28日"
    plain = of_draft(workspace, f"{copied}\n完全不同的一段开头文字放在这里。")
    masked = of_draft(workspace, COPIED.replace("六次", "十六次").replace("三级", "四级"), masked=True)
    (one,) = (one for one in masked.stretches if one.other_text == COPIED)
    assert one.share == 1.0
    assert all(shared.text != copied for shared in plain.stretches)


def test_masks_lead_back() -> None:
    masked, starts = Masking({"东街道党工委"}).masked("东街道党工委召开12次会议三十人")
    assert masked == f"{NAME}召开{NUMBER}次会议{NUMBER}人"
    assert [starts[at] for at in (0, 1, 3, 4, len(masked))] == [0, 6, 8, 10, 16]


def test_a_draft_that_lies_in_the_archive_is_not_compared_with_itself(workspace: Workspace) -> None:
    entry = next(entry for entry in workspace.catalog.list() if entry.source.startswith("乙2022"))
    record = workspace.catalog.record(entry.id)
    assert record
    found = of_draft(workspace, "\n".join(record.report.texts))
    assert found.compared == len(PAPERS) - 1
    assert all(one.card.id != entry.id for one in found.stretches)


def test_the_terminal_tells_and_ends_with_what_was_found(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = tmp_path / "a.txt"
    draft.write_text(f"关于工作的报告\n开头一段不一样。\n{COPIED}\n", encoding="utf-8")
    assert main(["--home", str(home), "overlap", str(draft), "--limit", "1"]) == 0
    told = capsys.readouterr().out
    assert told.startswith(f"{len(fold_text(COPIED))} 字相同  100% 相同\n  - {COPIED}\n  + {COPIED}\n")
    assert "只比对文字，是否照搬由人认定。" in told
    draft.write_text("毫不相干的内容，谈天说地。\n", encoding="utf-8")
    assert main(["--home", str(home), "overlap", str(draft), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["stretches"] == []
    assert main(["--home", str(home), "overlap", str(draft), "--against", "last-year", "--json"]) == 2
    assert json.loads(capsys.readouterr().err)["error"]["code"] == "overlap.no_unit"
    assert main(["--home", str(home), "overlap", "nosuch", "--json"]) == 2


WORDS = st.text(alphabet="甲乙丙丁戊\n", max_size=90)


@settings(max_examples=60)
@given(WORDS, WORDS)
def test_runs_are_those_of_the_plain_slow_way(one: str, other: str) -> None:
    """Every maximal common run of a piece and more, by looking at every pair of places."""
    expected = set()
    for start in range(len(one)):
        for at in range(len(other)):
            if one[start] != other[at] or one[start] == "\n":
                continue
            if start and at and one[start - 1] == other[at - 1] != "\n":
                continue
            length = 0
            while (
                start + length < len(one)
                and at + length < len(other)
                and one[start + length] == other[at + length] != "\n"
            ):
                length += 1
            if length >= PIECE:
                expected.add((start, at, length))
    places = [at for at in range(len(one) - PIECE + 1) if "\n" not in one[at : at + PIECE]]
    assert {(run.start, run.other, run.length) for run in runs(one, other, places)} == expected
    if "\n" not in one + other:
        pieces, cut = pieces_of(cut_of(one, PIECE)), cut_of(other, PIECE)
        dense = [tuple(run) for run in dense_runs(one, pieces, other, cut, common_places(pieces, cut))]
        assert sorted(dense) == sorted(expected)


def test_the_longest_stretch_is_what_difflib_finds() -> None:
    one, other = JoinedText([f"甲段文字。{COPIED}"]), JoinedText([f"{COPIED}其他的话。"])
    places = range(len(one.text) - PIECE + 1)
    (stretch,) = stretches(one, other, runs(one.text, other.text, places))
    match = SequenceMatcher(None, one.text, other.text, autojunk=False).find_longest_match()
    assert (stretch.start, stretch.longest) == (match.a, match.size)


class TestWholeArchive:
    """Report after report; broken off, it goes on; what changed makes it old."""

    def test_what_was_broken_off_goes_on(self, workspace: Workspace, tmp_path: Path) -> None:
        survey = Survey(tmp_path)

        def stop(done: int, _: int) -> None:
            if done == 3:
                survey.stop()

        assert not survey.run(workspace, stop)
        assert len(survey.rows()) == 3
        (path,) = survey.folder.glob("*.jsonl")
        path.write_bytes(path.read_bytes() + b'{"id": "cut o')  # as a kill leaves it
        asked: list[int] = []
        assert survey.run(workspace, lambda _, total: asked.append(total))
        assert asked[0] == len(PAPERS) - 3
        assert len({row.id for row in survey.rows()}) == len(PAPERS)
        first = survey.rows()[0]
        assert first.beside in {
            row.id for row in survey.rows()[:2]
        }  # the two papers of one unit, each beside the other
        assert first.beside_same == len(fold_text(COPIED))
        assert survey.change == workspace.catalog.last_change()
        assert not survey.running

    def test_an_older_file_is_told_by_its_change_and_goes_with_the_next_run(
        self, workspace: Workspace, tmp_path: Path
    ) -> None:
        survey = Survey(tmp_path, "last_year")
        survey.folder.mkdir()
        old = survey.folder / "1-last_year.jsonl"
        old.write_text('{"id": "gone", "state": "done"}\n', encoding="utf-8")
        (survey.folder / "2-last_year-masked.jsonl").write_text("", encoding="utf-8")
        assert (survey.change, [row.id for row in survey.rows()]) == (1, ["gone"])
        assert survey.run(workspace)
        assert not old.exists()
        assert Survey(tmp_path, "last_year", masked=True).change == 2  # another view's file is not touched
        states = {row.state for row in survey.rows()}
        assert states == {"done"}

    def test_the_terminal_lists_those_that_share_most(self, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["--home", str(home), "overlap", "--whole", "--json"]) == 0
        body = json.loads(capsys.readouterr().out)
        assert (body["done"], body["total"], body["current"]) == (len(PAPERS), len(PAPERS), True)
        assert [row["unit"] for row in body["reports"][:2]] == ["青石镇人民政府", "青石镇人民政府"]
        assert main(["--home", str(home), "overlap", "--json"]) == 2
        assert json.loads(capsys.readouterr().err)["error"]["code"] == "overlap.one_or_whole"
