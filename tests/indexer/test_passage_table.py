"""What a page shows around a passage is told by the table as by the report itself."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.catalog.serialization import join_texts
from archive.heading_paths import HeadingPaths
from archive.model import Confidence, Masthead, Part, Passage, Report, Section
from archive.outline_sections import begins, begun, level_of
from indexer.passage_table import PassageTable, table_of

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
