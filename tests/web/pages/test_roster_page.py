"""收件情况: who has handed in, without any wording asked, on the page, as JSON, as Excel and in the terminal."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import openpyxl
import pytest
from flask.testing import FlaskClient

from archive.catalog import Roster
from indexer.cli.main import main
from indexer.workspace import Workspace
from tests.indexer.tables.test_checklist import FILES, SCANS, arrive, report, unread
from web.app import create_app

NAME = "2022年度述职"
UNITS = ("东街道", "西街道", "南街道", "北街道", "中街道")


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace(tmp_path / "home", writing=True) as workspace:
        for name, data in FILES:
            arrive(workspace, name, data)
        for name in SCANS:
            unread(workspace, name)
        workspace.catalog.rosters.save(Roster(NAME, UNITS, 2022))
        yield workspace


@pytest.fixture
def client(workspace: Workspace) -> FlaskClient:
    return create_app(workspace).test_client()


def rows(html: str) -> dict[str, str]:
    """Unit and state of each row, as people read them."""
    found = re.findall(r'<th scope="row"[^>]*>(.*?)</th>\s*<td[^>]*>(.*?)</td>', html, re.DOTALL)
    return {unit: unescape(re.sub("<[^>]+>", "", state)).strip() for unit, state in found}


def token(client: FlaskClient) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/roster").text)
    assert found is not None
    return found[1]


def test_everyone_due_has_a_row_with_sign_and_word(client: FlaskClient) -> None:
    page = client.get("/roster").text
    assert {unit: state for unit, state in rows(page).items() if unit in UNITS} == {
        "东街道": "？待核对",  # its unit is known from the file's name alone
        "西街道": "？待核对",
        "南街道": "⚠无法读取",
        "北街道": "－未交",
        "中街道": "－未交",
    }
    assert "应交 5 家，已交 3，未交 2，无法读取 1，待核对 2" in page
    copied = re.search(r'<textarea class="copied"[^>]*>([^<]*)</textarea>', page)
    assert copied is not None
    assert copied[1] == "北街道、中街道"


def test_json_and_excel_say_the_same(client: FlaskClient) -> None:
    body = client.get(f"/roster.json?collection={NAME}").get_json()
    assert (body["name"], body["year"], body["units"]) == (NAME, 2022, list(UNITS))
    assert body["turnout"]["missing"] == ["北街道", "中街道"]
    states = {row["unit"]: row["state"] for row in body["rows"] if row["due"]}
    assert list(states.values()) == ["doubtful", "doubtful", "unreadable", "missing", "missing"]
    assert [one["name"] for one in client.get("/rosters.json").get_json()["rosters"]] == [NAME]
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"/roster.xlsx?collection={NAME}").data)).active
    lines = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
    assert ["未交", "北街道、中街道"] in lines
    assert ["北街道", "未交"] in lines


def test_another_year_is_another_collection_and_who_comes_is_no_longer_missing(
    workspace: Workspace, client: FlaskClient
) -> None:
    workspace.catalog.rosters.save(Roster("2019年度", UNITS, 2019))
    assert client.get("/roster.json?collection=2019年度").get_json()["turnout"]["came"] == ["南街道"]  # whatever year
    arrive(workspace, *report("2022/中街道述职报告.txt", "抓学习。", "抓落实。"), unit="中街道")
    body = client.get(f"/roster.json?collection={NAME}").get_json()
    assert {row["unit"]: row["state"] for row in body["rows"]}["中街道"] == "came"  # given by whoever brought it in
    assert body["turnout"]["missing"] == ["北街道"]


def test_a_roster_is_kept_from_this_page_and_a_wrong_one_is_told(client: FlaskClient) -> None:
    data = {"csrf_token": token(client), "name": "2023年度述职", "year": "2023", "roster": "甲局\n乙局"}
    answer = client.post("/roster", data=data)
    assert answer.status_code == 303
    page = client.get(answer.headers["Location"]).text
    assert "应交 2 家，已交 0，未交 2" in page or "应交 2 家，已交 1" in page
    wrong = client.post("/roster", data={**data, "roster": ""})
    assert wrong.status_code == 400
    assert "应交名单里没有单位" in wrong.text
    assert 'value="2023年度述职"' in wrong.text


def test_without_any_roster_the_page_says_how_to_begin(workspace: Workspace, client: FlaskClient) -> None:
    workspace.catalog.rosters.remove(NAME)
    assert "还没有期次" in client.get("/roster").text
    assert client.get("/roster.json").status_code == 404
    assert client.get("/roster?collection=没有").status_code == 404


def test_the_terminal_says_the_same(workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    workspace.close()
    home = ["--home", str(tmp_path / "home")]
    assert main(["roster", "show", NAME, *home]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "应交 5 家，已交 3，未交 2，无法读取 1，待核对 2"
    assert "北街道  未交" in lines
    assert lines[-1] == "未交：北街道、中街道"
    assert main(["roster", "show", NAME, "--json", *home]) == 0
    body = json.loads(capsys.readouterr().out)
    assert (body["units"], body["turnout"]["unreadable"]) == (list(UNITS), ["南街道"])
    assert main(["roster", "show", NAME, "--xlsx", str(tmp_path / "a.xlsx"), *home]) == 0
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").active.cell(1, 2).value == f"{NAME} 2022"
