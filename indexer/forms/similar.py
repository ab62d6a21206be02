"""The forms of passages like a sentence and of suggestions: `similar --json`, `suggest --json` and their addresses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from archive.known_year import Basis, year_basis, year_known
from indexer.forms.form import ABSENT, Absent
from indexer.search.similar import Likeness, Tag
from indexer.search.spelling.term_list import Kind, Suggestion


@dataclass(frozen=True, slots=True)
class StretchForm:
    """A stretch of the comparison: code points [start, end) of the passage's text."""

    tag: Tag
    start: int
    end: int
    sentence: Annotated[str, "What the sentence has there, folded."]


@dataclass(frozen=True, slots=True)
class LikenessForm:
    """A passage that resembles the sentence in [start, end) of its text."""

    id: str
    title: str | None
    unit: str | None
    year: int | None
    year_known: int | None
    year_basis: Basis | None
    source: str
    passage: int
    path: Sequence[str]
    text: str
    start: int
    end: int
    share: Annotated[float, "From 0 to 1."]
    pieces: Sequence[StretchForm]


@dataclass(frozen=True, slots=True)
class SimilarForm:
    """The passages nearest to a sentence, the nearest first."""

    sentence: str
    passages: Sequence[LikenessForm]


@dataclass(frozen=True, slots=True)
class TermOfArchiveForm:
    """A term of the archive, what it is there, and in how many reports it stands so."""

    text: str
    kind: Kind
    reports: int


@dataclass(frozen=True, slots=True)
class CompletionForm(TermOfArchiveForm):
    """A term that the beginning may become."""

    query: Annotated[str, "The whole of what was typed with the term in its place."]


@dataclass(frozen=True, slots=True)
class SuggestionsForm:
    """What a beginning may become."""

    q: str
    suggestions: Sequence[CompletionForm]


@dataclass(frozen=True, slots=True)
class SuggestedForm:
    """What `suggest --json` prints."""

    text: str
    suggestions: Sequence[TermOfArchiveForm]
    did_you_mean: Annotated[Sequence[str], "Wordings of the archive that differ little, and stand somewhere."]
    similar: Annotated[Sequence[LikenessForm] | Absent, "Passages that a sentence may be, misspelt."] = ABSENT


def likeness_form(likeness: Likeness) -> LikenessForm:
    """A row of `similar --json`."""
    card = likeness.card
    return LikenessForm(
        id=card.id,
        title=card.title,
        unit=card.unit,
        year=card.year,
        year_known=year_known(card),
        year_basis=year_basis(card),
        source=card.source,
        passage=likeness.passage,
        path=likeness.path,
        text=likeness.text,
        start=likeness.start,
        end=likeness.end,
        share=round(likeness.share, 4),
        pieces=[StretchForm(piece.tag, piece.start, piece.end, piece.sentence) for piece in likeness.pieces],
    )


def term_form(found: Suggestion) -> TermOfArchiveForm:
    """A suggestion by name."""
    return TermOfArchiveForm(found.text, found.kind, found.reports)


def completion_form(found: Suggestion, query: str) -> CompletionForm:
    """A suggestion with what would be asked."""
    return CompletionForm(found.text, found.kind, found.reports, query)
