"""What comes first of a question of several wordings, by rows with reasons and against the plain way; and that order
is all that changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.document import Place
from indexer.ingest.pipeline import Pipeline, walk
from indexer.query.model import loosened, wordings
from indexer.query.nodes.occurrences import occurrences
from indexer.query.parser import parse
from indexer.search.answer import Request
from indexer.search.relevance.nearness import best_passages, closeness, nearness
from indexer.search.searcher import Searcher
from indexer.workspace import Workspace

WORDS = ("水利", "护林")


def spans(passage: str, words: tuple[str, ...] = WORDS) -> list[tuple[int, int]]:
    return sorted((start, start + len(word)) for word in words for start in occurrences(word, passage))


def places(passages: list[str], words: tuple[str, ...] = WORDS) -> list[Place]:
    return [
        Place(number, start, end) for number, passage in enumerate(passages, 1) for start, end in spans(passage, words)
    ]


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        pytest.param("水利与护林统筹推进。", "水利工程进度正常。", id="both words before one"),
        pytest.param("水利与护林统筹推进。", "水利工程进度正常，其余各项如常，护林无事故。", id="nearer together"),
        pytest.param("抓好水利,抓好护林。", "抓好水利。抓好护林。", id="in one sentence"),
        pytest.param("一是水利和护林并重。", "水利和护林工作", id="running text before a heading"),
        pytest.param("一是水利和护林并重。", "水利和护林............12", id="before a line of contents"),
        pytest.param("推进水利护林,水利护林见效。", "推进水利护林,各项工作见效。", id="what comes again"),
        pytest.param("水利、护林、水利各项工作。", "水利各项工作各项工作各项工作。护林。", id="whatever comes first"),
    ],
)
def test_which_of_two_passages_says_more(better: str, worse: str) -> None:
    assert nearness(better, spans(better)).worth(2) > nearness(worse, spans(worse)).worth(2)
    for passages in ([better, worse], [worse, better]):
        assert passages[best_passages(passages, places(passages), 2, 1)[0] - 1] == better


def test_all_of_three_words_far_apart_come_before_two_side_by_side() -> None:
    words = ("拖欠", "农民工", "工资")
    all_three = "对拖欠各类款项的，依法处理；涉及农民工的，优先办理，并督促有关单位按月足额发放工资。"
    two = "发放农民工工资。"
    assert best_passages([two, all_three], places([two, all_three], words), 3, 2) == [2, 1]


def test_equal_passages_stay_in_the_order_of_the_report_and_no_more_are_given_than_asked_for() -> None:
    passages = ["水利护林。"] * 5
    assert best_passages(passages, places(passages), 2, 3) == [1, 2, 3]
    assert best_passages(passages, places(passages), 2, 9) == [1, 2, 3, 4, 5]


def test_a_report_is_near_by_its_best_passage_and_nearer_with_more_of_them() -> None:
    near, far, apart = ["水利护林。"], ["水利工程进度正常，其余各项如常，护林无事故。"], ["水利。", "护林。"]
    assert closeness(near * 2, WORDS) > closeness(near, WORDS) > closeness(far, WORDS) > closeness(apart, WORDS) == 0
    words = ("拖欠", "农民工", "工资")
    assert 0 < closeness(["农民工工资。", "拖欠。"], words) < closeness(["拖欠农民工工资。"], words)


@given(st.text(alphabet="ab c。", max_size=40))
def test_the_smallest_stretch_is_the_one_that_trying_all_finds(passage: str) -> None:
    found = spans(passage, ("a", "b", "c"))
    if not found:
        return
    held = {passage[start:end] for start, end in found}
    stretches = [
        (last[1] - first[0])
        for first, last in [*combinations(found, 2), *zip(found, found, strict=True)]
        if held <= {passage[a:b] for a, b in found if first[0] <= a and b <= last[1]}
    ]
    assert nearness(passage, found).gap == min(stretches) - len(held)


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        pytest.param("水利 护林", WORDS, id="typed apart"),
        pytest.param("水利 水利", ("水利",), id="the same twice"),
        pytest.param("水利 “护林 防火”", ("水利", "护林防火"), id="a phrase is one wording"),
        pytest.param("水利 年:2022", ("水利",), id="a field is none"),
        pytest.param("水利 -护林", ("水利",), id="what is excluded is none"),
        pytest.param("水利 OR 护林", (), id="alternatives are not wanted together"),
        pytest.param("水利 (护林 OR 防火)", ("水利",), id="nor inside"),
        pytest.param("同句:(水利 护林)", WORDS, id="in one sentence"),
        pytest.param("水利 NEAR/5 护林", WORDS, id="near each other"),
    ],
)
def test_what_is_wanted_together(query: str, texts: tuple[str, ...]) -> None:
    assert wordings(parse(query)) == texts


def test_of_words_apart_the_words_are_wanted_together() -> None:
    apart = loosened(
        parse("水利护林 防火"), lambda phrase: {"水利护林": ["水利", "护林"]}.get(phrase.text, [phrase.text])
    )
    assert apart is not None
    assert wordings(apart) == ("水利", "护林", "防火")


TEXTS = {
    "scattered": "水利设施完好。\n\n护林员充足。\n\n水利站定期检查。\n\n护林防火无事故。\n",
    "together": "工作报告\n\n水利设施完好。\n\n水利与护林统筹推进，效果明显。\n\n护林防火无事故。\n",
    "headed": "水利护林工作\n\n水利设施完好。\n\n统筹水利和护林，成效明显。\n",
    "apart": "护林和水利一起抓。\n\n水利护林员在岗。\n",
}


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    home, folder = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("near")
    for name, text in TEXTS.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    with Workspace(home, writing=True) as workspace:
        assert all(outcome.error is None for _, outcome in Pipeline(workspace.catalog, {}).run(walk([folder])))
        yield workspace.searcher


def test_the_passage_with_both_words_is_shown_first(searcher: Searcher) -> None:
    reports = searcher.search(Request("水利 护林", passages=1)).reports
    first = {found.card.source.removesuffix(".txt"): found.passages[0].text for found in reports}
    assert first["together"] == "水利与护林统筹推进，效果明显。"
    assert first["headed"] == "统筹水利和护林，成效明显。"
    assert reports[-1].card.source == "scattered.txt"


@pytest.mark.parametrize("query", ["水利 护林", "水利 护林 防火", "水利 NEAR/3 护林", "水利", "护林水利"])
@pytest.mark.parametrize("mode", ["standard", "loose"])
def test_only_the_order_changes(searcher: Searcher, query: str, mode: str) -> None:
    ranked = Request(query, mode=mode, limit=0)  # type: ignore[arg-type] # a row
    plain = replace(ranked, sort="newest", passages=0)
    best, every = searcher.search(ranked), searcher.search(plain)
    assert (best.total_reports, best.total_matches) == (every.total_reports, every.total_matches)
    whole = {found.card.id: found for found in (*every.reports, *every.also.reports)}
    for found in (*best.reports, *(best.also.reports if mode == "loose" else ())):
        passages = {passage.number: passage for passage in whole[found.card.id].passages}
        assert found.matches == whole[found.card.id].matches
        assert all(passages[shown.number].marks == shown.marks for shown in found.passages)
        assert len({shown.number for shown in found.passages}) == min(3, len(passages))
    assert [row.card.id for row in searcher.tally(ranked).rows] == [found.card.id for found in best.reports]
