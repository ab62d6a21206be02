"""Places of a wording worth reading: the first, the last, a good one of each year, each with its source (出处)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archive.heading_paths import HeadingPaths
from archive.known_year import year_known
from archive.model import CELL, Confidence, Part
from archive.text.extent import extent
from indexer import deadline
from indexer.document import Card, card_of
from indexer.search.answer import Mark, MarkedPassage, Row
from indexer.search.citation import Citations
from indexer.search.highlight import marked_passages
from indexer.search.interpretation import Reading
from indexer.search.searcher import Searcher
from indexer.wordings.surroundings import nearest_heading, stands_in

LOOKED_AT = 40
"""Places of a report among which the best is chosen: its first ones."""
READ = 60
"""Reports that are read altogether for one place a year, at most three of a year."""
LENGTH = range(20, 161)
"""Code points of a quotation that reads well by itself."""
AROUND = 150
"""Code points shown on either side where a sentence has no end."""


@dataclass(frozen=True, slots=True)
class UsedPlace:
    """A place in its sentences. `text` begins at code point `offset` of the passage; [start, end) lie in `text`."""

    card: Card
    version: int
    passage: int
    offset: int
    text: str
    start: int
    end: int
    path: tuple[str, ...]
    part: Part | None
    part_confidence: Confidence | None
    page: int | None
    citation: str


def first_and_last(
    searcher: Searcher, reading: Reading, rows: Sequence[Row]
) -> tuple[UsedPlace | None, UsedPlace | None]:
    """The first place of the oldest dated report, and the best one of the newest. `rows`: the oldest first."""
    dated = [row.card for row in rows if year_known(row.card) is not None]
    if not dated:
        return None, None
    first = _place_of(searcher, reading, dated[0], first=True)
    return (first and first[1]), ((last := _place_of(searcher, reading, dated[-1])) and last[1])


def one_a_year(searcher: Searcher, reading: Reading, rows: Sequence[Row]) -> tuple[UsedPlace, ...]:
    """The place of each known year that reads best, the oldest year first; of many years the latest ones."""
    years: dict[int, list[Row]] = {}
    for row in rows:
        if (year := year_known(row.card)) is not None:
            years.setdefault(year, []).append(row)
    each = max(1, min(3, READ // max(1, len(years))))
    found = []
    for year in sorted(years)[-READ:]:
        chosen = sorted(years[year], key=lambda row: (not is_report(row.card), -row.matches, row.card.id))[:each]
        places = [place for row in chosen if (place := _place_of(searcher, reading, row.card)) is not None]
        if places:
            found.append(min(places, key=lambda pair: pair[0])[1])
    return tuple(found)


def is_report(card: Card) -> bool:
    """Is it of the kind 报告, by its type, else by its title? (GB/T 7714 R against Z: `indexer.search.citation`.)"""
    return (card.type or card.title or "").endswith("报告")


def _place_of(
    searcher: Searcher, reading: Reading, card: Card, *, first: bool = False
) -> tuple[tuple[int, ...], UsedPlace] | None:
    """The first or the best place of a report, before it how well it reads (smaller is better); None where it has
    changed meanwhile.
    """
    deadline.check()
    shown = searcher.document_cache.shown(card.id, reading.manner)
    if shown is None:
        return None
    record, document = shown
    places = reading.asked.spans(document) or ()
    marked = marked_passages(record.report, places[: 1 if first else LOOKED_AT], folding=reading.manner.back)
    paths = HeadingPaths(record.report.sections)
    ranked = [(_reads(paths, one, mark), one, mark) for one in marked for mark in one.marks]
    if not ranked:
        return None
    how, passage, mark = min(ranked, key=lambda one: one[0])
    start, end = _sentence(passage.text, mark)
    return how, UsedPlace(
        card=card_of(record),
        version=record.version,
        passage=passage.number,
        offset=start,
        text=passage.text[start:end],
        start=mark.start - start,
        end=mark.end - start,
        path=mark.path,
        part=mark.part,
        part_confidence=mark.part_confidence,
        page=passage.page,
        citation=Citations(record.report, record.source).of(passage.number, mark.start),
    )


def _reads(paths: HeadingPaths, passage: MarkedPassage, mark: Mark) -> tuple[int, ...]:
    start, end = _sentence(passage.text, mark)
    heading = nearest_heading(paths, passage.number, mark.start)
    length = end - start
    return (
        heading is not None and stands_in(heading, passage.number, mark.start),
        CELL in passage.text[start:end],
        length not in LENGTH,
        abs(length - 70) // 30,
        passage.number,
        mark.start,
    )


def _sentence(text: str, mark: Mark) -> tuple[int, int]:
    start, end = extent(text, mark.start, mark.end)
    return max(start, mark.start - AROUND), min(end, mark.end + AROUND)
