"""雷同 of one report or draft: its passages that stand in other reports, longest first, formula after the rest.

Nothing is judged. What stands in many unrelated reports is formula and comes last; what is quoted or is a law's is
named as such; the share of the text that stands elsewhere is told with its base. Candidates are asked for by pieces of
the folded text; what is the same, the texts themselves decide.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from archive.errors import UsageError
from archive.known_year import year_known
from archive.model import Report
from archive.text.fold import fold, fold_passages
from indexer import deadline
from indexer.comparison.same_text import same_text
from indexer.document import Card
from indexer.index.holders import holders
from indexer.overlap.candidates import candidates
from indexer.overlap.masking import Masking
from indexer.overlap.shared_runs import LEAST, JoinedText, Stretch, runs, stretches
from indexer.search.citation import Citations
from indexer.search.searcher import Searcher

View = Literal["all", "last_year", "other_units"]
VIEWS: tuple[View, ...] = ("all", "last_year", "other_units")
"""Against every report; against the same unit's of the year before; against other units'."""
Nature = Literal["plain", "formula", "quoted", "law"]
NATURES: tuple[Nature, ...] = ("plain", "formula", "quoted", "law")
"""In the order in which they are told: what is formula is never left out."""
SECONDS = 12.0
"""Of the processor, for one report."""
FORMULA = 6
"""Reports from which on a wording is formula."""
RARE = 16
"""Characters of the piece by which it is counted how many reports have a stretch."""
TOLD = 200
"""Stretches that are told; the share counts all."""
MORE = 5
"""Further reports named beside a stretch."""
ASKED = 4
"""Pieces of a stretch that are asked for to know how many reports have it."""
LAWS = frozenset(("法律", "条例", "司法解释", "细则", "规则", "党代会报告"))
_CENTRAL = re.compile("国务院|全国人大|全国人民代表大会|中共中央|中国共产党|中华人民共和国|最高人民")
"""Types of papers and beginnings of units whose words others quote rather than copy."""
_QUOTED = re.compile("“[^“”]*”|《[^《》]*》")


@dataclass(frozen=True, slots=True)
class Text:
    """What is compared: a report's passages, by whom and of when, and the id it has where it lies in the archive."""

    report: Report
    source: str
    id: str | None = None

    @property
    def unit(self) -> str | None:
        """The unit that the paper is of."""
        return self.report.masthead.unit

    @property
    def year(self) -> int | None:
        """The year by which the paper is known."""
        return year_known(self.report.masthead)


@dataclass(frozen=True, slots=True)
class Shared:
    """Code points [start, end) of passage `passage` of the text, beside [other_start, other_end) of the other report's.

    `same` characters stand in its exact runs, `longest` in the longest; `share` is how alike both sides are. `reports`
    have its rarest piece; `more` are some of those that hold a like stretch.
    """

    passage: int
    start: int
    end: int
    card: Card
    other_passage: int
    other_start: int
    other_end: int
    text: str
    other_text: str
    source: str
    same: int
    longest: int
    share: float
    reports: int
    nature: Nature
    more: tuple[Card, ...] = ()


@dataclass(frozen=True, slots=True)
class Overlap:
    """What a text shares with the reports compared, and how much of it: folded characters, `plain` without formula."""

    text: Text
    view: View
    masked: bool
    compared: int
    characters: int
    shared: int
    plain: int
    stretches: tuple[Shared, ...]
    total: int


@dataclass(frozen=True, slots=True)
class _Side:
    """A text as it is compared: its folded passages, what is compared of them, and the way back to the folded ones."""

    folded_passages: Sequence[str]
    joined: JoinedText
    ways: Sequence[Sequence[int]] | None

    def folded(self, passage: int, start: int, end: int) -> tuple[int, int]:
        """Where [start, end) of what is compared of a passage stands in its folded text."""
        return (start, end) if self.ways is None else (self.ways[passage][start], self.ways[passage][end])


def overlap(searcher: Searcher, text: Text, *, view: View = "all", masked: bool = False) -> Overlap:
    """Compare `text` with the archive. Raises QueryError where the time is over."""
    with deadline.limited(SECONDS):
        cards = searcher.engine.cards()
        among = _among(cards, text, view)
        masking = Masking({card.unit for card in cards.values() if card.unit}) if masked else None
        mine = _side(fold_passages(text.report.texts), masking)
        without = {text.id} if text.id else same_text(searcher, mine.folded_passages)
        theirs: dict[str, _Side] = {}
        every: list[tuple[str, Stretch]] = []
        found = candidates(searcher, mine.joined, among, without, max(1, len(cards)))
        for document in searcher.documents(found):
            deadline.check()
            theirs[document.id] = other = _side(document.passages, masking)
            there = runs(mine.joined.text, other.joined.text, found[document.id])
            every += ((document.id, one) for one in stretches(mine.joined, other.joined, there))
        chosen = list(_chosen(every))
        held = _held(searcher, mine, [stretch for _, stretch, _ in chosen])
        told = list(_told(searcher, text, mine, theirs, chosen, held, cards))
    told.sort(key=lambda pair: (NATURES.index(pair[1].nature), -pair[1].same, pair[1].passage, pair[1].start))
    compared = set(cards if among is None else among) - without
    return Overlap(
        text,
        view,
        masked,
        len(compared),
        sum(map(len, mine.joined.passages)),
        _covered(one for one, _ in told),
        _covered(one for one, shared in told if shared.nature == "plain"),
        tuple(shared for _, shared in told[:TOLD]),
        len(told),
    )


