"""Lines of a picture with a red seal across them: read with the red and without it, and what to believe of which.

With it, a stroke that the seal crosses may be swallowed; without it, red letters are gone. What is drawn across a line
comes from above or below it; red letters of a line do not. No line under red ink is ever sure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from archive.readers.ocr.recognised import Recognised

SURE_AT_MOST = 0.5
"""Confidence of a line that red ink crosses, however sure the recogniser is: it does not see what is lost."""
_SAME_PLACE = 0.3
"""Of the smaller box's area: more of it in common is the same line."""

Box = tuple[float, float, float, float]


class Ink(Protocol):
    """Where a picture is red."""

    def touches(self, box: Box) -> bool:
        """Is there any in the box?"""
        ...

    def goes_through(self, box: Box) -> bool:
        """Does it come from outside of the box?"""
        ...


def believed(coloured: Sequence[Recognised], plain: Sequence[Recognised], ink: Ink) -> tuple[Recognised, ...]:
    """The lines of a picture, of those read with its red ink (`coloured`) and without (`plain`)."""
    left = list(coloured)
    lines: list[Recognised] = []
    for line in plain:
        same = [other for other in left if _overlap(line.box, other.box) > _SAME_PLACE]
        crossed = any(ink.goes_through(other.box) for other in same)
        if not crossed and len(line.text) <= sum(len(other.text) for other in same):
            continue  # what was read with the red says as much: nothing was hidden, or red letters are of the line
        left = [other for other in left if other not in same]
        lines.append(doubted(line) if ink.touches(line.box) else line)
    return (*(doubted(line) if ink.goes_through(line.box) else line for line in left), *lines)


def doubted(line: Recognised) -> Recognised:
    """The line as one under a seal."""
    return replace(line, confidence=min(line.confidence, SURE_AT_MOST), under_seal=True)


def _overlap(one: Box, other: Box) -> float:
    """The common area as a share of the smaller one's."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    smaller = min((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other))
    return across * down / smaller if across > 0 and down > 0 and smaller > 0 else 0.0
