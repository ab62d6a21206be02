"""What holds in one sentence, one passage or one section: 同句, 同段, 同节. Wordings in relation: `within`.

A sentence ends at `。 ! ? ;` of the folded text, so that ； and ; end it alike, and takes a closing mark behind them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from indexer.document import Document, Place
from indexer.query.nodes.boolean import (
    All,
    Any,
    Not,
    all_of,
    musts,
    with_all,
)
from indexer.query.nodes.counts import Counter, in_scope
from indexer.query.nodes.node import Finder, Query, Terms, numbered
from indexer.query.nodes.occurrences import leftmost_longest
from indexer.query.nodes.phrase import Phrase
from indexer.query.nodes.term import Refold, Term

_SENTENCE = re.compile("[^。!?;]*[。!?;]+[”’」』》〉)\\]】〕]*|[^。!?;]+\\Z")
Units = Iterator[tuple[int, int, Document]]
"""Units as documents of their own: the index of the passage and the code point at which each begins."""


def _sentences(document: Document, needed: Sequence[str], indices: Sequence[int]) -> Units:
    for index in indices:
        passage = document.passages[index]
        for sentence in _SENTENCE.finditer(passage):
            start, end = sentence.span()
            if _holds(passage, needed, start, end):
                yield index, start, document.piece(index, start, end)


def _holds(passage: str, needed: Sequence[str], start: int, end: int) -> bool:
    for text in needed:  # noqa: SIM110 # asked of every sentence: a generator takes three times as long
        if passage.find(text, start, end) < 0:
            return False
    return True


def _passages(document: Document, _: Sequence[str], indices: Sequence[int]) -> Units:
    return ((index, 0, document.run(index, index + 1)) for index in indices)


UNITS: Mapping[str, Callable[[Document, Sequence[str], Sequence[int]], Units]] = {"同句": _sentences, "同段": _passages}


@dataclass(frozen=True, slots=True)
class Scope(Query):
    """`item`, asked of each sentence (同句), passage (同段) or section (同节) by itself.

    A section reaches from one heading of the outline to the next, whatever their levels.
    """

    name: str
    item: Query

    def finder(self) -> Finder:
        """Of each report the places in the units that answer, () where these make no marks; None where none answers."""
        terms = numbered(self)
        texts, needed = self._texts_alone(terms), musts(self.item)

        def find(document: Document) -> tuple[Place, ...] | None:
            if texts is None or document.choices:
                return self._in_units(document, terms)
            standing = list(self._standing(document, texts, needed))
            return leftmost_longest(chain.from_iterable(standing)) if standing else None

        return find

    def _in_units(self, document: Document, terms: Terms) -> tuple[Place, ...] | None:
        answered = False
        found: list[Place] = []
        for index, start, unit in self._units(document):
            if self.item.matches(unit):
                answered = True
                found.extend(self._marks(index, start, unit, terms))
        return leftmost_longest(found) if answered else None

    def _texts_alone(self, terms: Terms) -> Mapping[str, int] | None:
        """The texts that all have to stand in a sentence or passage, by their terms; None where more is asked."""
        items = self.item.items if isinstance(self.item, All) else (self.item,)
        if self.name == "同节" or not all(isinstance(item, Phrase) for item in items):
            return None
        return {phrase.text: term for phrase, term in terms.items()}

    def _standing(self, document: Document, texts: Mapping[str, int], needed: Sequence[str]) -> Iterator[list[Place]]:
        """For each sentence or passage with all of the texts, where they stand: found without a document of its own."""
        for index in with_all(document.passages, needed):
            passage = document.passages[index]
            units = [(0, len(passage))] if self.name == "同段" else map(re.Match.span, _SENTENCE.finditer(passage))
            for start, end in units:
                places: list[Place] = []
                for text, term in texts.items():
                    at = passage.find(text, start, end)
                    if at < 0:
                        break
                    while at >= 0:
                        places.append(Place(index + 1, at, at + len(text), term))
                        at = passage.find(text, at + 1, end)
                else:
                    yield places

    def counter(self) -> Counter:
        """Nothing but phrases, with and without, are counted straight from the texts of the units."""
        others = super(Scope, self).counter()
        items = self.item.items if isinstance(self.item, All) else (self.item,)
        needed = {one.text for one in items if isinstance(one, Phrase)}
        excluded = {one.item.text for one in items if isinstance(one, Not) and isinstance(one.item, Phrase)}
        if not needed or len(needed) + len(excluded) < len(set(items)):
            return others
        plain = in_scope(self.name, needed, excluded)
        return lambda document: others(document) if document.choices else plain(document)

    def matches(self, document: Document) -> bool:
        """Does any unit answer?"""
        return any(self.item.matches(unit) for _, _, unit in self._units(document))

    def candidates(self, document: Document, terms: Terms) -> Iterator[Place]:
        """The places in the units that answer."""
        for index, start, unit in self._units(document):
            if self.item.matches(unit):
                yield from self._marks(index, start, unit, terms)

    def _marks(self, index: int, start: int, unit: Document, terms: Terms) -> Iterator[Place]:
        for place in self.item.candidates(unit, terms):
            yield Place(index + place.passage, start + place.start, start + place.end, place.term)

    def _units(self, document: Document) -> Units:
        """All units, but for those without a wording that must stand in each."""
        needed = musts(self.item)
        if self.name != "同节":
            return UNITS[self.name](document, needed, with_all(document.passages, needed))
        return self._sections(document, needed)

    def _sections(self, document: Document, needed: Sequence[str]) -> Units:
        borders = list(document.sections())
        for text in needed:
            borders = [run for run in borders if any(text in document.passages[index] for index in range(*run))]
        for first, last in borders:
            yield first, 0, document.run(first, last)

    @property
    def phrases(self) -> tuple[Term, ...]:
        """Those of the item."""
        return self.item.phrases

    @property
    def asks_outline(self) -> bool:
        """Sections do, and what the item does."""
        return self.name == "同节" or self.item.asks_outline

    @property
    def asks_sentences(self) -> bool:
        """同句 does, and what the item does."""
        return self.name == "同句" or self.item.asks_sentences

    def mapped(self, change: Refold) -> Scope:
        """With the item changed."""
        return Scope(self.name, self.item.mapped(change))

    def necessary(self) -> Query | None:
        """What the item needs."""
        return self.item.necessary()

    def __str__(self) -> str:
        return f"{self.name}:({self.item})"


def scoped(name: str, query: Query) -> Query:
    """`query` with what it asks of the text asked of each unit `name` by itself, as if it had been typed so.

    Conditions on the report's face and choices of parts stay outside, and each alternative is asked by itself. What
    holds in one paragraph anyway, a wording alone, stays as it is.
    """
    if isinstance(query, Any):
        return Any(tuple(scoped(name, item) for item in query.items))
    if not isinstance(query, All):
        return query
    inside = [item for item in query.items if item.asks_text and not item.picks]
    outside = [item for item in query.items if not item.asks_text or item.picks]
    if not any(item.phrases for item in inside):
        return query
    within = scoped(name, inside[0]) if len(inside) == 1 else Scope(name, all_of(inside))
    return all_of([*outside, within])
