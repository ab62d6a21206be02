"""Parts and sections: what 部分: and 同节: mean beside other operators, against a plain reading letter by letter."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.model import Part as PartName
from archive.model import Section
from archive.outline_sections import part_at
from archive.text.fold import (
    fold,
    fold_passages,
    fold_text,
    fold_verbatim,
    verbatim,
)
from indexer.document import Document, Turn, outline_in, outline_of
from indexer.query.model import All, Any, Field, Near, Not, Part, Phrase, Query, Scope, Years, all_of
from indexer.query.parser import parse
from tests.indexer.query.test_query_model import report

PROBLEMS, PLANS = "存在问题", "下步打算"


@dataclass(frozen=True)
class Letter:
    """A character with the part that it stands in; `counts`: a place may begin here."""

    text: str
    part: str | None
    counts: bool = True


Line = tuple[bool, tuple[Letter, ...]]
"""Whether the passage opens a section, and its letters."""


def said(lines: list[Line]) -> str:
    return "".join(letter.text for _, letters in lines for letter in letters)


def plain(query: Query, lines: list[Line]) -> set[tuple[int, int, int]] | None:
    """All runs that may be marked, or None where the report does not match: said again in the simplest way."""
    if isinstance(query, Phrase):
        return set(runs(query.text, lines)) or None
    if isinstance(query, Field):
        assert isinstance(query.value, Years)
        return set() if query.value.holds(2022) else None
    if isinstance(query, Part):
        return set() if any(a.counts and takes(query, a.part) for _, line in lines for a in line) else None
    if isinstance(query, Not):
        return set() if plain(query.item, lines) is None else None
    if isinstance(query, Scope):
        return in_units(query, lines)
    assert isinstance(query, All | Any)
    if isinstance(query, All) and any(map(is_choice, query.items)) and any(map(is_text, query.items)):
        choices = [item for item in query.items if is_choice(item)]
        items = [item for item in query.items if not is_choice(item)]
        lines = [
            (opens, tuple(replace(a, counts=a.counts and all(takes(one, a.part) for one in choices)) for a in line))
            for opens, line in lines
        ]
        if not any(a.counts for _, line in lines for a in line):
            return None
    else:
        items = list(query.items)
    found = [plain(item, lines) for item in items]
    if all(one is None for one in found) or (isinstance(query, All) and None in found):
        return None
    return set().union(*(one for one in found if one is not None))


def runs(text: str, lines: list[Line]) -> Iterator[tuple[int, int, int]]:
    for number, (_, line) in enumerate(lines, 1):
        passage = "".join(letter.text for letter in line)
        for start in range(len(passage)):
            if passage.startswith(text, start) and line[start].counts:
                yield number, start, start + len(text)


def is_choice(query: Query) -> bool:
    if isinstance(query, Not):
        return is_choice(query.item)
    return isinstance(query, Part) or (isinstance(query, All | Any) and all(map(is_choice, query.items)))


def is_text(query: Query) -> bool:
    if isinstance(query, Not):
        return is_text(query.item)
    return isinstance(query, Phrase | Scope) or (isinstance(query, All | Any) and any(map(is_text, query.items)))


def takes(query: Query, part: str | None) -> bool:
    if isinstance(query, Part):
        return query.name == (part or "其他")
    if isinstance(query, Not):
        return not takes(query.item, part)
    assert isinstance(query, All | Any)
    return (all if isinstance(query, All) else any)(takes(item, part) for item in query.items)


def in_units(query: Scope, lines: list[Line]) -> set[tuple[int, int, int]] | None:
    found: set[tuple[int, int, int]] = set()
    answered = False
    for number, start, unit in units(query.name, lines):
        runs_there = plain(query.item, unit)
        if runs_there is not None:
            answered = True
            found |= {(number + line, start + first, start + last) for line, first, last in runs_there}
    return found if answered else None


def units(name: str, lines: list[Line]) -> Iterator[tuple[int, int, list[Line]]]:
    if name == "同节":
        first = 0
        for at in range(1, len(lines) + 1):
            if at == len(lines) or lines[at][0]:
                yield first, 0, lines[first:at]
                first = at
    for number, (opens, line) in enumerate(lines):
        if name == "同段":
            yield number, 0, [(opens, line)]
        start = 0
        for at, letter in enumerate(line):
            last = at == len(line) - 1
            ends = (
                letter.text == "。" and not last and line[at + 1].text != "。"
            )  # a run of end marks ends one sentence
            if name == "同句" and (ends or last):
                yield number, start, [(opens, line[start : at + 1])]
                start = at + 1


def document_of(lines: list[Line]) -> Document:
    turns: list[Turn] = []
    before: str | None = None
    for number, (opens, line) in enumerate(lines, 1):
        if opens and not line:
            turns.append(Turn(number, 0, before, opens=True))
        for start, letter in enumerate(line):
            if letter.part != before or (opens and start == 0):
                turns.append(Turn(number, start, letter.part, opens=opens and start == 0))
            before = letter.part
    passages = tuple("".join(letter.text for letter in line) for _, line in lines)
    return replace(report(*passages, year=2022), outline=tuple(turns))


letters = st.builds(Letter, st.sampled_from("aab。"), st.sampled_from([None, PROBLEMS, PLANS]))
lines_of_text = st.lists(st.tuples(st.booleans(), st.lists(letters, max_size=8).map(tuple)), max_size=4)
atoms = (
    st.text("ab", min_size=1, max_size=2).map(Phrase.of)
    | st.sampled_from([PROBLEMS, PLANS, "其他", "开头"]).map(Part)
    | st.integers(2021, 2023).map(lambda year: Field("年", Years(year, year)))
)


def grown(inner: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    scopes = st.builds(Scope, st.sampled_from(["同句", "同段", "同节"]), inner)
    return several.map(All) | several.map(Any) | inner.map(Not) | scopes


queries = st.recursive(atoms, grown, max_leaves=7)


@settings(max_examples=600)
@given(queries, lines_of_text)
def test_parts_and_sections_mean_what_a_plain_reading_finds(query: Query, lines: list[Line]) -> None:
    found = plain(query, lines)
    expected: list[tuple[int, int, int]] = []
    for number, start, end in sorted(found or (), key=lambda run: (run[0], run[1], -run[2])):
        if not expected or (number, start) >= (expected[-1][0], expected[-1][2]) or number > expected[-1][0]:
            expected.append((number, start, end))
    document = document_of(lines)
    places = query.spans(document)
    assert query.matches(document) == (found is not None) == (places is not None)
    assert [(place.passage, place.start, place.end) for place in places or ()] == expected
    assert query.counter()(document) == (None if found is None else len(expected))


@settings(max_examples=300)
@given(
    st.sampled_from(["同句", "同段", "同节"]),
    st.lists(st.text("ab", min_size=1, max_size=3), min_size=1, max_size=3),
    st.lists(st.text("ab", min_size=1, max_size=3), max_size=1),
    lines_of_text,
)
def test_counting_without_marks_is_counting_marks(
    name: str, with_them: list[str], without: list[str], lines: list[Line]
) -> None:
    items = [*map(Phrase.of, with_them), *(Not(Phrase.of(text)) for text in without)]
    query, document = Scope(name, all_of(items)), document_of(lines)
    places = query.spans(document)
    assert query.counter()(document) == (None if places is None else len(places))


@settings(max_examples=300)
@given(
    st.lists(st.tuples(st.text("ab", min_size=1, max_size=3), st.integers(0, 4)), min_size=2, max_size=4),
    st.lists(st.text("abc", max_size=14), min_size=1, max_size=3),
)
def test_counting_chains_without_marks_is_counting_marks(links: list[tuple[str, int]], passages: list[str]) -> None:
    query = Near(tuple(Phrase.of(text) for text, _ in links), tuple(distance for _, distance in links[1:]))
    document = report(*passages)
    places = query.spans(document)
    assert query.counter()(document) == (None if places is None else len(places))


@given(queries, lines_of_text)
def test_what_is_necessary_holds_wherever_the_query_matches(query: Query, lines: list[Line]) -> None:
    document = document_of(lines)
    needed = query.necessary()
    if needed is not None and query.matches(document):
        assert needed.matches(replace(document, outline=None))
    if not query.asks_outline:
        assert query.spans(document) == query.spans(replace(document, outline=None))


LINES: list[Line] = [
    (True, tuple(Letter(c, "履职情况") for c in "一、履职。主动性强。")),
    (False, tuple(Letter(c, "履职情况") for c in "学习不够主动。")),
    (True, tuple(Letter(c, PROBLEMS) for c in "二、问题。主动性不够。")),
    (True, tuple(Letter(c, PLANS) for c in "三、打算。提高主动性。")),
]


@pytest.mark.parametrize(
    ("typed", "places"),
    [
        pytest.param("主动性", [1, 3, 4], id="everywhere"),
        pytest.param("部分:存在问题 主动性", [3], id="in-that-part"),
        pytest.param("主动性 -部分:存在问题", [1, 4], id="anywhere-else"),
        pytest.param("部分:(问题 或 打算) 主动性", [3, 4], id="in-either"),
        pytest.param("部分:存在问题 主动性 部分:打算", None, id="in-both-is-nowhere"),
        pytest.param("(部分:存在问题 主动性) (部分:打算 提高)", None, id="brackets-of-and-alone-change-nothing"),
        pytest.param("部分:存在问题 -提高", [], id="has-the-part-without-the-word-in-it"),
        pytest.param("部分:存在问题 -不够", None, id="the-word-is-in-it"),
        pytest.param("部分:原因分析 -提高", None, id="has-no-such-part"),
        pytest.param("年:2022 部分:存在问题", [], id="beside-the-face-a-condition-on-the-report"),
        pytest.param("年:2022 -部分:原因分析", [], id="has-no-such-part-as-wanted"),
        pytest.param("年:2022 -部分:存在问题", None, id="has-such-a-part"),
        pytest.param("提高 OR (部分:存在问题 不够)", [3, 4], id="each-alternative-by-itself"),
        pytest.param("同节:(主动性 学习)", [1, 2], id="one-section"),
        pytest.param("同节:(不够 提高)", None, id="two-sections"),
        pytest.param("同节:(部分:存在问题 主动性)", [3], id="a-part-in-a-section"),
        pytest.param("部分:存在问题 同句:(主动性 不够)", [3, 3], id="a-sentence-in-a-part"),
    ],
)
def test_rows(typed: str, places: list[int] | None) -> None:
    found = parse(typed).spans(document_of(LINES))
    assert (None if found is None else [place.passage for place in found]) == places


texts = st.lists(st.text("党a“”《》- 　…—㏂\x1f\ufe0f", max_size=10), min_size=1, max_size=3)
names: st.SearchStrategy[PartName | None] = st.sampled_from([None, "存在问题", "下步打算"])


@st.composite
def outlined(draw: st.DrawFn) -> tuple[list[str], tuple[Section, ...]]:
    passages = draw(texts)
    starts = draw(st.lists(st.tuples(st.integers(1, len(passages)), st.integers(0, 10)), max_size=5))
    sections = [
        Section(
            draw(st.sampled_from(["一、", "一是", ""])), "", draw(st.integers(1, 3)), number, start, start, draw(names)
        )
        for number, start in sorted((number, min(start, len(passages[number - 1]))) for number, start in starts)
    ]
    return passages, tuple(sections)


@given(outlined())
def test_a_place_is_in_the_part_that_its_mark_shows(made: tuple[list[str], tuple[Section, ...]]) -> None:
    passages, sections = made
    for folded, folding in ((fold_passages(passages), fold), (tuple(map(fold_verbatim, passages)), verbatim)):
        document = replace(report(*folded), outline=outline_of(sections, passages, folding))
        for number, passage in enumerate(passages, 1):
            back = folding(passage)
            for at, start in enumerate(back.starts):
                part = part_at(sections, number, start)
                held = [name for name in ("存在问题", "下步打算", "其他") if at_part(document, name, number, at)]
                assert held == [part or "其他"]


def turns_in(turns: Sequence[Turn], numbers: Sequence[int]) -> tuple[Turn, ...]:
    """The turns of a report of these passages alone, from those of all of it: each begins with what holds there."""
    found: list[Turn] = []
    for number, passage in enumerate(numbers, 1):
        first = bisect_left(turns, (passage, 1))
        before = turns[first - 1] if first else Turn(passage, 0, None, opens=False)
        found.append(Turn(number, 0, before.part, before.opens and before[:2] == (passage, 0)))
        found += [turn._replace(passage=number) for turn in turns[first : bisect_left(turns, (passage + 1, 0))]]
    return tuple(found)


@given(outlined(), st.data())
@settings(max_examples=300)
def test_the_outline_of_some_passages_is_that_of_all(
    made: tuple[list[str], tuple[Section, ...]], data: st.DataObject
) -> None:
    passages, sections = made
    numbers = sorted(data.draw(st.sets(st.integers(1, len(passages)))))
    assert outline_in(sections, {number: passages[number - 1] for number in numbers}) == turns_in(
        outline_of(sections, passages), numbers
    )


def at_part(document: Document, name: str, number: int, at: int) -> bool:
    return document.narrowed(Part(name).at_part).counts(number, at)


def test_an_item_opens_no_section() -> None:
    passages = ["一、工作", "一是学习", "二、打算"]
    sections = (
        Section("一、", "工作", 1, 1, 0, 4),
        Section("一是", "学习", 2, 2, 0, 4),
        Section("二、", "打算", 1, 3, 0, 4),
    )
    document = replace(report(*map(fold_text, passages)), outline=outline_of(sections, passages))
    assert list(document.sections()) == [(0, 2), (2, 3)]
