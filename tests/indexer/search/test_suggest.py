"""Suggestions: from titles, quoted terms and words of the archive, by beginning, sound and one wrong character."""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from indexer.cli.main import main
from indexer.guidance.correction import correct
from indexer.ingest.pipeline import Pipeline, walk
from indexer.search.answer import Request
from indexer.search.spelling import misspelt, term_counts
from indexer.search.spelling.misspelt import differing, one_apart
from indexer.search.suggest import Suggester, meant
from indexer.wordings import list_process
from indexer.workspace import Workspace
from tests.shared_files import SEEDS


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace(tmp_path / "home", writing=True) as workspace:
        take(workspace, SEEDS)
        yield workspace


def take(workspace: Workspace, path: Path) -> None:
    list(Pipeline(workspace.catalog, {}).run(walk([path])))
    workspace.catch_up()


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        pytest.param("ygsz", "一岗双责", id="initials"),
        pytest.param("YGSZ", "一岗双责", id="initials-in-capitals"),
        pytest.param("一岗", "一岗双责", id="beginning"),
        pytest.param("双责", "一岗双责", id="inside"),
        pytest.param("「一岗", "一岗双责", id="folded"),
        pytest.param("2022年区基层", "2022年区基层党建工作情况报告", id="title"),
        pytest.param("绝无此语", None, id="nothing"),
        pytest.param("“”", None, id="nothing-left"),
    ],
)
def test_suggests(workspace: Workspace, typed: str, first: str | None) -> None:
    found = workspace.suggester.suggest(typed)
    assert (found[0].text if found else None) == first
    assert len(found) <= 8


def test_every_suggestion_is_in_the_archive(workspace: Workspace) -> None:
    for one in workspace.suggester.suggest("党", 200):
        if one.kind != "title":
            tally = workspace.searcher.tally(Request(one.text, literal=True))
            assert tally.total_reports >= one.reports > 0, one


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        pytest.param("一岗双则", "一岗双责", id="wrong-and-sounds-alike"),
        pytest.param("一岗双", "一岗双责", id="missing"),
        pytest.param("一岗双双责", "一岗双责", id="too-many"),
        pytest.param("一双岗责", "一岗双责", id="swapped"),
        pytest.param("民主集体制", "民主集中制", id="wrong"),
    ],
)
def test_did_you_mean(workspace: Workspace, typed: str, expected: str) -> None:
    assert meant(workspace.suggester, workspace.searcher, typed)[0] == expected


