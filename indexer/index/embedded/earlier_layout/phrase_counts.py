"""How often a phrase stands in each row of grams, though no text is kept: by FTS5's `bm25()`, or by positions.

bm25() is a formula of which everything but that number is known (see `Recovery`). Canary rows prove at every opening
that this SQLite still computes it so. Where it does not, and where a phrase overlaps itself (人民为人民为人民 holds
人民为人民 once, as `str.count` counts), the positions of its tokens are counted. Files, transactions and cards live in
`bigram_store`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, cast

from indexer import deadline
from indexer.index.embedded.earlier_layout.phrase_tokens import match, pairs

Ask = Callable[[str, Sequence[object]], Any]
"""Runs a statement with its values inside the caller's transaction; its rows can be iterated and fetched."""

CANARY = "canary"  # six characters: no token of a text
CANARIES = (1, 2, 5)
"""So often the canary stands in the first rows of every store."""
MANY_BORDERS = 4
"""A phrase that can overlap itself in more ways is counted by positions at once."""

VOCABULARY = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.v USING fts5vocab(main, g, instance)"
"""Where each token stands, as a table."""
_SCORES = "SELECT rowid, bm25(g) FROM g WHERE g MATCH ?"
_ROWS = "SELECT rowid FROM g WHERE g MATCH ?"


@dataclass(frozen=True, slots=True)
class Recovery:
    """How often a phrase stands in a row, from the row's bm25().

    fts5_aux.c: -bm25 = idf · f · (k1 + 1) / (f + K), where idf = ln((N - n + ½) / (n + ½)), or 1e-6 if that is not
    positive, N all rows, n those that match; K depends on a row's length, which a contentless table without
    columnsize does not know, so it is one number for all. K is read off the canary rows.
    """

    rows: int
    k: float

    K1: ClassVar[float] = 1.2
    LARGEST: ClassVar[int] = 1_000_000
    """Above, double precision no longer tells two neighbouring counts apart with certainty."""

    def idf(self, matching: int) -> float:
        """The rarity of what `matching` rows hold."""
        idf = math.log((self.rows - matching + 0.5) / (matching + 0.5))
        return idf if idf > 0.0 else 1e-6

    def count(self, score: float, idf: float) -> int | None:
        """The number of places, or None where the figure is not near enough to a whole number."""
        part = -score / idf
        rest = self.K1 + 1 - part
        found = part * self.k / rest if rest > 0 else 0.0
        whole = round(found)
        return whole if 1 <= whole <= self.LARGEST and abs(found - whole) < 0.01 else None


def recovery(ask: Ask, rows: int) -> Recovery | None:
    """Read off the canary rows, of `rows` in all; None where this SQLite's bm25() is not the one we know."""
    found = list(ask(_SCORES, (f'"{CANARY}"',)))
    if len(found) != len(CANARIES) or not all(score < 0 for _, score in found):
        return None
    # One place and two places: s2/s1 = 2 (1 + K) / (2 + K).
    ratio = found[1][1] / found[0][1]
    if not 1 < ratio < 2:
        return None
    known = Recovery(rows, (2 * ratio - 2) / (2 - ratio))
    idf = known.idf(len(found))
    sound = all(known.count(score, idf) == n for (_, score), n in zip(found, CANARIES, strict=True))
    return known if sound else None


def counts(ask: Ask, phrase: str, living: Collection[int], known: Recovery | None) -> dict[int, int]:
    """Each of the rows `living` that holds the phrase, with the number of its places as `str.count` counts them."""
    found = list(ask(_SCORES, (match(phrase),)))
    counted: dict[int, int | None] = dict.fromkeys(row for row, _ in found)
    if known is not None:
        idf = known.idf(len(found))
        counted = {row: known.count(score, idf) for row, score in found}
    doubtful = {row for row, count in counted.items() if count is None}
    if len(doubtful) < len(counted):
        doubtful |= _overlapping(ask, phrase, counted)
    if doubtful:
        by_position = places(ask, phrase, doubtful.intersection(living))
        counted.update((row, _apart(starts, len(phrase))) for row, starts in by_position.items())
    return {row: cast("int", count) for row, count in counted.items() if row in living}


def holding(ask: Ask, phrase: str) -> set[int]:
    """The rows, dead ones too, that hold the phrase."""
    return {row for (row,) in ask(_ROWS, (match(phrase),))}


def places(ask: Ask, phrase: str, rows: Collection[int]) -> dict[int, list[int]]:
    """Where the phrase begins in each of `rows`, overlapping places too, ascending, from its tokens' positions.

    A token stands for each character, so these are offsets in the passages laid one after the other.
    """
    ask(VOCABULARY, ())
    starts: set[tuple[int, int]] = set()
    if len(phrase) == 1:
        found = ask("SELECT doc, offset FROM temp.v WHERE term >= ? AND term <= ?", (phrase, phrase + "\U0010ffff"))
        starts = {(row, offset) for row, offset in found if row in rows}
    for at, token in enumerate(pairs(phrase)):
        deadline.check()
        found = ask("SELECT doc, offset FROM temp.v WHERE term = ?", (token,))
        here = {(row, offset - at) for row, offset in found if row in rows}
        starts = starts & here if at else here
    by_row: dict[int, list[int]] = {}
    for row, offset in sorted(starts):
        by_row.setdefault(row, []).append(offset)
    return by_row


def _overlapping(ask: Ask, phrase: str, rows: Collection[int]) -> set[int]:
    """Those of `rows` in which two places of the phrase may overlap."""
    borders = list(_borders(phrase))
    if len(borders) > MANY_BORDERS:
        return set(rows)
    return {row for border in borders for row in holding(ask, phrase + phrase[border:])}


def _borders(phrase: str) -> Iterator[int]:
    """Lengths at which the phrase's beginning is also its end: only so can two places overlap."""
    return (n for n in range(1, len(phrase)) if phrase.startswith(phrase[-n:]))


def _apart(starts: Iterable[int], length: int) -> int:
    """How many of the places do not overlap, from the left: `str.count`."""
    count, free = 0, -1
    for start in starts:
        if start >= free:
            count, free = count + 1, start + length
    return count
