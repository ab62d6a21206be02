"""The figures with a wording: places by a plain scan of the texts, the samples as read, rights, and the form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict
from fractions import Fraction
from pathlib import Path

import pytest

from archive.errors import QueryError
from indexer.cli.main import main
from indexer.numbers import answer
from indexer.numbers.answer import FigurePlace, Numbers, numbers_of
from indexer.numbers.numbers_form import numbers_form
from indexer.workspace import Workspace
from tests.shared_files import SEEDS

PAPERS = {
    "2021": "全年地区生产总值８２０亿元，同比增长6.1%。财政收入约90亿元。",
    "2022": "全年地区生产总值860.5亿元，下降0.8%，其中第三产业占三分之一。",
    "2023": "全年地区生产总值突破一千亿元，建成高标准农田3万亩。",
    "x": "材料一份，地区生产总值**亿元。",
}


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """Reports of three years, and a paper of none."""
    folder = tmp_path_factory.mktemp("numbers")
    for year, words in PAPERS.items():
        head = f"东街道办事处\n关于{year}年工作情况的报告\n\n一、情况\n" if year != "x" else ""
        (folder / f"{year}.txt").write_text(f"{head}{words}\n", encoding="utf-8")
    assert main(["--home", str(folder / "home"), "add", *map(str, sorted(folder.glob("*.txt")))]) == 0
    with Workspace(folder / "home") as workspace:
        yield workspace


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    home = tmp_path_factory.mktemp("numbers") / "seeds"
    assert main(["--home", str(home), "add", str(SEEDS)]) == 0
    with Workspace(home) as workspace:
        yield workspace


def all_of(found: Numbers) -> list[FigurePlace]:
    return [one for group in found.groups for one in group.places]


def written(one: FigurePlace) -> str:
    return one.text[one.figure.start : one.figure.end]


def test_groups_by_measure_in_the_order_of_the_years(papers: Workspace) -> None:
    found = numbers_of(papers.searcher, "地区生产总值")
    levels, changes = found.groups[:2]
    assert (levels.measure, levels.change) == ("元", False)
    assert [(one.year, written(one), one.figure.bound) for one in levels.named] == [
        (2021, "８２０亿元", None),
        (2022, "860.5亿元", None),
        (2023, "一千亿元", "over"),
        (None, "**亿元", None),
    ]
    assert [one.value for one in levels.named] == [82_000_000_000, Fraction("86050000000"), 100_000_000_000, None]
    assert (changes.measure, changes.change) == ("%", True)
    assert [(one.year, one.value) for one in changes.named] == [(2021, Fraction("6.1")), (2022, Fraction("-0.8"))]


def test_what_stands_beside_is_of_something_else(papers: Workspace) -> None:
    found = numbers_of(papers.searcher, "地区生产总值")
    beside = {written(one): one.object for one in all_of(found) if not one.names_wording}
    assert beside == {"三分之一": "第三产业", "3万亩": "高标准农田"}, "90亿元 is in another sentence"
    assert (found.figures, found.named) == (8, 6)


def test_totals_are_those_of_a_search(papers: Workspace) -> None:
    found = numbers_of(papers.searcher, "地区生产总值")
    assert (found.total_reports, found.total_matches, found.reports, found.matches) == (4, 4, 4, 4)
    assert not found.is_sample


def test_a_wording_that_stands_nowhere(papers: Workspace) -> None:
    found = numbers_of(papers.searcher, "绝无此语")
    assert (found.total_reports, found.figures, found.groups) == (0, 0, ())


def test_no_wording(papers: Workspace) -> None:
    with pytest.raises(QueryError) as refused:
        numbers_of(papers.searcher, "“”")
    assert refused.value.code == "query.nothing_left"


def test_of_very_many_places_a_sample_is_read_and_told(papers: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answer, "READ", 2)
    found = numbers_of(papers.searcher, "地区生产总值")
    assert (found.total_reports, found.reports, found.matches) == (4, 2, 2)
    assert found.is_sample


@pytest.mark.parametrize("wording", ["党课", "经费", "非公企业", "党员", "工作"])
def test_figures_stand_in_sentences_with_the_wording(seeds: Workspace, wording: str) -> None:
    """The plain way: every sentence of the texts that holds it, and nothing of any other."""
    texts = dict(seeds.catalog.texts())
    sentences = [
        piece
        for passages in texts.values()
        for text in passages
        for piece in re.split("(?<=[。；！？])", text)
        if wording in piece
    ]
    found = numbers_of(seeds.searcher, wording)
    assert found.total_matches == sum(text.count(wording) for passages in texts.values() for text in passages)
    for one in all_of(found):
        assert texts[one.card.id][one.passage - 1][one.offset :].startswith(one.text)
        assert one.text[one.start : one.end] == wording
        assert any(sentence in one.text or one.text in sentence for sentence in sentences)


SEEN = {
    "党课": {"*次", "32次", "**人次", "**次"},
    "非公企业": set(),  # 3家非公企业党组织 are of 党组织
    "非公党组织": {"4家"},
    "非公企业党组织": {"3家"},
    "党建联席会": {"4次"},
    "地区生产总值": {"**亿元", "**%"},
    "入党申请书": {"*人"},
    "党建经费": {"350余万元"},
    "党纪处分": {"3人"},
}
"""By reading the five files: what is told of the thing itself, masks as masks."""


@pytest.mark.parametrize("wording", SEEN)
def test_the_samples_as_they_are_read(seeds: Workspace, wording: str) -> None:
    named = {written(one) for one in all_of(numbers_of(seeds.searcher, wording)) if one.names_wording}
    assert named == SEEN[wording]


def test_only_what_may_be_read_is_counted(papers: Workspace) -> None:
    nothing = papers.searcher.within(frozenset(), papers.catalog)
    assert numbers_of(nothing, "地区生产总值").figures == 0


def test_the_form_has_exact_offsets_and_values(papers: Workspace) -> None:
    form = numbers_form(numbers_of(papers.searcher, "地区生产总值"))
    first = form.groups[0].figures[0]
    assert (first.number, first.value, first.year_known) == ("８２０亿", 82_000_000_000, 2021)
    assert first.text[first.start : first.end] == "８２０亿元"
    assert first.text[first.wording_start : first.wording_end] == "地区生产总值"
    assert first.text[first.object_start : first.object_end] == first.object == "地区生产总值"
    assert asdict(form)["groups"][1]["figures"][0]["value"] == 6.1
    assert first.citation.startswith("——")


def test_an_endless_sentence_is_read_near_the_wording(tmp_path: Path) -> None:
    far, near = "一项工作和另一项工作，" * 60, "专项经费5万元，"
    (tmp_path / "a.txt").write_text(f"材料\n\n{far}支出7亿元，{far}{near}{far}支出9亿元\n", encoding="utf-8")
    assert main(["--home", str(tmp_path / "home"), "add", str(tmp_path / "a.txt")]) == 0
    with Workspace(tmp_path / "home") as workspace:
        assert [written(one) for one in all_of(numbers_of(workspace.searcher, "专项经费"))] == ["5万元"]
