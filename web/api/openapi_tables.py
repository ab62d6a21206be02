"""The part of the description of the HTTP interface about tables and files: 核查表, 登记表, exports."""

from __future__ import annotations

from indexer.export.answer_file import FORMS
from indexer.tables.checklist_table import STATES
from web.api.openapi_parts import (
    MAYBE,
    TEXT,
    WHOLE,
    YEAR,
    Json,
    answers,
    choice,
    form,
    json,
    page,
    several,
    shape,
    text,
    whole,
)
from web.api.openapi_reading import PLACES, SEARCH
from web.http.urls import LIST_SORTS, MAX_PAGE
from web.pages.tables.checklist_request import BIES
from web.state.overview import LISTED

CHECKLIST: tuple[Json, ...] = (
    *map(text, ("list", "roster", "collection", "year", "period")),
    choice("by", BIES),
    choice("literal", ("0", "1")),
)
LISTS = (choice("sort", LIST_SORTS), *(text(name, several=True) for name in LISTED))
FILE = "application/octet-stream"


def _file(summary: str, parameters: tuple[Json, ...]) -> Json:
    return answers(summary, FILE, parameters)


PATHS: dict[str, Json] = {
    "/checklist": {
        "get": page("Wordings × units or reports: who has written what", (*CHECKLIST, whole("page", MAX_PAGE))),
        "post": form("The same with lists from files; a roster may be kept"),
    },
    "/checklist.csv": {"get": _file("The checklist as csv", CHECKLIST), "post": form("The same for long lists")},
    "/checklist.xlsx": {"get": _file("The checklist for Excel", CHECKLIST), "post": form("The same for long lists")},
    "/checklist/record": {"get": page("The checklist for paper", CHECKLIST), "post": form("The same for long lists")},
    "/checklist/rosters/remove": {"post": form("Forget a collection's roster")},
    "/api/checklist": {"get": json("Wordings × units or reports", CHECKLIST, "Checklist")},
    "/register": {"get": page("The form for a register"), "post": form("What a register would change")},
    "/register/apply": {"post": form("Make the changes that were shown")},
    "/register.csv": {"get": _file("The register as csv", LISTS)},
    "/register.xlsx": {"get": _file("The register for Excel", LISTS)},
    **{f"/export.{name}": {"get": _file(f"All results as {name}", SEARCH)} for name in FORMS},
    **{f"/concordance.{name}": {"get": _file(f"All places as {name}", PLACES)} for name in FORMS},
    "/record": {"get": page("All results for paper", SEARCH)},
}

NAMES = several(TEXT)
CELL = shape(
    state={"type": "string", "enum": list(STATES)}, places=WHOLE, reports=several(shape(id=TEXT, places=WHOLE))
)
REPORT = shape(id=TEXT, title=MAYBE, source=TEXT)
SCHEMAS: dict[str, Json] = {
    "Checklist": shape(
        by=TEXT,
        year=YEAR,
        period=MAYBE,
        at=TEXT,
        reports=WHOLE,
        partly_read=WHOLE,
        older=WHOLE,
        wordings=NAMES,
        turnout=shape(due=NAMES, came=NAMES, missing=NAMES, unreadable=NAMES, doubtful=NAMES),
        states=several(shape(wording=TEXT, **dict.fromkeys(STATES, NAMES))),
        rows=several(
            shape(unit=MAYBE, due={"type": "boolean"}, reports=several(REPORT), unread=NAMES, cells=several(CELL))
        ),
        unplaced=NAMES,
    ),
}
