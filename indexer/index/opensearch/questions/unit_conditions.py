"""What is asked of sentences, passages and parts of the outline, as conditions of the cluster. No requests.

What it cannot say exactly of a few reports is `unsettled`: those that were not divided, and those in which a phrase
stands where the part changes. Their texts decide.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from indexer.index.opensearch.layout.substrings import NOTHING, Condition, either, every, phrase_query
from indexer.index.opensearch.layout.text_division import FIELDS, PASSAGE, SENTENCE, TORN, UNITS
from indexer.query.model import PARTS, All, Any, Near, Not, Phrase, Query, Scope
from indexer.query.nodes.parts import OUTSIDE
from indexer.query.nodes.proximity import MAX_GAP, Gapped

UNDIVIDED: Condition = {"term": {"undivided": True}}
_TEXT = f"{UNITS}.t"


def unit(scope: Scope) -> Condition | None:
    """The units, as nested documents, that answer by themselves; None where the cluster cannot say it.

    A wording has to stand in each: then no empty passage is one.
    """
    if scope.name not in (SENTENCE, PASSAGE) or scope.item.necessary() is None:
        return None
    inside = _inside(scope.item)
    return None if inside is None else every([{"term": {f"{UNITS}.of": scope.name}}, inside])


def in_units(scope: Scope) -> Condition | None:
    """The reports with a unit that answers."""
    asked = unit(scope)
    return None if asked is None else {"nested": {"path": UNITS, "query": asked}}


def in_units_counted(text: str, asked: Condition, name: str = "") -> Condition:
    """The reports in which the phrase stands in units that meet `asked`; the score is that of all places in them."""
    counted = {"bool": {"must": [phrase_query(text, _TEXT)], "filter": [asked]}}
    return {"nested": {"path": UNITS, "query": counted, "score_mode": "sum", **({"_name": name} if name else {})}}


def in_parts(text: str, parts: Collection[str], name: str = "") -> Condition:
    """The reports in which the phrase stands in passages of these parts; the score is that of all places in them."""
    fields = [phrase_query(text, FIELDS[part]) for part in PARTS if part in parts]
    return {"bool": {"should": fields, "minimum_should_match": 1, **({"_name": name} if name else {})}}


def chosen(query: All) -> tuple[str, ...]:
    """The parts that all choices of it take."""
    choices = [item for item in query.items if item.picks]
    return tuple(part for part in PARTS if all(choice.at_part(None if part == OUTSIDE else part) for choice in choices))


def has_room(parts: Collection[str]) -> Condition:
    """The reports that have text in any of the parts."""
    return {"terms": {"parts": sorted(parts)}}


def unsettled(query: Query) -> list[Condition]:
    """One of these holds of every report of which the cluster's answer to a part of the query may be wrong."""
    return list(_unsettled(query))


def _unsettled(query: Query) -> Iterator[Condition]:
    if isinstance(query, Scope):
        yield UNDIVIDED
    elif isinstance(query, Not):
        yield from _unsettled(query.item)
    elif isinstance(query, All | Any):
        if isinstance(query, All) and query.asks_text and any(item.picks for item in query.items):
            yield from (phrase_query(text, TORN) for text in _texts(query))
        for item in query.items:
            yield from _unsettled(item)


def _texts(query: Query) -> Iterator[str]:
    """Of all phrases in it, those that are excluded, too."""
    if isinstance(query, Phrase):
        yield query.text
    elif isinstance(query, Not):
        yield from _texts(query.item)
    elif isinstance(query, All | Any):
        for item in query.items:
            yield from _texts(item)


def _inside(query: Query) -> Condition | None:
    """What one unit has to hold."""
    if isinstance(query, Phrase):
        return phrase_query(query.text, _TEXT) if len(query.text) > 1 else None
    if isinstance(query, Not):
        item = _inside(query.item)
        return None if item is None else {"bool": {"must_not": [item]}}
    if isinstance(query, All | Any):
        items = [_inside(item) for item in query.items]
        said = [item for item in items if item is not None]
        if len(said) < len(items):
            return None
        return every(said) if isinstance(query, All) else either(said)
    return None


def near(query: Near) -> Condition:
    """What is necessary for a chain: each two neighbours in one passage, near enough."""
    pairs = zip(query.wordings, query.wordings[1:], query.distances, strict=False)
    return every([_beside([one, other], distance, ordered=False) for one, other, distance in pairs])


def gapped(query: Gapped) -> Condition:
    """What is necessary for the pieces of a gapped wording: in order, in one passage, near enough."""
    return _beside(query.pieces, MAX_GAP * (len(query.pieces) - 1), ordered=True)


def _beside(wordings: Sequence[Query], distance: int, *, ordered: bool) -> Condition:
    """Each two characters are a token: between two wordings stands one token more than characters."""
    texts = [wording.text for wording in wordings if isinstance(wording, Phrase)]
    if len(texts) < len(wordings):
        needed = [item for item in (wording.necessary() for wording in wordings) if isinstance(item, Phrase)]
        return every([phrase_query(item.text) for item in needed])
    phrases = [phrase_query(text) for text in texts]
    if NOTHING in phrases or any(len(text) < 2 for text in texts):
        return every(phrases)
    rules = [{"match": {"query": text, "max_gaps": 0, "ordered": True}} for text in texts]
    gaps = {"max_gaps": distance + len(texts) - 1, "ordered": ordered}
    return every([*phrases, {"intervals": {"text": {"all_of": {"intervals": rules, **gaps}}}}])
