"""《Titles》 that differ from one of the archive by a slip. That a title is lacking proves nothing: most papers cited
stand elsewhere.

Never where what differs is a number, a date or a place: 《…（2021年）》 beside 《…（2022年）》 and 杭州市 beside 宁波市
are two papers.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from archive.text.fold import fold_text
from indexer.document import Card
from indexer.proofing.finding import Finding, Place, found
from indexer.search.similar import edits

LEAST = 8
"""Folded characters of a title: of a shorter one another may differ by one."""
_TITLE = re.compile("《([^《》]*(?:〈[^〈〉]*〉[^《》]*)*)》")
_NUMBER = re.compile("[0-9一二三四五六七八九十百零〇年月日季上下半]")
_PLACE = re.compile("[省市县区州盟旗乡镇街国]")


class Titles:
    """The titles of an archive, found by one slip."""

    def __init__(self, cards: Iterable[Card]) -> None:
        self._folded: dict[str, Card] = {}
        self._halves: defaultdict[str, set[str]] = defaultdict(set)
        for card in cards:
            folded = fold_text((card.title or "").strip("《》"))
            if not card.title_derived and len(folded) >= LEAST:
                self._folded.setdefault(folded, card)
        for folded in self._folded:
            for half in _halves(folded):
                self._halves[half].add(folded)

    def near(self, title: str) -> Card | None:
        """The report whose title differs from `title` by one slip; None where it is one of them, or none is near."""
        asked = fold_text(title)
        if len(asked) < LEAST or asked in self._folded or any(asked in known for known in self._sharing(asked)):
            return None
        for known in sorted(self._sharing(asked)):
            if _slip(asked, known):
                return self._folded[known]
        return None

    def _sharing(self, asked: str) -> set[str]:
        return set().union(*(self._halves.get(half, set()) for half in _halves(asked)))


def titles(texts: Sequence[str], known: Titles) -> Iterator[Finding]:
    """The titles of the draft that are nearly one of the archive's."""
    for at, text in enumerate(texts, 1):
        for match in _TITLE.finditer(text):
            card = known.near(match[1])
            if card is not None and card.title:
                better = card.title.strip("《》")
                yield found(
                    "title", "near", Place(at, *match.span(1)), match[1], certainty="look", better=better, id=card.id
                )


def _halves(folded: str) -> tuple[str, str]:
    """Of two texts that differ at one place one half is the same."""
    size = LEAST // 2
    return "^" + folded[:size], folded[-size:] + "$"


def _slip(asked: str, known: str) -> bool:
    """Is it one character wrong, missing, extra or swapped, and neither a number nor a place?"""
    if abs(len(asked) - len(known)) > 1:
        return False
    changed = [(asked[a:b], known[c:d]) for same, a, b, c, d in edits(asked, known) if not same]
    if not changed or sum(max(len(one), len(other)) for one, other in changed) > 2 or len(changed) > 2:
        return False
    if len(changed) == 2 and sorted("".join(one + other for one, other in changed)) != sorted(2 * changed[0][0]):
        return asked != known and sorted(asked) == sorted(known)
    words = "".join(one + other for one, other in changed)
    return not _NUMBER.search(words) and not _PLACE.search(words) and not _in_a_place(asked, known)


def _in_a_place(asked: str, known: str) -> bool:
    """Does the difference lie within three characters before 省, 市, 县, …: in the name of a place?"""
    return any(not same and _PLACE.search(asked[start : end + 3]) for same, start, end, _, _ in edits(asked, known))
