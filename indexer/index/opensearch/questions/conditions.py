"""A question as a condition of the cluster: which reports match. No requests.

What cannot be said there exactly (sections, gaps, neighbours, some choices of parts) is None: of it the engine proposes
what is necessary, and the text decides. What it says of all reports but a few is told by `unit_conditions.unsettled`.
Conditions are filters: nothing here ranks.
"""

from __future__ import annotations

from collections.abc import Sequence

from indexer.index.opensearch.layout.mapping import BREAK
from indexer.index.opensearch.layout.substrings import NOTHING, Condition, either, every, phrase_query, sayable
from indexer.index.opensearch.questions import card_conditions, unit_conditions
from indexer.query.model import All, Any, Face, Gapped, Near, Not, Part, Phrase, Query, Scope, Words
from indexer.query.nodes.parts import OUTSIDE, PARTS


def condition(query: Query) -> Condition | None:
    """The reports that match `query`, unsettled ones left aside; None where the cluster cannot say it."""
    return asked_of(query, None)


def proposed(query: Query) -> Condition:
    """The reports that may match: what is said exactly of any part of the query, of the rest what is necessary."""
    exact = condition(query)
    if exact is not None:
        open_ones = unit_conditions.unsettled(query)
        return either([exact, every([either(open_ones), necessary(query)])]) if open_ones else exact
    if isinstance(query, All) and narrows(query):
        texts = (item for item in query.items if not item.picks)
        return every([unit_conditions.has_room(unit_conditions.chosen(query)), *map(necessary, texts)])
    if isinstance(query, All):
        return every(map(proposed, query.items))
    if isinstance(query, Any):
        return either(map(proposed, query.items))
    if isinstance(query, Near):
        return unit_conditions.near(query)
    if isinstance(query, Gapped):
        return unit_conditions.gapped(query)
    return necessary(query)


def necessary(query: Query) -> Condition:
    """What holds of every report that matches in whatever part of its text, as far as phrases and fields tell it."""
    exact = condition(query) if isinstance(query, Phrase | Face) else None
    if exact is not None:
        return exact
    needed = query.necessary()
    return card_conditions.LIVE if needed is None or needed == query else proposed(needed)


def narrows(query: All) -> bool:
    """Do choices of parts narrow what stands beside them?"""
    return query.asks_text and any(item.picks for item in query.items)


def asked_of(query: Query, parts: Sequence[str] | None) -> Condition | None:
    """The same with the parts in which places have to begin to count; None for anywhere."""
    if isinstance(query, Phrase):
        return _phrase(query, parts)
    if isinstance(query, Face):
        return card_conditions.face(query)
    if isinstance(query, Part):
        among = [part for part in (PARTS if parts is None else parts) if part == query.name]
        return unit_conditions.has_room(among)
    if isinstance(query, Not):
        item = asked_of(query.item, parts)
        return None if item is None else {"bool": {"filter": [card_conditions.LIVE], "must_not": [item]}}
    if isinstance(query, All | Any):
        return _joined(query, parts)
    if isinstance(query, Scope) and parts is None:
        return unit_conditions.in_units(query)
    return _words(query) if isinstance(query, Words) and parts is None else None


def _phrase(query: Phrase, parts: Sequence[str] | None) -> Condition | None:
    if parts is None:
        return phrase_query(query.text)
    if OUTSIDE in parts or len(query.text) < 2:
        return None
    return unit_conditions.in_parts(query.text, parts) if parts else NOTHING


def _joined(query: All | Any, parts: Sequence[str] | None) -> Condition | None:
    """Choices of parts narrow what stands beside them."""
    items, room = query.items, list[Condition]()
    if isinstance(query, All) and narrows(query):
        taken = unit_conditions.chosen(query)
        parts = [part for part in taken if parts is None or part in parts]
        items, room = tuple(item for item in items if not item.picks), [unit_conditions.has_room(parts)]
    found = [asked_of(item, parts) for item in items]
    said = [item for item in found if item is not None]
    if len(said) < len(found):
        return None
    return every([*room, *said]) if isinstance(query, All) else either(said)


def _words(query: Words) -> Condition | None:
    """All words in one passage, and the phrase nowhere. A single character is no token of the field of pairs."""
    if not all(map(sayable, query.words)):
        return NOTHING
    if any(len(word) < 2 for word in query.words):
        return None
    return {"bool": {"filter": [_together(query.words)], "must_not": [phrase_query(query.phrase.text)]}}


def _together(words: Sequence[str]) -> Condition:
    """A stretch of text with all of them and no break between two passages.

    The necessary words stand beside it, so that no place is looked at of a report that lacks one.
    """
    if len(words) == 1:
        return phrase_query(words[0])
    rules = [{"match": {"query": word, "max_gaps": 0, "ordered": True}} for word in words]
    inside = {"filter": {"not_containing": {"match": {"query": BREAK, "max_gaps": 0, "ordered": True}}}}
    stretch = {"intervals": {"text": {"all_of": {"intervals": rules, "ordered": False, **inside}}}}
    return every([*map(phrase_query, words), stretch])
