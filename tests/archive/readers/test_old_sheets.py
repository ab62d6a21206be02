"""Old Excel books, the XML of Excel 2003, OpenDocument sheets, and what only bears the name .xls."""

from __future__ import annotations

import struct

import pytest

from archive.errors import ReadError
from archive.ingest import ingest
from archive.model import CELL, Block, StoredValue
from archive.readers.base import Reading
from archive.readers.registry import reader_for
from archive.readers.sheets import ods, xls, xml_2003
from tests.old_books import (
    begin,
    compound,
    label,
    merged,
    number,
    old_book,
    open_sheet,
    record,
    shared,
    stream,
    text,
    xml_book,
)
from tests.sample_files import excel
from tests.shared_files import shared as shared_file


def texts(reading: Reading) -> list[str]:
    return [block.text.replace(CELL, "|") for block in reading.blocks]


def one_sheet(records: bytes, formats: tuple[str, ...] = (), shared_texts: bytes = b"", more: bytes = b"") -> Reading:
    return xls.read(compound(stream([("Sheet1", 0, records)], formats, shared_texts, more)), "a.xls")


FORMULA = struct.Struct("<HHH8sHI")


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        pytest.param(number(0, 1, 44850, 1), "2022年10月16日", id="a date"),
        pytest.param(number(0, 1, 12, 2), "12人", id="a unit of measure"),
        pytest.param(number(0, 1, 441202199001011234, 0), "441202199001011000", id="a long number"),
        pytest.param(label(0, 1, "0012"), "0012", id="figures kept as text"),
        pytest.param(record(0x027E, struct.pack("<HHHI", 0, 1, 0, 1250 << 2 | 3)), "12.5", id="RK, in hundredths"),
        pytest.param(
            record(0x027E, struct.pack("<HHHI", 0, 1, 0, (-7 & 0x3FFFFFFF) << 2 | 2)), "-7", id="RK, negative"
        ),
        pytest.param(
            record(0x027E, struct.pack("<HHHI", 0, 1, 0, struct.unpack("<Q", struct.pack("<d", 0.5))[0] >> 32)),
            "0.5",
            id="RK, the upper half of a double",
        ),
        pytest.param(
            record(0xBD, struct.pack("<HHHIHIH", 0, 1, 0, 5 << 2 | 2, 2, 6 << 2 | 2, 2)), "5|6人", id="MULRK: two cells"
        ),
        pytest.param(record(0x0205, struct.pack("<HHHBB", 0, 1, 0, 1, 0)), "TRUE", id="a truth"),
        pytest.param(record(0x0205, struct.pack("<HHHBB", 0, 1, 0, 7, 1)), "#DIV/0!", id="an error"),
        pytest.param(record(6, FORMULA.pack(0, 1, 2, struct.pack("<d", 30), 0, 0)), "30人", id="a formula's number"),
        pytest.param(
            record(6, FORMULA.pack(0, 1, 0, b"\0\0\0\0\0\0\xff\xff", 0, 0)) + record(0x0207, text("合计数")),
            "合计数",
            id="a formula's text",
        ),
        pytest.param(record(6, FORMULA.pack(0, 1, 0, b"\1\0\1\0\0\0\xff\xff", 0, 0)), "TRUE", id="a formula's truth"),
    ],
)
def test_a_cell_of_an_old_book_is_what_it_shows(cell: bytes, shown: str) -> None:
    reading = one_sheet(label(0, 0, "值") + cell, ('yyyy"年"m"月"d"日"', '0"人"'))
    assert texts(reading) == [f"值|{shown}"]


