"""The list of reports and correcting what was read: at once, for good, and only from our own form."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer.settings import Settings
from indexer.workspace import Workspace
from tests.served import Served, imported
from tests.shared_files import SEEDS
from web.app import create_app


def token(client: FlaskClient, path: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(path).text)
    assert found
    return found[1]


def save(client: FlaskClient, report_id: str, **typed: object) -> int:
    path = f"/reports/{report_id}/edit"
    return client.post(path, data={"csrf_token": token(client, path), **typed}).status_code


def test_the_form_shows_the_evidence_beside_each_field(seeds: Served) -> None:
    html = seeds.client.get(f"/reports/{seeds.id_of('000_')}/edit").text
    assert "依据：正文" in html
    assert "<q>现将2022年上半年以来抓基层党建工作情况报告如下</q>" in html
    assert "可信度：高" in html
    assert "未识别。" in html


def test_a_correction_reaches_search_and_filters_at_once(fresh: Served) -> None:
    client, report_id = fresh.client, fresh.id_of("000_")
    assert save(client, report_id, year="2019", unit="东街道党工委") == 302
    body = client.get("/search.json?q=一岗双责&year=2019").get_json()
    assert [report["id"] for report in body["reports"]] == [report_id]
    assert body["reports"][0]["unit"] == "东街道党工委"
    assert {"value": 2019, "count": 1} in client.get("/search.json?q=一岗双责").get_json()["facets"]["year"]
    assert "已改，检索和统计随即更新" in client.get("/reports").text
    assert ">2019</span>" in client.get("/reports").text


def test_a_correction_survives_a_later_import(fresh: Served) -> None:
    client, report_id = fresh.client, fresh.id_of("000_")
    save(client, report_id, year="2019")
    imported(fresh.home, SEEDS)
    assert client.get(f"/reports/{report_id}.json").get_json()["year"] == 2019


def test_fields_that_were_not_touched_stay_what_was_read(fresh: Served) -> None:
    client, report_id = fresh.client, fresh.id_of("000_")
    before = client.get(f"/reports/{report_id}.json").get_json()
    title = f"［{before['title']}］"  # as the form shows it
    assert save(client, report_id, title=title, year="2022", unit="东街道", type=before["type"]) == 302
    after = client.get(f"/reports/{report_id}.json").get_json()
    assert after["evidence"]["year"]["from"] == "text"
    assert after["evidence"]["unit"]["from"] == "correction"
    assert after["title_derived"] is True


def _opened(client: FlaskClient, path: str) -> dict[str, str]:
    """What a browser sends of the form as it stands."""
    return _sent(client.get(path).text)


def _sent(html: str) -> dict[str, str]:
    values = re.findall(r'<input (?:id="[^"]*"|type="hidden") name="([^"]+)" value="([^"]*)"', html)
    return {name: value for name, value in values if name not in ("id", "seen", "back")}


def test_two_forms_of_one_report_lose_nothing_of_each_other(fresh: Served) -> None:
    client, report_id = fresh.client, fresh.id_of("000_")
    path = f"/reports/{report_id}/edit"
    first, second = _opened(client, path), _opened(client, path)
    assert client.post(path, data={**first, "title": "东街道2021年工作报告", "year": "2021"}).status_code == 302
    assert client.post(path, data={**second, "unit": "东街道"}).status_code == 302
    kept = client.get(f"/reports/{report_id}.json").get_json()
    assert (kept["title"], kept["unit"], kept["year"]) == ("东街道2021年工作报告", "东街道", 2021)


@pytest.mark.parametrize(
    ("theirs", "status", "kept"),
    [
        pytest.param({"unit": "西街道"}, 409, "东街道", id="another value"),
        pytest.param({"unit": "西街道", "number": "3"}, 409, "东街道", id="and another field"),
        pytest.param({"unit": " 东街道 "}, 302, "东街道", id="the same value"),
        pytest.param({"confirm": "unit"}, 409, "东街道", id="found right what stands there no more"),
        pytest.param({"number": "3"}, 302, "东街道", id="another field alone"),
    ],
)
def test_a_field_that_two_change_is_shown_once_more(
    fresh: Served, theirs: dict[str, str], status: int, kept: str
) -> None:
    client, report_id = fresh.client, fresh.id_of("000_")
    path = f"/reports/{report_id}/edit"
    first, second = _opened(client, path), _opened(client, path)
    assert client.post(path, data={**first, "unit": "东街道"}).status_code == 302
    before = client.get(f"/reports/{report_id}.json").get_json()
    answer = client.post(path, data={**second, **theirs})
    assert answer.status_code == status
    after = client.get(f"/reports/{report_id}.json").get_json()
    assert after["unit"] == kept
    if status == 409:
        assert after == before
        assert "刚才已被改为“东街道”" in answer.text
        again = {name: value for name, value in _sent(answer.text).items() if name != "confirm"}
        assert client.post(path, data=again).status_code == 302
        assert client.get(f"/reports/{report_id}.json").get_json()["unit"] == theirs.get("unit", "东街道")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        pytest.param("year", "二零", id="no year"),
        pytest.param("year", "3022", id="far off"),
        pytest.param("date", "2022-13-01", id="no such month"),
        pytest.param("period", "有空的时候", id="no period"),
        pytest.param("unit", "街\x00道", id="control character"),
        pytest.param("title", "长" * 5000, id="too long"),
    ],
)
def test_a_value_that_cannot_be_is_shown_again_and_nothing_kept(fresh: Served, field: str, value: str) -> None:
    client, report_id = fresh.client, fresh.id_of("000_")
    before = client.get(f"/reports/{report_id}.json").get_json()
    path = f"/reports/{report_id}/edit"
    answer = client.post(path, data={"csrf_token": token(client, path), "person": "某某", field: value})
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert 'value="某某"' in answer.text
    assert client.get(f"/reports/{report_id}.json").get_json() == before


def test_confirming_takes_a_field_off_the_list_and_reset_puts_it_back(fresh: Served, tmp_path: Path) -> None:
    named = tmp_path / "泵站操作标准.txt"  # only its name says what it is
    named.write_text("开机以前，先看水位。\n关机以后，记下时间。\n", encoding="utf-8")
    imported(fresh.home, named)
    client, report_id = fresh.client, fresh.id_of("泵站")
    assert "可信度：中" in client.get(f"/reports/{report_id}/edit").text

    def listed(field: str) -> bool:
        return report_id in {row["id"] for row in client.get(f"/reports.json?check={field}").get_json()["reports"]}

    assert listed("type")
    assert save(client, report_id, confirm="type") == 302
    assert not listed("type")
    assert save(client, report_id, reset="type") == 302
    assert listed("type")


def test_confirming_a_derived_title_leaves_it_derived_and_off_the_list(fresh: Served) -> None:
    client, report_id = fresh.client, fresh.id_of("000_")
    path = f"/reports/{report_id}"
    before = client.get(path + ".json").get_json()
    assert before["title_derived"] is True
    assert f'value="［{before["title"]}］"' in client.get(path + "/edit").text
    assert save(client, report_id, confirm="title") == 302
    after = client.get(path + ".json").get_json()
    assert (after["title"], after["title_derived"]) == (before["title"], True)
    assert after["evidence"]["title"]["from"] == "correction"
    assert f"［{before['title']}］" in client.get(path).text
    assert report_id not in {row["id"] for row in client.get("/reports.json?check=title").get_json()["reports"]}
    imported(fresh.home, SEEDS)
    assert client.get(path + ".json").get_json()["title_derived"] is True


def test_a_derived_title_without_its_brackets_is_the_reports_own(fresh: Served) -> None:
    client, report_id = fresh.client, fresh.id_of("000_")
    title = client.get(f"/reports/{report_id}.json").get_json()["title"]
    assert save(client, report_id, title=title) == 302
    after = client.get(f"/reports/{report_id}.json").get_json()
    assert (after["title"], after["title_derived"]) == (title, False)
    assert f"《{title}》" in client.get(f"/reports/{report_id}").text


def test_many_at_once(fresh: Served) -> None:
    client = fresh.client
    ids = [fresh.id_of("000_"), fresh.id_of("001_")]
    path = f"/reports/edit?id={ids[0]}&id={ids[1]}"
    assert "修改信息：2 篇" in client.get(path).text
    data = {"csrf_token": token(client, path), "save": "1", "id": ids, "unit": "东街道", "year": ""}
    assert client.post("/reports/edit", data=data).status_code == 302
    rows = client.get("/reports.json?unit=东街道").get_json()["reports"]
    assert {row["id"] for row in rows} == set(ids)
    assert {row["year"] for row in rows} == {2022}
    data = {"csrf_token": token(client, path), "save": "1", "id": ids, "year": "没有"}
    assert client.post("/reports/edit", data=data).status_code == 400


@pytest.mark.parametrize("ids", [pytest.param([], id="none"), pytest.param(["nosuch"], id="unknown")])
def test_many_that_are_none_or_unknown_is_refused(client: FlaskClient, ids: list[str]) -> None:
    assert client.get("/reports/edit", query_string={"id": ids}).status_code in (400, 404)


def test_the_list_filters_sorts_and_names_what_is_missing(client: FlaskClient) -> None:
    html = client.get("/reports?period=上半年&sort=title").text
    assert "共 2 篇" in html
    assert html.count('type="checkbox" name="id"') == 2
    check = client.get("/reports?check=1").text
    assert "自拟标题（据首句）" in check
    assert "待核对（5）" in check


def test_while_another_process_writes_what_was_typed_stays(tmp_path: Path) -> None:
    imported(tmp_path / "home", SEEDS)
    settings = Settings(lock_seconds=0.2)
    with Workspace(tmp_path / "home", writing=True, settings=settings) as workspace:
        client = create_app(workspace).test_client()
        path = f"/reports/{workspace.catalog.ids()[0]}/edit"
        data = {"csrf_token": token(client, path), "unit": "东街道党工委"}
        with closing(sqlite3.connect(tmp_path / "home" / "catalog.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            answer = client.post(path, data=data)
        assert answer.status_code == 503
        assert "另一个程序正在写入" in answer.text
        assert 'value="东街道党工委"' in answer.text
        assert client.post(path, data=data).status_code == 302
