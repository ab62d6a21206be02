"""Facets counted on the cluster: every value with its number of reports, exactly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from indexer import deadline
from indexer.document import Card
from indexer.index.card_filter import CARD_FACETS, VALUE, Pairs, Value, ordered_values
from indexer.index.opensearch.connection import Connection
from indexer.index.opensearch.layout.mapping import LONG, card_of
from indexer.index.opensearch.layout.substrings import Condition

SIZE = 1_000
"""Values asked for at once. Of more than that several shards would tell wrong numbers: those are gone through."""
PAGE = 10_000
NOT_KNOWN = -1
"""The year of a report without one."""


def facets(
    connection: Connection, index: str, answers: Condition, told: Mapping[str, Any], beside: Iterable[Card] = ()
) -> dict[str, Pairs]:
    """For each facet its values among the reports that answer, as `told` by `counting`; cards `beside` count, too."""
    others = list(beside)
    counted: dict[str, Pairs] = {}
    for name in CARD_FACETS:
        found = told[name]
        whole = not found["sum_other_doc_count"] and not found["doc_count_error_upper_bound"]
        buckets = found["buckets"] if whole else _all(connection, index, answers, name)
        values: Counter[Value] = Counter(VALUE[name](card) for card in others)
        for bucket in buckets:
            values[_value(connection, index, name, bucket["key"])] += bucket["doc_count"]
        counted[name] = ordered_values(name, values)
    return counted


def counting() -> dict[str, Any]:
    """The aggregations that count the facets of a card."""
    return {name: {"terms": {"field": f"facet.{name}", "size": SIZE, **_missing(name)}} for name in CARD_FACETS}


def _missing(name: str) -> dict[str, object]:
    return {"missing": NOT_KNOWN} if name == "year" else {"missing": ""}


def _all(connection: Connection, index: str, answers: Condition, name: str) -> Iterator[Mapping[str, Any]]:
    """The values in their order, by pages."""
    source = {"value": {"terms": {"field": f"facet.{name}", "missing_bucket": True}}}
    composite: dict[str, Any] = {"size": PAGE, "sources": [source]}
    while True:
        deadline.check()
        body = {"size": 0, "track_total_hits": False, "query": answers, "aggs": {"all": {"composite": composite}}}
        told = connection.search(f"/{index}/_search", body)["aggregations"]["all"]
        for bucket in told["buckets"]:
            yield {"key": bucket["key"]["value"], "doc_count": bucket["doc_count"]}
        if "after_key" not in told:
            return
        composite["after"] = told["after_key"]


def _value(connection: Connection, index: str, name: str, key: str | int | None) -> Value:
    """What a report's card has there."""
    if key in (None, "", NOT_KNOWN):
        return None
    if not isinstance(key, str) or not key.startswith(LONG):
        return key
    body = {"size": 1, "query": {"term": {f"facet.{name}": key}}, "_source": ["card"]}
    hits = connection.search(f"/{index}/_search", body)["hits"]["hits"]
    return getattr(card_of(hits[0]["_source"]), name) if hits else key
