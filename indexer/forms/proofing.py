"""The forms of a proofed draft and of its quotations: `proof --json`, `verify --json` and their addresses."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Annotated

from indexer.proofing.draft_check import Proof
from indexer.proofing.finding import Certainty, Finding, Kind
from indexer.proofing.quotations import Quoted, State, Verified

Say = Callable[..., str]


@dataclass(frozen=True, slots=True)
class DraftPlaceForm:
    """Code points [start, end) of passage `passage` of the draft, counted from 1."""

    passage: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class FindingForm:
    """Something to look at."""

    kind: Kind
    case: str
    certainty: Certainty
    message: str
    text: Annotated[str, "What stands at the first place."]
    better: Annotated[str | None, "What belongs there, where that is known."]
    places: Sequence[DraftPlaceForm]


@dataclass(frozen=True, slots=True)
class VerifiedForm:
    """A quotation and what the archive says of it; [start, end) lies in the passage of the report."""

    quotation: str
    state: State
    reports: Annotated[int, "How many reports have it."]
    id: str | None
    title: str | None
    passage: int | None
    start: int
    end: int
    wording: Annotated[str | None, "The true wording, where it is another one."]
    source: Annotated[str | None, "The place to cite (出处)."]
    share: Annotated[float, "Share of the same characters, from 0 to 1."]
    searched: Annotated[int, "Reports that were looked through: the base of absence."]
    unsure: Annotated[int, "Those of them that are only partly readable."]


@dataclass(frozen=True, slots=True)
class VerifiedQuotationsForm:
    """What the archive says of the quotations asked for, in their order."""

    results: Sequence[VerifiedForm]


@dataclass(frozen=True, slots=True)
class QuotedForm:
    """A quotation at its place in the draft."""

    place: DraftPlaceForm
    verified: VerifiedForm


@dataclass(frozen=True, slots=True)
class VerifiedDraftForm:
    """The quotations of a draft, in order."""

    name: str
    quotations: Sequence[QuotedForm]
    unverified: Annotated[int, "Quotations for which time did not suffice."]


@dataclass(frozen=True, slots=True)
class ProofForm:
    """What is to be looked at in a draft. Offsets lie in `passages`."""

    name: str
    unit: str | None
    counts: Mapping[str, int]
    findings: Sequence[FindingForm]
    quotations: Sequence[QuotedForm]
    unverified: int
    passages: Sequence[str]


def proof_form(found: Proof, say: Say) -> ProofForm:
    """What `proof --json` prints."""
    return ProofForm(
        name=found.draft.name,
        unit=found.draft.report.masthead.unit,
        counts={str(kind): number for kind, number in found.counts.items()},
        findings=[finding_form(finding, say) for finding in found.findings],
        quotations=quoted_forms(found.verified),
        unverified=found.unverified,
        passages=found.draft.texts,
    )


def finding_form(finding: Finding, say: Say) -> FindingForm:
    """A finding with its message in the reader's language."""
    return FindingForm(
        kind=finding.kind,
        case=finding.case,
        certainty=finding.certainty,
        message=message_of(finding, say),
        text=finding.text,
        better=finding.better,
        places=[DraftPlaceForm(place.passage, place.start, place.end) for place in finding.places],
    )


def message_of(finding: Finding, say: Say) -> str:
    """What is wrong, in the words of the message table."""
    return say(f"proof.{finding.kind}.{finding.case}", **finding.evidence).rstrip("；; ")


def quoted_forms(verified: Sequence[tuple[Quoted, Verified]]) -> list[QuotedForm]:
    """The quotations of a draft with what the archive says of each."""
    return [QuotedForm(DraftPlaceForm(**asdict(one.place)), verified_form(said)) for one, said in verified]


def verified_form(said: Verified) -> VerifiedForm:
    """What `verify --json` tells of one quotation."""
    return VerifiedForm(
        quotation=said.quotation,
        state=said.state,
        reports=said.reports,
        id=said.card.id if said.card else None,
        title=said.card.title if said.card else None,
        passage=said.passage,
        start=said.start,
        end=said.end,
        wording=said.wording,
        source=said.source,
        share=round(said.share, 4),
        searched=said.searched,
        unsure=said.unsure,
    )
