"""Facets beyond what a card says, and the limits of filters. No searching."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from archive.errors import QueryError, UsageError
from indexer.index.card_filter import Pairs, Value, ordered_values, stretches
from indexer.query.model import Any, Part, Query
from indexer.query.nodes.parts import OUTSIDE
from indexer.search.answer import FILTERS

MOST_VALUES = 50
"""Values of one filter: each is looked for in every card, and stands in every link of the page."""


def ordered_places(counted: Counter[Value]) -> Pairs:
    """The facet "part": places by part, most first, None for places outside any part."""
    return ordered_values("part", counted)


def choice_of_parts(values: tuple[str, ...]) -> Query:
    """The filter "part" as the query says it; "" stands for outside any, and a part that is none for no place."""
    parts = tuple(Part(value or OUTSIDE) for value in dict.fromkeys(values))
    return parts[0] if len(parts) == 1 else Any(parts)


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
