"""专题 on the page: ticked rows go in and out, a search is kept as one, everything narrows to it."""

from __future__ import annotations

import html
import re

import pytest
from flask.testing import FlaskClient

from tests.served import Served


def token(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    return found[1]


def post(client: FlaskClient, form: str, to: str, **data: object) -> str:
    return client.post(to, data={"csrf_token": token(client.get(form).text), **data}, follow_redirects=True).text


@pytest.fixture
def three(fresh: Served) -> list[str]:
    """Three reports by id, two of which hold 一岗双责."""
    return [fresh.id_of(name) for name in ("000_", "001_", "004_")]


def test_ticked_rows_go_in_and_out(fresh: Served, three: list[str]) -> None:
    client = fresh.client
    form = f"/topics/add?id={three[0]}&id={three[2]}"
    assert client.get(form).text.count('name="id"') == 2
    assert "已放进“述职” 2 篇" in post(client, form, "/topics/add", id=[three[0], three[2]], name="述职")
    listed = client.get("/reports?topic=述职").text
    assert re.findall(r'<tr id="r-([^"]+)">', listed) == [
        one for one in re.findall(r'<tr id="r-([^"]+)">', client.get("/reports").text) if one in (three[0], three[2])
    ]
    assert "移出“述职”" in listed
    asked = f"/topics/add?id={three[0]}&from=述职"
    assert "移出“述职”" in client.get(asked).text
    post(client, asked, "/topics/change", id=[three[0]], topic="述职", do="take")
    assert client.get("/reports.json?topic=述职").get_json()["total"] == 1
    assert client.get("/topics.json").get_json()["topics"] == [
        {"name": "述职", "reports": 1, "by_hand": 1, "search": "", "roster": None}
    ]


def test_everything_narrows_to_it(fresh: Served, three: list[str]) -> None:
    client = fresh.client
    fresh.workspace.catalog.topics.put("述职", three[:2])
    inside = client.get("/search.json?q=党建&topic=述职").get_json()
    assert {one["id"] for one in inside["reports"]} <= set(three[:2])
    page = client.get("/search?q=一岗双责").text
    assert re.search(r"(?s)<h2>专题</h2>.*?<span>述职</span>", page)
    link = re.search(r'href="(/search\?[^"]*topic=[^"]*)"', page)
    assert link
    assert "专题 述职" in re.sub(r"<[^>]+>", "", client.get(html.unescape(link[1])).text)
    lines = client.get("/concordance.json?q=党建&topic=述职").get_json()
    assert {line["id"] for line in lines["lines"]} <= set(three[:2])
    table = client.get("/api/checklist?list=党建&by=report&topic=述职").get_json()
    assert len(table["rows"]) == 2
    assert client.get("/search?q=党建&topic=没有").status_code == 404
    assert client.get("/search.json?q=党建&topic=没有").get_json()["error"]["code"] == "catalog.no_such_topic"


def test_a_search_is_kept_as_a_topic(fresh: Served) -> None:
    client = fresh.client
    form = "/topics/add?q=一岗双责&page=2"
    address = re.search(r'name="address" value="([^"]+)"', client.get(form).text)
    assert address
    assert html.unescape(address[1]) == "q=%E4%B8%80%E5%B2%97%E5%8F%8C%E8%B4%A3"
    post(client, form, "/topics/add", address=html.unescape(address[1]), name="一岗双责专题")
    assert client.get("/reports.json?topic=一岗双责专题").get_json()["total"] == 3
    page = client.get("/topics").text
    assert "按检索" in page
    assert "不再按检索" in page
    post(client, "/topics", "/topics/change", topic="一岗双责专题", do="unsearch")
    assert client.get("/topics.json").get_json()["topics"][0]["reports"] == 0
    assert "已删去专题" in post(client, "/topics", "/topics/change", topic="一岗双责专题", do="remove")
    assert "还没有专题" in client.get("/topics").text


@pytest.mark.parametrize(
    ("address", "status"),
    [
        pytest.param("/topics/add?q=党建&topic=别的", 400, id="a topic of topics"),
        pytest.param('/topics/add?q="党建', 400, id="no query"),
        pytest.param("/topics/add?id=nosuchid", 404, id="no such report"),
        pytest.param("/topics/add", 200, id="nothing"),
    ],
)
def test_what_cannot_be(client: FlaskClient, address: str, status: int) -> None:
    assert client.get(address).status_code == status


def test_help_explains_sets_in_one_picture(client: FlaskClient) -> None:
    page = client.get("/help").text
    assert page.count('id="sets"') == 1
    for words in ("专题", "期次", "常用检索", "应交名单"):
        assert words in page
