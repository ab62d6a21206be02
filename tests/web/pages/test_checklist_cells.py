"""核查表: whoever clicks a cell reads the places that it counts, no others; papers without a unit are no unit."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterator, Mapping
from html import unescape
from itertools import product

import pytest
from flask.testing import FlaskClient

from archive.catalog import Arrival
from archive.ingest import ingest
from indexer.comparison import equal_texts
from indexer.workspace import Workspace
from tests.indexer.tables.test_checklist import arrive, report, unread
from web.app import create_app

WORDINGS = ("一岗双责", "抓学习", "党建 或 学习", "部分:打算 一岗双责", "两个确立")
ROSTER = ("东街道", "西街道", "北街道", "城关镇")
WORK = "落实一岗双责，抓学习。一岗双责。"


def paper(name: str, work: str, year: int = 2022) -> tuple[str, bytes]:
    return report(name, work, "抓党建，压实一岗双责。", year)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """Of several years, with a paper about no year, units that a roster writes otherwise, without a unit, in a folder
    that bears a unit's name, in two encodings, handed in by two units letter for letter.
    """
    with Workspace(tmp_path_factory.mktemp("cells") / "home", writing=True) as workspace:
        name, data = paper("2022/东街道.txt", WORK)
        arrive(workspace, name, data)
        arrive(workspace, *paper("2022/补充材料.txt", "补充：一岗双责再压实。"), unit="东街道")
        arrive(workspace, *paper("2021/东街道.txt", "去年的一岗双责。", 2021))
        arrive(workspace, *paper("甲.txt", "城关镇甲写一岗双责。"), unit="县城关镇党委")
        arrive(workspace, *paper("乙.txt", "城关镇乙写一岗双责、两个确立。"), unit="城关镇人民政府")
        arrive(workspace, *paper("西街道附件/丙.txt", "没有写单位的一岗双责。"))
        arrive(workspace, *paper("某文件夹/丁.txt", "也没有写单位的一岗双责，抓学习。"))
        other, text = paper("某文件夹/戊.txt", "另一篇一岗双责。")
        arrive(workspace, other, text)
        arrive(workspace, "某文件夹/己.txt", text.decode().encode("gb18030"))
        notice = "关于检查的通知\n\n各单位落实一岗双责。\n".encode()
        arrive(workspace, "通知.txt", notice, unit="东街道", date="2022-05-01")
        digest = hashlib.sha256(data).hexdigest()
        copied = Arrival("/2022/北街道.txt", "2022/北街道.txt", data, digest, ingest(data, name))
        assert workspace.catalog.add([copied])[0].status == "duplicate"
        unread(workspace, "2022/西街道附件.pdf")
        equal_texts.digest(workspace.catalog)
        workspace.catch_up()
        yield create_app(workspace).test_client()


def cells(client: FlaskClient, query: Mapping[str, str]) -> list[tuple[str, int, str]]:
    """Of each cell that counts places its row, their number, and where a click leads."""
    html = client.get("/checklist", query_string={"list": "\n".join(WORDINGS), **query}).text
    found = []
    for name, row in re.findall(r'<tr>\s*<th scope="row">(.*?)</th>(.*?)</tr>', html, re.DOTALL):
        for cell in re.findall(r'<td class="is-.*?</td>', row, re.DOTALL):
            link = re.search(r'href="([^"]+)"', cell)
            if places := re.search(r"([0-9]+)(?: 处)?$", re.sub(r"<[^>]+>", "", cell).strip()):
                assert link, f"{name}: nothing to click"
                found.append((re.sub(r"<[^>]+>", "", name).strip(), int(places[1]), unescape(link[1])))
    return found


def read(client: FlaskClient, link: str) -> int:
    """How many places a click shows."""
    path, _, query = link.partition("#")[0].partition("?")
    assert client.get(f"{path}?{query}").status_code == 200
    body = client.get(f"{path}.json?{query}").get_json()
    return int(body["total_matches" if path == "/search" else "matches"])


@pytest.mark.parametrize(
    ("by", "year", "roster", "copies"), list(product(("unit", "report"), ("", "2022"), (False, True), ("show", "hide")))
)
def test_every_cell_opens_the_places_that_it_counts(
    client: FlaskClient, by: str, year: str, roster: bool, copies: str
) -> None:
    query = {"by": by, "year": year, "roster": "\n".join(ROSTER) if roster else "", "copies": copies}
    found = cells(client, query)
    assert len(found) > 12
    opened = [(name, places, read(client, link)) for name, places, link in found]
    assert opened == [(name, places, places) for name, places, _ in found]


@pytest.mark.parametrize(
    ("roster", "sources"),
    [
        pytest.param(
            "", {"西街道附件/丙.txt", "某文件夹/丁.txt", "某文件夹/戊.txt", "某文件夹/己.txt"}, id="no roster"
        ),
        pytest.param(
            "\n".join(ROSTER), {"某文件夹/丁.txt", "某文件夹/戊.txt", "某文件夹/己.txt"}, id="one the roster names"
        ),
    ],
)
def test_papers_without_a_unit_are_one_row_and_no_unit(client: FlaskClient, roster: str, sources: set[str]) -> None:
    body = client.get("/api/checklist", query_string={"list": "一岗双责\n两个确立", "roster": roster}).get_json()
    *units, last = [row["unit"] for row in body["rows"]]
    assert last is None
    assert None not in units
    assert {one["source"] for one in body["rows"][-1]["reports"]} == sources
    assert body["no_unit"] == len(sources)
    assert set(body["turnout"]["came"]) <= set(units)
    written, absent = body["states"]
    mine = ({}, {}) if roster else ({"written": len(sources)}, {"absent": len(sources)})
    assert (written["no_unit"], absent["no_unit"]) == mine
    assert {name for state in body["states"] for name in (*state["written"], *state["absent"])} <= set(units)


def test_the_page_counts_them_in_reports(client: FlaskClient) -> None:
    plain = re.sub(r"<[^>]+>", "", client.get("/checklist", query_string={"list": "两个确立"}).text)
    assert "另有 4 篇单位未填，不计入家数" in plain
    assert "单位未填（4 篇）" in plain
    assert "未见 4 篇：单位未填" in plain


@pytest.mark.parametrize("roster", ["", "\n".join(ROSTER)])
def test_files_say_the_same(client: FlaskClient, roster: str) -> None:
    query = {"list": "一岗双责", "roster": roster}
    body = client.get("/api/checklist", query_string=query).get_json()
    expected = [row["unit"] or f"单位未填（{len(row['reports'])} 篇）" for row in body["rows"]]
    rows = list(csv.reader(io.StringIO(client.get("/checklist.csv", query_string=query).data.decode("utf-8-sig"))))
    named = [row[0] if row else "" for row in rows]
    assert named[named.index("单位") + 1 :][: len(expected)] == expected
    paper_record = client.get("/checklist/record", query_string=query).text
    assert all(name in paper_record for name in expected)


def test_of_one_text_in_two_encodings_one_counts(client: FlaskClient) -> None:
    both = client.get("/api/checklist", query_string={"list": "一岗双责"}).get_json()
    once = client.get("/api/checklist", query_string={"list": "一岗双责", "copies": "hide"}).get_json()
    assert both["copies"] == {"mode": "show", "hidden_reports": 0, "hidden_matches": 0, "unknown": 0}
    assert once["copies"] == {"mode": "hide", "hidden_reports": 1, "hidden_matches": 2, "unknown": 0}
    places = [sum(row["cells"][0]["places"] for row in body["rows"]) for body in (both, once)]
    assert places[0] - places[1] == 2


@pytest.mark.parametrize(
    ("filters", "sources"),
    [
        pytest.param(
            {"year": "2022", "unit": "东街道"},
            {"2022/东街道.txt", "2022/补充材料.txt", "通知.txt"},
            id="the year known",
        ),
        pytest.param({"year_about": "2022", "unit": "东街道"}, {"2022/东街道.txt", "2022/补充材料.txt"}, id="about it"),
        pytest.param({"year_about": "none", "unit": "东街道"}, {"通知.txt"}, id="about none"),
        pytest.param({"date": "2022-05"}, {"通知.txt"}, id="of a month"),
        pytest.param({"date": "2021..2022-04-30"}, set(), id="before"),
        pytest.param({"date": ["2021", "2022.5.1至2022年5月1日"]}, {"通知.txt"}, id="any of two"),
        pytest.param({"date": "..2022"}, {"通知.txt"}, id="until"),
    ],
)
def test_a_search_and_a_list_are_narrowed_by_either_year_and_by_date(
    client: FlaskClient, filters: dict[str, str | list[str]], sources: set[str]
) -> None:
    body = client.get("/search.json", query_string={"q": "一岗双责", **filters}).get_json()
    assert {found["source"] for found in body["reports"]} == sources
    listed = client.get("/reports.json", query_string=filters).get_json()
    assert {entry["source"] for entry in listed["reports"]} == sources
    for path, more in (("/search", {"q": "一岗双责"}), ("/reports", {}), ("/concordance", {"q": "一岗双责"})):
        page = client.get(path, query_string={**more, **filters})
        assert page.status_code == 200
        assert "date" not in filters or "成文日期 " in page.text


def test_papers_of_unknown_date_are_found_by_none(client: FlaskClient) -> None:
    listed = client.get("/reports.json", query_string={"date": "none"}).get_json()["total"]
    assert listed == client.get("/reports.json").get_json()["total"] - 1


@pytest.mark.parametrize(
    ("value", "position"), [("2018-13", 0), ("2018-01..2018-13", 9), ("2019..2018", 0), ("abc", 0), ("2018-01..", None)]
)
def test_what_is_no_stretch_of_days_is_told_with_its_place(
    client: FlaskClient, value: str, position: int | None
) -> None:
    programs = [("/search.json", {"q": "党建"}), ("/reports.json", {}), ("/concordance.json", {"q": "党建"})]
    for path, more in [*programs, ("/advanced.json", {"all": "党建"})]:
        answer = client.get(path, query_string={**more, "date": value})
        assert answer.status_code == (200 if position is None else 400)
        if position is not None:
            error = answer.get_json()["error"]
            assert (error["code"], error["position"]) == ("query.bad_value", position)
    page = client.get("/search", query_string={"q": "党建", "date": value})
    assert page.status_code == (200 if position is None else 400)


def test_the_advanced_form_shows_the_stretch(client: FlaskClient) -> None:
    page = client.get("/advanced", query_string={"all": "党建", "date": "2018-01..2018-06"}).text
    assert 'name="date_from" value="2018-01"' in page
    assert 'name="date_to" value="2018-06"' in page
    assert "日期:2018-01..2018-06 党建" in page
