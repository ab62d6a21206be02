"""A report's kept form: what is taken apart comes back the same, whatever characters it holds."""

from __future__ import annotations

import json
import pickle
import re
from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.catalog.report_ids import SHORTEST, new_id
from archive.catalog.serialization import (
    join_texts,
    report_of,
    sound,
    split_texts,
    structure_of,
    texts_of,
)
from archive.errors import CatalogError
from archive.model import BlockKind, Evidence, Masthead, Notice, Passage, Passages, Report, Section

words = st.text(st.characters(codec="utf-8"), max_size=12)
nasty = st.text(st.sampled_from("\x1b\x1e\x1f\0NER一\n"), max_size=6) | words
maybe = st.none() | words
pages = st.none() | st.integers(1, 5)
confidences = st.sampled_from(["high", "medium", "low"])
values = st.none() | st.booleans() | st.integers() | words
evidence = st.builds(
    Evidence,
    words | st.integers(),
    words,
    st.sampled_from(["text", "file_name", "folder", "metadata", "given", "correction"]),
    confidences,
    st.none() | st.integers(1),
)
mastheads = st.builds(
    Masthead,
    title=maybe,
    title_derived=st.booleans(),
    unit=maybe,
    person=maybe,
    number=maybe,
    addressee=maybe,
    date=maybe,
    year=st.none() | st.integers(),
    period=maybe,
    type=maybe,
    evidence=st.dictionaries(words, evidence, max_size=3),
)
kinds: st.SearchStrategy[BlockKind] = st.sampled_from(get_args(BlockKind))
sections = st.builds(
    Section,
    words,
    words,
    st.integers(1, 9),
    st.integers(1),
    st.integers(0),
    st.integers(0),
    st.none() | st.sampled_from(["履职情况", "存在问题"]),
    st.none() | confidences,
    confidences,
)
notices = st.builds(Notice, words, st.dictionaries(words, values | st.lists(values, max_size=2), max_size=2))


@st.composite
def reports(draw: st.DrawFn) -> Report:
    rows = draw(st.lists(st.tuples(nasty, kinds, st.none() | st.integers(1, 6), pages), max_size=8))
    return Report(
        draw(mastheads),
        tuple(Passage(number, *row) for number, row in enumerate(rows, 1)),
        tuple(draw(st.lists(sections, max_size=4))),
        draw(words),
        draw(maybe),
        tuple(draw(st.lists(notices, max_size=2))),
    )


@given(reports())
def test_a_report_comes_back_as_it_was(report: Report) -> None:
    assert report_of(texts_of(report), structure_of(report)) == report


KEYS = [',"kinds":"p', '","kinds":"', ',"masthead":{}', '\\","kinds":', '"}},"kinds":"hp"']
"""Words that look like what stands around a masthead in its kept form."""


@given(reports(), mastheads, st.sampled_from(KEYS), st.booleans())
def test_a_report_comes_back_with_the_masthead_in_force(
    report: Report, head: Masthead, words: str, before: bool
) -> None:
    report = replace(report, masthead=replace(report.masthead, title=words), encoding=words if before else None)
    back = report_of(texts_of(report), structure_of(report), head)
    assert back == replace(report, masthead=head)
    assert pickle.loads(pickle.dumps(back)) == back  # our own


@given(reports())
def test_a_report_in_columns_crosses_to_another_process_and_has_the_same_kept_form(report: Report) -> None:
    columns = pickle.loads(pickle.dumps(replace(report, passages=Passages.of(report.passages))))  # our own
    assert columns == report
    assert structure_of(columns) == structure_of(report)


@given(st.lists(nasty, max_size=6))
def test_texts_come_back_whatever_they_hold(texts: list[str]) -> None:
    assert split_texts(join_texts(texts)) == tuple(texts)


def test_the_kept_form_is_plain_and_versioned() -> None:
    """Read in twenty years by another program: a change of this form needs a new version and a way to read the old."""
    masthead = Masthead(unit="甲局", evidence={"unit": Evidence("甲局", "甲局", "text", "high", 1)})
    passages = (Passage(1, "一、情况", "heading", 1, 1), Passage(2, "好。", page=1), Passage(3, "完。", page=2))
    section = Section("一、", "情况", 1, 1, 0, 4, "履职情况", "high")
    report = Report(masthead, passages, (section,), "txt", "gb18030", (Notice("read.x", {"count": 2}),))
    assert texts_of(report) == "一、情况\x1e好。\x1e完。"
    structure = json.loads(structure_of(report))
    assert re.fullmatch("[0-9a-f]{16}", structure.pop("sum"))
    assert structure == {
        "v": 1,
        "format": "txt",
        "encoding": "gb18030",
        "masthead": {"unit": "甲局", "evidence": {"unit": ["甲局", "甲局", "text", "high", 1]}},
        "kinds": "hpp",
        "levels": [[0, 1], [1, None]],
        "pages": [[0, 1], [2, 2]],
        "sections": [["一、", "情况", 1, 1, 0, 4, "履职情况", "high"]],
        "notices": [["read.x", {"count": 2}]],
    }


def test_only_a_doubtful_heading_is_kept_as_one() -> None:
    """Beside the sections, so that a program that knows of no such doubt reads them as before."""
    sections = (Section("一、", "甲", 1, 1, 0, 3), Section("三、", "四季度", 1, 2, 0, 5, confidence="low"))
    report = Report(Masthead(), (Passage(1, "一、甲"), Passage(2, "三、四季度")), sections, "txt")
    structure = json.loads(structure_of(report))
    assert structure["doubted"] == [[1, "low"]]
    assert [len(row) for row in structure["sections"]] == [8, 8]
    assert report_of(texts_of(report), structure_of(report)).sections == sections


def test_a_changed_letter_contradicts_the_sum() -> None:
    report = Report(Masthead(unit="甲局"), (Passage(1, "好。"),), (), "txt", None, ())
    texts, structure = texts_of(report), structure_of(report)
    assert sound(texts, structure)
    assert not sound(texts.replace("好", "奸"), structure)
    assert not sound(texts, structure.replace("甲", "乙"))
    assert not sound(texts, structure.replace('"sum"', '"sun"'))


def test_a_form_of_a_later_program_is_not_guessed_at() -> None:
    structure = json.dumps({"v": 2, "kinds": "?"})
    with pytest.raises(CatalogError) as told:
        report_of("", structure)
    assert told.value.code == "catalog.newer_schema"


def test_ids_grow_until_one_is_free_and_never_end() -> None:
    sha256 = "c982c5d3995801" + "0" * 50
    taken: set[str] = set()
    for _ in range(60):
        taken.add(new_id(sha256, taken.__contains__))
    assert len(taken) == 60
    assert min(map(len, taken)) == SHORTEST
    assert all(set(found) <= set("abcdefghijklmnopqrstuvwxyz234567-0189") for found in taken)
