"""What an engine indexes and a query is asked of: a report's folded passages, its card, where its parts begin. No I/O.

Which part a place stands in, and which section, is decided by where the place begins, as it is for a mark
(`archive.outline.part_at`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from archive.fold import Folded, fold, fold_passages, fold_text
from archive.model import Record, Section

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Card:
    """The few words by which a report is listed, filtered and sorted: the effective masthead and its place."""

    id: str
    title: str | None
    title_derived: bool
    unit: str | None
    person: str | None
    number: str | None
    date: str | None
    year: int | None
    period: str | None
    type: str | None
    format: str
    source: str
    location: str
    version: int


@dataclass(frozen=True, slots=True)
class Turn:
    """From folded code point `start` of `passage` (counted from 1) on, the text belongs to `part` (None: to none).

    `opens`: the passage begins a section there. An item such as 一是… and a heading inside a passage open none.
    """

    passage: int
    start: int
    part: str | None
    opens: bool


@dataclass(frozen=True, slots=True)
class Document:
    """A report as it is searched. `passages[i]` is the folded text of passage number i + 1; `change` the
    catalog change it stands for.

    `outline`: the turns in order, None where they have not been read. `within`: for each passage the ranges in which
    a place has to begin to count; None: anywhere.
    """

    card: Card
    passages: tuple[str, ...]
    change: int
    outline: tuple[Turn, ...] | None = None
    within: tuple[tuple[Range, ...], ...] | None = None

    @property
    def id(self) -> str:
        """The report's id."""
        return self.card.id

    def counts(self, number: int, start: int) -> bool:
        """Does a place of passage `number` count that begins at `start`?"""
        return self.within is None or any(first <= start < end for first, end in self.within[number - 1])

    @property
    def has_room(self) -> bool:
        """May a place begin anywhere?"""
        return any(self.passages if self.within is None else self.within)

    def narrowed(self, accepts: Callable[[str | None], bool]) -> Document:
        """The same report where only places count that begin in a part which `accepts`."""
        chosen = tuple(
            tuple((start, end) for start, end, part in stretches if accepts(part)) for stretches in self._stretches()
        )
        if self.within is not None:
            chosen = tuple(_both(one, other) for one, other in zip(self.within, chosen, strict=True))
        return replace(self, within=chosen)

    def parts(self, places: Sequence[Place]) -> list[str | None]:
        """The part of each place."""
        stretches = tuple(self._stretches())
        return [
            next((part for start, end, part in stretches[place.passage - 1] if start <= place.start < end), None)
            for place in places
        ]

    def sections(self) -> Iterator[Range]:
        """The sections as runs of passages [first, last), counted from 0: from one heading to the next."""
        starts = [turn.passage - 1 for turn in self.outline or () if turn.opens]
        borders = sorted({0, *starts, len(self.passages)})
        return pairwise(borders)

    def run(self, first: int, last: int) -> Document:
        """Passages [first, last), counted from 0, as a report of their own."""
        return self._piece(first, last, 0, None)

    def piece(self, index: int, start: int, end: int) -> Document:
        """Code points [start, end) of the passage at `index` as a report of their own."""
        return self._piece(index, index + 1, start, end)

    def _piece(self, first: int, last: int, start: int, end: int | None) -> Document:
        passages = self.passages[first:last] if end is None else (self.passages[first][start:end],)
        if self.outline is None and self.within is None:
            return Document(self.card, passages, self.change)
        return Document(
            self.card,
            passages,
            self.change,
            None if self.outline is None else tuple(_shifted(self.outline, first, last, start)),
            None if self.within is None else tuple(_moved(ranges, start, end) for ranges in self.within[first:last]),
        )

    def _stretches(self) -> Iterator[tuple[tuple[int, int, str | None], ...]]:
        """For each passage [start, end) and part of the pieces in which it stands; an empty passage has none."""
        turns = self.outline or ()
        at, part = 0, None
        for number, passage in enumerate(self.passages, 1):
            found: list[tuple[int, int, str | None]] = []
            start = 0
            while at < len(turns) and turns[at].passage <= number:
                turn = turns[at]
                if turn.start > start:
                    found.append((start, turn.start, part))
                start, part = turn.start, turn.part
                at += 1
            if start < len(passage):
                found.append((start, len(passage), part))
            yield tuple(found)


