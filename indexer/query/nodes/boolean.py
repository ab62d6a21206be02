"""How queries are joined: all of them, any of them, not this one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from indexer.document import Document, Place
from indexer.query.nodes.counts import Counter, in_parts
from indexer.query.nodes.node import Query, Terms, Unmarked
from indexer.query.nodes.phrase import Phrase
from indexer.query.nodes.term import Refold, Term


@dataclass(frozen=True, slots=True)
class Not(Unmarked):
    """Reports that do not match `item`; without marks."""

    item: Query

    def matches(self, document: Document) -> bool:
        """Does the item not match?"""
        return not self.item.matches(document)

    @property
    def asks_outline(self) -> bool:
        """Does what is joined depend on where sections and parts begin?"""
        return self.item.asks_outline

    @property
    def asks_text(self) -> bool:
        """Is what is joined about the text at all?"""
        return self.item.asks_text

    @property
    def picks(self) -> bool:
        """All parts but those of a choice are a choice."""
        return self.item.picks

    def at_part(self, part: str | None) -> bool:
        """Where the item takes none."""
        return not self.item.at_part(part)

    def mapped(self, change: Refold) -> Not:
        """With the item changed."""
        return Not(self.item.mapped(change))

    @property
    def asks_sentences(self) -> bool:
        """Does what is joined depend on the marks that end sentences?"""
        return self.item.asks_sentences

    def __str__(self) -> str:
        return f"-{self.item.operand()}"


@dataclass(frozen=True, slots=True)
class Several(Query):
    """Two items or more; an item of the same kind is taken apart, so that equal meanings have one form."""

    items: tuple[Query, ...]

    def __post_init__(self) -> None:
        flat: list[Query] = []
        for item in self.items:
            flat.extend(item.items if type(item) is type(self) and isinstance(item, Several) else (item,))
        if len(flat) < 2:
            raise ValueError("a group has two items or more")
        object.__setattr__(self, "items", tuple(flat))

    @property
    def asks_outline(self) -> bool:
        """Does what is joined depend on where sections and parts begin?"""
        return any(item.asks_outline for item in self.items)

    @property
    def asks_text(self) -> bool:
        """Is what is joined about the text at all?"""
        return any(item.asks_text for item in self.items)

    @property
    def picks(self) -> bool:
        """Are all items choices of parts?"""
        return all(item.picks for item in self.items)

    @property
    def phrases(self) -> tuple[Term, ...]:
        """Those of all items."""
        return tuple(phrase for item in self.items for phrase in item.phrases)

    def candidates(self, document: Document, terms: Terms) -> Iterator[Place]:
        """The places of the items that match."""
        for item in self.items:
            if item.phrases and item.matches(document):
                yield from item.candidates(document, terms)

    def mapped(self, change: Refold) -> Query:
        """With each item changed."""
        return type(self)(tuple(item.mapped(change) for item in self.items))

    @property
    def asks_sentences(self) -> bool:
        """Does what is joined depend on the marks that end sentences?"""
        return any(item.asks_sentences for item in self.items)

    def operand(self) -> str:
        """The canonical form beside an operator: in brackets."""
        return f"({self})"


@dataclass(frozen=True, slots=True)
class All(Several):
    """Every item matches.

    Choices of parts (`部分:`, also negated, in brackets, joined by OR) narrow what the other items are asked of: of all
    text only what stands in those parts. `部分:存在问题 主动性` finds 主动性 there, `主动性 -部分:存在问题` elsewhere,
    `部分:存在问题 -主动性` the reports that have such a part, without 主动性 in it. Several narrow further; OR is
    no place for narrowing: each alternative is asked by itself. Beside nothing but the report's face (`年:2022
    -部分:存在问题`) a choice is a condition on the report: it has such a part, or has none.
    """

    def matches(self, document: Document) -> bool:
        """Does the report match all items?"""
        narrowed, items = self._asked(document)
        return (narrowed is document or narrowed.has_room) and all(item.matches(narrowed) for item in items)

    def candidates(self, document: Document, terms: Terms) -> Iterator[Place]:
        """The places of all items, in the parts that are chosen."""
        narrowed, items = self._asked(document)
        for item in items:
            if item.phrases:
                yield from item.candidates(narrowed, terms)

    def counter(self) -> Counter:
        """Wordings in chosen parts are counted without making places."""
        others = super(All, self).counter()
        choices = [item for item in self.items if item.picks]
        wordings = [item for item in self.items if item.asks_text]
        texts = {item.text for item in wordings if isinstance(item, Phrase)}
        excluded = {item.item.text for item in wordings if isinstance(item, Not) and isinstance(item.item, Phrase)}
        if not choices or not texts or len(texts) + len(excluded) < len(set(wordings)):
            return others
        rest = [item for item in self.items if not item.picks and not item.asks_text]
        plain = in_parts(
            texts,
            excluded,
            lambda part: all(choice.at_part(part) for choice in choices),
            lambda document: all(item.matches(document) for item in rest),
        )
        return lambda document: others(document) if document.choices else plain(document)

    def _asked(self, document: Document) -> tuple[Document, tuple[Query, ...]]:
        choices = tuple(item for item in self.items if item.picks)
        if not choices or not self.asks_text:
            return document, self.items
        narrowed = document.narrowed(lambda part: all(choice.at_part(part) for choice in choices))
        return narrowed, tuple(item for item in self.items if not item.picks)

    def at_part(self, part: str | None) -> bool:
        """Where every item takes it."""
        return all(item.at_part(part) for item in self.items)

    def necessary(self) -> Query | None:
        """What any item needs."""
        needed = [item for item in map(_necessary, self.items) if item is not None]
        return all_of(needed) if needed else None

    def __str__(self) -> str:
        return " ".join(item.operand() for item in self.items)


@dataclass(frozen=True, slots=True)
class Any(Several):
    """At least one item matches."""

    def at_part(self, part: str | None) -> bool:
        """Where any item takes it."""
        return any(item.at_part(part) for item in self.items)

    def matches(self, document: Document) -> bool:
        """Does the report match any item?"""
        return any(item.matches(document) for item in self.items)

    def necessary(self) -> Query | None:
        """What one of the items needs."""
        needed = [item for item in map(_necessary, self.items) if item is not None]
        return Any(tuple(needed)) if len(needed) == len(self.items) else None

    def __str__(self) -> str:
        return " OR ".join(item.operand() for item in self.items)


def all_of(items: Sequence[Query]) -> Query:
    """All of one item or more."""
    return items[0] if len(items) == 1 else All(tuple(items))


def _necessary(query: Query) -> Query | None:
    return query.necessary()


def holding(passages: Sequence[str], query: Query) -> Sequence[int]:
    """The indices of the passages that hold all wordings without which `query` matches nowhere."""
    return with_all(passages, musts(query))


def with_all(passages: Sequence[str], texts: Sequence[str]) -> Sequence[int]:
    """The indices of the passages that hold all of the texts."""
    found: Sequence[int] = range(len(passages))
    for text in texts:
        found = [index for index in found if text in passages[index]]
    return found


@lru_cache(maxsize=64)
def musts(query: Query) -> tuple[str, ...]:
    """Wordings without which nothing matches, the longest first."""
    needed = query.necessary()
    items = needed.items if isinstance(needed, All) else (needed,)
    texts = {item.text for item in items if isinstance(item, Phrase)}
    return tuple(sorted(texts, key=lambda text: (-len(text), text)))
