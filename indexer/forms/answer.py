"""The form of an answer: `search --json`, `/search.json`, `batch --json`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Literal

from archive.known_year import Basis, year_basis, year_known
from archive.model import Confidence, Part
from indexer.document import Card
from indexer.forms.form import ABSENT, Absent
from indexer.forms.similar import LikenessForm
from indexer.search.answer import (
    Answer,
    Copies,
    Found,
    Mark,
    MarkedPassage,
    Mode,
    Request,
    Showing,
    Sort,
    Tally,
    Within,
)


@dataclass(frozen=True, slots=True)
class MarkForm:
    """One match: code points [start, end) of its passage's text, with the headings and the part of the very place."""

    start: int
    end: int
    path: Annotated[Sequence[str], "Headings above the place, outermost first."]
    part: Annotated[Part | None, "What its section is for; null where nothing tells."]
    part_confidence: Annotated[Confidence | None, "How sure the part is; low where it hangs on a doubtful heading."]


@dataclass(frozen=True, slots=True)
class PassageForm:
    """A passage with all its marks, in order, never overlapping; of a giant one a window with those inside."""

    number: Annotated[int, "Counted from 1."]
    path: Sequence[str]
    text: Annotated[str, "Letter for letter as in the report."]
    marks: Sequence[MarkForm]
    offset: Annotated[int | Absent, "Where a window begins in its passage; marks count from there."] = field(
        default=ABSENT, kw_only=True
    )


@dataclass(frozen=True, slots=True)
class FoundForm:
    """A report that answers. What is not known of it is null."""

    id: str
    title: str | None
    title_derived: Annotated[bool, "The title is the archive's own, not the report's."]
    unit: str | None
    person: str | None
    year: Annotated[int | None, "The year that the paper is about."]
    year_known: Annotated[int | None, "What filters and orders go by: that year, else the one it was written in."]
    year_basis: Annotated[Basis | None, "Where the known year stands; date and number: the paper is about none."]
    period: str | None
    type: str | None
    source: Annotated[str, "The file's name as it came."]
    location: Annotated[str, "Where the file was read."]
    matches: Annotated[int, "All its places, shown or not."]
    score: Annotated[float, "Rank by relevance; comparable within one answer only."]
    passages: Annotated[Sequence[PassageForm], "As many as were asked for."]
    to_check: Annotated[Sequence[str], "Fields that a person should look at: doubtful, or missing."]


@dataclass(frozen=True, slots=True)
class AlsoForm:
    """Reports that hold only the words apart: never part of the totals."""

    total_reports: int
    reports: Sequence[FoundForm]


@dataclass(frozen=True, slots=True)
class AcrossForm:
    """跨段: places that run over the end of a passage; never part of the totals."""

    total_reports: int
    total_matches: int
    reports: Sequence[FoundForm]


@dataclass(frozen=True, slots=True)
class FacetForm:
    """A value that reports of the answer have, null for not known, and how many; of the facet part, how many places."""

    value: str | int | None
    count: int


@dataclass(frozen=True, slots=True)
class HiddenForm:
    """What one filter alone keeps out: without it there would be so many more."""

    reports: int
    matches: int


@dataclass(frozen=True, slots=True)
class CopiesForm:
    """What became of reports of one text in other formats or encodings. Hidden ones are in no total."""

    mode: Showing
    hidden_reports: int
    hidden_matches: int
    unknown: Annotated[int, "Reports that are shown and may be copies: their texts were not compared yet."]


@dataclass(frozen=True, slots=True)
class HiddenByForm:
    """Filters, and what they keep out: each alone, or all together."""

    filters: Sequence[str]
    reports: int
    matches: int


@dataclass(frozen=True, slots=True)
class TermForm:
    """A part of the query, or a wording that may be meant, and what it finds."""

    query: str
    reports: int
    matches: int
    parts: Annotated[Mapping[str, int], "Places by part."]


@dataclass(frozen=True, slots=True)
class WayForm:
    """Another way to ask that finds something."""

    way: str
    change: Annotated[Mapping[str, str | None], "What differs in the address."]
    reports: int
    matches: int


@dataclass(frozen=True, slots=True)
class StoredPlaceForm:
    """A cell that keeps a value and shows something else."""

    id: str
    source: str
    passage: int
    place: str
    value: str
    shown: str


@dataclass(frozen=True, slots=True)
class LessonForm:
    """What helps where nothing was found."""

    reports: Annotated[int, "Reports that were searched."]
    unread: Annotated[int, "Files and reports that could not be read, or not whole."]
    set_aside: Annotated[int, "Files that could not be read and were set aside with a reason."]
    hidden: Sequence[HiddenByForm]
    apart: Annotated[Sequence[TermForm], "Each of several words alone."]
    ways: Sequence[WayForm]
    did_you_mean: Sequence[TermForm]
    similar: Sequence[LikenessForm]
    stored: Annotated[Sequence[StoredPlaceForm], "Cells that keep what was asked for and show something else."]


@dataclass(frozen=True, slots=True)
class WritingForm:
    """Another writing of a date or number in the query that occurs, and what it finds; never part of the totals."""

    written: Annotated[str, "What differs."]
    query: Annotated[str, "The whole query with it."]
    reports: int
    matches: int


