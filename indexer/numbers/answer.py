"""The figures that stand in a sentence with a wording, with their sources, grouped by measure and ordered by year.

A figure *names* the wording where the words that say what it is of end in it; the others stand beside it and are of
something else. Of very many places an even sample of reports is read, and how many is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from archive.known_year import year_known
from archive.model import Record
from archive.text.extent import extent
from indexer import deadline
from indexer.document import Card, card_of
from indexer.numbers.figure import Figure, figures_in
from indexer.search.answer import Mark, MarkedPassage, Request, Row
from indexer.search.citation import Citations
from indexer.search.highlight import marked_passages
from indexer.search.interpretation import Reading
from indexer.search.searcher import Searcher

SECONDS = 4.0
"""Of the processor, for one wording."""
PLACES, READ = 2_000, 400
"""Places and reports that are looked at; of more an even sample of reports."""
REACH = 300
"""Code points on either side of a wording where a sentence has no end."""
_SAME_THING = re.compile(
    "(?:实际|名义|年均|平均|全年|增长率?|增速|增幅|增量|速度|幅度|总量|总额|规模|水平|预期|目标|计划|任务|指标|合计|累计|完成"
    "|[”’》」』])*"
)
"""Behind a wording in the words of an object: still the same thing."""
_CUTS = "，、；,; \n"


@dataclass(frozen=True, slots=True)
class FigurePlace:
    """A figure in its sentence. `text` begins at code point `offset` of the passage; the offsets of `figure` and the
    wording's [start, end) lie in `text`.
    """

    card: Card
    version: int
    passage: int
    offset: int
    text: str
    figure: Figure
    start: int
    end: int
    names_wording: bool
    path: tuple[str, ...]
    page: int | None
    citation: str

    @property
    def year(self) -> int | None:
        """The year of the report, where one is known."""
        return year_known(self.card)

    @property
    def object(self) -> str:
        """The words that say what the figure is of; "" where none were found."""
        there = self.figure.object
        return self.text[there.start : there.end] if there else ""

    @property
    def value(self) -> Fraction | None:
        """What a picture shows: one number, by which something fell below nought; None for masks and ranges."""
        figure = self.figure
        if figure.kind != "number" or figure.low is None:
            return None
        return -figure.low if figure.change and figure.way == "down" else figure.low


@dataclass(frozen=True, slots=True)
class Group:
    """The figures of one measure, the oldest year first, the not known last; levels and changes (增长 5%) apart."""

    measure: str
    change: bool
    places: tuple[FigurePlace, ...]

    @property
    def named(self) -> tuple[FigurePlace, ...]:
        """Those of the wording itself."""
        return tuple(one for one in self.places if one.names_wording)

    @property
    def beside(self) -> tuple[FigurePlace, ...]:
        """Those of something else in the same sentence."""
        return tuple(one for one in self.places if not one.names_wording)


@dataclass(frozen=True, slots=True)
class Numbers:
    """What a wording stands with. The totals are those of a search; `reports` and `matches` were looked at."""

    wording: str
    total_reports: int
    total_matches: int
    reports: int
    matches: int
    groups: tuple[Group, ...]

    @property
    def figures(self) -> int:
        """How many, of the wording or beside it."""
        return sum(len(group.places) for group in self.groups)

    @property
    def named(self) -> int:
        """How many are of the wording itself."""
        return sum(len(group.named) for group in self.groups)

    @property
    def is_sample(self) -> bool:
        """Were not all places looked at?"""
        return self.matches < self.total_matches


def numbers_of(searcher: Searcher, wording: str) -> Numbers:
    """The figures with a wording, to the character. Raises QueryError for what is no wording."""
    request = Request(wording, literal=True, sort="oldest", limit=0)
    with deadline.limited(SECONDS):
        reading = searcher.read(request)
        rows = searcher.tally(request).rows
        total = sum(row.matches for row in rows)
        step = max(1, -(-len(rows) // READ), -(-total // PLACES))
        chosen = rows[(step - 1) // 2 :: step] or rows[:1]
        looked_at, places = _looked_at(searcher, reading, chosen)
    return Numbers(wording, len(rows), total, len(chosen), looked_at, _grouped(places))


def _looked_at(searcher: Searcher, reading: Reading, rows: Sequence[Row]) -> tuple[int, list[FigurePlace]]:
    matches, found = 0, []
    for record, document in searcher.document_cache.shown_together([row.card.id for row in rows], reading.manner):
        deadline.check()
        places = (reading.asked.spans(document) or ())[:PLACES]
        matches += len(places)
        marked = marked_passages(record.report, places, folding=reading.manner.back)
        found += [place for passage in marked for place in _in_passage(record, passage)]
    return matches, found


def _in_passage(record: Record, passage: MarkedPassage) -> Iterator[FigurePlace]:
    """The figures of the sentences with a mark; each figure once, with the mark that it names, else the nearest."""
    card, citations = card_of(record), Citations(record.report, record.source)
    for (start, end), marks in _sentences(passage).items():
        deadline.check()
        text = passage.text[start:end]
        for figure in figures_in(text):
            mark = _mark_of(figure, marks, start)
            names = _names(text, figure, mark.start - start, mark.end - start)
            yield FigurePlace(
                card=card,
                version=record.version,
                passage=passage.number,
                offset=start,
                text=text,
                figure=figure,
                start=mark.start - start,
                end=mark.end - start,
                names_wording=names,
                path=mark.path,
                page=passage.page,
                citation=citations.of(passage.number, start + figure.start),
            )


def _names(text: str, figure: Figure, start: int, end: int) -> bool:
    """Is the wording at [start, end) what the figure is of? A noun ends in its head: 单位国内生产总值能耗 is 能耗."""
    there = figure.object
    if there is None or not (there.start < end and start < there.end):
        return False
    return _SAME_THING.fullmatch(text[end : there.end]) is not None


def _sentences(passage: MarkedPassage) -> dict[tuple[int, int], list[Mark]]:
    found: dict[tuple[int, int], list[Mark]] = {}
    for mark in passage.marks:
        found.setdefault(_window(passage.text, mark), []).append(mark)
    return found


def _window(text: str, mark: Mark) -> tuple[int, int]:
    """The sentence of a mark; of an endless one what is near, cut where no number is torn."""
    start, end = extent(text, mark.start, mark.end)
    first, last = max(start, mark.start - REACH), min(end, mark.end + REACH)
    while start < first < mark.start and text[first - 1] not in _CUTS:
        first += 1
    while mark.end < last < end and text[last] not in _CUTS:
        last -= 1
    return first, last


def _mark_of(figure: Figure, marks: Sequence[Mark], start: int) -> Mark:
    there = figure.object
    if there is not None:
        for mark in marks:
            if start + there.start < mark.end and mark.start < start + there.end:
                return mark
    return min(marks, key=lambda mark: abs(mark.start - start - figure.start))


def _grouped(places: Sequence[FigurePlace]) -> tuple[Group, ...]:
    """Groups with most figures of the wording first."""
    found: dict[tuple[str, bool], dict[tuple[str, int, int], FigurePlace]] = {}
    for one in places:
        group = found.setdefault((one.figure.measure, one.figure.change), {})
        # Two windows of an endless sentence may hold one figure.
        at = one.card.id, one.passage, one.offset + one.figure.start
        if at not in group or one.names_wording:
            group[at] = one
    groups = [Group(*key, tuple(sorted(some.values(), key=_order))) for key, some in found.items()]
    return tuple(sorted(groups, key=lambda one: (-len(one.named), -len(one.places), one.measure, one.change)))


def _order(one: FigurePlace) -> tuple[bool, int, str, int, int]:
    return one.year is None, one.year or 0, one.card.id, one.passage, one.offset + one.figure.start
