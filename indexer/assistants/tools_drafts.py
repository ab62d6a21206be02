"""Tools for a text that is being written: quotations verified, what it shares with reports, what to look at in it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from typing import Any

from archive.errors import QueryError, UsageError
from indexer.assistants.answer_page import PAUSED, Part
from indexer.assistants.answer_schema import (
    ERROR,
    FACE,
    LOOKED_THROUGH,
    NUMBER,
    NUMBER_OR_NULL,
    PLACE,
    SHARE,
    TEXT,
    TEXT_OR_NULL,
    YES,
    answer,
    counted,
    row,
    several,
    thing,
)
from indexer.assistants.argument_check import choice, switch, text, texts
from indexer.assistants.links import link
from indexer.assistants.tool import Caller, Json, Tool, face
from indexer.assistants.tools_reading import REPORT, report_named
from indexer.forms.proofing import finding_form, verified_form
from indexer.overlap.shared_passages import VIEWS, Shared, Text
from indexer.overlap.shared_passages import overlap as shared_with
from indexer.proofing.draft import draft_of_text
from indexer.proofing.draft_check import Options
from indexer.proofing.draft_check import proof as looked_through
from indexer.proofing.finding import Finding
from indexer.proofing.quotations import Verified, Verifier
from indexer.search.citation import Citations

Given = Mapping[str, Any]

QUOTATIONS = 100
LONGEST_QUOTATION = 1_000
"""Characters: a quotation and its true wording stand in one answer."""
VERIFYING = 8.0
"""Seconds by the clock after which the rest of the quotations is left to the next part."""
LONGEST_TEXT = 200_000
"""Characters of a text that is pasted: in UTF-8 less than a request may hold."""
SECONDS = 10.0
"""Of the processor; by the clock at most twice as many."""
DRAFT = text("The text, a paragraph a line.", LONGEST_TEXT)


def verify_quotations(caller: Caller, given: Given, first: int) -> Part:
    """What the archive says of each quotation, in their order."""
    asked = given["quotations"]
    head = {"quotations": len(asked), "looked_through": caller.base()}
    return Part(head, "results", _verified(caller, asked[first:]))


def _verified(caller: Caller, quotations: list[str]) -> Iterator[Json]:
    verifier, until = Verifier(caller.searcher), time.monotonic() + VERIFYING
    for number, quotation in enumerate(quotations):
        if number and time.monotonic() > until:
            yield PAUSED
            return
        try:
            yield _result(caller, verifier.verify(quotation))
        except QueryError as problem:
            yield {"quotation": quotation, "state": None, "error": problem.as_json(caller.language)}


def _result(caller: Caller, said: Verified) -> Json:
    form = verified_form(said)
    told = {
        "quotation": said.quotation,
        "state": said.state,
        "source": said.source,
        "id": form.id,
        "passage": said.passage,
        "wording": said.wording,
        "reports": said.reports,
        "share": None if said.state == "absent" else form.share,
    }
    if said.card is not None and said.passage is not None:
        told["link"] = link(caller.address, said.card.id, said.passage, said.start)
    if said.state == "absent":
        told |= {"searched": said.searched, "partly_read": said.unsure}
    return told


def overlap(caller: Caller, given: Given, first: int) -> Part:
    """The passages of a report or a text that stand in other reports. It compares and judges nothing."""
    text_compared = _text(caller, given)
    found = shared_with(caller.searcher, text_compared, view=given["against"], masked=given["masked"])
    head = {
        "id": text_compared.id,
        "against": found.view,
        "names_and_numbers_ignored": found.masked,
        "reports_compared": found.compared,
        "characters": found.characters,
        "characters_shared": found.shared,
        "characters_shared_no_formula_quotation_or_law": found.plain,
        "total_stretches": found.total,
        "stretches_listed": len(found.stretches),
    }
    return Part(head, "stretches", (_shared(caller, one, text_compared) for one in found.stretches[first:]))


def _text(caller: Caller, given: Given) -> Text:
    if ("report" in given) == ("text" in given):
        raise UsageError("assistant.one_of", names="report, text")
    if "report" in given:
        record = report_named(caller, given["report"])
        return Text(record.report, record.source, record.id)
    draft = draft_of_text(given["text"])
    return Text(draft.report, draft.name)


def _shared(caller: Caller, one: Shared, compared: Text) -> Json:
    record = caller.record(one.card.id)
    other = caller.place(Citations(record.report, record.source), one.card.id, one.other_passage, one.other_start)
    mine: Json = {"passage": one.passage, "text": one.text}
    if compared.id is not None:
        citations = Citations(compared.report, compared.source)
        mine |= caller.place(citations, compared.id, one.passage, one.start)
    return {
        "nature": one.nature,
        "same_characters": one.same,
        "share": round(one.share, 4),
        "reports": one.reports,
        "here": mine,
        "other": {**face(one.card), **other, "text": one.other_text},
        "also_in": [card.id for card in one.more],
    }


def proof(caller: Caller, given: Given, first: int) -> Part:
    """What of a text a person should look at once more. The text is kept nowhere."""
    draft = draft_of_text(given["text"])
    found = looked_through(draft, caller.searcher, Options(own=given.get("unit")))
    states: dict[str, int] = {}
    for _, said in found.verified:
        states[said.state] = states.get(said.state, 0) + 1
    head = {
        "findings_in_all": len(found.findings),
        "by_kind": {str(kind): number for kind, number in found.counts.items()},
        "quotations_by_state": states,
        "quotations_not_verified": found.unverified,
        "looked_through": caller.base(),
    }
    verified = {(one.place.passage, one.place.start): said for one, said in found.verified}

    def told(finding: Finding) -> Json:
        form, place = finding_form(finding, caller.say), finding.places[0]
        said = verified.get((place.passage, place.start)) if finding.kind == "quotation" else None
        stands = {"stands": _result(caller, said)} if said is not None and said.card is not None else {}
        return {
            "kind": form.kind,
            "certainty": form.certainty,
            "message": form.message,
            "text": form.text,
            "better": form.better,
            "places": [[one.passage, one.start, one.end] for one in form.places],
            **stands,
        }

    return Part(head, "findings", (told(finding) for finding in found.findings[first:]))


_VERIFIED: Mapping[str, Json] = {
    "quotation": TEXT,
    "state": {"type": ["string", "null"], "enum": ["exact", "folded", "near", "absent", None]},
}
_STANDS: Mapping[str, Json] = {
    "source": TEXT_OR_NULL,
    "id": TEXT_OR_NULL,
    "passage": NUMBER_OR_NULL,
    "wording": TEXT_OR_NULL,
    "reports": NUMBER,
    "share": {"type": ["number", "null"]},
    "link": TEXT,
    "searched": NUMBER,
    "partly_read": NUMBER,
    "error": ERROR,
}
VERIFIED = answer("results", {"quotations": NUMBER, "looked_through": LOOKED_THROUGH}, _VERIFIED, _STANDS)
SHARED = answer(
    "stretches",
    {
        "id": TEXT_OR_NULL,
        "against": TEXT,
        "names_and_numbers_ignored": YES,
        "reports_compared": NUMBER,
        "characters": NUMBER,
        "characters_shared": NUMBER,
        "characters_shared_no_formula_quotation_or_law": NUMBER,
        "total_stretches": NUMBER,
        "stretches_listed": NUMBER,
    },
    {
        "nature": TEXT,
        "same_characters": NUMBER,
        "share": SHARE,
        "reports": NUMBER,
        "here": thing({"passage": NUMBER, "text": TEXT}, {"source": TEXT, "link": TEXT}),
        "other": thing({**FACE, **PLACE, "text": TEXT}),
        "also_in": several(TEXT),
    },
)
FINDINGS = answer(
    "findings",
    {
        "findings_in_all": NUMBER,
        "by_kind": counted("Findings of each kind."),
        "quotations_by_state": counted("Quotations of each state."),
        "quotations_not_verified": NUMBER,
        "looked_through": LOOKED_THROUGH,
    },
    {
        "kind": TEXT,
        "certainty": TEXT,
        "message": TEXT,
        "text": TEXT,
        "better": TEXT_OR_NULL,
        "places": several(row(NUMBER, NUMBER, NUMBER)),
    },
    {"stands": thing(_VERIFIED, _STANDS)},
)

TOOLS = (
    Tool(
        "verify_quotations",
        "Verify quotations",
        "Does the archive have these words? For each: exact (stands so), folded (differs in marks, width or script "
        "alone), near (the true wording is given), absent (stands nowhere; with what was looked through). Use it "
        "before you quote, and quote the wording that it gives.",
        verify_quotations,
        {"quotations": texts("The quotations, without quotation marks.", QUOTATIONS, LONGEST_QUOTATION)},
        VERIFIED,
        ("quotations",),
        SECONDS,
    ),
    Tool(
        "overlap",
        "Overlap (雷同)",
        "The passages of a report (report) or of a text (text) that stand in other reports, the longest first; common "
        "wording, quotations and laws last. Whether something was copied a person decides.",
        overlap,
        {
            "report": REPORT,
            "text": DRAFT,
            "against": choice("Against all, the same unit's of the year before, or other units'.", VIEWS),
            "masked": switch("Ignore numbers and names of units."),
        },
        SHARED,
        (),
        SECONDS,
    ),
    Tool(
        "proof",
        "Proof (校对)",
        "What of a text should be looked at once more: quotations, titles, dates, figures, numbering, marks, other "
        "units' names. Places are [paragraph, start, end], the first paragraph is 1.",
        proof,
        {"text": DRAFT, "unit": text("The unit whose text it is.", 120)},
        FINDINGS,
        ("text",),
        SECONDS,
    ),
)
