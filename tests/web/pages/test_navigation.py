"""The bar by task: one table gives its order; what does not exist is not shown; every page stands under one place."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from archive.messages import text
from tests.served import Served
from web import site_navigation
from web.site_navigation import PLACES, Place

OUTSIDE = {"static", "api", "scans", "suggestions", "feeds", "assistants", "metrics"}
OUTSIDE |= {"login", "sign_on", "set_up", "first_password", "account"}
"""Blueprints without a page of their own: files, programs, the picture of a scanned page, suggestions, feeds, MCP,
counters.
What is one's own stands beside the bar."""


def bar(html: str) -> str:
    found = re.search(r'(?s)<nav class="nav".*?</nav>', html)
    assert found
    return found[0]


def labels(html: str) -> list[str]:
    """The words of the bar as the desk shows them: 更多 repeats the later ones for the phone."""
    desk = bar(html).split('<details class="menu narrow')[0]
    return re.findall(r"(?s)<(?:a|summary)[^>]*>(.*?)<", desk)


def test_the_order_is_the_tables(seeds: Served) -> None:
    groups = ("检索", "报告", "核查", "提法", "校对", "导入", "摘录", "帮助", "管理")
    shown = labels(seeds.client.get("/").text)
    assert [word for word in shown if word in groups] == [word for word in groups if word in shown]
    assert set(groups) - set(shown) <= {"提法"}
    check = [text(place.label) for place in PLACES if place.group == "check"]
    assert check[:2] == ["谁没写", "谁没交"]
    assert shown[shown.index("核查") + 1 :][: len(check)] == check


def test_every_label_has_words_in_both_languages() -> None:
    for code in (*(place.label for place in PLACES), *site_navigation.GROUPS.values()):
        assert text(code, "zh") != text(code, "en"), code


def test_what_does_not_exist_is_not_shown_and_shows_once_it_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        site_navigation, "PLACES", (Place("now.show", "web.nav.search", "now"), Place("later.show", "x", "later"))
    )
    app = Flask("tried")
    app.add_url_rule("/now", "now.show", lambda: "")
    with app.test_request_context("/now"):
        assert [entry.group for entry in site_navigation.entries()] == ["now"]
    app.add_url_rule("/later", "later.show", lambda: "")
    with app.test_request_context("/now"):
        assert [entry.group for entry in site_navigation.entries()] == ["now", "later"]


@pytest.mark.parametrize(
    ("path", "word"),
    [
        ("/search?q=一岗双责", "检索"),
        ("/concordance?q=一岗双责", "检索"),
        ("/similar", "检索"),
        ("/reports", "报告"),
        ("/checklist", "谁没写"),
        ("/compare", "对照"),
        ("/import", "导入"),
        ("/imports", "导入记录"),
        ("/clippings", "摘录"),
        ("/saved", "摘录"),
        ("/help", "帮助"),
        ("/trash", "回收站"),
        ("/register", "导入登记表"),
    ],
)
def test_the_current_place_is_marked_once(seeds: Served, path: str, word: str) -> None:
    html = seeds.client.get(path).text
    desk = bar(html).split('<details class="menu narrow')[0]
    assert re.findall(r'<a [^>]*aria-current="page">([^<]*)<', desk) == [word]


def test_a_group_is_marked_with_its_place(seeds: Served) -> None:
    assert '<summary aria-current="true">核查</summary>' in bar(seeds.client.get("/checklist").text)
    assert '<summary aria-current="true">核查</summary>' not in bar(seeds.client.get("/reports").text)


def test_every_page_stands_under_a_place(seeds: Served) -> None:
    """Who adds a page says where it stands."""
    known = {name for place in PLACES for name in place.blueprints} | {place.endpoint.split(".")[0] for place in PLACES}
    pages = {rule.endpoint.split(".")[0] for rule in seeds.app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert pages - known - OUTSIDE == set()
