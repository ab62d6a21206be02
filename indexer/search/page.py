"""A page of a list: the one sum of paging, for answers, lists, lines and files. It knows no address and no catalog."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Page:
    """The page `number` (from 1) of `total` things, `size` on each; `size` 0: all of them on one page.

    A number may lie beyond the last page; such a page is empty.
    """

    number: int
    size: int
    total: int

    def __post_init__(self) -> None:
        if self.number < 1 or self.size < 0 or self.total < 0:
            raise ValueError(f"no page {self.number} of {self.total} by {self.size}")

    @property
    def pages(self) -> int:
        """How many pages there are, at least 1: an empty list has an empty page."""
        return max(1, -(-self.total // self.size)) if self.size else 1

    @property
    def offset(self) -> int:
        """How many things stand on the pages before it."""
        return (self.number - 1) * self.size if self.size else 0

    @property
    def first(self) -> int:
        """The number (from 1) of its first thing; 0 where the page is empty."""
        return 0 if self.beyond or not self.total else self.offset + 1

    @property
    def last(self) -> int:
        """The number of its last thing; 0 where the page is empty."""
        return 0 if not self.first else min(self.offset + self.size, self.total) if self.size else self.total

    @property
    def beyond(self) -> bool:
        """Is there no such page?"""
        return self.number > self.pages

    def clamped(self) -> Page:
        """The same page, or the last one where there is no such page."""
        return replace(self, number=self.pages) if self.beyond else self

    def of(self, things: Sequence[Thing]) -> Sequence[Thing]:
        """Those of all the things that stand on it."""
        if self.beyond:
            return things[:0]
        return things[self.offset : self.offset + self.size] if self.size else things
