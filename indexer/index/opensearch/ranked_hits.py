"""Hits of a page as rows: frequencies by their names, the score made again in 64 bits, step for step as `ranking` does.

The cluster's score has 32 bits: what it holds for equal may differ. So more hits than are shown are fetched on either
side and put in order here; where all of these are as good as the last one shown, still more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from indexer.document import Card
from indexer.index import ranking
from indexer.index.opensearch.hits import Hit
from indexer.index.opensearch.layout import mapping
from indexer.index.opensearch.layout.substrings import tokens
from indexer.index.opensearch.questions.plan import Plan
from indexer.index.opensearch.questions.scripts import Rarities

NEAR = 1e-6
"""Two scores of 32 bits that differ by less than this part may stand in the wrong order."""


@dataclass(frozen=True, slots=True)
class Row:
    """A hit: `phrases` and `words` in the order of the plan, how often each stands there; `titled` those in the title.

    `told` is the cluster's own score, `score` that of 64 bits, `age` as the mapping has it (-1: not known).
    `card` where it was asked for. `parts`: its marks by part, where they were counted on the text.
    """

    id: str
    card: Card | None
    age: int
    told: float
    phrases: tuple[int, ...]
    words: tuple[int, ...]
    titled: tuple[bool, ...]
    length: int
    title_length: int
    matches: int
    score: float = 0.0
    parts: tuple[tuple[str | None, int], ...] = ()

    @property
    def features(self) -> tuple[object, ...]:
        """What its score depends on."""
        return self.phrases, self.words, self.titled, self.length, self.title_length if any(self.titled) else 0


def row_of(hit: Hit, plan: Plan) -> Row:
    """A hit as a row, its score not yet made."""
    named: Mapping[str, float] = hit.get("matched_queries") or {}
    fields = hit.get("fields", {})
    texts = plan.texts
    return Row(
        id=hit["sort"][-1],
        card=mapping.card_of(hit["_source"]) if "_source" in hit else None,
        age=fields.get("age", [-1])[0],
        told=hit.get("_score") or 0.0,
        phrases=tuple(round(named.get(f"p{at}", 0.0) / tokens(text)) for at, text in enumerate(texts)),
        words=tuple(round(named.get(f"w{at}", 0.0)) for at in range(len(plan.words))),
        titled=tuple(f"t{at}" in named for at in range(len(texts))),
        length=fields.get("length", [0])[0],
        title_length=fields.get("title_length", [0])[0],
        matches=matches_of(hit, plan),
    )


def matches_of(hit: Hit, plan: Plan) -> int:
    """The number of marks, as far as the cluster can count them."""
    named = hit.get("matched_queries") or {}
    return sum(
        round(named.get(plan.name(marks), 0.0) / tokens(marks.text))
        for at, marks in enumerate(plan.marks)
        if not marks.where or f"m{at}" in named
    )


def counted_on_text(row: Row, hit: Hit, plan: Plan) -> Row | None:
    """The same with what its text says, None where that does not answer: the cluster counts overlapping places, too."""
    document, question = mapping.document_of_source(mapping.card_of(hit["_source"]), hit["_source"]), plan.question
    if plan.unsettled is not None and not question.query.matches(document):
        return None
    phrases = tuple(sum(passage.count(text) for passage in document.passages) for text in plan.texts)
    places = (question.query.spans(document) or ()) if question.counts_places else ()
    parts = Counter(document.part(place.passage, place.start) for place in places)
    return replace(row, phrases=phrases, matches=len(places), parts=tuple(parts.items()))


def scored(row: Row, plan: Plan, rarities: Rarities) -> Row:
    """With the score that any engine gives."""
    score, numbers = 0.0, {text: at for at, text in enumerate(plan.texts)}
    for text in plan.phrases:
        rarity, at = rarities.phrases[text], numbers[text]
        if times := row.phrases[at]:
            score += _bm25(1.0 * rarity, times, row.length, rarities)
        if row.titled[at]:
            score += ranking.TITLE * rarity * (1 + len(text) / row.title_length)
    for word, times in zip(plan.words, row.words, strict=True):
        if times:
            score += _bm25(ranking.WORDS * rarities.words[word], times, row.length, rarities)
    return replace(row, score=score)


def _bm25(worth: float, times: int, length: int, rarities: Rarities) -> float:
    return worth * times * (ranking.K1 + 1) / (times + rarities.fixed + rarities.slope * length)


def in_order(rows: Sequence[Row], order: str) -> list[Row]:
    """Rows in the order that a page has, ties as everywhere."""
    found = sorted(rows, key=lambda row: row.id)
    if order == "oldest":
        return sorted(found, key=lambda row: (row.age < 0, row.age))
    found.sort(key=lambda row: row.age, reverse=True)
    if order == "matches":
        found.sort(key=lambda row: row.matches, reverse=True)
    elif order == "relevance":
        found.sort(key=lambda row: row.score, reverse=True)
    return found


def settled(rows: Sequence[Row], start: int, stop: int, *, first: bool, last: bool) -> bool:
    """Is the stretch [start, stop) of `rows`, as they came, one that no row outside can belong to?

    `first`, `last`: nothing comes before, behind. Rows of equal features are in their order whatever the bits.
    """
    if not rows or start >= len(rows):
        return True
    stop = min(stop, len(rows))
    before = first or _apart(rows[: start + 1])
    return before and (last or _apart(rows[stop - 1 :]))


def _apart(rows: Sequence[Row]) -> bool:
    """Do the two ends differ by more than a rounding, or are all of them alike?"""
    if abs(rows[0].told - rows[-1].told) > NEAR * max(abs(rows[0].told), abs(rows[-1].told)):
        return True
    return len(rows) > 1 and len({row.features for row in rows}) == 1
