"""The tool that tells how a wording (提法) is used: first and last place, rates by year and unit, near wordings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from indexer.assistants.answer_page import Part
from indexer.assistants.answer_schema import (
    FACE,
    LOOKED_THROUGH,
    NUMBER,
    PLACE,
    SHARE,
    TEXT,
    TEXT_OR_NULL,
    WORDS,
    answer,
    or_null,
    row,
    several,
    thing,
)
from indexer.assistants.argument_check import text
from indexer.assistants.links import link
from indexer.assistants.tool import Caller, Json, Tool, face
from indexer.wordings.places import UsedPlace
from indexer.wordings.usage import SECONDS, Usage
from indexer.wordings.wordings import Wordings

Given = Mapping[str, Any]


def term(caller: Caller, given: Given, first: int) -> Part:
    """The use of a wording, to the character; its rates are of what the archive holds of a year or unit."""
    wordings = caller.wordings() if caller.wordings else Wordings(caller.searcher)
    used = wordings.usage(given["wording"])
    head = {
        "wording": used.wording,
        "total_reports": used.total_reports,
        "total_matches": used.total_matches,
        "first": _place(caller, used.first),
        "last": _place(caller, used.last),
        "by_part": [list(pair) for pair in used.structure.parts],
        "in_headings": used.structure.in_headings,
        "parts_and_headings_counted_of_places": used.structure.places,
        "words_before": [list(pair) for pair in used.neighbours.before],
        "words_after": [list(pair) for pair in used.neighbours.after],
        "near_wordings": [[one.text, one.reports, one.matches] for one in used.variants],
        "looked_through": caller.base(),
    }
    rows = list(_rates(used))
    return Part({**head, "rates_in_all": len(rows)}, "rates", iter(rows[first:]))


def _place(caller: Caller, place: UsedPlace | None) -> Json | None:
    if place is None:
        return None
    return {
        **face(place.card),
        "passage": place.passage,
        "source": place.citation,
        "link": link(caller.address, place.card.id, place.passage, place.offset + place.start),
        "text": place.text,
    }


def _rates(used: Usage) -> Iterator[Json]:
    """Years first, then units; null: not known."""
    for by, rates in (("year", used.years), ("unit", used.units)):
        for one in rates:
            yield {
                "by": by,
                "value": one.key,
                "reports": one.reports,
                "matches": one.matches,
                "reports_held": one.held.reports,
                "per_10000_reports": round(one.per_reports, 1),
                "per_million_characters": round(one.per_characters, 1),
            }


_USED_PLACE = or_null(thing({**FACE, **PLACE, "text": TEXT}))
USED = answer(
    "rates",
    {
        "wording": TEXT,
        "total_reports": NUMBER,
        "total_matches": NUMBER,
        "first": _USED_PLACE,
        "last": _USED_PLACE,
        "by_part": several(row(TEXT_OR_NULL, NUMBER)),
        "in_headings": NUMBER,
        "parts_and_headings_counted_of_places": NUMBER,
        "words_before": WORDS,
        "words_after": WORDS,
        "near_wordings": several(row(TEXT, NUMBER, NUMBER)),
        "looked_through": LOOKED_THROUGH,
        "rates_in_all": NUMBER,
    },
    {
        "by": {"type": "string", "enum": ["year", "unit"]},
        "value": {"type": ["string", "integer", "null"]},
        "reports": NUMBER,
        "matches": NUMBER,
        "reports_held": NUMBER,
        "per_10000_reports": SHARE,
        "per_million_characters": SHARE,
    },
)

TOOLS = (
    Tool(
        "term",
        "Term (提法)",
        "How a wording is used: its first and last place among the papers whose year is known, reports and places by "
        "year and unit with their rates, in which parts and headings, what stands beside it, and near wordings.",
        term,
        {"wording": text("The wording, to the character.", 100)},
        USED,
        ("wording",),
        SECONDS,
    ),
)
