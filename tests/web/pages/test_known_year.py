"""A law, a notice: papers that are about no year, found and shown by the year in which they were written."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from tests.indexer.cli.test_commands import Shell
from tests.served import Served, served

PAPERS = {
    "总结.txt": "2020年度抓河道整治工作总结\n\n河湾市水务局\n\n一、履职情况\n河道整治落到实处。\n",
    "条例.txt": "河湾市河道管理条例\n（2018年3月5日河湾市人大常委会通过）\n\n第一条 为了河道整治，制定本条例。\n",
    "通知.txt": "关于开展河道整治的通知\n河湾发〔2019〕5号\n\n各单位：\n请做好河道整治。\n",
    "散页.txt": "河道整治没有写在哪一年。\n",
}
"""What a reader sees: about 2020; of 2018 by the date below its title; of 2019 by its number; of no year."""


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("years")
    for name, text in PAPERS.items():
        (folder / "papers").mkdir(exist_ok=True)
        (folder / "papers" / name).write_text(text, encoding="utf-8")
    with served(folder / "home", folder / "papers") as site:
        yield site


@pytest.fixture
def client(archive: Served) -> FlaskClient:
    return archive.client


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_the_form_says_both_and_on_what_the_known_one_rests(client: FlaskClient) -> None:
    expected = {
        "总结.txt": (2020, 2020, "title"),
        "条例.txt": (None, 2018, "date"),
        "通知.txt": (None, 2019, "number"),
        "散页.txt": (None, None, None),
    }

    def told(reports: list[dict[str, object]]) -> dict[str, tuple[object, ...]]:
        return {
            str(one["source"]).rpartition("/")[2]: (one["year"], one["year_known"], one["year_basis"])
            for one in reports
        }

    found = client.get("/search.json?q=河道整治").get_json()["reports"]
    listed = client.get("/reports.json").get_json()["reports"]
    whole = [client.get(f"/reports/{one['id']}.json").get_json() for one in listed]
    lines = [json.loads(line) for line in client.get("/export.jsonl?q=河道整治").text.splitlines()[1:]]
    places = client.get("/concordance.json?q=河道整治").get_json()["lines"]
    for reports in (found, listed, whole, lines, places):
        assert told(reports) == expected


@pytest.mark.parametrize(
    ("query", "sources"),
    [
        pytest.param("year=2018", {"条例.txt"}, id="by its date"),
        pytest.param("year=2019", {"通知.txt"}, id="by its number"),
        pytest.param("year=2020", {"总结.txt"}, id="by what it is about"),
        pytest.param("year=2018&year=2020", {"条例.txt", "总结.txt"}, id="two"),
        pytest.param("year=none", {"散页.txt"}, id="not known"),
        pytest.param("year=1999", set(), id="another"),
        pytest.param("year=abc", set(), id="no year at all"),
    ],
)
def test_search_and_list_are_filtered_alike(client: FlaskClient, query: str, sources: set[str]) -> None:
    for path in (f"/search.json?q=河道整治&{query}", f"/reports.json?{query}"):
        found = client.get(path).get_json()["reports"]
        assert {one["source"].rpartition("/")[2] for one in found} == sources, path


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        pytest.param("newest", ["总结.txt", "通知.txt", "条例.txt", "散页.txt"], id="newest"),
        pytest.param("oldest", ["条例.txt", "通知.txt", "总结.txt", "散页.txt"], id="oldest"),
    ],
)
def test_search_and_list_are_sorted_alike(client: FlaskClient, sort: str, order: list[str]) -> None:
    for path in (f"/search.json?q=河道整治&sort={sort}", f"/reports.json?sort={sort}"):
        found = client.get(path).get_json()["reports"]
        assert [one["source"].rpartition("/")[2] for one in found] == order, path


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("/search?q=河道整治", id="results"),
        pytest.param("/reports", id="list"),
        pytest.param("/concordance?q=河道整治", id="places"),
        pytest.param("/", id="newest imports"),
    ],
)
def test_pages_show_it_as_what_it_is(archive: Served, path: str) -> None:
    chinese, english = archive.client, archive.client
    shown = words(chinese.get(path).text)
    assert "成文 2018" in shown
    assert "成文 2019" in shown
    assert "成文 2020" not in shown, "it is about 2020"
    english.get("/?lang=en")
    assert "dated 2018" in words(english.get(path).text)


def test_the_page_of_a_report_shows_it_and_still_offers_to_fill_the_year(archive: Served) -> None:
    facts = archive.client.get(f"/reports/{archive.id_of('条例')}").text.partition('id="facts"')[2]
    shown = words(facts)
    assert "年度 成文 2018" in shown
    assert "#field-year" in facts


def test_the_first_page_and_the_filter_count_by_it(client: FlaskClient) -> None:
    home = client.get("/").text
    assert re.findall(r'aria-label="(\d{4}) · ', home) == ["2018", "2019", "2020"]
    facets = client.get("/search.json?q=河道整治").get_json()["facets"]
    assert [one["value"] for one in facets["year"]] == [2020, 2019, 2018, None]
    assert re.search(r"年度 2020 1 2019 1 2018 1 .{0,40}1", words(client.get("/search?q=河道整治").text))


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        pytest.param("format=txt", "年度 2020 1 2019 1 2018 1 未填 1", id="by another field"),
        pytest.param(
            "check=1", "年度 2020 1 2019 1 未填 1", id="what a person should look at: what is dated has a year"
        ),
        pytest.param("year=2018", "年度 2018 × 移除这个筛选", id="a year"),
        pytest.param("year=none", "年度 未填 × 移除这个筛选 类型 未填 1", id="not known"),
    ],
)
def test_the_filters_of_a_narrowed_list_count_by_it(client: FlaskClient, query: str, shown: str) -> None:
    assert shown in words(client.get(f"/reports?{query}").text)


def test_a_collection_offers_only_years_that_papers_are_about(client: FlaskClient) -> None:
    offered = client.get("/checklist").text.partition('id="c-years"')[2].partition("</datalist>")[0]
    assert re.findall(r'value="(\d+)"', offered) == ["2020"]


def test_tables_say_it_in_the_column_of_the_year(client: FlaskClient) -> None:
    for path in ("/export.csv?q=河道整治", "/concordance.csv?q=河道整治"):
        answer = client.get(path)
        assert answer.status_code == 200, path
        rows = [row for row in csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))) if len(row) > 5]
        column = rows[0].index("年度")
        assert sorted({row[column] for row in rows[1:]}) == ["", "2020", "成文 2018", "成文 2019"], path


def test_a_correction_counts_at_once(archive: Served) -> None:
    name = archive.id_of("散页")
    catalog = archive.workspace.catalog
    catalog.edit(name, {"number": "湾办[2011]7号"})
    try:
        found = archive.client.get("/search.json?q=河道整治&year=2011").get_json()["reports"]
        assert [one["id"] for one in found] == [name]
        assert (found[0]["year"], found[0]["year_basis"]) == (None, "number")
    finally:
        catalog.edit(name, {}, reset=("number",))
    assert not archive.client.get("/search.json?q=河道整治&year=2011").get_json()["reports"]


def test_the_terminal_shows_it(archive: Served) -> None:
    shell = Shell(archive.home)
    for verb in (["list"], ["search", "河道整治"], ["kwic", "河道整治"], ["show", archive.id_of("条例")]):
        shown = shell(*verb).stdout
        assert "成文 2018" in shown, verb
        assert "成文 2020" not in shown, verb
    assert "dated 2018" in shell("list", BAOGAO_LANG="en").stdout
    rows = {row["year_basis"]: row["year_known"] for row in shell.rows("list", "--json")}
    assert rows == {"title": 2020, "date": 2018, "number": 2019, None: None}
