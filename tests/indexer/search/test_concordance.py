"""逐处: every place on a line, the sort against a plain computation, neighbours by word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cmp_to_key
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.fold import fold_text
from indexer.cli.main import main
from indexer.document import Card, Document, Place
from indexer.search.answer import Request
from indexer.search.concordance import (
    By,
    Spot,
    concordance,
    lines,
    ordered,
)
from indexer.workspace import Workspace
from tests.shared_files import SEEDS

TEXTS = {
    "甲.txt": "关于2021年工作的报告\n一、履职情况\n认真落实“一岗双责”要求。压实一岗双责，落实 一岗双责。\n",
    "乙.txt": "关于2023年工作的报告\n一、下步打算\n“一岗双责”要落实，履行“一岗双责”制度，\n一岗双责\n",
    "丙.txt": "没有年份的材料，讲落实一岗双责；爱落实一岗双责。\n",
}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("kwic")
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    assert main(["add", "--home", str(folder / "home"), *(str(folder / name) for name in TEXTS)]) == 0
    with Workspace(folder / "home", writing=True) as workspace:
        yield workspace


def card(year: int | None, name: str = "x") -> Card:
    return Card(name, None, False, None, None, None, None, year, None, None, "txt", "x.txt", "/x.txt", 1)


SIDES = st.text(alphabet="一岗双责落实压，。12a丑𠀀\x1f", max_size=5)
SPOTS = st.lists(
    st.builds(
        lambda left, right, year, number: Spot(
            Document(card(year), ("",), 0), Place(1, 0, 0), number, fold_text(left), fold_text(right)
        ),
        SIDES,
        SIDES,
        st.none() | st.integers(1990, 2030),
        st.integers(1, 9),
    ),
    max_size=30,
)


def compared(one: str, other: str) -> int:
    """Character by character, as a person would: the plain computation."""
    for mine, yours in zip(one, other, strict=False):
        if mine != yours:
            return -1 if mine.encode("gb18030") < yours.encode("gb18030") else 1
    return len(one) - len(other)


def plain_order(spots: list[Spot], by: By) -> list[Spot]:
    def key(one: Spot, other: Spot) -> int:
        outward = compared(one.left[::-1], other.left[::-1])
        onward = compared(one.right, other.right)
        if by == "year":
            return (one.card.year or 9999) - (other.card.year or 9999)
        return (outward or onward) if by == "left" else (onward or outward)

    kept: list[Spot] = []
    for spot in spots:  # insertion, from the end: equal ones stay in their order
        at = len(kept)
        while at and key(kept[at - 1], spot) > 0:
            at -= 1
        kept.insert(at, spot)
    assert kept == sorted(spots, key=cmp_to_key(key))
    return kept


@pytest.mark.parametrize("by", ["left", "right", "year"])
@given(spots=SPOTS)
def test_the_sort_is_a_plain_comparison_character_by_character(by: By, spots: list[Spot]) -> None:
    assert ordered(spots, by) == plain_order(spots, by)


def shown(workspace: Workspace, by: By, query: str = "“一岗双责”", **asked: str) -> list[str]:
    found = concordance(workspace.searcher, Request(query, **asked), by)  # type: ignore[arg-type]
    return [f"{line.left[-5:]}|{line.term}|{line.right[:3]}" for line in lines(workspace.searcher, found)]


BY_LEFT = [
    "“|一岗双责|”要落",  # nothing but a quotation mark stands before it
    "责”制度，|一岗双责|",  # punctuation comes before words
    "责，落实 |一岗双责|。",  # shí luò ， — a blank does not count
    "责；爱落实|一岗双责|。",  # shí luò ài
    "料，讲落实|一岗双责|；爱落",  # shí luò jiǎng
    "认真落实“|一岗双责|”要求",  # shí luò zhēn — nor does a quotation mark
    "要求。压实|一岗双责|，落实",  # shí yā
    "实，履行“|一岗双责|”制度",  # xíng
]
BY_RIGHT = [
    "责”制度，|一岗双责|",  # nothing follows
    "要求。压实|一岗双责|，落实",  # a comma folds to its narrow form, before the full stop
    "料，讲落实|一岗双责|；爱落",
    "责，落实 |一岗双责|。",
    "责；爱落实|一岗双责|。",  # the same: what stands left decides, ài after ，
    "“|一岗双责|”要落",  # yào luò
    "认真落实“|一岗双责|”要求",  # yào qiú
    "实，履行“|一岗双责|”制度",  # zhì
]
BY_YEAR = [
    "认真落实“|一岗双责|”要求",  # 2021, in the order of the text
    "要求。压实|一岗双责|，落实",
    "责，落实 |一岗双责|。",
    "“|一岗双责|”要落",  # 2023
    "实，履行“|一岗双责|”制度",
    "责”制度，|一岗双责|",
    "料，讲落实|一岗双责|；爱落",  # no year
    "责；爱落实|一岗双责|。",
]


@pytest.mark.parametrize(
    ("by", "wanted"),
    [
        pytest.param("left", BY_LEFT, id="outward from the wording"),
        pytest.param("right", BY_RIGHT, id="onward from it"),
        pytest.param("year", BY_YEAR, id="the oldest first, no year last"),
        pytest.param("report", [*BY_YEAR[3:6], *BY_YEAR[6:], *BY_YEAR[:3]], id="as the answer lists its reports"),
    ],
)
def test_lines_are_sorted(workspace: Workspace, by: By, wanted: list[str]) -> None:
    assert shown(workspace, by) == wanted


def test_verbatim_quotation_marks_do_not_count_for_the_order_either(workspace: Workspace) -> None:
    assert shown(workspace, "left", mode="verbatim") == BY_LEFT


def test_neighbours_are_counted_by_word(workspace: Workspace) -> None:
    found = concordance(workspace.searcher, Request("一岗双责"))
    assert dict(found.before) == {"落实": 4, "压实": 1, "履行": 1}  # jieba knows 认真落实 as one
    assert dict(found.after) == {"要": 1, "要求": 1, "制度": 1}
    assert found.before[0] == ("落实", 4)


def test_a_line_ends_beside_a_number_and_leads_to_the_same_place(workspace: Workspace, tmp_path: Path) -> None:
    """A year and a sum that 20 characters would tear are left out whole; all else of the line stays."""
    said = "全街道上下在党工委领导下共同努力推进"
    file = tmp_path / "丁.txt"
    file.write_text(f"关于工作\n至2023年{said}两个维护{said}投1,234.5万元。\n", encoding="utf-8")
    assert main(["add", "--home", str(tmp_path / "home"), str(file)]) == 0
    with Workspace(tmp_path / "home", writing=True) as opened:
        found = concordance(opened.searcher, Request("两个维护"))
        (line,) = lines(opened.searcher, found)
        assert (line.left, line.term, line.right) == (f"年{said}", "两个维护", f"{said}投")
        (wide,) = lines(opened.searcher, found, context=40)
        assert (wide.left, wide.right) == (f"至2023年{said}", f"{said}投1,234.5万元。")
        assert (line.place, line.citation, line.path) == (wide.place, wide.citation, wide.path)
        (narrow,) = lines(opened.searcher, found, context=0)
        assert (narrow.left, narrow.right) == ("", "")


def test_words_apart_have_no_lines(workspace: Workspace) -> None:
    found = concordance(workspace.searcher, Request("落实 制度", mode="loose"))
    exact = concordance(workspace.searcher, Request("落实 制度"))
    assert (found.total_matches, found.spots) == (exact.total_matches, exact.spots)
    apart = concordance(workspace.searcher, Request("制度落实在党建", mode="loose"))
    assert (apart.total_matches, apart.spots) == (0, ())


def test_what_is_above_the_most_is_left_out_and_said(workspace: Workspace) -> None:
    found = concordance(workspace.searcher, Request("一岗双责"), "left", most=4)
    assert (found.total_matches, len(found.spots), found.left_out) == (8, 4, 4)


def test_a_report_that_changed_meanwhile_gives_no_wrong_line(workspace: Workspace, tmp_path: Path) -> None:
    found = concordance(workspace.searcher, Request("一岗双责"), "report")
    stale = found.spots[0]._replace(document=Document(found.spots[0].card, ("别的文字一岗双责",) * 9, 0))
    assert list(lines(workspace.searcher, replace(found, spots=(stale,)))) == []


def test_every_place_of_the_seeds_has_its_line(tmp_path: Path) -> None:
    """Against a scan of the folded passages."""
    assert main(["add", "--home", str(tmp_path), str(SEEDS)]) == 0
    with Workspace(tmp_path) as workspace:
        for wording in ("一岗双责", "党", "责任", "**"):
            found = concordance(workspace.searcher, Request(wording, literal=True))
            scanned = sum(
                fold_text(passage).count(wording) for _, texts in workspace.catalog.texts() for passage in texts
            )
            assert found.total_matches == len(found.spots) == len(list(lines(workspace.searcher, found))) == scanned


def test_each_line_stands_once_and_leads_to_its_place(workspace: Workspace) -> None:
    found = concordance(workspace.searcher, Request("一岗双责"), "left")
    assert (found.total_reports, found.total_matches, found.left_out) == (3, 8, 0)
    seen = set()
    for line in lines(workspace.searcher, found):
        record = workspace.catalog.record(line.card.id)
        assert record
        text = record.report.passages[line.passage - 1].text
        assert text[line.start : line.end] == line.term == "一岗双责"
        assert text[: line.start].replace("\n", "").endswith(line.left)
        assert text[line.end :].replace("\n", "").startswith(line.right)
        seen.add((line.card.id, line.passage, line.start))
    assert len(seen) == 8
