"""Facets: the values by which an answer can be narrowed, with their counts, and whether a card passes. No searching."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from operator import attrgetter

from archive.errors import QueryError, UsageError
from archive.known_year import year_known
from archive.text.fold import fold_text
from indexer.document import Card
from indexer.query.model import Any, Part, Query
from indexer.query.nodes.date_range import Dates, dates_of, wrong_at
from indexer.query.nodes.parts import OUTSIDE
from indexer.search.answer import FILTERS

CARD_FACETS = ("year", "unit", "period", "type", "person", "format")
"""Facets that a card answers by itself; "part" is a matter of each place and is counted by the searcher."""

MOST_VALUES = 50
"""Values of one filter: each is looked for in every card, and stands in every link of the page."""

Value = str | int | None

VALUE: Mapping[str, Callable[[Card], Value]] = {
    **{name: attrgetter(name) for name in CARD_FACETS},
    "year": year_known,
}
"""What each facet goes by; of the year that is the one known, be the paper about it or only written in it."""

_COMPARED: Mapping[str, Callable[[Card], Value]] = {
    **VALUE,
    "year_about": attrgetter("year"),
    "date": attrgetter("date"),
    "id": attrgetter("id"),
    "topic": attrgetter("id"),
}
"""The filters that a card decides, and what of it: all but the part. Of topics the values are their reports' ids
(`narrowing.topics`).
"""

Pairs = tuple[tuple[Value, int], ...]


def facets_of(cards: Iterable[Card]) -> dict[str, Pairs]:
    """For each facet its values with the number of reports, most first, years newest first; None: not known."""
    known = list(cards)
    return {name: _ordered(name, Counter(map(VALUE[name], known))) for name in CARD_FACETS}


def _ordered(name: str, counted: Counter[Value]) -> Pairs:
    def key(pair: tuple[Value, int]) -> tuple[object, ...]:
        value, count = pair
        by_value = -value if isinstance(value, int) and name == "year" else -count
        return (value is None, by_value, str(value))

    return tuple(sorted(counted.items(), key=key))


def ordered_places(counted: Counter[Value]) -> Pairs:
    """The facet "part": places by part, most first, None for places outside any part."""
    return _ordered("part", counted)


def failing(card: Card, filters: Mapping[str, Collection[str]]) -> list[str]:
    """The filters of which the card holds none of the values; "" stands for not known."""
    return [
        name
        for name, values in filters.items()
        if name in _COMPARED
        and (values or name == "topic")  # a topic may hold nothing
        and not _passes(name, _text(_COMPARED[name](card)), values)
    ]


def _passes(name: str, value: str, values: Collection[str]) -> bool:
    if name != "date" or not value:
        return value in values
    return any(stretch.holds(value) for stretch in stretches(tuple(values)))


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


def choice_of_parts(values: tuple[str, ...]) -> Query:
    """The filter "part" as the query says it; "" stands for outside any, and a part that is none for no place."""
    parts = tuple(Part(value or OUTSIDE) for value in dict.fromkeys(values))
    return parts[0] if len(parts) == 1 else Any(parts)


def _text(value: Value) -> str:
    return "" if value is None else str(value)


def check_count(name: str, values: Sequence[str]) -> None:
    """Raises QueryError("query.too_many_values") where a filter has more than `MOST_VALUES`."""
    if len(values) > MOST_VALUES:
        raise QueryError("query.too_many_values", name=name, limit=MOST_VALUES, count=len(values))


def checked(filters: Mapping[str, tuple[str, ...]]) -> None:
    """UsageError where a filter has a name that is no facet, QueryError where it has too many values."""
    for name, values in filters.items():
        check_count(name, values)
        if name not in FILTERS:
            raise UsageError("usage.unknown_facet", name=name, known=", ".join(FILTERS))
    stretches(tuple(filters.get("date", ())))
