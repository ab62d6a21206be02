"""Proposals by sets: what is only necessary is not counted, and every question looks at the clock."""

from __future__ import annotations

import pytest

from archive.errors import QueryError
from indexer import deadline
from indexer.index.set_algebra import Algebra
from indexer.query.model import Phrase, Query
from indexer.query.parser import parse
from indexer.search.interpretation import Necessary

HELD = {"党建": {"a": 2, "b": 1}, "责任": {"b": 3, "c": 1}, "整改": {"a": 1}}


class Asked:
    """An algebra over three reports that writes down what it was asked."""

    def __init__(self) -> None:
        self.counted: list[str] = []
        self.held: list[str] = []
        self.algebra = Algebra(self._counts, lambda: list("abc"), dict, holding=self._holding)

    def _counts(self, text: str) -> dict[str, int]:
        self.counted.append(text)
        return HELD.get(text, {})

    def _holding(self, text: str) -> set[str]:
        self.held.append(text)
        return set(HELD.get(text, {}))


ONLY_NECESSARY = [
    pytest.param("同段:(党建 责任)", {"b"}, ["党建", "责任"], id="both"),
    pytest.param("同段:(党建 OR 责任)", {"a", "b", "c"}, ["党建", "责任"], id="either"),
    pytest.param("同段:(无此 党建 责任)", set(), ["无此"], id="after an empty set nothing more is asked"),
    pytest.param("同段:(整改 责任 党建)", set(), ["整改", "责任"], id="nor after two that never meet"),
]


@pytest.mark.parametrize(("typed", "met", "held"), ONLY_NECESSARY)
def test_what_is_only_necessary_is_not_counted(typed: str, met: set[str], held: list[str]) -> None:
    asked = Asked()
    proposal = asked.algebra.propose(parse(typed))
    assert (set(proposal.counts), proposal.exact) == (met, False)
    assert (asked.counted, asked.held) == ([], held)


def test_what_engines_cannot_be_asked_is_proposed_by_what_is_necessary() -> None:
    asked = Asked()
    assert set(asked.algebra.propose(Necessary(parse("党建 责任"))).counts) == {"b"}
    assert set(asked.algebra.propose(Necessary(None)).counts) == set("abc")
    assert asked.counted == []


@pytest.mark.parametrize(
    "query",
    [
        pytest.param(parse("党建 责任"), id="counted"),
        pytest.param(parse("党建 OR 责任"), id="alternatives"),
        pytest.param(parse("同段:(党建 责任)"), id="only necessary"),
        pytest.param(Necessary(Phrase.of("党建")), id="otherwise compared"),
    ],
)
def test_a_question_without_end_is_stopped(query: Query) -> None:
    with pytest.raises(QueryError) as told, deadline.limited(-1.0):
        Asked().algebra.propose(query)
    assert told.value.code == "query.timeout"
