"""A proofed draft as the page shows it: the passages that have findings, cut at the places. No request, no archive."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from indexer.proofing.draft_check import Proof
from indexer.proofing.finding import Finding, Place

MOST = 500
"""Findings shown; all are counted, and the Word file has all."""
AROUND = 120
"""Code points shown on either side of the places of a long passage."""
LONG = 600


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a passage; `numbers` are the findings, from 1, that it belongs to."""

    text: str
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownPassage:
    """A passage with what was found in it; `cut`: it begins or ends within the passage."""

    number: int
    stretches: tuple[Stretch, ...]
    findings: tuple[tuple[int, Finding], ...]
    cut: tuple[bool, bool]


def shown(found: Proof) -> list[ShownPassage]:
    """The passages with findings, in order, each finding at its first place."""
    first: defaultdict[int, list[tuple[int, Finding]]] = defaultdict(list)
    marks: defaultdict[int, list[tuple[int, Place]]] = defaultdict(list)
    for number, finding in enumerate(found.findings[:MOST], 1):
        first[finding.places[0].passage].append((number, finding))
        for place in finding.places:
            marks[place.passage].append((number, place))
    texts = found.draft.texts
    return [_passage(at, texts[at - 1], marks[at], tuple(first[at])) for at in sorted(first)]


def _passage(
    at: int, text: str, marks: Sequence[tuple[int, Place]], findings: tuple[tuple[int, Finding], ...]
) -> ShownPassage:
    start, end = 0, len(text)
    if len(text) > LONG:
        own = [place for number, place in marks if number in dict(findings)]
        start = max(0, min(place.start for place in own) - AROUND)
        end = min(len(text), max(place.end for place in own[: len(findings)]) + AROUND, start + 10 * LONG)
    return ShownPassage(at, tuple(_stretches(text, start, end, marks)), findings, (start > 0, end < len(text)))


def _stretches(text: str, start: int, end: int, marks: Sequence[tuple[int, Place]]) -> Iterator[Stretch]:
    inside = [(number, place) for number, place in marks if place.start < end and place.end > start]
    borders = sorted({start, end, *(min(max(edge, start), end) for _, one in inside for edge in (one.start, one.end))})
    for begin, stop in pairwise(borders):
        numbers = tuple(number for number, place in inside if place.start <= begin and stop <= place.end)
        yield Stretch(text[begin:stop], numbers)