def test_a_book_with_title_head_of_two_rows_and_hidden_parts() -> None:
    cells = label(0, 0, "河湾镇2023年人手台账") + merged((0, 0, 0, 2), (1, 2, 0, 0), (1, 1, 1, 2))
    cells += label(1, 0, "单位") + label(1, 1, "人手") + label(2, 1, "在编") + label(2, 2, "编外")
    cells += label(3, 0, "水利站") + number(3, 1, 35000, 1) + number(3, 2, 5) + label(3, 3, "不示人")
    cells += record(0x0208, struct.pack("<HHHHHHI", 4, 0, 1, 0, 0, 0, 0x20)) + label(4, 0, "藏起")
    cells += record(0x007D, struct.pack("<HHHHHH", 3, 3, 0, 0, 1, 0))
    cells += record(0x14, text("&C河湾镇&R第 &P 页"))
    data = compound(stream([("Sheet1", 0, cells), ("底稿", 1, label(0, 0, "草稿"))], ('0!.0,"万元"',)))
    reading = xls.read(data, "a.xls")
    assert texts(reading) == ["河湾镇2023年人手台账", "单位|人手", "|在编|编外", "水利站|3.5万元|5"]
    assert reading.blocks[0] == Block("heading", "河湾镇2023年人手台账", 1)
    assert reading.blocks[3].columns == ("单位", "人手 在编", "人手 编外")
    assert reading.blocks[3].stored == (StoredValue(1, "B4", "35000"),)
    assert [(notice.code, dict(notice.evidence)) for notice in reading.notices] == [
        ("read.left_out.hidden_cells", {"count": 3})
    ]
    assert reading.apart == ("河湾镇", "第  页")
    report = ingest(data, "a.xls")
    assert (report.masthead.title, report.masthead.year) == ("河湾镇2023年人手台账", 2023)


def test_shared_texts_go_on_in_the_next_record_in_either_width() -> None:
    head = struct.pack("<II", 3, 3) + text("单位") + struct.pack("<HB", 6, 1) + "水利".encode("utf-16-le")
    first = b"\1" + "站甲".encode("utf-16-le")
    second = b"\0ab" + struct.pack("<HBHI", 1, 0x0D, 1, 4) + "尾".encode("utf-16-le") + b"run!" + b"phon"
    sst = record(0xFC, head) + record(0x3C, first) + record(0x3C, second)
    assert texts(one_sheet(shared(0, 0, 0) + shared(0, 1, 1) + shared(0, 2, 2), (), sst)) == ["单位|水利站甲ab|尾"]


def test_days_since_1904() -> None:
    reading = one_sheet(label(0, 0, "日") + number(0, 1, 43590, 1), ("yyyy-mm-dd",), more=record(0x22, b"\1\0"))
    assert texts(reading) == ["日|2023-05-06"]


def test_comments_boxes_and_chart_titles_are_read() -> None:
    box = record(0x01B6, struct.pack("<10xHHI", 5, 0, 0)) + record(0x3C, b"\1" + "附照片存档".encode("utf-16-le"))
    name = record(0x1003) + record(0x100D, b"\0\0" + text("系列", "<B"))
    chart = begin(0x20) + name + record(0x1025) + record(0x100D, b"\0\0" + text("投资走势", "<B")) + record(0x0A)
    assert texts(one_sheet(label(0, 0, "甲") + label(0, 1, "乙") + box + chart)) == ["甲|乙", "附照片存档", "投资走势"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(compound(stream([], more=record(0x2F, b"\0\0"))), "import.encrypted", id="a password"),
        pytest.param(compound(b"\x09\x04\x06\x00\0\0\x10\0\0\0"), "import.old_table", id="Excel 4"),
        pytest.param(compound(b"", "WordDocument"), "import.old_table", id="a Word file"),
        pytest.param(compound(stream([("一", 0, record(0x0204, b"\0"))])), "read.damaged", id="a cell cut off"),
        pytest.param(b'ID;PWXL;N;E\r\nC;Y1;X1;K"a, b"', "import.old_table", id="SYLK"),
        pytest.param(compound(stream([("一", 0, b"")])), "read.empty", id="nothing in it"),
        pytest.param(compound(stream([])), "read.empty", id="no sheet"),
    ],
)
def test_what_cannot_be_read_is_named(data: bytes, code: str) -> None:
    with pytest.raises(ReadError) as caught:
        ingest(data, "a.xls")
    assert caught.value.code == code


PAGE = (
    b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
    b'Content-Type: text/html; charset="utf-8"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n'
    + "<table><tr><td>单位<td>年度<tr><td>东街道<td>2021</table>".encode()
    + b"\r\n--b--\r\n"
)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(old_book(), id="an old book"),
        pytest.param(excel([("单位", "年度"), ("东街道", 2021)], "Sheet1"), id="a new one"),
        pytest.param(xml_book(), id="XML of Excel 2003"),
        pytest.param(open_sheet(), id="OpenDocument"),
        pytest.param(PAGE, id="a page in one file"),
        pytest.param("单位\t年度\n东街道\t2021\n".encode("gb18030"), id="text with tabs"),
        pytest.param("单位,年度\n东街道,2021\n".encode(), id="csv"),
    ],
)
@pytest.mark.parametrize("name", ["a.xls", "a.ET"])
def test_what_bears_the_name_is_read_as_it_is(data: bytes, name: str) -> None:
    assert texts(reader_for(name).read(data, name)) == ["单位|年度", "东街道|2021"]


