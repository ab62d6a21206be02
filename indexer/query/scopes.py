"""What holds in one sentence, one passage or one section: 同句, 同段, 同节. Wordings in relation: `within`.

A sentence ends at `。 ! ? ;` of the folded text, so that ； and ; end it alike, and takes a closing mark behind them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from indexer.document import Document, Place
from indexer.query.tree import All, Phrase, Query, Terms

_SENTENCE = re.compile("[^。!?;]*[。!?;]+[”’」』》〉)\\]】〕]*|[^。!?;]+\\Z")
Units = Iterator[tuple[int, int, Document]]
"""Units as documents of their own: the index of the passage and the code point at which each begins."""


def _sentences(document: Document) -> Units:
    for index, passage in enumerate(document.passages):
        for sentence in _SENTENCE.finditer(passage):
            yield index, sentence.start(), document.piece(index, *sentence.span())


def _passages(document: Document) -> Units:
    return ((index, 0, document.run(index, index + 1)) for index in range(len(document.passages)))


def _sections(document: Document) -> Units:
    return ((first, 0, document.run(first, last)) for first, last in document.sections())


UNITS: Mapping[str, Callable[[Document], Units]] = {"同句": _sentences, "同段": _passages, "同节": _sections}
"""The scopes there are, and how each divides a report."""


@dataclass(frozen=True, slots=True)
class Scope(Query):
    """`item`, asked of each sentence (同句), passage (同段) or section (同节) by itself.

    A section reaches from one heading of the outline to the next, whatever their levels.
    """

    name: str
    item: Query

    def matches(self, document: Document) -> bool:
        """Does any unit answer?"""
        return any(self.item.matches(unit) for _, _, unit in self._units(document))

    def candidates(self, document: Document, terms: Terms) -> Iterator[Place]:
        """The places in the units that answer."""
        for index, start, unit in self._units(document):
            if self.item.matches(unit):
                for place in self.item.candidates(unit, terms):
                    yield Place(index + place.passage, start + place.start, start + place.end, place.term)

    def _units(self, document: Document) -> Units:
        """All units, or fewer: those in passages without a wording that must stand in each are left out unread."""
        musts = _musts(self.item)
        if not musts:
            return UNITS[self.name](document)
        if not all(any(text in passage for passage in document.passages) for text in musts):
            return iter(())
        if self.name == "同节":
            return UNITS[self.name](document)
        return self._units_with(document, musts)

    def _units_with(self, document: Document, musts: Sequence[str]) -> Units:
        for index, passage in enumerate(document.passages):
            if all(text in passage for text in musts):
                for _, start, unit in UNITS[self.name](document.run(index, index + 1)):
                    yield index, start, unit

    @property
    def phrases(self) -> tuple[Phrase, ...]:
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

    def mapped(self, change: Callable[[Phrase], Phrase]) -> Scope:
        """With the item changed."""
        return Scope(self.name, self.item.mapped(change))

    def necessary(self) -> Query | None:
        """What the item needs."""
        return self.item.necessary()

    def __str__(self) -> str:
        return f"{self.name}:({self.item})"


def _musts(query: Query) -> tuple[str, ...]:
    """Wordings without which nothing matches."""
    needed = query.necessary()
    items = needed.items if isinstance(needed, All) else (needed,)
    return tuple(item.text for item in items if isinstance(item, Phrase))
