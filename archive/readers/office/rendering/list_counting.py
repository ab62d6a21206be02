"""How the numbered lists of Word count: which number stands before the next paragraph of a list.

After ECMA-376 part 1, 17.9; binary files ([MS-DOC] 2.9.131, LSTF, and 2.9.147, LVLF) count in the same way. The words
of a number are in `list_numbers`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from archive.readers.office.rendering.list_numbers import counted

LEVELS = 9
_PLACEHOLDER = re.compile("%([1-9])")
_NO_BLANK_AFTER = "、，。．.：:）)】〕]·"


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: where it starts, how it counts, what it prints (%1 is the number of level 1).

    `restart` is the level, counted from 1, after which it begins anew; None for any level above it, 0 for never.
    `style` is the paragraph style that is bound to it.
    """

    start: int = 1
    form: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    legal: bool = False
    restart: int | None = None
    style: str | None = None


@dataclass(slots=True)
class List:
    """One abstract list: its levels, and how far it has counted."""

    levels: dict[int, Level]
    counts: dict[int, int] = field(default_factory=dict)

    def step(self, level: int, levels: Mapping[int, Level]) -> None:
        """Count one more on `level`; deeper levels begin anew."""
        self.counts[level] = self.counts[level] + 1 if level in self.counts else levels.get(level, Level()).start
        for deeper in range(level + 1, LEVELS):
            restart = levels.get(deeper, Level()).restart
            if restart is None or (restart and level < restart):
                self.counts.pop(deeper, None)

    def printed(self, level: int, levels: Mapping[int, Level]) -> str:
        """The number as it stands before the paragraph."""
        own = levels.get(level, Level())
        if own.form == "bullet":
            return ""
        label = _PLACEHOLDER.sub(lambda found: self._number(int(found[1]) - 1, own, levels), own.text)
        return spaced(label, follows=own.suffix != "nothing")

    def _number(self, level: int, own: Level, levels: Mapping[int, Level]) -> str:
        of = levels.get(level, Level())
        return counted(self.counts.get(level, of.start), "decimal" if own.legal else of.form)


def spaced(label: str, *, follows: bool) -> str:
    """A number with the gap behind it: none after a mark that has its own, as 、 and ）."""
    return label + (" " if label and follows and label[-1] not in _NO_BLANK_AFTER else "")


@dataclass(slots=True)
class Use:
    """A list as paragraphs name it: the abstract list that counts for it, its own levels, and where they start anew."""

    of: str
    levels: Mapping[int, Level]
    restarts: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Counting:
    """The lists of one file. `number` counts, so paragraphs are asked for in order, each once."""

    lists: Mapping[str, List]
    uses: Mapping[str, Use]

    def number(self, identity: str | None, level: int) -> str:
        """The number of the next paragraph of the list `identity`; "" for none."""
        use = self.uses.get(identity or "0")
        if use is None or use.of not in self.lists:
            return ""
        counting = self.lists[use.of]
        restart = use.restarts.pop(level, None)
        if restart is not None:  # the first paragraph of a list that starts anew
            counting.counts[level] = restart - 1
        counting.step(level, use.levels)
        return counting.printed(level, use.levels)

    def level_of_style(self, identity: str | None, style: str) -> int | None:
        """The level of the list `identity` that the paragraph style is bound to."""
        use = self.uses.get(identity or "")
        return None if use is None else next((n for n, level in use.levels.items() if level.style == style), None)
