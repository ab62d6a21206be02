"""A sheet on page and in terminal: names of columns beside the text, values behind cells where nothing is found."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator

import openpyxl
import pytest

from indexer.cli.main import main
from tests.served import Served, served


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One book: 村名, 投资; 上湾村, 3.5万元 (35000)."""
    folder = tmp_path_factory.mktemp("sheet")
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    for line in (("村名", "投资", "备注"), ("上湾村", 35000, None), ("下湾村", 42000, "已付")):
        page.append(line)
    for row in (2, 3):
        page.cell(row, 2).number_format = '0!.0,"万元"'
    page["A5"], page["B5"] = "南湾村", 0.5
    page["B5"].number_format = ";;;"
    out = io.BytesIO()
    book.save(out)
    (folder / "台账.xlsx").write_bytes(out.getvalue())
    with served(folder / "home", folder / "台账.xlsx") as running:
        yield running


def test_the_names_of_columns_stand_beside_the_text_and_not_in_it(sheet: Served) -> None:
    page = sheet.client.get(f"/reports/{sheet.id_of('台账')}?q=投资").text
    article = re.search(r"(?s)<article.*?</article>", page)
    assert article
    cells = re.findall(r"<td([^>]*)>(.*?)</td>", article[0])
    assert [(re.sub("<[^>]+>", "", text), *re.findall('data-column="(.*?)"', name)) for name, text in cells] == [
        ("村名",),
        ("投资",),
        ("备注",),
        ("上湾村", "村名"),
        ("3.5万元", "投资"),
        ("",),
        ("下湾村", "村名"),
        ("4.2万元", "投资"),
        ("已付", "备注"),
        ("南湾村", "村名"),
        ("",),
    ]
    assert article[0].count("<mark") == 1


def test_a_row_that_ends_early_is_drawn_to_the_edge_of_its_table(sheet: Served) -> None:
    """The book keeps no empty cells at the end of a row: 上湾村 has no 备注, 南湾村 no more than its name."""
    page = sheet.client.get(f"/reports/{sheet.id_of('台账')}").text
    rows = re.findall(r'(?s)<tr id="p.*?</tr>', page)
    spans = [
        [int(number or 1) for number in re.findall(r'<td(?:(?! colspan)[^>])*(?: colspan="(\d+)")?>', row)]
        for row in rows
    ]
    assert spans == [[1, 1, 1], [1, 1, 1], [1, 1, 1], [1, 2]]


@pytest.mark.parametrize(
    ("query", "column"), [("4.2万元", "投资"), ("下湾村", "村名"), ("已付", "备注"), ("村名", None)]
)
def test_a_result_tells_the_column_beside_its_words(sheet: Served, query: str, column: str | None) -> None:
    page = sheet.client.get("/search", query_string={"q": query}).text
    quote = re.search(r'(?s)<p class="quote".*?</p>', page)
    assert quote
    assert re.findall('data-column="(.*?)"', quote[0]) == ([column] if column else [])
    assert re.sub("<[^>]+>", "", quote[0]).strip(" \n│") == query


def test_the_terminal_names_them_too(sheet: Served, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "--home", str(sheet.home), sheet.id_of("台账")]) == 0
    assert "村名：下湾村 │ 投资：4.2万元 │ 备注：已付" in capsys.readouterr().out
    assert main(["show", "--home", str(sheet.home), "--json", sheet.id_of("台账")]) == 0
    row = json.loads(capsys.readouterr().out)["passages"][1]
    assert row["text"] == "上湾村\x1f3.5万元"
    assert row["columns"] == ["村名", "投资", "备注"]
    assert row["stored"] == [{"cell": 1, "place": "B2", "value": "35000"}]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        pytest.param("35000", "存储值 35000，显示为 3.5万元（B2）", id="as it is stored"),
        pytest.param("35,000", "存储值 35000，显示为 3.5万元（B2）", id="with a comma"),
        pytest.param("3500", None, id="a part of it"),
        pytest.param("湾村", None, id="what is found needs no such word"),
    ],
)
def test_where_nothing_is_found_the_value_behind_a_cell_is_named(
    sheet: Served, query: str, told: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["search", "--home", str(sheet.home), query])
    printed = capsys.readouterr()
    page = sheet.client.get("/search", query_string={"q": query}).text
    for words in (printed.err, page):
        assert ("存储值" in words) is (told is not None)
        assert (told or "") in words
    assert "存储值" not in printed.out
    answer = sheet.client.get("/search.json", query_string={"q": query, "help": "1"}).get_json()
    assert answer["total_matches"] == (0 if query != "湾村" else 3)


def test_a_value_that_is_not_shown_at_all_is_named_so(sheet: Served, capsys: pytest.CaptureFixture[str]) -> None:
    main(["search", "--home", str(sheet.home), "0.5"])
    assert "存储值 0.5，不显示（B5）" in capsys.readouterr().err
