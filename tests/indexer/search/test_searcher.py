"""The searcher over small files that say what they are: totals, order, pages, filters, and words apart kept apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from archive.errors import UsageError
from indexer.ingest.pipeline import Pipeline, walk
from indexer.search.answer import Request, Sort
from indexer.search.searcher import Searcher
from indexer.settings import Settings
from indexer.workspace import Workspace

PHRASE = "党建责任清单"
TEXTS = {
    "old": (2021, "党建责任清单已列，党建责任清单已清。"),
    "new": (2023, "要列党建责任清单。"),
    "undated": (None, "再看党建责任清单，又看党建责任清单。\n\n三看党建责任清单。"),
    "apart": (2022, "清单列明责任，党建更实。"),
    "scattered": (2022, "党建更实。\n\n责任清单列明。"),
}


@pytest.fixture(scope="module", params=["embedded", "memory"])
def searcher(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    folder = tmp_path_factory.mktemp("texts")
    with Workspace(folder / "home", writing=True, settings=Settings(engine=request.param)) as workspace:
        for name, (year, text) in TEXTS.items():
            file = folder / f"{name}.txt"
            file.write_text(text, encoding="utf-8")
            given: dict[str, str | int] = {} if year is None else {"year": year}
            assert [outcome.status for _, outcome in Pipeline(workspace.catalog, given).run(walk([file]))] == ["added"]
        yield workspace.searcher


def names(searcher: Searcher, request: Request) -> list[str]:
    return [found.card.source.removesuffix(".txt") for found in searcher.search(request).reports]


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        pytest.param("newest", ["new", "old", "undated"], id="what has no year comes last"),
        pytest.param("oldest", ["old", "new", "undated"], id="and so it does from the other end"),
        pytest.param("matches", ["undated", "old", "new"], id="by places"),
    ],
)
def test_the_order_that_is_asked_for(searcher: Searcher, sort: str, order: list[str]) -> None:
    assert names(searcher, Request(PHRASE, sort=sort)) == order  # type: ignore[arg-type] # a row


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        pytest.param("newest", ["年度", "文号", "日期", "无年"], id="newest"),
        pytest.param("oldest", ["日期", "文号", "年度", "无年"], id="oldest"),
    ],
)
def test_orders_facets_and_filters_go_by_the_known_year(tmp_path: Path, sort: Sort, order: list[str]) -> None:
    given: dict[str, dict[str, str | int]] = {
        "年度": {"year": 2020, "date": "2017-01-01"},
        "日期": {"date": "2018-03-05"},
        "文号": {"number": "甲发〔2019〕5号"},
        "无年": {},
    }
    with Workspace(tmp_path / "home", writing=True) as workspace:
        for name, values in given.items():
            (tmp_path / f"{name}.txt").write_text(f"{name}：一体落实。", encoding="utf-8")
            assert list(Pipeline(workspace.catalog, values).run(walk([tmp_path / f"{name}.txt"])))
        found = workspace.searcher
        assert names(found, Request("一体落实", sort=sort)) == order
        facets = found.search(Request("一体落实", facets=True)).facets["year"]
        assert facets == ((2020, 1), (2019, 1), (2018, 1), (None, 1))
        narrowed = Request("一体落实", filters={"year": ("2018", "2017", "")}, sort=sort)
        assert sorted(names(found, narrowed)) == ["无年", "日期"]


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest", "matches"])
def test_pages_put_together_are_the_whole(searcher: Searcher, sort: str) -> None:
    whole = names(searcher, Request(PHRASE, sort=sort, limit=0))  # type: ignore[arg-type] # a row
    pages = [names(searcher, Request(PHRASE, sort=sort, limit=1, page=page)) for page in (1, 2, 3, 4)]  # type: ignore[arg-type] # a row
    assert pages == [*([name] for name in whole), []]


def test_totals_are_the_sum_of_what_is_shown(searcher: Searcher) -> None:
    answer = searcher.search(Request(PHRASE, passages=0))
    shown = {found.card.source: [len(passage.marks) for passage in found.passages] for found in answer.reports}
    assert shown == {"old.txt": [2], "new.txt": [1], "undated.txt": [2, 1]}
    assert (answer.total_reports, answer.total_matches) == (3, 6)
    tally = searcher.tally(Request(PHRASE))
    assert (tally.total_reports, tally.total_matches) == (3, 6)
    assert [(row.card.id, row.matches) for row in tally.rows] == [
        (each.card.id, each.matches) for each in answer.reports
    ]


def test_what_is_not_shown_is_told(searcher: Searcher) -> None:
    found = searcher.search(Request(PHRASE, sort="matches", passages=1)).reports[0]
    assert (found.matches, len(found.passages), found.more) == (3, 1, 1)


def test_words_apart_in_one_passage_are_a_block_of_their_own(searcher: Searcher) -> None:
    also = searcher.search(Request(PHRASE)).also
    assert (also.total_reports, [found.card.source for found in also.reports]) == (1, ["apart.txt"])
    assert also.reports[0].matches == 0
    loose = searcher.search(Request(PHRASE, mode="loose"))
    assert [found.card.source for found in loose.also.reports] == ["apart.txt"], "mode loose shows that block, too"


def test_mode_loose_holds_the_exact_hits_and_then_the_words_apart(searcher: Searcher) -> None:
    exact, loose = searcher.search(Request(PHRASE)), searcher.search(Request(PHRASE, mode="loose"))
    assert loose.reports == exact.reports, "the same reports with the same places, in the same order"
    assert (loose.total_reports, loose.total_matches) == (exact.total_reports, exact.total_matches) == (3, 6)
    assert (loose.also.total_reports, [found.matches for found in loose.also.reports]) == (1, [0])
    tally = searcher.tally(Request(PHRASE, mode="loose"))
    assert [row.matches for row in tally.rows] == [row.matches for row in searcher.tally(Request(PHRASE)).rows]
    assert [(row.card.source, row.matches) for row in tally.also] == [("apart.txt", 0)]


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest", "matches"])
def test_the_pages_of_mode_loose_go_through_both_lists(searcher: Searcher, sort: str, limit: int) -> None:
    request = Request(PHRASE, mode="loose", sort=sort, limit=limit)  # type: ignore[arg-type] # a row
    whole = searcher.search(replace(request, limit=0))
    every = [found.card.id for found in (*whole.reports, *whole.also.reports)]
    pages = [searcher.search(replace(request, page=page)) for page in range(1, whole.listed + 2)]
    assert [found.card.id for page in pages for found in (*page.reports, *page.also.reports)] == every
    assert len(every) == len(set(every)) == whole.listed == 4
    assert {page.pages for page in pages} == {-(-4 // limit)}
    assert all(len(page.reports) + len(page.also.reports) <= limit for page in pages)
    assert {(page.total_reports, page.also.total_reports) for page in pages} == {(3, 1)}


@pytest.mark.parametrize(
    ("query", "exact", "apart"),
    [
        pytest.param("责任", 5, 0, id="one word has no words apart"),
        pytest.param(f"“{PHRASE}”", 3, 1, id="in quotation marks"),
        pytest.param(f"{PHRASE} -再看", 2, 1, id="what is excluded is excluded from both"),
        pytest.param(f"{PHRASE} 列明", 0, 1, id="two terms, one of them apart"),
        pytest.param(f"{PHRASE} OR 更实", 5, 0, id="alternatives: what one of them finds is exact"),
        pytest.param("党建列明", 0, 1, id="nowhere in a row"),
        pytest.param("没有这样的话", 0, 0, id="neither"),
    ],
)
def test_what_mode_loose_finds(searcher: Searcher, query: str, exact: int, apart: int) -> None:
    answer = searcher.search(Request(query, mode="loose"))
    assert (answer.total_reports, answer.also.total_reports) == (exact, apart)
    assert answer.total_reports == searcher.search(Request(query)).total_reports
    assert not {one.card.id for one in answer.reports} & {one.card.id for one in answer.also.reports}


def test_filters_and_facets_of_mode_loose_speak_of_both_lists(searcher: Searcher) -> None:
    request = Request(PHRASE, mode="loose", filters={"year": ("2022",)}, facets=True)
    answer = searcher.search(request)
    assert (answer.total_reports, answer.also.total_reports) == (0, 1)
    assert answer.facets["year"] == ((2022, 1),)
    assert (answer.hidden["year"].reports, answer.hidden["year"].matches) == (3, 6)
    assert dict(searcher.search(replace(request, filters={})).facets["year"]) == {2023: 1, 2022: 1, 2021: 1, None: 1}


def test_the_marks_of_a_report_are_exact_where_it_answers(searcher: Searcher) -> None:
    answer = searcher.search(Request(PHRASE, mode="loose"))
    for found, words in ((answer.reports[0], {PHRASE}), (answer.also.reports[0], {"党建", "责任", "清单"})):
        record = searcher.catalog.record(found.card.id)
        assert record is not None
        marked = searcher.marks(record, Request(PHRASE, mode="loose"))
        assert {one.text[mark.start : mark.end] for one in marked for mark in one.marks} == words


@pytest.mark.parametrize(
    "request_",
    [
        pytest.param(Request(f"“{PHRASE}”"), id="quoted"),
        pytest.param(Request(PHRASE, literal=True), id="as typed"),
        pytest.param(Request(PHRASE, mode="verbatim"), id="verbatim"),
    ],
)
def test_who_asks_for_the_very_words_gets_no_words_apart(searcher: Searcher, request_: Request) -> None:
    answer = searcher.search(request_)
    assert (answer.total_reports, answer.also.total_reports) == (3, 0)


@pytest.mark.parametrize(
    ("years", "found"),
    [
        pytest.param(("2023",), ["new"], id="one value"),
        pytest.param(("2021", "2023"), ["new", "old"], id="any of two"),
        pytest.param(("",), ["undated"], id="not known"),
        pytest.param(("2022",), [], id="only words apart in that year"),
    ],
)
def test_filters_narrow_totals_too(searcher: Searcher, years: tuple[str, ...], found: list[str]) -> None:
    request = Request(PHRASE, sort="newest", filters={"year": years})
    assert names(searcher, request) == found
    assert searcher.search(request).total_reports == len(found)
    assert searcher.tally(request).total_reports == len(found)


def test_a_filter_that_is_none_is_an_error(searcher: Searcher) -> None:
    with pytest.raises(UsageError) as caught:
        searcher.search(Request(PHRASE, filters={"colour": ("red",)}))
    assert caught.value.code == "usage.unknown_facet"


def test_facets_count_the_reports_that_answer(searcher: Searcher) -> None:
    facets = searcher.search(Request(PHRASE, facets=True)).facets
    assert facets["year"] == ((2023, 1), (2021, 1), (None, 1))
    assert facets["part"] == ((None, 6),), "places, none of them in a part"


def test_reports_with_the_words_apart_are_listed_without_reading_a_text(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(5):
        text = f"报告之{number}\n\n加强干部队伍建设，落实监督责任。\n"
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    with Workspace(tmp_path / "home", writing=True) as workspace:
        outcomes = list(Pipeline(workspace.catalog, {}, jobs=1).run(walk([folder])))
        assert [outcome.status for _, outcome in outcomes] == ["added"] * 5
        searcher = workspace.searcher
        assert len(searcher.tally(Request("监督干部", mode="loose", sort="newest")).also) == 5
        assert len(searcher.document_cache._kept) == 0, (
            "the engine knows: hundreds of texts would have to be read and folded"
        )
        assert searcher.search(Request("监督干部", limit=2)).also.total_reports == 5
