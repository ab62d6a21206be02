"""常用检索 with what is new since the last visit, and 批注: as a browser without scripts has them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from archive.errors import UsageError
from indexer import deadline
from indexer.cli.main import main
from tests.served import Served, served
from tests.shared_files import SEEDS
from web.http import urls
from web.pages.notebook import notes
from web.pages.notebook.reader_cookie import COOKIE


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Served]:
    with served(tmp_path / "home", SEEDS) as archive:
        yield archive


def fields(page: str) -> dict[str, str]:
    return {name: html.unescape(value) for name, value in re.findall(r'name="(\w+)"[^>]*? value="([^"]*)"', page)}


def saved(client: FlaskClient) -> list[dict[str, object]]:
    found: list[dict[str, object]] = client.get("/saved.json").get_json()["searches"]
    return found


def save(client: FlaskClient, **asked: str) -> None:
    form = client.get("/saved/add", query_string=asked)
    assert form.status_code == 200
    main_part = form.text.partition("<main")[2]
    assert client.post("/saved/add", data=fields(main_part)).headers["Location"] == "/saved"


def test_a_search_is_saved_from_its_results_with_its_filters(archive: Served) -> None:
    client = archive.client
    results = client.get("/search?q=一岗双责&period=上半年&sort=newest").text
    link = re.search(r'href="(/saved/add[^"]*)"', results)
    assert link
    page = client.get(html.unescape(link[1])).text
    data = fields(page.partition("<main")[2]) | {"name": "上半年的一岗双责"}
    client.post("/saved/add", data=data)
    (one,) = saved(client)
    assert (one["name"], one["total_reports"], one["total_matches"], one["new_matches"]) == (
        "上半年的一岗双责",
        2,
        3,
        0,
    )
    again = client.get(str(one["address"])).text
    assert "共 2 篇 3 处" in again


def test_places_of_new_reports_are_new_until_they_are_seen(archive: Served, tmp_path: Path) -> None:
    client = archive.client
    save(client, q="一岗双责")
    (tmp_path / "new.txt").write_text("关于2024年工作的报告\n落实一岗双责，压实一岗双责。\n", encoding="utf-8")
    assert main(["add", "--home", str(archive.home), str(tmp_path / "new.txt")]) == 0
    page = client.get("/saved").text
    assert "新增 2 处" in page
    (one,) = saved(client)
    assert (one["total_matches"], one["new_matches"]) == (10, 2)
    data = fields(page.partition("<main")[2]) | {"do": "open"}
    answer = client.post(f"/saved/{one['number']}", data=data)
    assert answer.headers["Location"] == one["address"]
    assert saved(client)[0]["new_matches"] == 0
    assert "新增" not in client.get("/saved").text
    client.post(f"/saved/{one['number']}", data=data | {"do": "forget"})
    assert saved(client) == []


def test_what_could_not_be_counted_was_not_seen(archive: Served) -> None:
    client = archive.client
    save(client, q="同句:(党建 责任)")
    number = saved(client)[0]["number"]
    token = client.get("/clippings/token.json").get_json()["csrf_token"]
    with deadline.limited(-1.0):
        assert saved(client)[0]["new_matches"] is None
        assert client.post(f"/saved/{number}", data={"csrf_token": token, "do": "open"}).status_code == 302
    assert saved(client)[0]["new_matches"] == 0


def test_others_have_their_own(archive: Served) -> None:
    mine, other = archive.client, archive.client
    save(mine, q="一岗双责")
    assert saved(other) == []
    number = saved(mine)[0]["number"]
    token = other.get("/clippings/token.json").get_json()["csrf_token"]
    assert other.post(f"/saved/{number}", data={"csrf_token": token, "do": "forget"}).status_code == 404
    assert mine.post(f"/saved/{number}", data={"do": "forget"}).status_code == 400
    assert len(saved(mine)) == 1


@pytest.mark.parametrize(
    ("address", "status"),
    [
        pytest.param("", 400, id="nothing"),
        pytest.param("q=%E5%85%9A&mode=smart", 400, id="no such mode"),
        pytest.param("q=" + "a" * 5000, 400, id="too long"),
        pytest.param("q=a&" + "unit=a&" * 201, 400, id="too many fields"),
        pytest.param("q=%22%E5%85%9A", 302, id="what cannot be asked is kept as it was typed"),
    ],
)
def test_an_address_that_is_no_search_is_not_kept(archive: Served, address: str, status: int) -> None:
    client = archive.client
    token = client.get("/clippings/token.json").get_json()["csrf_token"]
    assert client.post("/saved/add", data={"csrf_token": token, "address": address}).status_code == status
    if status == 302:
        assert saved(client)[0]["new_matches"] is None
        assert client.get("/saved").status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("q=党建", id="words alone"),
        pytest.param("q=党建&mode=verbatim&sort=oldest&scope=section", id="each choice"),
        pytest.param("q=党建&literal=1&ignore_punctuation=1", id="each switch"),
        pytest.param("q=党建&literal=0&mode=&sort=&unit=", id="empty values are none"),
        pytest.param("q=党建&unit=甲&unit=乙&year=none&part=存在问题", id="filters, several, not known"),
        pytest.param("q=党建&page=3&limit=50&passages=7", id="its page, too"),
        pytest.param("q=a+b%26c&q=second&mode=loose&mode=standard", id="the first of several counts"),
        pytest.param("q=党建&from=elsewhere&apart=1&unit=none&unit=甲", id="what is no search is left alone"),
    ],
)
def test_a_kept_address_is_read_as_the_page_reads_its_own(archive: Served, query: str) -> None:
    with archive.app.test_request_context("/search?" + query):
        assert urls.search_of(urls.values_of(query)) == urls.asked()


@pytest.mark.parametrize(
    "query", ["q=a&mode=smart", "q=a&page=0", "q=a&limit=9999", "q=a&unit=" + "x" * 301, "q=a&year=%00"]
)
def test_what_the_page_refuses_is_refused_in_a_kept_address(archive: Served, query: str) -> None:
    with archive.app.test_request_context("/search?" + query), pytest.raises(UsageError) as told:
        urls.asked()
    with pytest.raises(UsageError) as again:
        urls.search_of(urls.values_of(query))
    assert again.value.evidence == told.value.evidence


def test_a_search_kept_by_another_version_does_not_take_the_others_with_it(archive: Served) -> None:
    client = archive.client
    save(client, q="党建")
    reader = client.get_cookie(COOKIE)
    assert reader
    archive.workspace.catalog.notebooks.of(reader.value).save_search("of old", "q=%E5%85%9A&mode=smart", {})
    assert [one["total_reports"] is None for one in saved(client)] == [True, False]
    assert client.get("/saved").status_code == 200


def test_a_note_is_kept_shown_and_taken_away(archive: Served) -> None:
    client, name = archive.client, archive.id_of("004_")
    form = client.get(f"/reports/{name}/note?passage=5").text
    data = fields(form.partition("<main")[2]) | {"words": "与去年<b>相同</b>"}
    target = re.search(r'action="([^"]+/note[^"]*)"', form)
    assert target
    answer = client.post(html.unescape(target[1]), data=data)
    assert answer.headers["Location"] == f"/reports/{name}?passage=5#p5"
    page = client.get(f"/reports/{name}").text
    assert "与去年&lt;b&gt;相同&lt;/b&gt;" in page
    assert '<a href="#p5">第 5 段</a>' in page
    assert client.get("/notes.json").get_json()["notes"][0]["text"] == "与去年<b>相同</b>"
    assert "［一年来抓基层党建工作报告］（2022年）" in client.get("/notes").text
    assert client.get("/notes.json", headers={"Cookie": ""}).status_code == 200
    assert archive.client.get("/notes.json").get_json()["notes"] == []
    client.post(html.unescape(target[1]), data=data | {"words": " "})
    assert client.get("/notes.json").get_json()["notes"] == []
    long = client.post(html.unescape(target[1]), data=data | {"words": "长" * 4001})
    assert long.status_code == 400
    assert client.get(f"/reports/{name}/note?passage=9999").status_code == 400


def test_many_notes_come_in_pages(archive: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notes, "PAGE", 2)
    client, name = archive.client, archive.id_of("004_")
    for passage in (1, 2, 3):
        form = client.get(f"/reports/{name}/note?passage={passage}").text
        client.post(f"/reports/{name}/note?passage={passage}", data=fields(form) | {"words": f"第{passage}条批注"})
    first, second = client.get("/notes").text, client.get("/notes?page=2").text
    assert re.findall(r"第\d条批注</p>", first) == ["第3条批注</p>", "第2条批注</p>"]
    assert re.findall(r"第\d条批注</p>", second) == ["第1条批注</p>"]
    assert 'rel="next"' in first
    assert 'rel="prev"' in second
    assert client.get("/notes?page=3").status_code == 400
