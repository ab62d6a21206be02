"""Laws of what the page writes: a chosen scope, words within results and wordings can be typed and mean the same."""

from __future__ import annotations

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from archive.errors import QueryError
from archive.model import CELL
from archive.text.fold import fold_text
from indexer.query.model import All, Query
from indexer.query.nodes.scopes import scoped
from indexer.query.parser import parse
from tests.indexer.query.test_query_laws import queries, typed
from web.pages.search.advanced import written
from web.pages.search.asking import joined

scopes = st.sampled_from(["同句", "同段", "同节"])


def understood(text: str) -> Query | None:
    try:
        return parse(text)
    except QueryError:
        return None


@given(scopes, queries)
def test_a_chosen_scope_can_be_typed(scope: str, query: Query) -> None:
    chosen = scoped(scope, query)
    assert parse(str(chosen)) == chosen
    assert chosen.phrases == query.phrases or set(chosen.phrases) == set(query.phrases)


understandable = st.one_of(queries.map(str), queries.map(str), typed)


@given(understandable, understandable)
@example("党建 或 廉政", "责任 OR 作风")
@example("（一）坚持", "-廉政")
@example("同句:", "年:..0000 OR 年:..0000")
@example("党建 部分：", "廉政 OR 作风")
def test_words_within_results_are_asked_with_those_before(before: str, more: str) -> None:
    first, second = understood(before), understood(more)
    assume(first is not None and second is not None)
    assume(more.strip() != before.strip() and not more.startswith(before.strip() + " "))
    assert first is not None
    assert second is not None
    assert parse(joined(before, more)) == All((first, second))


@given(typed)
@example("2022年：情况")
@example("或")
@example("同段:(党建 责任)")
@example("学习…次")
@example("0\x1f")
@example("“一岗双责”责任制")
def test_a_wording_is_written_as_the_text_that_it_is(text: str) -> None:
    assume(fold_text(text).strip(CELL))
    assert parse(written(text)) == parse(text, literal=True)


def test_a_wording_of_punctuation_alone_is_written_in_quotation_marks() -> None:
    assert written("。") == "“。”"
    with pytest.raises(QueryError):
        parse("。")
