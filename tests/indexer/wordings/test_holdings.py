"""What is counted of each report, and how it follows the catalog; the quoted terms of the archive."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.cli.main import main
from indexer.wordings import holdings
from indexer.wordings.holdings import counted, followed, quotations
from indexer.wordings.quoted_terms import ordered_terms, quoted_terms
from indexer.wordings.wordings import Wordings
from indexer.workspace import Workspace

QUOTATIONS = [
    pytest.param("落实“四个意识”。", [("四个意识", False)], id="plain"),
    pytest.param("讲“‘两个确立’的决定性意义”", [("两个确立", False)], id="inside a longer quotation"),
    pytest.param("中国共产党（以下简称“党”）", [], id="one character is none"),
    pytest.param("某市（以下简称“本市”）", [("本市", True)], id="以下简称"),
    pytest.param("以下统称：“两委”，", [("两委", True)], id="with a colon"),
    pytest.param("“有关材料”是指下列文件", [("有关材料", True)], id="是指"),
    pytest.param("“一带一路”指的是", [("一带一路", True)], id="指"),
    pytest.param("他说：“我们要去，马上去”。", [], id="a sentence"),
    pytest.param("“很长很长很长很长很长很长很长很长长”", [], id="seventeen characters"),
    pytest.param("“ABC”“2023”", [], id="no Han character"),
    pytest.param("「三农」和『双创』", [("三农", False), ("双创", False)], id="corner marks"),
    pytest.param("“互联网+”行动", [("互联网+", False)], id="with a sign"),
    pytest.param("“谁经营、谁防治”", [("谁经营、谁防治", False)], id="an enumeration comma"),
]


@pytest.mark.parametrize(("text", "found"), QUOTATIONS)
def test_quotations(text: str, found: list[tuple[str, bool]]) -> None:
    assert list(quotations(text)) == found


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        pytest.param('落实"三农"和"双创"', {"三农": 1, "双创": 1}, id="straight marks in pairs"),
        pytest.param('一寸"长的"三农"', {}, id="an odd one: nobody knows which opens"),
    ],
)
def test_straight_marks(text: str, terms: dict[str, int]) -> None:
    assert counted(1, (text,)).quoted == terms


def test_characters_are_those_that_are_no_white_space() -> None:
    assert counted(1, ("一 二\u3000三\n", "", "四“五”")).characters == 7


TEXTS = {
    "a.txt": "关于2019年工作的报告\n落实“四个意识”，抓“两学一做”。\n",
    "b.txt": "关于2021年工作的报告\n增强“四个意识”、增强“四个意识”，某局（以下简称“本局”）。\n",
    "c.txt": "关于2020年工作的报告\n“四个意识”，（以下简称“本局”），“两学一做”\n",
    "d.txt": "关于2022年工作的报告\n（以下简称“本局”）\n",
    "e.txt": "某某条例\n“四个意识”\n第一条 为了“两学一做”。\n",
}


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert main(["add", "--home", str(tmp_path / "home"), *(str(tmp_path / name) for name in TEXTS)]) == 0
    with Workspace(tmp_path / "home", writing=True) as workspace:
        yield workspace


def test_terms_of_three_reports_with_their_spread(workspace: Workspace) -> None:
    terms = {one.text: one for one in Wordings(workspace.searcher).terms()}
    assert terms.keys() == {"四个意识", "本局"}, "两学一做 stands in two reports and a law"
    one = terms["四个意识"]
    assert (one.reports, one.matches, one.first_year, one.last_year) == (3, 4, 2019, 2021)
    assert one.first
    assert one.first.year == 2019
    assert not one.is_definition
    assert terms["本局"].is_definition
    everywhere = {one.text: one.reports for one in Wordings(workspace.searcher).terms("all")}
    assert everywhere == {"四个意识": 4, "本局": 3, "两学一做": 3}


def test_terms_are_sorted_by_their_first_year(workspace: Workspace) -> None:
    searcher = workspace.searcher
    terms = quoted_terms(followed(None, workspace.catalog), searcher.engine.cards(), "all")
    assert ordered_terms(terms, "newest")[0].text == "本局"
    assert ordered_terms(terms, "oldest")[-1].text == "本局"


def test_only_what_has_changed_is_read_again(workspace: Workspace, tmp_path: Path) -> None:
    kept = followed(None, workspace.catalog)
    assert followed(kept, workspace.catalog) is kept
    (tmp_path / "a.txt").write_text("关于2019年工作的报告\n落实“双控”。\n", encoding="utf-8")
    assert main(["add", "--home", str(workspace.home), str(tmp_path / "a.txt")]) == 0
    gone = next(entry.id for entry in workspace.catalog.list() if entry.source == "d.txt")
    assert main(["remove", "--home", str(workspace.home), gone]) == 0
    after = followed(kept, workspace.catalog)
    assert after == followed(None, workspace.catalog)
    assert sum(kept.reports.get(name) is not one for name, one in after.reports.items()) == 1


def test_a_kept_file_is_held_against_every_change(workspace: Workspace, tmp_path: Path) -> None:
    now = followed(None, workspace.catalog)
    path = tmp_path / "wordings.json"
    holdings.write(path, now)
    read = holdings.read(path)
    assert read
    assert read.change == 0
    assert followed(read, workspace.catalog) == now
    some = next(iter(now.reports))
    stale = {**now.reports, some: now.reports[some]._replace(change=-1, characters=1), "gone": now.reports[some]}
    holdings.write(path, holdings.Holdings(now.change, stale))
    assert followed(holdings.read(path), workspace.catalog) == now


@pytest.mark.parametrize("data", ["", "[]", "{}", '{"made": 0, "reports": {}}', '{"made": 1, "reports": {"a": [1]}}'])
def test_a_file_that_is_none_of_ours_is_made_anew(tmp_path: Path, data: str) -> None:
    path = tmp_path / "wordings.json"
    path.write_text(data, encoding="utf-8")
    assert holdings.read(path) is None


def term_between(opening: str, closing: str) -> str:
    return f"{opening}[^“”‘’「」『』，。；：！？,;:!?\\s]{{2,16}}{closing}"


WHOLE = re.compile(
    r"(称(?:之?为|作)?[:：]?\s*)?("
    + "|".join(term_between(*marks) for marks in ("“”", "‘’", "「」", "『』"))
    + r")([，,]?\s*(?:是|系)?指)?"
)
"""A term with what stands before and behind it, as one expression: slow, as it begins with what may be missing."""


@given(st.text("称之为作:： \n“”‘’「」『』甲乙丙是指系，。", max_size=24))
def test_quotations_are_what_one_expression_finds(text: str) -> None:
    plain = [(found[2][1:-1], bool(found[1] or found[3])) for found in WHOLE.finditer(text)]
    assert list(quotations(text)) == [(term, defined) for term, defined in plain if re.search("[㐀-鿿]", term)]
