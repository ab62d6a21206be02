"""The reading room's part of the description of the HTTP interface."""

from __future__ import annotations

from indexer.export.clippings import FILES as CLIP_FILES
from indexer.export.clippings import FORMS as CLIP_FORMS
from indexer.search.answer import FACETS, MODES, SORTS
from indexer.search.concordance import ORDERS
from web.api.openapi_parts import (
    MAYBE,
    TEXT,
    WHOLE,
    YEAR,
    Json,
    answers,
    choice,
    form,
    in_path,
    json,
    page,
    several,
    shape,
    text,
    whole,
)
from web.http.urls import MAX_PAGE

SEARCH: tuple[Json, ...] = (
    text("q"),
    choice("mode", MODES),
    choice("sort", SORTS),
    choice("literal", ("0", "1")),
    whole("page", MAX_PAGE),
    *(text(name, several=True) for name in FACETS),
)
PLACES = (*SEARCH, choice("by", ORDERS))
VERSION = (in_path("report_id"), in_path("number", WHOLE))
CITE = (in_path("report_id"), whole("passage", MAX_PAGE), whole("version", MAX_PAGE))

SIDES = (in_path("left"), in_path("right"))
FILE = "application/octet-stream"

PATHS: dict[str, Json] = {
    "/concordance": {"get": page("Every place of a search on a line", PLACES)},
    "/concordance.json": {"get": json("Every place of a search", PLACES, "Concordance")},
    **{f"/concordance.{name}": {"get": answers("All lines as a table", FILE, PLACES)} for name in ("xlsx", "csv")},
    "/clippings": {"get": page("What the reader has clipped")},
    "/clippings.json": {"get": json("What the reader has clipped", (), "Clippings")},
    "/clippings.txt": {"get": answers("All clippings to copy", "text/plain", [choice("form", CLIP_FORMS)])},
    **{
        f"/clippings.{name}": {
            "get": answers(
                "All clippings, or the places that are named, as a file", FILE, [text("place", several=True)]
            )
        }
        for name in CLIP_FILES
    },
    "/clippings/add": {
        "get": page("What would be clipped", [text("place", several=True)]),
        "post": form("Clip places, written ID.VERSION.PASSAGE.START.END"),
    },
    "/clippings/toggle.json": {"post": form("Clip places, or take them out where all are in")},
    "/clippings/token.json": {"get": json("What a change from a script needs", (), "Token")},
    "/clippings/arrange": {"post": form("Move clippings or take them out")},
    "/saved": {"get": page("The reader's saved searches, with the places that are new")},
    "/saved.json": {"get": json("The reader's saved searches", (), "SavedSearches")},
    "/saved/add": {"get": page("The form for a search", SEARCH), "post": form("Save a search")},
    "/saved/{number}": {"post": form("Open a saved search, or forget it", [in_path("number", WHOLE)])},
    "/notes": {"get": page("The reader's notes", [whole("page", MAX_PAGE)])},
    "/notes.json": {"get": json("The reader's notes", (), "Notes")},
    "/reports/{report_id}/note": {"get": page("The form for a note", CITE), "post": form("Write a note", CITE)},
    "/compare/{left}/{right}": {"get": page("Two texts side by side, each an ID or ID.VERSION", SIDES)},
    "/compare/{left}/{right}.json": {"get": json("Two texts side by side", SIDES, "Comparison")},
    "/reports/{report_id}/versions/{number}": {
        "get": page("One version of a report, its places marked", (*VERSION, *SEARCH, whole("at", MAX_PAGE)))
    },
    "/reports/{report_id}/versions/{number}.json": {"get": json("One version of a report", VERSION, "Report")},
    "/reports/{report_id}/cite": {"get": page("Where a passage comes from, in several forms", CITE)},
    "/reports/{report_id}/cite.json": {"get": json("Where a passage comes from, in several forms", CITE, "Source")},
}

BESIDE = shape(word=TEXT, places=WHOLE)
LINE = shape(
    id=TEXT,
    version=WHOLE,
    title=MAYBE,
    unit=MAYBE,
    year=YEAR,
    passage=WHOLE,
    start=WHOLE,
    end=WHOLE,
    left=TEXT,
    term=TEXT,
    right=TEXT,
    path=several(TEXT),
    part=MAYBE,
    page=YEAR,
    citation=TEXT,
)
SAVED = shape(number=WHOLE, name=TEXT, address=TEXT, total_reports=YEAR, total_matches=YEAR, new_matches=YEAR)
NOTE = shape(number=WHOLE, id=TEXT, version=WHOLE, passage=WHOLE, text=TEXT, saved_at=TEXT)
SIDE = shape(id=TEXT, version=WHOLE, title=MAYBE, unit=MAYBE, year=YEAR)
PIECE = shape(same={"type": "boolean"}, left=TEXT, right=TEXT)
PAIR = shape(kind=TEXT, left=YEAR, right=YEAR, pieces=several(PIECE), numbers=several(shape(left=TEXT, right=TEXT)))
CLIPPING = shape(number=WHOLE, id=TEXT, version=WHOLE, passage=WHOLE, start=WHOLE, end=WHOLE, text=TEXT, citation=TEXT)
SCHEMAS: dict[str, Json] = {
    "Clippings": shape(clippings=several(CLIPPING)),
    "SavedSearches": shape(searches=several(SAVED)),
    "Notes": shape(notes=several(NOTE)),
    "Comparison": shape(left=SIDE, right=SIDE, counts={"type": "object"}, rows=several(PAIR)),
    "Token": shape(csrf_token=TEXT),
    "Source": shape(id=TEXT, version=WHOLE, passage=YEAR, citation=TEXT, gbt7714=TEXT, markdown=TEXT),
    "Concordance": shape(
        query=TEXT,
        understood=TEXT,
        mode=TEXT,
        by=TEXT,
        total_reports=WHOLE,
        total_matches=WHOLE,
        left_out=WHOLE,
        before=several(BESIDE),
        after=several(BESIDE),
        page=WHOLE,
        pages=WHOLE,
        lines=several(LINE),
    ),
}
