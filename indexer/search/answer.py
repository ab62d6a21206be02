"""What a search answers: values that page, terminal and JSON show alike. No markup, no searching.

Offsets are code points of the original text of the passage, half-open; the JSON forms are the contract's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from archive.model import CELL, Confidence, Part
from indexer.document import Card
from indexer.search.page import Page

Mode = Literal["standard", "verbatim", "loose"]
Sort = Literal["relevance", "newest", "oldest", "matches"]
Showing = Literal["show", "hide"]
Within = Literal["report", "section", "paragraph", "sentence"]

MODES: tuple[Mode, ...] = ("standard", "verbatim", "loose")
SORTS: tuple[Sort, ...] = ("relevance", "newest", "oldest", "matches")
SHOWINGS: tuple[Showing, ...] = ("show", "hide")
SCOPES: tuple[Within, ...] = ("report", "section", "paragraph", "sentence")
GIANT = 100_000
"""A passage of more code points is shown in windows, as no reader takes it whole; a page of print has about 1,000."""
AROUND_GIANT = 2_000
"""Code points of a giant passage beside the marks shown, in JSON."""
FACETS = ("year", "unit", "period", "type", "topic", "person", "format", "part")
FILTERS = (*FACETS, "date", "year_about", "id")
"""What narrows an answer: the facets, where `year` is the year known; 成文日期 by stretches of days, as the field 日期
takes them; the year that a paper is about, by which a collection goes; reports by name.
"""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked. `limit` reports a page (0 all), `passages` shown a report (0 all).

    `filters` narrow by card: a name of `FILTERS` -> the values that pass ("" stands for not known).
    `literal` takes the whole query as one phrase without syntax. `ignore_punctuation` (忽略标点) compares texts without
    their punctuation; mode verbatim has no such thing. `scope` is where all that is asked has to hold: in one report,
    section (同节), paragraph (同段) or sentence (同句); words apart (mode loose) stand in one paragraph anyway.
    `across` asks for 跨段, too. `copies`: of one text in several formats or encodings only one report is shown and
    counted, where they are to be hidden.
    """

    query: str
    mode: Mode = "standard"
    sort: Sort = "relevance"
    page: int = 1
    limit: int = 20
    passages: int = 3
    literal: bool = False
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    facets: bool = False
    ignore_punctuation: bool = False
    scope: Within = "report"
    across: bool = False
    copies: Showing = "show"

    def page_of(self, total: int) -> Page:
        """The page of `total` reports; all of them where there is no limit, whatever page is asked for."""
        return Page(self.page if self.limit else 1, self.limit, total)


@dataclass(frozen=True, slots=True)
class Hidden:
    """What one filter alone keeps out of an answer: without it there would be so many more reports and places."""

    reports: int
    matches: int


@dataclass(frozen=True, slots=True)
class Copies:
    """What was left out as a copy of a report that is shown. `unknown`: reports that are shown and may be copies, as
    their texts have not been compared yet.
    """

    reports: int = 0
    matches: int = 0
    unknown: int = 0

    def __add__(self, other: Copies) -> Copies:
        return Copies(self.reports + other.reports, self.matches + other.matches, self.unknown + other.unknown)


class Mark(NamedTuple):
    """One match in the original text, with the heading path and the part of the very place, and how sure that is."""

    start: int
    end: int
    path: tuple[str, ...]
    part: Part | None = None
    term: int = 0
    part_confidence: Confidence | None = None


