"""The description of the HTTP interface in OpenAPI 3.0, as data. A test compares it with the routes."""

from __future__ import annotations

from importlib.metadata import version

from indexer.search.answer import (
    FACETS,
    MODES,
    SCOPES,
    SORTS,
)
from web.api import (
    openapi_imports,
    openapi_reading,
    openapi_scans,
    openapi_tables,
)
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
from web.http.urls import LIST_SORTS, MAX_LIMIT, MAX_PAGE
from web.pages.reports.report_list import CHECKS
from web.pages.search.advanced import FACES, RANGES
from web.pages.search.advanced import TEXT as FORM
from web.pages.search.similar import MOST as MOST_SIMILAR
from web.state.overview import LISTED

REPORT = in_path("report_id")


def document() -> Json:
    """The whole description."""
    return {
        "openapi": "3.0.3",
        "info": {"title": "Baogao", "version": version("baogao"), "description": "Exact search of official reports."},
        "paths": {
            "/": {"get": page("The first page", _search())},
            "/search": {"get": page("Results of a search", _search())},
            "/search.json": {"get": json("Results of a search", [*_search(), choice("help", ("0", "1"))], "Answer")},
            "/similar": {"get": page("The passages nearest to a sentence", _similar())},
            "/similar.json": {"get": json("The passages nearest to a sentence", _similar(), "Similar")},
            "/api/suggest": {
                "get": json("What a beginning may become", [text("q"), whole("limit", 50)], "Suggestions")
            },
            "/advanced": {"get": page("A form that writes the query", _advanced())},
            "/advanced.json": {"get": json("The query that the form writes", _advanced(), "Written")},
            **openapi_imports.PATHS,
            **openapi_reading.PATHS,
            **openapi_scans.PATHS,
            **openapi_tables.PATHS,
            "/opensearch.xml": {
                "get": answers("Search description for browsers", "application/opensearchdescription+xml")
            },
            "/reports": {"get": page("All reports", _list())},
            "/reports.json": {"get": json("All reports", _list(), "List")},
            "/reports/edit": {
                "get": page("The form for several reports", [text("id", several=True)]),
                "post": form("Correct several reports"),
            },
            "/reports/{report_id}": {"get": page("One report, its places marked", [REPORT, *_search(), whole("at")])},
            "/reports/{report_id}.json": {
                "get": json("One report", [REPORT, text("q"), choice("mode", MODES)], "Report")
            },
            "/reports/{report_id}/original": {
                "get": answers("The file as it came", "application/octet-stream", [REPORT, whole("version")])
            },
            "/reports/{report_id}/edit": {
                "get": page("The form for one report", [REPORT]),
                "post": form("Correct one report", [REPORT]),
            },
            "/help": {"get": page("How to search", [])},
            "/help.json": {"get": json("How to search", [], "Help")},
            "/health": {"get": answers("200 when a search would be answered in full, else 503", "application/json")},
            "/openapi.json": {"get": answers("This description", "application/json")},
        },
        "components": {"schemas": SCHEMAS},
    }


def _search() -> list[Json]:
    names = [text(name, several=True) for name in FACETS]
    return [
        text("q"),
        choice("mode", MODES),
        choice("sort", SORTS),
        choice("literal", ("0", "1")),
        choice("ignore_punctuation", ("0", "1")),
        choice("scope", SCOPES),
        whole("page", MAX_PAGE),
        whole("limit", MAX_LIMIT),
        whole("passages", 1000),
        *names,
    ]


def _similar() -> list[Json]:
    source = [text("report"), whole("passage"), whole("start"), whole("end")]
    return [text("q"), *source, whole("limit", MOST_SIMILAR)]


def _advanced() -> list[Json]:
    names = (*FORM, *FACES, *RANGES, "period")
    lists = [text(name, several=True) for name in ("part", "has", "lacks")]
    options = [choice("scope", SCOPES), choice("mode", MODES), choice("ignore_punctuation", ("0", "1"))]
    return [*map(text, names), *lists, *options]


def _list() -> list[Json]:
    names = [text(name, several=True) for name in LISTED]
    return [
        choice("sort", LIST_SORTS),
        choice("check", CHECKS),
        whole("page", MAX_PAGE),
        whole("limit", 200),
        *names,
    ]


CARD: dict[str, Json] = {
    "id": TEXT,
    "title": MAYBE,
    "title_derived": {"type": "boolean"},
    "unit": MAYBE,
    "person": MAYBE,
    "year": YEAR,
    "period": MAYBE,
    "type": MAYBE,
    "source": TEXT,
    "location": TEXT,
}
MARK = shape(start=WHOLE, end=WHOLE, path=several(TEXT))
PASSAGE = shape(number=WHOLE, path=several(TEXT), text=TEXT, marks=several(MARK))
FOUND = shape(**CARD, matches=WHOLE, score={"type": "number"}, passages=several(PASSAGE))
LIKENESS = shape(
    id=TEXT,
    title=MAYBE,
    unit=MAYBE,
    year=YEAR,
    source=TEXT,
    passage=WHOLE,
    path=several(TEXT),
    text=TEXT,
    start=WHOLE,
    end=WHOLE,
    share={"type": "number"},
    pieces=several(shape(tag=TEXT, start=WHOLE, end=WHOLE, sentence=TEXT)),
)
SECTION = shape(number=TEXT, title=TEXT, level=WHOLE, part=MAYBE, passage=WHOLE, start=WHOLE, end=WHOLE)
SCHEMAS: dict[str, Json] = {
    "Answer": shape(
        query=TEXT,
        understood=TEXT,
        mode=TEXT,
        total_reports=WHOLE,
        total_matches=WHOLE,
        total_relation={"type": "string", "enum": ["eq", "gte"]},
        took_ms={"type": "number"},
        reports=several(FOUND),
        also=shape(total_reports=WHOLE, reports=several(FOUND)),
    ),
    "Similar": shape(sentence=TEXT, passages=several(LIKENESS)),
    "Suggestions": shape(q=TEXT, suggestions=several(shape(text=TEXT, kind=TEXT, reports=WHOLE, query=TEXT))),
    "Written": shape(query=TEXT, total_reports=WHOLE, total_matches=WHOLE),
    "Help": shape(
        topics=several(
            shape(syntax=TEXT, example=TEXT, meaning={"type": "object"}, total_reports=YEAR, total_matches=YEAR)
        )
    ),
    **openapi_imports.SCHEMAS,
    **openapi_reading.SCHEMAS,
    **openapi_tables.SCHEMAS,
    "List": shape(total=WHOLE, page=WHOLE, pages=WHOLE, reports=several(shape(**CARD, version=WHOLE))),
    "Report": shape(
        **CARD,
        version=WHOLE,
        number=MAYBE,
        addressee=MAYBE,
        date=MAYBE,
        evidence={"type": "object"},
        outline=several(SECTION),
        passages=several(shape(number=WHOLE, path=several(TEXT), text=TEXT, page=YEAR)),
    ),
    "Error": shape(error={"type": "object", "properties": {"code": TEXT, "message": TEXT, "position": WHOLE}}),
}
