"""How near the wordings of a question stand to each other in a passage, and what that is worth: by texts (`nearness`)
or by positions (`closeness`), the same numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import mul
from typing import Any, TypeAlias

CLAUSE = 12
"""Characters between two wordings that take half of their nearness away: about a clause."""
SENTENCE_ENDS = "。!?;"
CLAUSE_ENDS = SENTENCE_ENDS + ","
"""A passage with none of them is a heading, a line of contents or a cell, however long."""
_SENTENCE_END = re.compile(f"[{re.escape(SENTENCE_ENDS)}]")
_CLAUSE_END = re.compile(f"[{re.escape(CLAUSE_ENDS)}]")
FOLLOWING = 0.35
"""How much each further passage of a report counts, against the one before it."""
COMPARED = 8
"""Wordings of a question that are looked for."""
LOOKED_AT = 24
"""Passages of a report with all wordings that are compared to put reports in order: a law may hold hundreds."""
_SHARES = tuple(FOLLOWING**rank for rank in range(LOOKED_AT))

Real: TypeAlias = Any
"""A number, or an array of numbers."""


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
        near = self.gap / max(1, self.wordings - 1)
        alone = self.wordings / max(1, self.places)
        return float(worth(share(self.wordings, asked), near, self.sentence, self.prose, alone))


def share(wordings: int, asked: int) -> float:
    """What so many of the wordings that were asked for are worth: two of three are a fifth of all three."""
    return min(1.0, wordings / asked) ** 4


def worth(share: Real, gap: Real, sentence: Real, prose: Real, alone: Real) -> Real:
    """Of one passage, or of many as arrays, the same numbers: `gap` for each wording after the first, `alone` the share
    of one place of each wording in all of their places.
    """
    return share * (0.2 + 0.4 * (CLAUSE / (CLAUSE + gap)) + 0.15 * sentence + 0.15 * prose + 0.1 * (1 - alone))


def ends_no_sentence(passage: str, start: int, end: int) -> bool:
    """Does no sentence end within [start, end) of a folded passage?"""
    return _SENTENCE_END.search(passage, start, end) is None


def is_prose(passage: str) -> bool:
    """Is a folded passage running text?"""
    return _CLAUSE_END.search(passage) is not None


def which_are_prose(passages: Iterable[str]) -> Iterator[bool]:
    """The same of many, in a third of the time."""
    return map(bool, map(_CLAUSE_END.search, passages))


def of_report(worths: Iterable[float]) -> float:
    """Of at most `LOOKED_AT` passages of a report, from 0 to 1.6: its best one, and less and less of the following."""
    found = list(worths)
    return float(sum(map(mul, sorted(found, reverse=True), _SHARES))) if len(found) > 1 else float(sum(found))
