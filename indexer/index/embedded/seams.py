"""Seams: where a passage ends that does not end a sentence, with the folded text around that end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

LONGEST = 64
"""Folded characters of a wording that is looked for; of longer ones nobody expects a passage's end in the middle."""
ENDS = frozenset("。!?;…")
"""What ends a sentence in folded text (`indexer.query.nodes.scopes`); closing marks have been folded away."""


@dataclass(frozen=True, slots=True)
class Seam:
    """Passage `passage` (from 1) does not end a sentence: its last `left` characters are the beginning of `text`."""

    passage: int
    length: int
    left: int
    text: str


def seams_of(passages: Sequence[str]) -> Iterator[Seam]:
    """The seams of a report's folded passages. A short passage that ends no sentence itself is run over, too."""
    for index, passage in enumerate(passages[:-1]):
        if not passage or passage[-1] in ENDS:
            continue
        left = passage[1 - LONGEST :]
        right = ""
        for following in passages[index + 1 :]:
            right += following
            if len(right) >= LONGEST - 1 or (following and following[-1] in ENDS):
                break
        if right:
            yield Seam(index + 1, len(passage), len(left), left + right[: LONGEST - 1])


def over(seam: Seam, text: str) -> int | None:
    """Where in `seam.text` the wording begins that runs over the passage's end: the first such place, if any."""
    at = seam.text.find(text, max(0, seam.left - len(text) + 1))
    return at if 0 <= at < seam.left else None