MISSPELT = """营商环境持续优化，供给侧结构性改革深入推进。
压实主体责任，建立长效机制，长三角一体化发展加快，重庆行政执法规范，会计核算严谨。
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("misspelt")
    (folder / "a.txt").write_text(MISSPELT, encoding="utf-8")
    with Workspace(folder / "home", writing=True) as workspace:
        take(workspace, folder / "a.txt")
        yield workspace


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        pytest.param("营环商境", "营商环境", id="swapped"),
        pytest.param("商营环境", "营商环境", id="swapped-at-the-beginning"),
        pytest.param("供给侧结构改革", "供给侧结构性改革", id="missing"),
        pytest.param("行政执规范", "行政执法规范", id="missing-in-the-middle"),
        pytest.param("主体的责任", "主体责任", id="too-many"),
        pytest.param("会计的核算", "会计核算", id="too-many-between-words"),
        pytest.param("营伤坏境", "营商环境", id="two-wrong"),
        pytest.param("主题责认", "主体责任", id="two-wrong-that-sound-alike"),
        pytest.param("供给侧结够行改革", "供给侧结构性改革", id="two-beside-each-other"),
        pytest.param("会记核算", "会计核算", id="one-wrong"),
    ],
)
def test_a_misspelt_wording_is_known(small: Workspace, typed: str, expected: str) -> None:
    assert meant(small.suggester, small.searcher, typed)[0] == expected


@pytest.mark.parametrize("typed", ["绝无此语", "毫无关系的话", "营地风光"])
def test_what_differs_more_is_no_misspelling(small: Workspace, typed: str) -> None:
    assert meant(small.suggester, small.searcher, typed) == []


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        pytest.param("cxjz", "长效机制", id="as it is read"),
        pytest.param("zxjz", "长效机制", id="by the other reading of its first character"),
        pytest.param("csj", "长三角", id="of a word"),
        pytest.param("zsj", "长三角", id="and as one may misread it"),
        pytest.param("hjhs", "会计核算", id="the commoner reading of another"),
        pytest.param("kjhs", "会计核算", id="and the right one"),
    ],
)
def test_initials_are_read_in_every_way(small: Workspace, typed: str, expected: str) -> None:
    assert expected in [one.text for one in small.suggester.suggest(typed)]


def test_a_list_of_another_version_is_made_anew(small: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "suggestions.json"
    suggester = Suggester(small.catalog, small.analyzer, path)
    suggester.renew()
    body = json.loads(path.read_text("utf-8"))
    assert Suggester(small.catalog, small.analyzer, path).at_hand
    path.write_text(json.dumps({**body, "made": "1 " + small.analyzer.fingerprint, "terms": []}), "utf-8")
    assert Suggester(small.catalog, small.analyzer, path).suggest("长三")[0].text == "长三角"


SENTENCE = "认真落实“一岗双则”要求，全年安排"


def test_a_sentence_with_a_wrong_character_names_the_term_and_the_sentence(
    workspace: Workspace, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BAOGAO_LANG", "zh")
    home = str(workspace.home)
    assert main(["--home", home, "suggest", "--json", SENTENCE]) == 0
    body = json.loads(capsys.readouterr().out)
    assert body["did_you_mean"] == ["一岗双责"]
    assert "认真落实“一岗双责”要求，全年安排" in body["similar"][0]["text"]
    assert main(["--home", home, "search", SENTENCE]) == 1
    said = capsys.readouterr().out
    order = [
        said.index(words) for words in ("要找的是不是\n  一岗双责   共 3 篇 8 处", "93% 相同", "拆分检索", "可以试")
    ]
    assert order == sorted(order), "what is meant, and the sentence, come before single words"
    assert main(["--home", home, "search", "--json", SENTENCE]) == 1
    found = json.loads(capsys.readouterr().out)["help"]
    assert found["did_you_mean"][0]["query"] == "一岗双责"


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("认真落实“一岗双责责”要求，全年安排", id="one too many"),
        pytest.param("认真落实“一岗责”要求，全年安排", id="one missing"),
        pytest.param("认真落实“以岗双责”要求，全年安排", id="at the term's beginning"),
    ],
)
def test_whatever_is_wrong_in_the_sentence(workspace: Workspace, sentence: str) -> None:
    assert correct(workspace.searcher, workspace.suggester, sentence).terms[0] == "一岗双责"


def test_what_is_in_no_list_is_found_in_the_texts(workspace: Workspace) -> None:
    assert [one.text for one in workspace.suggester.alike("乡村正兴")] == ["乡村振兴"], "two words side by side"
    assert workspace.suggester.alike("真落实一岗双则要求") == []
    assert [run for run, _ in differing(workspace.searcher, "真落实一岗双则要求")] == ["真落实一岗双责要求"]
    assert differing(workspace.searcher, "乡村正兴") == [("乡村振兴", 1)]
    assert differing(workspace.searcher, "乡") == []


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("abc", "abc", False), ("abc", "abd", True), ("abc", "ab", True), ("ab", "xab", True), ("abcd", "acbd", True),
        ("abc", "cba", False), ("abc", "axx", False), ("abc", "abcde", False), ("abcd", "badx", False),
    ],
)  # fmt: skip
def test_one_change(one: str, other: str, apart: bool) -> None:
    assert one_apart(one, other) is one_apart(other, one) is apart


def test_the_list_is_kept_and_made_anew_after_a_change(workspace: Workspace, tmp_path: Path) -> None:
    suggester = workspace.suggester
    assert suggester.path is not None
    assert not suggester.path.exists(), "nothing before the first question"
    suggester.suggest("ygsz")
    again = Suggester(workspace.catalog, workspace.analyzer, suggester.path)
    assert again.suggest("ygsz") == suggester.suggest("ygsz")
    (tmp_path / "new.txt").write_text("坚持“三会一课”制度。", encoding="utf-8")
    take(workspace, tmp_path / "new.txt")
    again.suggest("三会")
    again.settle()
    assert [one.text for one in again.suggest("shyk")] == ["三会一课"]
    suggester.path.write_text("{", encoding="utf-8")
    assert Suggester(workspace.catalog, workspace.analyzer, suggester.path).suggest("shyk")[0].text == "三会一课"


def test_the_list_is_the_same_where_nothing_can_wait_on_the_disk(workspace: Workspace, tmp_path: Path) -> None:
    kept = term_counts.made(workspace.catalog, workspace.analyzer, tmp_path)
    held = term_counts.made(workspace.catalog, workspace.analyzer, tmp_path / "missing")
    texts = (texts for _, texts in workspace.catalog.texts())
    titles = (entry.title for entry in workspace.catalog.list())
    plain = term_counts.list_of(kept.change, term_counts.counted(titles, texts, workspace.analyzer))
    every = [[one.term(at) for at in range(len(one))] for one in (kept, held, plain)]
    assert every[0] == every[1] == every[2]
    assert len(every[0]) > 100


def test_a_service_lets_another_process_make_the_list(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And makes it where that does not come about: with the same list, which is kept."""
    monkeypatch.setattr(list_process, "FEW", 0)
    with Workspace(workspace.home, writing=True, answering=True) as serving:
        suggester = list_process.suggester_of(serving)
        path = suggester.path
        assert path is not None
        assert list_process.main(str(workspace.home)) == 0
        monkeypatch.setattr(sys, "executable", str(tmp_path / "missing"))
        before = path.stat().st_mtime_ns
        suggester.renew()
        assert path.stat().st_mtime_ns == before, "it was there already"
        expected = suggester.suggest("一")
        assert expected == workspace.suggester.suggest("一") != []
        (tmp_path / "new.txt").write_text("坚持“三会一课”制度。", encoding="utf-8")
        take(workspace, tmp_path / "new.txt")
        suggester.renew()
        assert path.stat().st_mtime_ns > before
        assert [one.text for one in suggester.suggest("shyk")] == ["三会一课"]


