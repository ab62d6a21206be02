"""The quoted terms “……” of the archive: in how many reports, since when, in how many units. What papers define
(以下简称“…”) is no wording and stands apart.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from archive.known_year import year_known
from archive.text.fold import fold_text
from indexer.document import Card
from indexer.wordings.holdings import Holdings
from indexer.wordings.places import is_report

Kind = Literal["reports", "all"]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""Of which papers: those of the kind 报告, or all."""
TermOrder = Literal["reports", "newest", "oldest"]
TERM_ORDERS: tuple[TermOrder, ...] = get_args(TermOrder)
LEAST = 3
"""Reports from which on a quoted term is told: of those in fewer, half are names and figures of speech."""


@dataclass(frozen=True, slots=True)
class QuotedTerm:
    """A quoted term: reports that quote it, places, known units, and the first and last known year with its report.

    `defined_in`: reports that define it.
    """

    text: str
    reports: int
    matches: int
    units: int
    first_year: int | None
    last_year: int | None
    first: Card | None
    undated: int
    defined_in: int

    @property
    def is_definition(self) -> bool:
        """Do as many of its reports define it as merely use it?"""
        return 2 * self.defined_in >= self.reports


@dataclass(slots=True)
class _Uses:
    written: Counter[str]
    cards: dict[str, Card]
    defined_in: set[str]


def quoted_terms(holdings: Holdings, cards: Mapping[str, Card], kind: Kind = "reports") -> tuple[QuotedTerm, ...]:
    """The terms that at least `LEAST` papers quote, those of most first; definitions are among them."""
    found: defaultdict[str, _Uses] = defaultdict(lambda: _Uses(Counter(), {}, set()))
    folded: dict[str, str] = {}
    for name, card in cards.items():
        counted = holdings.reports.get(name)
        if counted is None or (kind == "reports" and not is_report(card)):
            continue
        for term, places in counted.quoted.items():
            uses = found[folded.setdefault(term, fold_text(term))]
            uses.written[term] += places
            uses.cards[name] = card
            if term in counted.defined:
                uses.defined_in.add(name)
    terms = [_term(uses) for uses in found.values() if len(uses.cards) >= LEAST]
    return tuple(sorted(terms, key=lambda one: (-one.reports, -one.matches, one.text)))


def ordered_terms(terms: tuple[QuotedTerm, ...], order: TermOrder) -> tuple[QuotedTerm, ...]:
    """Sorted by reports, or by the year since which it is quoted; the undated come last."""
    if order == "oldest":
        return tuple(sorted(terms, key=lambda one: one.first_year or 9999))
    if order == "newest":
        return tuple(sorted(terms, key=lambda one: -(one.first_year or 0)))
    return terms


def _term(uses: _Uses) -> QuotedTerm:
    dated = sorted((card for card in uses.cards.values() if year_known(card)), key=_age)
    return QuotedTerm(
        text=min(uses.written, key=lambda term: (-uses.written[term], term)),
        reports=len(uses.cards),
        matches=uses.written.total(),
        units=len({card.unit for card in uses.cards.values() if card.unit}),
        first_year=year_known(dated[0]) if dated else None,
        last_year=year_known(dated[-1]) if dated else None,
        first=dated[0] if dated else None,
        undated=len(uses.cards) - len(dated),
        defined_in=len(uses.defined_in),
    )


def _age(card: Card) -> tuple[int, str, str]:
    return (year_known(card) or 0, card.date or "", card.id)
