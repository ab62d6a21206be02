"""The forms of a report and of lists: `show --json`, `list --json`, `edit --json` and their addresses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Annotated

from archive.catalog import Entry
from archive.doubts import to_check
from archive.heading_paths import HeadingPaths
from archive.known_year import Basis, year_basis, year_known
from archive.model import Confidence, Evidence, Notice, Origin, Part, Passage, Record, Section
from indexer.forms.answer import MarkForm
from indexer.forms.form import ABSENT, Absent, Spread
from indexer.search.answer import Mark, MarkedPassage
from indexer.search.highlight import headings


@dataclass(frozen=True, slots=True)
class EvidenceForm:
    """Where a value of the masthead was read, the words it was read from, and how sure it is."""

    value: str | int
    text: str
    from_: Origin
    confidence: Confidence
    passage: int | None


@dataclass(frozen=True, slots=True)
class HeadingForm:
    """A heading of the outline: code points [start, end) of its passage."""

    number: Annotated[str, "The numbering as printed."]
    title: str
    level: int
    part: Part | None
    passage: int
    start: int
    end: int
    confidence: Annotated[Confidence, "How sure it is that this is a heading."]
    part_confidence: Annotated[Confidence | None, "How sure the part is; low where it hangs on a doubtful heading."]


@dataclass(frozen=True, slots=True)
class ScanLineForm:
    """A line as a recogniser read it, from code point `start` of its paragraph on."""

    start: int
    confidence: Annotated[float, "The recogniser's own, from 0 to 1."]
    page: int


@dataclass(frozen=True, slots=True)
class StoredValueForm:
    """What a cell keeps where it shows something else."""

    cell: int
    place: str
    value: str


@dataclass(frozen=True, slots=True)
class ParagraphForm:
    """A passage of a report."""

    number: Annotated[int, "Counted from 1."]
    path: Sequence[str]
    text: str
    page: int | None
    scan: Annotated[Sequence[ScanLineForm] | Absent, "Of recognised text only."] = ABSENT
    recognised: Annotated[str | Absent | None, "What was recognised, where a person has put it right."] = ABSENT
    columns: Annotated[Sequence[str] | Absent, "Of a row of a sheet: what its cells' columns are called."] = ABSENT
    stored: Annotated[Sequence[StoredValueForm] | Absent, "What its cells keep and do not show."] = ABSENT


@dataclass(frozen=True, slots=True)
class NoticeForm:
    """What a reader of files noticed: a code, and what its message is made of."""

    code: str
    evidence: Spread


@dataclass(frozen=True, slots=True)
class PlaceForm(MarkForm):
    """A place of the search, in the passage of that number."""

    number: int


@dataclass(frozen=True, slots=True)
class ReportForm:
    """A report whole: masthead with evidence, outline, passages. What is not known is null."""

    id: str
    source: str
    location: str
    version: int
    title: str | None
    title_derived: bool
    unit: str | None
    person: str | None
    number: Annotated[str | None, "发文字号"]
    addressee: Annotated[str | None, "主送"]
    date: Annotated[str | None, "成文日期, YYYY-MM-DD"]
    year: Annotated[int | None, "The year that the paper is about."]
    year_known: Annotated[int | None, "What filters and orders go by: that year, else the one it was written in."]
    year_basis: Annotated[Basis | None, "Where the known year stands; date and number: the paper is about none."]
    period: str | None
    type: str | None
    format: str
    encoding: str | None
    sha256: Annotated[str, "Of the file as it came."]
    added_at: Annotated[str, "UTC."]
    evidence: Annotated[Mapping[str, EvidenceForm], "By the name of the field."]
    outline: Sequence[HeadingForm]
    passages: Sequence[ParagraphForm]
    notices: Sequence[NoticeForm]
    to_check: Annotated[Sequence[str], "Fields that a person should look at: doubtful, or missing."] = ()
    matches: Annotated[int | Absent, "With a search only: all its places."] = ABSENT
    marks: Annotated[Sequence[PlaceForm] | Absent, "With a search only."] = ABSENT


@dataclass(frozen=True, slots=True)
class NamedReportForm:
    """A report by what tells it from others."""

    id: str
    title: str | None
    source: str


@dataclass(frozen=True, slots=True)
class EntryForm:
    """A report as lists show it."""

    id: str
    title: str | None
    title_derived: bool
    unit: str | None
    person: str | None
    number: str | None
    addressee: str | None
    date: str | None
    year: int | None
    year_known: int | None
    year_basis: Basis | None
    period: str | None
    type: str | None
    format: str
    source: str
    location: str
    version: int
    sha256: str
    change: Annotated[int, "The change of the catalog that made it what it is."]
    added_at: str
    removed_at: str | None
    fonds: Annotated[str, "The key of the 分库 that it belongs to; “” for the archive's own."]
    doubts: Annotated[Sequence[str] | Absent, "`list --json` only: codes of what a person should look at."] = ABSENT
    to_check: Annotated[Sequence[str] | Absent, "Fields that a person should look at; not of the trash."] = ABSENT


@dataclass(frozen=True, slots=True)
class ListForm:
    """A page of the list."""

    total: int
    page: int
    pages: int
    reports: Sequence[EntryForm]


def report_form(record: Record, marks: Sequence[MarkedPassage] | None = None) -> ReportForm:
    """The whole report; with `marks` the places of a search."""
    report, head = record.report, record.report.masthead
    paths = HeadingPaths(report.sections)
    return ReportForm(
        id=record.id,
        source=record.source,
        location=record.location,
        version=record.version,
        title=head.title,
        title_derived=head.title_derived,
        unit=head.unit,
        person=head.person,
        number=head.number,
        addressee=head.addressee,
        date=head.date,
        year=head.year,
        year_known=year_known(head),
        year_basis=year_basis(head),
        period=head.period,
        type=head.type,
        format=report.format,
        encoding=report.encoding,
        sha256=record.sha256,
        added_at=record.added_at,
        evidence={name: _evidence(evidence) for name, evidence in head.evidence.items()},
        outline=[_heading(section) for section in report.sections],
        passages=[_paragraph(passage, paths) for passage in report.passages],
        notices=notice_forms(report.notices),
        to_check=to_check(head),
        matches=ABSENT if marks is None else sum(len(passage.marks) for passage in marks),
        marks=ABSENT if marks is None else [_place(one.number, mark) for one in marks for mark in one.marks],
    )


def notice_forms(notices: Iterable[Notice]) -> list[NoticeForm]:
    """What was noticed, by name."""
    return [NoticeForm(notice.code, notice.evidence) for notice in notices]


def entry_form(
    entry: Entry, doubts: Sequence[str] | Absent = ABSENT, checks: Sequence[str] | Absent = ABSENT
) -> EntryForm:
    """Every field by its name; `checks` are the fields to be checked."""
    kept = {one.name: getattr(entry, one.name) for one in fields(entry)}
    basis = year_basis(entry)
    return EntryForm(**kept, year_known=year_known(entry), year_basis=basis, doubts=doubts, to_check=checks)


def _evidence(evidence: Evidence) -> EvidenceForm:
    return EvidenceForm(evidence.value, evidence.text, evidence.origin, evidence.confidence, evidence.passage)


def _heading(section: Section) -> HeadingForm:
    return HeadingForm(
        section.number,
        section.title,
        section.level,
        section.part,
        section.passage,
        section.start,
        section.end,
        section.confidence,
        section.part_confidence,
    )


def _paragraph(passage: Passage, paths: HeadingPaths) -> ParagraphForm:
    path = headings(paths, passage.number, 0)
    scan = [ScanLineForm(line.start, line.confidence, line.page) for line in passage.scan]
    stored = [StoredValueForm(value.cell, value.place, value.value) for value in passage.stored]
    return ParagraphForm(
        number=passage.number,
        path=path,
        text=passage.text,
        page=passage.page,
        scan=scan or ABSENT,
        recognised=passage.recognised if scan else ABSENT,
        columns=passage.columns or ABSENT,
        stored=stored or ABSENT,
    )


def _place(number: int, mark: Mark) -> PlaceForm:
    return PlaceForm(mark.start, mark.end, mark.path, mark.part, mark.part_confidence, number)
