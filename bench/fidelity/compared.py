"""What differs between two readings of one document, in characters and in paragraphs.

White space is layout and widths are forms of the same character: both are evened out before anything is counted.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import LCSseq

CONTEXT = 10
"""Characters on either side by which a paragraph's end is known again in the other reading."""
LONGEST = 400_000
"""Characters: beyond, order is not looked at."""


@dataclass(frozen=True, slots=True)
class Differences:
    """Of `characters` of the other reading: `lost` do not stand in ours, `added` only in ours (what is doubled among
    them), `moved` stand in another order. Paragraphs of the other that ours `split`, and ends that ours `joined`; None
    where the other has lines and no paragraphs.
    """

    characters: int = 0
    lost: int = 0
    added: int = 0
    moved: int = 0
    split: int | None = None
    joined: int | None = None


def total(each: Sequence[Differences]) -> Differences:
    """All of them together; each has paragraphs, or none has."""
    counted = (sum(getattr(one, name) for one in each) for name in ("characters", "lost", "added", "moved"))
    return Differences(*counted, *(_sum([getattr(one, name) for one in each]) for name in ("split", "joined")))


def _sum(counts: Sequence[int | None]) -> int | None:
    known = [count for count in counts if count is not None]
    return sum(known) if len(known) == len(counts) else None


def even(text: str) -> str:
    """A text without what is only layout."""
    return "".join(unicodedata.normalize("NFKC", text).replace("\u200b", "").split())


def differences(ours: Sequence[str], other: Sequence[str], *, paragraphs: bool = True) -> Differences:
    """Between our passages and the paragraphs of another reading. `paragraphs` off: its lines are printed lines."""
    mine, theirs = [even(text) for text in ours], [even(text) for text in other]
    here, there = "".join(mine), "".join(theirs)
    counted, wanted = Counter(here), Counter(there)
    common = (counted & wanted).total()
    moved = common - LCSseq.similarity(here, there) if max(len(here), len(there)) <= LONGEST else 0
    ends, known = _ends(mine), _ends(theirs)
    return Differences(
        characters=len(there),
        lost=len(there) - common,
        added=len(here) - common,
        moved=moved,
        split=_only_in(ends, known, there) if paragraphs else None,
        joined=_only_in(known, ends, here) if paragraphs else None,
    )


def _ends(paragraphs: Sequence[str]) -> Counter[tuple[str, str]]:
    """Where one paragraph ends and the next begins, by the characters on either side."""
    filled = [text for text in paragraphs if text]
    return Counter((one[-CONTEXT:], other[:CONTEXT]) for one, other in pairwise(filled))


def _only_in(ends: Counter[tuple[str, str]], others: Counter[tuple[str, str]], text: str) -> int:
    """Ends that only one reading has though both hold the words around them."""
    return sum(count for (before, after), count in (ends - others).items() if before + after in text)
