"""What surrounds a wording: the words left and right of it, the parts and headings below which it stands.

Of many places an even sample is taken, over the reports from the oldest to the newest, and it is told how
many were looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.heading_paths import HeadingPaths
from archive.model import Record, Section
from indexer import deadline
from indexer.document import Document, Place
from indexer.search.answer import Row
from indexer.search.concordance import Spot, neighbours, spot_of
from indexer.search.highlight import marked_passages
from indexer.search.interpretation import Reading
from indexer.search.searcher import Searcher

PLACES = 2_000
"""Places whose neighbours are counted."""
READ = 300
"""Reports whose outline is read."""
TOLD = 10
"""Neighbours, and headings, that are told."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The words directly before and after, most places first; `places` of all places were looked at."""

    before: tuple[tuple[str, int], ...]
    after: tuple[tuple[str, int], ...]
    places: int


@dataclass(frozen=True, slots=True)
class Structure:
    """Where in reports it stands: places by part (None: in no part), the headings nearest above, and how many stand in
    the words of a heading; `places` in `reports` were looked at.
    """

    parts: tuple[tuple[str | None, int], ...]
    headings: tuple[tuple[str, int], ...]
    in_headings: int
    places: int
    reports: int


def neighbours_of(searcher: Searcher, reading: Reading, rows: Sequence[Row]) -> Neighbours:
    """The words beside at most `PLACES` places."""
    total = sum(row.matches for row in rows)
    step = -(-total // PLACES) or 1
    spots: list[Spot] = []
    for document in searcher.documents([row.card.id for row in thinned(rows, step)]):
        deadline.check()
        spots += [spot_of(document, place, 1) for place in _places(reading, document)]
    before, after = neighbours(spots, searcher.analyzer, TOLD)
    return Neighbours(before, after, len(spots))


def structure_of(searcher: Searcher, reading: Reading, rows: Sequence[Row]) -> Structure:
    """Parts and headings in at most `READ` reports."""
    parts: Counter[str | None] = Counter()
    titles: Counter[str] = Counter()
    in_headings = reports = 0
    some = thinned(rows, max(-(-len(rows) // READ), -(-sum(one.matches for one in rows) // PLACES)) or 1)
    for record, document in searcher.document_cache.shown_together([row.card.id for row in some], reading.manner):
        deadline.check()
        reports += 1
        for part, title, inside in _located(record, reading, _places(reading, document)):
            parts[part] += 1
            in_headings += inside
            if title:
                titles[title] += 1
    ordered = sorted(parts.items(), key=lambda pair: (pair[0] is None, -pair[1], str(pair[0])))
    common = sorted(titles.items(), key=lambda pair: (-pair[1], pair[0]))[:TOLD]
    return Structure(tuple(ordered), tuple(common), in_headings, sum(parts.values()), reports)


def thinned(rows: Sequence[Row], step: int) -> Sequence[Row]:
    """Every `step`th of the rows, from the middle of the first stretch on."""
    return rows[(step - 1) // 2 :: step] if step > 1 and len(rows) >= step else rows[:: max(1, step)]


def _located(record: Record, reading: Reading, places: Sequence[Place]) -> Iterator[tuple[str | None, str, bool]]:
    """Of each place its part, the title of the heading above it, and whether it stands in that heading's own words."""
    paths = HeadingPaths(record.report.sections)
    for passage in marked_passages(record.report, places, folding=reading.manner.back):
        for mark in passage.marks:
            heading = nearest_heading(paths, passage.number, mark.start)
            inside = heading is not None and stands_in(heading, passage.number, mark.start)
            yield mark.part, heading.title if heading else "", inside


def nearest_heading(paths: HeadingPaths, passage: int, offset: int) -> Section | None:
    """The innermost heading above a place, or around it; an item such as 一是… is none."""
    path = paths.at(passage, offset)
    return next((one for one in reversed(path) if not one.number.rstrip("，,").endswith("是")), None)


def stands_in(heading: Section, passage: int, offset: int) -> bool:
    """Does a place stand in the words of a heading themselves?"""
    return heading.passage == passage and heading.start <= offset < heading.end


def _places(reading: Reading, document: Document) -> Sequence[Place]:
    """The places of a report; of a giant one an even sample."""
    found = reading.asked.spans(document) or ()
    return found[:: -(-len(found) // PLACES) or 1]
