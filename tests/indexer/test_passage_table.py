"""What a page shows around a passage is told by the table as by the report itself."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.catalog.serialization import join_texts
from archive.doubts import to_check
from archive.heading_paths import HeadingPaths
from archive.model import (
    MASTHEAD_FIELDS,
    Confidence,
    Evidence,
    Masthead,
    Part,
    Passage,
    Record,
    Report,
    ScanLine,
    Section,
)
from archive.outline_sections import begins, begun, level_of
from indexer.document import Card, card_of
from indexer.passage_table import PassageTable, table_of
from indexer.search.answering.table_citations import TableCitations
from indexer.search.citation import Citations

TEXTS = st.lists(st.text(st.sampled_from("一岗双责a，𠮷\x1b\x1eE\x1f\n"), max_size=9), min_size=1, max_size=9)
PARTS: st.SearchStrategy[Part | None] = st.sampled_from([None, "存在问题", "下步打算", "开头"])
SURE: st.SearchStrategy[Confidence | None] = st.sampled_from([None, "high", "medium", "low"])


def passages_of(texts: Sequence[str], pages: Sequence[int | None]) -> list[Passage]:
    return [
        Passage(number, text, page=page, columns=("月份", "金额") if page == 2 else ())
        for number, (text, page) in enumerate(zip(texts, pages, strict=True), 1)
    ]


@st.composite
def reports(draw: st.DrawFn) -> Report:
    texts = draw(TEXTS)
    pages = draw(st.lists(st.sampled_from([None, 1, 2, 70_000]), min_size=len(texts), max_size=len(texts)))
    places = draw(st.sets(st.tuples(st.integers(1, len(texts)), st.integers(0, 80_000)), max_size=9))
    sections = tuple(
        Section(
            draw(st.sampled_from(["", "一、", "（一）", "一是"])),
            draw(st.text(st.sampled_from("强化落实\n𠮷"), max_size=4)),
            draw(st.integers(1, 4)),
            passage,
            start,
            start + 3,
            draw(PARTS),
            draw(SURE),
            draw(st.sampled_from(["high", "medium", "low"])),
        )
        for passage, start in sorted(places)
    )
    return Report(Masthead(), passages_of(texts, pages), sections, "txt")


@given(reports())
def test_the_table_tells_what_the_report_says(report: Report) -> None:
    table = PassageTable(table_of(report))
    kept = join_texts(report.texts).encode()
    whole = [kept[slice(*table.span(number))].decode() for number in range(1, len(table) + 1)]
    assert join_texts(report.texts) == "\x1e".join(whole)
    assert [table.page(passage.number) for passage in report.passages] == [one.page for one in report.passages]
    assert [table.columns(passage.number) for passage in report.passages] == [one.columns for one in report.passages]
    assert table.sections == tuple(report.sections)


@st.composite
def titled_reports(draw: st.DrawFn) -> Report:
    """With headings that are all of a passage, a printed title, blank passages and pictures."""
    texts = draw(
        st.lists(
            st.sampled_from(
                [
                    "关于防汛",
                    "工作的报告",
                    "关于防汛 工作的报告",
                    "一、情况",
                    "一、情况：",
                    "一、情况。好。",
                    " ",
                    "",
                    "段",
                ]
            )
        )
    )
    scanned = draw(st.booleans())
    line = ScanLine(0, 0.9, 1)
    passages = [
        Passage(number, text, page=number // 3 or None, scan=(line,) if scanned and number % 3 == 0 else ())
        for number, text in enumerate([*texts, "完"], 1)
    ]
    sections: list[Section] = []
    for passage in passages:
        if passage.text.startswith("一、"):
            sections.append(Section("一、", "情况", draw(st.integers(1, 2)), passage.number, 0, 4))
        if passage.text.endswith("好。"):
            sections.append(Section("一是", "好", 3, passage.number, 5, 6))
    title = draw(st.sampled_from([None, "关于防汛工作的报告", "另外的题名"]))
    where = draw(st.sampled_from([None, 1, 2]))
    evidence = {"title": Evidence(title, title, "text", "high", where)} if title else {}
    head = Masthead(title, draw(st.booleans()), "甲局", year=2024, evidence=evidence)
    return Report(head, passages, tuple(sections), "txt")


@given(titled_reports(), st.integers(0, 7))
def test_sources_by_the_table_are_those_of_the_report(report: Report, offset: int) -> None:
    by_table, plain = TableCitations(PassageTable(table_of(report)), card(report)), Citations(report, "a.txt")
    assert (len(by_table), by_table.scanned) == (len(plain), plain.scanned)
    for passage in report.passages:
        assert by_table.of(passage.number, offset) == plain.of(passage.number, offset)


@pytest.mark.parametrize(
    ("head", "fields"),
    [
        pytest.param(Masthead(), ("unit", "year", "type"), id="nothing but a text"),
        pytest.param(Masthead(unit="甲局", year=2024, type="通知"), (), id="nothing"),
        pytest.param(
            Masthead(
                "甲",
                unit="甲",
                year=2024,
                type="通知",
                evidence={name: Evidence("甲", "甲", "text", "low", 1) for name in MASTHEAD_FIELDS},
            ),
            MASTHEAD_FIELDS,
            id="all of them",
        ),
    ],
)
def test_what_is_to_check_is_told(head: Masthead, fields: tuple[str, ...]) -> None:
    table = PassageTable(table_of(Report(head, [Passage(1, "正文")], (), "txt")))
    assert table.to_check == to_check(head) == fields


def card(report: Report) -> Card:
    return card_of(Record("a" * 10, 1, "a.txt", "/a.txt", "", 1, "", report))


@given(reports(), st.integers(1, 9), st.integers(-1, 80_000))
def test_its_outline_holds_places_as_the_sections_do(report: Report, passage: int, offset: int) -> None:
    told, sections = PassageTable(table_of(report)).sections, report.sections
    assert begun(told, passage, offset) == begun(sections, passage, offset)
    assert HeadingPaths(told).at(passage, offset) == HeadingPaths(sections).at(passage, offset)
    for index in range(len(sections)):
        assert begins(told, index) == begins(sections, index)
        assert level_of(told, index) == level_of(sections, index)
        assert HeadingPaths(told).of(index) == HeadingPaths(sections).of(index)
    with pytest.raises(IndexError):
        told[len(sections)]


@pytest.mark.parametrize(
    "section",
    [
        Section("一、", "标题", 256, 1, 0, 2),
        Section("一\n、", "标题", 1, 1, 0, 2),
        Section("一、", "标题", 1, 1, 0, 2, "旧的部分"),  # type: ignore[arg-type] # of an older catalog
    ],
    ids=["a level of two bytes", "a number in two lines", "a part that there is no more"],
)
def test_what_the_form_does_not_hold_makes_no_table(section: Section) -> None:
    """Then the whole report is read; a wrong heading would be worse."""
    assert table_of(Report(Masthead(), [Passage(1, "正文")], (section,), "txt")) == b""


def test_a_passage_of_more_bytes_than_a_short_number_holds() -> None:
    texts = ["甲", "责" * 30_000, "乙"]
    table = PassageTable(table_of(Report(Masthead(), passages_of(texts, [None] * 3), (), "txt")))
    assert [table.span(number) for number in (1, 2, 3)] == [(0, 3), (4, 90_004), (90_005, 90_008)]
