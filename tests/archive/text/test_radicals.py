"""Radicals are read as characters, one for one, as the search folds them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.ingest import ingest
from archive.text.fold import fold_text
from archive.text.radicals import ideographs
from tests.printed_pages import drawn, lines, printed


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("⼀、主要⼯作", "一、主要工作"),
        ("河⻓制", "河长制"),
        ("⼆〇⼆三年⽉⽇", "二〇二三年月日"),
        ("一⼾一策", "一户一策"),
        ("不变ABC1，", "不变ABC1，"),
    ],
)
def test_radicals(written: str, read: str) -> None:
    assert ideographs(written) == read


@given(st.text(st.characters(min_codepoint=0x2E80, max_codepoint=0x3100)))
def test_every_offset_stays_and_the_fold_is_the_same(text: str) -> None:
    assert len(ideographs(text)) == len(text)
    assert fold_text(ideographs(text)) == fold_text(text)


def test_masthead_and_outline_are_read_though_the_font_gives_radicals() -> None:
    head = drawn("关于河⻓制⼯作情况的报告", 150, 780, 22)
    body = lines([("县⽔务局：", 0), ("⼀、主要⼯作", 2), ("清淤⼋公⾥，群众反映良好。", 2)], top=720)
    end = lines([("⽯⻔镇⼈⺠政府", 18), ("2023年9⽉1⽇", 19)], top=500)
    report = ingest(printed(head + body + end), "a.pdf")
    assert report.masthead.title == "关于河长制工作情况的报告"
    assert (report.masthead.unit, report.masthead.date) == ("石门镇人民政府", "2023-09-01")
    assert [section.heading for section in report.sections] == ["一、主要工作"]
    assert report.passages[0].text == "关于河⻓制⼯作情况的报告", "the text stays as the file has it"
