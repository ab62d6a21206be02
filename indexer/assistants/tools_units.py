"""The tool that tells who has not written what: a 核查表 by units, without what was written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from archive.catalog.rosters import known
from indexer.assistants.answer_page import Part
from indexer.assistants.answer_schema import NUMBER, NUMBER_OR_NULL, TEXT, TEXT_OR_NULL, answer, counted, several, thing
from indexer.assistants.argument_check import text, texts, whole
from indexer.assistants.links import link
from indexer.assistants.tool import Caller, Json, Tool
from indexer.tables.checklist import check
from indexer.tables.checklist_table import STATES, Checklist, Wording

Given = Mapping[str, Any]

WORDINGS = 12
NAMED = 5
"""Reports named beside a unit."""
SECONDS = 10.0
"""Of the processor; by the clock at most twice as many."""


def who_has_not_written(caller: Caller, given: Given, first: int) -> Part:
    """Units that have not written a wording, each with why nothing is found: absent, missing, unreadable, planned."""
    roster = known(caller.catalog.rosters, given["roster"]) if "roster" in given else None
    table = check(
        caller.searcher,
        [Wording(one) for one in given["wordings"]],
        roster=roster.units if roster else given.get("units", ()),
        year=given.get("year", roster.year if roster else None),
        period=given.get("period", roster.period if roster else None),
        topic=given.get("topic"),
    )
    head = {
        "wordings": [_summary(table, column) for column in range(len(table.wordings))],
        "year": table.year,
        "period": table.period,
        "units_due": len(table.roster),
        "reports": table.reports,
        "reports_partly_read": table.partly_or_older,
        "files_unread_of_unknown_unit": len(table.unplaced),
    }
    rows = list(_rows(caller, table))
    return Part({**head, "rows_in_all": len(rows)}, "not_written", iter(rows[first:]))


def _summary(table: Checklist, column: int) -> Json:
    """How many units have each state; reports without a unit are counted apart, as reports."""
    return {
        "wording": table.wordings[column].text,
        "units": {state: len(table.names(column, state)) for state in STATES},
        "reports_without_unit": {state: table.without_unit_in(column, state) for state in STATES},
    }


def _rows(caller: Caller, table: Checklist) -> Iterator[Json]:
    asked = table.asked()
    for column, wording in enumerate(table.wordings):
        for row in asked:
            cell = row.cells[column]
            if cell.state == "written" or row.unit is None:
                continue
            yield {
                "wording": wording.text,
                "unit": row.unit,
                "state": cell.state,
                "places_planned": cell.places,
                "reports": [
                    {"id": one.id, "title": one.title, "link": link(caller.address, one.id)}
                    for one in row.reports[:NAMED]
                ],
                "reports_in_all": len(row.reports),
                "files_unread": len(row.unread),
            }


_UNITS = counted("written, planned, absent, missing, unreadable: how many.")
NOT_WRITTEN = answer(
    "not_written",
    {
        "wordings": several(thing({"wording": TEXT, "units": _UNITS, "reports_without_unit": _UNITS})),
        "year": NUMBER_OR_NULL,
        "period": TEXT_OR_NULL,
        "units_due": NUMBER,
        "reports": NUMBER,
        "reports_partly_read": NUMBER,
        "files_unread_of_unknown_unit": NUMBER,
        "rows_in_all": NUMBER,
    },
    {
        "wording": TEXT,
        "unit": TEXT,
        "state": {"type": "string", "enum": ["planned", "absent", "missing", "unreadable"]},
        "places_planned": NUMBER,
        "reports": several(thing({"id": TEXT, "title": TEXT_OR_NULL, "link": TEXT})),
        "reports_in_all": NUMBER,
        "files_unread": NUMBER,
    },
)

TOOLS = (
    Tool(
        "who_has_not_written",
        "Who has not written",
        "Which units have not written a wording: absent (handed in, not written), missing (nothing handed in), "
        "unreadable (may hold it: something could not be read), planned (stands in plans alone). Absence is never "
        "claimed of what could not be read.",
        who_has_not_written,
        {
            "wordings": texts("The wordings, each a query.", WORDINGS, 100),
            "roster": text("The name of a kept roster (应交名单): who is due, of which year and period.", 60),
            "units": texts("Who is due, in place of a kept roster.", 500, 100),
            "year": whole("Of reports about this year.", 1, 9999),
            "period": text("Of this period.", 60),
            "topic": text("Of this topic (专题).", 60),
        },
        NOT_WRITTEN,
        ("wordings",),
        SECONDS,
    ),
)
