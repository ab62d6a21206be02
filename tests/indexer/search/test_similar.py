"""找相似: a sentence that was changed a little leads to where it came from, and the differences add up."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import QueryError
from archive.text.fold import fold_text
from indexer.cli.main import main
from indexer.ingest.pipeline import Pipeline, walk
from indexer.search import similar as similar_module
from indexer.search.answer import Request
from indexer.search.similar import Likeness, Piece, similar
from indexer.workspace import Workspace
from tests.shared_files import SEEDS

SENTENCE = "督促班子成员认真履行一岗双责的要求，安排分管部门党风廉政建设"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with Workspace(tmp_path_factory.mktemp("home"), writing=True) as workspace:
        list(Pipeline(workspace.catalog, {}).run(walk([SEEDS])))
        workspace.catch_up()
        yield workspace


def add_up(found: Likeness, sentence: str) -> None:
    """The pieces tell both texts whole."""
    assert "".join(found.text[piece.start : piece.end] for piece in found.pieces) == found.text[found.start : found.end]
    assert "".join(piece.sentence for piece in found.pieces) == fold_text(sentence)
    for piece in found.pieces:
        there = fold_text(found.text[piece.start : piece.end])
        assert (piece.tag == "same") == (there == piece.sentence != "")
        assert (piece.tag == "missing") == (there == "")
        assert (piece.tag == "added") == (piece.sentence == "")


def test_a_sentence_from_the_archive_with_its_differences(workspace: Workspace) -> None:
    first = similar(workspace.searcher, SENTENCE)[0]
    assert first.text[first.start : first.end] == "督促班子成员认真落实“一岗双责”要求，全年安排分管部门党风廉政建设"
    assert first.card.source.startswith("004_")
    assert first.path[0] == "一、所作的工作和取得的成效"
    told = [(piece.tag, piece.sentence, first.text[piece.start : piece.end]) for piece in first.pieces]
    assert told == [
        ("same", "督促班子成员认真", "督促班子成员认真"),
        ("changed", "履行", "落实“"),
        ("same", "一岗双责", "一岗双责”"),
        ("missing", "的", ""),
        ("same", "要求,", "要求，"),
        ("added", "", "全年"),
        ("same", "安排分管部门党风廉政建设", "安排分管部门党风廉政建设"),
    ]
    assert first.share == pytest.approx(2 * 27 / (30 + 31))
    add_up(first, SENTENCE)


def test_a_changed_sentence_finds_its_source(workspace: Workspace) -> None:
    chance = random.Random(7)
    passages = [
        (record.id, passage)
        for record in workspace.catalog.records(workspace.catalog.ids())
        for passage in record.report.passages
        if len(passage.text) > 60
    ]
    for report_id, passage in chance.sample(passages, 40):
        start = chance.randrange(len(passage.text) - 50)
        letters = list(passage.text[start : start + 50])
        for _ in range(6):
            letters[chance.randrange(len(letters))] = chance.choice("党的工作一")
        del letters[chance.randrange(len(letters))]
        found = similar(workspace.searcher, "".join(letters))
        assert any(one.card.id == report_id and one.passage == passage.number for one in found[:3])
        shares = [one.share for one in found]
        assert shares == sorted(shares, reverse=True)
        assert all(0.5 <= share <= 1 for share in shares)
        for one in found:
            add_up(one, "".join(letters))


def test_limits(workspace: Workspace) -> None:
    searcher, sentence = workspace.searcher, "认真落实一岗双责要求"
    assert len(similar(searcher, sentence, limit=1)) == 1
    best = similar(searcher, sentence)[0]
    assert all(one.card.id != best.card.id for one in similar(searcher, sentence, without={best.card.id}))
    assert similar(searcher, sentence, least=1.01) == []
    assert similar(searcher, "量子色动力学的渐近自由") == []
    assert similar(searcher, "党建")[0].share == 1.0
    for text, code in (("", "query.empty"), ("“”", "query.nothing_left"), ("党" * 2001, "query.too_long")):
        with pytest.raises(QueryError) as caught:
            similar(searcher, text)
        assert caught.value.code == code


def test_the_command(workspace: Workspace, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAOGAO_LANG", "zh")
    home = str(workspace.home)
    assert main(["--home", home, "similar", SENTENCE, "--limit", "1"]) == 0
    out = capsys.readouterr().out
    assert "督促班子成员认真[-履行-]{+落实“+}一岗双责" in out
    assert main(["--home", home, "similar", "--json", SENTENCE, "--limit", "1"]) == 0
    body = json.loads(capsys.readouterr().out)
    assert Piece(**body["pieces"][1]) == Piece("changed", body["start"] + 8, body["start"] + 11, "履行")
    assert body["text"][body["start"] : body["end"]].startswith("督促班子成员认真落实“一岗双责”")
    assert main(["--home", home, "similar", "量子色动力学的渐近自由"]) == 1


def test_synonyms_come_from_a_file_and_only_when_asked(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("党的建设。党务公开。", encoding="utf-8")
    with Workspace(tmp_path / "home", writing=True) as workspace:
        list(Pipeline(workspace.catalog, {}).run(walk([tmp_path / "a.txt"])))
        workspace.catch_up()
        ask = workspace.searcher.tally
        assert ask(Request("近义:党建")).total_matches == 0
        groups = workspace.home / "synonyms.txt"
        groups.write_text("\ufeff# 写法\n党建、党的建设 “党务”  # 三种\n", encoding="utf-8")
        tally = ask(Request("近义:黨建"))
        assert (tally.understood, tally.total_matches) == ("“黨建” OR “党的建设” OR “党务”", 2)
        assert ask(Request("党建")).total_matches == 0
        groups.write_text("党建 党务\n", encoding="utf-8")
        assert ask(Request("近义:党建")).understood == "“党建” OR “党务”"
        groups.unlink()
        assert ask(Request("近义:党建")).understood == "“党建”"


@given(
    st.lists(st.text("党建工作\x1f", max_size=12), max_size=6), st.lists(st.text("党建工作", min_size=1, max_size=3))
)
def test_all_passages_at_once_weigh_what_each_weighs_alone(passages: list[str], pieces: list[str]) -> None:
    weights = {piece: 1.0 + at / 8 for at, piece in enumerate(dict.fromkeys(pieces))}
    alone = {
        number: sum(weight for piece, weight in weights.items() if piece in passage)
        for number, passage in enumerate(passages, 1)
    }
    expected = {number: score for number, score in alone.items() if score}
    for way in (similar_module._passage_scores, similar_module._stretch_scores):
        assert {number: score for number, _, score in way(passages, weights)} == expected
