"""The first page and the results, as a browser without scripts gets them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer.workspace import Workspace
from tests.served import Served, imported
from tests.shared_files import SEEDS
from web.app import create_app


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))


def page(client: FlaskClient, **asked: object) -> str:
    answer = client.get("/search", query_string={name: value for name, value in asked.items() if value is not None})
    assert answer.status_code == 200
    return answer.text


def test_the_first_page_shows_what_the_archive_holds(client: FlaskClient) -> None:
    text = words(client.get("/").text)
    for shown in ("篇报告5", "一岗双责", "共 3 篇 8 处", "［一年来抓基层党建工作报告］"):
        assert shown in text


def test_a_wording_is_found_with_exact_counts(client: FlaskClient) -> None:
    html = page(client, q="一岗双责")
    text = words(html)
    assert "共 3 篇 8 处" in text
    assert "检索式：“一岗双责”" in text
    assert re.search(r"下步打算 ?4", text)
    assert re.search(r"履职情况 ?4", text)
    assert re.findall("<mark>(.*?)</mark>", html) == ["一岗双责"] * 6  # three passages a report at most: 3 + 2 + 1
    assert "还有 2 处" in text


def test_each_excerpt_says_where_it_stands(client: FlaskClient) -> None:
    text = words(page(client, q="督促班子成员认真落实一岗双责"))
    assert "一、所作的工作和取得的成效 › 3.突出抓廉政建设，着力严肃党内政治生活" in text
    assert "〔履职情况〕" in text


def test_a_match_is_one_mark_even_where_quotation_marks_stand_inside(client: FlaskClient) -> None:
    html = page(client, q="落实一岗双责要求").partition('<section class="also"')[0]
    assert re.findall("<mark>(.*?)</mark>", html) == ["落实“一岗双责”要求"]


@pytest.mark.parametrize(
    ("query", "message"),
    [
        pytest.param('"一岗双责', "引号没有成对（第 1 字）。已按原样检索。", id="unbalanced quote"),
        pytest.param("没有这个:一岗双责", "已按原样检索。", id="unknown field"),
        pytest.param("党建 或", "已按原样检索。", id="operator alone"),
        pytest.param("-党建", "还要写一个要找的词。已按原样检索。", id="only a negation"),
    ],
)
def test_what_cannot_be_parsed_is_searched_as_typed_and_said(client: FlaskClient, query: str, message: str) -> None:
    assert message in words(page(client, q=query))


def test_an_unbalanced_quote_still_finds_its_words(client: FlaskClient) -> None:
    assert "共 3 篇 8 处" in words(page(client, q='"一岗双责'))


def test_nothing_found_says_what_each_word_finds_alone(client: FlaskClient) -> None:
    text = words(page(client, q="主动性不够"))
    assert "库内 5 篇中，没有一字不差的“主动性不够”。" in text
    assert "主动性 共 1 篇 1 处 下步打算 1" in text
    assert "不够 共 5 篇 23 处" in text


def test_filters_that_hide_everything_are_named_and_can_be_removed(client: FlaskClient) -> None:
    html = page(client, q="一岗双责", year="1999")
    assert "另有 8 处被筛除：年度 1999。移除筛选" in words(html)
    assert 'class="chip" href="/search?q=%E4%B8%80%E5%B2%97%E5%8F%8C%E8%B4%A3"' in html


@pytest.mark.parametrize(
    ("name", "value", "totals"),
    [
        pytest.param("period", "上半年", "共 2 篇 3 处", id="period"),
        pytest.param("type", "工作报告", "共 1 篇 5 处", id="type"),
        pytest.param("part", "下步打算", "共 2 篇 4 处", id="part counts places"),
        pytest.param("unit", "none", "共 3 篇 8 处", id="not set"),
        pytest.param("year", "", "共 3 篇 8 处", id="an empty value is no filter"),
    ],
)
def test_filters(client: FlaskClient, name: str, value: str, totals: str) -> None:
    assert totals in words(page(client, q="一岗双责", **{name: value}))


def test_all_state_is_in_the_address(client: FlaskClient) -> None:
    html = page(client, q="党建", mode="verbatim", sort="newest", type="情况报告")
    assert re.search(
        r'<a href="/reports/\w+\?q=%E5%85%9A%E5%BB%BA&amp;mode=verbatim&amp;sort=newest&amp;type=', html
    ) or (re.search(r'href="/reports/\w+\?q=[^"]*mode=verbatim[^"]*sort=newest[^"]*type=', html))
    assert '<input type="hidden" name="type" value="情况报告">' in html
    assert '<input type="hidden" name="sort" value="newest">' in html


def test_pages_follow_each_other_and_one_too_far_says_so(client: FlaskClient) -> None:
    first = page(client, q="党建", limit=2)
    assert "第 1 页，共 3 页" in words(first)
    shown = [
        re.findall(r'class="hit-title[^"]*" href="/reports/(\w+)', page(client, q="党建", limit=2, page=number))
        for number in (1, 2, 3)
    ]
    assert [len(ids) for ids in shown] == [2, 2, 1]
    assert len({name for ids in shown for name in ids}) == 5
    assert "没有第 9 页，共 3 页。" in words(page(client, q="党建", limit=2, page=9))


def test_words_apart_stand_apart_and_are_not_counted(client: FlaskClient) -> None:
    html = page(client, q="党建责任落实")
    counted, _, apart = html.partition('<section class="also"')
    assert "未计入" in words(apart)
    assert int(re.search(r"共 (\d) 篇", words(counted))[1]) == 0  # type: ignore[index]
    assert 'class="hits loose"' in apart
    opened = re.search(r'class="hit-title" href="(/reports/[^"#]+)', apart)
    assert opened
    report = client.get(opened[1].replace("&amp;", "&")).text
    assert 'class="paper loose"' in report
    assert {"党建", "责任", "落实"} <= set(re.findall("<mark[^>]*>(.*?)</mark>", report))


def test_an_empty_box_asks_for_words(client: FlaskClient) -> None:
    assert "请输入检索词。" in words(page(client, q="  "))


@pytest.mark.parametrize("path", ["/search", "/search.json", "/", "/reports", "/reports.json"])
@pytest.mark.parametrize(
    "asked",
    [
        pytest.param({"q": "<script>alert(1)</script>"}, id="script"),
        pytest.param({"q": "党\0建"}, id="NUL"),
        pytest.param({"q": "党" * 100_000}, id="100,000 characters"),
        pytest.param({"q": "（" * 20_000}, id="20,000 brackets"),
        pytest.param({"q": "NOT " * 2_000 + "党建"}, id="2,000 NOT"),
        pytest.param({"q": "*"}, id="a star"),
        pytest.param({"q": "?*?"}, id="wildcards"),
        pytest.param({"q": "*" * 30}, id="thirty stars"),
        pytest.param({"q": "工*作*报*告"}, id="stars between"),
        pytest.param({"q": "党建^1e308"}, id="boost"),
        pytest.param({"q": '"党建"~999999'}, id="slop"),
        pytest.param({"q": "[TO]"}, id="range"),
        pytest.param({"q": "(.+)+$"}, id="a pattern that backtracks"),
        pytest.param({"q": "\u200b\u202e党建"}, id="invisible characters"),
        pytest.param({"q": "😀"}, id="beyond the first plane"),
        pytest.param({"q": b"\xed\xa0\x80"}, id="a lone surrogate"),
        pytest.param({"q": b"\xff\xfe"}, id="no UTF-8"),
        pytest.param({"q": "党建", "page": "1000000000"}, id="page 10^9"),
        pytest.param({"q": "党建", "page": "-1"}, id="page -1"),
        pytest.param({"q": "党建", "page": "１"}, id="a full-width page"),
        pytest.param({"q": "党建", "limit": "1000000"}, id="limit 10^6"),
        pytest.param({"q": "党建", "limit": "0"}, id="limit 0"),
        pytest.param({"q": "党建", "sort": ";drop table reports"}, id="sort is SQL"),
        pytest.param({"q": "党建", "mode": "../../etc/passwd"}, id="mode is a path"),
        pytest.param({"q": "党建", "year": "9999-99-99"}, id="year is no year"),
        pytest.param({"q": "党建", "year": "9" * 400}, id="a long year"),
        pytest.param({"q": "党建", "unit": "'; --"}, id="unit is SQL"),
        pytest.param({"q": "党建", "type": "a\0b"}, id="NUL in a filter"),
    ],
)
def test_a_hostile_query_gets_a_page_or_a_clear_400(client: FlaskClient, path: str, asked: dict[str, object]) -> None:
    answer = client.get(path, query_string=asked)
    assert answer.status_code in (200, 400), answer.text[:300]
    assert "<script>alert" not in answer.text or answer.mimetype == "application/json"
    assert "\0" not in answer.text
    assert "Traceback" not in answer.text
    assert len(answer.data) < 400_000
    if path.endswith(".json") and answer.status_code == 400:
        assert set(answer.get_json()["error"]) >= {"code", "message"}


def test_english_is_complete(seeds: Served) -> None:
    client = seeds.client
    client.get("/?lang=en")
    for path in ("/", "/search?q=党建 责任", "/search?q=主动性不够", "/reports?check=1", "/help", "/nowhere"):
        html = client.get(path).text
        assert '<html lang="en"' in html
        frame = words(re.sub(r"(?s)<main.*</main>|<title>.*?</title>", "", html))
        assert not re.search("[\u4e00-\u9fff]", frame.replace("中文", "")), frame


def test_the_language_of_the_browser_is_heard(client: FlaskClient) -> None:
    assert "Every place" in client.get("/", headers={"Accept-Language": "en-GB,en;q=0.9"}).text
    assert "一字不差" in client.get("/", headers={"Accept-Language": "fr-FR,fr;q=0.9"}).text


@pytest.mark.parametrize("path", ["/", "/search?q=党建", "/search.json?q=党建", "/reports", "/reports.json", "/health"])
def test_an_empty_archive_answers_everything(tmp_path: Path, path: str) -> None:
    with Workspace(tmp_path / "home", writing=True) as workspace:
        answer = create_app(workspace).test_client().get(path)
    assert answer.status_code == 200
    if path in ("/", "/reports"):
        assert "库里还没有报告" in answer.text


def test_an_archive_that_may_only_be_read_is_searched_but_not_corrected(tmp_path: Path) -> None:
    imported(tmp_path / "home", SEEDS)
    with Workspace(tmp_path / "home") as workspace:
        client = create_app(workspace).test_client()
        assert "共 3 篇 8 处" in words(page(client, q="一岗双责"))
        path = f"/reports/{workspace.catalog.ids()[0]}/edit"
        token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(path).text)
        assert token
        answer = client.post(path, data={"csrf_token": token[1], "year": "2019"})
        assert answer.status_code == 403
        assert "库不能写入" in answer.text
