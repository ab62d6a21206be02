"""Sheets as a reader of them sees them: each word once, cells as shown, heads and titles told, what is hidden named."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import UTC, datetime

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from archive.catalog.serialization import report_of, structure_of, texts_of
from archive.ingest import ingest
from archive.model import CELL, Block, StoredValue
from archive.readers.base import Reading
from archive.readers.sheets import csv, xlsx
from tests.sample_files import excel

MORNING = datetime(2022, 3, 5, 8, 30, tzinfo=UTC).replace(tzinfo=None)  # sheets know no zones


def row(*cells: str) -> str:
    return CELL.join(cells)


def book() -> tuple[openpyxl.Workbook, Worksheet]:
    made = openpyxl.Workbook()
    return made, made.worksheets[0]


def read(made: openpyxl.Workbook) -> Reading:
    out = io.BytesIO()
    made.save(out)
    return xlsx.read(out.getvalue(), "a.xlsx")


def seen(reading: Reading) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in reading.blocks]


def labelled(block: Block) -> list[tuple[str, str]]:
    return [(name, cell) for name, cell in zip(block.columns, block.text.split(CELL), strict=False) if cell]


def test_a_columns_name_stands_once_and_is_known_of_each_cell() -> None:
    data = excel(
        [("报送情况表",), ("单位", "年度", "报送"), ("东街道", 2021, None), (None, 2022, "迟"), ("注：略",)], "Sheet1"
    )
    blocks = xlsx.read(data, "a.xlsx").blocks
    assert [(block.kind, block.text) for block in blocks] == [
        ("heading", "报送情况表"),
        ("row", row("单位", "年度", "报送")),
        ("row", row("东街道", "2021")),
        ("row", row("", "2022", "迟")),
        ("paragraph", "注：略"),
    ]
    assert labelled(blocks[2]) == [("单位", "东街道"), ("年度", "2021")]
    assert labelled(blocks[3]) == [("年度", "2022"), ("报送", "迟")]


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [
        pytest.param(MORNING.replace(hour=0, minute=0), "yyyy-mm-dd", "2022-03-05", id="a date"),
        pytest.param(MORNING, 'yyyy"年"m"月"d"日" h:mm', "2022年3月5日 8:30", id="date and time"),
        pytest.param(0.125, "0.0%", "12.5%", id="per cent"),
        pytest.param(1234.5, "#,##0.00", "1,234.50", id="a figure"),
        pytest.param(0.1 + 0.2, "General", "0.3", id="as Excel shows it"),
        pytest.param(True, "General", "TRUE", id="a truth"),
        pytest.param("文字", "@", "文字", id="text"),
        pytest.param("0012", "General", "0012", id="a number kept as text"),
        pytest.param("441202199001011234", "@", "441202199001011234", id="a long one"),
    ],
)
def test_values_as_a_person_sees_them(value: object, form: str, shown: str) -> None:
    made, sheet = book()
    sheet["A1"], sheet["B1"] = "值", value
    sheet["B1"].number_format = form
    assert read(made).blocks[0].text == row("值", shown)


def test_what_a_cell_keeps_stands_beside_its_text_and_is_kept_in_the_catalog() -> None:
    made, sheet = book()
    for line in (("村名", "投资", "日期"), ("上湾村", 35000, MORNING)):
        sheet.append(line)
    sheet["B2"].number_format = '0!.0,"万元"'
    sheet["C2"].number_format = 'm"月"d"日"'
    out = io.BytesIO()
    made.save(out)
    report = ingest(out.getvalue(), "a.xlsx")
    assert report.passages[1].text == row("上湾村", "3.5万元", "3月5日")
    stored = (StoredValue(1, "B2", "35000"), StoredValue(2, "C2", "2022-03-05 08:30"))
    assert report.passages[1].stored == stored
    kept = report_of(texts_of(report), structure_of(report))
    assert kept.passages[1].stored == stored
    assert kept.passages[1].columns == ("村名", "投资", "日期")
    assert kept.passages[0].columns == ()
    assert "35000" not in texts_of(report)


TWO_ROWS = (("单位", "人手", None, "费用", None), (None, "在编", "编外", "预算", "支出"), ("水利站", 10, 5, 100, 90))


def test_a_head_of_two_rows() -> None:
    made, sheet = book()
    for line in TWO_ROWS:
        sheet.append(line)
    for place in ("A1:A2", "B1:C1", "D1:E1"):
        sheet.merge_cells(place)
    blocks = read(made).blocks
    assert [block.text for block in blocks] == [
        row("单位", "人手", "", "费用"),
        row("", "在编", "编外", "预算", "支出"),
        row("水利站", "10", "5", "100", "90"),
    ]
    assert labelled(blocks[2])[:3] == [("单位", "水利站"), ("人手 在编", "10"), ("人手 编外", "5")]
    assert labelled(blocks[1]) == []


@pytest.mark.parametrize(
    ("rows", "merges", "names"),
    [
        pytest.param(
            [("序号", "2022年", None), (None, "计划", "完成"), (1, 5, 6)],
            ["A1:A2", "B1:C1"],
            ["序号", "2022年 计划", "2022年 完成"],
            id="a year over two columns",
        ),
        pytest.param(
            [("2021", None, "2022", None), ("计划", "完成", "计划", "完成"), (1, 2, 3, 4)],
            ["A1:B1", "C1:D1"],
            ["2021 计划", "2021 完成", "2022 计划", "2022 完成"],
            id="the same words under two years, nothing merged downwards",
        ),
        pytest.param(
            [("村", "投入", None, None), (None, "资金", None, "工时"), (None, "省级", "市级", None), ("甲", 1, 2, 3)],
            ["A1:A3", "B1:D1", "B2:C2", "D2:D3"],
            ["村", "投入 资金 省级", "投入 资金 市级", "投入 工时"],
            id="three rows",
        ),
        pytest.param([("甲", 1, 2), ("乙", 3, 4)], [], [], id="no head: figures in the first row"),
        pytest.param(
            [("填报单位：水利站", None, "2023年6月"), ("姓名", "职务", "电话"), ("张三", "站长", "无")],
            ["A1:B1"],
            ["姓名", "职务", "电话"],
            id="who fills it in, above the head",
        ),
        pytest.param(
            [("制表", "办公室"), ("序号", "项目", "金额（单位：元）", "备注"), (1, "道路", 5, "完")],
            [],
            ["序号", "项目", "金额（单位：元）", "备注"],
            id="a narrow row above the head",
        ),
        pytest.param([("姓名", "张三", "性别", "男"), ("单位", "水利站", "职务", "站长")], [], [], id="a form"),
        pytest.param([("责任\n单位", "时限"), ("甲", "乙")], [], ["责任单位", "时限"], id="a name over two lines"),
    ],
)
def test_the_names_of_columns(rows: list[tuple[object, ...]], merges: list[str], names: list[str]) -> None:
    made, sheet = book()
    for line in rows:
        sheet.append(line)
    for place in merges:
        sheet.merge_cells(place)
    assert list(read(made).blocks[-1].columns) == names


@pytest.mark.parametrize(
    ("name", "rows", "merges", "begins"),
    [
        pytest.param(
            "Sheet1",
            [("河湾镇河道整治台账",), ("河段", "时限")],
            ["A1:B1"],
            [("heading", "河湾镇河道整治台账")],
            id="merged",
        ),
        pytest.param(
            "Sheet1",
            [("附件2",), ("河湾镇河道整治台账",), ("单位：万元",), ("河段", "时限")],
            ["A2:B2"],
            [("paragraph", "附件2"), ("heading", "河湾镇河道整治台账"), ("paragraph", "单位：万元")],
            id="below 附件, above the unit of measure",
        ),
        pytest.param(
            "三月",
            [("河湾镇河道整治台账",), ("河段", "时限")],
            [],
            [("heading", "河湾镇河道整治台账"), ("heading", "三月")],
            id="a named sheet",
        ),
        pytest.param("报送情况", [("单位", "年度"), ("甲", "乙")], [], [("heading", "报送情况")], id="only a name"),
        pytest.param("Sheet2", [("单位", "年度"), ("甲", "乙")], [], [("row", row("单位", "年度"))], id="neither"),
    ],
)
def test_the_title_is_what_is_printed_above_the_table(
    name: str, rows: list[tuple[str, ...]], merges: list[str], begins: list[tuple[str, str]]
) -> None:
    made, sheet = book()
    sheet.title = name
    for line in rows:
        sheet.append(line)
    for place in merges:
        sheet.merge_cells(place)
    assert seen(read(made))[: len(begins)] == begins


def test_a_head_that_is_printed_again_is_read_again() -> None:
    rows = [("单位", "年度"), ("甲", "一"), ("单位", "年度"), ("乙", "二")]
    assert [block.text for block in xlsx.read(excel(rows), "a.xlsx").blocks[1:]] == [row(*line) for line in rows]


def test_comments_are_read_and_hidden_cells_and_open_formulas_are_named() -> None:
    made, sheet = book()
    for line in (("单位", "问题", "密"), ("甲", "三处", "不示人"), ("乙", "两处", "不示人")):
        sheet.append(line)
    sheet["B2"].comment = Comment("附照片存档", "张")
    sheet["B4"] = "=SUM(A1:A2)"
    sheet.column_dimensions["C"].hidden = True
    sheet.row_dimensions[3].hidden = True
    other = made.create_sheet("底稿")
    other.append(("草稿",))
    other.sheet_state = "hidden"
    sheet.oddHeader.center.text = "河湾镇 第&P页"
    reading = read(made)
    assert [block.text for block in reading.blocks] == [row("单位", "问题"), row("甲", "三处"), "附照片存档"]
    assert {notice.code: notice.evidence for notice in reading.notices} == {
        "read.left_out.formulas": {"count": 1},
        "read.left_out.hidden_cells": {"count": 6},
    }
    assert reading.apart == ("河湾镇 第页",)


def test_a_strewn_sheet_stays_small() -> None:
    made, sheet = book()
    for number in range(1, 400):
        sheet.cell(number, number * 7, f"格{number}")
        sheet.cell(number, number * 7 + 1, f"子{number}")
    assert sum(len(block.text) for block in read(made).blocks) < 10_000


def test_csv_in_any_encoding_and_with_any_separator() -> None:
    for separator, encoding in ((",", "utf-8-sig"), ("\t", "gb18030"), (";", "utf-16")):
        data = f"单位{separator}说明\n东街道{separator}“一岗双责”\n".encode(encoding)
        blocks = csv.read(data, "a.csv").blocks
        assert [block.text for block in blocks] == [row("单位", "说明"), row("东街道", "“一岗双责”")]
        assert labelled(blocks[1]) == [("单位", "东街道"), ("说明", "“一岗双责”")]


def test_a_structure_without_the_new_keys_still_loads() -> None:
    report = ingest("单位,年度\n甲,乙\n".encode(), "a.csv")
    plain: Mapping[str, str] = {"columns": ',"columns":[[1,["单位","年度"]]]'}
    structure = structure_of(report)
    assert plain["columns"] in structure
    older = report_of(texts_of(report), structure.replace(plain["columns"], ""))
    assert [passage.columns for passage in older.passages] == [(), ()]
