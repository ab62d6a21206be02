"""The first round trip of an answer: its totals, what stands beside its pages, the statistics that its order needs. No
requests.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from indexer.index import ranking
from indexer.index.opensearch import facet_buckets
from indexer.index.opensearch.hits import Hit
from indexer.index.opensearch.layout.substrings import NOTHING, Condition, either, every, phrase_query, word_query
from indexer.index.opensearch.layout.text_division import FIELDS, TORN
from indexer.index.opensearch.questions.card_conditions import LIVE
from indexer.index.opensearch.questions.plan import Plan
from indexer.index.opensearch.questions.scripts import Rarities, summing
from indexer.index.opensearch.questions.unit_conditions import has_room

Body = Mapping[str, Any]


def totals(plan: Plan, answers: Condition, beside: Condition) -> list[Body]:
    """The total first, with the facets where they are wanted; the sums last. One phrase's sum tells the total as well.

    `beside`: what holds beside the phrases that are summed.
    """
    sums: list[Body] = [summing(marks, beside) for marks in plan.marks]
    first, *others = sums if plan.alone else [counted(answers), *sums]
    if plan.question.facets:
        first = {**first, "aggs": {**first.get("aggs", {}), **telling(plan)}}
    return [first, *others]


def counted(answers: Condition) -> dict[str, Any]:
    """How many reports meet a condition."""
    return {"size": 0, "track_total_hits": True, "query": answers}


def telling(plan: Plan) -> dict[str, Any]:
    """Aggregations: facets, how many reports have parts, and how many have marks in torn passages."""
    torn = either(phrase_query(one.text, TORN) for one in plan.marks) if plan.marks else NOTHING
    return {**facet_buckets.counting(), "divided": {"filter": has_room(FIELDS)}, "torn": {"filter": torn}}


def statistics(plan: Plan) -> list[Body]:
    """What is held, its characters, and how many reports have each phrase and word that ranks; none where none does."""
    if plan.question.order != "relevance" or not (plan.phrases or plan.words):
        return []
    held = {**counted(every([LIVE, *plan.held])), "aggs": {"length": {"sum": {"field": "length"}}}}
    asked = [*map(phrase_query, () if _told_by_total(plan) else plan.texts), *map(word_query, plan.words)]
    return [held, *(counted(every([query, *plan.held])) for query in asked)]


def rarities(plan: Plan, total: Hit, told: Sequence[Hit]) -> Rarities | None:
    """From the answers to `statistics`, `total` that to the first of `totals`."""
    if not told:
        return None
    held, *others = told
    having = [total, *others] if _told_by_total(plan) else others
    reports = held["hits"]["total"]["value"]
    rare = [ranking.rarity(answer["hits"]["total"]["value"], reports) for answer in having]
    average = held["aggregations"]["length"]["value"] / reports if reports else 0.0
    texts = plan.texts
    return Rarities(
        dict(zip(texts, rare, strict=False)), dict(zip(plan.words, rare[len(texts) :], strict=True)), average
    )


def _told_by_total(plan: Plan) -> bool:
    """Do as many reports have the one phrase that ranks as answer?"""
    return plan.alone and len(plan.texts) == 1 and plan.beside == plan.held
