"""The order of a list of reports: by relevance, age or places. What relevance is, the engine and `nearness` say."""

from __future__ import annotations

from collections.abc import Mapping

from indexer.document import UNDATED, Card, age
from indexer.search.answer import Sort


def ordered(sort: Sort, counts: Mapping[str, int], cards: Mapping[str, Card], scores: Mapping[str, float]) -> list[str]:
    """The ids of `counts` in that order; ties go to the newer, then to the id: pages never shuffle."""
    ids = sorted(report_id for report_id in counts if report_id in cards)
    ids.sort(key=lambda report_id: age(cards[report_id]), reverse=True)
    if sort == "oldest":
        ids.sort(key=lambda report_id: age(cards[report_id]))
        ids.sort(key=lambda report_id: age(cards[report_id]) == UNDATED)
    elif sort == "matches":
        ids.sort(key=lambda report_id: counts[report_id], reverse=True)
    elif sort == "relevance":
        ids.sort(key=lambda report_id: scores.get(report_id, 0.0), reverse=True)
    return ids
