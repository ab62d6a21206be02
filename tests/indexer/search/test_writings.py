"""Other writings of what was asked for: those that occur, with the totals of their own search, and none added."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from archive.text.fold import fold_text
from indexer import deadline
from indexer.cli.main import main
from indexer.guidance.other_writings import SHOWN, TRIED, other_queries, writings_of
from indexer.ingest.pipeline import Pipeline, walk
from indexer.search.answer import Request
from indexer.settings import Settings
from indexer.workspace import Workspace
from web.app import create_app

TEXTS = {
    "a.txt": "关于工作的报告\n二〇二四年一月七日，2024.1.7，国发〔2019〕5号，开展12次，党建。",
    "b.txt": "关于工作的通知\n二零二四年的事，国发[2019]5号，开展十二次，国发[2019]5号。",
    "c.txt": "关于工作的意见\n2024年的事，2024年1月7日，国发（2019）5号。",
    "d.txt": "关于工作的决定\n二O二四年，2024-01-07，国发【2019】5号，党建。",
}


@pytest.fixture(scope="module", params=["embedded", "memory"])
def workspace(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("writings")
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    with Workspace(folder / "home", writing=True, settings=Settings(engine=request.param)) as workspace:
        files = [candidate for candidate in walk([folder]) if candidate.path.suffix == ".txt"]
        assert all(outcome.error is None for _, outcome in Pipeline(workspace.catalog, {}).run(files))
        workspace.catch_up()
        yield workspace


def found(workspace: Workspace, query: str, **asked: object) -> dict[str, tuple[int, int]]:
    request = Request(query, **asked)  # type: ignore[arg-type] # rows
    answer = workspace.searcher.search(request)
    return {one.query: (one.reports, one.matches) for one in writings_of(workspace.searcher, answer)}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param("2024年", {"二〇二四年": (1, 1), "二零二四年": (1, 1), "二O二四年": (1, 1)}, id="a year"),
        pytest.param("二零二四年", {"2024年": (1, 2), "二〇二四年": (1, 1), "二O二四年": (1, 1)}, id="in Han figures"),
        pytest.param(
            "2024.01.07",
            {"2024年1月7日": (1, 1), "二〇二四年一月七日": (1, 1), "2024.1.7": (1, 1), "2024-01-07": (1, 1)},
            id="a day",
        ),
        pytest.param(
            "国发〔2019〕5号",
            {"国发[2019]5号": (1, 2), "国发【2019】5号": (1, 1), "国发(2019)5号": (1, 1)},
            id="a 文号",
        ),
        pytest.param("12次", {"十二次": (1, 1)}, id="a count"),
        pytest.param("“开展12次”", {"“开展十二次”": (1, 1)}, id="in quotation marks"),
        pytest.param("2024年 -党建", {"二零二四年 -党建": (1, 1)}, id="with what is excluded"),
        pytest.param(
            "一月七日 或 2024年的事", {"1月7日 或 2024年的事": (1, 2)}, id="two alternatives, a kind at a time"
        ),
        pytest.param("党建", {}, id="no date and no number"),
        pytest.param("2031年", {}, id="nothing of it occurs"),
    ],
)
def test_those_that_occur_are_named_with_what_they_find(
    workspace: Workspace, query: str, expected: dict[str, tuple[int, int]]
) -> None:
    told = found(workspace, query)
    assert expected.items() <= told.items()
    for other, figures in told.items():
        answer = workspace.searcher.search(Request(other))
        assert (answer.total_reports, answer.total_matches) == figures
        assert figures[0] > 0


def test_the_totals_are_those_of_a_scan(workspace: Workspace) -> None:
    """Of a wording alone, by reading all texts."""
    texts = list(map(fold_text, TEXTS.values()))
    for other, figures in found(workspace, "国发〔2019〕5号").items():
        counts = [text.count(fold_text(other)) for text in texts]
        assert figures == (sum(map(bool, counts)), sum(counts))


def test_nothing_is_added_to_the_answer(workspace: Workspace) -> None:
    answer = workspace.searcher.search(Request("2024年"))
    assert (answer.total_reports, answer.total_matches) == (1, 2)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        pytest.param({"filters": {"type": ("通知",)}}, {"二零二四年"}, id="filters hold"),
        pytest.param({"mode": "verbatim"}, {"二〇二四年", "二零二四年", "二O二四年"}, id="to the letter"),
        pytest.param({"mode": "loose"}, {"二〇二四年", "二零二四年", "二O二四年"}, id="loosely, what is exact"),
        pytest.param({"literal": True}, {"二〇二四年", "二零二四年", "二O二四年"}, id="as typed"),
        pytest.param({"copies": "hide"}, {"二〇二四年", "二零二四年", "二O二四年"}, id="without copies"),
    ],
)
def test_it_is_the_same_search_but_for_the_writing(
    workspace: Workspace, asked: dict[str, object], expected: set[str]
) -> None:
    assert set(found(workspace, "2024年", **asked)) == expected


@pytest.mark.parametrize(
    ("query", "others"),
    [
        pytest.param("年:2022 一月", {"年:2022 1月"}, id="a field is no wording"),
        pytest.param("日期:2024-01 党建", set(), id="nor is a date that a field has"),
        pytest.param("党建 -2024年", set(), id="nor what is excluded"),
        pytest.param("党建 -(2024年 或 12次)", set(), id="nor a group that is"),
        pytest.param("标题:(2024年 或 12次) 党建", set(), id="nor the values of a field"),
        pytest.param("近义:党建 12次", {"近义:党建 十二次"}, id="beside one"),
        pytest.param("(12次 或 党建) 报告", {"(十二次 或 党建) 报告"}, id="in a group"),
        pytest.param('"党建…12次"', {'"党建…十二次"'}, id="beside a gap"),
    ],
)
def test_only_what_is_looked_for_is_written_otherwise(query: str, others: set[str]) -> None:
    assert {other for _, other in other_queries(Request(query))} == others


def test_there_are_never_very_many() -> None:
    wide = " ".join(f"2024年{month}月{day}日" for month in range(1, 9) for day in range(1, 9))
    assert len(list(other_queries(Request(wide)))) <= 20
    assert SHOWN == 12
    assert TRIED <= 24


def test_what_takes_too_long_is_left_out(workspace: Workspace) -> None:
    answer = workspace.searcher.search(Request("2024年"))
    with deadline.limited(0.0):
        assert writings_of(workspace.searcher, answer) == ()


def test_the_page_and_its_twin_name_them(workspace: Workspace) -> None:
    client = create_app(workspace).test_client()
    body = client.get("/search.json", query_string={"q": "12次"}).get_json()
    assert body["writings"] == [{"written": "十二次", "query": "十二次", "reports": 1, "matches": 1}]
    assert client.get("/search.json", query_string={"q": "党建"}).get_json()["writings"] == []
    page = client.get("/search", query_string={"q": "12次", "sort": "oldest"}).text
    assert "其他写法，不计入上面的总数" in page
    assert "?q=%E5%8D%81%E4%BA%8C%E6%AC%A1&amp;sort=oldest" in page
    assert "其他写法" not in client.get("/search", query_string={"q": "党建"}).text
    nothing = client.get("/search", query_string={"q": "开展 十二次", "literal": "1"}).text
    assert "%E5%BC%80%E5%B1%95+12%E6%AC%A1&amp;literal=1" in nothing


def test_the_terminal_names_them(
    workspace: Workspace, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BAOGAO_LANG", "zh")
    assert main(["search", "--home", str(workspace.home), "国发[2019]5号"]) == 0
    out = capsys.readouterr().out
    assert "共 1 篇 2 处" in out
    assert out.endswith(
        "其他写法，不计入上面的总数：\n"
        "  国发〔2019〕5号   共 1 篇 1 处\n"
        "  国发【2019】5号   共 1 篇 1 处\n"
        "  国发(2019)5号   共 1 篇 1 处\n"
    )
    assert main(["search", "--home", str(workspace.home), "--json", "12次"]) == 0
    assert json.loads(capsys.readouterr().out)["writings"][0]["query"] == "十二次"
    assert main(["search", "--home", str(workspace.home), "党建"]) == 0
    assert "其他写法" not in capsys.readouterr().out
