"""The description of the HTTP interface in OpenAPI 3.0, as data. A test compares it with the routes."""

from __future__ import annotations

from importlib.metadata import version

from indexer.answer import FACETS, MODES, SCOPES, SORTS
from web import openapi_imports, openapi_reading, openapi_scans, openapi_tables
from web.address import LIST_SORTS, MAX_LIMIT, MAX_PAGE
from web.advanced import FACES
from web.advanced import TEXT as FORM
from web.listing import CHECKS
from web.overview import LISTED
from web.similar import MOST as MOST_SIMILAR

Json = dict[str, object]


def document() -> Json:
    """The whole description."""
    return {
        "openapi": "3.0.3",
        "info": {"title": "Baogao", "version": version("baogao"), "description": "Exact search of official reports."},
        "paths": {
            "/": {"get": _page("The first page", _search())},
            "/search": {"get": _page("Results of a search", _search())},
            "/search.json": {"get": _json("Results of a search", [*_search(), _choice("help", ("0", "1"))], "Answer")},
            "/similar": {"get": _page("The passages nearest to a sentence", _similar())},
            "/similar.json": {"get": _json("The passages nearest to a sentence", _similar(), "Similar")},
            "/api/suggest": {
                "get": _json("What a beginning may become", [_text("q"), _whole("limit", 50)], "Suggestions")
            },
            "/advanced": {"get": _page("A form that writes the query", _advanced())},
            "/advanced.json": {"get": _json("The query that the form writes", _advanced(), "Written")},
            **openapi_imports.PATHS,
            **openapi_reading.PATHS,
            **openapi_scans.PATHS,
            **openapi_tables.PATHS,
            "/opensearch.xml": {
                "get": _answers("Search description for browsers", "application/opensearchdescription+xml")
            },
            "/reports": {"get": _page("All reports", _list())},
            "/reports.json": {"get": _json("All reports", _list(), "List")},
            "/reports/edit": {
                "get": _page("The form for several reports", [_text("id", several=True)]),
                "post": _form("Correct several reports"),
            },
            "/reports/{report_id}": {"get": _page("One report, its places marked", [_id(), *_search(), _whole("at")])},
            "/reports/{report_id}.json": {
                "get": _json("One report", [_id(), _text("q"), _choice("mode", MODES)], "Report")
            },
            "/reports/{report_id}/original": {
                "get": _answers("The file as it came", "application/octet-stream", [_id(), _whole("version")])
            },
            "/reports/{report_id}/edit": {
                "get": _page("The form for one report", [_id()]),
                "post": _form("Correct one report", [_id()]),
            },
            "/help": {"get": _page("How to search", [])},
            "/help.json": {"get": _json("How to search", [], "Help")},
            "/health": {"get": _answers("200 when a search would be answered in full, else 503", "application/json")},
            "/openapi.json": {"get": _answers("This description", "application/json")},
        },
        "components": {"schemas": SCHEMAS},
    }


def _search() -> list[Json]:
    names = [_text(name, several=True) for name in FACETS]
    return [
        _text("q"),
        _choice("mode", MODES),
        _choice("sort", SORTS),
        _choice("literal", ("0", "1")),
        _choice("ignore_punctuation", ("0", "1")),
        _choice("scope", SCOPES),
        _whole("page", MAX_PAGE),
        _whole("limit", MAX_LIMIT),
        _whole("passages", 1000),
        *names,
    ]


def _similar() -> list[Json]:
    source = [_text("report"), _whole("passage"), _whole("start"), _whole("end")]
    return [_text("q"), *source, _whole("limit", MOST_SIMILAR)]


def _advanced() -> list[Json]:
    names = (*FORM, *FACES, "from", "to", "period")
    several = [_text(name, several=True) for name in ("part", "has", "lacks")]
    options = [_choice("scope", SCOPES), _choice("mode", MODES), _choice("ignore_punctuation", ("0", "1"))]
    return [*map(_text, names), *several, *options]


def _list() -> list[Json]:
    names = [_text(name, several=True) for name in LISTED]
    return [
        _choice("sort", LIST_SORTS),
        _choice("check", CHECKS),
        _whole("page", MAX_PAGE),
        _whole("limit", 200),
        *names,
    ]


def _text(name: str, *, several: bool = False) -> Json:
    text: Json = {"type": "string"}
    return {"name": name, "in": "query", "schema": {"type": "array", "items": text} if several else text}


