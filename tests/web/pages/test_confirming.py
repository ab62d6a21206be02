"""全部无误, 最近修改 and the values offered while editing, on the page: what is shown, done and undone."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer.workspace import Workspace
from tests.served import Served, imported
from tests.shared_files import ROOT
from web.app import create_app
from web.state.values_in_use import MOST, likeness, offered

PAPERS = {
    "水务局/2022_河道工作总结.txt": "河道工作总结\n\n各位领导：\n今年抓了河道整治。\n",
    "教育局/青山县考试标准_2019.txt": "开考以前，先看准考证。\n收卷以后，记下时间。\n",
    "河湾市水务局2021年工作总结.txt": "河湾市水务局2021年工作总结\n\n一、河道\n已落实。\n\n河湾市水务局\n2021年12月3日",
    "条例.txt": "河湾市河道管理条例\n（2018年3月5日河湾市人大常委会通过）\n\n第一条 为了河道整治，制定本条例。\n",
}


@pytest.fixture(scope="module")
def imported_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("confirming")
    for name, text in PAPERS.items():
        (folder / "papers" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "papers" / name).write_text(text, encoding="utf-8")
    imported(folder / "home", folder / "papers")
    return folder / "home"


@pytest.fixture
def site(imported_once: Path, tmp_path: Path) -> Iterator[Served]:
    home = tmp_path / "home"
    shutil.copytree(imported_once, home)
    with Workspace(home, writing=True) as workspace:
        yield Served(home, workspace, create_app(workspace))


def token(client: FlaskClient, path: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(path).text)
    assert found
    return found[1]


def words(html: str) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)))


def checks(client: FlaskClient) -> dict[str, list[str]]:
    """Source -> the fields to be checked, as the list says it to programs."""
    rows = client.get("/reports.json").get_json()["reports"]
    return {row["source"].rpartition("/")[2]: row["to_check"] for row in rows}


def confirm(client: FlaskClient, query: str, **data: object) -> str:
    """Ask, then confirm what was shown; the page that follows."""
    path = f"/reports/confirm?{query}"
    seen = re.search(r'name="seen" value="(\d+)"', client.get(path).text)
    assert seen
    data = {"csrf_token": token(client, path), "seen": seen[1], **data}
    return client.post(path, data=data, follow_redirects=True).text


def test_doubts_are_told_alike_by_list_report_and_results(site: Served) -> None:
    client, named = site.client, site.id_of("考试标准")
    assert checks(client) == {
        "2022_河道工作总结.txt": ["unit", "year"],
        "青山县考试标准_2019.txt": ["title", "unit", "year", "type"],
        "河湾市水务局2021年工作总结.txt": [],
        "条例.txt": [],
    }
    assert client.get(f"/reports/{named}.json").get_json()["to_check"] == ["title", "unit", "year", "type"]
    found = client.get("/search.json?q=准考证").get_json()["reports"]
    assert [one["to_check"] for one in found] == [["title", "unit", "year", "type"]]
    assert "待核对：标题，单位，年度，类型" in words(client.get("/search?q=准考证").text)
    assert "待核对（2）" in client.get("/reports").text
    assert "待核对：" not in words(client.get("/search?q=第一条").text), "a dated law is not"


def test_one_report_is_all_correct(site: Served) -> None:
    client, named = site.client, site.id_of("考试标准")
    page = client.get(f"/reports/{named}").text
    assert "全部无误（4 项）" in page
    change = client.get("/reports.json").get_json()["reports"]
    seen = next(row["change"] for row in change if row["id"] == named)
    data = {"csrf_token": token(client, f"/reports/confirm?id={named}"), "id": named, "seen": str(seen), "back": "1"}
    after = client.post("/reports/confirm", data=data, follow_redirects=True).text
    assert "已确认 1 篇 4 项无误" in after
    assert "全部无误（" not in after
    assert checks(client)["青山县考试标准_2019.txt"] == []


def test_those_ticked_are(site: Served) -> None:
    client = site.client
    assert 'formaction="/reports/confirm"' in client.get("/reports").text
    ids = [site.id_of("考试标准"), site.id_of("条例")]
    asked = words(client.get(f"/reports/confirm?id={ids[0]}&id={ids[1]}").text)
    assert "确认：1 篇 4 项全部无误" in asked, "of the other one nothing is doubtful"
    assert "已确认 1 篇 4 项无误" in confirm(client, f"id={ids[0]}&id={ids[1]}")
    assert checks(client)["2022_河道工作总结.txt"] == ["unit", "year"]


def test_all_that_a_filter_leaves_are(site: Served) -> None:
    client = site.client
    assert 'href="/reports/confirm?check=1"' in client.get("/reports?check=1").text
    assert 'href="/reports/confirm?check=1&amp;type=' in client.get("/reports?check=1&type=工作总结&sort=title").text
    confirm(client, "check=1&type=工作总结")
    assert checks(client)["2022_河道工作总结.txt"] == []
    assert checks(client)["青山县考试标准_2019.txt"] != []
    confirm(client, "check=1")
    assert "没有待核对的报告" in client.get("/reports?check=1").text
    assert [row["year"] for row in client.get("/reports.json?q=").get_json()["reports"]].count(2022) == 1, "values stay"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        pytest.param("/reports/confirm", 400, id="nothing at all is not everything"),
        pytest.param("/reports/confirm?id=nosuchid", 404, id="no such report"),
        pytest.param("/reports/confirm?" + "&".join(f"id={n}" for n in range(501)), 400, id="too many ticked"),
        pytest.param("/edits/99", 404, id="no such change"),
        pytest.param("/edits/99999999999999999999999", 404, id="a number beyond any store's"),
    ],
)
def test_what_cannot_be_is_refused(site: Served, path: str, status: int) -> None:
    assert site.client.get(path).status_code == status


def test_what_changed_after_a_person_looked_is_left_and_told(site: Served) -> None:
    client, named = site.client, site.id_of("考试标准")
    path = f"/reports/confirm?id={named}"
    asked = client.get(path).text
    seen = re.search(r'name="seen" value="(\d+)"', asked)
    assert seen
    site.workspace.catalog.edit(named, {"person": "张三"})
    data = {"csrf_token": token(client, path), "seen": seen[1]}
    after = client.post(path, data=data, follow_redirects=True).text
    assert "有 1 篇在您看过以后又变了" in after
    assert checks(client)["青山县考试标准_2019.txt"] == ["title", "unit", "year", "type"]


def test_a_change_of_many_is_one_entry_and_undone_as_one(site: Served) -> None:
    client = site.client
    ids = [site.id_of("考试标准"), site.id_of("2022_河道")]
    before = client.get("/reports.json").get_json()["reports"]
    path = f"/reports/edit?id={ids[0]}&id={ids[1]}"
    data = {"csrf_token": token(client, path), "save": "1", "id": ids, "unit": "河湾市水务局", "year": "2020"}
    assert client.post("/reports/edit", data=data).status_code == 302
    (entry,) = client.get("/edits.json").get_json()["edits"]
    assert (entry["kind"], entry["way"], entry["who"], entry["reports"]) == ("correct", "page", "127.0.0.1", 2)
    assert entry["fields"] == {"unit": 2, "year": 2}
    one = client.get(f"/edits/{entry['number']}.json").get_json()
    assert [row["id"] for row in one["changed"]] == ids
    assert all(row["after"] == {"unit": "河湾市水务局", "year": 2020} for row in one["changed"])
    shown = words(client.get("/edits").text)
    assert "改信息 单位 2 ， 年度 2 2 篇" in shown
    site.workspace.catalog.edit(ids[1], {"year": 2023})
    path = f"/edits/{entry['number']}"
    after = client.post(f"{path}/undo", data={"csrf_token": token(client, path)}, follow_redirects=True).text
    assert "已撤销，2 篇回到改以前；1 篇后来又改过" in after
    assert "后来又改过、没有动的" in after
    rows = {row["id"]: row for row in client.get("/reports.json").get_json()["reports"]}
    was = {row["id"]: row for row in before}
    assert [rows[name]["unit"] for name in ids] == [was[name]["unit"] for name in ids]
    assert (rows[ids[0]]["year"], rows[ids[1]]["year"]) == (was[ids[0]]["year"], 2023)
    assert client.get("/search.json?q=准考证&unit=河湾市水务局").get_json()["total_reports"] == 0
    again = client.post(f"{path}/undo", data={"csrf_token": token(client, "/register")})
    assert again.status_code == 409


def test_a_register_and_a_merge_are_entries_too(site: Served) -> None:
    client = site.client
    one, other = site.id_of("考试标准"), site.id_of("2022_河道")
    data = {"csrf_token": token(client, "/register"), "changes": json.dumps([[one, "person", None, "张三"]])}
    assert client.post("/register/apply", data=data).status_code == 303
    data = {"csrf_token": token(client, "/register"), "action": "merge", "one": one, "other": other, "kept": one}
    assert client.post("/imports/near", data=data).status_code == 303
    merge, register = client.get("/edits.json").get_json()["edits"]
    assert [(edit["kind"], edit["way"], edit["reports"]) for edit in (merge, register)] == [
        ("merge", "page", 1),
        ("register", "page", 1),
    ]
    page = f"/edits/{merge['number']}"
    assert f"并入 {one}" in words(client.get(page).text)
    client.post(f"{page}/undo", data={"csrf_token": token(client, page)})
    assert client.get("/reports.json").get_json()["total"] == len(PAPERS)


def test_the_form_offers_the_values_in_use_near_ones_first(site: Served) -> None:
    client, named = site.client, site.id_of("2022_河道")
    for path in (f"/reports/{named}/edit", f"/reports/edit?id={named}&id={site.id_of('条例')}"):
        html = client.get(path).text
        assert 'list="v-unit"' in html
        assert re.findall(r'<option value="([^"]+)"', html.partition('id="v-type"')[2].partition("</datalist>")[0])
        assert "河湾市水务局" in html.partition('id="v-unit"')[2].partition("</datalist>")[0]


OFFERED = [
    pytest.param("东街道党委", ["东街道党工委", "甲局", "乙局"], id="a near spelling first"),
    pytest.param("街道", ["东街道党工委", "甲局", "乙局"], id="a part of a name"),
    pytest.param("", ["甲局", "乙局", "东街道党工委"], id="else those of most reports"),
    pytest.param("丙院", ["甲局", "乙局", "东街道党工委"], id="nothing alike"),
]


@pytest.mark.parametrize(("known", "order"), OFFERED)
def test_what_is_offered_first(known: str, order: list[str]) -> None:
    assert list(offered({"乙局": 2, "甲局": 5, "东街道党工委": 1}, known)) == order


def test_what_stands_in_the_file_comes_before_what_is_common_and_no_list_is_endless() -> None:
    assert offered({"甲局": 5, "乙局": 1}, "", "2022/乙局.txt")[0] == "乙局"
    many = {f"第{number}局": number for number in range(5000)}
    assert len(offered(many, "第77局")) == MOST
    assert offered(many, "第77局")[0] == "第77局"
    assert likeness("甲局", "") == 0.0


def test_what_the_frame_hides_on_a_phone_is_the_frame_s_own() -> None:
    """A class that pages use too, as `.plain.wide`, is hidden inside the bar only."""
    css = (ROOT / "web/static/css/frame.css").read_text(encoding="utf-8")
    assert re.findall(r"^\s*\.wide\b[^{]*\{", css, re.MULTILINE) == []
