"""What is implied of folded text, by which engines propose: whatever matches a text compared otherwise meets it.

Random trees over characters that each manner of comparing takes otherwise: traditional and simplified, full and half
width, quotation marks, punctuation between digits and elsewhere, dashes, spaces, line breaks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import assume, event, example, given
from hypothesis import strategies as st

from archive.errors import QueryError
from archive.text.fold import fold_passages, fold_text, fold_verbatim_passages
from archive.text.punctuation import drop_from_passages
from indexer.document import Document, Turn
from indexer.query.implied import as_it_stands, implied, in_characters
from indexer.query.model import All, Any, Except, Field, Gapped, Near, Not, Part, Phrase, Query, Scope, Words, Years
from indexer.query.parser import parse
from tests.indexer.query.test_query_model import report

LETTERS = "党黨建Aａ1１.，。；“”《》-— \n"

texts = st.text(LETTERS, min_size=1, max_size=4)
phrases = texts.filter(fold_text).map(Phrase.of)
gapped = st.lists(phrases, min_size=2, max_size=3).map(lambda pieces: Gapped(tuple(pieces)))
plainly = phrases | gapped
excepted = st.builds(Except, plainly, plainly)
chosen = st.lists(plainly | excepted, min_size=2, max_size=2).map(lambda items: Any(tuple(items)))
near = st.builds(
    lambda one, other, distance: Near((one, other), (distance,)),
    plainly | excepted | chosen,
    plainly | excepted | chosen,
    st.integers(0, 4),
)
faces = st.integers(2020, 2022).map(lambda year: Field("年", Years(year, 2022)))
parts = st.sampled_from(["履职情况", "存在问题"]).map(Part)


def grown(inner: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    scoped = st.builds(Scope, st.sampled_from(["同句", "同段", "同节"]), inner)
    return several.map(All) | several.map(Any) | st.builds(Not, inner) | scoped


queries = st.recursive(phrases | faces | parts | gapped | excepted | near, grown, max_leaves=5)
apart = st.builds(lambda one, other, whole: Words((one.text, other.text), whole), phrases, phrases, phrases)
passages = st.lists(st.text(LETTERS, max_size=10), min_size=1, max_size=3)


def compared(folding: Callable[[Sequence[str]], tuple[str, ...]], written: Sequence[str], year: int) -> Document:
    """As a report of the year; each passage opens a section, by turns of either part."""
    turns = [Turn(number, 0, ("履职情况", "存在问题")[number % 2], True) for number in range(1, len(written) + 1)]
    return replace(report(year=year), passages=folding(written), outline=tuple(turns))


def meets(needed: Query | None, written: Sequence[str], year: int) -> bool:
    return needed is None or needed.matches(compared(fold_passages, written, year))


@given(queries, passages, st.integers(2020, 2022))
@example(Scope("同段", Phrase.of("党 建")), ["党 建"], 2021)
@example(Any((Not(Phrase.of("建")), Phrase.of("党"), Phrase.of("a"))), ["1"], 2021)
def test_what_stands_there_letter_for_letter(query: Query, written: list[str], year: int) -> None:
    if query.verbatim().matches(compared(fold_verbatim_passages, written, year)):
        event("matches")
        assert meets(implied(query, as_it_stands), written, year), implied(query, as_it_stands)


@given(queries | apart, passages, st.integers(2020, 2022))
@example(Phrase.of("党建1"), ["“党”，建。1"], 2021)
@example(Near((Phrase.of("党"), Phrase.of("建")), (0,)), ["党，。建"], 2021)
def test_what_stands_there_without_punctuation(query: Query, written: list[str], year: int) -> None:
    assume(not query.asks_sentences)
    try:
        asked = query.unpunctuated()
    except QueryError:
        return
    if asked.matches(compared(drop_from_passages, written, year)):
        event("matches")
        assert meets(implied(asked, in_characters), written, year), implied(asked, in_characters)


TOLD = [
    pytest.param("同段:(“党建” “责任”)", ("党建", "责任"), id="in one passage"),
    pytest.param("“党建” NEAR/3 “责任”", ("党建", "责任"), id="near is in one passage"),
]


@pytest.mark.parametrize(("query", "wordings"), TOLD)
def test_it_says_as_much_as_it_can(query: str, wordings: tuple[str, str]) -> None:
    """A law that holds of everything would ask for nothing: these do keep reports out."""
    needed = implied(parse(query), as_it_stands)
    assert meets(needed, ["".join(wordings)], 2021)
    assert not meets(needed, wordings, 2021)