class MarkedPassage(NamedTuple):
    """A passage with all its marks, in order, never overlapping. `columns`: the names of those of a row's cells."""

    number: int
    path: tuple[str, ...]
    text: str
    marks: tuple[Mark, ...]
    page: int | None = None
    columns: tuple[str, ...] = ()

    def column_at(self, offset: int) -> str:
        """The name of the column whose cell holds code point `offset`; "" where there is none."""
        cell = self.text.count(CELL, 0, offset) if self.columns else 0
        return self.columns[cell] if cell < len(self.columns) else ""

    def shown(self) -> tuple[int, str, tuple[Mark, ...]]:
        """Where the text begins that is worth giving, that text, and the marks in it: of a giant passage a window."""
        if len(self.text) <= GIANT:
            return 0, self.text, self.marks
        start = max(0, self.marks[0].start - AROUND_GIANT) if self.marks else 0
        end = max((mark.end for mark in self.marks), default=start) + AROUND_GIANT
        marks = tuple(mark._replace(start=mark.start - start, end=mark.end - start) for mark in self.marks)
        return start, self.text[start:end], marks


@dataclass(frozen=True, slots=True)
class Found:
    """A report that answers. `matches` is the total of its places; `passages` are those shown, complete in marks.

    `to_check`: fields of its masthead that a person should look at.
    """

    card: Card
    matches: int
    score: float
    passages: tuple[MarkedPassage, ...]
    to_check: tuple[str, ...] = ()

    @property
    def more(self) -> int:
        """Places that are not among the passages shown."""
        return max(0, self.matches - sum(len(passage.marks) for passage in self.passages))


@dataclass(frozen=True, slots=True)
class Also:
    """Reports that hold only the words apart: shown apart, counted apart, never part of the totals.

    The best of them; in mode loose those that follow the exact ones on the page.
    """

    total_reports: int = 0
    reports: tuple[Found, ...] = ()


@dataclass(frozen=True, slots=True)
class Across:
    """跨段: places that run over the end of a passage which does not end a sentence; never part of the totals.

    A place is marked in each passage that it runs through.
    """

    total_reports: int = 0
    total_matches: int = 0
    reports: tuple[Found, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """A page of an answer. Totals speak of exact matches only; `took_ms` is the searcher's own time.

    `facets`: name -> (value, reports) pairs, most first, None for not known; the facet "part" counts places.
    `hidden`: for each filter of the request, what it alone keeps out. `copies`: what was hidden as a copy.
    """

    request: Request
    understood: str
    total_reports: int
    total_matches: int
    reports: tuple[Found, ...]
    also: Also
    took_ms: float
    total_relation: Literal["eq", "gte"] = "eq"
    facets: Mapping[str, tuple[tuple[str | int | None, int], ...]] = field(default_factory=dict)
    hidden: Mapping[str, Hidden] = field(default_factory=dict)
    across: Across = field(default_factory=Across)
    copies: Copies = field(default_factory=Copies)

    @property
    def listed(self) -> int:
        """How many reports all pages list: those that answer, in mode loose also those with the words apart."""
        return self.total_reports + (self.also.total_reports if self.request.mode == "loose" else 0)

    @property
    def page(self) -> Page:
        """Which page of the reports it is."""
        return self.request.page_of(self.listed)

    @property
    def pages(self) -> int:
        """How many pages of `request.limit` reports the answer has, at least 1."""
        return self.page.pages


@dataclass(frozen=True, slots=True)
class Begun:
    """An answer whose reports, totals and facets of cards are there. `whole` makes the rest: the words apart, the
    places over the ends of passages, parts and topics; None where nothing is left to be made.
    """

    answer: Answer
    whole: Callable[[], Answer] | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A report that answers and the number of its places."""

    card: Card
    matches: int


@dataclass(frozen=True, slots=True)
class Tally:
    """All reports that answer a query, without text: what `-l`, `-c` and `batch` print. Rows are made as they are read.

    `also`: in mode loose those with the words apart, which the totals leave out.
    """

    understood: str
    rows: Sequence[Row]
    total_matches: int
    also: Sequence[Row] = ()
    copies: Copies = field(default_factory=Copies)

    @property
    def listed(self) -> tuple[Row, ...]:
        """All of them, those that answer first."""
        return (*self.rows, *self.also)

    @property
    def total_reports(self) -> int:
        """How many reports answer."""
        return len(self.rows)
