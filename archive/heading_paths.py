"""The heading paths of many places of one report; of a single one `archive.model.path_at` tells the same.

A report may be one passage with a hundred thousand items side by side: whoever walks back from each place to the
heading above it walks over all of them each time. Here a stretch is walked over once.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from operator import attrgetter

from archive.model import Confidence, Part, Section

_BEGIN = attrgetter("passage", "start")


class HeadingPaths:
    """The sections of one report, in reading order, and what holds each of them as far as it has been asked."""

    def __init__(self, sections: Sequence[Section]) -> None:
        self._sections = sections
        self._holders: dict[int, int] = {}
        self._paths: dict[int, tuple[Section, ...]] = {-1: ()}

    def at(self, passage: int, offset: int) -> tuple[Section, ...]:
        """The sections that hold code point `offset` of `passage`, outermost first."""
        innermost = bisect_right(self._sections, (passage, offset), key=_BEGIN) - 1
        chain: list[int] = []
        index = innermost
        while index not in self._paths:
            chain.append(index)
            index = self._holder(index)
        for index in reversed(chain):
            self._paths[index] = (*self._paths[self._holder(index)], self._sections[index])
        return self._paths[innermost]

    def part_told(self, passage: int, offset: int) -> tuple[Part, Confidence | None] | tuple[None, None]:
        """What the text there is for, the part of the innermost section that has one, with how sure it is."""
        for section in reversed(self.at(passage, offset)):
            if section.part:
                return section.part, section.part_confidence
        return None, None

    def _holder(self, index: int) -> int:
        """The last section before it of a lower level, which holds it; -1: none does."""
        known = self._holders.get(index)
        if known is not None:
            return known
        level = self._sections[index].level
        at = index - 1 if level > 1 else -1  # levels count from 1: nothing holds the first
        beside = [index]
        while at >= 0 and self._sections[at].level >= level:
            if self._sections[at].level == level:
                beside.append(at)
            at = self._holders.get(at, at - 1)  # what lies between it and its holder is no lower than itself
        self._holders.update(dict.fromkeys(beside, at))
        return at
