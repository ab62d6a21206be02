"""Everything that is looked at in a draft, in one call; what the archive knows is asked once."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from indexer.comparison.same_text import same_text
from indexer.proofing import quotations
from indexer.proofing.calendar_dates import dates
from indexer.proofing.characters import look_alikes
from indexer.proofing.contradictions import figures
from indexer.proofing.draft import Draft
from indexer.proofing.finding import KINDS, Finding, Kind
from indexer.proofing.house_list import Wording, wordings
from indexer.proofing.item_numbers import numbering, ordinals
from indexer.proofing.marks import doubled, half_width, unpaired
from indexer.proofing.other_units import other_units
from indexer.proofing.placeholders import placeholders
from indexer.proofing.quotations import Quoted, Verified, Verifier
from indexer.proofing.titles import Titles, titles
from indexer.search.searcher import Searcher

ALONE = (numbering, ordinals, unpaired, half_width, doubled, dates, figures, placeholders)
"""What a draft says by itself."""
QUOTATIONS = 300
"""Quotations of a draft that are verified; a long report has some fifty."""
SECONDS = 20.0
"""By the clock, for all of them: who waits wants the rest of the findings."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the person wants looked at. `circles`: ○ for 〇; `own`: the draft's unit, where it does not say."""

    circles: bool = False
    own: str | None = None
    house_list: Sequence[Wording] = ()


PLAIN = Options()


@dataclass(frozen=True, slots=True)
class Proof:
    """What was found, in the order of the draft. `verified`: every quotation with what the archive says.

    `unverified`: quotations beyond `QUOTATIONS`, or those for which time did not suffice.
    """

    draft: Draft
    findings: tuple[Finding, ...]
    verified: tuple[tuple[Quoted, Verified], ...]
    unverified: int

    @property
    def counts(self) -> Mapping[Kind, int]:
        """Findings of each kind that has any, in the order of a summary."""
        counted = Counter(finding.kind for finding in self.findings)
        return {kind: counted[kind] for kind in KINDS if counted[kind]}


def proof(draft: Draft, searcher: Searcher | None, options: Options = PLAIN) -> Proof:
    """Look through `draft`; without a searcher it is asked nothing of the archive."""
    texts = draft.texts
    found = [finding for check in ALONE for finding in check(texts)]
    found += look_alikes(texts, circles=options.circles)
    found += wordings(texts, options.house_list)
    verified: list[tuple[Quoted, Verified]] = []
    unverified = 0
    if searcher is not None:
        cards = searcher.engine.cards()
        found += titles(texts, Titles(cards.values()))
        own = options.own or draft.report.masthead.unit
        found += other_units(texts, {card.unit for card in cards.values() if card.unit}, own)
        verified, unverified = verify(draft, searcher)
        found += [finding for one, said in verified if (finding := quotations.finding_of(one, said)) is not None]
    found.sort(key=lambda finding: (finding.places[0], KINDS.index(finding.kind)))
    return Proof(draft, tuple(found), tuple(verified), unverified)


def verify(draft: Draft, searcher: Searcher) -> tuple[list[tuple[Quoted, Verified]], int]:
    """Quotations of the draft with what the archive says, and how many were left for want of time."""
    verifier = Verifier(searcher, without=same_text(searcher, draft.folded))
    every = list(quotations.quoted(draft.texts))
    until = time.monotonic() + SECONDS
    asked = takewhile(lambda _: time.monotonic() < until, every[:QUOTATIONS])
    done = list(quotations.verified(asked, verifier))
    return done, len(every) - len(done)
