"""The heading paths of many places of one report; of a single one `archive.outline_sections.path_at` tells the same.

A report may be one passage with a hundred thousand items side by side: whoever walks back from each place to the
heading above it walks over all of them each time. Here a stretch is walked over once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from archive.model import Confidence, Part, Section
from archive.outline_sections import LazySections, begun, level_of, part_on


class HeadingPaths:
    """The sections of one report, in reading order, and what holds each of them as far as it has been asked."""

    def __init__(self, sections: Sequence[Section]) -> None:
        self._sections = sections
        self.begun: Callable[[int, int], int] = partial(begun, sections)
        """How many sections begin up to a code point of a passage."""
        self._told: Callable[[int], int | None] | None = None
        if isinstance(sections, LazySections):
            self.begun, self._told = sections.begun, sections.holder
        self._holders: dict[int, int] = {}
        self._paths: dict[int, tuple[Section, ...]] = {-1: ()}

    def at(self, passage: int, offset: int) -> tuple[Section, ...]:
        """The sections that hold code point `offset` of `passage`, outermost first."""
        return self.of(self.begun(passage, offset) - 1)

    def of(self, index: int) -> tuple[Section, ...]:
        """The section of this number, counted from 0, behind all that hold it; none for -1, above the first."""
        chain: list[int] = []
        while (path := self._paths.get(index)) is None:
            chain.append(index)
            index = self._holder(index)
        for one in reversed(chain):
            path = self._paths[one] = (*path, self._sections[one])
        return path

    def part_told(self, passage: int, offset: int) -> tuple[Part, Confidence | None] | tuple[None, None]:
        """What the text there is for, the part of the innermost section that has one, with how sure it is."""
        return part_on(self.at(passage, offset))

    def _holder(self, index: int) -> int:
        """The last section before it of a lower level, which holds it; -1: none does."""
        known = self._holders.get(index)
        if known is None and self._told is not None:
            known = self._told(index)
        if known is not None:
            return known
        level = level_of(self._sections, index)
        at = index - 1 if level > 1 else -1  # levels count from 1: nothing holds the first
        beside = [index]
        while at >= 0 and (other := level_of(self._sections, at)) >= level:
            if other == level:
                beside.append(at)
            at = self._holders.get(at, at - 1)  # what lies between it and its holder is no lower than itself
        self._holders.update(dict.fromkeys(beside, at))
        return at