def cell(words: str, kind: str = "String", more: str = "") -> str:
    return f'<Cell {more}><Data ss:Type="{kind}">{words}</Data></Cell>'


def test_xml_of_excel_2003() -> None:
    styles = '<Style ss:ID="d"><NumberFormat ss:Format="Short Date"/></Style>'
    styles += '<Style ss:ID="r"><NumberFormat ss:Format="0&quot;人&quot;"/></Style>'
    title = cell("河湾镇河道整治台账", more='ss:MergeAcross="2"')
    date = cell("2022-10-16T00:00:00.000", "DateTime", 'ss:StyleID="d"')
    people = cell("12", "Number", 'ss:StyleID="r"')
    table = '<Column/><Column ss:Index="4" ss:Hidden="1"/>'
    table += f"<Row>{title}</Row><Row>{cell('河段')}{cell('日期')}{cell('用工')}{cell('密')}</Row>"
    table += f'<Row ss:Index="5">{cell("上游")}{date}{people}{cell("藏")}</Row>'
    table += '<Row><Cell ss:Index="2" ss:Formula="=A1"/><Cell><Data ss:Type="String">尾</Data>'
    table += "<Comment><ss:Data>附照片</ss:Data></Comment></Cell></Row>"
    table += f'<Row ss:Hidden="1">{cell("隐")}</Row>'
    reading = xml_2003.read(xml_book(table, styles=styles), "a.xml")
    assert texts(reading) == ["河湾镇河道整治台账", "河段|日期|用工", "上游|2022/10/16|12人", "||尾", "附照片"]
    assert reading.blocks[2].stored == (StoredValue(1, "B5", "2022-10-16"), StoredValue(2, "C5", "12"))
    assert {notice.code: notice.evidence["count"] for notice in reading.notices} == {
        "read.left_out.formulas": 1,
        "read.left_out.hidden_cells": 3,
    }
    hidden = "<x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions>"
    assert texts(xml_2003.read(xml_book(options=hidden), "a.xml")) == []


def test_opendocument_sheets() -> None:
    table = '<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>'
    row = "<table:table-row{}>{}</table:table-row>"
    cells = "<table:table-cell{}><text:p>{}</text:p></table:table-cell>"
    table += row.format("", cells.format("", "村名") + cells.format("", "投资") + cells.format("", "密"))
    value = ' office:value-type="float" office:value="35000"'
    table += row.format("", cells.format("", "上湾<text:s/>村") + cells.format(value, "3.50万元"))
    table += row.format(' table:number-rows-repeated="2"', cells.format(' table:number-columns-repeated="2"', "同"))
    table += row.format(' table:visibility="filter"', cells.format("", "藏"))
    empty = '<table:table-cell table:number-columns-repeated="16384"/>'
    table += row.format(' table:number-rows-repeated="1048000"', empty)
    reading = ods.read(open_sheet(table), "a.ods")
    assert texts(reading) == ["村名|投资", "上湾 村|3.50万元", "同|同", "同|同"]
    assert reading.blocks[1].stored == (StoredValue(1, "B2", "35000"),)
    assert {notice.code: notice.evidence["count"] for notice in reading.notices} == {"read.left_out.hidden_cells": 2}
    unseen = '<style:style style:name="t"><style:table-properties table:display="false"/></style:style>'
    assert texts(ods.read(open_sheet(styles=unseen), "a.ods")) == []


def test_other_xml_is_of_no_known_format() -> None:
    with pytest.raises(ReadError) as caught:
        xml_2003.read(b"<settings/>", "a.xml")
    assert caught.value.code == "read.unknown_format"


@pytest.mark.corpus
def test_a_book_that_libreoffice_wrote() -> None:
    data = shared_file("cases", "files", "xls-binary", "a.xls").read_bytes()
    assert any("2023-06-07" in line for line in texts(xls.read(data, "a.xls")))
