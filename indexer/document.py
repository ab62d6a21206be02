"""What an engine indexes and a query is asked of: a report's folded passages, its card, where its parts begin. No I/O.

Which part a place stands in, and which section, is decided by where the place begins, as it is for a mark
(`archive.outline_sections.part_at`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from archive.catalog import Entry
from archive.heading_paths import HeadingPaths
from archive.known_year import year_known
from archive.model import Record, Section
from archive.outline_sections import begun, part_on
from archive.text.fold import Folded, fold, fold_passages
from archive.text.stretches import Stretches
from indexer.passage_table import table_of

OUTLINE_EDITION = 1
"""Of the rule by which `outline_of` makes turns of sections: it rises whenever the same sections would give others."""

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Card:
    """The few words by which a report is listed, filtered and sorted: the effective masthead and its place.

    `fonds`: the 分库 that it belongs to, "" the archive's own.
    """

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
    fonds: str = ""


class Turn(NamedTuple):
    """From folded code point `start` of `passage` (counted from 1) on, the text belongs to `part` (None: to none).

    `opens`: the passage begins a section there. An item such as 一是… and a heading inside a passage open none.
    """

    passage: int
    start: int
    part: str | None
    opens: bool


class Place(NamedTuple):
    """One occurrence, in folded code points [start, end) of passage `passage` (counted from 1).

    `term` is the index, from 0 in order of reading, of the positive term of the query that stands there.
    """

    passage: int
    start: int
    end: int
    term: int = 0


AGE = ("year", "date", "number")
"""The fields of a card by which `age` goes."""


UNDATED = (0, "")
"""The age of a report of which nothing tells when it was written."""


def age(card: Card) -> tuple[int, str]:
    """By what a report is newer than another: the year known; then the date."""
    return (year_known(card) or 0, card.date or "")


_OF_CARD = attrgetter(*(field.name for field in fields(Card)))


@dataclass(frozen=True, slots=True)
class Document:
    """A report as it is searched. `passages[i]` is the folded text of passage number i + 1; `change` the
    catalog change it stands for.

    `outline`: the turns in order, None where they have not been read. `choices`: in which parts a place has to begin to
    count; each must accept it. `table`: what a page shows around its passages (`indexer.passage_table`), where an index
    is to keep it.
    """

    card: Card
    passages: tuple[str, ...]
    change: int
    outline: tuple[Turn, ...] | None = None
    choices: tuple[Callable[[str | None], bool], ...] = ()
    table: bytes = b""

    @property
    def id(self) -> str:
        """The id of the report that this is."""
        return self.card.id

    def narrowed(self, accepts: Callable[[str | None], bool]) -> Document:
        """The same report where only places count that begin in a part which `accepts`."""
        return replace(self, choices=(*self.choices, accepts))

    def part(self, number: int, start: int) -> str | None:
        """The part to which the code point `start` of passage `number` belongs."""
        outline = self.outline or ()
        at = bisect_left(outline, (number, start + 1))
        return outline[at - 1].part if at else None

    def counts(self, number: int, start: int) -> bool:
        """Does a place of passage `number` count that begins at `start`?"""
        if not self.choices:
            return True
        part = self.part(number, start)
        return all(accepts(part) for accepts in self.choices)

    @property
    def has_room(self) -> bool:
        """May a place begin anywhere?"""
        parts = {None, *(turn.part for turn in self.outline or ())}
        if not any(all(accepts(part) for accepts in self.choices) for part in parts):
            return False
        end = Turn(len(self.passages) + 1, 0, None, opens=False)
        stretches = pairwise((Turn(1, 0, None, opens=False), *(self.outline or ()), end))
        return any(
            all(accepts(turn.part) for accepts in self.choices) and self._has_text(turn, after)
            for turn, after in stretches
        )

    def _has_text(self, turn: Turn, after: Turn) -> bool:
        if turn.passage == after.passage:
            return turn.start < after.start
        between = self.passages[turn.passage : after.passage - 1]
        return after.start > 0 or turn.start < len(self.passages[turn.passage - 1]) or any(between)

    def sections(self) -> Iterator[Range]:
        """The sections as runs of passages [first, last), counted from 0: from one heading to the next."""
        starts = [turn.passage - 1 for turn in self.outline or () if turn.opens]
        borders = sorted({0, *starts, len(self.passages)})
        return pairwise(borders)

    def run(self, first: int, last: int) -> Document:
        """Passages [first, last), counted from 0, as a report of their own."""
        return self._piece(self.passages[first:last], first, 0)

    def piece(self, index: int, start: int, end: int) -> Document:
        """Code points [start, end) of the passage at `index` as a report of their own."""
        return self._piece((self.passages[index][start:end],), index, start)

    def _piece(self, passages: tuple[str, ...], first: int, start: int) -> Document:
        end = (start if len(passages) == 1 else 0) + len(passages[-1])
        outline = self.outline and _shifted(self.outline, first, first + len(passages), start, end)
        return Document(self.card, passages, self.change, outline, self.choices)


def _shifted(turns: tuple[Turn, ...], first: int, last: int, start: int, end: int) -> tuple[Turn, ...]:
    """The turns of a piece: passages [first, last), the first from `start` on, the last up to `end`.

    What holds before it is carried in; what begins at its end is no longer in it.
    """
    begin = bisect_left(turns, (first + 1, start + 1))
    inside = tuple(
        Turn(number - first, at - start if number == first + 1 else at, part, opens)
        for number, at, part, opens in turns[begin : bisect_left(turns, (last, max(end, 1)))]
    )
    if not begin:
        return inside
    number, at, part, opens = turns[begin - 1]
    return (Turn(1, 0, part, opens and (number, at) == (first + 1, start)), *inside)


def outline_in(sections: Sequence[Section], passages: Mapping[int, str]) -> tuple[Turn, ...]:
    """The turns of a report of these passages alone, by their numbers, ascending: each begins with what holds there.

    What `outline_of` gives there, but for the headings of other passages, of which only those above are looked at.
    """
    paths = HeadingPaths(sections)
    found: list[Turn] = []
    for number, (passage, text) in enumerate(passages.items(), 1):
        first, last = begun(sections, passage, -1), begun(sections, passage + 1, -1)
        part, _ = part_on(paths.of(first - 1))
        turns = [Turn(number, 0, part, opens=False)]
        stretches = Stretches(text, fold)
        for index in range(first, last):
            section, before = sections[index], part
            part, _ = part_on(paths.of(index))
            start = stretches.folded(section.start) if section.start else 0
            turn = Turn(number, start, part, start == 0 and not section.is_item)
            if turn.opens or part != before:
                turns = [turn] if start == 0 else [*turns, turn]
        found += turns
    return tuple(found)


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
        fonds=record.fonds,
    )


def card_of_entry(entry: Entry) -> Card:
    """The same from the catalog's lists, where the text is not wanted."""
    return Card(*_OF_CARD(entry))


def outline_of(
    sections: Sequence[Section], texts: Sequence[str], folding: Callable[[str], Folded] = fold
) -> tuple[Turn, ...]:
    """The turns of a report with these sections and original passages, in code points under `folding`."""
    turns: list[Turn] = []
    path: list[Section] = []
    walked = 0
    for section in sections:
        while path and path[-1].level >= section.level:
            path.pop()
        path.append(section)
        part = next((above.part for above in reversed(path) if above.part), None)
        if section.passage != walked:
            walked, stretches = section.passage, Stretches(texts[section.passage - 1], folding)
        start = stretches.folded(section.start) if section.start else 0
        opens = start == 0 and not section.is_item
        if opens or part != (turns[-1].part if turns else None):
            turns.append(Turn(section.passage, start, part, opens))
    return tuple(turns)


def document_of(record: Record) -> Document:
    """The report as engines and queries see it: every passage folded, with its outline and its table."""
    report = record.report
    outline = outline_of(report.sections, report.texts)
    return Document(card_of(record), fold_passages(report.texts), record.change, outline, table=table_of(report))
