"""Stretches of positions by the million: what questions about sentences, passages, sections and parts ask of them.

    spans      where wordings stand: they may overlap each other; ascending by their starts
    stretches  units of the text, or parts of it: ascending, none overlaps another one

Both are half-open in positions of one segment, [start, end). `at`: which stretches, by their numbers, ascending.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, Protocol, TypeAlias

Ints: TypeAlias = Any
Mask: TypeAlias = Any

LAST = (1 << 32) - 1
"""The last position there is: a separator, so that no wording reaches it and every end fits 32 bits."""


class Spans(NamedTuple):
    """Starts and ends. `even`: all are of one length."""

    starts: Ints
    ends: Ints
    even: bool = False


class Windows(NamedTuple):
    """Of each stretch: which wordings stand in it, as bits by their numbers, how many places these have in all, and the
    smallest stretch that holds all of them, the first of several.
    """

    held: Ints
    places: Ints
    smallest: Spans


class StretchArrays(Protocol):
    """What is done with many spans and stretches at once."""

    def sized(self, starts: Ints, size: int) -> Spans:
        """Spans of one length."""
        ...

    def some(self, spans: Spans, at: Ints) -> Spans:
        """Those of these numbers."""
        ...

    def numbered(self, starts: Ints, at: Ints, end: int) -> Spans:
        """The units of these numbers, of units that begin at `starts`: each ends where the next one begins."""
        ...

    def inside(self, spans: Spans, stretches: Spans) -> Spans:
        """The spans that lie wholly in one of the stretches."""
        ...

    def beginning_in(self, spans: Spans, stretches: Spans) -> Spans:
        """The spans that begin in one of the stretches."""
        ...

    def with_any(self, spans: Spans, stretches: Spans) -> Ints:
        """The numbers of the stretches in which at least one of the spans lies wholly."""
        ...

    def within(self, places: Ints, size: int, stretches: Spans) -> Ints:
        """The places of something so long that lies wholly in one of the stretches."""
        ...

    def with_place(self, places: Ints, size: int, stretches: Spans) -> Ints:
        """The numbers of the stretches in which something so long lies wholly at one of the places."""
        ...

    def bit_row(self, numbers: Ints, count: int) -> Ints:
        """A bit for each number below `count`, in bytes: is it one of `numbers`?"""
        ...

    def of_bits(self, row: Ints) -> Ints:
        """The numbers that have a bit, ascending."""
        ...

    def with_bit(self, row: Ints, numbers: Ints) -> Ints:
        """Those of `numbers` that have a bit."""
        ...

    def unit_of(self, starts: Ints, places: Ints) -> Ints:
        """The number of the unit in which each place stands, as often as there are places."""
        ...

    def either_of(self, numbers: Sequence[Ints]) -> Ints:
        """The numbers of any of these lists, each once, ascending."""
        ...

    def same(self, one: Ints, other: Ints) -> bool:
        """Are these the same numbers?"""
        ...

    def others(self, at: Ints, count: int) -> Ints:
        """The numbers below `count` that are not among them."""
        ...

    def every(self, count: int) -> Ints:
        """The numbers below `count`."""
        ...

    def of_mask(self, owners: Ints, mask: Mask, first: int = 0) -> Ints:
        """Where in `owners` stands the number of a report that, with `first` added, the mask has."""
        ...

    def together(self, spans: Sequence[Spans]) -> Spans:
        """All of several lists of spans as one list."""
        ...

    def leftmost(self, spans: Sequence[Spans]) -> Ints:
        """The starts of those that become marks: of spans that overlap the leftmost, then the longest."""
        ...

    def beside(self, spans: Spans, others: Spans, distance: int, stretches: Spans) -> Spans:
        """Those with one of `others` before or behind them in the same stretch, not overlapping, with at most so many
        characters between. Every span lies in a stretch.
        """
        ...

    def uncovered(self, spans: Spans, longer: Spans) -> Spans:
        """Those that lie in none of the longer ones."""
        ...

    def clause_bits(self, text: str, ends: str) -> memoryview:
        """A bit for each character of the text, from the lowest of the first byte on: is it one of `ends`?"""
        ...

    def gap_limits(self, starts: Ints, most: int, bits: Callable[[int, int], bytes]) -> Ints:
        """How far a gap may reach that begins at each start: `most` positions on, or up to the first one with a bit.

        `bits(first, last)`: these bytes of `clause_bits`. `most` is at most 9.
        """
        ...

    def reaching(self, heads: Spans, limits: Ints, tails: Spans) -> Spans:
        """From each head that has a tail beginning between its end and its limit, both included, to the nearest of the
        ends of these tails.
        """
        ...

    def windows(self, wordings: Sequence[Spans], stretches: Spans) -> Windows:
        """Of at most eight wordings of up to 4,095 characters; each span lies in a stretch, each stretch holds one."""
        ...

    def worths(
        self, windows: Windows, lengths: Sequence[int], sentences: tuple[Ints, Ints], prose: Ints
    ) -> list[float]:
        """What each window is worth (`wording_nearness`) to whoever asks for wordings of these lengths.

        `sentences`: in which sentence the smallest stretch of each begins, and in which it ends. `prose`: 1 where its
        passage is running text, else 0.
        """
        ...

    def leading(self, owners: Ints, most: int) -> Ints:
        """The numbers of the first `most` of each run of equal owners."""
        ...

    # Sections and parts
    def section_starts(self, turns: Ints, kinds: Ints, passages: Ints, bases: Ints) -> Ints:
        """Where sections begin: with the passages in which a turn opens one, each once; reports without any have
        none. The lowest bit of a turn's kind tells that it opens.
        """
        ...

    def text_ends(self, bases: Ints, lengths: Ints, firsts: Ints, passages: int) -> Ints:
        """Behind the last character of each report with so many characters, whose first passage has that number."""
        ...

    def by_part(self, turns: Ints, kinds: Ints, places: Ints, parts: int) -> list[int]:
        """Of each of so many parts, how many of the places, which ascend, stand between a turn of it and the next turn.
        None stands before the first turn.
        """
        ...

    def accepted(self, turns: Ints, kinds: Ints, flags: Sequence[bool], end: int) -> Spans:
        """The stretches in parts that have a flag, by the number of the part: the kind of a turn without its lowest
        bit. Turns that follow each other make one stretch.
        """
        ...

    def meeting(self, one: Spans, other: Spans) -> Spans:
        """Where stretches of both lists overlap: all pieces that are not empty."""
        ...

    def with_text(self, stretches: Spans, passages: Ints, text_ends: Ints) -> Spans:
        """The stretches that hold a character. `text_ends`: of the report of each stretch the end of its text."""
        ...
