"""The forms of quoted terms and of what rises and falls: `term --json`, `/terms.json`, `/rising.json`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Annotated

from indexer.search.page import Page
from indexer.wordings.comparison_groups import Comparison, Side
from indexer.wordings.keyness import Keyword
from indexer.wordings.quoted_terms import Kind, QuotedTerm, TermOrder


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
