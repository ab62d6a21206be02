"""Tools that look for a wording: search, concordance, count, similar."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count as counted_from
from typing import Any

from archive.known_year import year_known
from indexer import deadline
from indexer.assistants.answer_page import Part
from indexer.assistants.answer_schema import (
    FACE,
    LOOKED_THROUGH,
    NUMBER,
    NUMBER_OR_NULL,
    PLACE,
    SHARE,
    TEXT,
    TEXT_OR_NULL,
    WORDS,
    YES,
    answer,
    counted,
    row,
    several,
    thing,
)
from indexer.assistants.argument_check import choice, switch, text, whole
from indexer.assistants.links import link
from indexer.assistants.tool import Caller, Json, Tool, face
from indexer.document import Card
from indexer.query.lexer import MAX_CHARACTERS
from indexer.search.answer import SORTS, Found, MarkedPassage, Request
from indexer.search.citation import Citations
from indexer.search.concordance import CONTEXT, ORDERS, concordance, lines
from indexer.search.similar import Likeness
from indexer.search.similar import similar as nearest

Given = Mapping[str, Any]

QUERY = text("What is looked for, in the query language (see help): characters in a row, to the character.")
LITERAL = switch("Take the whole query as one wording without syntax.")
NARROWING: Mapping[str, Json] = {
    "unit": text("Only reports of this unit.", 120),
    "year": whole("Only reports of this year.", 1, 9999),
    "type": text("Only reports of this type, such as 述职报告.", 120),
    "period": text("Only reports of this period, such as 上半年.", 120),
    "part": text("Only places in this part, such as 存在问题.", 120),
    "topic": text("Only reports of this topic (专题).", 120),
}
PAGE = 10
"""Reports asked for at once."""
SHOWN = 3
"""Passages shown of a report."""
MARKS = 10
"""Places marked in a passage."""
AROUND = 120
"""Characters shown on either side of the places."""
LINES = 50
"""Lines of a concordance made at once."""
LIKE = 20
"""Passages like a sentence."""
GROUPS = ("year", "unit", "part", "type", "period", "person")
"""By what places are counted."""
COUNTING = 8.0
"""Seconds of the processor for counting by part: each report that answers is read."""


def asked(given: Given, **more: Any) -> Request:
    """The search that the arguments make."""
    filters = {name: (str(given[name]),) for name in NARROWING if name in given}
    return Request(given["query"], literal=given.get("literal", False), filters=filters, **more)


def search(caller: Caller, given: Given, first: int) -> Part:
    """Reports that hold the wording, or (`apart`) those that hold only its words apart. Never both in one list."""
    apart = given["apart"]
    request = asked(given, mode="loose" if apart else "standard", sort=given["sort"], passages=SHOWN, limit=PAGE)
    answer = caller.searcher.search(request)
    head = {
        "query": request.query,
        "understood": answer.understood,
        "total_reports": answer.total_reports,
        "total_matches": answer.total_matches,
        "apart_reports": answer.also.total_reports,
        "listed": "apart" if apart else "exact",
        "looked_through": caller.base(),
        "hidden_by_filters": {name: hidden.reports for name, hidden in answer.hidden.items()},
    }
    before = answer.total_reports if apart else 0
    found = _found(caller, request, before + first, apart=apart)
    return Part(head, "reports", found)


def _found(caller: Caller, request: Request, first: int, *, apart: bool) -> Iterator[Json]:
    """From the report `first` of all that are listed; in mode loose the exact ones come first and are passed over."""
    for page in counted_from(first // PAGE + 1):
        answer = caller.searcher.search(replace(request, page=page))
        listed = [*answer.reports, *(answer.also.reports if apart else ())]
        for found in listed[max(0, first - (page - 1) * PAGE) :]:
            yield report_found(caller, found, exact=not apart)
        if page >= answer.pages:
            return


def report_found(caller: Caller, found: Found, *, exact: bool) -> Json:
    """A report with the passages that are shown of it. Words apart have no number of places."""
    record = caller.record(found.card.id)
    citations = Citations(record.report, record.source)
    places = {"matches": found.matches, "matches_not_shown": found.more} if exact else {}
    passages = [excerpt(caller, citations, found.card.id, one) for one in found.passages]
    return {**face(found.card), **places, "to_check": list(found.to_check), "passages": passages}


def excerpt(caller: Caller, citations: Citations, report_id: str, passage: MarkedPassage) -> Json:
    """What stands around the first places of a passage, letter for letter; marks count from its beginning."""
    marks = passage.marks[:MARKS]
    start = max(0, marks[0].start - AROUND) if marks else 0
    shown = [mark for mark in marks if mark.end <= marks[0].start + 2 * AROUND] or list(marks[:1])
    end = shown[-1].end + AROUND if shown else 2 * AROUND
    return {
        **caller.place(citations, report_id, passage.number, marks[0].start if marks else 0),
        "part": marks[0].part if marks else None,
        "start": start,
        "text": passage.text[start:end],
        "marks": [[mark.start - start, mark.end - start] for mark in shown],
        "marks_in_passage": len(passage.marks),
        "whole": start == 0 and end >= len(passage.text),
    }


def places(caller: Caller, given: Given, first: int) -> Part:
    """Every place on a line with what stands on either side."""
    found = concordance(caller.searcher, asked(given, limit=0), given["order"])
    head = {
        "query": found.request.query,
        "understood": found.understood,
        "total_reports": found.total_reports,
        "total_matches": found.total_matches,
        "places_without_line": found.left_out,
        "words_before": [list(pair) for pair in found.before],
        "words_after": [list(pair) for pair in found.after],
        "looked_through": caller.base(),
    }

    def told() -> Iterator[Json]:
        for at in range(first, len(found.spots), LINES):
            for line in lines(caller.searcher, found, at, at + LINES, context=given["context"]):
                yield {
                    "id": line.card.id,
                    "year": year_known(line.card),
                    "unit": line.card.unit,
                    "left": line.left,
                    "term": line.term,
                    "right": line.right,
                    "part": line.part,
                    "passage": line.passage,
                    "source": line.citation,
                    "link": link(caller.address, line.card.id, line.passage, line.start),
                }

    return Part(head, "lines", told())


def count(caller: Caller, given: Given, first: int) -> Part:
    """Reports and places by a value of theirs, the most places first; years in order. Null: not known."""
    by, request = given["by"], asked(given, limit=0)
    tally = caller.searcher.tally(request)
    head = {
        "query": request.query,
        "understood": tally.understood,
        "by": by,
        "total_reports": tally.total_reports,
        "total_matches": tally.total_matches,
        "looked_through": caller.base(),
    }
    cards = {row.card.id: row.card for row in tally.rows}
    matches = {row.card.id: row.matches for row in tally.rows}
    groups = _parts(caller, request, cards) if by == "part" else _values(by, cards, matches)
    rows = [
        {"value": value, "reports": len(held), "matches": sum(held.values())} for value, held in _in_order(by, groups)
    ]
    return Part({**head, "values": len(rows)}, "counts", iter(rows[first:]))


Groups = dict[str | int | None, Counter[str]]
"""Value -> report -> places."""


def _values(by: str, cards: Mapping[str, Card], matches: Mapping[str, int]) -> Groups:
    groups: Groups = {}
    for name, card in cards.items():
        value = year_known(card) if by == "year" else getattr(card, by)
        groups.setdefault(value, Counter())[name] += matches[name]
    return groups


def _parts(caller: Caller, request: Request, cards: Mapping[str, Card]) -> Groups:
    asked_for = caller.searcher.read(request).asked
    groups: Groups = {}
    for document in caller.searcher.documents(cards, outlined=True):
        deadline.check()
        for place in asked_for.spans(document) or ():
            groups.setdefault(document.part(place.passage, place.start), Counter())[document.id] += 1
    return groups


def _in_order(by: str, groups: Groups) -> Sequence[tuple[str | int | None, Counter[str]]]:
    def key(pair: tuple[str | int | None, Counter[str]]) -> tuple[object, ...]:
        value, held = pair
        return (value is None, value if by == "year" else -sum(held.values()), str(value))

    return sorted(groups.items(), key=key)


def alike(caller: Caller, given: Given, first: int) -> Part:
    """The passages nearest to a sentence, the nearest first."""
    found = nearest(caller.searcher, given["sentence"], limit=LIKE)
    head = {"sentence": given["sentence"], "passages_found": len(found), "looked_through": caller.base()}
    return Part(head, "passages", (_likeness(caller, one) for one in found[first:]))


def _likeness(caller: Caller, one: Likeness) -> Json:
    record = caller.record(one.card.id)
    return {
        **face(one.card),
        "share": round(one.share, 4),
        **caller.place(Citations(record.report, record.source), one.card.id, one.passage, one.start),
        "text": one.text[one.start : one.end],
        "differences": [
            [piece.tag, piece.sentence, one.text[piece.start : piece.end]]
            for piece in one.pieces
            if piece.tag != "same"
        ],
    }


_ASKED: Mapping[str, Json] = {"query": TEXT, "understood": TEXT, "total_reports": NUMBER, "total_matches": NUMBER}
_EXCERPT: Mapping[str, Json] = {
    **PLACE,
    "part": TEXT_OR_NULL,
    "start": NUMBER,
    "text": TEXT,
    "marks": several(row(NUMBER, NUMBER)),
    "marks_in_passage": NUMBER,
    "whole": YES,
}
SEARCHED = answer(
    "reports",
    {
        **_ASKED,
        "apart_reports": NUMBER,
        "listed": {"type": "string", "enum": ["exact", "apart"]},
        "looked_through": LOOKED_THROUGH,
        "hidden_by_filters": counted("Reports that a filter hides, by its name."),
    },
    {**FACE, "to_check": several(TEXT), "passages": several(thing(_EXCERPT))},
    {"matches": NUMBER, "matches_not_shown": NUMBER},
)
ON_LINES = answer(
    "lines",
    {
        **_ASKED,
        "places_without_line": NUMBER,
        "words_before": WORDS,
        "words_after": WORDS,
        "looked_through": LOOKED_THROUGH,
    },
    {
        "id": TEXT,
        "year": NUMBER_OR_NULL,
        "unit": TEXT_OR_NULL,
        "left": TEXT,
        "term": TEXT,
        "right": TEXT,
        "part": TEXT_OR_NULL,
        **PLACE,
    },
)
COUNTED = answer(
    "counts",
    {**_ASKED, "by": TEXT, "looked_through": LOOKED_THROUGH, "values": NUMBER},
    {"value": {"type": ["string", "integer", "null"]}, "reports": NUMBER, "matches": NUMBER},
)
ALIKE = answer(
    "passages",
    {"sentence": TEXT, "passages_found": NUMBER, "looked_through": LOOKED_THROUGH},
    {**FACE, "share": SHARE, **PLACE, "text": TEXT, "differences": several(row(TEXT, TEXT, TEXT))},
)

TOOLS = (
    Tool(
        "search",
        "Search",
        "Reports that hold a wording, with the passages around it, 出处 and links. Totals are exact. Reports that hold "
        "only the words apart are told as a number and listed with apart=true alone, never among the exact ones.",
        search,
        {
            "query": QUERY,
            "literal": LITERAL,
            "apart": switch("List the reports that hold only the words apart, instead of the exact ones."),
            "sort": choice("The order of the reports.", SORTS),
            **NARROWING,
        },
        SEARCHED,
        ("query",),
    ),
    Tool(
        "concordance",
        "Concordance (逐处)",
        "Every place of a wording on a line of its own, with what stands before and after it, and the commonest words "
        "beside it.",
        places,
        {
            "query": QUERY,
            "literal": LITERAL,
            "order": choice("By what stands before, after, by year, or by report.", ORDERS),
            "context": whole("Characters on either side.", 1, 100, CONTEXT),
            **NARROWING,
        },
        ON_LINES,
        ("query",),
    ),
    Tool(
        "count",
        "Count",
        "In how many reports and at how many places a wording stands: by year, unit, part, type, period or person.",
        count,
        {"query": QUERY, "by": choice("What is counted by.", GROUPS), "literal": LITERAL, **NARROWING},
        COUNTED,
        ("query",),
        COUNTING,
    ),
    Tool(
        "similar",
        "Similar passages",
        "The passages nearest to a sentence with their share of the same characters. Near is not the same: quote only "
        "what stands there.",
        alike,
        {"sentence": text("A sentence or a few.", min(1000, MAX_CHARACTERS))},
        ALIKE,
        ("sentence",),
    ),
)
