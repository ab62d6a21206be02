"""The forms of 提法: a wording's use, quoted terms, what rises and falls: `term --json` and its addresses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Annotated

from archive.known_year import Basis, year_basis, year_known
from archive.model import Confidence, Part
from indexer.forms.concordance import BesideForm
from indexer.search.page import Page
from indexer.wordings.comparison_groups import Comparison, Side
from indexer.wordings.keyness import Keyword
from indexer.wordings.places import UsedPlace
from indexer.wordings.quoted_terms import Kind, QuotedTerm, TermOrder
from indexer.wordings.rates import Held, Rate
from indexer.wordings.usage import Usage

UNITS = 200
"""Units that are told; `units_total` counts all."""


@dataclass(frozen=True, slots=True)
class WordingPlaceForm:
    """A place in its sentences: [start, end) are code points of `text`, which begins at `offset` of the passage."""

    id: str
    version: int
    title: str | None
    title_derived: bool
    unit: str | None
    person: str | None
    year: int | None
    year_known: int | None
    year_basis: Basis | None
    date: str | None
    source: str
    passage: int
    offset: int
    text: str
    start: int
    end: int
    path: Sequence[str]
    part: Part | None
    part_confidence: Confidence | None
    page: int | None
    citation: Annotated[str, "The place to cite (出处)."]


@dataclass(frozen=True, slots=True)
class WordingYearForm:
    """Use in the papers of a known year, null for not known, measured by what the archive holds of it."""

    year: int | None
    reports: int
    matches: int
    archive_reports: int
    archive_characters: Annotated[int, "Without white space."]
    per_10000_reports: Annotated[float, "Reports with it, of 10,000 that the archive holds."]
    per_million_characters: Annotated[float, "Places, of a million characters that the archive holds."]


@dataclass(frozen=True, slots=True)
class WordingUnitForm:
    """The same of a unit, null for not known."""

    unit: str | None
    reports: int
    matches: int
    archive_reports: int
    archive_characters: int
    per_10000_reports: float
    per_million_characters: float


@dataclass(frozen=True, slots=True)
class WordingPartForm:
    """A part of reports (部分), null for none, and how many of the places that were looked at stand in it."""

    part: str | None
    places: int


@dataclass(frozen=True, slots=True)
class WordingHeadingForm:
    """The title of the heading nearest above, without its number, and its places."""

    title: str
    places: int


@dataclass(frozen=True, slots=True)
class WordingNeighboursForm:
    """The words directly before and after."""

    before: Sequence[BesideForm]
    after: Sequence[BesideForm]
    places: Annotated[int, "Places that were looked at: all, or an even sample where there are more than 2,000."]


@dataclass(frozen=True, slots=True)
class WordingVariantForm:
    """A near wording that stands in the archive."""

    text: str
    reports: int
    matches: int
    same_sound: Annotated[bool, "May be read alike, or the same number written otherwise."]


@dataclass(frozen=True, slots=True)
class WordingForm:
    """How a wording is used in this archive; it says nothing of other papers."""

    wording: str
    total_reports: int
    total_matches: int
    archive_reports: int
    archive_characters: int
    undated_reports: Annotated[int, "With it, of no known year: left out of first, last and every curve."]
    undated_matches: int
    first: WordingPlaceForm | None
    last: WordingPlaceForm | None
    years: Annotated[Sequence[WordingYearForm], "The oldest first, null last."]
    units: Annotated[Sequence[WordingUnitForm], "Most reports first, null last."]
    units_total: int
    parts: Sequence[WordingPartForm]
    headings: Sequence[WordingHeadingForm]
    in_headings: Annotated[int, "Places in the words of a heading."]
    structure_reports: Annotated[int, "Reports that were looked at for parts and headings."]
    structure_places: int
    neighbours: WordingNeighboursForm
    variants: Sequence[WordingVariantForm]
    passages: Annotated[Sequence[WordingPlaceForm], "One that reads well of each known year."]


def wording_form(used: Usage) -> WordingForm:
    """What `term --json` prints."""
    undated, structure, beside = used.undated, used.structure, used.neighbours
    return WordingForm(
        wording=used.wording,
        total_reports=used.total_reports,
        total_matches=used.total_matches,
        archive_reports=used.base.total.reports,
        archive_characters=used.base.total.characters,
        undated_reports=undated.reports if undated else 0,
        undated_matches=undated.matches if undated else 0,
        first=place_form(used.first) if used.first else None,
        last=place_form(used.last) if used.last else None,
        years=[WordingYearForm(one.key, *_figures(one)) for one in used.years],
        units=[WordingUnitForm(one.key, *_figures(one)) for one in used.units[:UNITS]],
        units_total=len(used.units),
        parts=[WordingPartForm(part, places) for part, places in structure.parts],
        headings=[WordingHeadingForm(title, places) for title, places in structure.headings],
        in_headings=structure.in_headings,
        structure_reports=structure.reports,
        structure_places=structure.places,
        neighbours=WordingNeighboursForm(
            [BesideForm(word, places) for word, places in beside.before],
            [BesideForm(word, places) for word, places in beside.after],
            beside.places,
        ),
        variants=[WordingVariantForm(one.text, one.reports, one.matches, one.same_sound) for one in used.variants],
        passages=[place_form(place) for place in used.passages],
    )


def place_form(place: UsedPlace) -> WordingPlaceForm:
    """A place by name."""
    card = place.card
    return WordingPlaceForm(
        id=card.id,
        version=place.version,
        title=card.title,
        title_derived=card.title_derived,
        unit=card.unit,
        person=card.person,
        year=card.year,
        year_known=year_known(card),
        year_basis=year_basis(card),
        date=card.date,
        source=card.source,
        passage=place.passage,
        offset=place.offset,
        text=place.text,
        start=place.start,
        end=place.end,
        path=place.path,
        part=place.part,
        part_confidence=place.part_confidence,
        page=place.page,
        citation=place.citation,
    )


def _figures(one: Rate[int | None] | Rate[str | None]) -> tuple[int, int, int, int, float, float]:
    held: Held = one.held
    per = round(one.per_reports, 2), round(one.per_characters, 2)
    return one.reports, one.matches, held.reports, held.characters, *per


@dataclass(frozen=True, slots=True)
class QuotedTermForm:
    """A term that papers put in quotation marks; counts and years are of its places in such marks."""

    text: str
    reports: int
    matches: int
    units: Annotated[int, "Known units that quote it."]
    first_year: int | None
    last_year: int | None
    first_id: Annotated[str | None, "The oldest dated report that quotes it."]
    first_title: str | None
    undated: Annotated[int, "Reports of no known year."]
    definition: Annotated[bool, "At least half of its reports define it (以下简称“…”)."]


@dataclass(frozen=True, slots=True)
class QuotedTermsForm:
    """A page of the quoted terms; the definitions come apart, all of them."""

    kind: Kind
    sort: TermOrder
    total: int
    page: int
    pages: int
    terms: Sequence[QuotedTermForm]
    definitions: Sequence[QuotedTermForm]


@dataclass(frozen=True, slots=True)
class ComparedGroupForm:
    """A group of papers as it was counted: `reports` of the `held`, an even sample where it is a large group."""

    group: str
    reports: int
    held: int
    words: int


@dataclass(frozen=True, slots=True)
class KeywordForm:
    """A phrase and its places and reports in the group where it is more frequent, and in the other one."""

    text: str
    places: int
    reports: int
    places_there: int
    reports_there: int
    g2: Annotated[float, "Log-likelihood over four cells: how sure the difference is."]
    log_ratio: Annotated[float, "How many times as frequent, as a power of two; no place counts as one half."]


@dataclass(frozen=True, slots=True)
class RisingForm:
    """What is more frequent in one group than in the other, and what is less."""

    kind: Kind
    here: ComparedGroupForm
    there: ComparedGroupForm
    rising: Sequence[KeywordForm]
    falling: Annotated[Sequence[KeywordForm], "Counted the other way round: `places` are those of `there`."]


def quoted_terms_form(
    kind: Kind, sort: TermOrder, page: Page, terms: Sequence[QuotedTerm], definitions: Sequence[QuotedTerm]
) -> QuotedTermsForm:
    """A page of terms; `terms` are those of the page."""
    return QuotedTermsForm(
        kind=kind,
        sort=sort,
        total=page.total,
        page=page.number,
        pages=page.pages,
        terms=[_term(one) for one in terms],
        definitions=[_term(one) for one in definitions],
    )


def rising_form(found: Comparison) -> RisingForm:
    """A comparison by name."""
    return RisingForm(
        kind=found.kind,
        here=_group(found.here),
        there=_group(found.there),
        rising=[_keyword(one) for one in found.rising],
        falling=[_keyword(one) for one in found.falling],
    )


def _term(one: QuotedTerm) -> QuotedTermForm:
    return QuotedTermForm(
        text=one.text,
        reports=one.reports,
        matches=one.matches,
        units=one.units,
        first_year=one.first_year,
        last_year=one.last_year,
        first_id=one.first.id if one.first else None,
        first_title=one.first.title if one.first else None,
        undated=one.undated,
        definition=one.is_definition,
    )


def _group(side: Side) -> ComparedGroupForm:
    return ComparedGroupForm(**asdict(side))


def _keyword(one: Keyword) -> KeywordForm:
    return KeywordForm(**asdict(one))