@pytest.mark.slow
def test_a_process_that_makes_the_list(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(list_process, "FEW", 0)
    monkeypatch.setattr(term_counts, "kept", None)  # not here
    with Workspace(workspace.home, writing=True, answering=True) as serving:
        assert next(one.text for one in list_process.suggester_of(serving).suggest("ygsz")) == "一岗双责"


def test_it_takes_no_longer_than_a_keystroke(workspace: Workspace) -> None:
    workspace.suggester.suggest("党")
    begun = time.process_time()
    for typed in ("党", "dj", "责任", "ygsz"):
        workspace.suggester.suggest(typed)
    assert time.process_time() - begun < 4 * 0.03


def test_the_command(workspace: Workspace, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAOGAO_LANG", "zh")
    home = str(workspace.home)
    assert main(["--home", home, "suggest", "ygsz"]) == 0
    assert capsys.readouterr().out.startswith("一岗双责   3\n")
    assert main(["--home", home, "suggest", "一岗双则"]) == 0
    assert capsys.readouterr().out == "是不是要找：一岗双责\n"
    assert main(["--home", home, "suggest", "--json", "一岗双则"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "text": "一岗双则",
        "suggestions": [],
        "did_you_mean": ["一岗双责"],
    }
    assert main(["--home", home, "suggest", "绝无此语"]) == 1


@given(
    st.lists(st.text("ab\x1f", max_size=12), max_size=4),
    st.text("ab", max_size=3),
    st.text("ab", max_size=3),
    st.integers(1, 2),
)
def test_what_stands_between_two_sides_is_what_a_regular_expression_finds(
    passages: list[str], left: str, right: str, size: int
) -> None:
    assume(left or right)
    pattern = re.compile(f"{left}[^\x1f]{{{size}}}{right}")
    expected = [run for passage in passages for run in pattern.findall(passage)]
    assert list(misspelt._between("\n".join(passages), left, right, size)) == expected
