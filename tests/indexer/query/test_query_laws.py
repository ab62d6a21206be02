"""Laws of the query language, on random text and random trees: errors, canonical forms, plain counts."""

from __future__ import annotations

import re
from functools import reduce
from itertools import pairwise, product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive.errors import QueryError
from archive.masthead.periods import PERIODS
from archive.text.fold import fold_text, fold_verbatim
from indexer.document import Document
from indexer.query.model import (
    All,
    Any,
    Except,
    Field,
    Gapped,
    Known,
    Near,
    Not,
    Part,
    Periods,
    Phrase,
    Query,
    Scope,
    Years,
    loosened,
    positive_phrases,
)
from indexer.query.nodes.fields import FACE
from indexer.query.nodes.parts import PARTS
from indexer.query.parser import parse
from tests.indexer.query.test_query_model import report

PIECES = """
    党 建 一 a 1 * . - － … ... ( ) （ ） “ ” ‘ ’ 「 」 『 』 " ＂ ' 《 》 : ：
    或 OR NOT 非 与 AND 除外 NEAR/3 年: 标题: 同句:
"""
syntax = st.lists(st.sampled_from([*PIECES.split(), " ", " ", "　", "\u200b", "\x1f", "\n"]), max_size=24).map("".join)
typed = st.one_of(st.text(max_size=40), syntax)

HOSTILE = ["(" * 20_000, "NOT " * 400 + "a", "“" * 2000, "(" * 16 + "a", "-" * 2000, "a(" * 900]


def understood(text: str, *, literal: bool = False) -> Query | None:
    try:
        return parse(text, literal=literal)
    except QueryError as caught:
        error = caught
    assert error.position is None or 0 <= error.position <= len(text)
    assert (error.position is None) == (error.code == "query.empty")
    assert error.message("zh") != error.message("en")
    return None


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: f"{text[:5]}x{len(text)}")
def test_hostile_queries_are_answered(text: str) -> None:
    understood(text)
    understood(text, literal=True)


@given(typed)
@example("(“a)b” OR c)")
@example("“a “b” …”c")
def test_canonical_form_parses_to_itself(text: str) -> None:
    query = understood(text)
    if query is not None:
        assert parse(str(query)) == query
        assert str(parse(str(query))) == str(query)


@given(typed)
@example("学习…次 “")
@example("a…“b")
def test_literal_form_parses_to_itself(text: str) -> None:
    query = understood(text, literal=True)
    if query is not None:
        assert query == Phrase(fold_text(text), text)
        assert parse(str(query)) == query
        assert str(parse(str(query))) == str(query)


wordings = typed.filter(lambda text: bool(fold_text(text).strip("\x1f")) and not re.search("[\ud800-\udfff]", text))
phrases = wordings.map(Phrase.of)
ends = st.none() | st.integers(0, 9999)
ranges = st.tuples(ends, ends).filter(lambda ends: ends != (None, None)).map(lambda ends: Years(*ends)).filter(bool)
ends_of_periods = st.none() | st.sampled_from(PERIODS)
periods = st.builds(Periods, ends_of_periods, ends_of_periods).filter(
    lambda periods: bool(periods) and (periods.first or periods.last) is not None
)
faces = st.builds(Known, st.sampled_from(sorted(FACE)), st.booleans()) | st.builds(Part, st.sampled_from(PARTS))
fields = (
    st.builds(Field, st.just("年"), ranges)
    | st.builds(Field, st.just("报告期"), periods)
    | st.builds(Field, st.sampled_from(["标题", "单位", "述职人", "类型", "文号", "格式"]), phrases)
    | faces
)


