"""How headings nest: levels relative within a text. Which words are headings lives beside.

Styles have a customary order, but a text is free to nest otherwise: （一） above 第一、, 1. directly under 一、, even
一、 inside 一、. So a list that goes on after a heading holds that heading, and what was once seen inside stays inside.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from archive.outline.headings import Heading
from archive.outline.numbering import Style

_TOP = ("结束语", "結束語", "结语", "附则")


_FAR = 400
"""So many headings are looked ahead to see whether a list goes on; keeps a hostile text linear."""
_DEEPEST = 12
"""No text nests deeper; what does is taken for a sibling."""


@dataclass(slots=True)
class _Open:
    """A heading whose section is not closed yet."""

    heading: Heading
    value: int


@dataclass(slots=True)
class _Nesting:
    headings: Sequence[Heading]
    stack: list[_Open] = field(default_factory=list)
    inside: set[tuple[Style, Style]] = field(default_factory=set)

    def place(self, index: int) -> int:
        """The level of heading `index`, which is opened."""
        heading = self.headings[index]
        keep = min(self._depth(index, heading), _DEEPEST - 1)
        del self.stack[keep:]
        self.inside.update((outer.heading.style, heading.style) for outer in self.stack)
        self.stack.append(_Open(heading, heading.value))
        return len(self.stack)

    def _depth(self, index: int, heading: Heading) -> int:
        if heading.markup is not None and heading.style is Style.PLAIN:
            return self._depth_by_markup(heading)
        if heading.title in _TOP and heading.style is Style.PLAIN:
            return 0
        alike = [depth for depth, entry in enumerate(self.stack) if entry.heading.style is heading.style]
        following = [depth for depth in alike if heading.value == self.stack[depth].value + 1]
        if following:
            return following[-1]
        if alike and heading.value == 1 and heading.style not in (Style.PLAIN, Style.ITEM):
            held = [depth for depth in alike if self._goes_on(index, depth)]
            return max(held[-1] + 1, self._child_depth(index)) if held else alike[-1]
        return alike[-1] if alike else self._child_depth(index)

    def _depth_by_markup(self, heading: Heading) -> int:
        assert heading.markup is not None
        for depth, entry in enumerate(self.stack):
            if entry.heading.markup is None or entry.heading.markup >= heading.markup:
                return depth
        return len(self.stack)

    def _child_depth(self, index: int) -> int:
        heading = self.headings[index]
        depth = len(self.stack)
        while depth:
            outer = self.stack[depth - 1].heading.style
            if self._holds(outer, heading.style, index, depth - 1):
                break
            depth -= 1
        return depth

    def _holds(self, outer: Style, inner: Style, index: int, depth: int) -> bool:
        if (outer, inner) in self.inside and (inner, outer) not in self.inside:
            return True
        if (inner, outer) in self.inside:
            return False
        if outer is Style.PLAIN or inner is Style.PLAIN:
            return self._holds_plain(outer, inner, index, depth)
        if inner is Style.ARTICLE and outer in (Style.CHINESE, Style.BRACKETED):  # 一、总则 above 第一条
            return self._goes_on(index, depth)
        if inner <= Style.ARTICLE:  # a law whose first chapter is lost still has chapters above articles
            return outer < inner
        return outer < inner or (outer is not inner and self._goes_on(index, depth))

    def _holds_plain(self, outer: Style, inner: Style, index: int, depth: int) -> bool:
        if inner is Style.PLAIN:
            return outer < Style.PLAIN or self._goes_on(index, depth)
        return inner >= Style.PLAIN or inner is Style.ARTICLE

    def _goes_on(self, index: int, depth: int) -> bool:
        """Whether the list of the open heading at `depth` goes on after heading `index`."""
        entry = self.stack[depth]
        style = entry.heading.style
        outer = {open_.heading.style for open_ in self.stack[:depth]} - {style}
        values: list[int] = [entry.value]
        if self.headings[index].style is style:
            values.append(self.headings[index].value)
        for later in self.headings[index + 1 : index + _FAR]:
            if later.style in outer:
                return False
            if later.style is not style:
                continue
            while len(values) > 1 and later.value != values[-1] + 1 and later.value != 1:
                if not any(later.value == value + 1 for value in values):
                    break
                values.pop()
            if len(values) == 1:
                return later.value == values[0] + 1
            if later.value == 1:
                values.append(1)
            else:
                values[-1] = later.value
        return False


def levels(headings: Sequence[Heading]) -> list[int]:
    """The level of each heading, from 1."""
    nesting = _Nesting(headings)
    return [nesting.place(index) for index in range(len(headings))]
