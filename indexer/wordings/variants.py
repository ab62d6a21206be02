"""Near wordings that stand in the archive: a character more, less or other, two swapped, or numbers written otherwise;
each counted by a search of its own.

None are: what merely holds the wording or is held by it; another number (四个全面, 三个全面); of a wording of three
characters what does not sound alike, for there half of the words of a language are one character apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from archive.text.fold import fold_text
from archive.text.writings import other_writings
from indexer.analysis.pinyin import same_sound
from indexer.search.answer import Request
from indexer.search.searcher import Searcher
from indexer.search.spelling.misspelt import SHORTEST, differing
from indexer.search.suggest import Suggester

TOLD = 8
SAFE = 4
"""Characters of a wording from which on a slip need not sound alike."""
WRITINGS = 12
"""Other writings of dates and numbers that are looked for."""
LOOKED_FOR = 20
"""Near wordings that are looked for in the texts, and in the list of terms."""

_NUMERALS = re.compile("[0-9〇零一二三四五六七八九十百千万亿]")


@dataclass(frozen=True, slots=True)
class Variant:
    """A near wording with its reports and places; `same_sound`: it may be read alike."""

    text: str
    reports: int
    matches: int
    same_sound: bool


def variants_of(searcher: Searcher, wording: str, suggester: Suggester | None = None) -> tuple[Variant, ...]:
    """Those that may be read alike first, then those of most reports. `suggester`: where its list is at hand."""
    wanted = fold_text(wording)
    other_numbers = {fold_text(other) for (other,) in islice(other_writings([wording]), WRITINGS)}
    found: dict[str, Variant] = {}
    for text in (*sorted(other_numbers), *_near(searcher, wording, suggester)):
        folded = fold_text(text)
        alike = folded in other_numbers or same_sound(folded, wanted)
        if folded in found or not (folded in other_numbers or _is_near(wanted, folded, alike=alike)):
            continue
        tally = searcher.tally(Request(text, literal=True, sort="oldest", limit=0))
        if tally.total_reports:
            found[folded] = Variant(text, tally.total_reports, tally.total_matches, alike)
    return tuple(sorted(found.values(), key=lambda one: (not one.same_sound, -one.reports, one.text))[:TOLD])


def _is_near(wanted: str, other: str, *, alike: bool) -> bool:
    """Is `other`, one change away, another writing of what was wanted, or a slip?"""
    if wanted in other or other in wanted or (len(wanted) < SAFE and not alike):
        return False
    return _NUMERALS.sub("", wanted) != _NUMERALS.sub("", other)


def _near(searcher: Searcher, wording: str, suggester: Suggester | None) -> Iterator[str]:
    if len(fold_text(wording)) < SHORTEST:
        return
    if suggester is not None and suggester.at_hand:
        yield from (one.text for one in suggester.alike(wording, LOOKED_FOR))
    yield from (run for run, _ in differing(searcher, wording, LOOKED_FOR))
