"""Where a paragraph ends: numbers and words that no line end parts, full lines that end a sentence, tables, titles."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from archive.readers.pages import pdf
from archive.readers.pages.line_units import first_unit
from archive.readers.pages.page_lines import Printed
from archive.readers.pages.running_heads import without_running_heads
from tests.printed_pages import drawn, lines, printed

FULL = "全镇各村按照统一部署开展农村环境整治，清理沟渠，拆除旧棚，完善台账"
"""Thirty-three characters; twenty-eight of sixteen points fill a line from 72 to 520."""


def texts(*pages: bytes) -> list[str]:
    return [block.text for block in pdf.read(printed(*pages), "a.pdf").blocks]


def paragraph(*rows: str, indent: float = 2) -> list[tuple[str, float]]:
    return [(row, 0.0 if place else indent) for place, row in enumerate(rows)]


def full(text: str, length: int = 28) -> str:
    """`text` made as long as a line, at its beginning."""
    return (FULL * 2)[: length - len(text)] + text


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("1234567890元", "1234567890"),
        ("12,345.67%，其中", "12,345.67%，"),
        ("COVID-19疫情", "COVID-19"),
        ("年。下一步", "年。"),
        ("（一）目标", "（一）"),
        ("“一户一策”", "“一"),
        ("况》的要求", "况》"),
        ("", ""),
    ],
)
def test_what_a_line_end_does_not_part(text: str, unit: str) -> None:
    assert first_unit(text) == unit


@pytest.mark.parametrize(
    ("room", "unit"),
    [
        pytest.param(9, "9876543210元", id="a number"),
        pytest.param(5, "GB5749标准", id="a name"),
        pytest.param(2, "期。”群众", id="a character and two marks"),
        pytest.param(2, "“一户”的台账", id="an opening mark"),
    ],
)
def test_a_line_that_ends_early_before_what_did_not_fit_goes_on(room: int, unit: str) -> None:
    first = [full("", 26 - room), unit + FULL[: 28 - len(unit)], FULL[:20] + "。"]
    rows = [*paragraph(*first), *paragraph(full("", 26), full(""), "完。")]
    assert texts(lines(rows))[0] == "".join(first)


@pytest.mark.parametrize(("end", "begins"), [("COVID-", "19疫情"), ("京津冀-", "长三角合作"), ("2022-", "2023学年")])
def test_a_short_line_that_ends_with_a_hyphen_goes_on(end: str, begins: str) -> None:
    rows = [*paragraph(full("", 26), "各村落实" + end, begins + FULL[:12] + "。"), *paragraph(full("", 26), "完。")]
    assert texts(lines(rows))[0] == "".join(text for text, _ in rows[:3])


@pytest.mark.parametrize("end", ["。", "；", "：", "！"])
def test_a_full_line_that_ends_a_sentence_goes_on_where_paragraphs_are_indented(end: str) -> None:
    rows = [*paragraph(full(end, 26), full(end), "清理沟渠。"), *paragraph(full("", 26), full(end), "完。")]
    assert texts(lines(rows)) == ["".join(text for text, _ in rows[:3]), "".join(text for text, _ in rows[3:])]


def test_where_gaps_part_paragraphs_a_full_line_that_ends_a_sentence_goes_on() -> None:
    parts = [[full("。"), full("；"), "清理沟渠。"], [full(""), "拆除旧棚。"], [full("。"), "完善台账。"]]
    content, top = b"", 760.0
    for part in parts:
        content += lines([(row, 0) for row in part], top=top)
        top -= 28 * len(part) + 14
    assert texts(content) == ["".join(part) for part in parts]


@pytest.mark.parametrize("heading", ["二、存在的问题", "（三）下一步打算", "存在的困难"])
def test_a_heading_at_the_margin_is_not_run_into_the_paragraph_above(heading: str) -> None:
    above, below = [full("", 26), full("。")], [full("", 26), "特此报告。"]
    rows = [*paragraph(*above), (heading, 0.0), *paragraph(*below), *paragraph(full("", 26), "完。")]
    assert texts(lines(rows))[:3] == ["".join(above), heading, "".join(below)]


@pytest.mark.parametrize("heading", ["一、主要做法", "（二）清理沟渠", "1．拆除旧棚"])
def test_a_short_heading_is_not_run_together_with_its_paragraph(heading: str) -> None:
    rows = [(heading, 2.0), *paragraph("1234567890元已经拨付，" + FULL[:10], full(""), "完。")]
    assert texts(lines(rows)) == [heading, "".join(text for text, _ in rows[1:])]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("关于石门镇河道治理", "2023年度工作情况的报告"),
        ("关于石门镇“十四五”", "规划实施情况的报告"),
        ("关于使用GB5749标准", "COVID-19防控的通知"),
    ],
)
@pytest.mark.parametrize("flush", [False, True], ids=["in the middle", "to the left"])
def test_a_title_of_two_lines_is_one_without_a_blank(one: str, other: str, flush: bool) -> None:
    head = b""
    for row, text in enumerate((one, other)):
        left = 72 if flush else 297 - 11 * len(text)
        head += drawn(text, left, 780 - 36 * row, 22)
    rows = paragraph(full("", 26), full(""), "完。")
    assert texts(head + lines(rows)) == [one + other, "".join(text for text, _ in rows)]


@pytest.mark.parametrize("date", ["2023年9月1日", "2023年9⽉1⽇"], ids=["characters", "radicals"])
def test_a_signature_and_its_date_at_the_right_are_two(date: str) -> None:
    rows = [*paragraph(full("", 26), full(""), "特此报告。"), ("石门镇人民政府委员会", 18.0), (date, 18.0)]
    assert texts(lines(rows))[1:] == ["石门镇人民政府委员会", date]


def test_headings_of_one_size_are_no_title() -> None:
    head = drawn("一、主要工作", 72, 780, 22) + drawn("（一）清理沟渠", 72, 744, 22)
    assert texts(head + lines(paragraph(full("", 26), full(""), "完。")))[:2] == ["一、主要工作", "（一）清理沟渠"]


def test_the_rows_of_a_short_table_stay_apart() -> None:
    cells = [("东村", "完成清淤"), ("西村", "完成清淤"), ("南村", "正在办理")]
    content = b"".join(
        drawn(text, 72 + 200 * column, 700 - 28 * row)
        for row, pair in enumerate(cells)
        for column, text in enumerate(pair)
    )
    assert texts(content) == [" ".join(pair) for pair in cells]


CELL = ("收缴危险化学", "品和农药包装", "物集中处置")


@pytest.mark.parametrize("count", [2, 3])
@pytest.mark.parametrize("set_to", ["top", "middle", "foot"])
def test_a_cell_of_several_lines_is_whole(count: int, set_to: str) -> None:
    content, tops = b"", (700.0, 664.0)
    for row, top in enumerate(tops):
        wrapped = CELL[:count] if row else ("事项",)
        low = top - 20 * (len(wrapped) - 1)
        beside = {"top": top, "middle": (top + low) / 2, "foot": low}[set_to]
        content += drawn(str(row + 1), 72, beside)
        content += b"".join(drawn(text, 120, top - 20 * place) for place, text in enumerate(wrapped))
        content += drawn("613公斤" if row else "数量", 300, beside)
    assert texts(content) == ["1 事项 数量", f"2 {''.join(CELL[:count])} 613公斤"]


@pytest.mark.parametrize("number", ["24", "7", "103"])
def test_the_number_of_a_row_alone_is_no_page_number(number: str) -> None:
    rows = [
        Printed(f"{place} 护林员", page, 72, 200, 740 - 30 * place, 14) for page in (1, 2) for place in range(1, 20)
    ]
    lone = [Printed(number, 1, 72, 88, 80, 14), Printed(str(int(number) + 1), 2, 72, 88, 780, 14)]
    dressed = [Printed(f"— {page} —", page, 280, 310, 40, 12) for page in (1, 2)]
    for pages in ([*rows, *lone], [*rows, *lone, *dressed]):
        left, _ = without_running_heads(pages, {1: 842.0, 2: 842.0})
        assert [line.text for line in left if line in lone] == [line.text for line in lone]
        assert not [line for line in left if line in dressed]


def counted(pages: Sequence[int]) -> list[Printed]:
    body = [Printed(FULL, page, 72, 520, 700 - 28 * row, 16) for page in pages for row in range(5)]
    return [*body, *(Printed(str(page + 10), page, 290, 306, 40, 12) for page in pages)]


def test_bare_numbers_that_count_on_are_page_numbers() -> None:
    left, _ = without_running_heads(counted((1, 2, 3)), dict.fromkeys((1, 2, 3), 842.0))
    assert {line.text for line in left} == {FULL}
