"""How OpenAPI 3.0 describes parameters and answers, as data. What is described lives in `openapi` and beside it."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.forms.problem import ErrorForm
from indexer.search.answer import FILTERS, MODES, SCOPES, SHOWINGS, SORTS
from web.api.schemas import Json, ref
from web.http.urls import MAX_LIMIT, MAX_PAGE

TEXT: Json = {"type": "string"}
WHOLE: Json = {"type": "integer"}
BYTES: Json = {"type": "string", "format": "binary"}
JSON, HTML, FILE = "application/json", "text/html", "application/octet-stream"


def text(name: str, *, several: bool = False) -> Json:
    """A parameter in words; `several`: it may stand more than once."""
    return {"name": name, "in": "query", "schema": {"type": "array", "items": TEXT} if several else TEXT}


def choice(name: str, values: Sequence[str]) -> Json:
    """A parameter that is one of a few; the first is the default."""
    return {"name": name, "in": "query", "schema": {"type": "string", "enum": list(values), "default": values[0]}}


def whole(name: str, most: int = MAX_PAGE, least: int = 1) -> Json:
    """A parameter that is a whole number in [least, most]."""
    return {"name": name, "in": "query", "schema": {"type": "integer", "minimum": least, "maximum": most}}


def in_path(name: str, schema: Json = TEXT) -> Json:
    """A piece of the address."""
    return {"name": name, "in": "path", "required": True, "schema": schema}


def answers(summary: str, kind: str, parameters: Sequence[Json] = (), schema: Json = TEXT) -> Json:
    """What an address answers; errors are the contract's object where JSON is answered, else a page."""
    error = (JSON, ref(ErrorForm)) if kind == JSON else (HTML, TEXT)
    wrong = _content("Error", *error)
    responses = {"200": _content(summary, kind, schema), "4XX": wrong, "5XX": wrong}
    return {"summary": summary, "parameters": list(parameters), "responses": responses}


def page(summary: str, parameters: Sequence[Json] = ()) -> Json:
    """A page for people."""
    return answers(summary, HTML, parameters)


def json(summary: str, parameters: Sequence[Json], form: type) -> Json:
    """A form for programs."""
    return answers(summary, JSON, parameters, ref(form))


def file(summary: str, parameters: Sequence[Json] = (), kind: str = FILE) -> Json:
    """The description of an answer that is a file."""
    return answers(summary, kind, parameters, BYTES)


def form(summary: str, parameters: Sequence[Json] = (), answer: type | None = None) -> Json:
    """A form that changes something: it needs the token of its page. `answer`: what programs are told."""
    fields: Json = {"type": "object", "required": ["csrf_token"]}
    body = {"content": {"application/x-www-form-urlencoded": {"schema": fields}}}
    told = page(summary, parameters) if answer is None else json(summary, parameters, answer)
    return {**told, "requestBody": body}


def files(summary: str, parameters: Sequence[Json] = (), answer: type | None = None) -> Json:
    """A form that carries files."""
    fields = {
        "type": "object",
        "required": ["csrf_token"],
        "properties": {"files": {"type": "array", "items": BYTES}},
    }
    return {
        **form(summary, parameters, answer),
        "requestBody": {"content": {"multipart/form-data": {"schema": fields}}},
    }


def _content(description: str, kind: str, schema: Json) -> Json:
    return {"description": description, "content": {kind: {"schema": schema}}}


REPORT = in_path("report_id")
NUMBER = in_path("number", WHOLE)
PAGE = whole("page")
FOUND: tuple[Json, ...] = (
    text("q"),
    choice("mode", MODES),
    choice("sort", SORTS),
    choice("literal", ("0", "1")),
    choice("ignore_punctuation", ("0", "1")),
    choice("scope", SCOPES),
    choice("copies", SHOWINGS),
    *(text(name, several=True) for name in FILTERS),
)
"""What makes a search, wherever it is asked."""
SEARCH: tuple[Json, ...] = (*FOUND, PAGE, whole("limit", MAX_LIMIT), whole("passages", 1000, 0))
"""The same by pages."""
PIECE: tuple[Json, ...] = tuple(whole(name, 100_000_000, 0) for name in ("at", "piece", "passage", "start"))
"""Where in a report its page is to be: the place of a search, a piece of a long one, or a passage and a code point."""
