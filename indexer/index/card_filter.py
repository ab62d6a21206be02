"""What a card answers by itself: the values by which an answer can be narrowed, with their counts, and which pass. The
law for every engine and for the searcher. No searching.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import lru_cache
from operator import attrgetter

from archive.errors import QueryError
from archive.known_year import year_known
from archive.text.fold import fold_text
from indexer.document import AGE, Card
from indexer.query.nodes.date_range import Dates, dates_of, wrong_at

CARD_FACETS = ("year", "unit", "period", "type", "person", "format")
"""Facets that a card answers by itself; "part" is a matter of each place and is counted by the searcher."""

Value = str | int | None
Pairs = tuple[tuple[Value, int], ...]

VALUE: Mapping[str, Callable[[Card], Value]] = {
    **{name: attrgetter(name) for name in CARD_FACETS},
    "year": year_known,
}
"""What each facet goes by; of the year that is the one known, be the paper about it or only written in it."""

COMPARED: Mapping[str, Callable[[Card], Value]] = {
    **VALUE,
    "year_about": attrgetter("year"),
    "date": attrgetter("date"),
    "id": attrgetter("id"),
    "topic": attrgetter("id"),
}
"""The filters that a card decides, and what of it: all but the part. Of topics the values are their reports' ids
(`narrowing.topics`).
"""

FIELDS: Mapping[str, tuple[str, ...]] = {
    **{name: (name,) for name in COMPARED},
    "year": AGE,
    "year_about": ("year",),
    "topic": ("id",),
}
"""The fields of a card on which each of these depends."""


def facets_of(cards: Iterable[Card]) -> dict[str, Pairs]:
    """For each facet its values with the number of reports, most first, years newest first; None: not known."""
    known = list(cards)
    return {name: ordered_values(name, Counter(map(VALUE[name], known))) for name in CARD_FACETS}


def ordered_values(name: str, counted: Mapping[Value, int]) -> Pairs:
    """The values of one facet as they are listed."""

    def key(pair: tuple[Value, int]) -> tuple[object, ...]:
        value, count = pair
        by_value = -value if isinstance(value, int) and name == "year" else -count
        return (value is None, by_value, str(value))

    return tuple(sorted(counted.items(), key=key))


def failing(card: Card, filters: Mapping[str, Collection[str]]) -> list[str]:
    """The filters of which the card holds none of the values; "" stands for not known."""
    return [
        name
        for name, values in filters.items()
        if narrows(name, values) and not passes(name, COMPARED[name](card), values)
    ]


def narrows(name: str, values: Collection[str]) -> bool:
    """Does the filter ask anything of a card? A topic may hold nothing, and then lets nothing pass."""
    return name in COMPARED and bool(values or name == "topic")


def passes(name: str, value: Value, values: Collection[str]) -> bool:
    """Does a card with this value pass the filter?"""
    text = "" if value is None else str(value)
    if name != "date" or not text:
        return text in values
    return any(stretch.holds(text) for stretch in stretches(tuple(values)))


@lru_cache(64)
def stretches(values: tuple[str, ...]) -> tuple[Dates, ...]:
    """The days that a filter of dates lets pass, written as the field 日期 has them; "" (not known) is none of them.

    Raises QueryError("query.bad_value") for what is no stretch of days, with the code point of the value (from 0) where
    it goes wrong.
    """
    return tuple(_stretch(value) for value in values if value)


def _stretch(value: str) -> Dates:
    text = fold_text(value)
    dates = dates_of(text)
    if not dates:
        raise QueryError("query.bad_value", position=wrong_at(text), name="date", value=value)
    return dates
