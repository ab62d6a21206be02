"""逐处 as a browser without scripts gets it, and its JSON twin."""

from __future__ import annotations

import html
import re

import pytest
from flask.testing import FlaskClient

from tests.served import Served
from web.pages.search.concordance import halves


def rows(page: str) -> list[str]:
    return [html.unescape(re.sub("<[^>]+>", "", run)) for run in re.findall(r'(?s)<p class="run[^>]*>(.*?)</p>', page)]


def test_a_line_a_place_in_one_run_of_text(client: FlaskClient) -> None:
    page = client.get("/concordance?q=一岗双责").text
    assert "共 3 篇 8 处" in page
    assert len(rows(page)) == 8
    assert rows(page)[0] == "是抓机关党建，解决“灯下黑”问题。建立“一岗双责”机关党建工作责任体系，坚持党建工作和业"
    assert rows(page)[2] == "4.强化责任担当，认真落实“一岗双责”。切实增强“四个意识”，督促党组各成员"


def test_the_wordings_stand_below_each_other(client: FlaskClient) -> None:
    """What a left side lacks of twenty characters (of nine on the phone) is put before it, in halves."""
    page = client.get("/concordance?q=一岗双责").text
    lines = re.findall(r'(?s)<p class="run w(\d+) n(\d+)"[^>]*>(.*?)<a', page)
    assert len(lines) == 8
    for wide, narrow, run in lines:
        left = html.unescape(re.sub("<[^>]+>", "", run))
        near = html.unescape(run.rpartition("</span>")[2])
        assert int(wide) + halves(left) == 40
        assert int(narrow) + halves(near) == 18


def test_neither_desk_nor_phone_tears_a_number(client: FlaskClient) -> None:
    """What only a desk has room for begins and ends beside a number, as the whole line does."""
    inside = re.compile(r"[0-9０-９][.,．]?\|[.,．]?[0-9０-９%％]|[A-Za-z]\|[A-Za-z]")
    page = client.get("/concordance?q=年").text
    runs = re.findall(
        r'(?s)<p class="run[^>]*><span class="far">(.*?)</span>(.*?)<a.*?</a>(.*?)<span class="far">', page
    )
    assert len(runs) > 40
    cuts = [html.unescape(cut) for far, near, right in runs for cut in (f"{far}|{near}", right)]
    cuts += [
        html.unescape(f"{near}|{far}")
        for near, far in re.findall(r'(?s)</a>([^<]*)<span class="far">(.*?)</span>', page)
    ]
    assert [cut for cut in cuts if inside.search(cut)] == []


def test_each_line_leads_to_its_place(seeds: Served) -> None:
    client = seeds.client
    page = client.get("/concordance?q=一岗双责").text
    links = [html.unescape(link) for link in re.findall(r'class="to" href="([^"]+)"', page)]
    assert len(set(links)) == 8
    for link, run in zip(links, rows(page), strict=True):
        address, _, anchor = link.partition("#")
        shown = client.get(address).text
        line = next(line for line in re.findall(r'(?s)<p class="line [^>]*>.*?</p>', shown) if f'id="{anchor}"' in line)
        assert run[3:-3] in html.unescape(re.sub("<[^>]+>", "", line))
        assert f'id="{anchor}" class="now"' in shown


def test_with_a_part_chosen_the_line_leads_to_the_paragraph(client: FlaskClient) -> None:
    page = client.get("/concordance?q=一岗双责&part=下步打算").text
    assert len(rows(page)) == 4
    assert all("#p" in link for link in re.findall(r'class="to" href="([^"]+)"', page))


def test_neighbours_lead_to_the_longer_wording(client: FlaskClient) -> None:
    page = client.get("/concordance?q=一岗双责").text
    link = re.search(r'<a href="([^"]+)">落实</a> <span class="n">3</span>', page)
    assert link
    assert len(rows(client.get(html.unescape(link[1])).text)) == 3


def test_the_views_carry_the_search_along(client: FlaskClient) -> None:
    results = client.get("/search?q=一岗双责&period=上半年").text
    link = re.search(r'<a href="(/concordance[^"]*)">逐处</a>', results)
    assert link
    page = client.get(html.unescape(link[1])).text
    assert len(rows(page)) == 3
    assert re.search(r'<a href="/search\?[^"]*period=[^"]*">按篇</a>', page)


@pytest.mark.parametrize(
    ("asked", "status", "words"),
    [
        pytest.param({"q": ""}, 400, "请输入检索词", id="nothing"),
        pytest.param({"q": '"一岗双责'}, 200, "已按原样检索", id="as typed"),
        pytest.param({"q": "“”"}, 400, "没有检索", id="no query at all"),
        pytest.param({"q": "党建", "by": "size"}, 400, "by", id="no such order"),
        pytest.param({"q": "一岗双责", "page": "2"}, 400, "page", id="beyond the last page"),
        pytest.param({"q": "绝无此语甲乙"}, 200, "没有一处", id="none"),
        pytest.param({"q": "党建 责任", "mode": "loose"}, 200, "不逐处列出", id="words apart have no lines"),
        pytest.param({"q": "<script>alert(1)</script>"}, 200, "没有一处", id="a script is text"),
    ],
)
def test_what_is_odd_gets_a_page(client: FlaskClient, asked: dict[str, str], status: int, words: str) -> None:
    answer = client.get("/concordance", query_string=asked)
    assert answer.status_code == status
    assert words in answer.text
    assert "<script>alert" not in answer.text


def test_the_json_twin_has_the_same_lines(client: FlaskClient) -> None:
    for by in ("left", "right", "year", "report"):
        body = client.get(f"/concordance.json?q=一岗双责&by={by}").get_json()
        page = client.get(f"/concordance?q=一岗双责&by={by}").text
        assert [line["left"] + line["term"] + line["right"] for line in body["lines"]] == rows(page)
    assert (body["total_reports"], body["total_matches"], body["left_out"], body["pages"]) == (3, 8, 0, 1)
    assert body["before"][0] == {"word": "落实", "places": 3}
    assert body["lines"][0]["citation"].startswith("——［")


def test_the_json_twin_never_searches_as_typed(client: FlaskClient) -> None:
    answer = client.get("/concordance.json", query_string={"q": '"一岗双责'})
    assert answer.status_code == 400
    assert answer.get_json()["error"]["code"] == "query.unbalanced_quote"
