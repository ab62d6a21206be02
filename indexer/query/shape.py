"""The shape of a query without its words: kinds of nodes and how many of each. What a log may say of a question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from indexer.query.model import Query


def shape_of(query: Query) -> str:
    """The kinds of nodes of a parsed query, each with how many there are: `All:1,Phrase:3`."""
    counts = Counter(type(node).__name__ for node in _nodes(query))
    return ",".join(f"{kind}:{count}" for kind, count in sorted(counts.items()))


def _nodes(value: object) -> Iterator[Query]:
    """All nodes below `value`, itself among them; terms and other values are none."""
    if isinstance(value, Query):
        yield value
    if isinstance(value, (tuple, list, frozenset)):
        for part in value:
            yield from _nodes(part)
    elif is_dataclass(value) and not isinstance(value, type):
        for each in fields(value):
            yield from _nodes(getattr(value, each.name))
