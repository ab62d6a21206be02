"""A question as a condition of the cluster: which reports match. No requests.

What cannot be said there exactly (scopes, gaps, neighbours, parts and sections of the outline) is None: of it the
engine proposes what is necessary, and the text decides. Conditions are filters: nothing here ranks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from indexer.index.opensearch import card_conditions
from indexer.index.opensearch.mapping import BREAK
from indexer.index.opensearch.substrings import NOTHING, Condition, phrase_query, sayable
from indexer.query.model import All, Any, Face, Not, Phrase, Query, Words


def condition(query: Query) -> Condition | None:
    """The reports that match `query`, these and no others; None where the cluster cannot say it."""
    if query.asks_outline:
        return None
    if isinstance(query, Phrase):
        return phrase_query(query.text)
    if isinstance(query, Face):
        return card_conditions.face(query)
    if isinstance(query, Not):
        item = condition(query.item)
        return None if item is None else {"bool": {"filter": [card_conditions.LIVE], "must_not": [item]}}
    if isinstance(query, All | Any):
        items = [condition(item) for item in query.items]
        said = [item for item in items if item is not None]
        if len(said) < len(items):
            return None
        return every(said) if isinstance(query, All) else either(said)
    return _words(query) if isinstance(query, Words) else None


def proposed(query: Query) -> Condition:
    """The reports that may match: what is said exactly of any part of the query, of the rest what is necessary."""
    exact = condition(query)
    if exact is not None:
        return exact
    if isinstance(query, All) and not query.asks_outline:
        return every(map(proposed, query.items))
    if isinstance(query, Any) and not query.asks_outline:
        return either(map(proposed, query.items))
    needed = query.necessary()
    return card_conditions.LIVE if needed is None or needed == query else proposed(needed)


def every(items: Iterable[Condition]) -> Condition:
    """The condition that all of the items are met."""
    return {"bool": {"filter": list(items)}}


def either(items: Iterable[Condition]) -> Condition:
    """The condition that any of the items is met."""
    return {"bool": {"should": list(items), "minimum_should_match": 1}}


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