def _among(cards: Mapping[str, Card], text: Text, view: View) -> set[str] | None:
    """The reports of a view, None for all. Raises UsageError `overlap.no_unit`, `overlap.no_year` where it has none."""
    if view == "all":
        return None
    if text.unit is None:
        raise UsageError("overlap.no_unit")
    if view == "other_units":
        return {card.id for card in cards.values() if card.unit and card.unit != text.unit}
    if text.year is None:
        raise UsageError("overlap.no_year")
    return {card.id for card in cards.values() if card.unit == text.unit and year_known(card) == text.year - 1}


def _side(folded: Sequence[str], masking: Masking | None) -> _Side:
    if masking is None:
        return _Side(folded, JoinedText(folded), None)
    masked = [masking.masked(passage) for passage in folded]
    return _Side(folded, JoinedText([text for text, _ in masked]), [starts for _, starts in masked])


def _chosen(every: Sequence[tuple[str, Stretch]]) -> Iterator[tuple[str, Stretch, tuple[str, ...]]]:
    """Of all stretches, passage by passage, the longest that say something new, with the reports that say it too."""
    by_passage: defaultdict[int, list[tuple[str, Stretch]]] = defaultdict(list)
    for name, stretch in every:
        by_passage[stretch.passage].append((name, stretch))
    for found in by_passage.values():
        found.sort(key=lambda pair: (-pair[1].same, pair[1].start, pair[0]))
        told: list[tuple[str, Stretch, dict[str, None]]] = []
        for name, stretch in found:
            here = [kept for kept in told if _common(kept[1], stretch) * 2 >= stretch.end - stretch.start]
            covered = sum(_common(kept[1], stretch) for kept in told)
            if stretch.end - stretch.start - covered >= LEAST:
                told.append((name, stretch, {}))
            for kept in here:
                kept[2][name] = None
        for name, stretch, others in told:
            others.pop(name, None)
            yield name, stretch, tuple(others)


def _common(one: Stretch, other: Stretch) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def _told(
    searcher: Searcher,
    text: Text,
    mine: _Side,
    theirs: Mapping[str, _Side],
    chosen: Iterable[tuple[str, Stretch, tuple[str, ...]]],
    held: Mapping[Stretch, int],
    cards: Mapping[str, Card],
) -> Iterator[tuple[Stretch, Shared]]:
    """The chosen stretches with their places in both originals."""
    stretches_of: defaultdict[str, list[tuple[Stretch, tuple[str, ...]]]] = defaultdict(list)
    for name, stretch, others in chosen:
        stretches_of[name].append((stretch, others))
    for record in searcher.catalog.records(set(stretches_of)):
        citations = Citations(record.report, record.source)
        other_texts = record.report.texts
        for stretch, others in stretches_of[record.id]:
            start, end = _original(text.report.texts, mine, stretch.passage, stretch.start, stretch.end)
            there = _original(other_texts, theirs[record.id], stretch.other, stretch.other_start, stretch.other_end)
            reports = held[stretch]
            yield (
                stretch,
                Shared(
                    stretch.passage + 1,
                    start,
                    end,
                    cards[record.id],
                    stretch.other + 1,
                    *there,
                    text.report.texts[stretch.passage][start:end],
                    other_texts[stretch.other][slice(*there)],
                    citations.of(stretch.other + 1, there[0]),
                    stretch.same,
                    stretch.longest,
                    stretch.share,
                    reports,
                    _nature(text.report.texts[stretch.passage], start, end, cards[record.id], reports),
                    tuple(cards[name] for name in others[:MORE] if name in cards),
                ),
            )


def _original(texts: Sequence[str], side: _Side, passage: int, start: int, end: int) -> tuple[int, int]:
    span = fold(texts[passage]).original(*side.folded(passage, start, end))
    return span.start, span.end


def _held(searcher: Searcher, mine: _Side, chosen: Iterable[Stretch]) -> dict[Stretch, int]:
    """For each stretch how many reports have the rarest of its pieces: how much of it is formula."""
    pieces = {stretch: _rare_pieces(mine, stretch) for stretch in chosen}
    every = list({piece for found in pieces.values() for piece in found})
    counts = dict(zip(every, map(len, holders(searcher.engine, every)), strict=True))
    return {
        stretch: min((counts[piece] for piece in found if counts[piece]), default=1)
        for stretch, found in pieces.items()
    }


def _rare_pieces(mine: _Side, stretch: Stretch) -> set[str]:
    start, end = mine.folded(stretch.passage, stretch.start, stretch.end)
    folded = mine.folded_passages[stretch.passage][start:end]
    step = max(1, (len(folded) - RARE) // ASKED)
    pieces = {folded[at : at + RARE] for at in range(0, max(1, len(folded) - RARE + 1), step)}
    return {piece for piece in pieces if "\x1f" not in piece}


def _nature(text: str, start: int, end: int, card: Card, reports: int) -> Nature:
    words = [at for at in range(start, end) if text[at].isalnum()]  # a comma behind the quotation may be the same, too
    if words and any(match.start() <= words[0] <= words[-1] < match.end() for match in _QUOTED.finditer(text)):
        return "quoted"
    if card.type in LAWS or _CENTRAL.match(card.unit or ""):
        return "law"
    return "formula" if reports >= FORMULA else "plain"


def _covered(found: Iterable[Stretch]) -> int:
    """Characters of the text that lie in one of the stretches at least."""
    covered = 0
    for _, group in groupby(sorted(found, key=lambda one: (one.passage, one.start)), key=lambda one: one.passage):
        reached = 0
        for one in group:
            covered += max(0, one.end - max(one.start, reached))
            reached = max(reached, one.end)
    return covered
