"""What the cluster computes for an order, a sum, a facet: bodies of searches. No requests.

There are four sources of scripts in all, and what differs between questions is a parameter: a cluster compiles 75 new
sources in five minutes and refuses the next one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from indexer.index import ranking
from indexer.index.opensearch.layout.substrings import Condition, either, phrase_query, tokens, word_query
from indexer.index.opensearch.questions.counted_marks import Marks
from indexer.index.opensearch.questions.plan import Plan

BM25 = (
    "double f = Math.round(_score / params.n);"
    " return params.r * f * params.up / (f + params.fixed + params.slope * doc['length'].value)"
)
TITLE = "params.r * (1 + params.m / doc['title_length'].value)"
FREQUENCY = "Math.round(_score / params.n)"
SUMMED = "Math.round(_score.doubleValue() / params.n)"

YEARS = 10_000
"""More than there are."""

Sort = list[dict[str, Any]]
_AGE: Mapping[str, Any] = {"order": "desc", "missing": "_last"}
SORTS: Mapping[str, Sort] = {
    "relevance": [{"_score": "desc"}, {"age": _AGE}, {"id": "asc"}],
    "matches": [{"_score": "desc"}, {"age": _AGE}, {"id": "asc"}],
    "newest": [{"age": _AGE}, {"id": "asc"}],
    "oldest": [{"age": {"order": "asc", "missing": "_last"}}, {"id": "asc"}],
}
"""Ties go to the newer report, then to the id."""


@dataclass(frozen=True, slots=True)
class Rarities:
    """The statistics of what is held: the rarity of each phrase and word, the average length of a report."""

    phrases: Mapping[str, float]
    words: Mapping[str, float]
    average: float

    @property
    def fixed(self) -> float:
        """What BM25 adds to a frequency whatever the report's length."""
        return ranking.K1 * (1 - ranking.B)

    @property
    def slope(self) -> float:
        """… and for each character of it."""
        return ranking.K1 * ranking.B / self.average if self.average else 0.0


def summing(marks: Marks, beside: Condition) -> dict[str, Any]:
    """A search that tells how many marks a phrase makes in the reports that meet `beside`."""
    script = {"source": SUMMED, "params": {"n": float(tokens(marks.text))}}
    query = {"bool": {"must": [marks.query()], "filter": [beside, *([either(marks.where)] if marks.where else [])]}}
    return {"size": 0, "track_total_hits": True, "query": query, "aggs": {"matches": {"sum": {"script": script}}}}


def by_years(marks: Marks, beside: Condition) -> dict[str, Any]:
    """The same for the reports of each year; -1 stands for those of which it is not known."""
    body = summing(marks, beside)
    years = {"field": "facet.year", "size": YEARS, "missing": -1}
    return {**body, "track_total_hits": False, "aggs": {"years": {"terms": years, "aggs": body["aggs"]}}}


def page_body(plan: Plan, rarities: Rarities | None, answers: Condition, *, alone: bool = False) -> dict[str, Any]:
    """A search for reports in order; each hit tells the frequency of every phrase and word by name.

    `alone`: the reports are those of the plan's one phrase that meet `answers`.
    """
    order = plan.question.order
    if rarities is None:
        clauses = _counting(plan, scored=order == "matches")
    else:
        narrower = [{"bool": {"filter": [marks.query(plan.name(marks))]}} for marks in plan.marks if not marks.anywhere]
        clauses = [*_ranking(plan, rarities), *narrower]
    where = [
        {"bool": {"filter": [either(marks.where)], "_name": f"m{at}"}}
        for at, marks in enumerate(plan.marks)
        if marks.where
    ]
    must = clauses[:1] if alone else []
    return {
        "track_total_hits": False,
        "track_scores": "_score" in SORTS[order][0],  # without it an order by scores is wrong in silence
        "query": {"bool": {"must": must, "filter": [answers], "should": [*clauses[len(must) :], *where]}},
        "sort": SORTS[order],
        "docvalue_fields": ["age", "length", "title_length"],
    }


def _ranking(plan: Plan, rarities: Rarities) -> list[Condition]:
    """The formula of `ranking`, in the cluster's 32 bits; hits are put in order here once more."""
    clauses: list[Condition] = []
    for at, text in enumerate(plan.texts):
        times = plan.phrases.count(text)  # typed in two ways it counts twice
        rarity = times * rarities.phrases[text]
        clauses.append(_scripted(phrase_query(text, name=f"p{at}"), BM25, _bm25(rarities, rarity, tokens(text))))
        titled = {"r": ranking.TITLE * rarity, "m": float(len(text))}
        clauses.append(_scripted(phrase_query(text, "face.title", name=f"t{at}"), TITLE, titled))
    for at, word in enumerate(plan.words):
        parameters = _bm25(rarities, ranking.WORDS * rarities.words[word], 1)
        clauses.append(_scripted(word_query(word, name=f"w{at}"), BM25, parameters))
    return clauses


def _counting(plan: Plan, *, scored: bool) -> list[Condition]:
    """What is counted; `scored`: the number of marks is the score."""
    clauses: list[Condition] = []
    for marks in plan.marks:
        named = marks.query(plan.name(marks))
        counted = _scripted(named, FREQUENCY, {"n": float(tokens(marks.text))}) if scored else named
        if marks.where and scored:
            counted = {"bool": {"must": [counted], "filter": [either(marks.where)]}}
        clauses.append(counted)
    return clauses


def _bm25(rarities: Rarities, rarity: float, times: int) -> dict[str, float]:
    fixed, slope = rarities.fixed, rarities.slope
    return {"n": float(times), "r": rarity, "up": ranking.K1 + 1, "fixed": fixed, "slope": slope}


def _scripted(query: Condition, source: str, parameters: Mapping[str, float]) -> Condition:
    return {"script_score": {"query": query, "script": {"source": source, "params": parameters}}}
