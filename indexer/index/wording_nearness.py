"""How near the wordings of a question stand to each other in a passage, and what that is worth: by texts (`nearness`)
or by positions (`closeness`), the same numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

CLAUSE = 12
"""Characters between two wordings that take half of their nearness away: about a clause."""
SENTENCE_ENDS = "。!?;"
CLAUSE_ENDS = SENTENCE_ENDS + ","
"""A passage with none of them is a heading, a line of contents or a cell, however long."""
_CLAUSE_END = re.compile(f"[{re.escape(CLAUSE_ENDS)}]")
FOLLOWING = 0.35
"""How much each further passage of a report counts, against the one before it."""
COMPARED = 8
"""Wordings of a question that are looked for."""
LOOKED_AT = 24
"""Passages of a report with all wordings that are compared to put reports in order: a law may hold hundreds."""


@dataclass(frozen=True, slots=True)
class Nearness:
    """Of a passage: how many different `wordings` stand in it, how many characters lie between them in the smallest
    stretch that holds them all (`gap`), whether that is one sentence, whether the passage is running text, and how
    often they stand in it (`places`).
    """

    wordings: int
    gap: int
    sentence: bool
    prose: bool
    places: int = 0

    def worth(self, asked: int) -> float:
        """From 0 to 1: the best is all of the `asked` wordings side by side in a sentence of running text."""
        near = CLAUSE / (CLAUSE + self.gap / max(1, self.wordings - 1))
        share = min(1.0, self.wordings / asked) ** 4  # two of three wordings are a fifth of all three
        often = 1 - self.wordings / max(1, self.places)
        return share * (0.2 + 0.4 * near + 0.15 * self.sentence + 0.15 * self.prose + 0.1 * often)


def is_prose(passage: str) -> bool:
    """Is a folded passage running text?"""
    return _CLAUSE_END.search(passage) is not None


def which_are_prose(passages: Iterable[str]) -> Iterator[bool]:
    """The same of many, in a third of the time."""
    return map(bool, map(_CLAUSE_END.search, passages))


def of_report(worths: Iterable[float]) -> float:
    """Of a report, from 0 to 1.6: its best passage, and less and less of the following ones."""
    return sum(worth * FOLLOWING**rank for rank, worth in enumerate(sorted(worths, reverse=True)))
