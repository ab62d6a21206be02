"""Words looked for in one report, the section of the current place, and the way back to the list."""

from __future__ import annotations

import html
import re

import pytest
from flask.testing import FlaskClient

from tests.served import Served


@pytest.fixture
def first(seeds: Served) -> str:
    return seeds.id_of("004_")


def texts(seeds: Served, report_id: str) -> list[str]:
    body = seeds.client.get(f"/reports/{report_id}.json").get_json()
    return [passage["text"] for passage in body["passages"]]


@pytest.mark.parametrize(
    "words", ["落实", "第一责任人", "党建工作“第一责任人", "（一）", "OR", "单位：", "*", "绝无此语"]
)
def test_it_finds_what_a_count_of_the_text_finds(seeds: Served, first: str, words: str) -> None:
    """Signs of the query language are text here."""
    page = seeds.client.get(f"/reports/{first}", query_string={"find": words}).text
    bare = [re.sub("[“”‘’《》]", "", text) for text in texts(seeds, first)]
    count = sum(text.count(re.sub("[“”]", "", words)) for text in bare)
    assert len(re.findall(r'<mark id="m\d+"', page)) == count
    assert (f'<b class="now-at">–</b> / {count}' in page) is bool(count)


def test_its_places_stand_instead_of_those_of_the_search(client: FlaskClient, first: str) -> None:
    page = client.get(f"/reports/{first}?q=一岗双责&page=3&find=落实&at=2").text
    assert {html.unescape(re.sub("<[^>]+>", "", mark)) for mark in re.findall(r"(?s)<mark [^>]*>.*?</mark>", page)} == {
        "落实"
    }
    end = re.search(r'class="find-end" href="([^"]+)"', page)
    assert end
    assert html.unescape(end[1]) == f"/reports/{first}?q=%E4%B8%80%E5%B2%97%E5%8F%8C%E8%B4%A3&page=3"
    assert '<input type="hidden" name="q" value="一岗双责">' in page
    assert 'name="at"' not in page


@pytest.mark.parametrize("words", ["\0", "“”", "啊" * 900, "<script>alert(1)</script>", "\ud800"])
def test_odd_words_get_a_page(client: FlaskClient, first: str, words: str) -> None:
    answer = client.get(f"/reports/{first}", query_string={"find": words.encode("utf-8", "surrogatepass")})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize("at", [1, 2, 3, 5])
def test_the_outline_marks_the_innermost_section_of_the_current_place(seeds: Served, first: str, at: int) -> None:
    """As JSON tells it: each mark carries its own path."""
    page = seeds.client.get(f"/reports/{first}?q=一岗双责&at={at}").text
    body = seeds.client.get(f"/reports/{first}.json?q=一岗双责").get_json()
    paths = [mark["path"] for mark in body["marks"]]
    (held,) = re.findall(r'(?s)<li class="[^"]* holds"[^>]*><a [^>]*><span>(.*?)</span>', page)
    assert html.unescape(held) == paths[at - 1][-1]
    assert "holds" not in re.findall(r'<li class="([^"]*)"', seeds.client.get(f"/reports/{first}?q=一岗双责").text)


def back(page: str) -> str:
    found = re.search(r'class="back" href="([^"]+)"', page)
    assert found
    return html.unescape(found[1])


def test_back_from_results_is_the_row_on_its_page(seeds: Served) -> None:
    client = seeds.client
    for page in (1, 2, 3):
        listed = client.get(f"/search?q=一岗双责&limit=1&page={page}").text
        link = re.search(r'class="hit-title" href="([^"]+)"', listed)
        assert link
        address, _, anchor = back(client.get(html.unescape(link[1])).text).partition("#")
        assert f'id="{anchor}"' in client.get(address).text
        assert ("page=" in address) is (page > 1)


def test_after_reading_on_it_is_the_page_of_the_report_that_is_read(seeds: Served) -> None:
    listed = seeds.client.get("/search?q=一岗双责&limit=1").text
    link = re.search(r'class="hit-title" href="([^"]+)"', listed)
    assert link
    shown = seeds.client.get(html.unescape(link[1])).text
    after = re.search(r'class="report-after" href="([^"]+)"', shown)
    assert after
    address, _, anchor = back(seeds.client.get(html.unescape(after[1])).text).partition("#")
    assert "page=2" in address
    assert f'id="{anchor}"' in seeds.client.get(address).text


@pytest.mark.parametrize("by", ["left", "right", "year"])
def test_back_from_lines_is_the_line(seeds: Served, by: str) -> None:
    listed = seeds.client.get("/concordance?q=一岗双责" + ("" if by == "left" else f"&by={by}")).text
    for row, link in re.findall(r'(?s)<li class="row" id="([^"]+)">.*?class="to" href="([^"]+)"', listed):
        address, _, anchor = back(seeds.client.get(html.unescape(link)).text).partition("#")
        assert anchor == row
        assert address.startswith("/concordance?")
        assert ("by=" in address) is (by != "left")


def test_back_from_the_list_is_its_row_with_filter_and_order(seeds: Served) -> None:
    listed = seeds.client.get("/reports?year=2022&sort=title").text
    links = re.findall(r'<tr id="([^"]+)">.*?<th scope="row"><a href="([^"]+)"', listed, re.DOTALL)
    assert links
    for row, link in links:
        assert back(seeds.client.get(html.unescape(link)).text) == f"/reports?year=2022&sort=title#{row}"
    plain = seeds.client.get(f"/reports/{seeds.id_of('004_')}").text
    assert back(plain).startswith("/reports#r-")


def test_a_view_that_is_none_is_refused(client: FlaskClient, first: str) -> None:
    assert client.get(f"/reports/{first}?view=elsewhere").status_code == 400
