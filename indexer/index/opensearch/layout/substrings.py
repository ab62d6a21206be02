"""The substring search in fields of pairs: queries by phrase and word, how a score tells a frequency. No requests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from indexer.index.opensearch.layout.mapping import word_token

Condition = Mapping[str, Any]

NOTHING: Condition = {"match_none": {}}


def phrase_query(text: str, field: str = "text", name: str = "") -> Condition:
    """The substring search for a folded phrase in a field of pairs; under `name` a hit tells its score."""
    if not sayable(text):
        return NOTHING
    named = {"_name": name} if name else {}
    if len(text) == 1:
        return {"term": {f"{field}.one": {"value": text, **named}}}
    return {"match_phrase": {field: {"query": text, **named}}}


def word_query(word: str, name: str = "") -> Condition:
    """The reports for which a word counts."""
    if not sayable(word):
        return NOTHING
    return {"term": {"words": {"value": word_token(word), **({"_name": name} if name else {})}}}


def tokens(text: str) -> int:
    """How many tokens a phrase has: its score is so many times its frequency."""
    return max(1, len(text) - 1)


def sayable(text: str) -> bool:
    """A lone surrogate is in no text, and no JSON can say it."""
    return bool(text) and not any("\ud800" <= character <= "\udfff" for character in text)


def overlapped(text: str) -> list[str]:
    """The wordings in which a phrase overlaps itself: one of them stands wherever the cluster counts too many places.

    It counts overlapping places, `str.count` does not.
    """
    found: list[str] = []
    for shift in range(1, len(text)):
        if text.startswith(text[shift:]):
            longer = text + text[-shift:]
            if not any(shorter in longer for shorter in found):
                found.append(longer)
    return found


def every(items: Iterable[Condition]) -> Condition:
    """The condition that all of the items are met."""
    return {"bool": {"filter": list(items)}}


def either(items: Iterable[Condition]) -> Condition:
    """The condition that any of the items is met."""
    return {"bool": {"should": list(items), "minimum_should_match": 1}}
