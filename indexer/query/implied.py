"""What holds of folded text wherever a query matches a text that is compared otherwise (逐字, 忽略标点).

Engines hold folded text, so they propose by this, and the texts decide.

Passages are the same under any fold; sentences, distances, and where parts and sections begin may not be. So what has
to stand in one sentence, or near to each other, stands in one passage, and parts and sections are left to the texts.
"""

from __future__ import annotations

from collections.abc import Callable

from indexer.query.model import All, Any, Except, Face, Gapped, Near, Phrase, Query, Scope, Words, all_of

Folded = Callable[[Phrase], Query]
"""What folded text holds in one passage where a phrase stands under the other fold."""


def implied(query: Query, folded: Folded) -> Query | None:
    """The condition; None where nothing is known of the report."""
    if isinstance(query, Phrase):
        return _in_passage([query], folded)
    if isinstance(query, Gapped):
        return _in_passage(query.pieces, folded)
    if isinstance(query, Words):
        return _in_passage([Phrase(word, word) for word in query.words], folded)
    if isinstance(query, Except):
        return implied(query.wording, folded)
    if isinstance(query, Near):
        return _scoped(_all([implied(wording, folded) for wording in query.wordings]))
    if isinstance(query, Scope):
        inner = implied(query.item, folded)
        return inner if query.name == "同节" else _scoped(inner)
    if isinstance(query, All):
        return _all([implied(item, folded) for item in query.items])
    if isinstance(query, Any):
        found = [implied(item, folded) for item in query.items]
        told = [item for item in found if item is not None]
        return Any(tuple(told)) if len(told) == len(found) else None
    return query if isinstance(query, Face) else None


def as_it_stands(phrase: Phrase) -> Query:
    """For 逐字: what stands there letter for letter stands there folded."""
    return phrase


def in_characters(phrase: Phrase) -> Query:
    """For 忽略标点: its characters, between any two of which punctuation may stand."""
    return all_of([Phrase(character, character) for character in dict.fromkeys(phrase.text)])


def _in_passage(phrases: list[Phrase] | tuple[Phrase, ...], folded: Folded) -> Query:
    found = all_of([folded(phrase) for phrase in phrases])
    return found if isinstance(found, Phrase) else Scope("同段", found)


def _scoped(query: Query | None) -> Query | None:
    return query if query is None or isinstance(query, Phrase | Face) else Scope("同段", query)


def _all(items: list[Query | None]) -> Query | None:
    known = [item for item in items if item is not None]
    return all_of(known) if known else None