def _both(one: Sequence[Range], other: Sequence[Range]) -> tuple[Range, ...]:
    """Where ranges of both are."""
    common = ((max(a, c), min(b, d)) for a, b in one for c, d in other)
    return tuple((start, end) for start, end in common if start < end)


def _moved(ranges: Sequence[Range], start: int, end: int | None) -> tuple[Range, ...]:
    """The ranges of a piece that begins at `start` and ends before `end`."""
    shifted = ((max(first, start) - start, (last if end is None else min(last, end)) - start) for first, last in ranges)
    return tuple((first, last) for first, last in shifted if first < last)


def _shifted(turns: Sequence[Turn], first: int, last: int, start: int) -> Iterator[Turn]:
    """The turns of a piece: passages [first, last), the first from `start` on. What holds before it is carried in."""
    before: Turn | None = None
    for turn in turns:
        if turn.passage > last:
            break
        if (turn.passage, turn.start) <= (first + 1, start):
            before = turn
            continue
        if before is not None:
            yield Turn(1, 0, before.part, before.opens and (before.passage, before.start) == (first + 1, start))
            before = None
        yield Turn(turn.passage - first, turn.start - start * (turn.passage == first + 1), turn.part, turn.opens)
    if before is not None:
        yield Turn(1, 0, before.part, before.opens and (before.passage, before.start) == (first + 1, start))


@dataclass(frozen=True, slots=True)
class Place:
    """One occurrence, in folded code points [start, end) of passage `passage` (counted from 1).

    `term` is the index, from 0 in order of reading, of the positive term of the query that stands there.
    """

    passage: int
    start: int
    end: int
    term: int = 0


def card_of(record: Record) -> Card:
    """The card of a kept report."""
    head = record.report.masthead
    return Card(
        id=record.id,
        title=head.title,
        title_derived=head.title_derived,
        unit=head.unit,
        person=head.person,
        number=head.number,
        date=head.date,
        year=head.year,
        period=head.period,
        type=head.type,
        format=record.report.format,
        source=record.source,
        location=record.location,
        version=record.version,
    )


def outline_of(
    sections: Sequence[Section], texts: Sequence[str], folding: Callable[[str], Folded] = fold
) -> tuple[Turn, ...]:
    """The turns of a report with these sections and original passages, in code points under `folding`."""
    turns: list[Turn] = []
    path: list[Section] = []
    for section in sections:
        while path and path[-1].level >= section.level:
            path.pop()
        path.append(section)
        part = next((above.part for above in reversed(path) if above.part), None)
        start = _folded_offset(texts[section.passage - 1], section.start, folding)
        opens = start == 0 and not section.number.rstrip("，,").endswith("是")
        if opens or part != (turns[-1].part if turns else None):
            turns.append(Turn(section.passage, start, part, opens))
    return tuple(turns)


def _folded_offset(text: str, start: int, folding: Callable[[str], Folded]) -> int:
    """How many folded characters begin before code point `start` of the original."""
    if start == 0:
        return 0
    if folding is fold and fold_text(text[start : start + 1]):  # else a mark may stand in its place (U+001F)
        return len(fold_text(text[:start]))
    return bisect_left(folding(text).starts, start)


def document_of(record: Record) -> Document:
    """The report as engines and queries see it: every passage folded, with its outline."""
    texts = [passage.text for passage in record.report.passages]
    return Document(card_of(record), fold_passages(texts), record.change, outline_of(record.report.sections, texts))
