"""核查表 on the page: who has written what, who has not handed in, and never an absence of what could not be read."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import openpyxl
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from indexer.workspace import Workspace
from tests.indexer.tables.test_checklist import (
    FILES,
    ROSTER,
    SCANS,
    arrive,
    report,
    unread,
)
from web.app import create_app

WORDINGS = "一岗双责\n抓学习"


@dataclass
class Site:
    """An archive of three reports and a scan, and one reader of its page."""

    workspace: Workspace
    client: FlaskClient

    def post(self, path: str = "/checklist", /, **data: object) -> TestResponse:
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.client.get("/checklist").text)
        assert token
        return self.client.post(path, data={"csrf_token": token[1], **data}, content_type="multipart/form-data")

    def table(self, **query: str) -> str:
        answer = self.client.get("/checklist", query_string={"list": WORDINGS, **query})
        assert answer.status_code == 200
        return answer.text

    def cells(self, **query: str) -> dict[str, list[str]]:
        """The rows of the table as people read them."""
        rows = re.findall(r"<tr>\s*<th scope=\"row\">(.*?)</th>(.*?)</tr>", self.table(**query), re.DOTALL)
        return {
            words(name): [words(cell) for cell in re.findall(r"<td.*?</td>", cells, re.DOTALL)] for name, cells in rows
        }


def words(html: str) -> str:
    return unescape(" ".join(re.sub(r"<[^>]+>", "", html).split()))


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with Workspace(tmp_path / "home", writing=True) as workspace:
        for name, data in FILES:
            arrive(workspace, name, data)
        for name in SCANS:
            unread(workspace, name)
        yield Site(workspace, create_app(workspace).test_client())


def test_five_states_each_with_sign_and_word(site: Site) -> None:
    assert site.cells(roster="\n".join(ROSTER)) == {
        "东街道": ["●3 处", "○未见", "txt"],
        "西街道": ["◐仅见于下步打算 1", "●1 处", "txt"],
        "南街道": ["⚠无法读取", "⚠无法读取", "2022/南街道.pdf 无法读取"],
        "北街道": ["－未交", "－未交", ""],
        "新东街道": ["○未见", "●1 处", "txt"],
    }


def test_the_question_is_answered_above_the_table(site: Site) -> None:
    html = words(site.table(roster="\n".join(ROSTER)))
    assert "应交 5 家，已交 4，未交 1，无法读取 1，待核对" in html
    assert "未交 1 家：北街道" in html
    assert "一岗双责 未见 1 家：新东街道 仅见于下步打算 1 家：西街道 无法读取 1 家，不能断定：南街道" in html
    assert "依据库内 3 篇，截至 20" in html


def test_where_all_wrote_it_that_is_said(site: Site) -> None:
    html = words(site.table(list="抓党建的工作 或 报告\n一岗双责", roster="东街道\n西街道\n南街道"))
    assert "报告 交来、读得出的都写了 无法读取 1 家，不能断定：南街道 一岗双责 仅见于下步打算" in html


def test_without_a_roster_nobody_is_said_to_be_missing(site: Site) -> None:
    html = site.table()
    assert "没有应交名单" in html
    assert "未交" not in words(html.split("<tbody>")[1])


def test_a_file_that_may_be_anybody_s_is_told_before_the_table(site: Site) -> None:
    unread(site.workspace, "2022/扫描0001.pdf")
    assert "另有 2 个文件无法读取，也看不出是哪家的：2022/南街道.pdf、2022/扫描0001.pdf" in site.table()


def test_every_place_is_one_click_away(site: Site) -> None:
    html = site.table(roster="\n".join(ROSTER))
    links = [unescape(link) for link in re.findall(r'<td class="is-(?:written|planned)[^"]*"><a href="([^"]+)"', html)]
    assert len(links) == 4
    for link in links:
        page = site.client.get(link.partition("#")[0])
        assert page.status_code == 200
        assert link.endswith("#m1")
        assert 'id="m1"' in page.text


def test_where_several_reports_of_a_unit_hold_it_the_search_shows_just_these(site: Site) -> None:
    for name in ("甲", "乙"):
        arrive(site.workspace, *report(f"2022/{name}.txt", f"{name}写两个确立。", "抓党建。"), unit="城关镇党委")
    html = site.table(list="两个确立", roster="城关镇", year="2022")
    (link,) = re.findall(r'<td class="is-written[^"]*"><a href="([^"]+)"', html)
    assert "2 处" in html
    body = site.client.get(unescape(link).replace("/search?", "/search.json?")).get_json()
    assert (body["total_reports"], body["total_matches"]) == (2, 2)


def test_by_report_the_titles_stand_at_the_head(site: Site) -> None:
    rows = site.cells(by="report", roster="\n".join(ROSTER))
    assert "北街道" in rows
    assert any("述职报告" in name for name in rows)


def test_a_wording_that_is_no_query_is_taken_as_typed_and_said_so(site: Site) -> None:
    html = site.table(list='一岗双责\n"两个确立')
    assert "第 2 个提法“&#34;两个确立”：引号没有成对（第 1 字）。已按原样检索。" in html
    error = site.client.get("/api/checklist", query_string={"list": '一岗双责\n"两个确立'})
    assert error.status_code == 400
    assert error.get_json()["error"]["code"] == "checklist.bad_wording"
    assert "第 2 个提法" in error.get_json()["error"]["message"]


@pytest.mark.parametrize(
    ("query", "status", "told"),
    [
        pytest.param({"by": "colour"}, 400, "usage.bad_parameter", id="rows of what"),
        pytest.param({"year": "22"}, 400, "usage.bad_parameter", id="no year"),
        pytest.param({"period": "有空"}, 400, "usage.bad_parameter", id="no period"),
        pytest.param({"collection": "没有"}, 404, "catalog.no_such_roster", id="no such collection"),
        pytest.param({"list": "\n".join(map(str, range(201)))}, 400, "checklist.too_many", id="201 wordings"),
        pytest.param({"list": "“”"}, 400, "checklist.bad_wording", id="nothing to look for"),
        pytest.param({"list": "长" * 5000}, 400, "checklist.bad_wording", id="a whole text"),
    ],
)
def test_what_cannot_be_asked_is_told(site: Site, query: dict[str, str], status: int, told: str) -> None:
    answer = site.client.get("/api/checklist", query_string={"list": WORDINGS, **query})
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (status, told)
    assert site.client.get("/checklist", query_string={"list": WORDINGS, **query}).status_code == status


def test_an_empty_form_is_a_form(site: Site) -> None:
    html = site.client.get("/checklist").text
    assert 'enctype="multipart/form-data"' in html
    assert "<table" not in html


def test_lists_from_files_end_up_in_the_address(site: Site) -> None:
    answer = site.post(
        list="一岗双责",
        list_file=(io.BytesIO("抓学习\n一岗双责\n".encode("gb18030")), "提法.txt"),
        roster_file=(io.BytesIO("\n".join(ROSTER).encode("utf-8-sig")), "名单.csv"),
    )
    assert answer.status_code == 303
    html = site.client.get(answer.headers["Location"]).text
    assert "应交 5 家" in html
    html = re.sub(r'<a class="sort".*?</a>', "", html, flags=re.DOTALL)
    assert [words(head) for head in re.findall(r'<th scope="col">.*?</th>', html, re.DOTALL)] == [
        "单位",
        "一岗双责",
        "抓学习",
        "稿件",
    ]


def test_lists_that_are_too_long_for_an_address_are_answered_at_once(site: Site) -> None:
    roster = [*ROSTER, *(f"第{number}街道办事处" for number in range(1500))]
    answer = site.post(list=WORDINGS, roster="\n".join(roster))
    assert answer.status_code == 200
    assert "应交 1505 家，已交 4，未交 1501" in answer.text
    assert 'formaction="/checklist.xlsx"' in answer.text
    file = site.post("/checklist.csv", list=WORDINGS, roster="\n".join(roster))
    assert len(file.data.decode("utf-8-sig").splitlines()) > 1505


def test_a_roster_is_kept_for_its_collection_and_can_be_removed(site: Site) -> None:
    answer = site.post(list=WORDINGS, roster="\n".join(ROSTER), year="2022", save="1", name="2022年度述职")
    target = answer.headers["Location"]
    assert "roster=" not in target
    html = site.client.get(target).text
    assert "<h1>2022年度述职</h1>" in html
    assert "已存：2022年度述职，5 家。" in html
    assert site.client.get(target.replace("/checklist", "/api/checklist")).get_json()["year"] == 2022
    assert site.post("/checklist/rosters/remove", collection="2022年度述职").status_code == 303
    assert site.client.get(target).status_code == 404


@pytest.mark.parametrize(
    ("data", "told"),
    [
        pytest.param({"save": "1", "name": "", "roster": "东街道"}, "期次的名称", id="no name"),
        pytest.param({"save": "1", "name": "甲", "roster": ""}, "应交名单里没有单位", id="nobody"),
        pytest.param({"roster_file": (io.BytesIO(b"PK\x03\x04" + b"\0" * 99), "a.xlsx")}, "a.xlsx", id="broken file"),
    ],
)
def test_what_cannot_be_kept_is_told_and_what_was_typed_stays(site: Site, data: dict[str, object], told: str) -> None:
    answer = site.post("/checklist", list=WORDINGS, **data)
    assert answer.status_code == 400
    assert told in answer.text
    assert 'role="alert"' in answer.text
    assert "抓学习</textarea>" in answer.text


def test_keeping_needs_our_own_form(site: Site) -> None:
    assert (
        site.client.post("/checklist", data={"list": "一", "save": "1", "name": "甲", "roster": "乙"}).status_code
        == 400
    )
    assert site.workspace.catalog.rosters.all() == ()


def test_the_files_say_what_the_page_says_and_how_it_was_asked(site: Site) -> None:
    query = {"list": "一岗双责\n=1+1", "roster": "\n".join(ROSTER), "year": "2022"}
    data = site.client.get("/checklist.csv", query_string=query).data
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert rows[0] == ["期次", "2022"]
    assert rows[1][1].startswith("库内 3 篇，截至 20")
    assert rows[3][:1] == ["交稿"]
    assert rows[4] == [
        "谁没写：一岗双责",
        (
            "写了 1 家；仅见于下步打算 1 家：西街道；未见 1 家：新东街道；未交 1 家：北街道；"
            "无法读取 1 家，不能断定：南街道"
        ),
    ]
    at = next(number for number, row in enumerate(rows) if row[:1] == ["单位"])
    assert rows[at] == ["单位", "一岗双责", "'=1+1", "稿件"]
    assert rows[at + 1] == ["东街道", "写了（3 处）", "未见", "2022/东街道.txt"]
    sheet = openpyxl.load_workbook(io.BytesIO(site.client.get("/checklist.xlsx", query_string=query).data)).active
    assert sheet.cell(at + 1, 3).value == "=1+1"
    assert sheet.cell(at + 1, 3).data_type == "s"
    assert sheet.freeze_panes == f"B{at + 2}"


def test_the_record_holds_the_table_and_a_line_to_sign(site: Site) -> None:
    html = words(
        site.client.get("/checklist/record", query_string={"list": WORDINGS, "roster": "\n".join(ROSTER)}).text
    )
    for told in ("核查单", "范围库内 3 篇", "方式精确", "谁没写：抓学习", "东街道写了（3 处）未见", "操作人"):
        assert told in html


def test_many_rows_come_in_pages_and_the_summary_speaks_of_all(site: Site) -> None:
    roster = "\n".join([*ROSTER, *(f"{number}街" for number in range(400))])
    first, second = site.table(roster=roster), site.table(roster=roster, page="2")
    assert first.count('<th scope="row">') == 300
    assert second.count('<th scope="row">') == 105
    assert "应交 405 家" in second


def test_a_name_steers_no_page(site: Site) -> None:
    html = site.table(roster="<script>alert(1)</script>\n东街道", list="<b>一岗双责</b>\n一岗双责")
    assert "<script>alert" not in html
    assert "<b>一岗双责</b>" not in html


def test_a_click_on_a_column_sorts_who_did_not_write_it_first_and_again_turns_it_round(site: Site) -> None:
    roster = "\n".join(ROSTER)
    assert list(site.cells(roster=roster, order="-1")) == ["北街道", "新东街道", "南街道", "西街道", "东街道"]
    assert list(site.cells(roster=roster, order="1")) == ["东街道", "西街道", "南街道", "新东街道", "北街道"]
    assert list(site.cells(roster=roster, order="name")) == ["北街道", "东街道", "南街道", "西街道", "新东街道"]
    html = site.table(roster=roster, order="-1")
    assert 'aria-sort="descending"' in html
    assert re.search(r'<a class="sort" href="[^"]*order=1"', html)
    assert site.client.get("/checklist", query_string={"list": "一", "order": "2"}).status_code == 400
    sheet = site.client.get("/checklist.csv", query_string={"list": WORDINGS, "roster": roster, "order": "-1"})
    assert sheet.text.index("\n北街道,") < sheet.text.index("\n新东街道,")  # what is exported stands as on the page


def test_what_is_written_is_the_darker_the_more_and_nothing_else_is_shaded(site: Site) -> None:
    html = site.table(roster="\n".join(ROSTER))
    shaded = re.findall(r'<td class="(is-[^"]*heat[^"]*)">.*?</span>(\d+) 处', html)
    assert {state.split()[0] for state, _ in shaded} == {"is-written"}
    by_count = {int(count): int(state[-1]) for state, count in shaded}
    assert sorted(by_count, key=by_count.__getitem__) == sorted(by_count)


def test_who_has_not_written_it_is_a_paragraph_to_paste(site: Site) -> None:
    found = re.search(r'<textarea class="copied"[^>]*>([^<]*)</textarea>', site.table(roster="\n".join(ROSTER)))
    assert found is not None
    assert unescape(found[1]).splitlines()[:2] == [
        "未交 1 家：北街道。",
        "“一岗双责”：仅见于下步打算 1 家：西街道；未见 1 家：新东街道；无法读取 1 家，不能断定：南街道。",
    ]
