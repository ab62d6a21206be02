"""Passages in columns are the passages; a heading path is the one that a walk from the first heading on gives."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.model import Passage, Passages, Section
from archive.outline_sections import Sections, path_at


def made(count: int) -> Passages:
    levels = [None if number % 2 else number for number in range(count)]
    texts = [f"第{number}段" for number in range(1, count + 1)]
    return Passages(
        texts, ["paragraph"] * count, levels, [1] * count, [()] * count, [None] * count, *[[()] * count] * 2
    )


@given(st.integers(1, 6), st.integers(-8, 8), st.integers(-8, 8), st.sampled_from([1, 2, -1]))
def test_passages_in_columns_are_a_tuple_of_passages(count: int, first: int, last: int, step: int) -> None:
    passages, plain = made(count), tuple(made(count))
    assert len(passages) == len(plain) == count
    assert [passage.number for passage in passages] == list(range(1, count + 1))
    assert [passages[at] for at in range(-count, count)] == [plain[at] for at in range(-count, count)]
    assert passages[first:last:step] == plain[first:last:step]
    assert passages == plain
    assert plain == passages
    assert hash(passages) == hash(plain)
    assert passages != plain[1:]


def test_an_index_beyond_the_passages_is_an_error() -> None:
    for at in (3, -4):
        with pytest.raises(IndexError):
            made(3)[at]


def test_columns_of_different_lengths_are_an_error() -> None:
    with pytest.raises(ValueError, match="too long or too short"):
        Passages(["一"], ["paragraph", "paragraph"], [None], [None], [()], [None], [()], [()])


def test_a_passage_is_made_of_its_own_columns() -> None:
    passages = Passages(
        ["一、", "二"], ["heading", "row"], [1, None], [None, 2], [(), ()], [None, "三"], [(), ("年",)], [(), ()]
    )
    assert passages == (
        Passage(1, "一、", "heading", level=1),
        Passage(2, "二", "row", page=2, recognised="三", columns=("年",)),
    )


def test_an_outline_in_rows_is_that_of_its_sections() -> None:
    sections = (Section("一、", "总则", 1, 1, 0, 4), Section("（一）", "职责", 2, 2, 0, 5, "履职情况", "high", "low"))
    kept = Sections([["一、", "总则", 1, 1, 0, 4], list(sections[1])])
    assert kept == sections
    assert (len(kept), kept[0], kept[-1], kept[:1]) == (2, sections[0], sections[1], sections[:1])
    assert tuple(kept) == sections
    assert kept != sections[:1]
    assert {kept, Sections([list(one) for one in sections])} == {kept}
    assert pickle.loads(pickle.dumps(kept)) == kept


@given(
    st.lists(st.tuples(st.integers(1, 4), st.integers(0, 3), st.integers(1, 4))), st.integers(0, 5), st.integers(0, 4)
)
def test_a_path_is_that_of_a_walk_from_the_first_heading(
    placed: list[tuple[int, int, int]], passage: int, offset: int
) -> None:
    headings = enumerate(sorted(placed, key=lambda place: place[:2]))
    sections = tuple(Section(str(name), "", level, at, start, start) for name, (at, start, level) in headings)
    walked: list[Section] = []
    for section in sections:
        if (section.passage, section.start) <= (passage, offset):
            walked = [above for above in walked if above.level < section.level] + [section]
    assert path_at(sections, passage, offset) == tuple(walked)
