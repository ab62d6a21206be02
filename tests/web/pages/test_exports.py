"""Results as files and on paper, by the address of the search: what stands there is what was found, and says how."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import docx
import openpyxl
import pytest
from flask.testing import FlaskClient

from tests.served import Served

Q = "一岗双责"


def lines(client: FlaskClient, query: str) -> list[dict[str, Any]]:
    answer = client.get(f"/export.jsonl?{query}")
    assert answer.status_code == 200
    return [json.loads(line) for line in answer.text.splitlines()]


def test_json_lines_hold_all_that_the_search_found(client: FlaskClient) -> None:
    head, *passages = lines(client, f"q={Q}&limit=1&page=2")
    assert (head["total_reports"], head["total_matches"], head["listed_reports"]) == (3, 8, 3)
    assert sum(len(passage["marks"]) for passage in passages) == 8
    for passage in passages:
        for mark in passage["marks"]:
            assert str(passage["text"])[mark["start"] : mark["end"]] == Q
    assert {"docx", "xlsx", "csv"} == {
        form for form in ("docx", "xlsx", "csv") if client.get(f"/export.{form}?q={Q}").status_code == 200
    }


def test_a_word_file_is_bare_and_says_how_it_was_asked(client: FlaskClient) -> None:
    answer = client.get(f"/export.docx?q={Q}&year=2022")
    assert "attachment" in answer.headers["Content-Disposition"]
    document = docx.Document(io.BytesIO(answer.data))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts[0] == f"“{Q}”检索结果"
    assert texts[1:4] == [f"检索词：{Q}", f"检索式：“{Q}”", "方式：精确"]
    assert texts[4].startswith("范围：库内 5 篇，截至 20")
    assert texts[5:7] == ["筛选：年度 2022", "合计：共 3 篇 8 处"]
    assert sum(text.count(Q) for text in texts[7:]) >= 8
    assert sum(text.startswith("——") for text in texts) == len(lines(client, f"q={Q}")) - 1
    section = document.sections[0]
    assert section.page_width
    assert section.page_height
    assert (section.page_width.mm, section.page_height.mm) == (pytest.approx(210, abs=0.1), pytest.approx(297, abs=0.1))
    assert document.styles["Normal"].font.size.pt == 16
    assert document.styles["Normal"].font.name == "仿宋"
    assert document.styles["Heading 1"].font.name == "黑体"
    for paragraph in document.paragraphs:
        assert [run.font.color.rgb for run in paragraph.runs] in ([], [None])
    assert "w:pBdr" not in document.styles["Title"].element.xml
    assert "PAGE" in section.footer.paragraphs[0]._p.xml


def test_a_workbook_and_csv_hold_the_same_rows(client: FlaskClient) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"/export.xlsx?q={Q}").data)).active
    rows = [["" if value is None else str(value) for value in row] for row in sheet.iter_rows(values_only=True)]
    data = client.get(f"/export.csv?q={Q}").data
    assert data.startswith(b"\xef\xbb\xbf")  # else Excel takes it for GBK
    texts = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    at = next(number for number, row in enumerate(rows) if row[0] == "标题")
    assert rows[at:] == texts[at : texts.index([], at)]  # below it stand the lines by which it can be verified
    assert [row[:2] for row in rows[:2]] == [["检索词", Q], ["检索式", f"“{Q}”"]]
    places = rows[at].index("处数")
    assert sum(int(row[places]) for row in rows[at + 1 :]) == 8
    assert sheet.freeze_panes == f"B{at + 2}"


def test_the_record_underlines_every_place_and_can_be_signed(client: FlaskClient) -> None:
    html = client.get(f"/record?q={Q}&period=上半年").text
    assert html.count("<mark") == sum(len(row["marks"]) for row in lines(client, f"q={Q}&period=上半年")[1:])
    for words in ("检索记录", "检索式", "筛选", "报告期 上半年", "范围", "合计", "操作人", "日期"):
        assert words in html
    assert f'href="/search?q={Q}' in html or "/search?q=%E4%B8%80" in html


def test_what_is_not_found_is_exported_with_the_scope_of_the_search(client: FlaskClient) -> None:
    (head,) = lines(client, "q=没有人写过的一句话")
    assert (head["total_reports"], head["archive_reports"]) == (0, 5)
    assert "共 0 篇 0 处" in client.get("/record?q=没有人写过的一句话").text


@pytest.mark.parametrize("place", ["/export.docx", "/export.xlsx", "/export.csv", "/export.jsonl", "/record"])
@pytest.mark.parametrize(
    ("query", "status"),
    [
        pytest.param("q=", 400, id="nothing asked"),
        pytest.param('q="一岗双责', 200, id="an odd quotation mark is taken as typed, as on the page"),
        pytest.param("q=一岗双责&mode=odd", 400, id="no such mode"),
        pytest.param("q=" + "长" * 5000, 400, id="too long"),
        pytest.param("q=一岗双责&mode=loose", 200, id="loose"),
    ],
)
def test_what_cannot_be_asked_is_told(client: FlaskClient, place: str, query: str, status: int) -> None:
    assert client.get(f"{place}?{query}").status_code == status


def test_the_file_is_named_by_wording_and_day(client: FlaskClient) -> None:
    header = client.get('/export.csv?q="一岗/双责"').headers["Content-Disposition"]
    assert "filename*=UTF-8''" in header
    assert "%2F" not in header
    assert header.isascii()


def test_the_results_lead_to_the_files(client: FlaskClient) -> None:
    html = client.get(f"/search?q={Q}&year=2022").text
    for place in ("/export.docx?", "/export.xlsx?", "/record?"):
        assert place in html


def test_a_concordance_goes_out_in_the_order_of_its_page(client: FlaskClient) -> None:
    page = client.get(f"/concordance.json?q={Q}&by=right").get_json()["lines"]
    head, *rows = map(json.loads, client.get(f"/concordance.jsonl?q={Q}&by=right").text.splitlines())
    assert head["total_matches"] == 8
    assert [(row["id"], row["passage"], row["start"]) for row in rows] == [
        (row["id"], row["passage"], row["start"]) for row in page
    ]
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"/concordance.xlsx?q={Q}&by=right").data)).active
    values = list(sheet.iter_rows(values_only=True))
    at = next(number for number, row in enumerate(values) if row[0] == "左侧文字")
    assert [row[1] for row in values[at + 1 :]] == [Q] * 8
    document = docx.Document(io.BytesIO(client.get(f"/concordance.docx?q={Q}&by=right").data))
    texts = [paragraph.text for paragraph in document.paragraphs if "——" in paragraph.text]
    assert [row["citation"] for row in page] == ["——" + text.rpartition("——")[2] for text in texts]
    assert client.get(f"/concordance.csv?q={Q}&by=colour").status_code == 400
    assert "/concordance.docx?q=" in client.get(f"/concordance?q={Q}").text


def test_english(seeds: Served) -> None:
    client = seeds.client
    client.get("/?lang=en")
    texts = [
        paragraph.text for paragraph in docx.Document(io.BytesIO(client.get(f"/export.docx?q={Q}").data)).paragraphs
    ]
    assert texts[:2] == [f"Results for “{Q}”", f"Query: {Q}"]
