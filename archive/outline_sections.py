"""The sections of a report's outline as a sequence: how many begin up to a place, and what holds it.

An outline is a tuple of sections, or one that makes them only when they are asked for: of the hundreds of headings of a
law a page shows the paths to three places.
"""

from __future__ import annotations

from abc import abstractmethod
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import starmap
from operator import itemgetter
from typing import Any, overload

from archive.model import Confidence, Part, Section

_BEGIN = itemgetter(Section._fields.index("passage"), Section._fields.index("start"))
_LEVEL = Section._fields.index("level")


class LazySections(Sequence[Section]):
    """An outline that tells where its sections begin without making them."""

    __slots__ = ()

    @abstractmethod
    def made(self, index: int) -> Section:
        """The section of this number, from 0 on."""

    @abstractmethod
    def begun(self, passage: int, offset: int) -> int:
        """How many of them begin up to code point `offset` of `passage`."""

    @abstractmethod
    def begins(self, index: int) -> tuple[int, int]:
        """The passage and the code point where one of them begins."""

    @abstractmethod
    def level(self, index: int) -> int:
        """The level of one of them."""

    def holder(self, index: int) -> int | None:
        """The last section before this one of a lower level, which holds it; -1: none does. None: to be looked for."""
        del index
        return None

    @overload
    def __getitem__(self, index: int) -> Section: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Section, ...]: ...
    def __getitem__(self, index: int | slice) -> Section | tuple[Section, ...]:
        if isinstance(index, slice):
            return tuple(map(self.made, range(*index.indices(len(self)))))
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        return self.made(index % len(self))

    def __iter__(self) -> Iterator[Section]:
        return map(self.made, range(len(self)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, LazySections | tuple) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        """As equal outlines are: the same."""
        return f"{type(self).__name__}({list(self)!r})"


class Sections(LazySections):
    """An outline in rows of a section's values."""

    __slots__ = ("rows",)

    def __init__(self, rows: Sequence[Sequence[Any]]) -> None:
        """`rows`: the values of each section in the order of its fields; those with a default may be missing."""
        self.rows = rows

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Section]:
        return starmap(Section, self.rows)

    def made(self, index: int) -> Section:
        """As its row says."""
        return Section(*self.rows[index])

    def begun(self, passage: int, offset: int) -> int:
        """By a binary search of the rows."""
        return bisect_right(self.rows, (passage, offset), key=_BEGIN)

    def begins(self, index: int) -> tuple[int, int]:
        """As its row says."""
        passage, start = _BEGIN(self.rows[index])
        return passage, start

    def level(self, index: int) -> int:
        """As its row says."""
        level: int = self.rows[index][_LEVEL]
        return level


def begun(sections: Sequence[Section], passage: int, offset: int) -> int:
    """How many of the sections begin up to code point `offset` of `passage`."""
    if isinstance(sections, LazySections):
        return sections.begun(passage, offset)
    return bisect_right(sections, (passage, offset), key=_BEGIN)


def begins(sections: Sequence[Section], index: int) -> tuple[int, int]:
    """The passage and the code point where one of the sections begins."""
    if isinstance(sections, LazySections):
        return sections.begins(index)
    section = sections[index]
    return section.passage, section.start


def level_of(sections: Sequence[Section], index: int) -> int:
    """The level of one of the sections."""
    return sections.level(index) if isinstance(sections, LazySections) else sections[index].level


def path_at(sections: Sequence[Section], passage: int, offset: int) -> tuple[Section, ...]:
    """The sections that hold code point `offset` of `passage`, outermost first: the heading path of that place."""
    path: list[Section] = []
    for at in range(begun(sections, passage, offset) - 1, -1, -1):
        level = level_of(sections, at)
        if not path or level < path[-1].level:
            path.append(sections[at])
            if level == 1:  # levels count from 1: nothing holds it
                break
    return tuple(reversed(path))


def part_at(sections: Sequence[Section], passage: int, offset: int) -> Part | None:
    """What the text at code point `offset` of `passage` is for: the part of the innermost section that has one."""
    return part_told_at(sections, passage, offset)[0]


def part_told_at(
    sections: Sequence[Section], passage: int, offset: int
) -> tuple[Part, Confidence | None] | tuple[None, None]:
    """The part of that place with how sure it is; None twice where nothing tells."""
    return part_on(path_at(sections, passage, offset))


def part_on(path: Sequence[Section]) -> tuple[Part, Confidence | None] | tuple[None, None]:
    """The part of a heading path, that of its innermost section that has one, with how sure it is."""
    for section in reversed(path):
        if section.part:
            return section.part, section.part_confidence
    return None, None