def _choice(name: str, values: tuple[str, ...]) -> Json:
    return {"name": name, "in": "query", "schema": {"type": "string", "enum": list(values), "default": values[0]}}


def _whole(name: str, most: int = MAX_PAGE) -> Json:
    return {"name": name, "in": "query", "schema": {"type": "integer", "minimum": 0, "maximum": most}}


def _id() -> Json:
    return {"name": "report_id", "in": "path", "required": True, "schema": {"type": "string"}}


def _answers(summary: str, kind: str, parameters: list[Json] | None = None, schema: Json | None = None) -> Json:
    wrong = {"description": "Error", "content": {"application/json": {"schema": _ref("Error")}}}
    content = {kind: {"schema": schema or {"type": "string"}}}
    return {
        "summary": summary,
        "parameters": parameters or [],
        "responses": {"200": {"description": summary, "content": content}, "4XX": wrong, "5XX": wrong},
    }


def _page(summary: str, parameters: list[Json]) -> Json:
    return _answers(summary, "text/html", parameters)


def _json(summary: str, parameters: list[Json], name: str) -> Json:
    return _answers(summary, "application/json", parameters, _ref(name))


def _form(summary: str, parameters: list[Json] | None = None) -> Json:
    described = _answers(summary, "text/html", parameters)
    body = {
        "content": {"application/x-www-form-urlencoded": {"schema": {"type": "object", "required": ["csrf_token"]}}}
    }
    return {**described, "requestBody": body}


def _ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def _object(**properties: Json) -> Json:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _several(items: Json) -> Json:
    return {"type": "array", "items": items}


TEXT: Json = {"type": "string"}
WHOLE: Json = {"type": "integer"}
MAYBE: Json = {"type": "string", "nullable": True}
YEAR: Json = {"type": "integer", "nullable": True}
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
MARK = _object(start=WHOLE, end=WHOLE, path=_several(TEXT))
PASSAGE = _object(number=WHOLE, path=_several(TEXT), text=TEXT, marks=_several(MARK))
FOUND = _object(**CARD, matches=WHOLE, score={"type": "number"}, passages=_several(PASSAGE))
LIKENESS = _object(
    id=TEXT,
    title=MAYBE,
    unit=MAYBE,
    year=YEAR,
    source=TEXT,
    passage=WHOLE,
    path=_several(TEXT),
    text=TEXT,
    start=WHOLE,
    end=WHOLE,
    share={"type": "number"},
    pieces=_several(_object(tag=TEXT, start=WHOLE, end=WHOLE, sentence=TEXT)),
)
SECTION = _object(number=TEXT, title=TEXT, level=WHOLE, part=MAYBE, passage=WHOLE, start=WHOLE, end=WHOLE)
SCHEMAS: dict[str, Json] = {
    "Answer": _object(
        query=TEXT,
        understood=TEXT,
        mode=TEXT,
        total_reports=WHOLE,
        total_matches=WHOLE,
        total_relation={"type": "string", "enum": ["eq", "gte"]},
        took_ms={"type": "number"},
        reports=_several(FOUND),
        also=_object(total_reports=WHOLE, reports=_several(FOUND)),
    ),
    "Similar": _object(sentence=TEXT, passages=_several(LIKENESS)),
    "Suggestions": _object(q=TEXT, suggestions=_several(_object(text=TEXT, kind=TEXT, reports=WHOLE, query=TEXT))),
    "Written": _object(query=TEXT, total_reports=WHOLE, total_matches=WHOLE),
    "Help": _object(
        topics=_several(
            _object(syntax=TEXT, example=TEXT, meaning={"type": "object"}, total_reports=YEAR, total_matches=YEAR)
        )
    ),
    **openapi_imports.SCHEMAS,
    **openapi_reading.SCHEMAS,
    **openapi_tables.SCHEMAS,
    "List": _object(total=WHOLE, page=WHOLE, pages=WHOLE, reports=_several(_object(**CARD, version=WHOLE))),
    "Report": _object(
        **CARD,
        version=WHOLE,
        number=MAYBE,
        addressee=MAYBE,
        date=MAYBE,
        evidence={"type": "object"},
        outline=_several(SECTION),
        passages=_several(_object(number=WHOLE, path=_several(TEXT), text=TEXT, page=YEAR)),
    ),
    "Error": _object(error={"type": "object", "properties": {"code": TEXT, "message": TEXT, "position": WHOLE}}),
}
