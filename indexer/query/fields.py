"""Conditions on a report's face: its year, its title, its unit. They decide a match and make no marks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from operator import attrgetter

from archive.fold import fold_text
from indexer.document import Card, Document, Place
from indexer.query.tree import Phrase, Query, Terms


@dataclass(frozen=True, slots=True)
class Field(Query):
    """A condition on the report's face: 年 by `Years`, 标题 and 单位 by a wording that the folded value contains."""

    name: str
    value: Phrase | Years

    def accepts(self, card: Card) -> bool:
        """Does a report with this card meet the condition? What is not known never does."""
        if isinstance(self.value, Years):
            return card.year is not None and self.value.holds(card.year)
        known = _FACE[self.name](card)
        return known is not None and self.value.text in fold_text(known)

    def matches(self, document: Document) -> bool:
        """The same, for a report."""
        return self.accepts(document.card)

    def candidates(self, document: Document, terms: Terms) -> Iterator[Place]:
        """None: a field makes no marks."""
        del document, terms
        return iter(())

    def necessary(self) -> Field:
        """Itself: a field means the same in every mode."""
        return self

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """None: a field is no term."""
        return ()

    def __str__(self) -> str:
        return f"{self.name}:{self.value}"


@dataclass(frozen=True, slots=True)
class Years:
    """The years from `first` to `last`, both included; None leaves an end open."""

    first: int | None
    last: int | None

    def __bool__(self) -> bool:
        """Is there any year among them?"""
        return self.first is None or self.last is None or self.first <= self.last

    def holds(self, year: int) -> bool:
        """Is `year` among them?"""
        return (self.first is None or self.first <= year) and (self.last is None or year <= self.last)

    def __str__(self) -> str:
        if self.first == self.last:
            return f"{self.first:04}"
        first, last = ("" if year is None else f"{year:04}" for year in (self.first, self.last))
        return f"{first}..{last}"


_FACE: dict[str, Callable[[Card], str | None]] = {"标题": attrgetter("title"), "单位": attrgetter("unit")}
