"""Keyness: which phrases are significantly more frequent in one group of reports than in another.

Significance is the log-likelihood ratio G² of Dunning ("Accurate Methods for the Statistics of Surprise and
Coincidence", Computational Linguistics 19, 1993) over all four cells of the table, as AntConc counts it (“Log-
Likelihood (4-term)”; Rayson & Garside, 2000, sum only the two cells of the phrase itself):

    G² = 2 Σ O ln(O / E), E = row total · column total / N

with the cells (a, b) places of the phrase in either group and (c - a, d - b) all other words there. How large the
difference is, G² does not say; that is the log ratio of Hardie ("Log Ratio – an informal introduction", 2014):

    log2((a / c) / (b / d)), where 0 places count as one half.

Of a phrase that stands, in the group where it rises, at least four times out of five inside a longer one, only that
longer one is told.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from indexer.wordings.phrases import LENGTH

SIGNIFICANT = 15.13
"""G² of p < 0.0001 with one degree of freedom."""
INSIDE = 0.8
"""Share of a phrase's places inside a longer one from which on the longer one is told in its stead."""
TOLD = 100
"""Phrases that are told on either side."""


@dataclass(frozen=True, slots=True)
class GroupCounts:
    """Of a group: its reports, their words, and of each phrase its places and its reports."""

    reports: int
    words: int
    places: Mapping[str, int]
    spread: Mapping[str, int]

    @property
    def least(self) -> int:
        """Reports in which a phrase must stand: two fifths of a few, less of many, since those are of many kinds."""
        return max(1, min(math.ceil(self.reports * 0.4), 2 + self.reports // 10))


@dataclass(frozen=True, slots=True)
class Keyword:
    """A phrase that is more frequent here than there: places and reports in either group, and how sure and how large
    the difference is.
    """

    text: str
    places: int
    reports: int
    places_there: int
    reports_there: int
    g2: float
    log_ratio: float


def keywords(here: GroupCounts, there: GroupCounts) -> tuple[Keyword, ...]:
    """The phrases that are significantly more frequent here, the surest first, at most `TOLD`."""
    least = here.least
    spread = {phrase: here.places[phrase] for phrase, reports in here.spread.items() if reports >= least}
    longest = _held_inside(spread)
    found = [
        keyword
        for phrase, places in spread.items()
        if longest.get(phrase, 0) < INSIDE * places
        and (keyword := _keyword(phrase, here, there)).g2 > SIGNIFICANT
        and keyword.log_ratio > 0
    ]
    return tuple(sorted(found, key=lambda one: (-one.g2, one.text))[:TOLD])


def log_likelihood(here: int, there: int, words_here: int, words_there: int) -> float:
    """G² of a phrase with so many places in groups of so many words."""
    cells = ((here, words_here - here), (there, words_there - there))
    rows = [sum(row) for row in cells]
    columns = [sum(column) for column in zip(*cells, strict=True)]
    whole = sum(rows)
    return 2 * sum(
        cell * math.log(cell * whole / (rows[r] * columns[c]))
        for r, row in enumerate(cells)
        for c, cell in enumerate(row)
        if cell > 0
    )


def log_ratio(here: int, there: int, words_here: int, words_there: int) -> float:
    """How many times as frequent, as a power of two."""
    return math.log2(((here or 0.5) / words_here) / ((there or 0.5) / words_there))


def _keyword(phrase: str, here: GroupCounts, there: GroupCounts) -> Keyword:
    a, b = here.places[phrase], there.places.get(phrase, 0)
    words = max(1, here.words), max(1, there.words)
    return Keyword(
        phrase,
        a,
        here.spread[phrase],
        b,
        there.spread.get(phrase, 0),
        round(log_likelihood(a, b, *words), 2),
        round(log_ratio(a, b, *words), 2),
    )


def _held_inside(counts: Mapping[str, int]) -> dict[str, int]:
    """Phrase -> places of the commonest longer phrase that holds it."""
    inside: dict[str, int] = {}
    for phrase, places in counts.items():
        for part in _parts(phrase):
            if part in counts and inside.get(part, 0) < places:
                inside[part] = places
    return inside


def _parts(phrase: str) -> Iterator[str]:
    for start in range(len(phrase)):
        for end in range(start + LENGTH.start, len(phrase) + 1):
            if end - start < len(phrase):
                yield phrase[start:end]
