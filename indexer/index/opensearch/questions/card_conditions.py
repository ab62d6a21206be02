"""What a report's card decides, as conditions of the cluster: fields of a query (`Face`), filters of a request."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from indexer.index.card_filter import narrows, stretches
from indexer.index.opensearch.layout.mapping import alike, value_token
from indexer.index.opensearch.layout.substrings import Condition, phrase_query
from indexer.query.model import Dates, Face, Field, Known, Periods, Years
from indexer.query.nodes.fields import MONTHS

LIVE: Condition = {"exists": {"field": "length"}}
"""Every report, without the marks of what is gone and without the state."""
TERMS = 50_000
"""Values of one `terms` condition; the cluster takes 65,536."""
_FACES = {"标题": "title", "单位": "unit", "述职人": "person", "类型": "type", "文号": "number"}
_KNOWN = {
    **{name: f"face.{attribute}" for name, attribute in _FACES.items()},
    "年": "facet.year",
    "报告期": "facet.period",
    "成文日期": "date",
}


def face(query: Face) -> Condition | None:
    """The reports whose card meets the condition; None for a kind that is not known here."""
    if isinstance(query, Known):
        return _known(query)
    if not isinstance(query, Field):
        return None
    if isinstance(query.value, Years):
        return _range("facet.year", query.value.first, query.value.last)
    if isinstance(query.value, Dates):
        return _range("date", *query.value.days)
    if isinstance(query.value, Periods):
        named = {query.value.first, query.value.last} - {None}
        held = [period for period in {*MONTHS, *named} if period is not None and query.value.holds(period)]
        return {"terms": {"facet.period": sorted(held)}}
    if query.name == "格式":
        return {"term": {"facet.format": query.value.text}}
    attribute = _FACES[query.name]
    return phrase_query(alike(attribute, query.value.text), f"face.{attribute}")


def allowed(filters: Mapping[str, Collection[str]]) -> list[Condition]:
    """The filters of a question, as `card_filter.failing` takes them."""
    return [_filter(name, values) for name, values in filters.items() if narrows(name, values)]


def _known(query: Known) -> Condition:
    there: Condition = {"exists": {"field": _KNOWN[query.name]}}
    derived = [{"term": {"derived": True}}] if query.name == "标题" else []
    held: Condition = {"bool": {"filter": [there], "must_not": derived}}
    return held if query.known else {"bool": {"filter": [LIVE], "must_not": [held]}}


def _range(field: str, first: int | str | None, last: int | str | None) -> Condition:
    """The values from `first` to `last`; all that is known where both ends are open."""
    ends = {name: value for name, value in (("gte", first), ("lte", last)) if value is not None}
    return {"range": {field: ends}} if ends else {"exists": {"field": field}}


def _filter(name: str, values: Collection[str]) -> Condition:
    """One filter; "" stands for not known."""
    if name in ("id", "topic"):
        return _among("id", sorted(values))
    if name == "date":
        asked = [_range("date", *stretch.days) for stretch in stretches(tuple(values))]
        field = "date"
    elif name in ("year", "year_about"):
        field = "facet.year" if name == "year" else name
        asked = [_among(field, [int(value) for value in values if _is_number(value)])]
    else:
        field = f"facet.{name}"
        asked = [_among(field, sorted(map(value_token, values)))]
    if "" in values:
        asked.append({"bool": {"filter": [LIVE], "must_not": [{"exists": {"field": field}}]}})
    return {"bool": {"should": asked, "minimum_should_match": 1}}


def _among(field: str, values: Sequence[str | int]) -> Condition:
    parts = [{"terms": {field: list(values[at : at + TERMS])}} for at in range(0, len(values), TERMS)]
    return {"bool": {"should": parts, "minimum_should_match": 1}} if parts else {"match_none": {}}


def _is_number(value: str) -> bool:
    """Is it a year as a card is compared by it?"""
    return value.isascii() and value.isdecimal() and str(int(value)) == value and len(value) < 10