@dataclass(frozen=True, slots=True)
class AnswerForm:
    """A page of an answer. Totals speak of exact matches only."""

    query: Annotated[str, "As it was asked."]
    understood: Annotated[str, "Its canonical form."]
    mode: Mode
    ignore_punctuation: bool
    scope: Within
    sort: Sort
    page: int
    pages: Annotated[int, "How many pages there are, at least 1."]
    total_reports: int
    total_matches: int
    total_relation: Annotated[Literal["eq", "gte"], "eq: the totals are exact."]
    took_ms: Annotated[float, "Milliseconds of the search itself."]
    reports: Sequence[FoundForm]
    also: AlsoForm
    across: AcrossForm
    facets: Annotated[Mapping[str, Sequence[FacetForm]], "By name, most first; empty where they were not asked for."]
    hidden: Annotated[Mapping[str, HiddenForm], "By the name of the filter."]
    copies: CopiesForm
    writings: Annotated[Sequence[WritingForm], "Other writings of its dates and numbers; at most a dozen."] = ()
    help: Annotated[LessonForm | Absent, "Where it was asked for and nothing was found."] = ABSENT


@dataclass(frozen=True, slots=True)
class ExportHeadForm:
    """The first line of an answer as a file: what makes it evidence."""

    query: str
    understood: str
    mode: Mode
    literal: bool
    ignore_punctuation: bool
    filters: Mapping[str, Sequence[str]]
    sort: Sort
    total_reports: int
    total_matches: int
    also_reports: int
    archive_reports: int
    archive_unread: int
    archive_partly_read: int
    archive_set_aside: int
    at: Annotated[str, "When it was asked."]
    copies: CopiesForm
    listed_reports: int
    listed_passages: int
    program: Annotated[str, "The version that wrote it."]
    record: Annotated[Sequence[str], "The lines by which `baogao verify-record` verifies it."]


@dataclass(frozen=True, slots=True)
class ExportLineForm(PassageForm):
    """A passage of an answer as a line of a file, with what is known of its report."""

    id: str
    title: str | None
    unit: str | None
    person: str | None
    year: int | None
    year_known: int | None
    year_basis: Basis | None
    period: str | None
    type: str | None
    source: str
    citation: str
    version: int
    sha256: Annotated[str, "Of the original."]
    imported: Annotated[str, "When it was imported, YYYY-MM-DD (UTC)."]


@dataclass(frozen=True, slots=True)
class RowForm:
    """A report that answers and the number of its places."""

    id: str
    source: str
    matches: int


@dataclass(frozen=True, slots=True)
class RowsForm:
    """Reports that hold only the words apart: never part of the totals."""

    total_reports: int
    reports: Sequence[RowForm]


@dataclass(frozen=True, slots=True)
class TallyForm:
    """All reports that answer one query of several."""

    query: str
    total_reports: int
    total_matches: int
    reports: Sequence[RowForm]
    also: Annotated[RowsForm | Absent, "In mode loose, where there are any."] = ABSENT
    hidden_copies: Annotated[HiddenForm | Absent, "Where copies are hidden."] = ABSENT


def answer_form(answer: Answer) -> AnswerForm:
    """The answer of a search as the contract's JSON object."""
    request = answer.request
    facets = {name: [FacetForm(value, count) for value, count in pairs] for name, pairs in answer.facets.items()}
    return AnswerForm(
        query=request.query,
        understood=answer.understood,
        mode=request.mode,
        ignore_punctuation=request.ignore_punctuation,
        scope=request.scope,
        sort=request.sort,
        page=request.page,
        pages=answer.pages,
        total_reports=answer.total_reports,
        total_matches=answer.total_matches,
        total_relation=answer.total_relation,
        took_ms=round(answer.took_ms, 2),
        reports=_reports(answer.reports),
        also=AlsoForm(answer.also.total_reports, _reports(answer.also.reports)),
        across=AcrossForm(answer.across.total_reports, answer.across.total_matches, _reports(answer.across.reports)),
        facets=facets,
        hidden={name: HiddenForm(hidden.reports, hidden.matches) for name, hidden in answer.hidden.items()},
        copies=copies_form(request, answer.copies),
    )


def copies_form(request: Request, copies: Copies) -> CopiesForm:
    """What was hidden, by name."""
    return CopiesForm(request.copies, copies.reports, copies.matches, copies.unknown)


def tally_form(query: str, tally: Tally, *, hiding: bool = False) -> TallyForm:
    """The contract's line of `batch --json`; `hiding`: copies were to be hidden."""
    rows = [row_form(row.card, row.matches) for row in tally.rows]
    apart = [row_form(row.card, row.matches) for row in tally.also]
    also = RowsForm(len(apart), apart) if apart else ABSENT
    copies = HiddenForm(tally.copies.reports, tally.copies.matches) if hiding else ABSENT
    return TallyForm(query, tally.total_reports, tally.total_matches, rows, also, copies)


def row_form(card: Card, matches: int) -> RowForm:
    """A line of `search -l --json`."""
    return RowForm(card.id, card.source, matches)


def passage_form(passage: MarkedPassage) -> PassageForm:
    """A passage by name."""
    offset, text, marks = passage.shown()
    window = ABSENT if len(text) == len(passage.text) else offset
    return PassageForm(passage.number, passage.path, text, [mark_form(mark) for mark in marks], offset=window)


def mark_form(mark: Mark) -> MarkForm:
    """A mark by name."""
    return MarkForm(mark.start, mark.end, mark.path, mark.part, mark.part_confidence)


def _reports(reports: Sequence[Found]) -> list[FoundForm]:
    return [_found(found) for found in reports]


def _found(found: Found) -> FoundForm:
    card = found.card
    return FoundForm(
        card.id,
        card.title,
        card.title_derived,
        card.unit,
        card.person,
        card.year,
        year_known(card),
        year_basis(card),
        card.period,
        card.type,
        card.source,
        card.location,
        found.matches,
        round(found.score, 4),
        [passage_form(passage) for passage in found.passages],
        found.to_check,
    )
