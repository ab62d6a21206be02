"""The forms of what a reader keeps: clippings, saved searches, notes; and where a passage comes from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from archive.catalog.notebooks import Note
from archive.known_year import Basis
from archive.model import Confidence, Part, Record
from indexer.search.citation import Source


@dataclass(frozen=True, slots=True)
class ClippingForm:
    """Code points [start, end) of a passage, with the words of the day it was clipped. Null: the report is gone."""

    number: int
    id: str
    version: int
    passage: int
    start: int
    end: int
    whole: Annotated[bool, "It is the whole passage."]
    text: str
    title: str | None
    unit: str | None
    year: int | None
    year_known: int | None
    year_basis: Basis | None
    part: Part | None
    part_confidence: Annotated[Confidence | None, "How sure the part is; low where it hangs on a doubtful heading."]
    citation: str
    added_at: str


@dataclass(frozen=True, slots=True)
class ExtentForm:
    """How far a quotation goes: code points [start, end) of a passage, its words and source, and how it is clipped."""

    passage: int
    start: int
    end: int
    text: str
    citation: str
    place: Annotated[str, "As a clipping is made of it."]


@dataclass(frozen=True, slots=True)
class ClippingsForm:
    """The reader's clippings, in the reader's order."""

    clippings: Sequence[ClippingForm]


@dataclass(frozen=True, slots=True)
class ToggledForm:
    """What became of places that were clipped, or taken out where all were in."""

    clipped: bool
    changed: int
    total: Annotated[int, "Clippings that the reader has now."]


@dataclass(frozen=True, slots=True)
class SavedSearchForm:
    """A saved search as of now; null where it can no longer be asked, or takes too long."""

    number: int
    name: str
    address: str
    total_reports: int | None
    total_matches: int | None
    new_matches: Annotated[int | None, "Places that are new since the last visit."]
    seen_at: str
    followed: Annotated[bool, "May a program follow it by its feed?"]


@dataclass(frozen=True, slots=True)
class SavedSearchesForm:
    """The reader's saved searches."""

    searches: Sequence[SavedSearchForm]


@dataclass(frozen=True, slots=True)
class NoteForm:
    """A reader's words on a passage of one version of a report."""

    number: int
    id: str
    version: int
    passage: int
    text: str
    saved_at: str


@dataclass(frozen=True, slots=True)
class NotesForm:
    """The reader's notes, the latest first."""

    notes: Sequence[NoteForm]


@dataclass(frozen=True, slots=True)
class SourceForm:
    """Where a passage comes from, in each of the forms that people paste."""

    id: str
    version: int
    passage: Annotated[int | None, "Null: the whole report."]
    citation: str
    gbt7714: Annotated[str, "GB/T 7714"]
    markdown: str


@dataclass(frozen=True, slots=True)
class SharedThingForm:
    """Something that an account lets a group see, as of now and under the asker's view."""

    kind: Literal["clipping", "search", "note"]
    number: Annotated[int, "In the notebook of its owner."]
    who: str
    group: str
    text: Annotated[str, "A search's name, a clipping's words, a note."]
    address: str
    total_reports: Annotated[int | None, "Of a search; null where it is none, or can no longer be asked."]
    total_matches: int | None


@dataclass(frozen=True, slots=True)
class SharedThingsForm:
    """What others share with the asker's groups, and what the asker shares, the latest first."""

    theirs: Sequence[SharedThingForm]
    mine: Sequence[SharedThingForm]


def note_form(note: Note) -> NoteForm:
    """A note as JSON shows it."""
    return NoteForm(note.number, note.report, note.version, note.passage, note.words, note.saved_at)


def source_form(record: Record, passage: int | None, source: Source) -> SourceForm:
    """The source of a quotation as JSON shows it."""
    return SourceForm(record.id, record.version, passage, source.plain, source.gbt7714, source.markdown)
