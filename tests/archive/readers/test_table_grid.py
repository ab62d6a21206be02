"""Cells that reach over columns and rows leave every other cell under its own head, in each format that has them."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.model import CELL, Block
from archive.readers.markup import html
from archive.readers.office import docx as docx_reader
from archive.readers.office import odt as odt_reader
from archive.readers.office import rtf as rtf_reader
from archive.readers.office.word97.doc_operands import ROW_END, TABLE_DEFINITION, edges, operands
from archive.readers.table_blocks import edged
from archive.readers.table_grid import Grid
from tests.hostile_files import docx, paragraph
from tests.sample_files import opendocument

Cell = tuple[str, int, int]
"""What a cell says, and over how many columns and rows it reaches."""
Read = Callable[[Sequence[Sequence[Cell]]], list[str]]
"""The rows of a file with such a table, as they are read."""
HEAD: list[list[Cell]] = [
    [("地区", 1, 2), ("2022年", 2, 1), ("2023年", 2, 1)],
    [("计划", 1, 1), ("实际", 1, 1), ("计划", 1, 1), ("实际", 1, 1)],
    [("东街道", 1, 2), ("1", 1, 1), ("2", 1, 1), ("3", 1, 1), ("4", 1, 1)],
    [("5", 1, 1), ("6", 1, 1), ("7", 1, 1), ("8", 1, 1)],
    [("西街道", 1, 1), ("9", 1, 1), ("10", 1, 1), ("11", 1, 1), ("12", 1, 1)],
]
LAID = ["地区|2022年||2023年", "|计划|实际|计划|实际", "东街道|1|2|3|4", "|5|6|7|8", "西街道|9|10|11|12"]
FORM: list[list[Cell]] = [
    [("姓名", 1, 1), ("张三", 3, 1), ("性别", 1, 1), ("男", 1, 1)],
    [("单位", 1, 1), ("东街道", 5, 1)],
    [("生年", 1, 1), ("1990", 3, 1), ("民族", 1, 1), ("汉", 1, 1)],
]


def as_html(rows: Sequence[Sequence[Cell]]) -> list[str]:
    body = "".join(
        "<tr>" + "".join(f"<td colspan={across} rowspan={down}>{text}</td>" for text, across, down in row) + "</tr>"
        for row in rows
    )
    return rows_of(html.read(f"<meta charset=utf-8><table>{body}</table>".encode(), "a.html").blocks)


def with_covered(rows: Sequence[Sequence[Cell]]) -> Iterator[list[Cell]]:
    """As Word writes them: a cell that reaches down once a row, without words from the second on."""
    below: dict[int, Cell] = {}
    for row in rows:
        column, ahead, whole = 0, list(row), list[Cell]()
        while ahead or column in below:
            text, across, down = below.pop(column) if column in below else ahead.pop(0)
            whole.append((text, across, down))
            if down > 1:
                below[column] = ("", across, down - 1)
            column += across
        yield whole


def as_docx(rows: Sequence[Sequence[Cell]]) -> list[str]:
    body = ""
    for row in with_covered(rows):
        cells = ""
        for text, across, down in row:
            merged = "<w:vMerge/>" if not text else '<w:vMerge w:val="restart"/>' if down > 1 else ""
            cells += f'<w:tc><w:tcPr><w:gridSpan w:val="{across}"/>{merged}</w:tcPr>{paragraph(text)}</w:tc>'
        body += f"<w:tr>{cells}</w:tr>"
    return rows_of(docx_reader.read(docx(paragraph("题") + f"<w:tbl>{body}</w:tbl>"), "a.docx").blocks)


def as_rtf(rows: Sequence[Sequence[Cell]]) -> list[str]:
    """Edges as they are drawn by hand: no two rows have quite the same."""
    body = ""
    for number, row in enumerate(with_covered(rows)):
        ends = [*accumulate(across for _, across, _ in row)]
        edges = "".join(rf"\cellx{end * 1000 + 7 * number}" for end in ends)
        texts = "".join("".join(rf"\u{ord(sign)}?" for sign in text) + r"\cell " for text, _, _ in row)
        body += rf"\trowd\trleft-{number}{edges}\pard\intbl {texts}\row "
    return rows_of(rtf_reader.read(rf"{{\rtf1\ansi title\par {body}\pard end\par}}".encode(), "a.rtf").blocks)


def as_odt(rows: Sequence[Sequence[Cell]]) -> list[str]:
    body = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell table:number-columns-spanned="{across}" table:number-rows-spanned="{down}">'
            f"<text:p>{text}</text:p></table:table-cell>" + "<table:covered-table-cell/>" * (across - 1)
            for text, across, down in row
        )
        + "</table:table-row>"
        for row in rows
    )
    return rows_of(odt_reader.read(opendocument(f"<table:table>{body}</table:table>"), "a.odt").blocks)


def rows_of(blocks: Sequence[Block]) -> list[str]:
    return [block.text.replace(CELL, "|") for block in blocks if block.kind == "row"]


@pytest.mark.parametrize("read", [as_html, as_docx, as_odt, as_rtf])
@pytest.mark.parametrize(
    ("rows", "laid"),
    [
        pytest.param(HEAD, LAID, id="a head of two rows, a unit over two rows"),
        pytest.param(
            FORM, ["姓名|张三|性别|男", "单位|东街道", "生年|1990|民族|汉"], id="columns without a cell are none"
        ),
        pytest.param([[("甲", 1, 1), ("乙", 1, 1)], [("丙", 1, 1)]], ["甲|乙", "丙"], id="no spans: as it comes"),
        pytest.param([[("甲", 1, 1), ("乙", 1, 2)], [("丙", 1, 1)]], ["甲|乙", "丙"], id="over the last column"),
    ],
)
def test_each_cell_stands_under_its_head(read: Read, rows: list[list[Cell]], laid: list[str]) -> None:
    if read in (as_docx, as_rtf) and rows[0][-1] == ("乙", 1, 2):
        laid = ["甲|乙", "丙|"]  # Word writes the cell that goes on
    assert read(rows) == laid


@pytest.mark.parametrize(
    ("table", "laid"),
    [
        pytest.param(
            "<tr><td rowspan=0>甲<td>乙<tr><td>丙<tr><td>丁", ["甲|乙", "|丙", "|丁"], id="0: all that follow"
        ),
        pytest.param(
            "<thead><tr><td rowspan=5>甲<td>乙<tbody><tr><td>丙<td>丁", ["甲|乙", "丙|丁"], id="a group ends it"
        ),
        pytest.param("<tr><td rowspan=x colspan=-3>甲<td>乙<tr><td>丙<td>丁", ["甲|乙", "丙|丁"], id="no numbers"),
        pytest.param("<td rowspan=2>甲<td>乙<tr><td>丙<td>丁", ["甲|乙", "|丙|丁"], id="cells without a row"),
        pytest.param("<tr><td colspan=2 rowspan=2>甲<td>乙<tr><td>丙", ["甲|乙", "|丙"], id="over both"),
        pytest.param("<tr><td>甲<td><td>乙<tr><td>丙<td>丁<td>", ["甲||乙", "丙|丁|"], id="empty cells are cells"),
    ],
)
def test_spans_as_the_standard_of_html_has_them(table: str, laid: list[str]) -> None:
    read = html.read(f"<meta charset=utf-8><p>题</p><table>{table}</table>".encode(), "a.html")
    assert rows_of(read.blocks) == laid


def test_columns_before_a_row_of_word() -> None:
    row = '<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>'
    whole = "".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in ("甲", "乙", "丙"))
    body = f"<w:tbl><w:tr>{whole}</w:tr>{row.format(paragraph('丁'), paragraph('戊'))}</w:tbl>"
    assert rows_of(docx_reader.read(docx(paragraph("题") + body), "a.docx").blocks) == ["甲|乙|丙", "|丁|戊"]


@given(st.lists(st.lists(st.tuples(st.integers(-1, 70_000), st.integers(-1, 70_000)), max_size=5), max_size=6))
def test_whatever_is_stated_no_cell_is_lost_and_little_is_added(spans: list[list[tuple[int, int]]]) -> None:
    grid = Grid()
    texts: list[list[str]] = []
    for row in spans:
        grid.open_row()
        texts.append([f"{len(texts)}.{number}" for number in range(len(row))])
        for across, down in row:
            grid.open_cell(across, down)
    laid = list(grid.laid(texts))
    assert [[text for text in row if text] for row in laid] == texts


@pytest.mark.parametrize("cut", [0, 1, 4, 9, 40])
def test_the_definition_of_a_row_of_word_97(cut: int) -> None:
    places = [-108, 1000, 3000, 5000]
    row = struct.pack("<B4h", len(places) - 1, *places) + bytes(20 * 3)  # behind them what each cell looks like
    whole = struct.pack("<HH", TABLE_DEFINITION, len(row) + 1) + row + struct.pack("<HB", ROW_END, 1)
    found = operands(whole[: len(whole) - cut - 3] if cut else whole)
    assert edges(found[TABLE_DEFINITION]) == places
    assert found.get(ROW_END) == (None if cut else 1)
    assert edges(operands(whole[:7])[TABLE_DEFINITION]) == [-108, 0, 0, 0]  # a file that is cut off
    assert edges(0) == [0]


def test_rows_whose_edges_are_not_told_come_as_they_are() -> None:
    rows = [[[Block("paragraph", text, None)] for text in row] for row in ("甲乙丙", "丁戊")]
    for starts in ([], [[0, 10], [0]], [[0, 0, 0], [0, 0]]):
        assert rows_of([*edged(rows, starts).blocks()]) == ["甲|乙|丙", "丁|戊"]
    assert rows_of([*edged(rows, [[0, 500, 1000], [0, 1000]]).blocks()]) == ["甲|乙|丙", "丁||戊"]


@pytest.mark.parametrize(
    ("rows", "laid"),
    [
        pytest.param([[0, 1000], [0, 500, 1000]], [["0", "", "1"], ["0", "1", "2"]], id="a cell over two"),
        pytest.param([[0, 990], [5, 1000]], [["0", "1"], ["0", "1"]], id="edges drawn by hand"),
        pytest.param([[0, 40], [0, 1000]], [["0", "1"], ["0", "1"]], id="cells too narrow to tell: as they come"),
        pytest.param(
            [[0, 1000, 500], [0, 1000]], [["0", "1", "2"], ["0", "1"]], id="not from left to right: as they come"
        ),
        pytest.param([[], [0]], [[], ["0"]], id="a row without a cell"),
    ],
)
def test_columns_of_edges(rows: list[list[int]], laid: list[list[str]]) -> None:
    texts = [[str(number) for number in range(len(row))] for row in rows]
    assert [[*row] for row in Grid.at(rows, 100).laid(texts)] == laid


def test_stairs_of_spans_are_given_as_they_come() -> None:
    grid, texts = Grid(), [["甲", "乙"]] * 2_000
    for number in range(len(texts)):
        grid.open_row()
        grid.open_cell(number % 999 + 1)
        grid.open_cell()
    assert list(grid.laid(texts)) == texts
