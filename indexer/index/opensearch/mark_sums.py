"""Marks summed on the cluster: all of them, those of each year, those in each part. One request each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from indexer.index.opensearch.facet_buckets import NOT_KNOWN
from indexer.index.opensearch.hits import Hit
from indexer.index.opensearch.layout.substrings import Condition
from indexer.index.opensearch.layout.text_division import FIELDS
from indexer.index.opensearch.questions.counted_marks import Marks
from indexer.index.opensearch.questions.scripts import by_years, summing

Searches = Callable[[Sequence[Mapping[str, object]]], Sequence[Hit]]
"""Several searches in one request."""


def total(told: Iterable[Hit]) -> int:
    """What the answers to `summing` add up to."""
    return sum(_sum(one["aggregations"]) for one in told)


def of_years(searches: Searches, marks: Sequence[Marks], answers: Condition) -> Counter[int | None]:
    """By the known year of the reports; None: not known."""
    counted: Counter[int | None] = Counter()
    for told in searches([by_years(one, answers) for one in marks]) if marks else ():
        for bucket in told["aggregations"]["years"]["buckets"]:
            counted[None if bucket["key"] == NOT_KNOWN else int(bucket["key"])] += _sum(bucket)
    return counted


def of_parts(searches: Searches, marks: Sequence[Marks], answers: Condition) -> Counter[str | None]:
    """In the passages of each part that has a field."""
    asked = [(part, replace(one, parts=(part,))) for part in FIELDS for one in marks]
    counted: Counter[str | None] = Counter()
    for (part, _), told in zip(asked, searches([summing(one, answers) for _, one in asked]), strict=True):
        counted[part] += _sum(told["aggregations"])
    return counted


def _sum(told: Mapping[str, Mapping[str, float]]) -> int:
    return round(float(told["matches"]["value"]))
