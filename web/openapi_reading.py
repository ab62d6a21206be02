"""The reading room's part of the description of the HTTP interface."""

from __future__ import annotations

from indexer.answer import FACETS, MODES, SORTS
from indexer.concordance import ORDERS
from web.address import MAX_PAGE
from web.openapi_forms import MAYBE, TEXT, WHOLE, YEAR, Json, choice, in_path, json, page, several, shape, text, whole

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

PATHS: dict[str, Json] = {
    "/concordance": {"get": page("Every place of a search on a line", PLACES)},
    "/concordance.json": {"get": json("Every place of a search", PLACES, "Concordance")},
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
SCHEMAS: dict[str, Json] = {
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
