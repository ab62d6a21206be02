"""The curve over years above results and 逐处, bars in the filters: what they say is what a count of the files says."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from tests.served import Served, served

WRITTEN = {2018: (1, 0), 2019: (3, 0), 2021: (2, 4), 2022: (5, 1), None: (7, 0)}
"""Year of a report, and how often 一岗双责 and 两个确立 stand in it; the last names no year."""


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("years")
    for number, (year, (first, second)) in enumerate(WRITTEN.items()):
        head = f"{year}年度述职报告" if year else "关于有关情况的说明"
        body = ["落实“一岗双责”要求。"] * first + ["深刻领悟“两个确立”。"] * second
        (folder / f"{number}.txt").write_text("\n\n".join([head, *body]), encoding="utf-8")
    with served(folder / "home", *sorted(folder.glob("*.txt"))) as archive:
        yield archive


@pytest.fixture
def client(years: Served) -> FlaskClient:
    return years.client


def table(page: str) -> list[list[str]]:
    """The rows of the table beside the curve, as they are read."""
    found = re.search(r'(?s)<table class="heat">(.*?)</table>', page)
    assert found
    rows = re.findall(r"(?s)<tr>(.*?)</tr>", found[1])
    return [
        [html.unescape(re.sub("<[^>]+>", "", cell)) for cell in re.findall(r"(?s)<t[hd][^>]*>(.*?)</t[hd]>", row)]
        for row in rows
    ]


def test_above_results_reports_are_counted_by_year(client: FlaskClient) -> None:
    page = client.get("/search?q=一岗双责").text
    assert table(page) == [
        ["", "2018", "2019", "2020", "2021", "2022", "年度不明"],
        ["合计", "1", "1", "0", "1", "1", "1"],
    ]


def test_above_places_it_is_places(client: FlaskClient) -> None:
    page = client.get("/concordance?q=一岗双责").text
    assert table(page)[1] == ["合计", "1", "3", "0", "2", "5", "7"]
    assert "另有年度不明的 7 处" in page


@pytest.mark.parametrize("asked", ["一岗双责 或 两个确立", "两个确立 或 一岗双责", "“一岗双责” OR “两个确立”"])
def test_several_wordings_have_a_line_each(client: FlaskClient, asked: str) -> None:
    page = client.get("/concordance", query_string={"q": asked}).text
    rows = {row[0]: row[1:] for row in table(page)[1:]}
    assert rows == {"一岗双责": ["1", "3", "0", "2", "5", "7"], "两个确立": ["0", "0", "0", "4", "1", "0"]}
    assert page.count('class="line line-2"') == 3  # wide, narrow, the key of the table
    assert page.count('class="name ') == 4


def test_a_year_leads_to_its_results(client: FlaskClient) -> None:
    page = client.get("/search?q=一岗双责").text
    inside = re.search(r'(?s)<table class="heat">.*?</table>', page)
    assert inside
    links = [html.unescape(link) for link in re.findall(r'href="([^"]+)"', inside[0])]
    assert len(links) == 5
    totals = [re.search(r"共 (\d+) 篇 (\d+) 处", client.get(link).text) for link in links]
    assert [found and found.groups() for found in totals] == [("1", str(first)) for first, _ in WRITTEN.values()]


def test_with_one_known_year_there_is_no_curve(client: FlaskClient) -> None:
    assert "year-fold" not in client.get("/search?q=一岗双责&year=2019").text
    assert "year-fold" not in client.get("/concordance?q=绝无此语甲乙").text


def test_programs_get_the_same_counts(client: FlaskClient) -> None:
    body = client.get("/concordance.json?q=一岗双责&limit=1").get_json()
    assert body["by_year"] == [
        {"year": 2018, "places": 1},
        {"year": 2019, "places": 3},
        {"year": 2021, "places": 2},
        {"year": 2022, "places": 5},
        {"year": None, "places": 7},
    ]


def test_bars_stand_behind_the_counts_of_a_filter(client: FlaskClient) -> None:
    page = client.get("/search?q=一岗双责 或 两个确立").text
    years = re.search(r'(?s)<section class="facet">\s*<h2>年度</h2>(.*?)</section>', page)
    assert years
    assert re.findall(r'<rect width="(\d+)"', years[1]) == ["100"] * 4


def test_no_picture_has_a_style_of_its_own(client: FlaskClient) -> None:
    """The policy of the page would block it, and the picture would be black."""
    for address in ("/search?q=一岗双责", "/concordance?q=一岗双责 或 两个确立"):
        answer = client.get(address)
        assert "style=" not in answer.text
        assert "<style" not in answer.text
        assert "style-src 'self'" in answer.headers["Content-Security-Policy"]
