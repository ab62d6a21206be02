"""Printed pages become paragraphs again: lines joined, running heads dropped, each passage with its page."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from archive.readers.pages import pdf, pypdf_pages
from archive.readers.pages.page_lines import Printed
from archive.readers.pages.paragraphs import paragraphs
from archive.readers.pages.running_heads import without_running_heads
from tests.hostile_files import text_pdf
from tests.shared_files import shared

WIDTHS = {1: 595.0, 2: 595.0, 3: 595.0, 4: 595.0}
FULL = "这一行恰好写满到了版心的右边界为止再也写不下字了"  # 24 characters of 17 points: from 90 to 498


def printed(rows: Sequence[tuple[str, float]], page: int = 1, top: float = 700, pitch: float = 28) -> list[Printed]:
    """Lines of 17 points below each other: text and indent in characters."""
    return [
        Printed(text, page, 90 + 17 * indent, 90 + 17 * (indent + len(text)), top - pitch * row, 17)
        for row, (text, indent) in enumerate(rows)
    ]


def joined(lines: list[Printed]) -> list[str]:
    return [block.text for block in paragraphs(lines, WIDTHS)]


def body(*texts: str) -> list[tuple[str, float]]:
    """Paragraphs set as reports are: indented by two, 24 characters a line."""
    rows: list[tuple[str, float]] = []
    for text in texts:
        rows.append((text[:22], 2))
        rows += [(text[place : place + 24], 0) for place in range(22, len(text), 24)]
    return rows


LONG = "为深入贯彻落实党中央决策部署，现将本单位有关工作情况报告如下，请予审议。" * 3
OTHER = "下一步，我们将继续落实“一岗双责”，把责任压实到每一个支部、每一名党员身上。" * 2


def test_lines_become_paragraphs() -> None:
    assert joined(printed(body(LONG, OTHER, "短段。", LONG))) == [LONG, OTHER, "短段。", LONG]


def test_a_paragraph_goes_on_over_the_page() -> None:
    rows = body(LONG, OTHER)
    first, second = rows[:3], rows[3:]
    lines = printed(first) + printed(second, page=2)
    blocks = list(paragraphs(lines, WIDTHS))
    assert [block.text for block in blocks] == [LONG, OTHER]
    assert [block.page for block in blocks] == [1, 2]


def test_without_indents_the_sentence_decides() -> None:
    first, second = "甲" * 47 + "。", "乙" * 47 + "。"
    rows = [(text[place : place + 24], 0.0) for text in (first, second, first) for place in (0, 24)]
    assert joined(printed(rows)) == [first, second, first]


def test_a_wide_gap_ends_a_paragraph() -> None:
    lines = printed([(FULL, 0)] * 6) + printed([(FULL, 0)] * 6, top=700 - 28 * 8)
    assert joined(lines) == [FULL * 6, FULL * 6]


def test_headings_and_items_stay_apart() -> None:
    rows = [("一、工作开展情况", 2.0), *body(LONG), ("（一）党建", 2.0), *body(OTHER)]
    assert joined(printed(rows)) == ["一、工作开展情况", LONG, "（一）党建", OTHER]


def test_a_title_of_two_lines_is_one() -> None:
    title = [
        Printed("关于某某街道二〇二一年度工作", 1, 155, 435, 780, 22),
        Printed("开展情况的报告", 1, 225, 365, 745, 22),
    ]
    assert joined(title + printed(body(LONG, OTHER)))[0] == "关于某某街道二〇二一年度工作开展情况的报告"


@pytest.mark.parametrize(
    ("number", "kept"),
    [
        pytest.param("— {} —", False, id="in dashes"),
        pytest.param("第 {} 页 共 9 页", False, id="in words"),
        pytest.param("{}", False, id="bare, counting on"),
        pytest.param("{}.5", True, id="a figure"),
    ],
)
def test_page_numbers_are_dropped(number: str, kept: bool) -> None:
    lines = []
    for page in range(1, 5):
        lines += printed(body(LONG), page=page)
        lines.append(Printed(number.format(page), page, 290, 310, 40, 14))
    left, _ = without_running_heads(lines, dict.fromkeys(WIDTHS, 842.0))
    assert (len(left) == len(lines)) is kept


def test_running_heads_are_told_apart_and_the_text_is_not() -> None:
    lines = []
    for page in range(1, 5):
        lines.append(Printed(f"某县年鉴 {page}", page, 90, 200, 800, 10))
        lines += printed(body(LONG), page=page)
    left, words = without_running_heads(lines, dict.fromkeys(WIDTHS, 842.0))
    assert words[0].startswith("某县年鉴")
    assert len(left) == len(lines) - 4
    assert joined(left) == [LONG] * 4


def test_both_libraries_read_a_line() -> None:
    assert [line.text for line in pypdf_pages.pages_of(text_pdf(), "a.pdf").lines] == ["Work report of the year"]
    assert [block.text for block in pdf.read(text_pdf(), "a.pdf").blocks] == ["Work report of the year"]


@pytest.mark.corpus
def test_a_real_law_comes_out_article_by_article() -> None:
    path = shared("corpus", "formats", "pdf_网络安全法.pdf")
    blocks = pdf.read(path.read_bytes(), path.name).blocks
    articles = [block for block in blocks if block.text.startswith("第") and "条 " in block.text[:8]]
    assert len(articles) == 79
    assert all(block.text[-1] in "。：；" for block in articles)
    assert {block.page for block in blocks} == set(range(1, 13))


@pytest.mark.corpus
def test_marks_of_notes_do_not_run_into_figures() -> None:
    """The raised 1 before 1761.48 would make it 11761.48."""
    (path,) = shared("corpus", "formats").glob("pdf_深圳*")
    text = "\n".join(block.text for block in pdf.read(path.read_bytes(), path.name).blocks)
    assert "常住人口1761.48 万人" in text
    assert "11761.48" not in text


@pytest.mark.corpus
def test_the_second_library_reads_the_same_law() -> None:
    path = shared("corpus", "formats", "pdf_网络安全法.pdf")
    first = "".join("".join(block.text.split()) for block in pdf.read(path.read_bytes(), path.name).blocks)
    pages = pypdf_pages.pages_of(path.read_bytes(), path.name)
    second = "".join("".join(line.text.split()) for line in pages.lines)
    assert sum(second.count(first[place : place + 8]) > 0 for place in range(0, len(first) - 8, 50)) >= 0.97 * (
        len(first) // 50
    )
