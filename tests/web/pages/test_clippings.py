"""摘录 as a browser without scripts has them: clip, arrange, copy, export; whose they are; what a stranger may not."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from flask.testing import FlaskClient
from openpyxl import load_workbook

from archive.text.extent import extent
from tests.served import Served, served
from tests.shared_files import SEEDS


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("clips") / "home", SEEDS) as archive:
        yield archive


def token(client: FlaskClient) -> str:
    return str(client.get("/clippings/token.json").get_json()["csrf_token"])


def places(client: FlaskClient, query: str = "一岗双责") -> list[str]:
    page = client.get("/search", query_string={"q": query}).text
    return re.findall(r'clip-link" href="/clippings/add\?place=([^"]+)"', page)


def clip(client: FlaskClient, *wanted: str) -> None:
    answer = client.post("/clippings/add", data={"csrf_token": token(client), "place": list(wanted)})
    assert answer.status_code == 302


def clipped(client: FlaskClient) -> list[dict[str, object]]:
    found: list[dict[str, object]] = client.get("/clippings.json").get_json()["clippings"]
    return found


def test_a_passage_of_the_results_is_clipped_with_two_clicks(shelf: Served) -> None:
    client = shelf.client
    first = places(client)[1]
    page = client.get("/clippings/add", query_string={"place": first}).text
    assert "——［一年来抓基层党建工作报告］（2022年），一、3.第1段" in page
    fields = dict(re.findall(r'name="(csrf_token|place)" value="([^"]+)"', page))
    assert client.post("/clippings/add", data=fields).headers["Location"] == "/clippings"
    (kept,) = clipped(client)
    assert str(kept["text"]).startswith("同时，督促班子成员认真落实“一岗双责”要求")
    assert str(kept["text"]).endswith(("。", "；"))
    page = client.get("/clippings").text
    assert "（1）" in page
    assert "已加入" in client.get("/clippings/add", query_string={"place": first}).text
    assert "（1）" in client.get("/search?q=党建").text


def test_places_that_are_named_go_into_a_file_without_being_kept(shelf: Served) -> None:
    with shelf.client.application.test_client() as client:
        one, two = places(client)[:2]
        page = client.get("/concordance?q=一岗双责").text
        assert 'formaction="/clippings.csv"' in page
        told = client.get("/clippings.csv", query_string={"place": [one, two]}).get_data()
        rows = list(csv.reader(io.StringIO(told.decode("utf-8-sig"))))
        assert len(rows) == 3
        assert all("一岗双责" in row[0] for row in rows[1:])
        assert clipped(client) == []


def test_clippings_go_across_searches_and_are_ordered_by_hand(shelf: Served) -> None:
    client = shelf.client
    clip(client, *places(client)[:2])
    clip(client, places(client, "两个确立")[0], places(client)[0])  # the last one is there already
    one, two, three = (int(str(kept["number"])) for kept in clipped(client))

    def step(what: str, **more: object) -> list[int]:
        answer = client.post("/clippings/arrange", data={"csrf_token": token(client), "step": what, **more})
        assert answer.status_code == 302
        return [int(str(kept["number"])) for kept in clipped(client)]

    assert step(f"{three}.top") == [three, one, two]
    assert step(f"{three}.down") == [one, three, two]
    assert step(f"{two}.up") == [one, two, three]
    assert step(f"{one}.up") == [one, two, three]
    assert step(".out", chosen=[str(one), str(three)]) == [two]
    assert step("999999.up") == [two]
    assert step("9" * 5000 + ".out") == [two]
    assert step(".out", chosen=["9" * 5000, "x"]) == [two]
    assert step(f"{two}.out") == []
    assert "还没有摘录" in client.get("/clippings").text


def test_all_of_them_as_text_and_as_a_table(shelf: Served) -> None:
    client = shelf.client
    clip(client, places(client)[1], f"{shelf.id_of('003_')}.1.1.0.0")
    texts = [str(kept["text"]) for kept in clipped(client)]
    sources = [str(kept["citation"]) for kept in clipped(client)]
    both = client.get("/clippings.txt").text
    assert both.splitlines() == [texts[0], sources[0], texts[1], sources[1]]
    assert client.get("/clippings.txt?form=text").text.splitlines() == texts
    table = [line.split("\t") for line in client.get("/clippings.txt?form=table").text.splitlines()]
    assert table[0] == ["原文", "单位", "年度", "位置", "出处"]
    assert table[1] == [texts[0], "", "2022", "一、3.第1段", sources[0].removeprefix("——")]
    assert client.get("/clippings.txt?form=html").status_code == 400


def test_all_of_them_as_files(shelf: Served) -> None:
    client = shelf.client
    clip(client, places(client)[1])
    (kept,) = clipped(client)
    word = Document(io.BytesIO(client.get("/clippings.docx").data))
    assert [line.text for line in word.paragraphs] == ["摘录", kept["text"], kept["citation"]]
    assert word.styles["Normal"].font.size is not None
    assert word.styles["Normal"].font.size.pt == 16
    rows = list(load_workbook(io.BytesIO(client.get("/clippings.xlsx").data)).worksheets[0].values)
    assert rows[0] == ("原文", "题名", "单位", "年度", "部分", "位置", "出处")
    assert rows[1][:2] == (kept["text"], "［一年来抓基层党建工作报告］")
    plain = client.get("/clippings.csv").data.decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(plain)))[1][0] == kept["text"]


def test_the_button_beside_a_passage_clips_and_takes_out(shelf: Served) -> None:
    client = shelf.client
    place = places(client)[0]
    proof = {"X-CSRFToken": token(client)}
    first = client.post("/clippings/toggle.json", data={"place": place}, headers=proof).get_json()
    assert first == {"clipped": True, "changed": 1, "total": 1}
    again = client.post("/clippings/toggle.json", data={"place": place}, headers=proof).get_json()
    assert again == {"clipped": False, "changed": 1, "total": 0}


def test_nobody_else_sees_them_and_nothing_is_kept_without_our_token(shelf: Served) -> None:
    mine, other = shelf.client, shelf.client
    clip(mine, places(mine)[0])
    assert clipped(other) == []
    assert other.get("/clippings.txt").text == ""
    for path in ("/clippings/add", "/clippings/toggle.json", "/clippings/arrange"):
        answer = mine.post(path, data={"place": places(mine)[1], "step": "1.out"})
        assert answer.status_code == 400
    assert len(clipped(mine)) == 1
    other.set_cookie("baogao_reader", "../../x" + "0" * 25)
    assert clipped(other) == []


def test_reading_gives_no_cookie_and_keeping_gives_one(shelf: Served) -> None:
    client = shelf.client
    for path in ("/search?q=一岗双责", "/concordance?q=一岗双责", f"/reports/{shelf.id_of('004_')}", "/clippings"):
        assert "baogao" not in client.get(path).headers.get("Set-Cookie", "")
    proof = token(client)
    answer = client.post("/clippings/add", data={"csrf_token": proof, "place": places(client)[0]})
    cookie = next(line for line in answer.headers.getlist("Set-Cookie") if line.startswith("baogao_reader="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


@pytest.mark.parametrize(
    "place",
    [
        pytest.param("nosuchid.1.1.0.0", id="no such report"),
        pytest.param("{id}.1.99999.0.0", id="no such passage"),
        pytest.param("{id}.9.1.0.0", id="no such version"),
        pytest.param("x", id="no place"),
        pytest.param("{id}.1.1.99999999999.0", id="a number too long"),
        pytest.param("<script>", id="a script"),
    ],
)
def test_what_is_no_place_is_not_clipped(shelf: Served, place: str) -> None:
    client = shelf.client
    place = place.replace("{id}", shelf.id_of("004_"))
    page = client.get("/clippings/add", query_string={"place": place})
    assert page.status_code == 200
    assert "没有可以加入的内容" in page.text
    clip(client, place)
    assert clipped(client) == []
    assert client.get("/clippings/add").status_code == 400


def test_a_clipping_outlives_its_report(tmp_path: Path) -> None:
    with served(tmp_path / "home", SEEDS) as archive:
        client = archive.client
        clip(client, places(client)[1])
        (before,) = clipped(client)
        archive.workspace.catalog.edit(str(before["id"]), {"unit": "东街道党工委"})
        (after,) = clipped(client)
        assert after["citation"] == "——［一年来抓基层党建工作报告］（东街道党工委，2022年），一、3.第1段"
        archive.workspace.catalog.remove(str(before["id"]))
        (gone,) = clipped(client)
        assert (gone["text"], gone["citation"]) == (before["text"], before["citation"])
        page = client.get("/clippings").text
        assert "原报告已移走" in page
        assert client.get("/clippings.docx").status_code == 200


@pytest.mark.parametrize(
    ("text", "start", "end", "words"),
    [
        pytest.param("甲。乙丙。丁", 3, 4, "乙丙。", id="its sentence"),
        pytest.param("甲。乙丙。丁", 1, 3, "甲。乙丙。", id="over an end"),
        pytest.param("甲。“乙。”丙。", 3, 4, "“乙。”", id="the closing mark belongs to it"),
        pytest.param("甲。  乙丙", 4, 5, "乙丙", id="no blanks at the edges"),
        pytest.param("甲\x1f乙\x1f丙", 2, 3, "乙", id="a cell of a table"),
        pytest.param("甲乙", 0, 2, "甲乙", id="all of it"),
    ],
)
def test_a_place_is_drawn_out_to_its_extent(text: str, start: int, end: int, words: str) -> None:
    first, last = extent(text, start, end)
    assert text[first:last] == words
    assert extent(text, first, last) == (first, last)


def test_the_chosen_lines_of_the_concordance_are_clipped_together(shelf: Served) -> None:
    client = shelf.client
    page = client.get("/concordance?q=一岗双责").text
    boxes = [html.unescape(place) for place in re.findall(r'name="place" value="([^"]+)"', page)]
    assert len(boxes) == 8
    asked = client.get("/clippings/add", query_string={"place": boxes}).text
    assert asked.count('name="place"') == 8
    clip(client, *boxes)
    assert len(clipped(client)) == 8


def test_the_concordance_as_a_table(shelf: Served) -> None:
    client = shelf.client
    book = load_workbook(io.BytesIO(client.get("/concordance.xlsx?q=一岗双责&by=year").data))
    rows = [row for row in book.worksheets[0].values if row[1] == "一岗双责" and row[3]]
    assert len(rows) == 8
    assert all(str(row[0]).endswith(("“", "”")) for row in rows)
    plain = client.get("/concordance.csv?q=一岗双责").data.decode("utf-8-sig")
    assert plain.count("一岗双责") >= 8
    assert "共 3 篇 8 处" in plain
    assert client.get("/concordance.csv?q=").status_code == 400
