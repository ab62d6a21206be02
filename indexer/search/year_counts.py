"""How many places stand in the reports of each known year, altogether and by wording. The searcher has counted them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from archive.known_year import year_known
from indexer.document import Card, Document, Place
from indexer.query.model import Query, positive_phrases

MOST_WORDINGS = 4
"""Wordings that are told apart; more are counted as one."""


@dataclass(frozen=True, slots=True)
class YearCounts:
    """Places by known year, None for not known. `wording`: as it was typed, None for all that is asked together."""

    wording: str | None
    places: Mapping[int | None, int]


def of_cards(cards: Mapping[str, Card], counts: Mapping[str, int]) -> YearCounts:
    """Of everything: each report's places counted for its year."""
    found: Counter[int | None] = Counter()
    for name, card in cards.items():
        found[year_known(card)] += counts[name]
    return YearCounts(None, found)


def by_wording(query: Query, spots: Iterable[tuple[Document, Place]]) -> tuple[YearCounts, ...]:
    """Of each of two to `MOST_WORDINGS` wordings of a query; () of one alone, or of more."""
    terms = positive_phrases(query)
    if not 2 <= len(terms) <= MOST_WORDINGS:
        return ()
    found: list[Counter[int | None]] = [Counter() for _ in terms]
    for document, place in spots:
        found[place.term][year_known(document.card)] += 1
    return tuple(YearCounts(term.typed, counted) for term, counted in zip(terms, found, strict=True))
