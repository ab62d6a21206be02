"""Lines that were broken inside a sentence are one paragraph again, and no two paragraphs become one."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.readers.line_joining import joined, split, visible
from archive.readers.registry import reader_for
from archive.text.fold import fold
from tests.shared_files import shared

SPACED = "这是第一段，有句号。\n\n这是第二段，也有句号。\n\n这是第三段，同样。\n\n"


def paragraphs(text: str) -> list[str]:
    return list(joined(split(visible(text))))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("前一段。\n后一段。", ["前一段。", "后一段。"], id="a line is a paragraph"),
        pytest.param("通过了《\n行政许可法\n》，已经", ["通过了《\n行政许可法\n》，已经"], id="a link in title marks"),
        pytest.param("提出的计划\n\n，已经完成", ["提出的计划\n，已经完成"], id="no paragraph begins with a comma"),
        pytest.param("他说：“\n要实干。\n”大家同意", ["他说：“\n要实干。\n”大家同意"], id="the open quote is closed"),
        pytest.param(
            "到此为止。\n”十四五”规划", ["到此为止。", "”十四五”规划"], id="a wrong mark, but nothing is open"
        ),
        pytest.param("深入进行改革，\n进一步活跃", ["深入进行改革，\n进一步活跃"], id="a comma ends no paragraph"),
        pytest.param("见附件1，\n（二）加强督导", ["见附件1，", "（二）加强督导"], id="a numbered line begins anew"),
        pytest.param("一、主要内容\n清理工作要", ["一、主要内容", "清理工作要"], id="a heading above its paragraph"),
        pytest.param("甲\u2028乙\u2029丙\r丁\x85戊", list("甲乙丙丁戊"), id="all line ends of Unicode"),
        pytest.param("甲\x1f乙\x00丙\x07", ["甲乙丙"], id="control characters are nobody's text, our cell mark least"),
        pytest.param(" \t　甲　乙　 \u200b\n\u200b\n", ["甲　乙　 \u200b"], id="outer white space goes, inner stays"),
        pytest.param("**次\n***", ["**次", "***"], id="masks are text"),
    ],
)
def test_lines(text: str, expected: list[str]) -> None:
    assert paragraphs(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("政府工作报\n告", ["政府工作报\n告"], id="the last character of a title"),
        pytest.param("国务院总理\n李克强", ["国务院总理", "李克强"], id="title lines stay apart"),
        pytest.param(
            "过去一年，我们\n改革开放\n深入推进。", ["过去一年，我们\n改革开放\n深入推进。"], id="a link's words"
        ),
        pytest.param(
            "我国同苏联已经缔结了\n友好条约\n的，很好。",
            ["我国同苏联已经缔结了\n友好条约\n的，很好。"],
            id="no mark yet",
        ),
        pytest.param(
            "加快农业结构调整\n这是根本途径，要做好。",
            ["加快农业结构调整", "这是根本途径，要做好。"],
            id="a bare heading",
        ),
        pytest.param("一是加快改革。\n要继续。", ["一是加快改革。", "要继续。"], id="a run-in heading that ends"),
        pytest.param("第一，\n中国主张平等。", ["第一，\n中国主张平等。"], id="a number alone goes on"),
        pytest.param("——\n改革开放不断深入。", ["——\n改革开放不断深入。"], id="a dash alone goes on"),
        pytest.param(
            "能耗下降，在这样一个\n\u200b\n过程里", ["能耗下降，在这样一个\n过程里"], id="torn by an invisible line"
        ),
        pytest.param(
            "要深化各领域改\n\u200b\n革，加快推进。", ["要深化各领域改\n革，加快推进。"], id="torn without a mark"
        ),
        pytest.param(
            "关于工作情况的报告\n国务院总理\n李克强",
            ["关于工作情况的报告", "国务院总理", "李克强"],
            id="three title lines",
        ),
        pytest.param("此致，敬礼\n2021年3月5日", ["此致，敬礼", "2021年3月5日"], id="a date begins anew"),
        pytest.param(
            "说明如下，其中\n　　第二段有缩进。", ["说明如下，其中", "第二段有缩进。"], id="an indent begins anew"
        ),
    ],
)
def test_lines_where_blank_lines_part_the_paragraphs(text: str, expected: list[str]) -> None:
    assert paragraphs(SPACED + text)[3:] == expected


@given(st.text(alphabet="甲乙，。“”《》\n \u3000\u200b一、", max_size=60))
def test_joining_loses_and_adds_no_visible_character(text: str) -> None:
    kept = "".join("".join(paragraphs(text)).split()).replace("\u200b", "")
    assert kept == "".join(text.split()).replace("\u200b", "")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("》\n" * 100_000, id="closing marks"),
        pytest.param("。\n\n" + "甲乙丙丁戊己庚辛\n" * 100_000, id="lines without a mark"),
        pytest.param("。\n\n甲，\n" + "乙\n" * 100_000, id="a sentence that never ends"),
        pytest.param("—\n" * 100_000, id="dashes"),
        pytest.param("汉字" * 5_000_000, id="ten million characters on one line"),
    ],
)
@pytest.mark.timeout(20)
def test_hostile_lines_end_soon(text: str) -> None:
    assert sum(map(len, paragraphs(text))) >= len("".join(text.split()))


def linebreak_phrases() -> list[dict[str, str]]:
    lines = shared("corpus", "truth", "truth.jsonl").read_text(encoding="utf-8").splitlines()
    return [row for line in lines if '"kind":"linebreak"' in line for row in [json.loads(line)]]


def test_phrases_broken_by_links_are_found_in_the_real_texts_and_heading_seams_are_not() -> None:
    found, missed = 0, 0
    for row in linebreak_phrases():
        path = shared("corpus", row["from"])
        blocks = reader_for(path.name).read(path.read_bytes(), path.name).blocks
        phrase = fold(row["q"]).text
        holds = any(phrase in fold(block.text).text for block in blocks)
        broken_by_link = row["from"].startswith("gov-reports/国务院") or "党代会" in row["from"]
        found += holds and broken_by_link
        missed += broken_by_link and not holds
        if row["q"] in ("能乡", "督二", "工作安排联", "答复国办函"):
            assert not holds, f"{row['q']}: a heading was joined to its paragraph"
    assert (found, missed) == (8, 0)
