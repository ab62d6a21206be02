"""登记表 on the page: what would change is shown first, and only then done, wholly or not at all."""

from __future__ import annotations

import csv
import io
import json
import re
from html import unescape

import openpyxl
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from indexer.tables.table_reader import MAX_BYTES
from tests.served import Served

HEAD = "文件名,单位,年度"


def token(client: FlaskClient) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/register").text)
    assert found
    return found[1]


def look(client: FlaskClient, data: bytes, name: str = "登记表.csv") -> TestResponse:
    form = {"csrf_token": token(client), "file": (io.BytesIO(data), name)}
    return client.post("/register", data=form, content_type="multipart/form-data")


def apply(client: FlaskClient, changes: str) -> TestResponse:
    return client.post("/register/apply", data={"csrf_token": token(client), "changes": changes})


def changes_of(answer: TestResponse) -> str:
    found = re.search(r'name="changes" value="([^"]*)"', answer.text)
    assert found
    return unescape(found[1])


def name_of(served: Served, number: str) -> str:
    return next(entry.source for entry in served.workspace.catalog.list() if number in entry.source)


def test_the_register_goes_out_with_the_filters_of_the_list(client: FlaskClient) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(client.get("/register.xlsx").data)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("文件名/位置", "标题", "单位", "述职人", "年度", "报告期", "类型", "成文日期", "文号", "主送")
    assert len(rows) == 6
    data = client.get("/register.csv?period=上半年").data.decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(data, newline="")))) == 3
    html = client.get("/reports?period=上半年").text
    assert "/register.xlsx?period=%E4%B8%8A" in html
    assert 'href="/register"' in html


def test_what_would_change_is_shown_and_nothing_done_until_it_is_asked_for(fresh: Served) -> None:
    client, name = fresh.client, name_of(fresh, "000_")
    answer = look(client, f"{HEAD}\n{name},东街道党工委,2019\n".encode())
    assert answer.status_code == 200
    assert "1 行，将改 1 篇的 2 项；还没有改。" in answer.text
    assert "<del>2022</del>" in answer.text
    assert "<ins>东街道党工委</ins>" in answer.text
    assert client.get("/search.json?q=一岗双责&year=2019").get_json()["total_reports"] == 0
    done = apply(client, changes_of(answer))
    assert done.status_code == 303
    assert "已改 1 篇的 2 项" in client.get(done.headers["Location"]).text
    found = client.get("/search.json?q=一岗双责&year=2019").get_json()["reports"]
    assert [report["unit"] for report in found] == ["东街道党工委"]


def test_mistakes_are_told_with_row_and_column_and_there_is_nothing_to_confirm(fresh: Served) -> None:
    client, name = fresh.client, name_of(fresh, "000_")
    answer = look(client, f"{HEAD}\n{name},东街道,二零\n没有.txt,西街道,2020\n".encode())
    assert answer.status_code == 400
    assert "第 2 行“年度”不能填“二零”。" in answer.text
    assert "第 3 行“文件名”：库里没有“没有.txt”。" in answer.text
    assert 'name="changes"' not in answer.text


def test_a_register_that_agrees_changes_nothing(fresh: Served) -> None:
    client = fresh.client
    answer = look(client, client.get("/register.xlsx").data, "登记表.xlsx")
    assert "5 行都与库里一样，没有要改的。" in answer.text


@pytest.mark.parametrize(
    ("data", "name", "status", "told"),
    [
        pytest.param(b"", "", 400, "还没有选文件", id="no file"),
        pytest.param(b"PK\x03\x04 nonsense", "登记表.xlsx", 400, "登记表.xlsx", id="a broken workbook"),
        pytest.param("标题\n甲\n".encode(), "登记表.csv", 400, "没有“文件名/位置”这一列", id="no column of files"),
    ],
)
def test_what_is_no_register_is_told(client: FlaskClient, data: bytes, name: str, status: int, told: str) -> None:
    answer = look(client, data, name)
    assert answer.status_code == status
    assert told in answer.text


def test_a_body_beyond_the_limit_is_refused_unread(client: FlaskClient) -> None:
    body = b"x" * (MAX_BYTES + (1 << 20))
    assert client.post("/register", data=body, content_type="multipart/form-data; boundary=x").status_code == 413


def test_what_another_has_changed_meanwhile_is_not_overwritten(fresh: Served) -> None:
    client, name = fresh.client, name_of(fresh, "000_")
    changes = changes_of(look(client, f"{HEAD}\n{name},,2019\n{name_of(fresh, '001_')},西街道,\n".encode()))
    fresh.workspace.catalog.edit(fresh.id_of("000_"), {"year": 2018})
    answer = apply(client, changes)
    assert answer.status_code == 400
    assert "刚才被别人改过" in answer.text
    assert [entry.unit for entry in fresh.workspace.catalog.list() if "001_" in entry.source] == [None]


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param("", id="nothing"),
        pytest.param("{}", id="no list"),
        pytest.param("[]", id="an empty list"),
        pytest.param("[[1,2]]", id="not four"),
        pytest.param('[["a","id",null,"x"]]', id="no field that people fill in"),
        pytest.param('[["a","year",null,{}]]', id="no value"),
        pytest.param('[["nosuch","year",null,2020]]', id="no such report"),
        pytest.param("[" * 5000, id="depth"),
    ],
)
def test_changes_that_nobody_was_shown_are_refused(client: FlaskClient, changes: str) -> None:
    assert apply(client, changes).status_code == 400


def test_a_bad_value_that_was_slipped_in_changes_nothing(fresh: Served) -> None:
    first, second = fresh.id_of("000_"), fresh.id_of("001_")
    packed = json.dumps([[first, "unit", None, "东街道"], [second, "date", None, "2022-13-01"]])
    assert apply(fresh.client, packed).status_code == 400
    assert [entry.unit for entry in fresh.workspace.catalog.list()] == [None] * 5


def test_a_change_needs_our_own_token(fresh: Served) -> None:
    packed = json.dumps([[fresh.id_of("000_"), "unit", None, "东街道"]])
    for path in ("/register", "/register/apply"):
        assert fresh.client.post(path, data={"csrf_token": "x", "changes": packed}).status_code == 400
    assert fresh.workspace.catalog.count({"unit": "东街道"}) == 0
