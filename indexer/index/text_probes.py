"""Probes: short wordings taken from all over a text, by which other states of it are found without comparing the texts.

What is made of a text where it is read waits here for whoever looks for drafts afterwards.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from archive.text.fold import LINE

PROBE = 12
"""Characters of a probe."""
FIRST, MORE = 6, 18
"""Probes that are asked for at first, and beside them where one of those stands in another report."""

ReportState = tuple[str, int]
"""A report by its id, as of a change of the catalog."""


@dataclass(frozen=True, slots=True)
class KnownTexts:
    """Of reports as of a change what is known of their texts: `folded`, passages joined by `LINE`, of some of them; and
    the `probes` of each, joined.
    """

    folded: dict[ReportState, str] = field(default_factory=dict)
    probes: dict[ReportState, str] = field(default_factory=dict)

    def clear(self) -> None:
        """Let go of all of it."""
        self.folded.clear()
        self.probes.clear()


def probes_of(text: str) -> list[str]:
    """The probes of folded passages joined by `LINE`; those that come first are as far apart as can be."""
    passages, many = text.split(LINE), FIRST + MORE
    ends = list(accumulate(len(passage) // PROBE for passage in passages))
    count = ends[-1]
    if count <= many:
        return [_probe(passages, ends, place) for place in range(count)]
    chosen = [_probe(passages, ends, (2 * place + 1) * count // (2 * many)) for place in range(many)]
    step = many // FIRST
    return [
        probe
        for offset in sorted(range(step), key=lambda place: (place - step // 2) % step)
        for probe in chosen[offset::step]
    ]


def divided(probes: str) -> list[str]:
    """Probes that were joined, one by one."""
    return [probes[at : at + PROBE] for at in range(0, len(probes), PROBE)]


def _probe(passages: Sequence[str], ends: Sequence[int], place: int) -> str:
    """The one at `place` of all that stand one behind the other in the passages."""
    at = bisect_right(ends, place)
    start = PROBE * (place - (ends[at - 1] if at else 0))
    return passages[at][start : start + PROBE]