def grown(inner: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    negated = st.builds(lambda a, b, c: All((a, Not(b), c)), inner, inner, inner)
    return several.map(All) | several.map(Any) | negated


def gapped(wording: st.SearchStrategy[Phrase]) -> st.SearchStrategy[Gapped]:
    return st.lists(wording, min_size=2, max_size=3).map(lambda pieces: Gapped(tuple(pieces)))


def related(wording: st.SearchStrategy[Phrase]) -> st.SearchStrategy[Query]:
    plain = wording | gapped(wording)
    excepted = st.builds(Except, plain, plain)
    chosen = st.lists(plain | excepted, min_size=2, max_size=2).map(lambda items: Any(tuple(items)))
    near = st.integers(1, 2).flatmap(
        lambda count: st.builds(
            Near,
            st.tuples(*[plain | excepted | chosen] * (count + 1)),
            st.tuples(*[st.integers(0, 3)] * count),
        )
    )
    return gapped(wording) | excepted | near


def scoped(inner: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    return grown(inner) | st.builds(Scope, st.sampled_from(["同句", "同段", "同节"]), inner)


queries = st.recursive(phrases | fields | related(phrases), scoped, max_leaves=6)


@given(queries)
@example(Scope("同句", Phrase.of("0")))
def test_every_tree_has_a_form_that_parses_to_it(query: Query) -> None:
    assert parse(str(query)) == query
    assert str(parse(str(query))) == str(query)


# Short texts of few characters: overlaps and repetitions happen all the time.
words = st.text("ab*", min_size=1, max_size=3)
small = st.recursive(
    words.map(Phrase.of) | st.integers(2020, 2023).map(lambda year: Field("年", Years(2021, year))), grown, max_leaves=6
)
documents = st.builds(
    lambda passages, year: report(*passages, year=year),
    st.lists(st.text("ab*c", max_size=12), max_size=3),
    st.none() | st.integers(2020, 2023),
)


def plainly(query: Query, document: Document) -> bool:
    """Whether a report matches, said again in the simplest way."""
    if isinstance(query, Phrase):
        return sum(passage.count(query.text) for passage in document.passages) > 0
    if isinstance(query, Field):
        assert isinstance(query.value, Years)
        year = document.card.year
        return year in range(query.value.first or 0, (query.value.last or 9999) + 1)
    if isinstance(query, Not):
        return not plainly(query.item, document)
    assert isinstance(query, All | Any)
    results = [plainly(item, document) for item in query.items]
    return reduce(lambda a, b: a and b, results) if isinstance(query, All) else sum(results) > 0


def marking(query: Query, document: Document) -> set[str]:
    """The wordings that may mark: positive, and in no alternative that fails."""
    if isinstance(query, Phrase):
        return {query.text}
    if isinstance(query, All | Any) and plainly(query, document):
        return set().union(*(marking(item, document) for item in query.items if plainly(item, document)))
    return set()


@given(small, documents)
def test_spans_are_what_a_regular_expression_finds(query: Query, document: Document) -> None:
    places = query.spans(document)
    assert (places is not None) == plainly(query, document) == query.matches(document)
    wordings = sorted(marking(query, document), key=lambda text: (-len(text), text))
    longest_first = re.compile("|".join(map(re.escape, wordings)) or "(?!)")
    expected = [
        (number, *found.span())
        for number, text in enumerate(document.passages, 1)
        for found in longest_first.finditer(text)
    ]
    if places is not None:
        assert [(place.passage, place.start, place.end) for place in places] == expected
        for place in places:
            stands = document.passages[place.passage - 1][place.start : place.end]
            assert positive_phrases(query)[place.term].text == stands


relations = related(words.map(Phrase.of))
passages = st.text("aabb*c,。)", max_size=24)


def runs(query: Query, text: str) -> set[tuple[int, int]]:
    """Where a wording stands in a text, by regular expressions and comparison of every pair."""
    if isinstance(query, Any):
        return set().union(*(runs(item, text) for item in query.items))
    if isinstance(query, Except):
        longer = runs(query.longer, text)
        return {(a, b) for a, b in runs(query.wording, text) if not any(x <= a and b <= y for x, y in longer)}
    wording = query.pieces if isinstance(query, Gapped) else (query,)
    pattern = "[^,。;:、!?]{0,8}?".join(re.escape(piece.text) for piece in wording if isinstance(piece, Phrase))
    found = (re.compile(pattern).match(text, start) for start in range(len(text)))
    # A lazy gap takes the first way that leads to the end, which need not be the shortest: ask for each end.
    return {
        (match.start(), next(end for end in range(match.start(), len(text) + 1) if _whole(pattern, text, match, end)))
        for match in found
        if match
    }


def _whole(pattern: str, text: str, match: re.Match[str], end: int) -> bool:
    return re.compile(pattern).fullmatch(text, match.start(), end) is not None


def chains(query: Near, text: str) -> set[tuple[int, int]]:
    """All runs that belong to a chain, by trying all."""
    found: set[tuple[int, int]] = set()
    for chain in product(*(runs(wording, text) for wording in query.wordings)):
        gaps = [max(b[0] - a[1], a[0] - b[1]) for a, b in pairwise(chain)]
        if all(0 <= gap <= distance for gap, distance in zip(gaps, query.distances, strict=True)):
            found.update(chain)
    return found


@given(relations, passages)
def test_relations_are_what_plain_comparison_finds(query: Query, text: str) -> None:
    found = chains(query, text) if isinstance(query, Near) else runs(query, text)
    expected: list[tuple[int, int]] = []
    for start, end in sorted(found, key=lambda run: (run[0], -run[1])):
        if not expected or start >= expected[-1][1]:
            expected.append((start, end))
    places = query.spans(report(text))
    assert [(place.start, place.end) for place in places or ()] == expected


@given(small, passages)
def test_a_sentence_is_asked_like_a_report(query: Query, text: str) -> None:
    expected: list[tuple[int, int]] = []
    start = 0
    for sentence in re.split(r"(?<=。)(?!\))|(?<=。\))(?!\))", text):
        expected += [(start + place.start, start + place.end) for place in query.spans(report(sentence)) or ()]
        start += len(sentence)
    places = Scope("同句", query).spans(report(text))
    assert [(place.start, place.end) for place in places or ()] == expected


@given(st.recursive(small | relations, scoped, max_leaves=4), documents)
def test_what_is_necessary_holds_wherever_the_query_matches(query: Query, document: Document) -> None:
    needed = query.necessary()
    assert needed is None or needed.matches(document) or not query.matches(document)
    loose = loosened(query, lambda phrase: [phrase.text[:2]], quoted=True)
    if loose is not None and loose.matches(document):
        needed = loose.necessary()
        assert needed is None or needed.matches(document)


@given(wordings, wordings, wordings)
def test_what_is_necessary_holds_folded_where_the_query_matches_verbatim(text: str, before: str, behind: str) -> None:
    query = All((Phrase.of(text), Not(Phrase.of(before + behind))))
    passage = before + text + behind
    needed = query.necessary()
    assert needed == query.items[0]
    if query.verbatim().matches(report(fold_verbatim(passage))):
        assert needed.matches(report(fold_text(passage)))


@given(words, documents)
def test_one_phrase_is_counted_as_str_count_does(text: str, document: Document) -> None:
    places = Phrase.of(text).spans(document) or ()
    assert len(places) == sum(passage.count(text) for passage in document.passages)


@given(small, documents)
def test_loosened_never_answers_what_matches_exactly(query: Query, document: Document) -> None:
    def cut(phrase: Phrase) -> list[str]:
        return [phrase.text[:2], phrase.text[1:]]

    loose = loosened(query, cut, quoted=True)
    if loose is not None:
        exact, apart = query.spans(document), loose.spans(document)
        assert exact is None or apart is None
        assert positive_phrases(loose) == positive_phrases(query)
